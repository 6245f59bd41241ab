//! Grace Thompson, 31: 28 weeks pregnant with her second child, Rh negative, low in iron, and with a glucose screen
//! that is a little high.

mod history;
mod usual;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, time};
use madrone_kernel::Random;
use serde_json::json;

use crate::Chart;
use crate::build::Reading::{Finding, Number, Words};
use crate::build::{Attached, Issue, ORAL, Panel, Person, Prescription, Report, Seen, Site, Status, Story, Vaccine};
use crate::clinic::{BRANDT, KIM, NAKAMURA, ORTIZ};
use crate::code::{cvx, icd10, loinc, rxnorm, snomed};
use crate::lab;
use history::earlier_years;
use usual::{Measured, blood_count, expectation, order, prenatal, prenatal_vitamin, single};

/// What Dr. Brandt wrote about the glucose screen.
const REMARK: &str = "Your one-hour glucose was 148, a little over our limit of 140. Most people with this result do not \
    have gestational diabetes; the three-hour test will tell. Please come fasting.";

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let mut story = Story::about(&person(), today, random);
    earlier_years(&mut story);
    let pregnancy = first_visit(&mut story);
    until_halfway(&mut story, &pregnancy);
    since_halfway(&mut story, &pregnancy);
    story.end()
}

fn person() -> Person {
    Person {
        slug: "grace",
        id: "grace-thompson",
        given: &["Grace", "Naomi"],
        family: "Thompson",
        gender: "female",
        age: 31.years().months(4).days(11),
        mrn: "RB-100417",
        phone: "541-555-0181",
        email: Some("grace@example.com"),
        street: "57 Larkspur Court",
        language: ("en", "English"),
        race: ("2054-5", "Black or African American"),
        hispanic: false,
        doctor: ORTIZ,
    }
}

/// Nine weeks: the pregnancy is dated, and blood and urine are tested.
fn first_visit(story: &mut Story<'_>) -> String {
    let seen = prenatal(
        story,
        133,
        "First prenatal visit",
        Measured {
            pressure: (112, 68),
            weight: 632,
            ..Measured::default()
        },
    );
    let pregnancy = story.issue(
        Some(&seen),
        BRANDT,
        &Issue {
            slug: "pregnancy",
            codes: [
                snomed("77386006", "Pregnancy"),
                icd10(
                    "Z34.80",
                    "Encounter for supervision of other normal pregnancy, unspecified trimester",
                ),
            ],
            name: "Pregnancy",
            onset: seen.date,
            resolved: None,
        },
    );
    story.diagnosed(&seen, &[&pregnancy]);
    expectation(story, &seen);
    story.panel(
        &seen,
        &Panel {
            group: &lab::OB_PANEL,
            status: Status::Final,
            results: &[
                (&lab::BLOOD_TYPE, Words("A")),
                (&lab::RH, Words("Negative")),
                (&lab::ANTIBODIES, Words("Negative")),
                (&lab::RUBELLA, Number("64")),
                (&lab::HEPATITIS_B, Finding(snomed("260385009", "Negative"), false)),
                (&lab::HIV, Words("Non-reactive")),
                (&lab::SYPHILIS, Words("Non-reactive")),
            ],
            conclusion: Some(
                "Rh negative without antibodies: Rho(D) immune globulin at 28 weeks. Immune to rubella. No infections.",
            ),
        },
    );
    blood_count(story, &seen, ["7.1", "4.12", "12.1", "36.4", "88", "241"]);
    single(
        story,
        &seen,
        &lab::URINE_CULTURE_ALONE,
        &lab::URINE_CULTURE,
        Words("No growth"),
    );
    story.report(
        Some(&seen),
        Report {
            slug: "ultrasound",
            code: loinc("11525-3", "US Pelvis Fetus for pregnancy"),
            name: "Dating ultrasound",
            section: "LP29684-5",
            status: Status::Final,
            date: seen.date,
            read: seen.date,
            by: BRANDT,
            conclusion: "Single living pregnancy of about 9 weeks. The due date by the last period is kept.",
            attached: Attached::Text(include_str!("grace/dating.txt")),
        },
    );
    prenatal_vitamin(story, &seen);
    story.note(&seen, include_str!("grace/1-first-visit.txt"));
    pregnancy
}

/// Thirteen and seventeen weeks, and the anatomy ultrasound at twenty.
fn until_halfway(story: &mut Story<'_>, pregnancy: &str) {
    let second = prenatal(
        story,
        105,
        "Prenatal visit, 13 weeks",
        Measured {
            pressure: (110, 66),
            weight: 638,
            heart: "158",
            ..Measured::default()
        },
    );
    story.diagnosed(&second, &[pregnancy]);
    story.issue(
        Some(&second),
        BRANDT,
        &Issue {
            slug: "rh-negative",
            codes: [
                snomed("165746003", "RhD negative"),
                icd10("Z67.11", "Type A blood, Rh negative"),
            ],
            name: "Rh negative blood",
            onset: second.date,
            resolved: None,
        },
    );
    story.note(&second, include_str!("grace/2-thirteen-weeks.txt"));

    let third = prenatal(
        story,
        77,
        "Prenatal visit, 17 weeks: back pain",
        Measured {
            pressure: (108, 64),
            weight: 651,
            heart: "150",
            ..Measured::default()
        },
    );
    story.diagnosed(&third, &[pregnancy]);
    story.vaccinate(
        story.flu_day(0),
        None,
        &Vaccine {
            slug: "flu",
            code: cvx("140", "Influenza, split virus, trivalent, preservative free"),
            maker: "Sanofi Pasteur",
            site: Site::LeftArm,
            dose: "0.5",
            number: None,
        },
    );
    story.note(&third, include_str!("grace/3-seventeen-weeks.txt"));

    let scan = story.ago(56.days());
    story.report(
        None,
        Report {
            slug: "ultrasound",
            code: loinc("11525-3", "US Pelvis Fetus for pregnancy"),
            name: "Anatomy ultrasound, 20 weeks",
            section: "LP29684-5",
            status: Status::Final,
            date: scan,
            read: scan,
            by: NAKAMURA,
            conclusion: "Normal fetal anatomy. Growth agrees with the dates. No placenta previa.",
            attached: Attached::Text(include_str!("grace/anatomy.txt")),
        },
    );
}

