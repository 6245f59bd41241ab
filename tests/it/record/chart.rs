//! Charts written by hand for the tests of the record.

use serde_json::{Value, json};

/// LDL cholesterol on a day.
pub(crate) fn ldl(patient: &str, id: &str, day: &str, value: f64) -> Value {
    lab(
        patient,
        id,
        day,
        ("18262-6", "LDL cholesterol"),
        (value, "mg/dL"),
        json!([{ "high": { "value": 130, "unit": "mg/dL", "code": "mg/dL" } }]),
    )
}

/// A laboratory result.
pub(crate) fn lab(
    patient: &str,
    id: &str,
    day: &str,
    (code, name): (&str, &str),
    (value, unit): (f64, &str),
    range: Value,
) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": code }], "text": name },
        "subject": { "reference": format!("Patient/{patient}") },
        "effectiveDateTime": format!("{day}T16:00:00Z"), "issued": format!("{day}T20:00:00Z"),
        "valueQuantity": { "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit },
        "referenceRange": range
    })
}

/// A report of results.
pub(crate) fn report(patient: &str, id: &str, day: &str, name: &str, results: &[&str]) -> Value {
    let results: Vec<Value> = results
        .iter()
        .map(|id| json!({ "reference": format!("Observation/{id}") }))
        .collect();
    let mut report = json!({
        "resourceType": "DiagnosticReport", "id": id, "status": "final",
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "57698-3" }], "text": name },
        "subject": { "reference": format!("Patient/{patient}") },
        "effectiveDateTime": format!("{day}T16:00:00Z"), "issued": format!("{day}T20:00:00Z")
    });
    if !results.is_empty() {
        report["result"] = Value::Array(results);
    }
    report
}

/// What stands in no list but the complete ones: an answer, a note kept as a report, a mistake.
pub(crate) fn left_out_of_other_lists(patient: &str) -> Vec<Value> {
    let subject = json!({ "reference": format!("Patient/{patient}") });
    vec![
        json!({ "resourceType": "Observation", "id": format!("{patient}-smoking"), "status": "final",
            "code": { "text": "Tobacco smoking status" }, "subject": subject, "effectiveDateTime": "2026-10-02",
            "valueCodeableConcept": { "text": "Never smoked" } }),
        json!({ "resourceType": "DiagnosticReport", "id": format!("{patient}-letter"), "status": "final",
            "category": [{ "coding": [{ "system": "http://loinc.org", "code": "34117-2" }] }],
            "code": { "text": "History and physical note" }, "subject": subject, "effectiveDateTime": "2026-10-02" }),
        json!({ "resourceType": "AllergyIntolerance", "id": format!("{patient}-mistake"), "patient": subject,
            "verificationStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "code": "entered-in-error" }] },
            "code": { "text": "Latex" } }),
    ]
}

