//! Tests for germs.

use super::Range::Expected;
use super::{Group, Test, alone, group, test};
use crate::code::loinc;

pub(crate) static COVID_ALONE: Group = alone(&COVID);
pub(crate) static COVID: Test = test(
    "covid-test",
    loinc(
        "94500-6",
        "SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory system specimen by NAA with probe detection",
    ),
    "COVID-19 virus",
    "",
    Expected("Not detected"),
);
pub(crate) static CHLAMYDIA_GROUP: Group = group(
    "sti",
    loinc(
        "36903-3",
        "Chlamydia trachomatis and Neisseria gonorrhoeae DNA [Identifier] in Specimen by NAA with probe detection",
    ),
    "Chlamydia and gonorrhea screening",
);
pub(crate) static CHLAMYDIA: Test = test(
    "chlamydia",
    loinc(
        "43304-5",
        "Chlamydia trachomatis rRNA [Presence] in Specimen by NAA with probe detection",
    ),
    "Chlamydia",
    "",
    Expected("Not detected"),
);
pub(crate) static GONORRHEA: Test = test(
    "gonorrhea",
    loinc(
        "43305-2",
        "Neisseria gonorrhoeae rRNA [Presence] in Specimen by NAA with probe detection",
    ),
    "Gonorrhea",
    "",
    Expected("Not detected"),
);
