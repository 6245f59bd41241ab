//! The page about immunizations.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::components::{EmptyState, Link};
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item};
use crate::page::{Article, Block, Section};
use crate::say::{self, Say};
use crate::sources;

/// So many immunizations are read at most.
const MOST: usize = 500;

/// All immunizations but mistakes, the newest first.
pub(crate) fn load(chart: Chart<'_>) -> Result<Vec<Item>, Failure> {
    let mut items = chart.list(ResourceType::Immunization, "", MOST)?;
    items.retain(|item| item.status() != "entered-in-error");
    items.sort_by_key(|item| std::cmp::Reverse(say::moment(&item.json, view::DATES)));
    Ok(items)
}

/// `GET /immunizations`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Immunizations))?;
    let chart = Chart::new(cx.tx(), &access);
    let items = load(chart)?;
    let related = chart.related(&items)?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let source = sources::of_list(cx, &items, sources::oldest_of(&items, view::DATES, say));
    let groups = view::by_vaccine(items, say);
    let mut main: Vec<Section> = groups
        .iter()
        .map(|(vaccine, doses)| Section::new(vaccine, vec![Block::Table(view::table(doses, &related, say))]))
        .collect();
    if main.is_empty() {
        main.push(Section::nothing(EmptyState {
            icon: "syringe",
            title: say.t("no-immunizations-title"),
            why: say.t("no-immunizations-why"),
            actions: vec![Link::new("/health", say.t("see-health"))],
        }));
    }
    let who = chart
        .patient()?
        .map(|patient| crate::summary::who(&patient.json, say))
        .unwrap_or_default();
    cx.render(&Article {
        shell: cx.shell(say.t("immunizations")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("immunizations"),
        lede: who,
        print: say.t("print"),
        main,
        sources: source,
        ..Article::default()
    })
}
