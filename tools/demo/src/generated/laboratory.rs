//! Blood tests: panels with values that agree with each other and with the illnesses.

use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use super::illness::Effect;
use super::panel::{A1C_SHEET, COUNT_SHEET, LIPIDS_SHEET, METABOLIC_SHEET, Sheet};
use super::person::Sex;
use super::vital::decimal;
use crate::build::refer;

impl Chart<'_> {
    /// Salts, sugar, kidneys and liver.
    pub(super) fn metabolic_panel(&mut self, visit: &Visit) {
        let dice = &mut self.dice;
        let rest = [
            dice.around(134, 146),
            dice.around(34, 52),
            dice.around(97, 108),
            dice.around(21, 30),
            dice.around(84, 104),
            dice.around(61, 81),
            dice.around(34, 51),
            dice.around(2, 13),
            dice.around(40, 140),
            dice.around(9, 44),
            dice.around(8, 48),
        ];
        let sick = self.suffers(Effect::Sugar, visit.date);
        let glucose = if sick {
            self.dice.around(98, 210)
        } else {
            self.dice.around(72, 108)
        };
        let weak = self.suffers(Effect::Kidneys, visit.date);
        let age = self.person.age_on(visit.date);
        let female = self.person.sex == Sex::Female;
        let usual = if female { 55..=95 } else { 70..=120 };
        // Weak kidneys filter 33 to 57 mL/min: the creatinine that says so.
        let creatinine = if weak {
            let aim = self.dice.between(33, 57);
            (60..400)
                .find(|creatinine| filtration(*creatinine, age, female) <= aim)
                .unwrap_or(160)
        } else {
            let drawn = self.dice.around(*usual.start(), *usual.end());
            (40..=drawn)
                .rev()
                .find(|creatinine| filtration(*creatinine, age, female) >= 60)
                .unwrap_or(drawn)
        };
        let urea = if weak {
            self.dice.around(18, 38)
        } else {
            self.dice.around(7, 21)
        };
        let mut values = vec![glucose, urea, creatinine, filtration(creatinine, age, female)];
        values.extend(rest);
        self.panel(&METABOLIC_SHEET, visit, &values);
    }

    /// Blood cells.
    pub(super) fn blood_count(&mut self, visit: &Visit) {
        let anemic = self.suffers(Effect::Anemia, visit.date);
        let hemoglobin = match (anemic, self.person.sex) {
            (true, _) => self.dice.around(96, 119),
            (false, Sex::Female) => self.dice.around(118, 154),
            (false, Sex::Male) => self.dice.around(134, 174),
        };
        let size = if anemic {
            self.dice.around(70, 80)
        } else {
            self.dice.around(82, 98)
        };
        let hematocrit = hemoglobin * 3 + self.dice.between(-4, 4);
        // Hematocrit is the number of cells times their size.
        let cells = hematocrit * 100 / size;
        let (white, platelets) = (self.dice.around(38, 112), self.dice.around(150, 390));
        self.panel(
            &COUNT_SHEET,
            visit,
            &[white, cells, hemoglobin, hematocrit, size, platelets],
        );
    }

    /// Cholesterol.
    pub(super) fn lipid_panel(&mut self, visit: &Visit) {
        let ill = self.suffers(Effect::Lipids, visit.date);
        let (ldl, triglycerides) = if ill {
            (self.dice.around(80, 185), self.dice.around(110, 280))
        } else {
            (self.dice.around(62, 135), self.dice.around(50, 165))
        };
        let hdl = self.dice.around(36, 72) + if self.person.sex == Sex::Female { 7 } else { 0 };
        // What is left is about a fifth of the triglycerides (Friedewald 1972).
        self.panel(
            &LIPIDS_SHEET,
            visit,
            &[ldl + hdl + triglycerides / 5, triglycerides, hdl, ldl],
        );
    }

    /// The sugar of the last months, in people with diabetes.
    pub(super) fn a1c(&mut self, visit: &Visit) {
        if self.suffers(Effect::Sugar, visit.date) {
            let value = self.dice.around(58, 96);
            self.panel(&A1C_SHEET, visit, &[value]);
        }
    }

    fn panel(&mut self, sheet: &Sheet, visit: &Visit, values: &[i64]) {
        let column = self.person.column();
        let (laboratory, drawn) = (self.setting.clinic.organization.clone(), visit.time(15));
        let issued = visit.time(240);
        let place = |resource: &mut Value| {
            resource["encounter"] = visit.encounter.clone();
            resource["effectiveDateTime"] = json!(drawn);
            resource["issued"] = json!(issued);
            resource["performer"] = Value::Array(vec![laboratory.clone()]);
        };
        let mut results = Vec::with_capacity(values.len());
        for ((prototype, test), value) in sheet.tests[column].iter().zip(sheet.panel.tests).zip(values) {
            let result = self.add(prototype, |observation| {
                place(observation);
                observation["valueQuantity"]["value"] = decimal(*value, test.decimals);
                observation["interpretation"] = test.flag(*value, column).clone();
            });
            results.push(refer(&result));
        }
        self.add(&sheet.report, |report| {
            place(report);
            report["result"] = Value::Array(results);
        });
    }
}

/// eGFR in mL/min/1.73 m² of creatinine in hundredths of mg/dL: CKD-EPI 2021 (Inker, NEJM 2021;385:1737).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "ages and creatinine are small, and the result is at most a few hundred"
)]
fn filtration(creatinine: i64, age: i64, female: bool) -> i64 {
    let (kappa, alpha, factor) = if female {
        (0.7, -0.241, 1.012)
    } else {
        (0.9, -0.302, 1.0)
    };
    let ratio = creatinine as f64 / 100.0 / kappa;
    (142.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.2) * 0.9938_f64.powf(age as f64) * factor).round()
        as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtration_is_that_of_the_national_kidney_foundation_s_calculator() {
        assert_eq!(filtration(100, 50, false), 92);
        assert_eq!(filtration(100, 50, true), 69);
        assert_eq!(filtration(180, 70, false), 40);
    }
}
