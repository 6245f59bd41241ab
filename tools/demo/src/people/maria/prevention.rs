//! What keeps Maria well: screening, vaccines, goals and plans, the visit to come.

use jiff::ToSpan;
use jiff::civil::{Weekday, time};
use serde_json::json;

use crate::build::{Attached, Report, Seen, Site, Status, Story, Vaccine, pdf};
use crate::clinic::{KIM, LAB, NAKAMURA, OKAFOR, ORTIZ, PATEL};
use crate::code::{cvx, loinc, snomed};

pub(super) fn screening(story: &mut Story<'_>) {
    let mammogram = story.ago(1.year().months(3));
    story.report(
        None,
        Report {
            slug: "mammogram",
            code: loinc("24606-6", "MG Breast Screening"),
            name: "Screening mammogram",
            section: "LP29684-5",
            status: Status::Final,
            date: mammogram,
            read: mammogram,
            by: NAKAMURA,
            conclusion: "Benign findings (BI-RADS 2). Routine screening in one to two years.",
            attached: Attached::Text(include_str!("mammogram.txt")),
        },
    );
    let retina = story.ago(11.months());
    story.procedure(
        "retinal-exam",
        snomed("134395001", "Diabetic retinopathy screening"),
        retina,
        None,
        ORTIZ,
    );
    story.report(
        None,
        Report {
            slug: "retinal-exam",
            code: snomed("134395001", "Diabetic retinopathy screening"),
            name: "Diabetic eye exam",
            section: "LP29684-5",
            status: Status::Final,
            date: retina,
            read: retina,
            by: ORTIZ,
            conclusion: "No diabetic retinopathy in either eye. Repeat in one year.",
            attached: Attached::Text(include_str!("retina.txt")),
        },
    );
}

pub(super) fn pap(story: &mut Story<'_>, seen: &Seen) {
    story.report(
        Some(seen),
        Report {
            slug: "pap",
            code: loinc(
                "10524-7",
                "Microscopic observation [Identifier] in Cervix by Cyto stain",
            ),
            name: "Pap test with HPV",
            section: "LP7839-6",
            status: Status::Final,
            date: seen.date,
            read: seen.date + 8.days(),
            by: LAB,
            conclusion: "Negative for intraepithelial lesion or malignancy. High-risk HPV not detected.",
            attached: Attached::Text(include_str!("pap.txt")),
        },
    );
}

pub(super) fn electrocardiogram(story: &mut Story<'_>, seen: &Seen) {
    let file = pdf(&[
        "Three Sisters Hospital - Cardiology",
        "12-lead electrocardiogram",
        "",
        "Patient: Maria Alvarez    MRN: RB-100238",
        &format!("Recorded: {}", seen.date),
        "",
        "Rate 72/min, PR 156 ms, QRS 88 ms, QTc 418 ms, axis 34 degrees.",
        "Normal sinus rhythm. No sign of left ventricular hypertrophy.",
        "No ST or T wave changes. No earlier tracing to compare.",
        "",
        "Impression: normal electrocardiogram.",
        "Chidi Okafor, MD, Cardiology",
    ]);
    story.report(
        Some(seen),
        Report {
            slug: "ecg",
            code: loinc("11524-6", "EKG study"),
            name: "Electrocardiogram (ECG)",
            section: "LP29708-2",
            status: Status::Final,
            date: seen.date,
            read: seen.date + 1.day(),
            by: OKAFOR,
            conclusion: "Normal electrocardiogram.",
            attached: Attached::Pdf(file),
        },
    );
}

