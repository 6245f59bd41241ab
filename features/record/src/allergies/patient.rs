//! The page about allergies.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item};
use crate::entries::NowAndPast;

/// So many allergies are read at most.
const MOST: usize = 300;

const PAGE: NowAndPast = NowAndPast {
    key: "allergies",
    icon: "wheat-off",
    instead: ("/health", "see-health"),
    dates: &["onsetDateTime", "onsetPeriod", "recordedDate"],
    is_now: view::is_active,
    entry: view::entry,
};

/// The allergies that count.
pub(crate) fn active(chart: Chart<'_>) -> Result<Vec<Item>, Failure> {
    let mut items = load(chart)?;
    items.retain(view::is_active);
    Ok(items)
}

/// All allergies but mistakes.
fn load(chart: Chart<'_>) -> Result<Vec<Item>, Failure> {
    let mut items = chart.list(ResourceType::AllergyIntolerance, "", MOST)?;
    items.retain(|item| !view::is_void(item));
    Ok(items)
}

/// `GET /allergies`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Allergies))?;
    let chart = Chart::new(cx.tx(), &access);
    let items = load(chart)?;
    let related = chart.related(&items)?;
    PAGE.page(cx, items, &related)
}
