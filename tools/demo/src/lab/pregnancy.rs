//! Tests around a pregnancy.

use super::Range::{Expected, None as NoRange, Over, Under};
use super::{Group, Test, alone, group, test};
use crate::code::loinc;

pub(crate) static PREGNANCY_ALONE: Group = alone(&PREGNANCY);
pub(crate) static PREGNANCY: Test = test(
    "pregnancy-test",
    loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"),
    "Urine pregnancy test",
    "",
    NoRange,
);
pub(crate) static OB_PANEL: Group = group(
    "ob-panel",
    loinc("24364-2", "Obstetric 1996 panel - Serum and Blood"),
    "Prenatal blood tests",
);
pub(crate) static BLOOD_TYPE: Test = test(
    "blood-type",
    loinc("883-9", "ABO group [Type] in Blood"),
    "Blood type",
    "",
    NoRange,
);
pub(crate) static RH: Test = test("rh", loinc("10331-7", "Rh [Type] in Blood"), "Rh type", "", NoRange);
pub(crate) static ANTIBODIES: Test = test(
    "antibodies",
    loinc("890-4", "Blood group antibody screen [Presence] in Serum or Plasma"),
    "Antibody screen",
    "",
    Expected("Negative"),
);
pub(crate) static HEPATITIS_B: Test = test(
    "hepatitis-b",
    loinc("5195-3", "Hepatitis B virus surface Ag [Presence] in Serum"),
    "Hepatitis B surface antigen",
    "",
    Expected("Negative"),
);
pub(crate) static HIV: Test = test(
    "hiv",
    loinc(
        "56888-1",
        "HIV 1+2 Ab+HIV1 p24 Ag [Presence] in Serum or Plasma by Immunoassay",
    ),
    "HIV screening",
    "",
    Expected("Non-reactive"),
);
pub(crate) static SYPHILIS: Test = test(
    "syphilis",
    loinc("20507-0", "Reagin Ab [Presence] in Serum by RPR"),
    "Syphilis screening (RPR)",
    "",
    Expected("Non-reactive"),
);
pub(crate) static RUBELLA: Test = test(
    "rubella",
    loinc(
        "5334-8",
        "Rubella virus IgG Ab [Units/volume] in Serum or Plasma by Immunoassay",
    ),
    "Rubella immunity",
    "[IU]/mL",
    Over("10"),
);
pub(crate) static GLUCOSE_1H_ALONE: Group = alone(&GLUCOSE_1H);
pub(crate) static GLUCOSE_1H: Test = test(
    "glucose-1h",
    loinc(
        "1504-0",
        "Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO",
    ),
    "Glucose, 1 hour after 50 g",
    "mg/dL",
    Under("140"),
);
