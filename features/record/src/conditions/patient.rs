//! The page about health issues.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item};
use crate::entries::NowAndPast;
use crate::say;

/// So many issues are read at most.
const MOST: usize = 500;

const PAGE: NowAndPast = NowAndPast {
    key: "conditions",
    icon: "stethoscope",
    instead: ("/visits", "see-visits"),
    dates: view::ONSET,
    is_now: view::is_current,
    entry: view::entry,
};

/// All issues but mistakes, the latest first.
pub(crate) fn load(chart: Chart<'_>) -> Result<Vec<Item>, Failure> {
    let mut items = chart.list(ResourceType::Condition, "", MOST)?;
    items.retain(|item| !view::is_void(item));
    items.sort_by_key(|item| std::cmp::Reverse(say::moment(&item.json, view::ONSET)));
    Ok(items)
}

/// `GET /conditions`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Conditions))?;
    let chart = Chart::new(cx.tx(), &access);
    let items = load(chart)?;
    let related = chart.related(&items)?;
    PAGE.page(cx, items, &related)
}
