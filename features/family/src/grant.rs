//! Letting somebody in, changing it and ending it: the relationship that decides, and what FHIR has of it in the chart.
//!
//! A `RelatedPerson` says who somebody is to the patient, and a Consent (scope patient-privacy) what the patient agreed to;
//! both have the relationship's id (<http://hl7.org/fhir/R4/consent.html>, section 6.2.2.1).

use madrone_accounts::account;
use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::{Action, Actor, Area, ChartAccess, audit};
use madrone_chart::{Refused, Stored, Writer};
use madrone_db::Tx;
use madrone_fhir::{ResourceType, Unknown};
use madrone_kernel::Instant;
use madrone_notify::{Notice, tell};
use madrone_web::{App, Cx, Event, Failure};
use serde_json::{Value, json};

/// What somebody is to the patient: its name in forms, and HL7's v3-RoleCode
/// (<http://terminology.hl7.org/CodeSystem/v3-RoleCode>).
pub(crate) const RELATIONSHIPS: [(&str, &str); 10] = [
    ("spouse", "SPS"),
    ("partner", "DOMPART"),
    ("parent", "PRN"),
    ("child", "CHILD"),
    ("sibling", "SIB"),
    ("grandparent", "GRPRN"),
    ("grandchild", "GRNDCHILD"),
    ("friend", "FRND"),
    ("guardian", "GUARD"),
    ("other", "PRSN"),
];

/// The right to share a chart, for what the room does in nobody's name: taking an answer to an invitation.
pub(crate) fn key(cx: &mut Cx, patient: &str) -> Result<ChartAccess, Failure> {
    let about = (cx.request().id.as_str(), cx.request().path.as_str(), cx.now());
    let actor = Actor::System { part: "family" };
    let action = Action::write(Area::Sharing);
    let (opened, entry) = madrone_authz::open(cx.tx(), &cx.app().rules, &actor, patient, action, about)?;
    audit::keep(cx.tx(), entry);
    Ok(opened?)
}

pub(crate) fn writer<'c>(cx: &Cx<'c>) -> Writer<'c> {
    Writer {
        now: cx.now(),
        random: cx.random(),
        unknown: Unknown::Keep,
    }
}

/// Lets the account of `relation` in, with the key to a chart that gives the right to share it. `relationship` is `parent`,
/// `spouse` … as forms spell it. The number of the `RelatedPerson`, which is written too, is found here.
///
/// # Errors
/// When the database fails, or the key gives no such right.
pub fn give(
    tx: &Tx,
    access: &ChartAccess,
    writer: &Writer<'_>,
    (relation, relationship): (Relation, &str),
) -> Result<Relation, Refused> {
    let person = related_person(&relation, relationship);
    let (stored, _) = madrone_chart::update(tx, access, person, None, writer)?;
    let relation = Relation {
        related: stored.number(),
        ..relation
    };
    save(tx, access, writer, &relation)?;
    Ok(relation)
}

/// Writes a relationship that was changed, and its Consent.
pub(crate) fn save(tx: &Tx, access: &ChartAccess, writer: &Writer<'_>, relation: &Relation) -> Result<(), Refused> {
    relation::put(tx, access, relation, writer.now)?;
    madrone_chart::update(tx, access, consent(relation, writer.now), None, writer)?;
    Ok(())
}

/// Ends a relationship, and says so in the chart. From here on the door is shut to whoever held it.
pub(crate) fn end(cx: &Cx, access: &ChartAccess, relation: &Relation) -> Result<(), Failure> {
    relation::end(cx.tx(), access, &relation.id, cx.now())?;
    let ended = Relation {
        ended: Some(cx.now()),
        ..relation.clone()
    };
    madrone_chart::update(cx.tx(), access, consent(&ended, cx.now()), None, &writer(cx))?;
    if let Some(person) = person_of(cx, access, &relation.id)? {
        let mut said = person.json();
        said["active"] = json!(false);
        madrone_chart::update(cx.tx(), access, said, None, &writer(cx))?;
    }
    // What they had typed for this chart and not sent is not theirs any more.
    let base = format!("/as/{}/", relation.patient);
    cx.app().forget_drafts(cx.tx(), &relation.account, &base)?;
    Ok(())
}

