//! Tests for germs.

use super::Range::Expected;
use super::{Group, Test, alone, test};
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
