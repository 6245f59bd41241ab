//! Whom to call in an emergency.

use axum::http::StatusCode;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::Value;

use super::clinic::first;
use super::{PAGE, at_desk, maria};
use crate::browser::Browser;
use crate::portal::{Portal, texts};

const NEW: &str = "/settings/profile/people/new";

const DIEGO: [(&str, &str); 4] = [
    ("given", "Diego"),
    ("family", "Alvarez"),
    ("relation", "spouse"),
    ("phone", "541 555 0162"),
];

/// The address of the one on the page.
fn the_one(browser: &mut Browser<'_>) -> String {
    let page = browser.get(PAGE).text();
    let after = page.split("row-title\" href=\"/settings/profile/people/").nth(1);
    let id = after
        .and_then(|after| after.split('"').next())
        .expect("somebody to call");
    format!("/settings/profile/people/{id}")
}

fn stored(portal: &Portal) -> Vec<Value> {
    let all = texts(
        portal,
        "SELECT text FROM chart_resource WHERE text LIKE '%\"RelatedPerson\"%' AND text NOT LIKE '%\"Provenance\"%'",
    );
    all.iter()
        .map(|text| serde_json::from_str(text).expect("JSON"))
        .collect()
}

both_engines! {
    fn somebody_to_call_is_added_changed_and_taken_away_and_the_clinic_is_told(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        let answer = browser.post(NEW, &DIEGO);
        assert_eq!(answer.location(), "/settings/profile?saved=1#people", "{}", answer.text());
        let page = browser.get(PAGE);
        for words in ["Diego Alvarez", "Husband or wife", "(541) 555-0162"] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        let made = stored(&portal);
        assert_eq!(made[0]["patient"]["reference"], "Patient/maria");
        assert_eq!(made[0]["relationship"][0]["coding"][0]["code"], "C");
        let said = texts(&portal, "SELECT text FROM chart_resource WHERE text LIKE '%\"CREATE\"%'");
        assert!(said[0].contains("Patient/maria"), "whose word it is");
        assert!(desk.get("/clinic/patients/maria").shows("Diego Alvarez"));
        let change = first(&mut desk);
        let shown = desk.get(&change);
        assert!(shown.shows("Diego Alvarez") && shown.shows("Husband or wife") && shown.shows("(541) 555-0162"), "{}", shown.text());

        let one = the_one(&mut browser);
        assert!(browser.get(&one).shows("value=\"Diego\""));
        let changed = [DIEGO.as_slice(), &[("other", "541-555-0170")]].concat();
        browser.post(&one, &changed);
        assert!(browser.get(PAGE).shows("(541) 555-0170"));
        browser.post(&format!("{one}/remove"), &[]);
        assert!(!browser.get(PAGE).shows("Diego"));
        assert_eq!(stored(&portal)[0]["active"], false, "the record keeps who it was");
        assert_eq!(browser.get(&one).status, StatusCode::NOT_FOUND);
        assert!(!desk.get("/clinic/patients/maria").shows("Diego Alvarez"));
    }

    fn the_clinic_puts_back_who_was_added_or_taken_away(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        browser.post(NEW, &DIEGO);
        let one = the_one(&mut browser);
        let added = first(&mut desk);
        desk.post(&format!("{added}/accept"), &[]);
        browser.post(&format!("{one}/remove"), &[]);
        let removed = first(&mut desk);
        assert!(desk.get(&removed).shows("No longer to be called"));
        desk.post(&format!("{removed}/undo"), &[("part", "contact")]);
        assert!(browser.get(PAGE).shows("Diego Alvarez"));

        browser.post(NEW, &[("given", "Nobody"), ("relation", "friend"), ("phone", "541-555-0199")]);
        let added = first(&mut desk);
        desk.post(&format!("{added}/undo"), &[("part", "contact")]);
        let page = browser.get(PAGE);
        assert!(page.shows("Diego Alvarez") && !page.shows("Nobody"), "{}", page.text());
    }

    fn what_cannot_be_taken_is_said_and_nobody_else_s_people_are_there(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let wrong = browser.post(NEW, &[("given", "Diego"), ("phone", "12")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Choose what this person is to you", "whole number with its area code", "value=\"Diego\""] {
            assert!(wrong.shows(words), "{words}: {}", wrong.text());
        }
        assert!(stored(&portal).is_empty());
        browser.post(NEW, &DIEGO);
        let one = the_one(&mut browser);
        portal.patient("walter");
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        assert_eq!(walter.get(&one).status, StatusCode::NOT_FOUND);
        assert_eq!(walter.post(&format!("{one}/remove"), &[]).status, StatusCode::NOT_FOUND);
        assert!(!walter.get(PAGE).shows("Diego"));
    }
}
