//! A chart with one word for each area, walked page by page, and what may be found there.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use madrone_authz::Area;
use madrone_authz::relation::{Kind, Relation};
use madrone_web::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::portal::Portal;

/// One item of each area in the chart of `patient`, each with a word that stands nowhere else: `Xresults`, and `Xown` in what
/// names the relationship `own`.
pub(super) fn chart(patient: &str, own: Option<&str>) -> Vec<Value> {
    let subject = json!({ "reference": format!("Patient/{patient}") });
    let word = |area: &str| json!({ "text": format!("X{area}") });
    let id = |name: &str| format!("{patient}-{name}");
    let mut all = vec![
        json!({ "resourceType": "Observation", "id": id("results"), "status": "final", "subject": subject, "code": word("results"),
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
            "effectiveDateTime": "2026-11-20", "valueQuantity": { "value": 7, "unit": "mg" } }),
        json!({ "resourceType": "MedicationRequest", "id": id("medications"), "status": "active", "intent": "order", "subject": subject,
            "medicationCodeableConcept": word("medications"), "authoredOn": "2026-11-01" }),
        json!({ "resourceType": "AllergyIntolerance", "id": id("allergies"), "patient": subject, "code": word("allergies"),
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active" }] } }),
        json!({ "resourceType": "Condition", "id": id("conditions"), "subject": subject, "code": word("conditions"),
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }] } }),
        json!({ "resourceType": "Immunization", "id": id("immunizations"), "status": "completed", "patient": subject,
            "vaccineCode": word("immunizations"), "occurrenceDateTime": "2026-10-01" }),
        json!({ "resourceType": "Encounter", "id": id("visits"), "status": "finished", "subject": subject, "type": [word("visits")],
            "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
            "period": { "start": "2026-11-01T10:00:00-08:00", "end": "2026-11-01T10:30:00-08:00" } }),
        json!({ "resourceType": "DocumentReference", "id": id("documents"), "status": "current", "subject": subject, "type": word("documents"),
            "date": "2026-11-01T10:00:00Z", "content": [{ "attachment": { "contentType": "text/plain", "data": "WGRvY3VtZW50cw==" } }] }),
        json!({ "resourceType": "Communication", "id": id("messages"), "status": "completed", "subject": subject,
            "payload": [{ "contentString": "Xmessages" }] }),
        json!({ "resourceType": "Coverage", "id": id("billing"), "status": "active", "beneficiary": subject, "type": word("billing"),
            "payor": [subject] }),
        json!({ "resourceType": "FamilyMemberHistory", "id": id("other"), "status": "completed", "patient": subject,
            "relationship": word("other") }),
        appointment(patient, "appointments", None),
    ];
    all.extend(own.map(|own| appointment(patient, "own", Some(own))));
    all
}

/// An item of [`chart`] with codes as records of others have them: depression, its medicine, a visit about contraception and a
/// result of that visit. None of them carries a mark.
pub(super) fn told_by_codes(mut item: Value) -> Value {
    let icd = |code: &str| json!([{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }]);
    let id = item["id"].as_str().expect("each has an id").to_owned();
    let patient = id.split('-').next().expect("the patient's id stands first").to_owned();
    let other = |reference: &str| json!({ "reference": reference });
    match item["resourceType"].as_str() {
        Some("Condition") => item["code"]["coding"] = icd("F32.9"),
        Some("MedicationRequest") => {
            item["reasonReference"] = json!([other(&format!("Condition/{patient}-conditions"))]);
        }
        Some("Encounter") => item["reasonCode"] = json!([{ "coding": icd("Z30.09") }]),
        Some("Observation") => item["encounter"] = other(&format!("Encounter/{patient}-visits")),
        _ => {}
    }
    item
}

/// The Consent by which a clinician keeps an item of [`chart`] from families.
pub(super) fn held(patient: &str, kind: &str, name: &str) -> Value {
    json!({ "resourceType": "Consent", "id": format!("{patient}-held"), "status": "active",
        "patient": { "reference": format!("Patient/{patient}") },
        "scope": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy" }] },
        "category": [{ "text": "Xheld" }], "policyRule": { "text": "Xheld" },
        "performer": [{ "reference": "Practitioner/ortiz" }],
        "provision": { "type": "deny", "data": [{ "meaning": "instance",
            "reference": { "reference": format!("{kind}/{patient}-{name}") } }] } })
}

