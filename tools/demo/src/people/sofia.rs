//! Sofia Alvarez, 14, Maria's daughter: mild asthma, acne, soccer, and one visit that is hers alone.

use jiff::civil::{Date, Time, time};
use jiff::{Span, ToSpan};
use madrone_kernel::Random;

use crate::Chart;
use crate::build::Reading::{Number, Words};
use crate::build::{
    INHALED, Issue, Kind, Panel, Person, Prescription, Seen, Site, Status, Story, TOPICAL, Vaccine, Visit, Vitals,
};
use crate::clinic::{KIM, ORTIZ};
use crate::code::{Code, cvx, icd10, rxnorm, snomed};
use crate::lab;

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let person = Person {
        slug: "sofia",
        id: "sofia-alvarez",
        given: &["Sofia", "Isabel"],
        family: "Alvarez",
        gender: "female",
        age: 14.years().months(3).days(12),
        mrn: "RB-100239",
        phone: "541-555-0163",
        email: Some("sofia@example.com"),
        street: "218 Cottonwood Lane",
        language: ("en", "English"),
        race: ("2131-1", "Other Race"),
        hispanic: true,
        doctor: ORTIZ,
    };
    let mut story = Story::about(&person, today, random);
    story.relative(("Maria", "Alvarez"), ("MTH", "mother"), "541-555-0161");
    childhood_vaccines(&mut story);
    flu(&mut story);
    let asthma = eleven(&mut story);
    let acne = thirteen(&mut story, &asthma);
    fourteen(&mut story, &asthma, &acne);
    in_confidence(&mut story);
    story.care_team(&[
        (ORTIZ, snomed("446050000", "Primary care provider")),
        (KIM, snomed("106292003", "Professional nurse")),
    ]);
    let start = story.ago(3.months());
    let goal = story.goal(
        "Play a full game without stopping for my breath",
        &asthma,
        start,
        story.today + 5.months(),
    );
    story.plan(
        "Asthma action plan",
        start,
        (&[&asthma], &[&goal]),
        &[
            "Green: breathing is good. Two puffs of albuterol 15 minutes before sport in the cold.",
            "Yellow: cough or wheeze. Two puffs with the spacer, again after 20 minutes if needed, and tell an adult.",
            "Red: hard to speak, or no better after two treatments. Call 911.",
        ],
    );
    story.end()
}

/// The asthma that cold air brought out, and the vaccines of that age.
fn eleven(story: &mut Story<'_>) -> String {
    let seen = visit(
        story,
        11.years().months(2),
        time(8, 40, 0, 0),
        Kind::WellChild,
        "Well-child visit, 11 years",
    );
    story.no_allergies(seen.date);
    story.vitals(
        &seen,
        Vitals {
            pressure: (102, 64),
            pulse: 78,
            breaths: 18,
            temperature: 368,
            oxygen: 99,
            weight: 373,
            height: 1452,
        },
    );
    let asthma = issue(
        story,
        &seen,
        "asthma",
        [
            snomed("427679007", "Mild intermittent asthma"),
            icd10("J45.20", "Mild intermittent asthma, uncomplicated"),
        ],
        "Mild intermittent asthma",
    );
    story.diagnosed(&seen, &[&asthma]);
    let fills = [seen.date, seen.date + 1.year()];
    let inhaler = story.prescribe(&seen, &albuterol(&asthma, &fills));
    story.complete(&inhaler);
    for (slug, code, maker, site) in [
        ("tdap", cvx("115", "Tdap"), "Sanofi Pasteur", Site::LeftArm),
        (
            "meningococcal",
            cvx("136", "Meningococcal MCV4O"),
            "GSK",
            Site::RightArm,
        ),
        ("hpv", cvx("165", "HPV9"), "Merck", Site::RightArm),
    ] {
        let number = (slug == "hpv").then_some(1);
        story.vaccinate(
            seen.date,
            Some(&seen),
            &Vaccine {
                slug,
                code,
                maker,
                site,
                dose: "0.5",
                number,
            },
        );
    }
    story.note(&seen, include_str!("sofia/1-well.txt"));
    let second = Vaccine {
        slug: "hpv",
        code: cvx("165", "HPV9"),
        maker: "Merck",
        site: Site::LeftArm,
        dose: "0.5",
        number: Some(2),
    };
    story.vaccinate(story.at_age(11.years().months(10)), None, &second);
    asthma
}

