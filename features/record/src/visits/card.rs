//! What the home page says of visits.

use madrone_authz::ChartAccess;
use madrone_fhir::ResourceType;
use madrone_web::components::Link;
use madrone_web::{Cx, Failure};

use super::{patient, view};
use crate::card;
use crate::chart::Chart;
use crate::page::{Block, Section};
use crate::say::Say;

/// The next appointment.
pub(crate) fn draw_next(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let chart = Chart::new(cx.tx(), access);
    let appointments = patient::coming(chart, cx.now(), 1)?;
    let Some(next) = appointments.first() else {
        return Ok(None);
    };
    let words = cx.words().clone();
    let say = Say::new(&words);
    let related = chart.related([next])?;
    let visit = view::appointment(next, &related, vec![Link::new("/visits", say.t("see-visits"))], say);
    card::hero(cx, Section::new("", vec![Block::Visit(visit)]))
}

/// The latest visit.
pub(crate) fn draw_latest(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let chart = Chart::new(cx.tx(), access);
    let found = chart.search(ResourceType::Encounter, "status=finished&_sort=-date&_count=1")?;
    let Some(latest) = found.items.first() else {
        return Ok(None);
    };
    let words = cx.words().clone();
    let say = Say::new(&words);
    let related = chart.related([latest])?;
    let section = Section::new(
        say.t("latest-visit"),
        vec![Block::Rows(vec![view::row(latest, &related, say)])],
    );
    card::draw(cx, section.link(Link::new("/visits", say.t("all-visits"))))
}
