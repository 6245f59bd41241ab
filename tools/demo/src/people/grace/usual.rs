//! What happens at most of Grace's prenatal visits.

use jiff::ToSpan;
use jiff::civil::time;
use serde_json::{Value, json};

use crate::build::Reading::{self, Number};
use crate::build::{Kind, Panel, Seen, Status, Story, Visit, Vitals, profile, refer};
use crate::clinic::BRANDT;
use crate::code::{Code, hl7, loinc, snomed};
use crate::lab::{self, Group, Test};

/// Days from the first day of the last period to today: 28 weeks.
const SO_FAR: i32 = 196;
/// Days of a pregnancy by that count.
const ALL: i32 = 280;

/// What is measured at a prenatal visit; what is not yet measured is empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Measured {
    pub(super) pressure: (u32, u32),
    /// Tenths of a kilogram.
    pub(super) weight: u32,
    /// The baby's, a minute.
    pub(super) heart: &'static str,
    /// Fundal height, centimetres.
    pub(super) fundus: &'static str,
}

pub(super) fn prenatal(story: &mut Story<'_>, days_ago: i32, reason: &str, measured: Measured) -> Seen {
    let date = story.ago(days_ago.days());
    let seen = story.visit(&Visit {
        date,
        time: time(9, 0, 0, 0),
        minutes: 30,
        kind: Kind::Prenatal,
        reason,
        by: BRANDT,
    });
    story.vitals(
        &seen,
        Vitals {
            pressure: measured.pressure,
            pulse: 84,
            oxygen: 98,
            weight: measured.weight,
            ..Vitals::default()
        },
    );
    if !measured.heart.is_empty() {
        let code = loinc("55283-6", "Fetal Heart rate");
        story.measured(&seen, "fetal-heart", code, measured.heart, "/min");
    }
    if !measured.fundus.is_empty() {
        let code = loinc("11881-0", "Uterus Fundal height Tape measure");
        story.measured(&seen, "fundal-height", code, measured.fundus, "cm");
    }
    seen
}

/// The last period, the day the baby is expected, and how many pregnancies and births there were.
pub(super) fn expectation(story: &mut Story<'_>, seen: &Seen) {
    let period = story.today - SO_FAR.days();
    let due = period + ALL.days();
    let facts = [
        (
            "last-period",
            loinc("8665-2", "Last menstrual period start date"),
            "valueDateTime",
            json!(period.to_string()),
        ),
        (
            "due-date",
            loinc("11778-8", "Delivery date Estimated"),
            "valueDateTime",
            json!(due.to_string()),
        ),
        (
            "pregnancies",
            loinc("11996-6", "[#] Pregnancies"),
            "valueInteger",
            json!(2),
        ),
        ("births", loinc("11977-6", "[#] Parity"), "valueInteger", json!(1)),
        (
            "pregnancy-status",
            loinc("82810-3", "Pregnancy status"),
            "valueCodeableConcept",
            snomed("77386006", "Pregnancy").called("Pregnant"),
        ),
    ];
    for (what, code, member, value) in facts {
        let mut fact = json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [hl7("observation-category", "social-history", "Social History")],
            "code": code.concept(),
            "encounter": refer(&seen.encounter),
            "effectiveDateTime": seen.after(20),
            "performer": [BRANDT.reference()],
        });
        fact[member] = value;
        story.add(what, "subject", fact);
    }
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

/// A test ordered by itself; gives its result.
pub(super) fn single(
    story: &mut Story<'_>,
    seen: &Seen,
    group: &'static Group,
    test: &'static Test,
    reading: Reading,
) -> String {
    let told = story.panel(
        seen,
        &Panel {
            group,
            status: Status::Final,
            results: &[(test, reading)],
            conclusion: None,
        },
    );
    told.results
        .into_iter()
        .next()
        .expect("a panel of one test has one result")
}

/// Adds what is ordered at a visit and not done yet.
pub(super) fn order(story: &mut Story<'_>, seen: &Seen, what: (&str, Code), code: &Value, why: &str) {
    let (slug, category) = what;
    story.add(
        slug,
        "subject",
        json!({
            "resourceType": "ServiceRequest",
            "meta": profile("us-core-servicerequest"),
            "status": "active",
            "intent": "order",
            "category": [category.concept()],
            "code": code,
            "encounter": refer(&seen.encounter),
            "authoredOn": seen.after(330),
            "requester": seen.by.reference(),
            "note": [{ "text": why }],
        }),
    );
}

/// Bought without a prescription, and written down as the clinic advised it.
pub(super) fn prenatal_vitamin(story: &mut Story<'_>, seen: &Seen) {
    story.add(
        "prenatal-vitamin",
        "subject",
        json!({
            "resourceType": "MedicationRequest",
            "meta": profile("us-core-medicationrequest"),
            "status": "active",
            "intent": "plan",
            "reportedBoolean": true,
            "medicationCodeableConcept": { "text": "Prenatal vitamin with folic acid 0.8 mg and iron 27 mg, oral tablet" },
            "encounter": refer(&seen.encounter),
            "authoredOn": seen.after(20),
            "requester": seen.by.reference(),
            "dosageInstruction": [{
                "text": "Take 1 tablet by mouth once a day.",
                "timing": { "repeat": { "frequency": 1, "period": 1, "periodUnit": "d" } },
            }],
        }),
    );
}