/// The `RelatedPerson` of a relationship.
pub(crate) fn person_of(cx: &Cx, access: &ChartAccess, id: &str) -> Result<Option<Stored>, Failure> {
    let found = madrone_chart::read(cx.tx(), access, ResourceType::RelatedPerson, id)?;
    Ok(found.filter(|stored| !stored.deleted))
}

/// What the holder of a relationship is to the patient, by its name in forms.
pub(crate) fn relationship_of(person: &Value) -> &'static str {
    let code = person["relationship"][0]["coding"][0]["code"].as_str();
    let found = RELATIONSHIPS.iter().find(|(_, known)| Some(*known) == code);
    found.map_or("other", |(name, _)| name)
}

/// Tells the person of an account; nobody, where it cannot be used any more.
pub(crate) fn tell_account(
    app: &App,
    tx: &Tx,
    to: (&str, &'static Event),
    occasion: &str,
    now: Instant,
) -> Result<(), Failure> {
    let (account, event) = to;
    if account::by_id(tx, account)?.is_none() {
        return Ok(());
    }
    let notice = Notice {
        account,
        event,
        occasion,
        path: "/family",
    };
    Ok(tell(app, tx, notice, now)?)
}

/// Tells the patient of the chart `patient`, if she has an account.
pub(crate) fn tell_patient(cx: &Cx, patient: &str, event: &'static Event, occasion: &str) -> Result<(), Failure> {
    match account::by_chart(cx.tx(), patient)? {
        Some(account) => tell_account(cx.app(), cx.tx(), (&account.id, event), occasion, cx.now()),
        None => Ok(()),
    }
}

fn related_person(relation: &Relation, relationship: &str) -> Value {
    let code = RELATIONSHIPS.iter().find(|(name, _)| *name == relationship);
    let code = code.map_or("PRSN", |(_, code)| code);
    json!({
        "resourceType": "RelatedPerson",
        "id": relation.id,
        "active": true,
        "patient": { "reference": format!("Patient/{}", relation.patient) },
        "relationship": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
            "code": code,
        }] }],
        "name": [{ "text": relation.holder }],
    })
}

/// The Consent that stands for a relationship: what may be seen, by whom, from when until when.
fn consent(relation: &Relation, now: Instant) -> Value {
    let mut period = json!({ "start": relation.since.to_string() });
    if let Some(until) = relation.ended.or(relation.until) {
        period["end"] = json!(until.to_string());
    }
    let over = relation.ended.is_some() || relation.until.is_some_and(|until| until <= now);
    let mut provision = json!({
        "type": "permit",
        "period": period,
        "actor": [{
            "role": { "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
                "code": "IRCP",
            }] },
            "reference": { "reference": format!("RelatedPerson/{}", relation.id) },
        }],
    });
    if relation.kind == Kind::Delegate {
        let kinds = ResourceType::all().iter().filter(|kind| {
            let area = Area::of(**kind);
            area != Area::Other && relation.areas.holds(area)
        });
        let class =
            |kind: &ResourceType| json!({ "system": "http://hl7.org/fhir/resource-types", "code": kind.to_string() });
        provision["class"] = kinds.map(class).collect();
    }
    json!({
        "resourceType": "Consent",
        "id": relation.id,
        "status": if over { "inactive" } else { "active" },
        "scope": { "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/consentscope",
            "code": "patient-privacy",
        }] },
        "category": [{ "coding": [{ "system": "http://loinc.org", "code": "59284-0", "display": "Consent Document" }] }],
        "patient": { "reference": format!("Patient/{}", relation.patient) },
        "dateTime": now.to_string(),
        "policyRule": if matches!(relation.kind, Kind::Proxy | Kind::Delegate) {
            json!({ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "OPTIN",
            }] })
        } else {
            // No patient opted in: what is permitted follows from age and law.
            json!({ "text": "By law and age, as the site's rules for families say" })
        },
        "provision": provision,
    })
}
