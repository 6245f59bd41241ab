//! Walter Jensen, 82: heart failure, permanent atrial fibrillation, COPD and kidneys that work at a third, told over
//! four years with one stay in hospital. He is hard of hearing; his daughter is his health-care agent.

mod hospital;
mod medicines;
mod prevention;
mod problems;
mod usual;

use jiff::ToSpan;
use jiff::civil::Date;
use madrone_kernel::Random;
use serde_json::json;

use crate::Chart;
use crate::build::Reading::{Absent, Finding, LessThan, Number, Words};
use crate::build::{Attached, Issue, Kind, Panel, Person, Report, Seen, Status, Story, refer};
use crate::clinic::{LAB, OKAFOR, ORTIZ};
use crate::code::{icd10, loinc, rxnorm, snomed};
use crate::lab;
use medicines::{current, inhalers, once_a_day, prednisone};
use problems::{Problems, lasting};
use usual::{Measured, alone, bnp, checked, chemistry, kidneys, visit};

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let mut story = Story::about(&person(), today, random);
    let problems = first_year(&mut story);
    after_the_echo(&mut story, &problems);
    flare(&mut story, &problems);
    turning_eighty(&mut story, &problems);
    infection(&mut story, &problems);
    before_the_hospital(&mut story, &problems);
    hospital::stay(&mut story, &problems);
    this_year(&mut story, &problems);
    prevention::vaccines(&mut story);
    prevention::plans(&mut story, &problems);
    prevention::agent(&mut story);
    story.end()
}

fn person() -> Person {
    Person {
        slug: "walter",
        id: "walter-jensen",
        given: &["Walter", "Niels"],
        family: "Jensen",
        gender: "male",
        age: 82.years().months(4).days(11),
        mrn: "RB-101755",
        phone: "541-555-0171",
        email: Some("walter@example.com"),
        street: "9 Old Ferry Road",
        language: ("en", "English"),
        race: ("2106-3", "White"),
        hispanic: false,
        doctor: ORTIZ,
    }
}

/// What he brought along when he moved here, and the heart failure found half a year later.
fn first_year(story: &mut Story<'_>) -> Problems {
    let first = visit(
        story,
        4.years(),
        Kind::Office,
        "New patient visit: moved here to be near family",
    );
    let mut problems = problems::brought_along(story, &first);
    newcomer(story, &first);
    let filled = [first.date];
    let apixaban = medicines::apixaban("5", &problems.fibrillation, &filled);
    let apixaban = story.prescribe(&first, &apixaban);
    let lowered = usual::stamp(story, 2.years().months(2));
    story.stop(
        &apixaban,
        &lowered,
        "Lower dose from age 80 with creatinine of 1.5 or more.",
    );
    let raised_later = [
        medicines::metoprolol("50", &problems.fibrillation, &filled),
        medicines::lisinopril("10", &problems.pressure, &filled),
        medicines::furosemide("20", &problems.pressure, &filled),
    ];
    for prescription in &raised_later {
        let order = story.prescribe(&first, prescription);
        story.complete(&order);
    }
    inhalers(story, &first, &problems.copd);
    story.diagnosed(
        &first,
        &[
            &problems.fibrillation,
            &problems.kidney,
            &problems.copd,
            &problems.pressure,
        ],
    );
    story.note(&first, include_str!("walter/1-new-patient.txt"));
    problems.failure = failure(story);
    problems
}

fn newcomer(story: &mut Story<'_>, first: &Seen) {
    usual::vitals(story, first, Measured((138, 78), 78, 94, 884));
    story.allergy(
        rxnorm("10180", "sulfamethoxazole"),
        (
            snomed("271807003", "Eruption of skin"),
            "Itchy rash over trunk and arms on day 4 of treatment",
        ),
        "moderate",
        first.date,
    );
    story.smoking(first, snomed("8517006", "Ex-smoker"));
    story.family_history(
        ("FTH", "father"),
        snomed("22298006", "Myocardial infarction"),
        first.date,
    );
    story.family_history(
        ("MTH", "mother"),
        snomed("230690007", "Cerebrovascular accident"),
        first.date,
    );
    kidneys(story, first, ["4.6", "27", "1.6", "44"]);
    usual::blood_count(story, first, ["7.1", "4.42", "13.6", "41.2", "93", "214"]);
    usual::lipids(story, first, ["72", "46", "118", "142"]);
    alone(
        story,
        first,
        (&lab::TSH_ALONE, &lab::TSH),
        Number("2.84"),
        Status::Final,
    );
    bnp(story, first, "1420", Status::Final);
    story.panel(
        first,
        &Panel {
            group: &lab::ACR_PANEL,
            status: Status::Final,
            results: &[
                (&lab::URINE_ALBUMIN, Number("41")),
                (&lab::URINE_CREATININE, Number("85")),
                (&lab::ACR, Number("48")),
            ],
            conclusion: None,
        },
    );
}

