//! Illnesses: who gets them, and what is given for them.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use super::drug::{self, Drug};
use super::person::{Person, Sex};
use crate::build::profile;
use crate::code::{Code, concept, hl7, icd10, snomed};

/// What an illness changes in measurements and in what is safe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Effect {
    Nothing,
    Pressure,
    Sugar,
    Lipids,
    Kidneys,
    Anemia,
    Weight,
    /// Takes anticoagulants.
    Bleeding,
}

/// An illness that stays.
pub(super) struct Illness {
    /// SNOMED CT and ICD-10-CM.
    codes: [Code; 2],
    pub(super) name: &'static str,
    pub(super) effect: Effect,
    /// The first age in years.
    from: i64,
    /// Of a thousand under 18, under 40, under 65, and older.
    permille: [i64; 4],
    only: Option<Sex>,
    /// One of these is given.
    drugs: &'static [&'static Drug],
    /// Its medicines are fit for a pregnancy.
    in_pregnancy: bool,
}

/// An illness in SNOMED CT and ICD-10-CM.
pub(super) const fn codes(snomed_code: &'static str, icd_code: &'static str, name: &'static str) -> [Code; 2] {
    [snomed(snomed_code, name), icd10(icd_code, name)]
}

const fn illness(
    codes: [Code; 2],
    name: &'static str,
    from: i64,
    permille: [i64; 4],
    drugs: &'static [&'static Drug],
) -> Illness {
    Illness {
        codes,
        name,
        effect: Effect::Nothing,
        from,
        permille,
        only: None,
        drugs,
        in_pregnancy: false,
    }
}

static ILLNESSES: [Illness; 19] = [
    Illness {
        effect: Effect::Weight,
        in_pregnancy: true,
        ..illness(
            codes("414916001", "E66.9", "Obesity"),
            "Obesity",
            8,
            [120, 280, 380, 300],
            &[],
        )
    },
    Illness {
        effect: Effect::Pressure,
        ..illness(
            codes("59621000", "I10", "Essential hypertension"),
            "High blood pressure",
            25,
            [0, 70, 380, 640],
            &[&drug::LISINOPRIL, &drug::AMLODIPINE, &drug::HYDROCHLOROTHIAZIDE],
        )
    },
    Illness {
        effect: Effect::Sugar,
        ..illness(
            codes("44054006", "E11.9", "Diabetes mellitus type 2"),
            "Type 2 diabetes",
            30,
            [0, 15, 130, 240],
            &[&drug::METFORMIN],
        )
    },
    Illness {
        effect: Effect::Lipids,
        ..illness(
            codes("55822004", "E78.5", "Hyperlipidemia"),
            "High cholesterol",
            30,
            [0, 40, 300, 480],
            &[&drug::ATORVASTATIN, &drug::SIMVASTATIN],
        )
    },
    Illness {
        in_pregnancy: true,
        ..illness(
            codes("195967001", "J45.909", "Asthma"),
            "Asthma",
            4,
            [85, 80, 75, 70],
            &[&drug::ALBUTEROL, &drug::FLUTICASONE],
        )
    },
    Illness {
        in_pregnancy: true,
        ..illness(
            codes("370143000", "F32.9", "Major depressive disorder"),
            "Depression",
            16,
            [25, 130, 140, 100],
            &[&drug::SERTRALINE],
        )
    },
    illness(
        codes("21897009", "F41.1", "Generalized anxiety disorder"),
        "Anxiety",
        18,
        [0, 90, 80, 50],
        &[&drug::ESCITALOPRAM],
    ),
    Illness {
        in_pregnancy: true,
        ..illness(
            codes("40930008", "E03.9", "Hypothyroidism"),
            "Underactive thyroid",
            20,
            [0, 25, 70, 120],
            &[&drug::LEVOTHYROXINE],
        )
    },
    illness(
        codes("235595009", "K21.9", "Gastroesophageal reflux disease"),
        "Acid reflux",
        18,
        [0, 60, 150, 190],
        &[&drug::OMEPRAZOLE],
    ),
    illness(
        codes("239873007", "M17.9", "Osteoarthritis of knee"),
        "Arthritis of the knee",
        48,
        [0, 0, 130, 290],
        &[&drug::NAPROXEN],
    ),
    Illness {
        in_pregnancy: true,
        ..illness(
            codes("61582004", "J30.9", "Allergic rhinitis"),
            "Hay fever",
            6,
            [110, 140, 110, 70],
            &[&drug::LORATADINE],
        )
    },
    illness(
        codes("37796009", "G43.909", "Migraine"),
        "Migraine",
        14,
        [25, 90, 80, 30],
        &[&drug::IBUPROFEN],
    ),
    illness(
        codes("24079001", "L20.9", "Atopic dermatitis"),
        "Eczema",
        1,
        [90, 40, 25, 20],
        &[&drug::HYDROCORTISONE],
    ),
    illness(
        codes("406506008", "F90.9", "Attention deficit hyperactivity disorder"),
        "ADHD",
        7,
        [80, 0, 0, 0],
        &[&drug::METHYLPHENIDATE],
    ),
    Illness {
        effect: Effect::Anemia,
        only: Some(Sex::Female),
        in_pregnancy: true,
        ..illness(
            codes("87522002", "D50.9", "Iron deficiency anemia"),
            "Iron deficiency anemia",
            16,
            [15, 60, 50, 40],
            &[&drug::IRON],
        )
    },
    Illness {
        only: Some(Sex::Male),
        ..illness(
            codes("266569009", "N40.0", "Benign prostatic hyperplasia"),
            "Enlarged prostate",
            50,
            [0, 0, 90, 310],
            &[&drug::TAMSULOSIN],
        )
    },
    Illness {
        only: Some(Sex::Female),
        ..illness(
            codes("64859006", "M81.0", "Osteoporosis"),
            "Osteoporosis",
            58,
            [0, 0, 50, 230],
            &[&drug::ALENDRONATE],
        )
    },
    Illness {
        effect: Effect::Kidneys,
        ..illness(
            codes("433144002", "N18.30", "Chronic kidney disease stage 3"),
            "Chronic kidney disease, stage 3",
            55,
            [0, 0, 40, 160],
            &[],
        )
    },
    Illness {
        effect: Effect::Bleeding,
        ..illness(
            codes("49436004", "I48.91", "Atrial fibrillation"),
            "Atrial fibrillation",
            58,
            [0, 0, 15, 90],
            &[&drug::WARFARIN],
        )
    },
];

