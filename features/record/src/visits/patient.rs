//! The list of visits.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_web::components::{EmptyState, Link};
use madrone_web::{Cx, Failure, PageResult, Path, Query};
use serde::Deserialize;

use super::{show, view};
use crate::chart::{Chart, Item, encoded};
use crate::page::{self, Article, Block, Section};
use crate::say::Say;
use crate::sources;

/// How many visits a page has.
const ROWS: usize = 25;

/// Where the page begins.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    pub(crate) cursor: String,
}

/// Appointments to come, the next first.
pub(crate) fn coming(chart: Chart<'_>, now: madrone_kernel::Instant, most: usize) -> Result<Vec<Item>, Failure> {
    // A day earlier, so that one that has begun is found too.
    let since = now
        .minus(std::time::Duration::from_hours(24))
        .timestamp()
        .strftime("%Y-%m-%d")
        .to_string();
    let query = format!("date=ge{since}&{}&_sort=date", view::COMING);
    let mut items = chart.list(ResourceType::Appointment, &query, most + 20)?;
    items.retain(|item| view::is_coming(&item.json, now));
    items.truncate(most);
    Ok(items)
}

/// `GET /visits`
pub(crate) fn index(cx: &mut Cx, Query(from): Query<From>) -> PageResult {
    let access = cx.open_chart(Action::view_any(&[Area::Visits, Area::Appointments]))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let shows_past = access.sees(ResourceType::Encounter);
    let is_first = from.cursor.is_empty();
    let mut query = format!("_sort=-date&_count={ROWS}");
    if !is_first {
        query = format!("{query}&_cursor={}", encoded(&from.cursor));
    }
    let found = chart.search(ResourceType::Encounter, &query)?;
    let appointments = if is_first {
        coming(chart, cx.now(), 20)?
    } else {
        Vec::new()
    };
    let mut past = found.items;
    past.retain(|item| item.status() != "entered-in-error");
    let related = chart.related(past.iter().chain(&appointments))?;

    let mut main = Vec::new();
    if !appointments.is_empty() {
        let visits = appointments
            .iter()
            .map(|item| Block::Visit(view::appointment(item, &related, Vec::new(), say)));
        main.push(Section::new(say.t("coming-visits"), visits.collect()));
    }
    if !shows_past {
        if appointments.is_empty() {
            let why = EmptyState {
                icon: "calendar-days",
                title: say.t("no-coming-title"),
                why: say.t("no-coming-why"),
                actions: vec![Link::new("/health", say.t("see-health"))],
            };
            main.push(Section::new(say.t("coming-visits"), vec![Block::Empty(why)]));
        }
    } else if past.is_empty() && is_first {
        let why = EmptyState {
            icon: "calendar-days",
            title: say.t("no-visits-title"),
            why: say.t("no-visits-why"),
            actions: vec![Link::new("/health", say.t("see-health"))],
        };
        main.push(Section::new(say.t("past-visits"), vec![Block::Empty(why)]));
    } else {
        let rows = past.iter().map(|item| view::row(item, &related, say)).collect();
        main.push(Section::new(say.t("past-visits"), vec![Block::Rows(rows)]));
    }
    let oldest = sources::oldest_found(chart, &[(ResourceType::Encounter, "", "date")], &["period"], say)?;
    cx.render(&Article {
        shell: cx.shell(say.t("visits")),
        title: say.t("visits"),
        lede: say.t("visits-lede"),
        main,
        pager: Some(page::pager("/visits", is_first, found.next.as_deref(), say)),
        sources: sources::of_list(cx, &past, oldest),
        ..Article::default()
    })
}

/// `GET /visits/{id}`
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Visits))?;
    let chart = Chart::new(cx.tx(), &access);
    let encounter = chart.read(ResourceType::Encounter, &id)?.ok_or(Failure::NotFound)?;
    show::page(cx, chart, &encounter)
}
