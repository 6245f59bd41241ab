//! What an invitation needs of a chart.

use madrone_authz::{Action, Actor, Area, audit};
use madrone_chart::Refused;
use madrone_db::{Error, Result, Tx};
use madrone_fhir::ResourceType;
use madrone_fhir::view::HumanName;
use madrone_i18n::Locale;
use madrone_kernel::Instant;
use serde_json::Value;

/// Who is invited.
pub(super) struct Invited {
    pub(super) name: String,
    pub(super) birth_date: String,
    pub(super) email: Option<String>,
    pub(super) locale: Option<Locale>,
}

/// Reads who the Patient `chart` is, as this part of the system, on the audit's record.
pub(super) fn load(tx: &Tx, chart: &str, now: Instant) -> Result<Option<Invited>> {
    let actor = Actor::System { part: "invitation" };
    let (opened, entry) = madrone_authz::open(
        tx,
        &actor,
        chart,
        Action::view(Area::Demographics),
        ("", "invitation", now),
    )?;
    audit::keep(tx, entry);
    let Ok(access) = opened else { return Ok(None) };
    let stored = madrone_chart::read(tx, &access, ResourceType::Patient, chart).map_err(|refused| match refused {
        Refused::Database(error) => error,
        other => Error::Engine(other.to_string()),
    })?;
    Ok(stored.filter(|stored| !stored.deleted).map(|stored| of(&stored.json())))
}

fn of(patient: &Value) -> Invited {
    let email = patient["telecom"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|contact| contact["system"] == "email");
    Invited {
        name: HumanName::best(&patient["name"])
            .map(|name| name.full())
            .unwrap_or_default(),
        birth_date: patient["birthDate"].as_str().unwrap_or_default().to_owned(),
        email: email.and_then(|email| email["value"].as_str()).map(str::to_owned),
        locale: language(patient),
    }
}

/// The preferred language, else the first that we speak.
fn language(patient: &Value) -> Option<Locale> {
    let all = || patient["communication"].as_array().into_iter().flatten();
    let tag = |communication: &Value| {
        let codings = communication["language"]["coding"].as_array()?;
        codings
            .iter()
            .find_map(|coding| Locale::parse(coding["code"].as_str()?))
    };
    all()
        .filter(|one| one["preferred"] == true)
        .find_map(tag)
        .or_else(|| all().find_map(tag))
}
