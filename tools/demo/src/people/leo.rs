//! Leo Alvarez, 4, Sofia's brother: growing along the middle line, one ear infection, his flu vaccine due.

use jiff::ToSpan;
use jiff::civil::{Date, time};
use madrone_kernel::Random;
use serde_json::json;

use crate::Chart;
use crate::build::Reading::{LessThan, Number};
use crate::build::{Issue, Kind, ORAL, Panel, Person, Prescription, Seen, Site, Status, Story, Vaccine, Visit, Vitals};
use crate::clinic::{HOSPITAL, KIM, ORTIZ};
use crate::code::{Code, cvx, icd10, loinc, rxnorm, snomed};
use crate::lab;

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let person = Person {
        slug: "leo",
        id: "leo-alvarez",
        given: &["Leo", "Mateo"],
        family: "Alvarez",
        gender: "male",
        age: 4.years().months(9).days(6),
        mrn: "RB-101870",
        phone: "541-555-0161",
        email: None,
        street: "218 Cottonwood Lane",
        language: ("es", "Spanish"),
        race: ("2131-1", "Other Race"),
        hispanic: true,
        doctor: ORTIZ,
    };
    let mut story = Story::about(&person, today, random);
    story.relative(("Maria", "Alvarez"), ("MTH", "mother"), "541-555-0161");
    born(&mut story);
    for checkup in CHECKUPS {
        well_child(&mut story, &checkup);
        if checkup.months == 18 {
            ear_infection(&mut story);
        }
    }
    flu(&mut story);
    story.care_team(&[
        (ORTIZ, snomed("446050000", "Primary care provider")),
        (KIM, snomed("106292003", "Professional nurse")),
    ]);
    story.end()
}

/// A well-child visit: months of age, weight and height in tenths, head circumference (none from 3 years).
struct Checkup {
    months: i64,
    name: &'static str,
    weight: u32,
    height: u32,
    head: Option<&'static str>,
}

const fn checkup(months: i64, name: &'static str, weight: u32, height: u32, head: Option<&'static str>) -> Checkup {
    Checkup {
        months,
        name,
        weight,
        height,
        head,
    }
}

/// Near the 50th percentile of the WHO standards for boys, and from 2 years of the CDC charts.
const CHECKUPS: [Checkup; 11] = [
    checkup(2, "Well-child visit, 2 months", 56, 584, Some("39.1")),
    checkup(4, "Well-child visit, 4 months", 70, 638, Some("41.6")),
    checkup(6, "Well-child visit, 6 months", 79, 677, Some("43.3")),
    checkup(9, "Well-child visit, 9 months", 89, 720, Some("45.0")),
    checkup(12, "Well-child visit, 12 months", 96, 758, Some("46.0")),
    checkup(15, "Well-child visit, 15 months", 103, 791, Some("46.8")),
    checkup(18, "Well-child visit, 18 months", 109, 824, Some("47.4")),
    checkup(24, "Well-child visit, 2 years", 125, 869, Some("48.3")),
    checkup(30, "Well-child visit, 30 months", 135, 915, Some("49.0")),
    checkup(36, "Well-child visit, 3 years", 144, 956, None),
    checkup(48, "Well-child visit, 4 years", 164, 1026, None),
];

fn born(story: &mut Story<'_>) {
    let first = Vaccine {
        slug: "hepatitis-b",
        code: cvx("08", "Hep B, adolescent or pediatric"),
        maker: "Merck",
        site: Site::RightThigh,
        dose: "0.5",
        number: Some(1),
    };
    let vaccine = story.vaccinate(story.born, None, &first);
    story.change(&vaccine, |vaccine| {
        vaccine["primarySource"] = json!(false);
        vaccine["reportOrigin"] = json!({ "text": "Newborn record of Three Sisters Hospital" });
        vaccine["performer"] = json!([{ "actor": HOSPITAL.reference() }]);
        if let Some(members) = vaccine.as_object_mut() {
            members.shift_remove("location");
        }
    });
    let seen = visit(story, story.born + 5.days(), Kind::WellChild, "Newborn visit");
    story.no_allergies(seen.date);
    story.vitals(
        &seen,
        Vitals {
            pulse: 138,
            breaths: 42,
            temperature: 369,
            weight: 33,
            height: 501,
            ..Vitals::default()
        },
    );
    head(story, &seen, "34.6");
    story.note(&seen, include_str!("leo/1-newborn.txt"));
}

fn well_child(story: &mut Story<'_>, checkup: &Checkup) {
    // A few days late rather than a day early: vaccines given before their age do not count.
    let seen = visit(
        story,
        monday_on(story.born + checkup.months.months()),
        Kind::WellChild,
        checkup.name,
    );
    let pressure = if checkup.months < 36 { (0, 0) } else { (92, 54) };
    let (weight, height) = (checkup.weight, checkup.height);
    story.vitals(
        &seen,
        Vitals {
            pressure,
            pulse: 108,
            breaths: 24,
            temperature: 368,
            weight,
            height,
            ..Vitals::default()
        },
    );
    if let Some(circumference) = checkup.head {
        head(story, &seen, circumference);
    }
    for (slug, code, maker, number) in vaccines(checkup.months) {
        let site = match slug {
            "rotavirus" => Site::Mouth,
            "hib" | "varicella" => Site::RightThigh,
            _ if checkup.months >= 36 => Site::LeftArm,
            _ => Site::LeftThigh,
        };
        let dose = if slug == "rotavirus" { "2" } else { "0.5" };
        story.vaccinate(
            seen.date,
            Some(&seen),
            &Vaccine {
                slug,
                code,
                maker,
                site,
                dose,
                number: Some(number),
            },
        );
    }
    if checkup.months == 12 {
        let hemoglobin = [(&lab::CHILD_HEMOGLOBIN, Number("11.9"))];
        story.panel(
            &seen,
            &Panel {
                group: &lab::HEMOGLOBIN_ALONE,
                status: Status::Final,
                results: &hemoglobin,
                conclusion: None,
            },
        );
        let lead = [(&lab::LEAD, LessThan("1.0"))];
        story.panel(
            &seen,
            &Panel {
                group: &lab::LEAD_ALONE,
                status: Status::Final,
                results: &lead,
                conclusion: None,
            },
        );
    }
    if checkup.months == 48 {
        story.note(&seen, include_str!("leo/3-four.txt"));
    }
}