fn thirteen(story: &mut Story<'_>, asthma: &str) -> String {
    let seen = visit(story, 13.years().months(3), time(15, 50, 0, 0), Kind::Office, "Acne");
    story.vitals(
        &seen,
        Vitals {
            pressure: (106, 64),
            pulse: 72,
            weight: 479,
            height: 1562,
            ..Vitals::default()
        },
    );
    let acne = issue(
        story,
        &seen,
        "acne",
        [snomed("88616000", "Acne vulgaris"), icd10("L70.0", "Acne vulgaris")],
        "Acne",
    );
    story.diagnosed(&seen, &[&acne, asthma]);
    story.note(&seen, include_str!("sofia/2-acne.txt"));
    story.prescribe(
        &seen,
        &Prescription {
            slug: "benzoyl-peroxide",
            drug: rxnorm("1418", "benzoyl peroxide"),
            label: "5 % wash: wash the face every morning and rinse.",
            daily: (1, "1"),
            when: Some("MORN"),
            unit: "{application}",
            route: TOPICAL,
            fill: (90, 90, 3),
            reason: Some(&acne),
            handed_over: &[seen.date + 1.day()],
        },
    );
    story.prescribe(
        &seen,
        &Prescription {
            slug: "adapalene",
            drug: rxnorm("60223", "adapalene"),
            label: "0.1 % gel: put a pea-sized amount on the whole face every night.",
            daily: (1, "1"),
            when: Some("HS"),
            unit: "{application}",
            route: TOPICAL,
            fill: (90, 90, 4),
            reason: Some(&acne),
            handed_over: &[seen.date + 1.day(), story.ago(6.months()), story.ago(2.months())],
        },
    );
    acne
}

fn fourteen(story: &mut Story<'_>, asthma: &str, acne: &str) {
    let seen = visit(
        story,
        14.years(),
        time(9, 40, 0, 0),
        Kind::WellChild,
        "Well-child visit, 14 years; sports physical",
    );
    story.vitals(
        &seen,
        Vitals {
            pressure: (108, 66),
            pulse: 66,
            breaths: 16,
            temperature: 367,
            oxygen: 99,
            weight: 526,
            height: 1615,
        },
    );
    story.diagnosed(&seen, &[asthma, acne]);
    story.smoking(&seen, snomed("266919005", "Never smoked tobacco"));
    let hemoglobin = [(&lab::HEMOGLOBIN, Number("12.9"))];
    story.panel(
        &seen,
        &Panel {
            group: &lab::HEMOGLOBIN_ALONE,
            status: Status::Final,
            results: &hemoglobin,
            conclusion: None,
        },
    );
    story.prescribe(&seen, &albuterol(asthma, &[seen.date]));
    story.note(&seen, include_str!("sofia/3-sports.txt"));
    story.after_visit(&seen, "en", include_str!("sofia/3-summary-en.txt"));
}

/// A visit to which Oregon lets a minor of any age consent: her parents see nothing of it.
fn in_confidence(story: &mut Story<'_>) {
    let seen = story.visit(&Visit {
        date: story.ago(6.weeks()),
        time: time(15, 40, 0, 0),
        minutes: 30,
        kind: Kind::Office,
        reason: "Confidential visit",
        by: ORTIZ,
    });
    let pregnancy = [(&lab::PREGNANCY, Words("Negative"))];
    story.panel(
        &seen,
        &Panel {
            group: &lab::PREGNANCY_ALONE,
            status: Status::Final,
            results: &pregnancy,
            conclusion: Some("Negative, as expected. Message me here whenever you like."),
        },
    );
    story.note(&seen, include_str!("sofia/4-confidential.txt"));
    story.keep_confidential(
        &seen,
        "SEX",
        "sexuality and reproductive health information sensitivity",
    );
}

fn visit(story: &mut Story<'_>, age: Span, time: Time, kind: Kind, reason: &str) -> Seen {
    let date = story.at_age(age);
    story.visit(&Visit {
        date,
        time,
        minutes: 30,
        kind,
        reason,
        by: ORTIZ,
    })
}

