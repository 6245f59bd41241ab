//! Medicines, as they are prescribed.

use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use crate::build::{profile, refer};
use crate::code::{Code, rxnorm, snomed};

/// Who must not have it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Danger {
    Nobody,
    /// People allergic to penicillin.
    Penicillin,
    /// People who are pregnant, have weak kidneys or take anticoagulants.
    Nsaid,
}

/// A medicine with its usual prescription.
pub(super) struct Drug {
    pub(super) code: Code,
    pub(super) danger: Danger,
    /// What the label says.
    label: &'static str,
    /// Times in a day; none: as needed.
    daily: Option<i64>,
    route: Code,
    /// Units in a fill (UCUM and their name), and the days it lasts.
    fill: (i64, &'static str, &'static str, i64),
    refills: i64,
}

const ORAL: Code = snomed("26643006", "Oral route");
const INHALED: Code = snomed("447694001", "Respiratory tract route");
const TOPICAL: Code = snomed("6064005", "Topical route");

const fn once_a_day(code: &'static str, name: &'static str, label: &'static str) -> Drug {
    Drug {
        code: rxnorm(code, name),
        danger: Danger::Nobody,
        label,
        daily: Some(1),
        route: ORAL,
        fill: (90, "{tbl}", "tablet", 90),
        refills: 3,
    }
}

const fn as_needed(code: &'static str, name: &'static str, label: &'static str, danger: Danger) -> Drug {
    Drug {
        danger,
        daily: None,
        fill: (30, "{tbl}", "tablet", 10),
        refills: 0,
        ..once_a_day(code, name, label)
    }
}

const fn course(code: &'static str, name: &'static str, label: &'static str, times: i64, days: i64) -> Drug {
    Drug {
        daily: Some(times),
        fill: (times * days, "{tbl}", "tablet", days),
        refills: 0,
        ..once_a_day(code, name, label)
    }
}

pub(super) static LISINOPRIL: Drug = once_a_day(
    "314076",
    "lisinopril 10 MG Oral Tablet",
    "Take 1 tablet by mouth once a day",
);
pub(super) static AMLODIPINE: Drug = once_a_day(
    "197361",
    "amlodipine 5 MG Oral Tablet",
    "Take 1 tablet by mouth once a day",
);
pub(super) static HYDROCHLOROTHIAZIDE: Drug = once_a_day(
    "310798",
    "hydrochlorothiazide 25 MG Oral Tablet",
    "Take 1 tablet by mouth every morning",
);
pub(super) static METFORMIN: Drug = Drug {
    daily: Some(2),
    fill: (180, "{tbl}", "tablet", 90),
    ..once_a_day(
        "861007",
        "metformin hydrochloride 500 MG Oral Tablet",
        "Take 1 tablet by mouth twice a day with meals",
    )
};
pub(super) static ATORVASTATIN: Drug = once_a_day(
    "617310",
    "atorvastatin 20 MG Oral Tablet",
    "Take 1 tablet by mouth at bedtime",
);
pub(super) static SIMVASTATIN: Drug = once_a_day(
    "312961",
    "simvastatin 20 MG Oral Tablet",
    "Take 1 tablet by mouth in the evening",
);
pub(super) static ALBUTEROL: Drug = Drug {
    route: INHALED,
    fill: (200, "{puff}", "puff", 50),
    refills: 2,
    ..as_needed(
        "745679",
        "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
        "Inhale 2 puffs every 4 to 6 hours as needed for wheezing",
        Danger::Nobody,
    )
};
pub(super) static FLUTICASONE: Drug = Drug {
    daily: Some(2),
    route: INHALED,
    fill: (120, "{puff}", "puff", 60),
    ..once_a_day(
        "895994",
        "120 ACTUAT fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler",
        "Inhale 1 puff twice a day, rinse the mouth afterwards",
    )
};
pub(super) static SERTRALINE: Drug = once_a_day(
    "312941",
    "sertraline 50 MG Oral Tablet",
    "Take 1 tablet by mouth every morning",
);
pub(super) static ESCITALOPRAM: Drug = once_a_day(
    "349332",
    "escitalopram 10 MG Oral Tablet",
    "Take 1 tablet by mouth once a day",
);
pub(super) static LEVOTHYROXINE: Drug = once_a_day(
    "966222",
    "levothyroxine sodium 0.075 MG Oral Tablet",
    "Take 1 tablet by mouth every morning, an hour before breakfast",
);
pub(super) static OMEPRAZOLE: Drug = Drug {
    fill: (90, "{capsule}", "capsule", 90),
    ..once_a_day(
        "198051",
        "omeprazole 20 MG Delayed Release Oral Capsule",
        "Take 1 capsule by mouth before breakfast",
    )
};
pub(super) static TAMSULOSIN: Drug = Drug {
    fill: (90, "{capsule}", "capsule", 90),
    ..once_a_day(
        "863669",
        "tamsulosin hydrochloride 0.4 MG Oral Capsule",
        "Take 1 capsule by mouth after the same meal each day",
    )
};
pub(super) static ALENDRONATE: Drug = once_a_day(
    "904419",
    "alendronic acid 10 MG Oral Tablet",
    "Take 1 tablet by mouth each morning with water, stay upright for 30 minutes",
);
pub(super) static WARFARIN: Drug = once_a_day(
    "855332",
    "warfarin sodium 5 MG Oral Tablet",
    "Take 1 tablet by mouth each evening",
);
pub(super) static IRON: Drug = once_a_day(
    "310325",
    "ferrous sulfate 325 MG Oral Tablet",
    "Take 1 tablet by mouth once a day",
);
pub(super) static METHYLPHENIDATE: Drug = Drug {
    fill: (30, "{tbl}", "tablet", 30),
    refills: 0,
    ..once_a_day(
        "1091392",
        "methylphenidate hydrochloride 20 MG Oral Tablet",
        "Take 1 tablet by mouth every morning on school days",
    )
};
pub(super) static LORATADINE: Drug = once_a_day(
    "311372",
    "loratadine 10 MG Oral Tablet",
    "Take 1 tablet by mouth once a day in pollen season",
);
pub(super) static HYDROCORTISONE: Drug = Drug {
    route: TOPICAL,
    fill: (30, "g", "g", 30),
    refills: 2,
    ..as_needed(
        "106258",
        "hydrocortisone 10 MG/ML Topical Cream",
        "Rub a thin layer into the itchy skin twice a day as needed",
        Danger::Nobody,
    )
};
pub(super) static NAPROXEN: Drug = as_needed(
    "849574",
    "naproxen sodium 220 MG Oral Tablet",
    "Take 1 tablet by mouth every 12 hours with food as needed for pain",
    Danger::Nsaid,
);
pub(super) static IBUPROFEN: Drug = as_needed(
    "310965",
    "ibuprofen 200 MG Oral Tablet",
    "Take 1 tablet by mouth every 6 hours with food as needed for pain",
    Danger::Nsaid,
);
pub(super) static ACETAMINOPHEN: Drug = as_needed(
    "313782",
    "acetaminophen 325 MG Oral Tablet",
    "Take 2 tablets by mouth every 6 hours as needed for pain",
    Danger::Nobody,
);
pub(super) static AMOXICILLIN: Drug = Drug {
    danger: Danger::Penicillin,
    ..course(
        "308192",
        "amoxicillin 500 MG Oral Tablet",
        "Take 1 tablet by mouth twice a day for 10 days",
        2,
        10,
    )
};
pub(super) static AMOXICILLIN_LIQUID: Drug = Drug {
    danger: Danger::Penicillin,
    fill: (100, "mL", "mL", 10),
    ..course(
        "313850",
        "amoxicillin 80 MG/ML Oral Suspension",
        "Give 5 mL by mouth twice a day for 10 days",
        2,
        10,
    )
};
pub(super) static AZITHROMYCIN: Drug = course(
    "308460",
    "azithromycin 250 MG Oral Tablet",
    "Take 1 tablet by mouth once a day for 5 days",
    1,
    5,
);
pub(super) static NITROFURANTOIN: Drug = Drug {
    fill: (20, "{capsule}", "capsule", 5),
    ..course(
        "311995",
        "nitrofurantoin, macrocrystals 50 MG Oral Capsule",
        "Take 1 capsule by mouth four times a day with food for 5 days",
        4,
        5,
    )
};

