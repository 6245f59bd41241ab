//! Writing what was changed: the resource, who says so, what the account calls her, and the word to the clinic.

use madrone_accounts::account;
use madrone_authz::{Actor, ChartAccess};
use madrone_chart::{Change as Written, Stored, Writer};
use madrone_fhir::{ResourceType, Unknown};
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure};
use serde_json::{Value, json};

use crate::change::{self, Change};
use crate::name::called;
use crate::part::Part;

/// The Patient whose chart is open.
pub(crate) fn patient(cx: &Cx, access: &ChartAccess) -> Result<Stored, Failure> {
    let id = access.patient_id().ok_or(Failure::NotFound)?;
    madrone_chart::read(cx.tx(), access, ResourceType::Patient, id)?
        .filter(|stored| !stored.deleted)
        .ok_or(Failure::NotFound)
}

/// Records made by others hold what R4 does not define; that stays too.
fn writer<'c>(cx: &Cx<'c>) -> Writer<'c> {
    Writer {
        now: cx.now(),
        random: cx.random(),
        unknown: Unknown::Keep,
    }
}

/// Writes `after` in the place of the version `before`, with a Provenance that says whose word it is. `None` where it says
/// the same.
pub(crate) fn write(cx: &Cx, access: &ChartAccess, before: &Stored, after: Value) -> Result<Option<Stored>, Failure> {
    let name = called(&after).filter(|_| called(&before.json()) != called(&after));
    let (stored, written) = madrone_chart::update(cx.tx(), access, after, Some(before.version), &writer(cx))?;
    if written == Written::Unchanged {
        return Ok(None);
    }
    say_who(cx, access, &stored, "UPDATE")?;
    let account = account::by_chart(cx.tx(), &stored.id)?.filter(|_| stored.kind == ResourceType::Patient);
    if let (Some(name), Some(mut account)) = (name, account) {
        account.name = name;
        account::update(cx.tx(), &account)?;
    }
    Ok(Some(stored))
}

/// Writes a new resource, with a Provenance that says whose word it is.
pub(crate) fn create(cx: &Cx, access: &ChartAccess, resource: Value) -> Result<Stored, Failure> {
    let stored = madrone_chart::create(cx.tx(), access, resource, &writer(cx))?;
    say_who(cx, access, &stored, "CREATE")?;
    Ok(stored)
}

/// Writes the Patient `after` in the place of `before`, and has the clinic told of each part that differs. `address` is the
/// e-mail address that the account had, where it goes by another now.
pub(crate) fn save(
    cx: &Cx,
    access: &ChartAccess,
    (before, after): (&Stored, Value),
    address: Option<&str>,
) -> Result<(), Failure> {
    let Some(stored) = write(cx, access, before, after)? else {
        return Ok(());
    };
    let (old, new) = (before.json(), stored.json());
    let saved = new_id(cx.now(), cx.random());
    for part in Part::OF_PATIENT {
        if part.of(&old) != part.of(&new) {
            let mut made = Change::made(cx, access, (&saved, part), (Some(before.version), &stored));
            made.address = address.filter(|_| part == Part::Email).map(str::to_owned);
            change::add(cx, &made)?;
        }
    }
    Ok(())
}

/// Leaves a US Core Provenance of `stored` by whoever asks.
fn say_who(cx: &Cx, access: &ChartAccess, stored: &Stored, activity: &str) -> Result<(), Failure> {
    let coding = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    let patient = format!("Patient/{}", access.patient_id().unwrap_or_default());
    let who = match cx.actor() {
        Actor::Person { name, .. } => json!({ "reference": patient, "display": name }),
        actor => json!({ "display": actor.name() }),
    };
    let version = format!("{}/_history/{}", stored.reference(), stored.version);
    let mut targets = vec![json!({ "reference": version })];
    // A Provenance is in the charts of the Patients among its targets (R4's patient compartment).
    if stored.kind != ResourceType::Patient {
        targets.push(json!({ "reference": patient }));
    }
    let provenance = json!({
        "resourceType": "Provenance",
        "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance"] },
        "target": targets,
        "recorded": cx.now().to_string(),
        "activity": coding("http://terminology.hl7.org/CodeSystem/v3-DataOperation", activity),
        "agent": [{
            "type": coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"),
            "who": who,
        }],
    });
    madrone_chart::create(cx.tx(), access, provenance, &writer(cx))?;
    Ok(())
}
