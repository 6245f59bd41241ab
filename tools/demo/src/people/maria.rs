//! Maria Alvarez, 47: type 2 diabetes for six years, high blood pressure, and cholesterol that came down and has now
//! moved up a little. Spanish is spoken at home.

mod prevention;
mod usual;

use jiff::ToSpan;
use jiff::civil::{Date, time};
use madrone_kernel::Random;

use crate::Chart;
use crate::build::Reading::{Absent, Finding, LessThan, Number, Words};
use crate::build::{Issue, Kind, ORAL, Panel, Person, Prescription, Seen, Status, Story, Visit, Vitals, at, fills};
use crate::clinic::ORTIZ;
use crate::code::{icd10, rxnorm, snomed};
use crate::lab;
use prevention::{electrocardiogram, pap, plans, screening, vaccines};
use usual::{a1c, atorvastatin, blood_count, lipids, metabolic, metformin, urine_albumin, visit, vitals};

/// What Dr. Ortiz wrote about the newest lipid panel.
const REMARK: &str =
    "Your numbers moved a little. Have you been able to take the atorvastatin every evening? Let's talk on Thursday.";

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let mut story = Story::about(&person(), today, random);
    let ([diabetes, pressure, cholesterol], treated) = first_years(&mut story);
    statins(&mut story, &treated, [&diabetes, &pressure, &cholesterol]);
    this_year(&mut story, [&diabetes, &pressure, &cholesterol]);
    screening(&mut story);
    vaccines(&mut story);
    plans(&mut story, [&diabetes, &pressure, &cholesterol]);
    story.end()
}

fn person() -> Person {
    Person {
        slug: "maria",
        id: "maria-alvarez",
        given: &["Maria", "Elena"],
        family: "Alvarez",
        gender: "female",
        age: 47.years().months(5).days(3),
        mrn: "RB-100238",
        phone: "541-555-0161",
        email: Some("maria@example.com"),
        street: "218 Cottonwood Lane",
        language: ("es", "Spanish"),
        race: ("2131-1", "Other Race"),
        hispanic: true,
        doctor: ORTIZ,
    }
}

/// Diabetes, then high blood pressure, then COVID-19, then high cholesterol.
fn first_years(story: &mut Story<'_>) -> ([String; 3], Seen) {
    let first = visit(story, 6.years(), Kind::Office, "New patient visit: tired and thirsty");
    vitals(story, &first, (132, 84), 78, 812);
    let since = first.date;
    story.allergy(
        rxnorm("70618", "penicillin"),
        (
            snomed("126485001", "Urticaria"),
            "Hives on arms and chest within an hour",
        ),
        "moderate",
        since,
    );
    let diabetes = story.issue(
        Some(&first),
        ORTIZ,
        &Issue {
            slug: "diabetes",
            codes: [
                snomed("44054006", "Diabetes mellitus type 2"),
                icd10("E11.9", "Type 2 diabetes mellitus without complications"),
            ],
            name: "Type 2 diabetes",
            onset: since,
            resolved: None,
        },
    );
    story.diagnosed(&first, &[&diabetes]);
    story.smoking(&first, snomed("266919005", "Never smoked tobacco"));
    story.family_history(("MTH", "mother"), snomed("44054006", "Diabetes mellitus type 2"), since);
    a1c(story, &first, "8.1");
    metabolic(story, &first, &["168", "139", "4.2", "0.7", "108", "24", "31"]);
    blood_count(story, &first, &["6.8", "4.61", "13.4", "40.1", "87", "268"]);
    urine_albumin(story, &first, "11", "92", "12");
    story.note(&first, include_str!("maria/1-new-patient.txt"));
    let metformin = story.prescribe(&first, &metformin(&diabetes, &[since]));
    story.complete(&metformin);

    let second = visit(story, 5.years().months(8), Kind::Office, "Diabetes follow-up");
    vitals(story, &second, (138, 86), 74, 789);
    story.diagnosed(&second, &[&diabetes]);
    a1c(story, &second, "7.2");
    story.note(&second, include_str!("maria/2-diabetes.txt"));

    let third = visit(story, 4.years().months(6), Kind::Preventive, "Preventive visit");
    vitals(story, &third, (146, 90), 72, 776);
    let pressure = story.issue(
        Some(&third),
        ORTIZ,
        &Issue {
            slug: "hypertension",
            codes: [
                snomed("59621000", "Essential hypertension"),
                icd10("I10", "Essential (primary) hypertension"),
            ],
            name: "High blood pressure",
            onset: third.date,
            resolved: None,
        },
    );
    story.diagnosed(&third, &[&pressure, &diabetes]);
    a1c(story, &third, "6.9");
    metabolic(story, &third, &["121", "140", "4.2", "0.7", "108", "22", "26"]);
    pap(story, &third);
    electrocardiogram(story, &third);
    story.note(&third, include_str!("maria/3-preventive.txt"));

    covid(story);

    let fifth = visit(story, 3.years().months(6), Kind::Preventive, "Preventive visit");
    vitals(story, &fifth, (128, 80), 76, 794);
    lipids(story, &fifth, ["168", "44", "192", "244"], None);
    let cholesterol = story.issue(
        Some(&fifth),
        ORTIZ,
        &Issue {
            slug: "hyperlipidemia",
            codes: [
                snomed("267434003", "Mixed hyperlipidemia"),
                icd10("E78.2", "Mixed hyperlipidemia"),
            ],
            name: "High cholesterol",
            onset: fifth.date,
            resolved: None,
        },
    );
    story.diagnosed(&fifth, &[&cholesterol, &diabetes, &pressure]);
    story.family_history(
        ("FTH", "father"),
        snomed("22298006", "Myocardial infarction"),
        fifth.date,
    );
    a1c(story, &fifth, "6.8");
    metabolic(story, &fifth, &["118", "139", "4.1", "0.7", "108", "23", "28"]);
    story.note(&fifth, include_str!("maria/5-cholesterol.txt"));
    ([diabetes, pressure, cholesterol], fifth)
}