fn issue(story: &mut Story<'_>, seen: &Seen, slug: &'static str, codes: [Code; 2], name: &'static str) -> String {
    story.issue(
        Some(seen),
        ORTIZ,
        &Issue {
            slug,
            codes,
            name,
            onset: seen.date,
            resolved: None,
        },
    )
}

fn albuterol<'a>(asthma: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    Prescription {
        slug: "albuterol",
        drug: rxnorm(
            "2123111",
            "NDA020503 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
        ),
        label: "Inhale 2 puffs with a spacer 15 minutes before sport in the cold, and every 4 hours if needed.",
        daily: (0, "2"),
        when: None,
        unit: "{puff}",
        route: INHALED,
        fill: (200, 100, 2),
        reason: Some(asthma),
        handed_over,
    }
}

/// One in each of the last four years.
fn flu(story: &mut Story<'_>) {
    let four = cvx("150", "Influenza, split virus, quadrivalent, preservative free");
    let three = cvx("140", "Influenza, split virus, trivalent, preservative free");
    for (years, code) in [(3, four), (2, three), (1, three), (0, three)] {
        story.vaccinate(
            story.flu_day(years),
            None,
            &Vaccine {
                slug: "flu",
                code,
                maker: "Sanofi Pasteur",
                site: Site::LeftArm,
                dose: "0.5",
                number: None,
            },
        );
    }
}

fn childhood_vaccines(story: &mut Story<'_>) {
    let pediarix = cvx("110", "DTaP-Hep B-IPV");
    let hib = cvx("48", "Hib (PRP-T)");
    let pneumococcal = cvx("133", "Pneumococcal conjugate PCV 13");
    let covid = cvx("218", "COVID-19, mRNA, LNP-S, PF, 10 mcg/0.2 mL dose, tris-sucrose");
    let given = [
        (
            0.days(),
            "hepatitis-b",
            cvx("08", "Hep B, adolescent or pediatric"),
            "Merck",
            1,
        ),
        (2.months(), "dtap-hepb-ipv", pediarix, "GSK", 1),
        (2.months(), "hib", hib, "Sanofi Pasteur", 1),
        (2.months(), "pneumococcal", pneumococcal, "Pfizer", 1),
        (4.months(), "dtap-hepb-ipv", pediarix, "GSK", 2),
        (4.months(), "hib", hib, "Sanofi Pasteur", 2),
        (4.months(), "pneumococcal", pneumococcal, "Pfizer", 2),
        (6.months(), "dtap-hepb-ipv", pediarix, "GSK", 3),
        (6.months(), "hib", hib, "Sanofi Pasteur", 3),
        (6.months(), "pneumococcal", pneumococcal, "Pfizer", 3),
        (1.year().days(4), "mmr", cvx("03", "MMR"), "Merck", 1),
        (1.year().days(4), "varicella", cvx("21", "varicella"), "Merck", 1),
        (
            1.year().days(4),
            "hepatitis-a",
            cvx("83", "Hep A, ped/adol, 2 dose"),
            "GSK",
            1,
        ),
        (15.months(), "dtap", cvx("20", "DTaP"), "Sanofi Pasteur", 4),
        (15.months(), "hib", hib, "Sanofi Pasteur", 4),
        (15.months(), "pneumococcal", pneumococcal, "Pfizer", 4),
        (
            19.months(),
            "hepatitis-a",
            cvx("83", "Hep A, ped/adol, 2 dose"),
            "GSK",
            2,
        ),
        (4.years().months(1), "dtap-ipv", cvx("130", "DTaP-IPV"), "GSK", 5),
        (4.years().months(1), "mmr", cvx("03", "MMR"), "Merck", 2),
        (4.years().months(1), "varicella", cvx("21", "varicella"), "Merck", 2),
        (9.years().months(9), "covid", covid, "Pfizer-BioNTech", 1),
        (9.years().months(10), "covid", covid, "Pfizer-BioNTech", 2),
    ];
    for (age, slug, code, maker, number) in given {
        let site = if story.born + age < story.born + 1.year() {
            Site::LeftThigh
        } else {
            Site::LeftArm
        };
        let dose = if slug == "covid" { "0.2" } else { "0.5" };
        // Not before the twelfth month is over, nor before birth: these days need not be working days.
        let date = story.born + age;
        story.vaccinate(
            date,
            None,
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
}
