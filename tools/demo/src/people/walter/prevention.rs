//! Walter's vaccines, his plan, his hearing, and the daughter who speaks for him when he cannot.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, time};
use serde_json::json;

use super::Problems;
use super::usual::afternoon;
use crate::build::{Site, Story, Vaccine, profile, refer};
use crate::clinic::{CLINIC, KIM, OKAFOR, ORTIZ, PATEL};
use crate::code::{cvx, hl7, loinc, snomed};

pub(super) fn vaccines(story: &mut Story<'_>) {
    let flu = cvx("135", "Influenza, high-dose, trivalent, PF");
    let flu_four = cvx("197", "Influenza, high-dose, quadrivalent");
    let zoster = cvx("187", "Zoster vaccine, recombinant");
    let covid = cvx("309", "COVID-19, mRNA, LNP-S, PF, tris-sucrose, 30 mcg/0.3 mL");
    let pneumococcal = cvx(
        "216",
        "Pneumococcal conjugate PCV20, polysaccharide CRM197 conjugate, adjuvant, PF",
    );
    let rsv = cvx(
        "303",
        "RSV, recombinant, protein subunit RSVpreF, adjuvant reconstituted, 0.5 mL, PF",
    );
    let given = [
        (
            story.ago(4.years()),
            "pneumococcal",
            pneumococcal,
            "Pfizer",
            "0.5",
            None,
        ),
        (
            story.ago(3.years().months(11)),
            "tdap",
            cvx("115", "Tdap"),
            "Sanofi Pasteur",
            "0.5",
            None,
        ),
        (
            story.ago(3.years().months(6)),
            "zoster",
            zoster,
            "GlaxoSmithKline",
            "0.5",
            Some(1),
        ),
        (
            story.ago(3.years().months(3)),
            "zoster",
            zoster,
            "GlaxoSmithKline",
            "0.5",
            Some(2),
        ),
        (story.flu_day(3), "flu", flu_four, "Sanofi Pasteur", "0.7", None),
        (
            story.ago(3.years().months(1)),
            "covid",
            covid,
            "Pfizer-BioNTech",
            "0.3",
            None,
        ),
        (
            story.ago(2.years().months(11)),
            "rsv",
            rsv,
            "GlaxoSmithKline",
            "0.5",
            None,
        ),
        (story.flu_day(2), "flu", flu, "Sanofi Pasteur", "0.5", None),
        (
            story.ago(2.years().months(1)),
            "covid",
            covid,
            "Pfizer-BioNTech",
            "0.3",
            None,
        ),
        (story.flu_day(1), "flu", flu, "Sanofi Pasteur", "0.5", None),
        (
            story.ago(1.year().months(1)),
            "covid",
            covid,
            "Pfizer-BioNTech",
            "0.3",
            None,
        ),
        (story.flu_day(0), "flu", flu, "Sanofi Pasteur", "0.5", None),
        (story.ago(1.month()), "covid", covid, "Pfizer-BioNTech", "0.3", None),
    ];
    for (index, (date, slug, code, maker, dose, number)) in given.into_iter().enumerate() {
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

/// How to talk with him, shown to everyone who opens the chart.
pub(super) fn hearing_need(story: &mut Story<'_>, since: Date) {
    story.add(
        "hearing-need",
        "subject",
        json!({
            "resourceType": "Flag",
            "status": "active",
            "category": [hl7("flag-category", "clinical", "Clinical")],
            "code": {
                "coding": [snomed("15188001", "Hearing loss").coding()],
                "text": "Hard of hearing, wears two hearing aids. Face him, speak slowly, write down numbers and names. \
                         Prefers messages to phone calls.",
            },
            "period": { "start": since.to_string() },
            "author": KIM.reference(),
        }),
    );
}

pub(super) fn plans(story: &mut Story<'_>, problems: &Problems) {
    story.care_team(&[
        (ORTIZ, snomed("446050000", "Primary care provider")),
        (OKAFOR, snomed("17561000", "Cardiologist")),
        (KIM, snomed("106292003", "Professional nurse")),
        (PATEL, snomed("46255001", "Pharmacist")),
    ]);
    let start = story.ago(7.months().days(15));
    let due = story.today + 3.months();
    let weight = story.goal(
        "Weigh myself every morning and stay under 87 kg",
        &problems.failure,
        start,
        due,
    );
    let potassium = story.goal("Keep my potassium between 4 and 5", &problems.kidney, start, due);
    story.plan(
        "Heart failure action plan",
        start,
        (&[&problems.failure, &problems.kidney], &[&weight, &potassium]),
        &[
            "Weigh every morning after using the toilet, before breakfast; write it down.",
            "Call if weight goes up 1 kg in a day or 2 kg in a week.",
            "No ibuprofen, naproxen or salt substitute. Acetaminophen for the knees.",
            "Salt under 2 grams of sodium a day.",
            "Blood test of kidneys and potassium every three months.",
        ],
    );
    let tuesday = story.next(Weekday::Tuesday);
    let appointment = story.appointment(
        tuesday + 7.days(),
        time(10, 40, 0, 0),
        40,
        ORTIZ,
        ("Office visit", "Heart failure follow-up: weight and blood test"),
    );
    story.change(&appointment, |appointment| {
        appointment["comment"] = json!("Daughter Karen comes along. Hard of hearing: quiet room.");
    });
}

/// His daughter Karen, and the paper that makes her his agent.
pub(super) fn agent(story: &mut Story<'_>) {
    let signed = story.ago(1.year().months(4));
    let karen = story.relative(("Karen", "Jensen"), ("DAUC", "daughter"), "541-555-0172");
    story.change(&karen, |person| {
        let agent = hl7("v3-RoleCode", "HPOWATT", "healthcare power of attorney");
        person["relationship"]
            .as_array_mut()
            .expect("what she is to him")
            .push(agent);
    });
    // He said at the desk that he is hard of hearing, and that a letter reaches him better than a call.
    story.change("Patient/walter-jensen", |patient| {
        let need = |code: &str, display: &str| {
            let coding = json!({ "system": "urn:madrone:communication-needs", "code": code, "display": display });
            json!({ "url": "urn:madrone:communication-need", "valueCodeableConcept": { "coding": [coding] } })
        };
        let extensions = patient["extension"].as_array_mut().expect("US Core's extensions");
        extensions.push(need("lip-reading", "Face to be seen while speaking"));
        extensions.push(need("writing", "Writing in place of speaking"));
        let telecom = patient["telecom"].as_array_mut().expect("ways to reach him");
        telecom.push(json!({ "system": "phone", "value": "541-555-0173", "use": "home" }));
    });
    let subject = story.subject();
    let directive = story.add(
        "advance-directive",
        "subject",
        json!({
            "resourceType": "DocumentReference",
            "meta": profile("us-core-documentreference"),
            "status": "current",
            "docStatus": "final",
            "type": loinc("42348-3", "Advance healthcare directives").called("Advance directive"),
            "category": [{ "coding": [{
                "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                "code": "clinical-note",
                "display": "Clinical Note",
            }] }],
            "date": afternoon(signed),
            "author": [subject],
            "custodian": CLINIC.reference(),
            "description": "Advance directive, with Karen Jensen as health-care agent",
            "content": [{ "attachment": {
                "contentType": "text/plain; charset=utf-8",
                "language": "en",
                "data": BASE64.encode(include_str!("advance-directive.txt").trim()),
                "title": "Advance directive",
                "creation": afternoon(signed),
            } }],
        }),
    );
    story.add(
        "agent",
        "patient",
        json!({
            "resourceType": "Consent",
            "status": "active",
            "scope": hl7("consentscope", "adr", "Advanced Care Directive"),
            "category": [hl7("consentcategorycodes", "hcd", "Health Care Directive")],
            "dateTime": afternoon(signed),
            "performer": [story.subject()],
            "organization": [CLINIC.reference()],
            "sourceReference": refer(&directive),
            "policy": [{ "uri": "https://riverbend.example.com/policies/advance-directives" }],
            "provision": {
                "type": "permit",
                "period": { "start": signed.to_string() },
                "actor": [{
                    "role": hl7("v3-RoleCode", "HPOWATT", "healthcare power of attorney"),
                    "reference": refer(&karen),
                }],
            },
        }),
    );
}