fn covid(story: &mut Story<'_>) {
    let seen = visit(story, 4.years().months(2), Kind::Video, "Fever and cough");
    let detected = Finding(snomed("260373001", "Detected"), true);
    story.panel(
        &seen,
        &Panel {
            group: &lab::COVID_ALONE,
            status: Status::Final,
            results: &[(&lab::COVID, detected)],
            conclusion: None,
        },
    );
    let covid = story.issue(
        Some(&seen),
        ORTIZ,
        &Issue {
            slug: "covid",
            codes: [
                snomed(
                    "840539006",
                    "Disease caused by severe acute respiratory syndrome coronavirus 2",
                ),
                icd10("U07.1", "COVID-19"),
            ],
            name: "COVID-19",
            onset: seen.date - 2.days(),
            resolved: Some(seen.date + 14.days()),
        },
    );
    story.diagnosed(&seen, &[&covid]);
    story.vitals(
        &seen,
        Vitals {
            pulse: 92,
            temperature: 383,
            oxygen: 97,
            ..Vitals::default()
        },
    );
    story.note(&seen, include_str!("maria/4-covid.txt"));
}

/// A statin that made her muscles ache, half a year without, and one that she tolerates.
fn statins(story: &mut Story<'_>, started: &Seen, [diabetes, pressure, cholesterol]: [&str; 3]) {
    let simvastatin = story.prescribe(
        started,
        &Prescription {
            slug: "simvastatin",
            drug: rxnorm("312961", "simvastatin 20 MG Oral Tablet"),
            label: "Take 1 tablet by mouth every evening.",
            daily: (1, "1"),
            when: Some("EVE"),
            unit: "{tbl}",
            route: ORAL,
            fill: (90, 90, 3),
            reason: Some(cholesterol),
            handed_over: &[started.date + 1.day()],
        },
    );

    let sixth = visit(story, 3.years(), Kind::Office, "Cholesterol follow-up: aching legs");
    vitals(story, &sixth, (126, 78), 74, 790);
    story.diagnosed(&sixth, &[cholesterol, diabetes]);
    story.stop(
        &simvastatin,
        &sixth.after(20),
        "Muscle aches in both thighs, gone after stopping.",
    );
    lipids(story, &sixth, ["159", "45", "180", "234"], None);
    a1c(story, &sixth, "6.9");
    metabolic(story, &sixth, &["122", "140", "4.3", "0.7", "107", "22", "25"]);
    story.note(&sixth, include_str!("maria/6-muscle-aches.txt"));

    let seventh = visit(story, 2.years().months(5), Kind::Office, "Cholesterol follow-up");
    vitals(story, &seventh, (124, 78), 72, 778);
    story.diagnosed(&seventh, &[cholesterol, diabetes, pressure]);
    lipids(story, &seventh, ["151", "46", "168", "225"], None);
    a1c(story, &seventh, "7.0");
    urine_albumin(story, &seventh, "14", "88", "16");
    let first = story.prescribe(&seventh, &atorvastatin(cholesterol, &[seventh.date]));
    story.complete(&first);
    story.note(&seventh, include_str!("maria/7-atorvastatin.txt"));

    let eighth = visit(
        story,
        1.year().months(10),
        Kind::Office,
        "Diabetes and cholesterol follow-up",
    );
    vitals(story, &eighth, (122, 76), 70, 771);
    story.diagnosed(&eighth, &[cholesterol, diabetes, pressure]);
    lipids(story, &eighth, ["133", "49", "138", "205"], None);
    a1c(story, &eighth, "6.7");
    metabolic(story, &eighth, &["112", "139", "4.4", "0.7", "107", "24", "27"]);
    story.test(&eighth, &lab::GLUCOSE, Number("212"), Status::EnteredInError);
    story.note(&eighth, include_str!("maria/8-follow-up.txt"));
    story.after_visit(&eighth, "en", include_str!("maria/8-summary-en.txt"));
    story.after_visit(&eighth, "es", include_str!("maria/8-summary-es.txt"));

    let ninth = visit(story, 1.year().months(4), Kind::Preventive, "Preventive visit");
    vitals(story, &ninth, (120, 76), 70, 764);
    story.diagnosed(&ninth, &[diabetes, cholesterol, pressure]);
    lipids(story, &ninth, ["126", "51", "120", "197"], None);
    a1c(story, &ninth, "6.6");
    blood_count(story, &ninth, &["6.2", "4.58", "13.6", "40.6", "89", "254"]);
    pap(story, &ninth);
    let stool = [(&lab::FIT, Words("Negative"))];
    story.panel(
        &ninth,
        &Panel {
            group: &lab::FIT_ALONE,
            status: Status::Final,
            results: &stool,
            conclusion: None,
        },
    );
    story.note(&ninth, include_str!("maria/9-preventive.txt"));
    story.after_visit(&ninth, "en", include_str!("maria/9-summary-en.txt"));
    story.after_visit(&ninth, "es", include_str!("maria/9-summary-es.txt"));
}

