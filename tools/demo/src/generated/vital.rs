//! What is measured at a visit without a laboratory.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::chart::{Chart, Visit, days_between};
use super::illness::Effect;
use super::person::Sex;
use crate::build::{number, profile};
use crate::code::{Code, hl7, loinc, snomed};

/// Age in months with the usual height (cm) and weight (tenths of a kilogram) of girls and boys.
const GROWTH: [(i64, [i64; 2], [i64; 2]); 17] = [
    (0, [49, 50], [32, 34]),
    (3, [60, 61], [58, 64]),
    (6, [66, 68], [73, 79]),
    (12, [74, 76], [90, 97]),
    (24, [86, 88], [120, 126]),
    (36, [95, 96], [139, 143]),
    (48, [101, 102], [159, 163]),
    (60, [108, 109], [180, 184]),
    (84, [121, 122], [229, 231]),
    (96, [127, 128], [258, 257]),
    (120, [138, 138], [331, 321]),
    (144, [151, 149], [418, 407]),
    (156, [157, 156], [461, 458]),
    (168, [160, 164], [494, 512]),
    (180, [162, 170], [520, 566]),
    (204, [163, 175], [551, 650]),
    (228, [163, 177], [575, 700]),
];

/// Something with a number and a unit.
struct Vital {
    code: Code,
    name: &'static str,
    profile: &'static str,
    /// Shown, and as UCUM.
    unit: (&'static str, &'static str),
}

/// Positions in `VITALS`.
const PULSE: usize = 0;
const BREATHS: usize = 1;
const TEMPERATURE: usize = 2;
const WEIGHT: usize = 3;
const HEIGHT: usize = 4;
const MASS_INDEX: usize = 5;

const VITALS: [Vital; 6] = [
    Vital {
        code: loinc("8867-4", "Heart rate"),
        name: "Heart rate",
        profile: "us-core-heart-rate",
        unit: ("/min", "/min"),
    },
    Vital {
        code: loinc("9279-1", "Respiratory rate"),
        name: "Breathing rate",
        profile: "us-core-respiratory-rate",
        unit: ("/min", "/min"),
    },
    Vital {
        code: loinc("8310-5", "Body temperature"),
        name: "Body temperature",
        profile: "us-core-body-temperature",
        unit: ("°C", "Cel"),
    },
    Vital {
        code: loinc("29463-7", "Body weight"),
        name: "Weight",
        profile: "us-core-body-weight",
        unit: ("kg", "kg"),
    },
    Vital {
        code: loinc("8302-2", "Body height"),
        name: "Height",
        profile: "us-core-body-height",
        unit: ("cm", "cm"),
    },
    Vital {
        code: loinc("39156-5", "Body mass index (BMI) [Ratio]"),
        name: "BMI",
        profile: "us-core-bmi",
        unit: ("kg/m2", "kg/m2"),
    },
];

static PROTOTYPES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let numbered = |vital: &Vital| {
        let (unit, code) = vital.unit;
        let mut prototype = observation(vital.profile, "vital-signs", "Vital Signs", vital.code, vital.name);
        prototype["valueQuantity"] = quantity(unit, code);
        prototype
    };
    VITALS.iter().map(numbered).collect()
});

static PRESSURE: LazyLock<Value> = LazyLock::new(|| {
    let part =
        |code: Code, name: &str| json!({ "code": code.called(name), "valueQuantity": quantity("mmHg", "mm[Hg]") });
    let code = loinc("85354-9", "Blood pressure panel with all children optional");
    let mut prototype = observation(
        "us-core-blood-pressure",
        "vital-signs",
        "Vital Signs",
        code,
        "Blood pressure",
    );
    prototype["component"] = json!([
        part(loinc("8480-6", "Systolic blood pressure"), "Systolic"),
        part(loinc("8462-4", "Diastolic blood pressure"), "Diastolic"),
    ]);
    prototype
});

static SMOKING: LazyLock<Value> = LazyLock::new(|| {
    let code = loinc("72166-2", "Tobacco smoking status");
    observation(
        "us-core-smokingstatus",
        "social-history",
        "Social History",
        code,
        "Smoking status",
    )
});

/// What a visit's note repeats.
pub(super) struct Measured {
    /// mmHg; none in small children.
    pub(super) pressure: Option<(i64, i64)>,
    /// Tenths of a kilogram.
    pub(super) weight: i64,
    /// Tenths of a degree Celsius.
    pub(super) temperature: i64,
}