/// An illness somebody has, from when, and whether it has been diagnosed.
#[derive(Clone, Copy)]
pub(super) struct Suffering {
    pub(super) illness: &'static Illness,
    pub(super) since: Date,
    pub(super) known: bool,
}

impl Chart<'_> {
    /// Decides on the illnesses, which begin by `until`.
    pub(super) fn fall_ill(&mut self, until: Date) {
        for illness in &ILLNESSES {
            let Person { age, sex, born, .. } = self.person;
            let band = match age {
                ..18 => 0,
                18..40 => 1,
                40..65 => 2,
                _ => 3,
            };
            let possible = illness.only.is_none_or(|only| only == sex)
                && self.person.age_on(until) > illness.from
                && (self.person.pregnant_since.is_none() || illness.in_pregnancy);
            if possible && self.dice.chance(illness.permille[band]) {
                let earliest = illness.from * 366;
                let latest = self.person.days - self.days_ago(until);
                let since = born + self.dice.between(earliest, latest).days();
                if illness.effect == Effect::Weight {
                    self.person.mass_index = self.dice.around(305, 420);
                }
                self.sufferings.push(Suffering {
                    illness,
                    since,
                    known: false,
                });
            }
        }
    }

    /// Whether an illness of such effect was there on `date`.
    pub(super) fn suffers(&self, effect: Effect, date: Date) -> bool {
        self.sufferings
            .iter()
            .any(|suffering| suffering.illness.effect == effect && suffering.since <= date)
    }

    /// Whether pain must be treated without NSAIDs, now or later.
    pub(super) fn no_nsaids(&self) -> bool {
        self.person.pregnant_since.is_some()
            || self
                .sufferings
                .iter()
                .any(|suffering| matches!(suffering.illness.effect, Effect::Kidneys | Effect::Bleeding))
    }

    /// Diagnoses at a visit what has begun by then, and prescribes for it. Gives the names.
    pub(super) fn diagnose(&mut self, visit: &Visit) -> Vec<&'static str> {
        let mut found = Vec::new();
        for index in 0..self.sufferings.len() {
            let Suffering { illness, since, known } = self.sufferings[index];
            if known || since > visit.date {
                continue;
            }
            self.sufferings[index].known = true;
            found.push(illness.name);
            let condition = self.condition(&illness.codes, illness.name, visit, (since, None));
            if !illness.drugs.is_empty() {
                let drug = *self.dice.pick(illness.drugs);
                self.prescribe(drug, visit, &condition, true);
            }
        }
        found
    }

    /// Adds the pregnancy to the problem list.
    pub(super) fn expect(&mut self, since: Date, visit: &Visit) {
        let pregnancy = codes("72892002", "Z34.90", "Normal pregnancy");
        self.condition(&pregnancy, "Pregnancy", visit, (since, None));
    }

    /// Adds a condition to the problem list, with the days it began and ended.
    pub(super) fn condition(
        &mut self,
        codes: &[Code],
        name: &str,
        visit: &Visit,
        time: (Date, Option<Date>),
    ) -> String {
        let (onset, abatement) = time;
        let recorder = self.doctor.clone();
        let prototype = condition(codes, name, abatement.is_some());
        self.add(&prototype, |condition| {
            condition["encounter"] = visit.encounter.clone();
            condition["onsetDateTime"] = json!(onset.to_string());
            if let Some(over) = abatement {
                condition["abatementDateTime"] = json!(over.to_string());
            }
            condition["recordedDate"] = json!(visit.date.to_string());
            condition["recorder"] = recorder;
        })
    }
}

fn condition(codes: &[Code], name: &str, over: bool) -> Value {
    let (status, words) = if over {
        ("resolved", "Resolved")
    } else {
        ("active", "Active")
    };
    json!({
        "resourceType": "Condition",
        "id": null,
        "meta": profile("us-core-condition-problems-health-concerns"),
        "clinicalStatus": hl7("condition-clinical", status, words),
        "verificationStatus": hl7("condition-ver-status", "confirmed", "Confirmed"),
        "category": [hl7("condition-category", "problem-list-item", "Problem List Item")],
        "code": concept(codes, name),
        "subject": null,
    })
}
