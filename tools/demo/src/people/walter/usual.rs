//! What happens at most of Walter's visits.

use jiff::Span;
use jiff::civil::{Date, time};

use crate::build::Reading::Number;
use crate::build::{Kind, Panel, Reading, Seen, Status, Story, Visit, Vitals, at};
use crate::clinic::ORTIZ;
use crate::lab::{self, Group, Test};

/// Blood pressure, pulse, oxygen in percent, and weight in tenths of a kilogram.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured(pub(super) (u32, u32), pub(super) u32, pub(super) u32, pub(super) u32);

pub(super) fn visit(story: &mut Story<'_>, ago: Span, kind: Kind, reason: &str) -> Seen {
    let date = story.ago(ago);
    story.visit(&Visit {
        date,
        time: time(10, 40, 0, 0),
        minutes: 40,
        kind,
        reason,
        by: ORTIZ,
    })
}

/// Eleven in the morning of the working day about `ago` before today.
pub(super) fn stamp(story: &Story<'_>, ago: Span) -> String {
    at(story.ago(ago), time(11, 0, 0, 0))
}

/// Early afternoon of `date`, when the laboratory reports.
pub(super) fn afternoon(date: Date) -> String {
    at(date, time(14, 30, 0, 0))
}

pub(super) fn vitals(story: &mut Story<'_>, seen: &Seen, measured: Measured) {
    let Measured(pressure, pulse, oxygen, weight) = measured;
    let vitals = Vitals {
        pressure,
        pulse,
        // He breathes faster when his oxygen is low.
        breaths: if oxygen < 93 { 22 } else { 18 },
        temperature: 368,
        oxygen,
        weight,
        height: 1753,
    };
    story.vitals(seen, vitals);
}

/// A short visit between the long ones: weight, blood pressure, kidneys, and NT-proBNP if drawn.
pub(super) fn checked(
    story: &mut Story<'_>,
    ago: Span,
    measured: Measured,
    values: [&'static str; 4],
    strain: Option<&'static str>,
) {
    let seen = visit(story, ago, Kind::Office, "Weight, blood pressure and kidney check");
    vitals(story, &seen, measured);
    kidneys(story, &seen, values);
    if let Some(strain) = strain {
        bnp(story, &seen, strain, Status::Final);
    }
}

/// A panel of one test.
pub(super) fn alone(
    story: &mut Story<'_>,
    seen: &Seen,
    (group, test): (&'static Group, &'static Test),
    reading: Reading,
    status: Status,
) {
    story.panel(
        seen,
        &Panel {
            group,
            status,
            results: &[(test, reading)],
            conclusion: None,
        },
    );
}

pub(super) fn bnp(story: &mut Story<'_>, seen: &Seen, value: &'static str, status: Status) {
    alone(story, seen, (&lab::BNP_ALONE, &lab::BNP), Number(value), status);
}

/// A basic metabolic panel: potassium, urea nitrogen, creatinine, eGFR.
pub(super) fn kidneys(story: &mut Story<'_>, seen: &Seen, [potassium, rest @ ..]: [&'static str; 4]) {
    chemistry(story, seen, Number(potassium), rest);
}

/// A basic metabolic panel with what the potassium said: urea nitrogen, creatinine, eGFR.
pub(super) fn chemistry(
    story: &mut Story<'_>,
    seen: &Seen,
    potassium: Reading,
    [urea, creatinine, egfr]: [&'static str; 3],
) {
    story.panel(
        seen,
        &Panel {
            group: &lab::BMP,
            status: Status::Final,
            results: &[
                (&lab::SODIUM, Number("138")),
                (&lab::POTASSIUM, potassium),
                (&lab::CHLORIDE, Number("102")),
                (&lab::BICARBONATE, Number("26")),
                (&lab::UREA, Number(urea)),
                (&lab::CREATININE, Number(creatinine)),
                (&lab::EGFR, Number(egfr)),
                (&lab::GLUCOSE, Number("96")),
                (&lab::CALCIUM, Number("9.2")),
            ],
            conclusion: None,
        },
    );
}

/// White cells, red cells, hemoglobin, hematocrit, MCV, platelets.
pub(super) fn blood_count(story: &mut Story<'_>, seen: &Seen, values: [&'static str; 6]) {
    let tests = [
        &lab::LEUKOCYTES,
        &lab::ERYTHROCYTES,
        &lab::HEMOGLOBIN,
        &lab::HEMATOCRIT,
        &lab::MCV,
        &lab::PLATELETS,
    ];
    numbers(story, seen, &lab::CBC, tests.into_iter().zip(values));
}

/// LDL, HDL, triglycerides, total cholesterol.
pub(super) fn lipids(story: &mut Story<'_>, seen: &Seen, values: [&'static str; 4]) {
    let tests = [&lab::LDL, &lab::HDL, &lab::TRIGLYCERIDES, &lab::CHOLESTEROL];
    numbers(story, seen, &lab::LIPIDS, tests.into_iter().zip(values));
}

fn numbers(
    story: &mut Story<'_>,
    seen: &Seen,
    group: &'static Group,
    values: impl Iterator<Item = (&'static Test, &'static str)>,
) {
    let results: Vec<_> = values.map(|(test, value)| (test, Number(value))).collect();
    story.panel(
        seen,
        &Panel {
            group,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    );
}
