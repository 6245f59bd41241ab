//! Medicines: what was prescribed, and what the pharmacy handed over.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::visit::Seen;
use super::{Story, at, number, profile, refer};
use crate::clinic::PHARMACY;
use crate::code::{Code, snomed};

/// A prescription to tell.
pub(crate) struct Prescription<'a> {
    pub(crate) slug: &'static str,
    pub(crate) drug: Code,
    /// What the label says.
    pub(crate) label: &'static str,
    /// Times in a day, and how many units each time; zero times: as needed.
    pub(crate) daily: (u32, &'static str),
    /// When in the day, as HL7 codes it (`QD` words: `MORN`, `EVE`, `HS`, `C`).
    pub(crate) when: Option<&'static str>,
    /// What is counted: `{tbl}`, `{capsule}`, `{puff}`, `mL`.
    pub(crate) unit: &'static str,
    /// Route: SNOMED CT.
    pub(crate) route: Code,
    /// Units in one fill, the days it lasts, and the refills allowed after the first.
    pub(crate) fill: (u32, u32, u32),
    /// Reference of the condition it is for.
    pub(crate) reason: Option<&'a str>,
    /// When the pharmacy handed it over, oldest first.
    pub(crate) handed_over: &'a [Date],
}

/// Taken by mouth.
pub(crate) const ORAL: Code = snomed("26643006", "Oral route");
/// Breathed in.
pub(crate) const INHALED: Code = snomed("447694001", "Respiratory tract route");
/// Put on the skin.
pub(crate) const TOPICAL: Code = snomed("6064005", "Topical route");

impl Story<'_> {
    /// Adds an active prescription made at a visit, and its fills.
    pub(crate) fn prescribe(&mut self, seen: &Seen, prescription: &Prescription<'_>) -> String {
        let (quantity, days, refills) = prescription.fill;
        let order = self.add(
            prescription.slug,
            "subject",
            json!({
                "resourceType": "MedicationRequest",
                "meta": profile("us-core-medicationrequest"),
                "status": "active",
                "intent": "order",
                "category": [{ "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/medicationrequest-category",
                    "code": "community",
                    "display": "Community",
                }] }],
                "reportedBoolean": false,
                "medicationCodeableConcept": prescription.drug.medicine(),
                "encounter": refer(&seen.encounter),
                "authoredOn": seen.after(20),
                "requester": seen.by.reference(),
                "dosageInstruction": [dosage(prescription)],
                "dispenseRequest": {
                    "numberOfRepeatsAllowed": refills,
                    "quantity": count(quantity, prescription.unit),
                    "expectedSupplyDuration": {
                        "value": days, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d",
                    },
                    "performer": PHARMACY.reference(),
                },
            }),
        );
        if let Some(reason) = prescription.reason {
            self.change(&order, |order| order["reasonReference"] = json!([refer(reason)]));
        }
        for date in prescription.handed_over {
            self.dispense(&order, prescription, *date);
        }
        order
    }

    /// Stops a prescription told before.
    pub(crate) fn stop(&mut self, order: &str, when: &str, why: &str) {
        self.change(order, |order| {
            order["status"] = json!("stopped");
            order["statusReason"] = json!({ "text": why });
            order["note"] = json!([{ "time": when, "text": format!("Stopped: {why}") }]);
        });
    }

    /// Marks a short course as taken to its end.
    pub(crate) fn complete(&mut self, order: &str) {
        self.change(order, |order| order["status"] = json!("completed"));
    }

    fn dispense(&mut self, order: &str, prescription: &Prescription<'_>, date: Date) {
        let (quantity, days, _) = prescription.fill;
        self.add(
            prescription.slug,
            "subject",
            json!({
                "resourceType": "MedicationDispense",
                "meta": profile("us-core-medicationdispense"),
                "status": "completed",
                "medicationCodeableConcept": prescription.drug.medicine(),
                "performer": [{ "actor": PHARMACY.reference() }],
                "authorizingPrescription": [refer(order)],
                "type": {
                    "coding": [{
                        "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "FF", "display": "First Fill",
                    }],
                },
                "quantity": count(quantity, prescription.unit),
                "daysSupply": { "value": days, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d" },
                "whenHandedOver": at(date, Time::constant(16, 10, 0, 0)),
                "dosageInstruction": [dosage(prescription)],
            }),
        );
        let first = *prescription.handed_over.first().unwrap_or(&date);
        if date > first {
            let refill = json!({ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "RF", "display": "Refill",
            }] });
            if let Some(dispense) = self.resources.last_mut() {
                dispense["type"] = refill;
            }
        }
    }
}

/// Days, oldest first, on which a fill of `days` days was handed over `times` times, the last `since` days before `today`.
pub(crate) fn fills(today: Date, days: i64, times: i64, since: i64) -> Vec<Date> {
    (0..times)
        .rev()
        .map(|index| today - (since + index * days).days())
        .collect()
}

fn count(value: u32, unit: &str) -> Value {
    let shown = match unit {
        "{tbl}" => "tablet",
        _ => unit.trim_matches(['{', '}']),
    };
    json!({ "value": value, "unit": shown, "system": "http://unitsofmeasure.org", "code": unit })
}

fn dosage(prescription: &Prescription<'_>) -> Value {
    let (times, each) = prescription.daily;
    let mut dosage = json!({ "text": prescription.label, "route": prescription.route.concept() });
    if times == 0 {
        dosage["asNeededBoolean"] = json!(true);
    } else {
        let mut repeat = json!({ "frequency": times, "period": 1, "periodUnit": "d" });
        if let Some(when) = prescription.when {
            repeat["when"] = json!([when]);
        }
        dosage["timing"] = json!({ "repeat": repeat });
    }
    let mut dose = count(0, prescription.unit);
    dose["value"] = number(each);
    dosage["doseAndRate"] = json!([{ "doseQuantity": dose }]);
    dosage
}