/// From twenty-one weeks to now, and what comes next.
fn since_halfway(story: &mut Story<'_>, pregnancy: &str) {
    let fourth = prenatal(
        story,
        49,
        "Prenatal visit, 21 weeks",
        Measured {
            pressure: (110, 66),
            weight: 670,
            heart: "146",
            fundus: "21",
        },
    );
    story.diagnosed(&fourth, &[pregnancy]);
    story.note(&fourth, include_str!("grace/4-twenty-one-weeks.txt"));

    let fifth = prenatal(
        story,
        28,
        "Prenatal visit, 24 weeks: tired",
        Measured {
            pressure: (112, 68),
            weight: 689,
            heart: "148",
            fundus: "24",
        },
    );
    story.diagnosed(&fifth, &[pregnancy]);
    story.note(&fifth, include_str!("grace/5-twenty-four-weeks.txt"));

    let sixth = prenatal(
        story,
        7,
        "Prenatal visit, 27 weeks: glucose screening",
        Measured {
            pressure: (114, 70),
            weight: 706,
            heart: "144",
            fundus: "27",
        },
    );
    let anemia = screening(story, &sixth);
    story.diagnosed(&sixth, &[pregnancy, &anemia]);
    story.note(&sixth, include_str!("grace/6-twenty-seven-weeks.txt"));
    plans(story, &sixth, [pregnancy, &anemia]);
}

/// The tests of 27 weeks and what follows from them; gives the anemia.
fn screening(story: &mut Story<'_>, seen: &Seen) -> String {
    let glucose = single(story, seen, &lab::GLUCOSE_1H_ALONE, &lab::GLUCOSE_1H, Number("148"));
    story.remark(&glucose, BRANDT, &seen.after(330), REMARK);
    blood_count(story, seen, ["8.4", "3.86", "10.4", "31.6", "82", "228"]);
    single(story, seen, &lab::FERRITIN_ALONE, &lab::FERRITIN, Number("9"));
    let anemia = story.issue(
        Some(seen),
        BRANDT,
        &Issue {
            slug: "anemia",
            codes: [
                snomed("87522002", "Iron deficiency anemia"),
                icd10("D50.9", "Iron deficiency anemia, unspecified"),
            ],
            name: "Iron deficiency anemia",
            onset: seen.date,
            resolved: None,
        },
    );
    story.prescribe(
        seen,
        &Prescription {
            slug: "iron",
            drug: rxnorm("310325", "ferrous sulfate 325 MG Oral Tablet"),
            label: "Take 1 tablet by mouth once a day, two hours away from milk and coffee.",
            daily: (1, "1"),
            when: None,
            unit: "{tbl}",
            route: ORAL,
            fill: (60, 60, 1),
            reason: Some(&anemia),
            handed_over: &[seen.date],
        },
    );
    let laboratory = snomed("108252007", "Laboratory procedure");
    let tolerance = snomed("113076002", "Glucose tolerance test").called("Glucose test, 3 hours after 100 g");
    order(
        story,
        seen,
        ("glucose-3h", laboratory),
        &tolerance,
        "Fasting; glucose screen of 148 mg/dL.",
    );
    let treatment = snomed("277132007", "Therapeutic procedure");
    let globulin = json!({ "text": "Rho(D) immune globulin 300 mcg, by injection into a muscle, at 28 weeks" });
    order(
        story,
        seen,
        ("rho-d", treatment),
        &globulin,
        "Rh negative. Repeat the antibody screen before the injection.",
    );
    anemia
}

fn plans(story: &mut Story<'_>, seen: &Seen, [pregnancy, anemia]: [&str; 2]) {
    story.care_team(&[
        (BRANDT, snomed("11935004", "Obstetrician")),
        (ORTIZ, snomed("446050000", "Primary care provider")),
        (KIM, snomed("106292003", "Professional nurse")),
    ]);
    let due = story.today + 28.days();
    let iron = story.goal("Raise my hemoglobin to 11 or more", anemia, seen.date, due);
    story.plan(
        "Third trimester",
        seen.date,
        (&[pregnancy, anemia], &[&iron]),
        &[
            "Three-hour glucose test, fasting, this week.",
            "Antibody screen and Rho(D) immune globulin at 28 weeks, because my blood is Rh negative.",
            "Tdap vaccine is due: at the 28-week visit.",
            "Iron once a day; blood count again in four weeks.",
            "Count the baby's movements once a day; call with fewer than 10 in two hours.",
        ],
    );
    let reason = "28 weeks: antibody screen, Rho(D) immune globulin, Tdap vaccine";
    let next = story.next(Weekday::Tuesday);
    for (date, reason) in [(next, reason), (next + 14.days(), "30 weeks: prenatal visit")] {
        story.appointment(date, time(9, 40, 0, 0), 30, BRANDT, ("Prenatal visit", reason));
    }
    story.relative(("Daniel", "Thompson"), ("HUSB", "husband"), "541-555-0182");
}