/// Swollen legs, an echocardiogram, and the diagnosis.
fn failure(story: &mut Story<'_>) -> String {
    let second = visit(
        story,
        3.years().months(6),
        Kind::Office,
        "Short of breath, swollen ankles",
    );
    usual::vitals(story, &second, Measured((142, 80), 96, 92, 921));
    kidneys(story, &second, ["4.4", "29", "1.6", "44"]);
    bnp(story, &second, "4860", Status::Final);
    echocardiogram(
        story,
        &second,
        second.date + 5.days(),
        "Left ventricular ejection fraction 34 %, global hypokinesis. Moderately dilated left atrium.",
        include_str!("walter/echo-first.txt"),
    );
    let failure = lasting(
        story,
        Some(&second),
        ("heart-failure", "Heart failure with reduced ejection fraction"),
        [
            snomed("703272007", "Heart failure with reduced ejection fraction"),
            icd10("I50.22", "Chronic systolic (congestive) heart failure"),
        ],
        second.date,
    );
    let lisinopril = story.prescribe(&second, &medicines::lisinopril("20", &failure, &[second.date]));
    let stopped = usual::stamp(story, 8.months());
    story.stop(&lisinopril, &stopped, "High potassium and kidney injury, in hospital.");
    for renewed_later in [
        medicines::furosemide("40", &failure, &[second.date]),
        medicines::metoprolol("100", &failure, &[second.date]),
    ] {
        let order = story.prescribe(&second, &renewed_later);
        story.complete(&order);
    }
    story.diagnosed(&second, &[&failure]);
    story.note(&second, include_str!("walter/2-heart-failure.txt"));
    failure
}

fn echocardiogram(story: &mut Story<'_>, seen: &Seen, date: Date, conclusion: &'static str, text: &str) {
    story.report(
        Some(seen),
        Report {
            slug: "echo",
            code: loinc("42148-7", "US Heart"),
            name: "Echocardiogram",
            section: "LP29708-2",
            status: Status::Final,
            date,
            read: date,
            by: OKAFOR,
            conclusion,
            attached: Attached::Text(text),
        },
    );
}

/// Better on treatment; spironolactone is added and watched.
fn after_the_echo(story: &mut Story<'_>, problems: &Problems) {
    let third = visit(story, 3.years(), Kind::Office, "Heart failure follow-up");
    usual::vitals(story, &third, Measured((124, 70), 72, 95, 876));
    kidneys(story, &third, ["4.5", "30", "1.6", "43"]);
    bnp(story, &third, "1980", Status::Final);
    let order = story.prescribe(
        &third,
        &once_a_day(
            "spironolactone",
            rxnorm("313096", "spironolactone 25 MG Oral Tablet"),
            "Take 1 tablet by mouth once a day, in the morning.",
            &problems.failure,
            &[third.date],
        ),
    );
    let stopped = usual::stamp(story, 8.months());
    story.stop(&order, &stopped, "Potassium of 6.4 with kidney injury, in hospital.");
    story.diagnosed(&third, &[&problems.failure, &problems.kidney]);
    story.note(&third, include_str!("walter/3-spironolactone.txt"));
    checked(
        story,
        2.years().months(11),
        Measured((120, 68), 70, 95, 870),
        ["4.9", "33", "1.7", "40"],
        None,
    );
}

/// A flare of COPD that needed no antibiotic.
fn flare(story: &mut Story<'_>, problems: &Problems) {
    let fourth = visit(
        story,
        2.years().months(8),
        Kind::Office,
        "Cough and wheezing for four days",
    );
    usual::vitals(story, &fourth, Measured((128, 72), 88, 91, 872));
    let flare = Issue {
        slug: "copd-flare",
        codes: [
            snomed("195951007", "Acute exacerbation of chronic obstructive airways disease"),
            icd10(
                "J44.1",
                "Chronic obstructive pulmonary disease with (acute) exacerbation",
            ),
        ],
        name: "Flare of COPD",
        onset: fourth.date - 4.days(),
        resolved: Some(fourth.date + 10.days()),
    };
    let flare = story.issue(Some(&fourth), ORTIZ, &flare);
    story.diagnosed(&fourth, &[&flare, &problems.copd]);
    let not_detected = Finding(snomed("260415000", "Not detected"), false);
    alone(
        story,
        &fourth,
        (&lab::COVID_ALONE, &lab::COVID),
        not_detected,
        Status::Final,
    );
    alone(
        story,
        &fourth,
        (&lab::CRP_ALONE, &lab::CRP),
        LessThan("5"),
        Status::Final,
    );
    kidneys(story, &fourth, ["4.8", "32", "1.7", "40"]);
    bnp(story, &fourth, "1890", Status::Final);
    prednisone(story, &fourth, &flare);
    story.note(&fourth, include_str!("walter/4-copd-flare.txt"));
    checked(
        story,
        2.years().months(5),
        Measured((124, 70), 70, 95, 869),
        ["4.7", "31", "1.7", "40"],
        None,
    );
}

