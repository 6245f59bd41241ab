//! What happens at most of Maria's visits, and the medicines she takes for years.

use jiff::Span;
use jiff::civil::{Date, time};

use crate::build::Reading::Number;
use crate::build::{Kind, ORAL, Panel, Prescription, Seen, Status, Story, Told, Visit, Vitals};
use crate::clinic::ORTIZ;
use crate::code::rxnorm;
use crate::lab;

pub(super) fn visit(story: &mut Story<'_>, ago: Span, kind: Kind, reason: &str) -> Seen {
    let date = story.ago(ago);
    story.visit(&Visit {
        date,
        time: time(9, 20, 0, 0),
        minutes: 30,
        kind,
        reason,
        by: ORTIZ,
    })
}

pub(super) fn vitals(story: &mut Story<'_>, seen: &Seen, pressure: (u32, u32), pulse: u32, weight: u32) {
    let vitals = Vitals {
        pressure,
        pulse,
        breaths: 14,
        temperature: 370,
        oxygen: 98,
        weight,
        height: 1600,
    };
    story.vitals(seen, vitals);
}

pub(super) fn a1c(story: &mut Story<'_>, seen: &Seen, value: &'static str) {
    let results = [(&lab::A1C, Number(value))];
    story.panel(
        seen,
        &Panel {
            group: &lab::A1C_ALONE,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    );
}

/// LDL, HDL, triglycerides, total cholesterol.
pub(super) fn lipids(
    story: &mut Story<'_>,
    seen: &Seen,
    values: [&'static str; 4],
    conclusion: Option<&'static str>,
) -> Told {
    let tests = [&lab::LDL, &lab::HDL, &lab::TRIGLYCERIDES, &lab::CHOLESTEROL];
    let results: Vec<_> = tests.into_iter().zip(values.map(Number)).collect();
    story.panel(
        seen,
        &Panel {
            group: &lab::LIPIDS,
            status: Status::Final,
            results: &results,
            conclusion,
        },
    )
}

/// Glucose, sodium, potassium, creatinine, eGFR, AST, ALT.
pub(super) fn metabolic(story: &mut Story<'_>, seen: &Seen, values: &[&'static str; 7]) -> Told {
    let tests = [
        &lab::GLUCOSE,
        &lab::SODIUM,
        &lab::POTASSIUM,
        &lab::CREATININE,
        &lab::EGFR,
        &lab::AST,
        &lab::ALT,
    ];
    let mut results: Vec<_> = tests.into_iter().zip(values.map(Number)).collect();
    results.extend([
        (&lab::CHLORIDE, Number("103")),
        (&lab::BICARBONATE, Number("25")),
        (&lab::UREA, Number("13")),
        (&lab::CALCIUM, Number("9.4")),
        (&lab::PROTEIN, Number("7.2")),
        (&lab::ALBUMIN, Number("4.3")),
        (&lab::BILIRUBIN, Number("0.5")),
        (&lab::ALP, Number("76")),
    ]);
    story.panel(
        seen,
        &Panel {
            group: &lab::CMP,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    )
}

/// White cells, red cells, hemoglobin, hematocrit, MCV, platelets.
pub(super) fn blood_count(story: &mut Story<'_>, seen: &Seen, values: &[&'static str; 6]) {
    let tests = [
        &lab::LEUKOCYTES,
        &lab::ERYTHROCYTES,
        &lab::HEMOGLOBIN,
        &lab::HEMATOCRIT,
        &lab::MCV,
        &lab::PLATELETS,
    ];
    let results: Vec<_> = tests.into_iter().zip(values.map(Number)).collect();
    story.panel(
        seen,
        &Panel {
            group: &lab::CBC,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    );
}

/// Albumin, creatinine, and their ratio.
pub(super) fn urine_albumin(
    story: &mut Story<'_>,
    seen: &Seen,
    albumin: &'static str,
    creatinine: &'static str,
    ratio: &'static str,
) {
    let tests = [&lab::URINE_ALBUMIN, &lab::URINE_CREATININE, &lab::ACR];
    let results: Vec<_> = tests
        .into_iter()
        .zip([albumin, creatinine, ratio].map(Number))
        .collect();
    story.panel(
        seen,
        &Panel {
            group: &lab::ACR_PANEL,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    );
}

/// 500 mg twice a day.
pub(super) fn metformin<'a>(diabetes: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    Prescription {
        slug: "metformin",
        drug: rxnorm("861007", "metformin hydrochloride 500 MG Oral Tablet"),
        label: "Take 1 tablet by mouth twice a day with meals.",
        daily: (2, "1"),
        when: Some("C"),
        unit: "{tbl}",
        route: ORAL,
        fill: (180, 90, 3),
        reason: Some(diabetes),
        handed_over,
    }
}

/// 20 mg every evening.
pub(super) fn atorvastatin<'a>(cholesterol: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    Prescription {
        slug: "atorvastatin",
        drug: rxnorm("617310", "atorvastatin 20 MG Oral Tablet"),
        label: "Take 1 tablet by mouth every evening.",
        daily: (1, "1"),
        when: Some("EVE"),
        unit: "{tbl}",
        route: ORAL,
        fill: (90, 90, 3),
        reason: Some(cholesterol),
        handed_over,
    }
}