/// A chart with something of every kind. `word` stands in every name, so that a page that should not show it can be
/// told from one that should.
pub(crate) fn chart(patient: &str, word: &str) -> Vec<Value> {
    let subject = json!({ "reference": format!("Patient/{patient}") });
    let id = |name: &str| format!("{patient}-{name}");
    let visit = json!({ "reference": format!("Encounter/{}", id("visit")) });
    let text = |text: &str| base64(text);
    vec![
        json!({ "resourceType": "Practitioner", "id": id("ortiz"), "name": [{ "prefix": ["Dr."], "given": ["Lena"], "family": "Ortiz" }] }),
        ldl(patient, &id("ldl-old"), "2025-07-01", 126.0),
        ldl(patient, &id("ldl"), "2026-11-20", 142.0),
        lab(
            patient,
            &id("hdl"),
            "2026-11-20",
            ("2085-9", "HDL cholesterol"),
            (52.0, "mg/dL"),
            json!([{ "low": { "value": 40, "unit": "mg/dL", "code": "mg/dL" } }]),
        ),
        report(
            patient,
            &id("lipids"),
            "2026-11-20",
            &format!("Cholesterol {word}"),
            &[&id("ldl"), &id("hdl")],
        ),
        ldl(patient, &id("ldl-alone"), "2025-03-10", 118.0),
        report(
            patient,
            &id("ldl-report"),
            "2025-03-10",
            "LDL by itself",
            &[&id("ldl-alone")],
        ),
        json!({
            "resourceType": "DiagnosticReport", "id": id("xray"), "status": "final",
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD" }] }],
            "code": { "text": format!("Chest X-ray {word}") }, "subject": subject, "encounter": visit,
            "effectiveDateTime": "2025-02-03", "conclusion": "No sign of pneumonia.",
            "presentedForm": [
                { "contentType": "application/pdf", "title": "Images", "data": text("%PDF-1.4 made up") },
                { "contentType": "text/html", "title": "Letter", "data": text("<p>Dear <script>alert(1)</script>reader</p>") },
                { "contentType": "application/pdf", "title": "Trick", "data": text("<script>alert(1)</script>") }]
        }),
        json!({
            "resourceType": "Observation", "id": id("pressure"), "status": "final",
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs" }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "85354-9" }], "text": "Blood pressure" },
            "subject": subject, "encounter": visit, "effectiveDateTime": "2025-02-03T18:00:00Z",
            "component": [
                { "code": { "coding": [{ "system": "http://loinc.org", "code": "8480-6" }], "text": "Systolic" }, "valueQuantity": { "value": 128, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" } },
                { "code": { "coding": [{ "system": "http://loinc.org", "code": "8462-4" }], "text": "Diastolic" }, "valueQuantity": { "value": 82, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" } }]
        }),
        json!({
            "resourceType": "Encounter", "id": id("visit"), "status": "finished",
            "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
            "type": [{ "text": format!("Checkup {word}") }], "subject": subject,
            "participant": [{ "individual": { "reference": format!("Practitioner/{}", id("ortiz")) } }],
            "period": { "start": "2025-02-03T17:30:00Z", "end": "2025-02-03T18:00:00Z" }
        }),
        json!({
            "resourceType": "Appointment", "id": id("next"), "status": "booked", "description": format!("Follow-up {word}"),
            "start": "2026-11-27T18:20:00Z", "end": "2026-11-27T18:40:00Z",
            "participant": [{ "actor": subject, "status": "accepted" }, { "actor": { "reference": format!("Practitioner/{}", id("ortiz")) }, "status": "accepted" }]
        }),
        json!({
            "resourceType": "DocumentReference", "id": id("note"), "status": "current", "subject": subject,
            "type": { "text": format!("Progress note {word}") }, "date": "2025-02-03T18:30:00Z",
            "content": [{ "attachment": { "contentType": "text/plain", "data": text("Sleeps well. Plan: walk daily.") } }],
            "context": { "encounter": [visit] }
        }),
        json!({
            "resourceType": "Condition", "id": id("diabetes"), "subject": subject, "encounter": visit,
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }] },
            "code": { "text": format!("Sugar disease {word}"), "coding": [{ "system": "http://snomed.info/sct", "code": "44054006", "display": "Type 2 diabetes mellitus" }] },
            "onsetDateTime": "2019-03"
        }),
        json!({
            "resourceType": "MedicationRequest", "id": id("statin"), "status": "active", "intent": "order", "subject": subject,
            "contained": [{ "resourceType": "Medication", "id": "m", "code": { "text": format!("Atorvastatin {word}") } }],
            "medicationReference": { "reference": "#m" }, "authoredOn": "2026-01-05",
            "dosageInstruction": [{ "timing": { "repeat": { "frequency": 1, "period": 1, "periodUnit": "d", "when": ["EVE"] } }, "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tablet" } }] }],
            "dispenseRequest": { "numberOfRepeatsAllowed": 2 }
        }),
        json!({
            "resourceType": "MedicationStatement", "id": id("aspirin"), "status": "completed", "subject": subject,
            "medicationCodeableConcept": { "text": format!("Aspirin {word}") }, "effectivePeriod": { "start": "2020-01-01", "end": "2021-01-01" }
        }),
        json!({
            "resourceType": "AllergyIntolerance", "id": id("penicillin"), "patient": subject,
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active" }] },
            "code": { "text": format!("Penicillin {word}") }, "criticality": "high", "reaction": [{ "manifestation": [{ "text": "hives" }], "severity": "severe" }]
        }),
        json!({
            "resourceType": "Immunization", "id": id("flu"), "status": "completed", "vaccineCode": { "text": format!("Influenza {word}") },
            "patient": subject, "occurrenceDateTime": "2026-10-01", "lotNumber": "L-77"
        }),
        json!({
            "resourceType": "Goal", "id": id("walk"), "lifecycleStatus": "active", "description": { "text": format!("Walk more {word}") },
            "subject": subject, "startDate": "2026-01-01"
        }),
        json!({
            "resourceType": "Procedure", "id": id("knee"), "status": "completed", "code": { "text": format!("Knee repair {word}") },
            "subject": subject, "performedDateTime": "2015-05-05"
        }),
        json!({
            "resourceType": "CareTeam", "id": id("team"), "status": "active", "name": format!("Team {word}"), "subject": subject,
            "participant": [{ "role": [{ "text": "Primary care" }], "member": { "reference": format!("Practitioner/{}", id("ortiz")) } }]
        }),
    ]
}

/// `text` in base64, without a library for a few lines of tests.
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let six = (bits >> (18 - 6 * place)) & 63;
            out.push(if place > three.len() {
                '='
            } else {
                char::from(LETTERS[six as usize])
            });
        }
    }
    out
}
