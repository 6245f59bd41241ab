//! The clinic looks at what patients changed: it accepts, or puts back what stood there.

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::json;

use super::{ABOUT, HOME, at_desk, known_by_others, maria, say, stored};
use crate::browser::Browser;
use crate::portal::Portal;

const MINUTE: std::time::Duration = std::time::Duration::from_mins(1);
const LIST: &str = "/clinic/profile-changes";

/// The first address of a change on the list.
pub(super) fn first(desk: &mut Browser<'_>) -> String {
    let list = desk.get(LIST).text();
    let after = list.split("href=\"/clinic/profile-changes/").nth(1).expect("a row");
    format!("{LIST}/{}", after.split('"').next().expect("an address"))
}

both_engines! {
    fn staff_see_before_and_after_and_accept(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        assert!(desk.get(LIST).shows("Nothing new"));
        say(&mut browser, ABOUT, &[("preferred", "Mari"), ("pronouns", "LA29519-8")]);
        let list = desk.get(LIST);
        assert!(list.shows("Maria Alvarez") && list.shows("Name to go by, Pronouns"), "{}", list.text());
        assert!(desk.get("/clinic").shows("1 new"), "beside the place in the navigation");
        let page = first(&mut desk);
        let shown = desk.get(&page);
        for words in ["Before", "After", "Not said", "Mari<", "she/her", "Undo: Pronouns"] {
            assert!(shown.shows(words), "{words}: {}", shown.text());
        }
        assert_eq!(desk.post(&format!("{page}/accept"), &[]).location(), "/clinic/profile-changes?said=accepted");
        assert!(desk.get(LIST).shows("Nothing new"));
        assert!(desk.get("/clinic/profile-changes?settled=1").shows("Accepted"));
        assert_eq!(stored(&portal)["name"][0]["given"], json!(["Mari"]));
        assert!(!desk.get(&page).shows("Undo:"), "what is accepted stays");
        assert_eq!(desk.post(&format!("{page}/undo"), &[("part", "pronouns")]).status, StatusCode::SEE_OTHER);
        assert_eq!(stored(&portal)["extension"][1]["url"], "http://hl7.org/fhir/StructureDefinition/individual-pronouns");
    }

    fn staff_put_one_part_back_and_the_patient_is_told(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        say(&mut browser, ABOUT, &[("preferred", "Mari"), ("pronouns", "LA29519-8")]);
        portal.settle();
        let page = first(&mut desk);
        desk.post(&format!("{page}/undo"), &[("part", "preferred")]);
        let stored = stored(&portal);
        assert_eq!(stored["name"], known_by_others()["name"]);
        assert_eq!(stored["extension"].as_array().map(Vec::len), Some(2), "the pronouns stay");
        assert!(browser.get("/home").shows("Good morning, Maria<"), "her account goes by it too");
        let told = portal.settle();
        assert!(told.iter().any(|mail| mail.text().contains("has put back something that you changed") && !mail.text().contains("Mari ")), "{told:?}");
        let shown = desk.get(&page);
        assert!(shown.shows("Undone") && shown.shows("Undo: Pronouns"), "{}", shown.text());
    }

    fn what_was_changed_again_cannot_be_put_back(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        say(&mut browser, ABOUT, &[("preferred", "Mari")]);
        let page = first(&mut desk);
        portal.clock.advance(MINUTE);
        say(&mut browser, ABOUT, &[("preferred", "Marie")]);
        let shown = desk.get(&page);
        assert!(shown.shows("changed again since") && !shown.shows("Undo:"), "{}", shown.text());
        desk.post(&format!("{page}/undo"), &[("part", "preferred")]);
        assert_eq!(stored(&portal)["name"][0]["given"], json!(["Marie"]));
    }

    fn a_change_of_address_that_is_put_back_leaves_everything_else(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        let address = [("street", "12 Mill Road"), ("city", "Riverbend"), ("state", "OR"), ("postal", "97321")];
        say(&mut browser, HOME, &address);
        portal.clock.advance(MINUTE);
        say(&mut browser, ABOUT, &[("pronouns", "LA29519-8")]);
        let page = first(&mut desk);
        assert!(desk.get(&page).shows("12 Mill Road") && desk.get(&page).shows("Riverbend, OR 97321"));
        desk.post(&format!("{page}/undo"), &[("part", "home")]);
        let stored = stored(&portal);
        assert!(stored["address"].is_null());
        assert_eq!(stored["extension"].as_array().map(Vec::len), Some(2));
    }

    fn the_list_is_for_those_who_keep_the_records(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        say(&mut browser, ABOUT, &[("preferred", "Mari")]);
        let mut desk = at_desk(&portal);
        let page = first(&mut desk);
        portal.staff(Role::Billing);
        let mut biller = portal.browser();
        biller.sign_in("/clinic/sign-in", Role::Billing.name());
        for path in [LIST, &page] {
            assert_eq!(biller.get(path).status, StatusCode::NOT_FOUND);
        }
        assert_eq!(biller.post(&format!("{page}/accept"), &[]).status, StatusCode::NOT_FOUND);
    }
}
