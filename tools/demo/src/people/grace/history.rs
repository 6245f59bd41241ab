//! The years before: her first child, low iron, and a mild depression that passed.

use jiff::ToSpan;
use jiff::civil::{Time, time};

use super::usual::blood_count;
use crate::build::{Issue, Kind, ORAL, Prescription, Seen, Site, Story, Vaccine, Visit, Vitals, at};
use crate::clinic::{BRANDT, ORTIZ};
use crate::code::{cvx, icd10, rxnorm, snomed};

pub(super) fn earlier_years(story: &mut Story<'_>) {
    let birth = story.ago(3.years().months(10));
    story.no_allergies(birth - 8.months());
    story.vaccinate(
        story.ago(4.years()),
        None,
        &Vaccine {
            slug: "tdap",
            code: cvx("115", "Tdap"),
            maker: "Sanofi Pasteur",
            site: Site::RightArm,
            dose: "0.5",
            number: None,
        },
    );
    story.issue(
        None,
        BRANDT,
        &Issue {
            slug: "iron-deficiency",
            codes: [snomed("35240004", "Iron deficiency"), icd10("E61.1", "Iron deficiency")],
            name: "Iron deficiency",
            onset: birth - 3.months(),
            resolved: Some(birth + 8.months()),
        },
    );
    story.procedure(
        "delivery",
        snomed("177184002", "Normal delivery procedure"),
        birth,
        None,
        BRANDT,
    );
    depression(story);
}

/// Sertraline for a year after the birth.
fn depression(story: &mut Story<'_>) {
    let began = visit(story, (3, 7), "Low mood since the birth");
    let resolved = story.ago(2.years().months(5));
    let depression = story.issue(
        Some(&began),
        ORTIZ,
        &Issue {
            slug: "depression",
            codes: [
                snomed("310495003", "Mild depression"),
                icd10("F32.0", "Major depressive disorder, single episode, mild"),
            ],
            name: "Mild depression",
            onset: began.date - 30.days(),
            resolved: Some(resolved),
        },
    );
    story.diagnosed(&began, &[&depression]);
    story.smoking(&began, snomed("266919005", "Never smoked tobacco"));
    story.family_history(
        ("MTH", "mother"),
        snomed("44054006", "Diabetes mellitus type 2"),
        began.date,
    );
    let handed_over: Vec<_> = (0..4_i32).map(|fill| began.date + (1 + fill * 90).days()).collect();
    let sertraline = story.prescribe(
        &began,
        &Prescription {
            slug: "sertraline",
            drug: rxnorm("312941", "sertraline 50 MG Oral Tablet"),
            label: "Take 1 tablet by mouth every morning.",
            daily: (1, "1"),
            when: Some("MORN"),
            unit: "{tbl}",
            route: ORAL,
            fill: (90, 90, 3),
            reason: Some(&depression),
            handed_over: &handed_over,
        },
    );
    story.note(&began, include_str!("low-mood.txt"));

    let ended = visit(story, (2, 5), "Mood follow-up after stopping sertraline");
    story.diagnosed(&ended, &[&depression]);
    let when = at(ended.date - 42.days(), time(9, 0, 0, 0));
    story.stop(
        &sertraline,
        &when,
        "Well for more than nine months; lowered over a month.",
    );
    blood_count(story, &ended, ["6.4", "4.44", "13.2", "39.1", "88", "252"]);
    story.note(&ended, include_str!("mood.txt"));
}

fn visit(story: &mut Story<'_>, (years, months): (i32, i32), reason: &str) -> Seen {
    const MORNING: Time = Time::constant(10, 40, 0, 0);
    let date = story.ago(years.years().months(months));
    let seen = story.visit(&Visit {
        date,
        time: MORNING,
        minutes: 30,
        kind: Kind::Office,
        reason,
        by: ORTIZ,
    });
    story.vitals(
        &seen,
        Vitals {
            pressure: (114, 70),
            pulse: 72,
            breaths: 14,
            weight: 619,
            height: 1680,
            ..Vitals::default()
        },
    );
    seen
}
