//! Short notes on visits.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use super::vital::Measured;
use crate::build::profile;
use crate::code::loinc;

static PROTOTYPE: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "resourceType": "DocumentReference",
        "id": null,
        "meta": profile("us-core-documentreference"),
        "status": "current",
        "docStatus": "final",
        "type": loinc("11506-3", "Progress note").called("Visit note"),
        "category": [{ "coding": [{
            "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
            "code": "clinical-note",
            "display": "Clinical Note",
        }] }],
        "subject": null,
        "content": [{
            "attachment": { "contentType": "text/plain; charset=utf-8", "data": null, "title": "Visit note" },
            "format": {
                "system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient",
                "display": "mimeType Sufficient",
            },
        }],
    })
});

impl Chart<'_> {
    /// Writes what a visit was about, what was measured, and the plan.
    pub(super) fn note(&mut self, visit: &Visit, reason: &str, measured: &Measured, plan: &str) {
        let age = self.person.age_on(visit.date);
        let age = if age < 2 {
            let days = self.person.days - self.days_ago(visit.date);
            format!("{} months", days * 10 / 304)
        } else {
            format!("{age} years")
        };
        let mut text = format!(
            "{}, {age} old, {}. Here for: {reason}.\n\nExam: temperature {}.{} °C, weight {}.{} kg",
            self.person.name,
            self.person.noun_on(visit.date),
            measured.temperature / 10,
            measured.temperature % 10,
            measured.weight / 10,
            measured.weight % 10,
        );
        if let Some((systolic, diastolic)) = measured.pressure {
            // Writing into a String does not fail.
            let _ = write!(text, ", blood pressure {systolic}/{diastolic} mmHg");
        }
        text.push_str(". Alert, in no distress.\n\nProblems:");
        let known = self.sufferings.iter().filter(|suffering| suffering.known);
        let problems: Vec<&str> = known.map(|suffering| suffering.illness.name).collect();
        if problems.is_empty() {
            text.push_str(" none that last.");
        } else {
            let _ = write!(text, " {}.", problems.join(", "));
        }
        let _ = write!(text, "\n\nPlan: {plan}\n");
        let (author, custodian) = (self.doctor.clone(), self.setting.clinic.organization.clone());
        self.add(&PROTOTYPE, |document| {
            document["date"] = json!(visit.time(50));
            document["author"] = Value::Array(vec![author]);
            document["custodian"] = custodian;
            document["content"][0]["attachment"]["data"] = json!(BASE64.encode(&text));
            document["context"] = json!({ "encounter": [visit.encounter], "period": { "start": visit.time(0) } });
        });
    }
}
