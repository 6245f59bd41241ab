//! Allergies, or that there are none.

use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use crate::build::profile;
use crate::code::{Code, hl7, snomed};

/// What somebody can be allergic to, and what it does.
struct Allergy {
    code: Code,
    text: &'static str,
    category: &'static str,
    reaction: Code,
    severity: &'static str,
    /// Of a thousand people.
    permille: i64,
    /// First age in years at which it is known.
    from: i64,
}

const HIVES: Code = snomed("126485001", "Urticaria");
const ANAPHYLAXIS: Code = snomed("39579001", "Anaphylaxis");
const RASH: Code = snomed("271807003", "Eruption of skin");

/// The first is the one that decides what is prescribed.
const ALLERGIES: [Allergy; 6] = [
    Allergy {
        code: snomed("91936005", "Allergy to penicillin"),
        text: "Penicillin",
        category: "medication",
        reaction: HIVES,
        severity: "moderate",
        permille: 75,
        from: 1,
    },
    Allergy {
        code: snomed("91939003", "Allergy to sulfonamide"),
        text: "Sulfa drugs",
        category: "medication",
        reaction: RASH,
        severity: "mild",
        permille: 35,
        from: 12,
    },
    Allergy {
        code: snomed("91935009", "Allergy to peanut"),
        text: "Peanuts",
        category: "food",
        reaction: ANAPHYLAXIS,
        severity: "severe",
        permille: 18,
        from: 1,
    },
    Allergy {
        code: snomed("300913006", "Allergy to shellfish"),
        text: "Shellfish",
        category: "food",
        reaction: HIVES,
        severity: "moderate",
        permille: 22,
        from: 5,
    },
    Allergy {
        code: snomed("300916003", "Allergy to latex"),
        text: "Latex",
        category: "environment",
        reaction: RASH,
        severity: "mild",
        permille: 12,
        from: 10,
    },
    Allergy {
        code: snomed("424213003", "Allergy to bee venom"),
        text: "Bee stings",
        category: "environment",
        reaction: HIVES,
        severity: "moderate",
        permille: 14,
        from: 4,
    },
];

impl Chart<'_> {
    /// Asks about allergies at a visit.
    pub(super) fn ask_about_allergies(&mut self, visit: &Visit) {
        let age = self.person.age_on(visit.date);
        let mut none = true;
        for (index, allergy) in ALLERGIES.iter().enumerate() {
            if age >= allergy.from && self.dice.chance(allergy.permille) {
                self.penicillin_allergy |= index == 0;
                none = false;
                self.allergy(&allergy.prototype(), visit);
            }
        }
        if none {
            let code = snomed("716186003", "No known allergy").called("No known allergies");
            self.allergy(&prototype(&code), visit);
        }
    }

    fn allergy(&mut self, prototype: &Value, visit: &Visit) {
        let recorder = self.doctor.clone();
        self.add(prototype, |allergy| {
            allergy["encounter"] = visit.encounter.clone();
            allergy["recordedDate"] = json!(visit.time(5));
            allergy["recorder"] = recorder;
        });
    }
}

impl Allergy {
    fn prototype(&self) -> Value {
        let mut allergy = prototype(&self.code.called(self.text));
        allergy["type"] = json!("allergy");
        allergy["category"] = json!([self.category]);
        allergy["criticality"] = json!(if self.severity == "severe" { "high" } else { "low" });
        allergy["reaction"] = json!([{ "manifestation": [self.reaction.concept()], "severity": self.severity }]);
        allergy
    }
}

fn prototype(code: &Value) -> Value {
    json!({
        "resourceType": "AllergyIntolerance",
        "id": null,
        "meta": profile("us-core-allergyintolerance"),
        "clinicalStatus": hl7("allergyintolerance-clinical", "active", "Active"),
        "verificationStatus": hl7("allergyintolerance-verification", "confirmed", "Confirmed"),
        "code": code,
        "patient": null,
    })
}
