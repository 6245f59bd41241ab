//! The page about health issues.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::components::{EmptyState, Link};
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item};
use crate::page::{Article, Block, Section};
use crate::say::{self, Say};
use crate::sources;

/// So many issues are read at most.
const MOST: usize = 500;

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
    let words = cx.words().clone();
    let say = Say::new(&words);
    let source = sources::line(cx, &items);
    let (current, past): (Vec<Item>, Vec<Item>) = items.into_iter().partition(view::is_current);
    let entries = |items: &[Item]| Block::Entries(items.iter().map(|item| view::entry(item, &related, say)).collect());
    let mut main = Vec::new();
    if current.is_empty() {
        main.push(Section::new(
            "",
            vec![Block::Empty(EmptyState {
                icon: "stethoscope",
                title: say.t("no-conditions-title"),
                why: say.t("no-conditions-why"),
                actions: vec![Link::new("/visits", say.t("see-visits"))],
            })],
        ));
    } else {
        main.push(Section::new(say.t("current-conditions"), vec![entries(&current)]));
    }
    if !past.is_empty() {
        main.push(Section::new(say.t("past-conditions"), vec![entries(&past)]));
    }
    cx.render(&Article {
        shell: cx.shell(say.t("conditions")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("conditions"),
        lede: say.t("conditions-lede"),
        print: say.t("print"),
        main,
        sources: source,
        ..Article::default()
    })
}