/// A bladder infection, renewed prescriptions, and the blood test of this week.
fn this_year(story: &mut Story<'_>, [diabetes, pressure, cholesterol]: [&str; 3]) {
    let tenth = visit(
        story,
        8.months(),
        Kind::Office,
        "Burning with urination; diabetes follow-up",
    );
    vitals(story, &tenth, (126, 80), 76, 773);
    let infection = story.issue(
        Some(&tenth),
        ORTIZ,
        &Issue {
            slug: "bladder-infection",
            codes: [
                snomed("68566005", "Urinary tract infectious disease"),
                icd10("N39.0", "Urinary tract infection, site not specified"),
            ],
            name: "Bladder infection",
            onset: tenth.date - 3.days(),
            resolved: Some(tenth.date + 7.days()),
        },
    );
    story.diagnosed(&tenth, &[&infection, diabetes, cholesterol]);
    story.panel(
        &tenth,
        &Panel {
            group: &lab::URINALYSIS,
            status: Status::Final,
            results: &[
                (&lab::URINE_LEUKOCYTES, Words("Moderate")),
                (&lab::URINE_NITRITE, Words("Positive")),
                (&lab::URINE_PROTEIN, Words("Trace")),
                (&lab::URINE_GLUCOSE, Words("Negative")),
                (&lab::URINE_PH, Number("6.0")),
            ],
            conclusion: None,
        },
    );
    a1c(story, &tenth, "6.9");
    let told = metabolic(story, &tenth, &["124", "138", "4.4", "0.7", "106", "23", "26"]);
    story.correct(
        &told,
        2,
        &lab::POTASSIUM,
        "5.9",
        "First reported as 5.9 mmol/L. The first sample was hemolyzed; the test was repeated on a second sample.",
        &at(tenth.date + 1.day(), time(11, 20, 0, 0)),
    );
    let nitrofurantoin = story.prescribe(
        &tenth,
        &Prescription {
            slug: "nitrofurantoin",
            drug: rxnorm(
                "1648755",
                "nitrofurantoin, macrocrystals 25 MG / nitrofurantoin, monohydrate 75 MG Oral Capsule",
            ),
            label: "Take 1 capsule by mouth twice a day with food for 5 days.",
            daily: (2, "1"),
            when: None,
            unit: "{capsule}",
            route: ORAL,
            fill: (10, 5, 0),
            reason: Some(&infection),
            handed_over: &[tenth.date],
        },
    );
    story.complete(&nitrofurantoin);
    // The second fill came late: tablets were missed. 90 tablets since 83 days leave 7; of 3 refills 2 remain.
    let late = story.today - 83.days();
    story.prescribe(&tenth, &atorvastatin(cholesterol, &[tenth.date + 1.day(), late]));
    let regular = fills(story.today, 90, 3, 40);
    let since: Vec<Date> = regular.into_iter().filter(|date| *date >= tenth.date).collect();
    story.prescribe(&tenth, &metformin(diabetes, &since));
    story.prescribe(
        &tenth,
        &Prescription {
            slug: "lisinopril",
            drug: rxnorm("314076", "lisinopril 10 MG Oral Tablet"),
            label: "Take 1 tablet by mouth once a day, in the morning.",
            daily: (1, "1"),
            when: Some("MORN"),
            unit: "{tbl}",
            route: ORAL,
            fill: (90, 90, 3),
            reason: Some(pressure),
            handed_over: &since,
        },
    );
    story.note(&tenth, include_str!("maria/10-urine-infection.txt"));
    story.after_visit(&tenth, "en", include_str!("maria/10-summary-en.txt"));
    story.after_visit(&tenth, "es", include_str!("maria/10-summary-es.txt"));

    let newest = story.visit(&Visit {
        date: story.today - 2.days(),
        time: time(8, 10, 0, 0),
        minutes: 20,
        kind: Kind::Office,
        reason: "Blood tests and blood pressure check",
        by: ORTIZ,
    });
    vitals(story, &newest, (124, 78), 74, 780);
    story.diagnosed(&newest, &[cholesterol, diabetes]);
    let written = at(story.today - 1.day(), time(8, 45, 0, 0));
    let panel = lipids(story, &newest, ["142", "52", "118", "214"], Some(REMARK));
    story.remark(&panel.results[0], ORTIZ, &written, REMARK);
    a1c(story, &newest, "7.1");
    story.panel(
        &newest,
        &Panel {
            group: &lab::ACR_PANEL,
            status: Status::Final,
            results: &[
                (&lab::URINE_ALBUMIN, LessThan("5")),
                (&lab::URINE_CREATININE, Number("74")),
                (
                    &lab::ACR,
                    Absent("not-applicable", "Too little albumin in the urine to calculate a ratio"),
                ),
            ],
            conclusion: None,
        },
    );
    let thyroid = [(&lab::TSH, Number("2.31"))];
    story.panel(
        &newest,
        &Panel {
            group: &lab::TSH_ALONE,
            status: Status::Preliminary,
            results: &thyroid,
            conclusion: None,
        },
    );
    let vitamin = [(
        &lab::VITAMIN_D,
        Absent("not-performed", "Not enough blood in the tube to run this test"),
    )];
    story.panel(
        &newest,
        &Panel {
            group: &lab::VITAMIN_D_ALONE,
            status: Status::Cancelled,
            results: &vitamin,
            conclusion: None,
        },
    );
}
