//! Personal information: what a patient says of herself reaches her chart, the pages and the clinic, and nothing is lost.

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::portal::{Portal, patient, texts};

const PAGE: &str = "/settings/profile";

/// The Patient, with what the page knows nothing of.
fn known_by_others() -> Value {
    let mut maria = patient("maria");
    maria["extension"] = json!([{ "url": "http://example.com/kept", "valueString": "kept-by-others" }]);
    maria
}

fn maria(portal: &Portal) -> Browser<'_> {
    portal.patient("maria");
    portal.put(vec![known_by_others()]);
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    browser
}

/// The version that the page was made of.
fn version(browser: &mut Browser<'_>) -> String {
    let page = browser.get(PAGE).text();
    let after = page
        .split("name=\"version\" value=\"")
        .nth(1)
        .expect("a form with a version");
    after.split('"').next().expect("a version").to_owned()
}

fn stored(portal: &Portal) -> Value {
    let texts = texts(portal, "SELECT text FROM chart_resource WHERE id = 'maria'");
    serde_json::from_str(&texts[0]).expect("a Patient")
}

both_engines! {
    fn what_a_patient_says_is_in_her_chart_with_its_author_and_all_over_the_portal(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let version = version(&mut browser);
        let answer = browser.post(PAGE, &[
            ("version", &version),
            ("preferred", " Mari "),
            ("pronouns", "LA29519-8"),
            ("language", "es"),
            ("interpreter", "yes"),
            ("street", "12 Mill Road"),
            ("city", "Riverbend"),
            ("state", "or"),
            ("postal", "97321"),
        ]);
        assert_eq!(answer.location(), "/settings/profile?saved=1", "{}", answer.text());
        let page = browser.get(answer.location());
        assert!(page.shows("Saved.") && page.shows("value=\"Mari\"") && page.shows("Maria Alvarez"), "{}", page.text());

        let stored = stored(&portal);
        assert_eq!(stored["name"][0]["use"], "usual");
        assert_eq!(stored["name"][1], known_by_others()["name"][0]);
        assert_eq!(stored["extension"][0], known_by_others()["extension"][0]);
        assert_eq!(stored["telecom"], known_by_others()["telecom"]);
        assert_eq!(stored["address"][0]["state"], "OR");
        let said = texts(&portal, "SELECT text FROM chart_resource WHERE text LIKE '%\"Provenance\"%'");
        let said: Value = serde_json::from_str(&said[0]).expect("a Provenance");
        assert_eq!(said["agent"][0]["who"]["reference"], "Patient/maria");
        let target = format!("Patient/maria/_history/{}", stored["meta"]["versionId"].as_str().expect("a version"));
        assert_eq!(said["target"][0]["reference"], target);

        let home = browser.get("/home");
        assert!(home.shows("Good morning, Mari<") && home.shows("Mari Alvarez"), "{}", home.text());
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        let chart = nurse.get("/clinic/patients/maria");
        for words in ["she/her", "Legal name", "Maria Alvarez", "Spanish"] {
            assert!(chart.shows(words), "{words}: {}", chart.text());
        }
    }

    fn two_who_change_at_once_lose_nothing(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let version = version(&mut browser);
        browser.post(PAGE, &[("version", &version), ("preferred", "Mari")]);
        let late = browser.post(PAGE, &[("version", &version), ("preferred", "Marie")]);
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.shows("In your record now: Mari<") && late.shows("value=\"Marie\""), "{}", late.text());
        assert_eq!(stored(&portal)["name"][0]["given"], json!(["Mari"]));
    }

    fn what_cannot_be_taken_is_said_beside_it_and_changes_nothing(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let before = stored(&portal);
        let version = version(&mut browser);
        let fields = [("version", &*version), ("city", "Riverbend"), ("state", "Oregon"), ("pronouns", "made-up")];
        let answer = browser.post(PAGE, &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["Enter your street address", "two letters, such as OR", "Choose one of the answers"] {
            assert!(answer.shows(words), "{words}: {}", answer.text());
        }
        assert_eq!(stored(&portal), before);
    }
}
