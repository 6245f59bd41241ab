//! Personal information: what a patient says of herself reaches her chart, the pages and the clinic, and nothing is lost.

mod clinic;
mod contact;
mod people;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::portal::{Portal, patient, texts};

const PAGE: &str = "/settings/profile";
const ABOUT: &str = "/settings/profile/about";
const HOME: &str = "/settings/profile/address";

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

/// The version that the form was made of.
fn version(browser: &mut Browser<'_>) -> String {
    let page = browser.get(ABOUT).text();
    let after = page
        .split("name=\"version\" value=\"")
        .nth(1)
        .expect("a form with a version");
    after.split('"').next().expect("a version").to_owned()
}

/// Sends the form of a section, over the newest version.
fn say(browser: &mut Browser<'_>, form: &str, answers: &[(&str, &str)]) -> Answer {
    let version = version(browser);
    let all: Vec<_> = [("version", version.as_str())].iter().chain(answers).copied().collect();
    browser.post(form, &all)
}

fn stored(portal: &Portal) -> Value {
    let texts = texts(portal, "SELECT text FROM chart_resource WHERE id = 'maria'");
    serde_json::from_str(&texts[0]).expect("a Patient")
}

both_engines! {
    fn what_a_patient_says_is_in_her_chart_with_its_author_and_all_over_the_portal(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let answer = say(&mut browser, ABOUT, &[
            ("preferred", " Mari "),
            ("pronouns", "LA29519-8"),
            ("gender", "446141000124107"),
            ("language", "es"),
            ("interpreter", "373066001"),
            ("needs", "large-print"),
            ("needs", "lip-reading"),
        ]);
        assert_eq!(answer.location(), "/settings/profile?saved=1", "{}", answer.text());
        let address = [("street", "12 Mill Road"), ("city", "Riverbend"), ("state", "or"), ("postal", "97321")];
        assert_eq!(say(&mut browser, HOME, &address).location(), "/settings/profile?saved=1");
        let page = browser.get("/settings/profile?saved=1");
        for words in ["Saved.", "Mari<", "Maria Alvarez", "she/her", "Woman", "Large print", "12 Mill Road", "Riverbend, OR 97321"] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }

        let stored = stored(&portal);
        assert_eq!(stored["name"][0]["use"], "usual");
        assert_eq!(stored["name"][1], known_by_others()["name"][0]);
        assert_eq!(stored["extension"][0], known_by_others()["extension"][0]);
        assert_eq!(stored["telecom"], known_by_others()["telecom"]);
        assert_eq!(stored["address"][0]["state"], "OR");
        let said = texts(&portal, "SELECT text FROM chart_resource WHERE text LIKE '%\"Provenance\"%' ORDER BY rid");
        let said: Value = serde_json::from_str(&said[1]).expect("a Provenance");
        assert_eq!(said["agent"][0]["who"]["reference"], "Patient/maria");
        let target = format!("Patient/maria/_history/{}", stored["meta"]["versionId"].as_str().expect("a version"));
        assert_eq!(said["target"][0]["reference"], target);

        let home = browser.get("/home");
        assert!(home.shows("Good morning, Mari<") && home.shows("Mari Alvarez"), "{}", home.text());
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        let chart = nurse.get("/clinic/patients/maria");
        for words in ["she/her", "Legal name", "Maria Alvarez", "Spanish", "Seeing your face", "Goes by Mari"] {
            assert!(chart.shows(words), "{words}: {}", chart.text());
        }
        assert!(nurse.get("/clinic/patients?q=mari+alvarez").shows("Goes by Mari"), "found by it too");
    }

    fn two_who_change_at_once_lose_nothing(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let version = version(&mut browser);
        browser.post(ABOUT, &[("version", &version), ("preferred", "Mari")]);
        let late = browser.post(ABOUT, &[("version", &version), ("preferred", "Marie")]);
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.shows("In your record now: Mari<") && late.shows("value=\"Marie\""), "{}", late.text());
        assert_eq!(stored(&portal)["name"][0]["given"], json!(["Mari"]));
    }

    fn what_cannot_be_taken_is_said_beside_it_and_changes_nothing(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let before = stored(&portal);
        let wrong = [
            (ABOUT, vec![("pronouns", "made-up")], vec!["Choose one of the answers"]),
            (HOME, vec![("city", "Riverbend"), ("state", "Oregon")], vec!["Enter your street address", "two letters, such as OR"]),
            ("/settings/profile/background", vec![("race", "2028-9"), ("race", "ASKU")], vec!["not both"]),
            ("/settings/profile/temporary-address", vec![("street", "1 Sea Road"), ("city", "Newport"), ("state", "OR"), ("postal", "97365"), ("from", "2026-12-02"), ("until", "2026-12-01")], vec!["cannot be before the first"]),
        ];
        for (form, answers, said) in wrong {
            let answer = say(&mut browser, form, &answers);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            for words in said {
                assert!(answer.shows(words), "{words}: {}", answer.text());
            }
        }
        assert_eq!(stored(&portal), before);
        assert_eq!(browser.get("/settings/profile/nothing").status, StatusCode::NOT_FOUND);
    }

    fn a_form_changes_its_own_section_and_no_other(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        say(&mut browser, ABOUT, &[("preferred", "Mari")]);
        say(&mut browser, "/settings/profile/background", &[("race", "2028-9"), ("race", "2106-3"), ("ethnicity", "2135-2")]);
        let stored = stored(&portal);
        assert_eq!(stored["name"][0]["given"], json!(["Mari"]));
        let page = browser.get(PAGE);
        for words in ["Asian", "White", "Hispanic or Latino"] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
    }
}

/// Somebody of the clinic who has signed in.
fn at_desk(portal: &Portal) -> Browser<'_> {
    portal.staff(Role::FrontDesk);
    let mut desk = portal.browser();
    desk.sign_in("/clinic/sign-in", Role::FrontDesk.name());
    desk
}
