//! The page about allergies.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::components::{EmptyState, Link};
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item};
use crate::page::{Article, Block, Section};
use crate::say::Say;
use crate::sources;

/// So many allergies are read at most.
const MOST: usize = 300;

/// The allergies that count.
pub(crate) fn active(chart: Chart<'_>) -> Result<Vec<Item>, Failure> {
    let mut items = chart.list(ResourceType::AllergyIntolerance, "", MOST)?;
    items.retain(view::is_active);
    Ok(items)
}

/// `GET /allergies`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Allergies))?;
    let chart = Chart::new(cx.tx(), &access);
    let mut items = chart.list(ResourceType::AllergyIntolerance, "", MOST)?;
    items.retain(|item| !view::is_void(item));
    let related = chart.related(&items)?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let source = sources::line(cx, &items);
    let (current, past): (Vec<Item>, Vec<Item>) = items.into_iter().partition(view::is_active);
    let entries = |items: &[Item]| Block::Entries(items.iter().map(|item| view::entry(item, &related, say)).collect());
    let mut main = Vec::new();
    if current.is_empty() {
        main.push(Section::new(
            "",
            vec![Block::Empty(EmptyState {
                icon: "wheat-off",
                title: say.t("no-allergies-title"),
                why: say.t("no-allergies-why"),
                actions: vec![Link::new("/health", say.t("see-health"))],
            })],
        ));
    } else {
        main.push(Section::new(say.t("current-allergies"), vec![entries(&current)]));
    }
    if !past.is_empty() {
        main.push(Section::new(say.t("past-allergies"), vec![entries(&past)]));
    }
    cx.render(&Article {
        shell: cx.shell(say.t("allergies")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("allergies"),
        lede: say.t("allergies-lede"),
        print: say.t("print"),
        main,
        sources: source,
        ..Article::default()
    })
}
