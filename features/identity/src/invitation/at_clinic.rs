//! The card beside a chart: whether its patient has an account, and the way to a code for those who may make one.

use askama::Template as _;
use madrone_authz::ChartAccess;
use madrone_fhir::ResourceType;
use madrone_web::components::Link;
use madrone_web::{Cx, Failure};

use super::clinic::{Standing, standing};
use super::view::{Card, state};
use crate::desk;

/// The card; nothing for staff who may not change the chart's contacts.
pub(crate) fn card(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let Some(chart) = access.patient_id().filter(|_| access.writes(ResourceType::Patient)) else {
        return Ok(None);
    };
    let standing = standing(cx, chart)?;
    let mut lines = state(cx.words(), standing);
    let way = if standing == Standing::HasAccount {
        lines.extend(desk::last_used(cx, chart)?);
        desk::way(cx, chart)
    } else {
        let place = format!("/clinic/patients/{chart}/portal");
        Some(Link::new(place, cx.t("signup-portal-open")))
    };
    let card = Card {
        heading: cx.t("signup-portal"),
        lines,
        way,
    };
    Ok(Some(card.render()?))
}
