//! Walter's lasting conditions.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::build::{Issue, Seen, Story};
use crate::clinic::ORTIZ;
use crate::code::{Code, icd10, snomed};

/// References of the conditions that visits and medicines are about.
pub(super) struct Problems {
    pub(super) fibrillation: String,
    pub(super) pressure: String,
    pub(super) copd: String,
    pub(super) kidney: String,
    pub(super) cholesterol: String,
    pub(super) thyroid: String,
    pub(super) prostate: String,
    pub(super) knees: String,
    /// Found half a year after the first visit; empty before.
    pub(super) failure: String,
}

/// Tells a condition that lasts: what its id says and its name, its codes, and since when.
pub(super) fn lasting(
    story: &mut Story<'_>,
    seen: Option<&Seen>,
    (slug, name): (&'static str, &'static str),
    codes: [Code; 2],
    onset: Date,
) -> String {
    let issue = Issue {
        slug,
        codes,
        name,
        onset,
        resolved: None,
    };
    story.issue(seen, ORTIZ, &issue)
}

/// What he had when he came to the clinic.
pub(super) fn brought_along(story: &mut Story<'_>, first: &Seen) -> Problems {
    let mut told = |name, codes, years: i64| lasting(story, Some(first), name, codes, first.date - years.years());
    Problems {
        fibrillation: told(
            ("atrial-fibrillation", "Permanent atrial fibrillation"),
            [
                snomed("440028005", "Permanent atrial fibrillation"),
                icd10("I48.21", "Permanent atrial fibrillation"),
            ],
            5,
        ),
        pressure: told(
            ("hypertension", "High blood pressure"),
            [
                snomed("59621000", "Essential hypertension"),
                icd10("I10", "Essential (primary) hypertension"),
            ],
            22,
        ),
        copd: told(
            ("copd", "COPD (chronic obstructive pulmonary disease)"),
            [
                snomed("13645005", "Chronic obstructive lung disease"),
                icd10("J44.9", "Chronic obstructive pulmonary disease, unspecified"),
            ],
            9,
        ),
        kidney: told(
            ("kidney-disease", "Chronic kidney disease, stage 3b"),
            [
                snomed("700379002", "Chronic kidney disease stage 3B"),
                icd10("N18.32", "Chronic kidney disease, stage 3b"),
            ],
            2,
        ),
        cholesterol: told(
            ("hyperlipidemia", "High cholesterol"),
            [
                snomed("55822004", "Hyperlipidemia"),
                icd10("E78.5", "Hyperlipidemia, unspecified"),
            ],
            18,
        ),
        thyroid: told(
            ("hypothyroidism", "Underactive thyroid"),
            [
                snomed("40930008", "Hypothyroidism"),
                icd10("E03.9", "Hypothyroidism, unspecified"),
            ],
            11,
        ),
        prostate: told(
            ("prostate", "Enlarged prostate"),
            [
                snomed("266569009", "Benign prostatic hyperplasia"),
                icd10(
                    "N40.1",
                    "Benign prostatic hyperplasia with lower urinary tract symptoms",
                ),
            ],
            8,
        ),
        knees: told(
            ("knees", "Arthritis of both knees"),
            [
                snomed("239873007", "Osteoarthritis of knee"),
                icd10("M17.0", "Bilateral primary osteoarthritis of knee"),
            ],
            10,
        ),
        failure: String::new(),
    }
}
