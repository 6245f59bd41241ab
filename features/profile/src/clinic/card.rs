//! What the clinic sees beside a chart: how to speak with the patient, whom to call, and her legal name.

use askama::Template;
use madrone_authz::ChartAccess;
use madrone_web::components::Fact;
use madrone_web::{Cx, Failure};

use crate::about::About;
use crate::field::{Field, Section};
use crate::name::legal;
use crate::{person, save, say};

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
    let fact = |field: &Field| Fact {
        lines: say::answers(cx, &about, *field),
        ..Fact::new(cx.t(&format!("profile-clinic-{}", field.name())), "")
    };
    let mut facts: Vec<_> = Section::About.fields().iter().map(fact).collect();
    facts.push(Fact {
        lines: say::temporary(cx, &about),
        ..Fact::new(cx.t("profile-section-temporary-address"), "")
    });
    for (_, person) in person::all(cx, access)? {
        facts.push(Fact {
            lines: person.lines(cx),
            ..Fact::new(cx.t("profile-clinic-person"), "")
        });
    }
    facts.retain(|fact| !fact.lines.is_empty());
    if facts.is_empty() {
        return Ok(None);
    }
    if !about[Field::Preferred].is_empty() {
        facts.push(Fact::new(cx.t("profile-legal"), legal(&patient).unwrap_or_default()));
    }
    let card = AtChart {
        heading: cx.t("profile-clinic-heading"),
        facts,
    };
    Ok(Some(card.render()?))
}
