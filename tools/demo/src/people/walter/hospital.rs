//! Five days in hospital: fluid, a potassium of 6.4, and kidneys hurt by a pain reliever from the shelf.

use jiff::ToSpan;
use jiff::civil::time;
use serde_json::json;

use super::usual::{alone, bnp};
use super::{Problems, echocardiogram};
use crate::build::Reading::{Finding, Number};
use crate::build::{Issue, Kind, Panel, Seen, Status, Story, Told, Visit, at};
use crate::clinic::{HOSPITAL, OKAFOR, WARD};
use crate::code::{hl7, icd10, loinc, snomed};
use crate::lab;

/// From the emergency department to home.
pub(super) fn stay(story: &mut Story<'_>, problems: &Problems) {
    let admitted = admission(story);
    let home = Seen {
        date: admitted.date + 4.days(),
        time: time(9, 30, 0, 0),
        ..admitted.clone()
    };
    let (potassium, kidneys) = diagnoses(story, &admitted, &home);
    story.diagnosed(&admitted, &[&problems.failure, &potassium, &kidneys]);
    first_hours(story, &admitted);
    recovery(story, &admitted);
    echocardiogram(
        story,
        &admitted,
        admitted.date + 1.day(),
        "Left ventricular ejection fraction 30 %, lower than before. Dilated inferior vena cava.",
        include_str!("echo-hospital.txt"),
    );
    let summary = story.document(
        &home,
        "discharge-summary",
        loinc("18842-5", "Discharge summary"),
        include_str!("discharge-summary.txt"),
        "en",
    );
    let (start, end) = (admitted.after(0), home.after(60));
    story.change(&summary, |summary| {
        summary["custodian"] = HOSPITAL.reference();
        summary["context"]["period"] = json!({ "start": start, "end": end });
    });
}

fn admission(story: &mut Story<'_>) -> Seen {
    let date = story.ago(8.months());
    let admitted = story.visit(&Visit {
        date,
        time: time(11, 20, 0, 0),
        minutes: 60,
        kind: Kind::Office,
        reason: "Short of breath at rest, weak, swollen legs",
        by: OKAFOR,
    });
    let end = at(date + 4.days(), time(10, 30, 0, 0));
    story.change(&admitted.encounter, |encounter| {
        encounter["class"] = json!({
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP", "display": "inpatient encounter",
        });
        encounter["type"] = json!([snomed("32485007", "Hospital admission (procedure)").called("Hospital stay")]);
        encounter["period"]["end"] = json!(end);
        encounter["length"] =
            json!({ "value": 4, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d" });
        encounter["hospitalization"] = json!({
            "admitSource": hl7("admit-source", "emd", "From accident/emergency department"),
            "dischargeDisposition": hl7("discharge-disposition", "home", "Home"),
        });
        encounter["location"] = json!([{ "location": WARD.reference() }]);
        encounter["serviceProvider"] = HOSPITAL.reference();
    });
    admitted
}

fn diagnoses(story: &mut Story<'_>, admitted: &Seen, home: &Seen) -> (String, String) {
    let mut passing = |slug, name, codes| {
        let issue = Issue {
            slug,
            codes,
            name,
            onset: admitted.date,
            resolved: Some(home.date),
        };
        story.issue(Some(admitted), OKAFOR, &issue)
    };
    let potassium = passing(
        "hyperkalemia",
        "High potassium",
        [snomed("14140009", "Hyperkalemia"), icd10("E87.5", "Hyperkalemia")],
    );
    let kidneys = passing(
        "kidney-injury",
        "Acute kidney injury",
        [
            snomed("14669001", "Acute kidney injury"),
            icd10("N17.9", "Acute kidney failure, unspecified"),
        ],
    );
    (potassium, kidneys)
}

/// Sodium, potassium, carbon dioxide, urea nitrogen, creatinine, eGFR, glucose.
fn chemistry(story: &mut Story<'_>, seen: &Seen, values: [&'static str; 7]) -> Told {
    let tests = [
        &lab::SODIUM,
        &lab::POTASSIUM,
        &lab::BICARBONATE,
        &lab::UREA,
        &lab::CREATININE,
        &lab::EGFR,
        &lab::GLUCOSE,
    ];
    let results: Vec<_> = tests.into_iter().zip(values.map(Number)).collect();
    story.panel(
        seen,
        &Panel {
            group: &lab::BMP,
            status: Status::Final,
            results: &results,
            conclusion: None,
        },
    )
}

/// What the emergency department found, and the low sugar that insulin for the potassium left behind.
fn first_hours(story: &mut Story<'_>, admitted: &Seen) {
    let told = chemistry(story, admitted, ["133", "6.4", "20", "58", "2.6", "24", "118"]);
    let called = admitted.after(40);
    story.remark(
        &told.results[1],
        OKAFOR,
        &called,
        "Critical value read back by phone. No hemolysis. Treated at once with calcium, insulin and glucose.",
    );
    bnp(story, admitted, "9840", Status::Final);
    alone(
        story,
        admitted,
        (&lab::TROPONIN_ALONE, &lab::TROPONIN),
        Number("38"),
        Status::Final,
    );
    let not_detected = Finding(snomed("260415000", "Not detected"), false);
    alone(
        story,
        admitted,
        (&lab::COVID_ALONE, &lab::COVID),
        not_detected,
        Status::Final,
    );
    let afternoon = Seen {
        time: time(15, 0, 0, 0),
        ..admitted.clone()
    };
    story.test(&afternoon, &lab::POTASSIUM, Number("5.7"), Status::Final);
    let sugar = story.test(&afternoon, &lab::GLUCOSE, Number("46"), Status::Final);
    story.remark(
        &sugar,
        OKAFOR,
        &afternoon.after(30),
        "Low after insulin for the high potassium. Awake, sweating; glucose given, 112 half an hour later.",
    );
}

fn recovery(story: &mut Story<'_>, admitted: &Seen) {
    let days = [
        (1, ["134", "5.2", "22", "54", "2.3", "28", "104"]),
        (2, ["136", "4.6", "24", "48", "2.1", "31", "98"]),
        (4, ["137", "4.4", "26", "40", "1.9", "35", "96"]),
    ];
    for (day, values) in days {
        let morning = Seen {
            date: admitted.date + day.days(),
            time: time(6, 0, 0, 0),
            ..admitted.clone()
        };
        chemistry(story, &morning, values);
        if day == 4 {
            bnp(story, &morning, "4120", Status::Final);
        }
    }
    let tracing = story.procedure(
        "ecg",
        snomed("29303009", "Electrocardiographic procedure"),
        admitted.date,
        Some(admitted),
        OKAFOR,
    );
    let recorded = admitted.after(10);
    story.change(&tracing, |procedure| procedure["performedDateTime"] = json!(recorded));
}