pub(super) fn vaccines(story: &mut Story<'_>) {
    const COVID: (&str, &str) = ("Pfizer-BioNTech", "0.3");
    let flu = (
        cvx("140", "Influenza, split virus, trivalent, preservative free"),
        "Sanofi Pasteur",
        "0.5",
    );
    let flu_four = (
        cvx("150", "Influenza, split virus, quadrivalent, preservative free"),
        "Sanofi Pasteur",
        "0.5",
    );
    let first_covid = cvx("208", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose");
    let given = [
        (
            story.ago(6.years()),
            "tdap",
            cvx("115", "Tdap"),
            ("Sanofi Pasteur", "0.5"),
            None,
        ),
        (
            story.ago(6.years()),
            "hepatitis-b",
            cvx("189", "HepB-CpG"),
            ("Dynavax", "0.5"),
            Some(1),
        ),
        (
            story.ago(5.years().months(8)),
            "hepatitis-b",
            cvx("189", "HepB-CpG"),
            ("Dynavax", "0.5"),
            Some(2),
        ),
        (story.ago(5.years().months(6)), "covid", first_covid, COVID, Some(1)),
        (story.ago(5.years().months(5)), "covid", first_covid, COVID, Some(2)),
        // Again, late in the pregnancy with Leo, as each pregnancy asks for.
        (
            story.ago(5.years()),
            "tdap",
            cvx("115", "Tdap"),
            ("Sanofi Pasteur", "0.5"),
            None,
        ),
        (story.flu_day(5), "flu", flu_four.0, (flu_four.1, flu_four.2), None),
        (story.ago(4.years().months(11)), "covid", first_covid, COVID, Some(3)),
        (story.flu_day(4), "flu", flu_four.0, (flu_four.1, flu_four.2), None),
        (
            story.ago(3.years()),
            "pneumococcal",
            cvx(
                "216",
                "Pneumococcal conjugate PCV20, polysaccharide CRM197 conjugate, adjuvant, PF",
            ),
            ("Pfizer", "0.5"),
            None,
        ),
        (story.flu_day(3), "flu", flu_four.0, (flu_four.1, flu_four.2), None),
        (story.flu_day(2), "flu", flu.0, (flu.1, flu.2), None),
        (
            story.ago(2.years().months(1)),
            "covid",
            cvx("309", "COVID-19, mRNA, LNP-S, PF, tris-sucrose, 30 mcg/0.3 mL"),
            COVID,
            None,
        ),
        (story.flu_day(1), "flu", flu.0, (flu.1, flu.2), None),
        (story.flu_day(0), "flu", flu.0, (flu.1, flu.2), None),
    ];
    for (index, (date, slug, code, (maker, dose), number)) in given.into_iter().enumerate() {
        let site = if index % 2 == 0 { Site::LeftArm } else { Site::RightArm };
        story.vaccinate(
            date,
            None,
            &Vaccine {
                slug,
                code,
                maker,
                site,
                dose,
                number,
            },
        );
    }
}

pub(super) fn plans(story: &mut Story<'_>, [diabetes, pressure, cholesterol]: [&str; 3]) {
    story.care_team(&[
        (ORTIZ, snomed("446050000", "Primary care provider")),
        (KIM, snomed("106292003", "Professional nurse")),
        (PATEL, snomed("46255001", "Pharmacist")),
    ]);
    let start = story.ago(8.months());
    let due = story.today + 4.months();
    let sugar = story.goal("Keep my A1c under 7 %", diabetes, start, due);
    let fat = story.goal("Bring my LDL cholesterol under 130", cholesterol, start, due);
    let walk = story.goal("Walk 30 minutes, 4 days a week", pressure, start, due);
    story.plan(
        "Living well with diabetes",
        start,
        (&[diabetes, cholesterol, pressure], &[&sugar, &fat, &walk]),
        &[
            "Take metformin, lisinopril and atorvastatin every day; use the pill box for the evening.",
            "Check fasting blood sugar twice a week.",
            "Walk 30 minutes on 4 days a week.",
            "Eye exam every year; foot check at every visit.",
        ],
    );
    let thursday = story.next(Weekday::Thursday);
    story.appointment(
        thursday,
        time(10, 20, 0, 0),
        20,
        ORTIZ,
        ("Video visit", "Follow-up: cholesterol"),
    );
    let mother = story.relative(("Rosa", "Alvarez"), ("MTH", "mother"), "541-555-0162");
    story.change(&mother, |person| {
        person["communication"] = json!([{
            "language": { "coding": [{ "system": "urn:ietf:bcp:47", "code": "es", "display": "Spanish" }] },
            "preferred": true,
        }]);
    });
}
