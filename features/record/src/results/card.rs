//! What the home page and the navigation say of results.

use madrone_authz::ChartAccess;
use madrone_fhir::ResourceType;
use madrone_web::components::{Link, Row};
use madrone_web::{Cx, Failure};

use super::row::{self, new_badge};
use super::unread::{self, News};
use super::{DATES, page_of};
use crate::card;
use crate::chart::Chart;
use crate::page::{Block, Section};
use crate::say::Say;

/// How many rows the card has at most.
const MOST: usize = 3;

/// How many results are new.
pub(crate) fn badge(cx: &Cx, access: &ChartAccess) -> madrone_db::Result<u64> {
    if !access.sees(ResourceType::Observation) || access.patient_id().is_none() {
        return Ok(0);
    }
    match News::of(cx, Chart::new(cx.tx(), access)) {
        Ok(news) => Ok(u64::try_from(news.count()).unwrap_or(u64::MAX)),
        Err(Failure::Db(error)) => Err(error),
        Err(_) => Ok(0),
    }
}

/// The newest results that have not been opened; when there are none, the newest of all.
pub(crate) fn draw(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let chart = Chart::new(cx.tx(), access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let new = News::of(cx, chart)?.newest(chart, MOST)?;
    let is_new = !new.is_empty();
    let items = if is_new {
        new
    } else {
        chart
            .search(
                ResourceType::DiagnosticReport,
                &format!("{}&_sort=-date&_count=1", unread::REPORTS),
            )?
            .items
    };
    if items.is_empty() {
        return Ok(None);
    }
    let row = |item: &crate::chart::Item| {
        let title = row::title(&item.json, say);
        let title = if is_new {
            say.t1("read-new-result", "name", title)
        } else {
            title
        };
        let row = Row::new(page_of(item.kind, &item.id), row::icon(item), title)
            .line(say.short_day_at(&item.json, DATES).unwrap_or_default());
        if is_new { row.badge(new_badge(say)) } else { row }
    };
    let rows = items.iter().map(row).collect();
    let section =
        Section::new(say.t("results"), vec![Block::Rows(rows)]).link(Link::new("/results", say.t("all-results")));
    card::draw(cx, section)
}