fn appointment(patient: &str, name: &str, related: Option<&str>) -> Value {
    let mut participant = vec![json!({ "actor": { "reference": format!("Patient/{patient}") }, "status": "accepted" })];
    participant.extend(
        related.map(|id| json!({ "actor": { "reference": format!("RelatedPerson/{id}") }, "status": "accepted" })),
    );
    json!({ "resourceType": "Appointment", "id": format!("{patient}-{name}"), "status": "booked",
        "serviceType": [{ "text": format!("X{name}") }], "description": format!("X{name}"), "start": "2026-12-01T10:00:00-08:00",
        "end": "2026-12-01T10:30:00-08:00", "minutesDuration": 30, "participant": participant })
}

/// The words of [`chart`] that somebody finds on any page of a chart, walking all of them.
pub(super) fn found(portal: &Portal, browser: &mut Browser<'_>, base: &str, patient: &str) -> BTreeSet<&'static str> {
    let mut seen = BTreeSet::new();
    for route in portal
        .house
        .app
        .routes()
        .iter()
        .filter(|route| route.chart && route.method == Method::Get)
    {
        for address in addresses(route.path, patient) {
            let answer = browser.get(&format!("{base}{address}"));
            assert!(
                answer.status.is_success() || answer.status == StatusCode::NOT_FOUND,
                "{base}{address}: {}",
                answer.status
            );
            let text = answer.text();
            // What a page says of areas that are shut is not what they hold.
            seen.extend(WORDS.into_iter().filter(|word| text.contains(*word)));
        }
    }
    seen
}

pub(super) const WORDS: [&str; 12] = [
    "Xresults",
    "Xmedications",
    "Xallergies",
    "Xconditions",
    "Ximmunizations",
    "Xvisits",
    "Xdocuments",
    "Xmessages",
    "Xbilling",
    "Xother",
    "Xappointments",
    "Xown",
];

/// The addresses of a pattern, for everything that [`chart`] wrote.
fn addresses(path: &str, patient: &str) -> Vec<String> {
    const KINDS: [(&str, &str); 13] = [
        ("Observation", "results"),
        ("MedicationRequest", "medications"),
        ("AllergyIntolerance", "allergies"),
        ("Condition", "conditions"),
        ("Immunization", "immunizations"),
        ("Encounter", "visits"),
        ("DocumentReference", "documents"),
        ("Communication", "messages"),
        ("Coverage", "billing"),
        ("FamilyMemberHistory", "other"),
        ("Appointment", "appointments"),
        ("Appointment", "own"),
        ("Patient", ""),
    ];
    let id = |name: &str| {
        if name.is_empty() {
            patient.to_owned()
        } else {
            format!("{patient}-{name}")
        }
    };
    if !path.contains('{') {
        return vec![path.to_owned()];
    }
    KINDS
        .into_iter()
        .map(|(kind, name)| {
            path.replace("{kind}", kind)
                .replace("{id}", &id(name))
                .replace("{n}", "0")
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// What `relation` may show of the chart of somebody born on `born`, as the issue says it: written a second time here, so that
/// the table does not prove itself.
pub(super) fn allowed(relation: &Relation, born: &str) -> BTreeSet<&'static str> {
    let today = "2026-11-26";
    let years = |born: &str| {
        let (year, rest): (i32, &str) = (born[..4].parse().expect("a year"), &born[4..]);
        2026 - year - i32::from(&today[4..] < rest)
    };
    let age = years(born);
    let over = relation.frozen.is_some() || relation.until.is_some() || relation.kind == Kind::Representative;
    let everything = BTreeSet::from(WORDS);
    let of_areas = || {
        let in_areas = |word: &&str| {
            let name = if *word == "Xown" { "appointments" } else { &word[1..] };
            relation.areas.holds(Area::parse(name).expect("an area"))
        };
        everything.iter().copied().filter(|word| in_areas(word)).collect()
    };
    match relation.kind {
        _ if over => BTreeSet::new(),
        Kind::Parent if age >= 18 => BTreeSet::new(),
        Kind::Parent if age >= 12 && !relation.more => BTreeSet::from(["Ximmunizations", "Xbilling", "Xown"]),
        Kind::Parent if age < 12 => everything,
        Kind::Guardian => everything,
        _ => of_areas(),
    }
}