/// A lower dose of apixaban from the eightieth birthday on, and hearing aids.
fn turning_eighty(story: &mut Story<'_>, problems: &Problems) {
    let fifth = visit(story, 2.years().months(2), Kind::Preventive, "Annual wellness visit");
    usual::vitals(story, &fifth, Measured((122, 70), 68, 95, 864));
    kidneys(story, &fifth, ["4.8", "31", "1.7", "40"]);
    bnp(story, &fifth, "1610", Status::Final);
    for (test, value) in [
        ((&lab::TSH_ALONE, &lab::TSH), "3.12"),
        ((&lab::VITAMIN_D_ALONE, &lab::VITAMIN_D), "19"),
    ] {
        alone(story, &fifth, test, Number(value), Status::Final);
    }
    let hearing = lasting(
        story,
        Some(&fifth),
        ("hearing-loss", "Hearing loss in both ears"),
        [
            snomed("194424005", "Sensorineural hearing loss, bilateral"),
            icd10("H90.3", "Sensorineural hearing loss, bilateral"),
        ],
        fifth.date,
    );
    prevention::hearing_need(story, fifth.date);
    let filled = [fifth.date];
    let apixaban = story.prescribe(&fifth, &medicines::apixaban("2.5", &problems.fibrillation, &filled));
    story.complete(&apixaban);
    story.diagnosed(&fifth, &[&problems.fibrillation, &problems.failure, &hearing]);
    story.note(&fifth, include_str!("walter/5-wellness.txt"));
    story.after_visit(&fifth, "en", include_str!("walter/5-summary.txt"));
}

/// A urinary infection, and a potassium that could not be measured the first time.
fn infection(story: &mut Story<'_>, problems: &Problems) {
    let sixth = visit(
        story,
        1.year().months(9),
        Kind::Office,
        "Burning with urination and fever",
    );
    usual::vitals(story, &sixth, Measured((118, 66), 86, 94, 860));
    let infection = Issue {
        slug: "urine-infection",
        codes: [
            snomed("68566005", "Urinary tract infectious disease"),
            icd10("N39.0", "Urinary tract infection, site not specified"),
        ],
        name: "Urinary infection",
        onset: sixth.date - 2.days(),
        resolved: Some(sixth.date + 9.days()),
    };
    let infection = story.issue(Some(&sixth), ORTIZ, &infection);
    story.diagnosed(&sixth, &[&infection, &problems.prostate, &problems.kidney]);
    story.panel(
        &sixth,
        &Panel {
            group: &lab::URINALYSIS,
            status: Status::Final,
            results: &[
                (&lab::URINE_LEUKOCYTES, Words("Large")),
                (&lab::URINE_NITRITE, Words("Positive")),
                (&lab::URINE_PROTEIN, Words("Trace")),
                (&lab::URINE_GLUCOSE, Words("Negative")),
                (&lab::URINE_PH, Number("6.5")),
            ],
            conclusion: None,
        },
    );
    culture(story, &sixth);
    let hemolyzed = Absent(
        "error",
        "The sample was damaged (hemolyzed); potassium could not be measured",
    );
    chemistry(story, &sixth, hemolyzed, ["33", "1.8", "37"]);
    let next_day = Seen {
        date: sixth.date + 1.day(),
        ..sixth.clone()
    };
    story.test(&next_day, &lab::POTASSIUM, Number("4.9"), Status::Final);
    let cephalexin = story.prescribe(&sixth, &medicines::cephalexin(&infection, &[sixth.date]));
    story.complete(&cephalexin);
    story.note(&sixth, include_str!("walter/6-urine-infection.txt"));
}

