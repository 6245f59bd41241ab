//! What the clinic sees beside a chart: how to speak with the patient, and her legal name.

use askama::Template;
use madrone_authz::ChartAccess;
use madrone_web::components::Fact;
use madrone_web::{Cx, Failure};

use crate::about::About;
use crate::name::legal;
use crate::save;
use crate::view::spoken;

#[derive(Template)]
#[template(path = "card.html")]
struct AtChart {
    heading: String,
    facts: Vec<Fact>,
}

/// The card; none where nothing was said.
pub(crate) fn card(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let patient = save::patient(cx, access)?.json();
    let about = About::of(&patient);
    let mut facts: Vec<_> = about
        .fields()
        .into_iter()
        .take(4)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Fact::new(cx.t(&format!("profile-clinic-{name}")), spoken(cx, name, value)))
        .collect();
    if facts.is_empty() {
        return Ok(None);
    }
    if !about.preferred.is_empty() {
        facts.push(Fact::new(cx.t("profile-legal"), legal(&patient).unwrap_or_default()));
    }
    let card = AtChart {
        heading: cx.t("profile-clinic-heading"),
        facts,
    };
    Ok(Some(card.render()?))
}
