//! The panels of blood tests, with their reference ranges.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::vital::{decimal, observation, quantity};
use crate::build::profile;
use crate::code::{Code, hl7, loinc};

/// The usual in women and in men; without an end, none.
type Range = [(Option<i64>, Option<i64>); 2];

/// A test. Values and ranges are whole numbers of its last decimal.
pub(super) struct Test {
    code: Code,
    name: &'static str,
    /// UCUM.
    unit: &'static str,
    pub(super) decimals: u32,
    range: Range,
}

/// Tests made of one tube.
pub(super) struct Panel {
    code: Code,
    name: &'static str,
    pub(super) tests: &'static [Test],
}

const fn within(low: i64, high: i64) -> Range {
    [(Some(low), Some(high)); 2]
}

const fn test(code: Code, name: &'static str, unit: &'static str, decimals: u32, range: Range) -> Test {
    Test {
        code,
        name,
        unit,
        decimals,
        range,
    }
}

static METABOLIC: Panel = Panel {
    code: loinc("24323-8", "Comprehensive metabolic 2000 panel - Serum or Plasma"),
    name: "Comprehensive metabolic panel",
    tests: &[
        test(
            loinc("2345-7", "Glucose [Mass/volume] in Serum or Plasma"),
            "Glucose",
            "mg/dL",
            0,
            within(70, 99),
        ),
        test(
            loinc("3094-0", "Urea nitrogen [Mass/volume] in Serum or Plasma"),
            "Urea nitrogen (BUN)",
            "mg/dL",
            0,
            within(7, 20),
        ),
        test(
            loinc("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
            "Creatinine",
            "mg/dL",
            2,
            [(Some(50), Some(110)), (Some(70), Some(130))],
        ),
        test(
            loinc(
                "98979-8",
                "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)",
            ),
            "Kidney filtration (eGFR)",
            "mL/min/{1.73_m2}",
            0,
            [(Some(60), None); 2],
        ),
        test(
            loinc("2951-2", "Sodium [Moles/volume] in Serum or Plasma"),
            "Sodium",
            "mmol/L",
            0,
            within(135, 145),
        ),
        test(
            loinc("2823-3", "Potassium [Moles/volume] in Serum or Plasma"),
            "Potassium",
            "mmol/L",
            1,
            within(35, 51),
        ),
        test(
            loinc("2075-0", "Chloride [Moles/volume] in Serum or Plasma"),
            "Chloride",
            "mmol/L",
            0,
            within(98, 107),
        ),
        test(
            loinc("2028-9", "Carbon dioxide, total [Moles/volume] in Serum or Plasma"),
            "Carbon dioxide",
            "mmol/L",
            0,
            within(22, 29),
        ),
        test(
            loinc("17861-6", "Calcium [Mass/volume] in Serum or Plasma"),
            "Calcium",
            "mg/dL",
            1,
            within(86, 102),
        ),
        test(
            loinc("2885-2", "Protein [Mass/volume] in Serum or Plasma"),
            "Total protein",
            "g/dL",
            1,
            within(60, 83),
        ),
        test(
            loinc("1751-7", "Albumin [Mass/volume] in Serum or Plasma"),
            "Albumin",
            "g/dL",
            1,
            within(35, 50),
        ),
        test(
            loinc("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma"),
            "Total bilirubin",
            "mg/dL",
            1,
            within(1, 12),
        ),
        test(
            loinc(
                "6768-6",
                "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma",
            ),
            "Alkaline phosphatase",
            "U/L",
            0,
            within(44, 147),
        ),
        test(
            loinc(
                "1920-8",
                "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
            ),
            "AST",
            "U/L",
            0,
            within(8, 40),
        ),
        test(
            loinc(
                "1742-6",
                "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
            ),
            "ALT",
            "U/L",
            0,
            within(7, 40),
        ),
    ],
};

static COUNT: Panel = Panel {
    code: loinc("58410-2", "CBC panel - Blood by Automated count"),
    name: "Complete blood count",
    tests: &[
        test(
            loinc("6690-2", "Leukocytes [#/volume] in Blood by Automated count"),
            "White blood cells",
            "10*3/uL",
            1,
            within(40, 110),
        ),
        test(
            loinc("789-8", "Erythrocytes [#/volume] in Blood by Automated count"),
            "Red blood cells",
            "10*6/uL",
            2,
            [(Some(390), Some(520)), (Some(430), Some(590))],
        ),
        test(
            loinc("718-7", "Hemoglobin [Mass/volume] in Blood"),
            "Hemoglobin",
            "g/dL",
            1,
            [(Some(120), Some(155)), (Some(135), Some(175))],
        ),
        test(
            loinc("4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count"),
            "Hematocrit",
            "%",
            1,
            [(Some(360), Some(470)), (Some(405), Some(530))],
        ),
        test(
            loinc("787-2", "MCV [Entitic volume] by Automated count"),
            "Red cell size (MCV)",
            "fL",
            0,
            within(80, 100),
        ),
        test(
            loinc("777-3", "Platelets [#/volume] in Blood by Automated count"),
            "Platelets",
            "10*3/uL",
            0,
            within(150, 400),
        ),
    ],
};

static LIPIDS: Panel = Panel {
    code: loinc("57698-3", "Lipid panel with direct LDL - Serum or Plasma"),
    name: "Cholesterol panel",
    tests: &[
        test(
            loinc("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma"),
            "Total cholesterol",
            "mg/dL",
            0,
            [(None, Some(199)); 2],
        ),
        test(
            loinc("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma"),
            "Triglycerides",
            "mg/dL",
            0,
            [(None, Some(149)); 2],
        ),
        test(
            loinc("2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma"),
            "HDL cholesterol",
            "mg/dL",
            0,
            [(Some(50), None), (Some(40), None)],
        ),
        test(
            loinc(
                "18262-6",
                "Cholesterol in LDL [Mass/volume] in Serum or Plasma by Direct assay",
            ),
            "LDL cholesterol",
            "mg/dL",
            0,
            [(None, Some(129)); 2],
        ),
    ],
};

static A1C: Panel = Panel {
    code: loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
    name: "Hemoglobin A1c",
    tests: &[test(
        loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
        "Hemoglobin A1c",
        "%",
        1,
        within(40, 56),
    )],
};

/// A panel with the prototypes of its report and of its tests in women and in men.
pub(super) struct Sheet {
    pub(super) panel: &'static Panel,
    pub(super) report: Value,
    pub(super) tests: [Vec<Value>; 2],
}

impl Sheet {
    fn new(panel: &'static Panel) -> Self {
        let report = json!({
            "resourceType": "DiagnosticReport",
            "id": null,
            "meta": profile("us-core-diagnosticreport-lab"),
            "status": "final",
            "category": [hl7("v2-0074", "LAB", "Laboratory")],
            "code": panel.code.called(panel.name),
            "subject": null,
        });
        let column = |column: usize| panel.tests.iter().map(|test| test.prototype(column)).collect();
        Self {
            panel,
            report,
            tests: [column(0), column(1)],
        }
    }
}

pub(super) static METABOLIC_SHEET: LazyLock<Sheet> = LazyLock::new(|| Sheet::new(&METABOLIC));
pub(super) static COUNT_SHEET: LazyLock<Sheet> = LazyLock::new(|| Sheet::new(&COUNT));
pub(super) static LIPIDS_SHEET: LazyLock<Sheet> = LazyLock::new(|| Sheet::new(&LIPIDS));
pub(super) static A1C_SHEET: LazyLock<Sheet> = LazyLock::new(|| Sheet::new(&A1C));
/// HL7 interpretations: low, normal, high.
static FLAGS: LazyLock<[Value; 3]> = LazyLock::new(|| {
    [("L", "Low"), ("N", "Normal"), ("H", "High")]
        .map(|(code, words)| json!([hl7("v3-ObservationInterpretation", code, words)]))
});

impl Test {
    fn prototype(&self, column: usize) -> Value {
        let mut prototype = observation(
            "us-core-observation-lab",
            "laboratory",
            "Laboratory",
            self.code,
            self.name,
        );
        prototype["valueQuantity"] = quantity(self.unit, self.unit);
        let bound = |value: i64| {
            let mut bound = quantity(self.unit, self.unit);
            bound["value"] = decimal(value, self.decimals);
            bound
        };
        prototype["referenceRange"] = match self.range[column] {
            (Some(low), Some(high)) => json!([{ "low": bound(low), "high": bound(high) }]),
            (Some(low), None) => json!([{ "low": bound(low) }]),
            (None, Some(high)) => json!([{ "high": bound(high) }]),
            (None, None) => return prototype,
        };
        prototype
    }

    /// What `value` is, as a FHIR interpretation.
    pub(super) fn flag(&self, value: i64, column: usize) -> &'static Value {
        let (low, high) = self.range[column];
        if low.is_some_and(|low| value < low) {
            &FLAGS[0]
        } else if high.is_some_and(|high| value > high) {
            &FLAGS[2]
        } else {
            &FLAGS[1]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_a_bound_is_normal() {
        let glucose = &METABOLIC.tests[0];
        let flag = |value| glucose.flag(value, 0)[0]["coding"][0]["code"].clone();
        assert_eq!([flag(69), flag(70), flag(99), flag(100)], ["L", "N", "N", "H"]);
    }
}
