//! Records to measure with: made up, in the shape of US Core and about as long as those of real clinics.

use std::time::Duration;

use madrone_kernel::{Clock, Instant, Random};
use serde_json::{Value, json};

/// A test as a laboratory names it: LOINC code, name, unit, and the usual range in it.
type Test = (&'static str, &'static str, &'static str, u64, u64);

const TESTS: [Test; 8] = [
    ("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", 70, 99),
    ("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", 4, 6),
    (
        "2093-3",
        "Cholesterol [Mass/volume] in Serum or Plasma",
        "mg/dL",
        100,
        199,
    ),
    (
        "2571-8",
        "Triglyceride [Mass/volume] in Serum or Plasma",
        "mg/dL",
        40,
        149,
    ),
    ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 1, 2),
    (
        "6690-2",
        "Leukocytes [#/volume] in Blood by Automated count",
        "10*3/uL",
        4,
        11,
    ),
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 12, 16),
    ("2951-2", "Sodium [Moles/volume] in Serum or Plasma", "mmol/L", 135, 145),
];

/// Resources of a visit, about.
const VISIT: usize = 10;

const ONE_HOUR: Duration = Duration::from_hours(1);
const TWENTY_YEARS: Duration = Duration::from_hours(20 * 365 * 24);

/// What makes one chart after another, the same ones for the same seed and time.
pub(crate) struct People {
    random: Random,
    now: Instant,
}

impl People {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::seeded(seed),
            now: Clock::system().now(),
        }
    }

    /// The chart of the patient `number`: the Patient, and visits until there are `resources` or a few more.
    pub(crate) fn chart(&self, number: usize, resources: usize) -> Vec<Value> {
        let patient = patient_id(number);
        let mut chart = vec![person(&patient, number)];
        for (visit, day) in self.days(1 + resources / VISIT).enumerate() {
            if chart.len() >= resources {
                break;
            }
            self.visit(&mut chart, &patient, (visit, &day));
        }
        chart
    }

    /// A visit with its results, and now and then a diagnosis, a medicine or a vaccine.
    fn visit(&self, chart: &mut Vec<Value>, patient: &str, (visit, day): (usize, &str)) {
        let encounter = format!("{patient}-v{visit}");
        chart.push(encounter_at(patient, &encounter, day));
        let mut results = Vec::new();
        for (place, test) in TESTS.iter().enumerate() {
            let id = format!("{encounter}-{place}");
            chart.push(observation(patient, &encounter, (&id, day), test, self.value(test)));
            results.push(json!({ "reference": format!("Observation/{id}"), "display": test.1 }));
        }
        chart.push(report(patient, &encounter, day, results));
        match visit % 5 {
            0 => chart.push(condition(patient, &encounter, day)),
            1 => chart.push(medication(patient, &encounter, day)),
            2 => chart.push(immunization(patient, &encounter, day)),
            _ => {}
        }
    }

    /// The moments of so many visits: evenly over the last twenty years, the latest first.
    fn days(&self, visits: usize) -> impl Iterator<Item = String> {
        let apart = TWENTY_YEARS / u32::try_from(visits).expect("people have fewer visits");
        let now = self.now;
        (0..).map(move |visit| now.minus(apart * visit + ONE_HOUR).to_string())
    }

    /// Mostly within the range.
    fn value(&self, (_, _, _, low, high): &Test) -> Value {
        let tenths = low * 9 + self.random.below((high - low) * 10 + low * 2 + 1);
        json!(
            format!("{}.{}", tenths / 10, tenths % 10)
                .parse::<f64>()
                .unwrap_or_default()
        )
    }
}

/// The id of the patient `number`.
pub(crate) fn patient_id(number: usize) -> String {
    format!("bench-{number}")
}

/// A transaction that brings a chart in under its own ids.
pub(crate) fn bundle(chart: &[Value]) -> Value {
    let entries: Vec<Value> = chart
        .iter()
        .map(|resource| {
            let url = format!("{}/{}", word(resource, "resourceType"), word(resource, "id"));
            json!({
                "fullUrl": format!("https://clinic.example.com/fhir/{url}"),
                "resource": resource,
                "request": { "method": "PUT", "url": url }
            })
        })
        .collect();
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}

/// A text of a resource; empty where there is none.
pub(crate) fn word<'r>(resource: &'r Value, name: &str) -> &'r str {
    resource.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What the patient `number` says of herself when she signs up, as a form.
pub(crate) fn claim(number: usize) -> String {
    let (family, born, id) = (family(number), birth_date(number), patient_id(number));
    format!(
        "given=Maria&family={family}&birth_date={born}&sex=female&postal_code=97401&contact={id}%40example.com&terms=yes"
    )
}

fn family(number: usize) -> String {
    const FAMILIES: [&str; 10] = [
        "Alvarez", "Baker", "Chen", "Diaz", "Evans", "Fischer", "Garcia", "Hughes", "Ito", "Jones",
    ];
    format!("{}{}", FAMILIES[number % 10], number / 10)
}

/// Some 27,000 days: few share one, as in a clinic.
fn birth_date(number: usize) -> String {
    let (year, month, day) = (number % 80, number / 80 % 12, number / 960 % 28);
    format!("{}-{:02}-{:02}", 1930 + year, 1 + month, 1 + day)
}

