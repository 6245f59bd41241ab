//! Writing a changed Patient, who says so, and what the account calls her.

use madrone_accounts::account;
use madrone_authz::ChartAccess;
use madrone_chart::{Change, Stored, Writer};
use madrone_fhir::{ResourceType, Unknown};
use madrone_web::{Cx, Failure};
use serde_json::{Value, json};

use crate::about::About;
use crate::name::called;

/// The Patient whose chart is open.
pub(crate) fn patient(cx: &Cx, access: &ChartAccess) -> Result<Stored, Failure> {
    let id = access.patient_id().ok_or(Failure::NotFound)?;
    madrone_chart::read(cx.tx(), access, ResourceType::Patient, id)?
        .filter(|stored| !stored.deleted)
        .ok_or(Failure::NotFound)
}

/// Writes `about` into the version `before` of the Patient, with a Provenance whose author she is.
pub(crate) fn save(cx: &Cx, access: &ChartAccess, before: &Stored, about: &About) -> Result<(), Failure> {
    let mut patient = before.json();
    about.put_into(&mut patient);
    // Records made by others hold what R4 does not define; that stays too.
    let writer = Writer {
        now: cx.now(),
        random: cx.random(),
        unknown: Unknown::Keep,
    };
    let name = called(&patient);
    let (stored, change) = madrone_chart::update(cx.tx(), access, patient, Some(before.version), &writer)?;
    if change == Change::Unchanged {
        return Ok(());
    }
    madrone_chart::create(cx.tx(), access, provenance(&stored, cx), &writer)?;
    if let (Some(name), Some(mut account)) = (name, account::by_chart(cx.tx(), &stored.id)?) {
        account.name = name;
        account::update(cx.tx(), &account)?;
    }
    Ok(())
}

fn provenance(stored: &Stored, cx: &Cx) -> Value {
    let coding = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    json!({
        "resourceType": "Provenance",
        "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance"] },
        "target": [{ "reference": format!("{}/_history/{}", stored.reference(), stored.version) }],
        "recorded": cx.now().to_string(),
        "activity": coding("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "UPDATE"),
        "agent": [{
            "type": coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"),
            "who": { "reference": stored.reference() },
        }],
    })
}