impl Drug {
    fn request(&self) -> Value {
        let (quantity, unit, name, days) = self.fill;
        let mut dosage = json!({ "text": self.label, "route": self.route.concept() });
        match self.daily {
            Some(times) => {
                dosage["timing"] = json!({ "repeat": { "frequency": times, "period": 1, "periodUnit": "d" } });
            }
            None => dosage["asNeededBoolean"] = json!(true),
        }
        json!({
            "resourceType": "MedicationRequest",
            "id": null,
            "meta": profile("us-core-medicationrequest"),
            "status": "active",
            "intent": "order",
            "category": [{ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/medicationrequest-category",
                "code": "community",
                "display": "Community",
            }] }],
            "reportedBoolean": false,
            "medicationCodeableConcept": self.code.medicine(),
            "subject": null,
            "dosageInstruction": [dosage],
            "dispenseRequest": {
                "numberOfRepeatsAllowed": self.refills,
                "quantity": { "value": quantity, "unit": name, "system": "http://unitsofmeasure.org", "code": unit },
                "expectedSupplyDuration": {
                    "value": days, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d",
                },
            },
        })
    }
}

impl Chart<'_> {
    /// Prescribes `drug` at a visit for a condition, or something safer where it is a danger. What is not `lasting` is
    /// complete when the fill is used up.
    pub(super) fn prescribe(&mut self, drug: &'static Drug, visit: &Visit, condition: &str, lasting: bool) {
        let drug = match drug.danger {
            Danger::Penicillin if self.penicillin_allergy => {
                if self.person.age_on(visit.date) < 12 {
                    return;
                }
                &AZITHROMYCIN
            }
            Danger::Nsaid if self.no_nsaids() => &ACETAMINOPHEN,
            _ => drug,
        };
        let (.., days) = drug.fill;
        let over = !lasting && self.days_ago(visit.date) > days;
        let requester = self.doctor.clone();
        self.add(&drug.request(), |request| {
            if over {
                request["status"] = json!("completed");
            }
            request["encounter"] = visit.encounter.clone();
            request["authoredOn"] = json!(visit.time(20));
            request["requester"] = requester;
            request["reasonReference"] = json!([refer(condition)]);
        });
    }
}