/// What the childhood schedule (CDC) gives at a checkup: name, code, maker, number of the dose.
fn vaccines(months: i64) -> Vec<(&'static str, Code, &'static str, u32)> {
    let infant = |dose| {
        vec![
            ("dtap-hepb-ipv", cvx("110", "DTaP-Hep B-IPV"), "GSK", dose),
            ("hib", cvx("48", "Hib (PRP-T)"), "Sanofi Pasteur", dose),
            (
                "pneumococcal",
                cvx("133", "Pneumococcal conjugate PCV 13"),
                "Pfizer",
                dose,
            ),
            ("rotavirus", cvx("116", "rotavirus, pentavalent"), "Merck", dose),
        ]
    };
    let mmr = |dose| ("mmr", cvx("03", "MMR"), "Merck", dose);
    let varicella = |dose| ("varicella", cvx("21", "varicella"), "Merck", dose);
    let hepatitis_a = |dose| ("hepatitis-a", cvx("83", "Hep A, ped/adol, 2 dose"), "GSK", dose);
    match months {
        2 => infant(1),
        4 => infant(2),
        6 => infant(3),
        12 => vec![
            mmr(1),
            varicella(1),
            hepatitis_a(1),
            ("pneumococcal", cvx("133", "Pneumococcal conjugate PCV 13"), "Pfizer", 4),
        ],
        15 => vec![
            ("dtap", cvx("20", "DTaP"), "Sanofi Pasteur", 4),
            ("hib", cvx("48", "Hib (PRP-T)"), "Sanofi Pasteur", 4),
        ],
        18 => vec![hepatitis_a(2)],
        48 => vec![("dtap-ipv", cvx("130", "DTaP-IPV"), "GSK", 5), mmr(2), varicella(2)],
        _ => Vec::new(),
    }
}

fn ear_infection(story: &mut Story<'_>) {
    let seen = visit(
        story,
        monday_on(story.born + 20.months()),
        Kind::Office,
        "Fever and ear pain",
    );
    story.vitals(
        &seen,
        Vitals {
            pulse: 128,
            breaths: 28,
            temperature: 387,
            oxygen: 98,
            weight: 114,
            ..Vitals::default()
        },
    );
    let infection = story.issue(
        Some(&seen),
        ORTIZ,
        &Issue {
            slug: "ear-infection",
            codes: [
                snomed("3110003", "Acute otitis media"),
                icd10("H66.91", "Otitis media, unspecified, right ear"),
            ],
            name: "Middle ear infection, right",
            onset: seen.date - 1.day(),
            resolved: Some(seen.date + 12.days()),
        },
    );
    story.diagnosed(&seen, &[&infection]);
    let amoxicillin = story.prescribe(
        &seen,
        &Prescription {
            slug: "amoxicillin",
            drug: rxnorm("308189", "amoxicillin 80 MG/ML Oral Suspension"),
            label: "Give 6 mL by mouth twice a day for 10 days.",
            daily: (2, "6"),
            when: None,
            unit: "mL",
            route: ORAL,
            fill: (120, 10, 0),
            reason: Some(&infection),
            handed_over: &[seen.date],
        },
    );
    story.complete(&amoxicillin);
    story.note(&seen, include_str!("leo/2-ear.txt"));
}

/// Two doses in the first season after six months of age, one in each after; this season's is due.
fn flu(story: &mut Story<'_>) {
    let four = cvx("150", "Influenza, split virus, quadrivalent, preservative free");
    let three = cvx("140", "Influenza, split virus, trivalent, preservative free");
    let seasons = [(4, four), (3, four), (2, three), (1, three)]
        .map(|(years, code)| (story.flu_day(years), code))
        .into_iter()
        .filter(|(date, _)| *date >= story.born + 6.months());
    let mut doses: Vec<(Date, Code)> = seasons.collect();
    let (first, code) = doses[0];
    doses.insert(1, (first + 28.days(), code));
    for (date, code) in doses {
        let site = if date < story.born + 3.years() {
            Site::RightThigh
        } else {
            Site::RightArm
        };
        story.vaccinate(
            date,
            None,
            &Vaccine {
                slug: "flu",
                code,
                maker: "Sanofi Pasteur",
                site,
                dose: "0.5",
                number: None,
            },
        );
    }
}

fn head(story: &mut Story<'_>, seen: &Seen, digits: &str) {
    let code = loinc("9843-4", "Head Occipital-frontal circumference");
    story.measured(seen, "head", code, digits, "cm");
}

fn visit(story: &mut Story<'_>, date: Date, kind: Kind, reason: &str) -> Seen {
    story.visit(&Visit {
        date,
        time: time(10, 10, 0, 0),
        minutes: 20,
        kind,
        reason,
        by: ORTIZ,
    })
}

/// `date`, or the Monday after when it is on a weekend.
fn monday_on(date: Date) -> Date {
    let until = 7 - i64::from(date.weekday().to_monday_zero_offset());
    if until <= 2 { date + until.days() } else { date }
}