fn person(id: &str, number: usize) -> Value {
    json!({
        "resourceType": "Patient",
        "id": id,
        "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0"] },
        "extension": [{
            "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
            "valueCode": "F"
        }],
        "identifier": [{
            "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR" }] },
            "system": "http://clinic.example.com/mrn",
            "value": format!("MRN-{number:07}")
        }],
        "name": [{ "use": "official", "family": family(number), "given": ["Maria", "Elena"] }],
        "telecom": [
            { "system": "phone", "value": format!("541-555-{:04}", number % 10_000), "use": "home" },
            { "system": "email", "value": format!("{id}@example.com") }
        ],
        "gender": "female",
        "birthDate": birth_date(number),
        "address": [{ "line": ["12 River Road"], "city": "Eugene", "state": "OR", "postalCode": "97401" }],
        "communication": [{ "language": { "coding": [{ "system": "urn:ietf:bcp:47", "code": "en-US" }] } }]
    })
}

fn subject(patient: &str) -> Value {
    json!({ "reference": format!("Patient/{patient}") })
}

fn at(encounter: &str) -> Value {
    json!({ "reference": format!("Encounter/{encounter}") })
}

fn encounter_at(patient: &str, id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Encounter",
        "id": id,
        "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter|6.1.0"] },
        "status": "finished",
        "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory" },
        "type": [{
            "coding": [{ "system": "http://snomed.info/sct", "code": "185349003", "display": "Encounter for check up" }],
            "text": "Office visit"
        }],
        "subject": subject(patient),
        "period": { "start": day, "end": day }
    })
}

fn observation(patient: &str, encounter: &str, (id, day): (&str, &str), test: &Test, value: Value) -> Value {
    let (code, name, unit, low, high) = test;
    let quantity =
        |value: Value| json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit });
    json!({
        "resourceType": "Observation",
        "id": id,
        "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-lab|6.1.0"] },
        "status": "final",
        "category": [{
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                "code": "laboratory",
                "display": "Laboratory"
            }],
            "text": "Laboratory"
        }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": code, "display": name }], "text": name },
        "subject": subject(patient),
        "encounter": at(encounter),
        "effectiveDateTime": day,
        "issued": day,
        "valueQuantity": quantity(value),
        "referenceRange": [{ "low": quantity(json!(low)), "high": quantity(json!(high)), "text": format!("{low} to {high}") }]
    })
}

fn report(patient: &str, encounter: &str, day: &str, results: Vec<Value>) -> Value {
    json!({
        "resourceType": "DiagnosticReport",
        "id": format!("{encounter}-r"),
        "status": "final",
        "category": [{
            "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB", "display": "Laboratory" }]
        }],
        "code": {
            "coding": [{ "system": "http://loinc.org", "code": "24323-8", "display": "Comprehensive metabolic panel" }],
            "text": "Comprehensive metabolic panel"
        },
        "subject": subject(patient),
        "encounter": at(encounter),
        "effectiveDateTime": day,
        "issued": day,
        "result": results
    })
}

fn condition(patient: &str, encounter: &str, day: &str) -> Value {
    json!({
        "resourceType": "Condition",
        "id": format!("{encounter}-c"),
        "clinicalStatus": {
            "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }]
        },
        "verificationStatus": {
            "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "confirmed" }]
        },
        "category": [{
            "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/condition-category",
                "code": "encounter-diagnosis"
            }]
        }],
        "code": {
            "coding": [{ "system": "http://snomed.info/sct", "code": "44054006", "display": "Diabetes mellitus type 2" }],
            "text": "Type 2 diabetes"
        },
        "subject": subject(patient),
        "encounter": at(encounter),
        "onsetDateTime": day,
        "recordedDate": day
    })
}

fn medication(patient: &str, encounter: &str, day: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest",
        "id": format!("{encounter}-m"),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": [{
                "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                "code": "860975",
                "display": "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet"
            }],
            "text": "Metformin 500 mg extended-release tablet"
        },
        "subject": subject(patient),
        "encounter": at(encounter),
        "authoredOn": day,
        "dosageInstruction": [{
            "text": "Take 1 tablet by mouth with the evening meal",
            "timing": { "repeat": { "frequency": 1, "period": 1, "periodUnit": "d" } },
            "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tablet" } }]
        }]
    })
}

fn immunization(patient: &str, encounter: &str, day: &str) -> Value {
    json!({
        "resourceType": "Immunization",
        "id": format!("{encounter}-i"),
        "status": "completed",
        "vaccineCode": {
            "coding": [{ "system": "http://hl7.org/fhir/sid/cvx", "code": "140", "display": "Influenza, seasonal" }],
            "text": "Flu vaccine"
        },
        "patient": subject(patient),
        "encounter": at(encounter),
        "occurrenceDateTime": day,
        "primarySource": true
    })
}

#[cfg(test)]
mod tests {
    use madrone_chart::Prepared;
    use madrone_fhir::Unknown;

    use super::*;

    #[test]
    fn everything_that_is_made_is_taken() {
        for resource in People::new(1).chart(3, 70) {
            let faults = Prepared::new(&resource, Unknown::Refuse).map_err(|faults| format!("{resource}: {faults:?}"));
            assert!(faults.is_ok(), "{}", faults.unwrap_err());
        }
    }

    #[test]
    fn a_chart_is_as_large_as_it_was_asked_to_be() {
        let made = People::new(1).chart(0, 150).len();
        assert!((150..162).contains(&made), "{made}");
    }
}
