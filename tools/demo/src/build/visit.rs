//! Visits: the encounter, what was measured at it, and what was written about it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::{Story, at, number, profile, refer};
use crate::clinic::{Actor, CLINIC, KIM, MAIN_STREET};
use crate::code::{Code, hl7, loinc, snomed};

/// How people met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Office,
    Preventive,
    WellChild,
    Video,
    Prenatal,
}

impl Kind {
    fn class(self) -> Value {
        let (code, display) = if self == Self::Video {
            ("VR", "virtual")
        } else {
            ("AMB", "ambulatory")
        };
        json!({ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code, "display": display })
    }

    fn code(self) -> Code {
        match self {
            Self::Office => snomed("185349003", "Encounter for check up (procedure)"),
            Self::Preventive => snomed("162673000", "General examination of patient (procedure)"),
            Self::WellChild => snomed("410620009", "Well child visit (procedure)"),
            Self::Video => snomed("448337001", "Telemedicine consultation with patient (procedure)"),
            Self::Prenatal => snomed("424619006", "Prenatal visit (regime/therapy)"),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Office => "Office visit",
            Self::Preventive => "Preventive visit",
            Self::WellChild => "Well-child visit",
            Self::Video => "Video visit",
            Self::Prenatal => "Prenatal visit",
        }
    }
}

/// A visit to tell.
pub(crate) struct Visit<'a> {
    pub(crate) date: Date,
    pub(crate) time: Time,
    pub(crate) minutes: i64,
    pub(crate) kind: Kind,
    pub(crate) reason: &'a str,
    pub(crate) by: Actor,
}

/// A visit told: what happens at it refers to it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) encounter: String,
    pub(crate) date: Date,
    pub(crate) time: Time,
    pub(crate) by: Actor,
}

impl Seen {
    /// `minutes` after the visit began.
    pub(crate) fn after(&self, minutes: i64) -> String {
        at(self.date, self.time.wrapping_add(minutes.minutes()))
    }
}

/// What a nurse measures. What was not measured is zero, and absent from the record.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Vitals {
    /// Systolic and diastolic, mmHg.
    pub(crate) pressure: (u32, u32),
    /// A minute.
    pub(crate) pulse: u32,
    /// A minute.
    pub(crate) breaths: u32,
    /// Tenths of a degree Celsius.
    pub(crate) temperature: u32,
    /// Percent.
    pub(crate) oxygen: u32,
    /// Tenths of a kilogram.
    pub(crate) weight: u32,
    /// Tenths of a centimetre.
    pub(crate) height: u32,
}

