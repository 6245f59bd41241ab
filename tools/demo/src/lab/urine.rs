//! Tests of urine and stool.

use super::Range::{Between, Expected, None as NoRange, Under};
use super::{Group, Test, alone, group, test};
use crate::code::loinc;

pub(crate) static ACR_PANEL: Group = group(
    "urine-albumin",
    loinc("14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine"),
    "Urine albumin and creatinine",
);
pub(crate) static URINE_ALBUMIN: Test = test(
    "urine-albumin",
    loinc("14957-5", "Microalbumin [Mass/volume] in Urine"),
    "Urine albumin",
    "mg/L",
    Under("20"),
);
pub(crate) static URINE_CREATININE: Test = test(
    "urine-creatinine",
    loinc("2161-8", "Creatinine [Mass/volume] in Urine"),
    "Urine creatinine",
    "mg/dL",
    NoRange,
);
pub(crate) static ACR: Test = test(
    "acr",
    loinc("14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine"),
    "Urine albumin/creatinine ratio",
    "mg/g{creat}",
    Under("30"),
);
pub(crate) static URINALYSIS: Group = group(
    "urinalysis",
    loinc("24356-8", "Urinalysis complete panel - Urine"),
    "Urinalysis",
);
pub(crate) static URINE_PROTEIN: Test = test(
    "urine-protein",
    loinc("20454-5", "Protein [Presence] in Urine by Test strip"),
    "Urine protein",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_GLUCOSE: Test = test(
    "urine-glucose",
    loinc("25428-4", "Glucose [Presence] in Urine by Test strip"),
    "Urine glucose",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_LEUKOCYTES: Test = test(
    "urine-leukocytes",
    loinc("5799-2", "Leukocyte esterase [Presence] in Urine by Test strip"),
    "Urine white cells",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_NITRITE: Test = test(
    "urine-nitrite",
    loinc("5802-4", "Nitrite [Presence] in Urine by Test strip"),
    "Urine nitrite",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_PH: Test = test(
    "urine-ph",
    loinc("5803-2", "pH of Urine by Test strip"),
    "Urine pH",
    "[pH]",
    Between("5.0", "8.0"),
);
pub(crate) static URINE_CULTURE_ALONE: Group = alone(&URINE_CULTURE);
pub(crate) static URINE_CULTURE: Test = test(
    "urine-culture",
    loinc("630-4", "Bacteria identified in Urine by Culture"),
    "Urine culture",
    "",
    Expected("No growth"),
);

pub(crate) static FIT_ALONE: Group = alone(&FIT);
pub(crate) static FIT: Test = test(
    "fit",
    loinc(
        "29771-3",
        "Hemoglobin.gastrointestinal.lower [Presence] in Stool by Immunoassay",
    ),
    "Stool blood test (FIT)",
    "",
    Expected("Negative"),
);