impl Chart<'_> {
    /// Measures what a nurse does at every visit; height, and what follows from it, when `fully`.
    pub(super) fn measure(&mut self, visit: &Visit, fully: bool, fever: bool) -> Measured {
        let age = self.person.age_on(visit.date);
        let pressure = (age >= 3).then(|| self.pressure(visit, age));
        let (pulse, breaths) = match age {
            0 => (self.dice.around(110, 150), self.dice.around(28, 44)),
            1..=4 => (self.dice.around(90, 125), self.dice.around(20, 30)),
            5..=11 => (self.dice.around(72, 108), self.dice.around(16, 24)),
            _ => (self.dice.around(56, 92), self.dice.around(12, 19)),
        };
        self.vital(PULSE, visit, pulse, 0);
        let temperature = if fever {
            self.dice.between(379, 389)
        } else {
            self.dice.around(363, 372)
        };
        if fully || fever {
            self.vital(BREATHS, visit, breaths, 0);
            self.vital(TEMPERATURE, visit, temperature, 1);
        }
        let (height, weight) = self.body(visit, age);
        self.vital(WEIGHT, visit, weight, 1);
        if fully {
            self.vital(HEIGHT, visit, height, 1);
            let pregnant = self.person.pregnant_since.is_some_and(|since| since <= visit.date);
            if age >= 2 && !pregnant {
                self.vital(MASS_INDEX, visit, weight * 100_000 / (height * height), 1);
            }
        }
        Measured {
            pressure,
            weight,
            temperature,
        }
    }

    /// Asks whether the person smokes; about one in eight adults does.
    pub(super) fn ask_about_smoking(&mut self, visit: &Visit) {
        let answer = match self.dice.between(0, 99) {
            0..=11 if self.person.age_on(visit.date) >= 18 => snomed("77176002", "Smoker"),
            12..=33 if self.person.age_on(visit.date) >= 30 => snomed("8517006", "Ex-smoker"),
            _ => snomed("266919005", "Never smoked tobacco"),
        };
        let performer = self.doctor.clone();
        self.add(&SMOKING, |observation| {
            place(observation, visit, performer);
            observation["valueCodeableConcept"] = answer.concept();
        });
    }

    fn pressure(&mut self, visit: &Visit, age: i64) -> (i64, i64) {
        let (systolic, diastolic) = if self.suffers(Effect::Pressure, visit.date) {
            (self.dice.around(122, 158), self.dice.around(74, 98))
        } else if age < 13 {
            (self.dice.around(88, 112), self.dice.around(52, 72))
        } else {
            (self.dice.around(102, 134), self.dice.around(62, 84))
        };
        let performer = self.doctor.clone();
        self.add(&PRESSURE, |observation| {
            place(observation, visit, performer);
            observation["component"][0]["valueQuantity"]["value"] = json!(systolic);
            observation["component"][1]["valueQuantity"]["value"] = json!(diastolic);
        });
        (systolic, diastolic)
    }

    /// Height and weight on the day of a visit, in tenths.
    fn body(&mut self, visit: &Visit, age: i64) -> (i64, i64) {
        let column = self.person.column();
        let days = self.person.days - self.days_ago(visit.date);
        let (usual_height, usual_weight) = grown(days, column);
        let height = usual_height * self.person.stature / 1000;
        let wobble = self.dice.between(985, 1015);
        let weight = if age >= 18 {
            self.person.mass_index * height * height / 1_000_000
        } else {
            // A child's build shows half as much as an adult's.
            usual_weight * self.person.stature / 1000 * (220 + self.person.mass_index) / 440
        };
        let gain = match self.person.pregnant_since {
            Some(since) if since <= visit.date => (days_between(since, visit.date) - 84).max(0) * 6 / 10,
            _ => 0,
        };
        debug_assert!(self.person.sex == Sex::Female || gain == 0);
        (height, weight * wobble / 1000 + gain)
    }

    fn vital(&mut self, which: usize, visit: &Visit, value: i64, decimals: u32) {
        let performer = self.doctor.clone();
        self.add(&PROTOTYPES[which], |observation| {
            place(observation, visit, performer);
            observation["valueQuantity"]["value"] = decimal(value, decimals);
        });
    }
}

/// Usual height and weight of somebody so many days old, in tenths.
fn grown(days: i64, column: usize) -> (i64, i64) {
    let next = GROWTH.iter().position(|(months, ..)| months * 304 / 10 > days);
    let Some(next) = next else {
        let (_, height, weight) = GROWTH[GROWTH.len() - 1];
        return (height[column] * 10, weight[column]);
    };
    let (from, low_height, low_weight) = GROWTH[next - 1];
    let (to, high_height, high_weight) = GROWTH[next];
    let (from, to) = (from * 304 / 10, to * 304 / 10);
    let between = |low: i64, high: i64| low + (high - low) * (days - from) / (to - from);
    (
        between(low_height[column] * 10, high_height[column] * 10),
        between(low_weight[column], high_weight[column]),
    )
}

/// A prototype of an Observation without its value.
pub(super) fn observation(profile_name: &str, category: &str, words: &str, code: Code, name: &str) -> Value {
    json!({
        "resourceType": "Observation",
        "id": null,
        "meta": profile(profile_name),
        "status": "final",
        "category": [hl7("observation-category", category, words)],
        "code": code.called(name),
        "subject": null,
    })
}

/// A Quantity without its number.
pub(super) fn quantity(unit: &str, code: &str) -> Value {
    json!({ "value": null, "unit": unit, "system": "http://unitsofmeasure.org", "code": code })
}

/// A number of so many decimals, from one without.
pub(super) fn decimal(value: i64, decimals: u32) -> Value {
    if decimals == 0 {
        return json!(value);
    }
    let scale = 10_i64.pow(decimals);
    let width = usize::try_from(decimals).unwrap_or(1);
    number(&format!("{}.{:0width$}", value / scale, value % scale))
}

fn place(observation: &mut Value, visit: &Visit, performer: Value) {
    observation["encounter"] = visit.encounter.clone();
    observation["effectiveDateTime"] = json!(visit.time(5));
    observation["performer"] = Value::Array(vec![performer]);
}