impl Story<'_> {
    /// Adds a visit that took place.
    pub(crate) fn visit(&mut self, visit: &Visit<'_>) -> Seen {
        let end = at(visit.date, visit.time.wrapping_add(visit.minutes.minutes()));
        let encounter = self.add(
            "visit",
            "subject",
            json!({
                "resourceType": "Encounter",
                "meta": profile("us-core-encounter"),
                "status": "finished",
                "class": visit.kind.class(),
                "type": [visit.kind.code().called(visit.kind.words())],
                "participant": [{
                    "type": [hl7("v3-ParticipationType", "PPRF", "primary performer")],
                    "individual": visit.by.reference(),
                }],
                "period": { "start": at(visit.date, visit.time), "end": end },
                "reasonCode": [{ "text": visit.reason }],
                "location": [{ "location": MAIN_STREET.reference() }],
                "serviceProvider": CLINIC.reference(),
            }),
        );
        Seen {
            encounter,
            date: visit.date,
            time: visit.time,
            by: visit.by,
        }
    }

    /// Names what a visit turned out to be about: conditions told before.
    pub(crate) fn diagnosed(&mut self, seen: &Seen, conditions: &[&str]) {
        let diagnoses: Vec<Value> = conditions
            .iter()
            .map(|condition| json!({ "condition": refer(condition) }))
            .collect();
        self.change(&seen.encounter, |encounter| encounter["diagnosis"] = json!(diagnoses));
    }

    /// Adds what was measured at a visit.
    pub(crate) fn vitals(&mut self, seen: &Seen, vitals: Vitals) {
        if vitals.pressure.0 > 0 {
            self.pressure(seen, vitals.pressure);
        }
        let plain = [
            (
                "pulse",
                "us-core-heart-rate",
                loinc("8867-4", "Heart rate"),
                vitals.pulse,
                0,
                "/min",
            ),
            (
                "breaths",
                "us-core-respiratory-rate",
                loinc("9279-1", "Respiratory rate"),
                vitals.breaths,
                0,
                "/min",
            ),
            (
                "temperature",
                "us-core-body-temperature",
                loinc("8310-5", "Body temperature"),
                vitals.temperature,
                1,
                "Cel",
            ),
            (
                "weight",
                "us-core-body-weight",
                loinc("29463-7", "Body weight"),
                vitals.weight,
                1,
                "kg",
            ),
            (
                "height",
                "us-core-body-height",
                loinc("8302-2", "Body height"),
                vitals.height,
                1,
                "cm",
            ),
        ];
        for (what, profile_name, code, value, decimals, unit) in plain {
            if value > 0 {
                self.vital(
                    seen,
                    what,
                    profile_name,
                    code.concept(),
                    json!({ "valueQuantity": scaled(value, decimals, unit) }),
                );
            }
        }
        if vitals.oxygen > 0 {
            let codes = [
                loinc("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
                loinc("2708-6", "Oxygen saturation in Arterial blood"),
            ];
            let code = crate::code::concept(&codes, "Oxygen saturation");
            let value = json!({ "valueQuantity": scaled(vitals.oxygen, 0, "%") });
            self.vital(seen, "oxygen", "us-core-pulse-oximetry", code, value);
        }
        if vitals.weight > 0 && vitals.height > 0 {
            let metres = f64::from(vitals.height) / 1000.0;
            let index = number(&format!("{:.1}", f64::from(vitals.weight) / 10.0 / (metres * metres)));
            let value = json!({ "valueQuantity": quantity(index, "kg/m2") });
            self.vital(
                seen,
                "bmi",
                "us-core-bmi",
                loinc("39156-5", "Body mass index (BMI) [Ratio]").called("Body mass index"),
                value,
            );
        }
    }

    /// Adds a vital sign that few visits have, such as a head circumference; `digits` as written.
    pub(crate) fn measured(&mut self, seen: &Seen, what: &str, code: Code, digits: &str, unit: &str) {
        let value = json!({ "valueQuantity": quantity(number(digits), unit) });
        self.vital(seen, what, "us-core-vital-signs", code.concept(), value);
    }

    /// Adds whether the person smokes.
    pub(crate) fn smoking(&mut self, seen: &Seen, status: Code) {
        self.add(
            "smoking",
            "subject",
            json!({
                "resourceType": "Observation",
                "meta": profile("us-core-smokingstatus"),
                "status": "final",
                "category": [hl7("observation-category", "social-history", "Social History")],
                "code": loinc("72166-2", "Tobacco smoking status").concept(),
                "encounter": refer(&seen.encounter),
                "effectiveDateTime": seen.after(5),
                "performer": [KIM.reference()],
                "valueCodeableConcept": status.concept(),
            }),
        );
    }

    fn pressure(&mut self, seen: &Seen, (systolic, diastolic): (u32, u32)) {
        let component =
            |code: Code, value| json!({ "code": code.concept(), "valueQuantity": scaled(value, 0, "mm[Hg]") });
        let components = json!([
            component(loinc("8480-6", "Systolic blood pressure"), systolic),
            component(loinc("8462-4", "Diastolic blood pressure"), diastolic),
        ]);
        let code = loinc("85354-9", "Blood pressure panel with all children optional").called("Blood pressure");
        self.vital(
            seen,
            "pressure",
            "us-core-blood-pressure",
            code,
            json!({ "component": components }),
        );
    }

    fn vital(&mut self, seen: &Seen, what: &str, profile_name: &str, code: Value, value: Value) {
        let mut vital = json!({
            "resourceType": "Observation",
            "meta": profile(profile_name),
            "status": "final",
            "category": [hl7("observation-category", "vital-signs", "Vital Signs")],
            "code": code,
            "encounter": refer(&seen.encounter),
            "effectiveDateTime": seen.after(5),
            "performer": [KIM.reference()],
        });
        if let (Some(vital), Value::Object(value)) = (vital.as_object_mut(), value) {
            vital.extend(value);
        }
        self.add(what, "subject", vital);
    }

    /// Adds the clinician's note about a visit.
    pub(crate) fn note(&mut self, seen: &Seen, text: &str) -> String {
        self.document(seen, "note", loinc("11506-3", "Progress note"), text, "en")
    }

    /// Adds what the patient took home from a visit, in the language (`en`, `es`).
    pub(crate) fn after_visit(&mut self, seen: &Seen, language: &str, text: &str) -> String {
        let what = if language == "es" { "resumen" } else { "summary" };
        let code = loinc("69730-0", "Instructions");
        let title = if language == "es" {
            "Resumen de su visita"
        } else {
            "After-visit summary"
        };
        let reference = self.document(seen, what, code, text, language);
        self.change(&reference, |document| {
            document["type"]["text"] = json!("After-visit summary");
            document["description"] = json!(title);
            document["content"][0]["attachment"]["title"] = json!(title);
        });
        reference
    }

    /// Adds a document of plain text about a visit.
    pub(crate) fn document(&mut self, seen: &Seen, what: &str, code: Code, text: &str, language: &str) -> String {
        let written = seen.after(45);
        self.add(
            what,
            "subject",
            json!({
                "resourceType": "DocumentReference",
                "meta": profile("us-core-documentreference"),
                "status": "current",
                "docStatus": "final",
                "type": code.concept(),
                "category": [{ "coding": [{
                    "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                    "code": "clinical-note",
                    "display": "Clinical Note",
                }] }],
                "date": written,
                "author": [seen.by.reference()],
                "custodian": CLINIC.reference(),
                "description": code.display(),
                "content": [{
                    "attachment": {
                        "contentType": "text/plain; charset=utf-8",
                        "language": language,
                        "data": BASE64.encode(text.trim()),
                        "title": code.display(),
                        "creation": written,
                    },
                    "format": {
                        "system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                        "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient",
                        "display": "mimeType Sufficient",
                    },
                }],
                "context": {
                    "encounter": [refer(&seen.encounter)],
                    "period": { "start": at(seen.date, seen.time), "end": written },
                },
            }),
        )
    }
}

/// A FHIR Quantity in UCUM.
pub(crate) fn quantity(value: Value, unit: &str) -> Value {
    let shown = match unit {
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "/min" => "per minute",
        "kg/m2" => "kg/m²",
        _ => unit,
    };
    json!({ "value": value, "unit": shown, "system": "http://unitsofmeasure.org", "code": unit })
}

/// `value` in units of ten to the minus `decimals`.
fn scaled(value: u32, decimals: u32, unit: &str) -> Value {
    let digits = match decimals {
        0 => value.to_string(),
        _ => format!("{}.{}", value / 10, value % 10),
    };
    quantity(number(&digits), unit)
}
