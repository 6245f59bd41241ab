//! The laboratory's catalogue: tests with their codes, units and reference ranges.

mod blood;
mod infection;
mod pregnancy;
mod urine;

use serde_json::{Value, json};

use crate::build::number;
use crate::code::Code;

pub(crate) use blood::*;
pub(crate) use infection::*;
pub(crate) use pregnancy::*;
pub(crate) use urine::*;

/// What is usual.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Range {
    Under(&'static str),
    Over(&'static str),
    Between(&'static str, &'static str),
    /// The one usual answer of a test answered in words.
    Expected(&'static str),
    None,
}

/// A test.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Test {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    /// Its name on the clinic's pages.
    pub(crate) name: &'static str,
    /// UCUM.
    pub(crate) unit: &'static str,
    pub(crate) range: Range,
    /// Below the first or above the second the laboratory calls the clinic.
    critical: Option<(f64, f64)>,
}

/// A panel of tests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    pub(crate) name: &'static str,
}

impl Group {
    /// What is tested, in words.
    pub(crate) fn specimen(&self) -> &'static str {
        match self.slug {
            "urine-albumin" | "urinalysis" | "urine-culture" | "pregnancy-test" => "Urine",
            "covid-test" => "Nasal swab",
            "fit" => "Stool",
            "lead" | "hemoglobin-alone" => "Blood from a fingertip",
            _ => "Blood",
        }
    }
}

impl Range {
    /// As a FHIR referenceRange.
    pub(crate) fn words(self, unit: &str) -> Option<Value> {
        let bound = |digits: &str| json!({ "value": number(digits), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit });
        match self {
            Self::Under(high) => Some(json!({ "high": bound(high), "text": format!("under {high} {unit}") })),
            Self::Over(low) => Some(json!({ "low": bound(low), "text": format!("{low} {unit} or more") })),
            Self::Between(low, high) => {
                Some(json!({ "low": bound(low), "high": bound(high), "text": format!("{low} to {high} {unit}") }))
            }
            Self::Expected(words) => Some(json!({ "text": words })),
            Self::None => None,
        }
    }

    fn bounds(self) -> Option<(f64, f64)> {
        let parse = |digits: &str| digits.parse::<f64>().ok();
        match self {
            // What is at the bound is no longer under it.
            Self::Under(high) => Some((f64::NEG_INFINITY, parse(high)?.next_down())),
            Self::Over(low) => Some((parse(low)?, f64::INFINITY)),
            Self::Between(low, high) => Some((parse(low)?, parse(high)?)),
            Self::Expected(_) | Self::None => None,
        }
    }
}

impl Test {
    /// The HL7 interpretation of a value; none where there is no range.
    pub(crate) fn flag(&self, value: f64) -> Option<&'static str> {
        let (low, high) = self.range.bounds()?;
        let (panic_low, panic_high) = self.critical.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        Some(if value < panic_low {
            "LL"
        } else if value > panic_high {
            "HH"
        } else if value < low {
            "L"
        } else if value > high {
            "H"
        } else {
            "N"
        })
    }

    const fn critical(mut self, low: f64, high: f64) -> Self {
        self.critical = Some((low, high));
        self
    }
}

const fn test(slug: &'static str, code: Code, name: &'static str, unit: &'static str, range: Range) -> Test {
    Test {
        slug,
        code,
        name,
        unit,
        range,
        critical: None,
    }
}

const fn group(slug: &'static str, code: Code, name: &'static str) -> Group {
    Group { slug, code, name }
}

/// The panel of a test that is ordered by itself.
const fn alone(test: &Test) -> Group {
    group(test.slug, test.code, test.name)
}