/// The culture as a result in words, and its report with what each antibiotic does.
fn culture(story: &mut Story<'_>, seen: &Seen) {
    let grown = Words("Escherichia coli, more than 100,000 colonies per mL. See the report for susceptibilities.");
    let result = story.test(seen, &lab::URINE_CULTURE, grown, Status::Final);
    let report = story.report(
        Some(seen),
        Report {
            slug: "urine-culture",
            code: lab::URINE_CULTURE.code,
            name: "Urine culture with susceptibilities",
            section: "MB",
            status: Status::Final,
            date: seen.date,
            read: seen.date + 2.days(),
            by: LAB,
            conclusion: "Escherichia coli, more than 100,000 CFU/mL. Susceptible to cefazolin (cephalexin) and ceftriaxone.",
            attached: Attached::Text(include_str!("walter/urine-culture.txt")),
        },
    );
    let issued = usual::afternoon(seen.date + 2.days());
    story.change(&result, |result| result["issued"] = json!(issued));
    story.change(&report, |report| report["result"] = json!([refer(&result)]));
}

fn before_the_hospital(story: &mut Story<'_>, problems: &Problems) {
    let seventh = visit(story, 1.year().months(4), Kind::Preventive, "Annual wellness visit");
    usual::vitals(story, &seventh, Measured((124, 70), 70, 95, 868));
    kidneys(story, &seventh, ["5.0", "34", "1.8", "37"]);
    bnp(story, &seventh, "1480", Status::Final);
    usual::blood_count(story, &seventh, ["6.9", "4.28", "13.1", "39.6", "93", "206"]);
    usual::lipids(story, &seventh, ["64", "47", "108", "133"]);
    story.diagnosed(&seventh, &[&problems.failure, &problems.kidney, &problems.copd]);
    story.note(&seventh, include_str!("walter/7-wellness.txt"));
    story.after_visit(&seventh, "en", include_str!("walter/7-summary.txt"));
    checked(
        story,
        1.year(),
        Measured((126, 72), 72, 95, 873),
        ["5.1", "35", "1.8", "37"],
        Some("1720"),
    );
}

/// Home from the hospital, slowly better, and the blood tests of this week.
fn this_year(story: &mut Story<'_>, problems: &Problems) {
    let home = visit(
        story,
        7.months().days(15),
        Kind::Office,
        "Follow-up after hospital stay",
    );
    usual::vitals(story, &home, Measured((112, 64), 66, 94, 860));
    kidneys(story, &home, ["4.6", "36", "1.9", "35"]);
    bnp(story, &home, "3350", Status::Final);
    story.diagnosed(&home, &[&problems.failure, &problems.kidney]);
    let filled = [home.date];
    let restarted = story.prescribe(&home, &medicines::lisinopril("5", &problems.failure, &filled));
    story.complete(&restarted);
    story.note(&home, include_str!("walter/8-after-hospital.txt"));
    story.after_visit(&home, "en", include_str!("walter/8-summary.txt"));
    checked(
        story,
        6.months(),
        Measured((114, 66), 66, 95, 856),
        ["4.7", "38", "2.0", "33"],
        Some("2740"),
    );

    let ninth = visit(story, 4.months(), Kind::Office, "Heart failure and kidney follow-up");
    usual::vitals(story, &ninth, Measured((116, 66), 68, 95, 851));
    kidneys(story, &ninth, ["4.7", "36", "1.9", "35"]);
    bnp(story, &ninth, "2210", Status::Final);
    story.test(&ninth, &lab::POTASSIUM, Number("6.8"), Status::EnteredInError);
    echocardiogram(
        story,
        &ninth,
        ninth.date + 3.days(),
        "Left ventricular ejection fraction 38 %, improved from 30 % in the hospital.",
        include_str!("walter/echo-latest.txt"),
    );
    story.diagnosed(&ninth, &[&problems.failure, &problems.kidney, &problems.fibrillation]);
    current(story, &ninth, problems);
    story.note(&ninth, include_str!("walter/9-follow-up.txt"));
    story.after_visit(&ninth, "en", include_str!("walter/9-summary.txt"));
    this_week(story, problems);
}

fn this_week(story: &mut Story<'_>, problems: &Problems) {
    let newest = visit(story, 4.days(), Kind::Office, "Blood tests, weight and breathing check");
    usual::vitals(story, &newest, Measured((118, 68), 70, 94, 863));
    kidneys(story, &newest, ["4.9", "37", "1.9", "35"]);
    usual::blood_count(story, &newest, ["7.0", "4.06", "12.4", "37.8", "93", "198"]);
    bnp(story, &newest, "2480", Status::Preliminary);
    alone(
        story,
        &newest,
        (&lab::VITAMIN_D_ALONE, &lab::VITAMIN_D),
        Absent("not-performed", "The tube broke on the way to the laboratory"),
        Status::Cancelled,
    );
    story.diagnosed(&newest, &[&problems.failure, &problems.kidney]);
    story.note(&newest, include_str!("walter/10-weight.txt"));
    story.after_visit(&newest, "en", include_str!("walter/10-summary.txt"));
}
