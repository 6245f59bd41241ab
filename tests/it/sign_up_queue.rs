//! The clinic's queue of requests to sign up: a request that failed is settled by staff, and that patient signs in.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::json;

use crate::browser::Browser;
use crate::portal::{PASSWORD, Portal, patient, texts};
use crate::sign_up::{choose, code_on, prove};
use crate::sign_up_request::ask;

/// Walter as he says he is: the chart has another day and no address for mail.
const HIS: [(&str, &str); 6] = [
    ("given", "Walt"),
    ("family", "Jensen"),
    ("birth_date", "1944-06-02"),
    ("sex", "male"),
    ("postal_code", "97301"),
    ("contact", "541-555-0142"),
];

both_engines! {
    fn a_request_that_failed_is_matched_by_the_desk_and_the_patient_signs_in(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        let mut desk = desk(&portal);
        assert!(desk.get("/clinic/signups").shows("Nothing waits"));
        let mut walter = portal.browser();
        assert_eq!(ask(&mut walter, &HIS).location(), "/sign-up/verify");
        let path = first_request(&portal);
        let start = desk.get("/clinic");
        assert!(start.shows("href=\"/clinic/signups\"") && start.shows("1 new"), "{}", start.text());
        let list = desk.get("/clinic/signups");
        assert!(list.shows("Walt Jensen") && list.shows("Born June 2, 1944"), "{}", list.text());
        let page = desk.get(&path);
        for shown in ["Walter Jensen", "Feb 6, 1944", "Nearly", "Same", "Not on file", "Make a code for Walter Jensen"] {
            assert!(page.shows(shown), "{shown}: {}", page.text());
        }
        assert!(!page.shows("Grace") && !page.shows("value=\"mail\""), "who is not alike is not shown: {}", page.text());
        desk.post(&format!("{path}/called"), &[("note", "He spells his address. Asks for a code on paper.")]);
        assert!(desk.get(&path).shows("Asks for a code on paper."));
        assert!(desk.get("/clinic/signups").shows("Called"));
        let slip = desk.post(&format!("{path}/match"), &[("chart", "walter"), ("how", "hand")]);
        let code = code_on(&slip.text());
        assert!(desk.get("/clinic/signups").shows("Nothing waits"));
        assert!(desk.get("/clinic/signups?settled=1").shows("Matched"));
        let page = desk.get(&path);
        assert!(page.shows("Matched with a chart") && page.shows("Front-desk Alvarez") && !page.shows("Make a code for"));
        assert_eq!(prove(&mut walter, &code, "1944-02-06").location(), "/sign-up/account");
        choose(&mut walter, &[("email", "walter@example.com"), ("username", "walter"), ("password", PASSWORD)]);
        let code = portal.next_code();
        walter.get("/sign-up/verify");
        assert_eq!(walter.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-in?welcome=1");
        assert!(walter.sign_in("/sign-in", "walter").shows("Good morning, Walter"));
    }

    fn every_chart_that_staff_see_is_on_the_audits_record(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        ask(&mut portal.browser(), &HIS);
        let mut desk = desk(&portal);
        desk.get(&first_request(&portal));
        let seen = texts(&portal, "SELECT DISTINCT patient FROM authz_audit WHERE actor_kind = 'front-desk' AND patient IS NOT NULL");
        assert_eq!(seen, ["walter"]);
    }

    fn another_chart_is_found_by_name_or_number(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        ask(&mut portal.browser(), &HIS);
        let (mut desk, path) = (desk(&portal), first_request(&portal));
        for sought in ["grace", "RB-0042", "gra alv"] {
            let page = desk.get(&format!("{path}?q={}", sought.replace(' ', "+")));
            assert!(page.shows("Make a code for Grace Alvarez") && page.shows("Mail a link to Grace Alvarez"), "{sought}");
        }
        assert!(!desk.get(&format!("{path}?q=xylophone")).shows("Grace"));
        let mailed = desk.post(&format!("{path}/match"), &[("chart", "grace"), ("how", "mail")]);
        assert_eq!(mailed.location(), "/clinic/signups?said=mailed");
        assert_eq!(portal.mail.next().to, ["grace@example.com"]);
    }

    fn a_request_is_declined_with_a_reason_and_can_be_opened_again(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        ask(&mut portal.browser(), &HIS);
        let (mut desk, path) = (desk(&portal), first_request(&portal));
        desk.get(&path);
        let answer = desk.post(&format!("{path}/decline"), &[("note", "no reason chosen")]);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows("Choose why the request is declined.") && answer.shows("no reason chosen</textarea>"), "{}", answer.text());
        let done = desk.post(&format!("{path}/decline"), &[("reason", "unreachable"), ("note", "No answer, three times.")]);
        assert_eq!(done.location(), "/clinic/signups?said=declined");
        let page = desk.get(&path);
        assert!(page.shows("Declined: could not be reached") && page.shows("No answer, three times."), "{}", page.text());
        desk.post(&format!("{path}/match"), &[("chart", "walter"), ("how", "hand")]);
        assert!(texts(&portal, "SELECT chart FROM identity_invitation").is_empty(), "what is settled is settled");
        desk.post(&format!("{path}/reopen"), &[]);
        assert!(desk.get("/clinic/signups").shows("Walt Jensen"));
        assert!(desk.get(&path).shows("Opened again"));
    }

    fn a_note_that_comes_after_the_end_of_a_session_is_shown_again(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        ask(&mut portal.browser(), &HIS);
        let (mut desk, path) = (desk(&portal), first_request(&portal));
        desk.get(&path);
        portal.clock.advance(Duration::from_mins(16));
        let late = desk.post(&format!("{path}/called"), &[("draft", "yes"), ("note", "Rang <twice>.")]);
        assert!(late.location().starts_with("/clinic/sign-in"), "{}", late.location());
        desk.sign_in("/clinic/sign-in", "front-desk");
        let page = desk.get(&path);
        assert!(page.shows("We kept what you typed") && page.shows("Rang &#60;twice&#62;.</textarea>"), "{}", page.text());
        assert!(!page.shows("Called"), "nothing is saved by itself");
        desk.post(&format!("{path}/called"), &[("draft", "yes"), ("note", "Rang three times.")]);
        assert!(!desk.get(&path).shows("We kept what you typed"), "it was taken");
    }

    fn two_at_the_desk_settle_a_request_once(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        ask(&mut portal.browser(), &HIS);
        let path = first_request(&portal);
        let desks = [desk(&portal), desk(&portal)];
        let settled: usize = std::thread::scope(|scope| {
            let path = &path;
            let both = desks.map(|mut desk| {
                scope.spawn(move || {
                    desk.get(path);
                    desk.post(&format!("{path}/match"), &[("chart", "walter"), ("how", "hand")]).status
                })
            });
            both.into_iter().map(|one| usize::from(one.join().unwrap() == StatusCode::OK)).sum()
        });
        assert_eq!(settled, 1);
        assert_eq!(texts(&portal, "SELECT kind FROM identity_request_step"), ["matched"]);
    }

    fn a_chart_with_an_account_or_of_a_child_gets_no_code(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        portal.account("walter", None, Some("walter"));
        ask(&mut portal.browser(), &HIS);
        let (mut desk, path) = (desk(&portal), first_request(&portal));
        let page = desk.get(&path);
        assert!(page.shows("This patient has an account already") && !page.shows("Make a code for"), "{}", page.text());
        let forced = desk.post(&format!("{path}/match"), &[("chart", "walter"), ("how", "hand")]);
        assert_eq!(forced.location(), path, "the page says why");
        assert_eq!(texts(&portal, "SELECT id FROM identity_request WHERE outcome IS NULL").len(), 1, "it waits as before");
    }

    fn administrators_see_requests_and_no_charts(test: TestDb) {
        let portal = Portal::new(test);
        furnish(&portal);
        portal.staff(Role::Administrator);
        ask(&mut portal.browser(), &HIS);
        let path = first_request(&portal);
        let mut admin = portal.browser();
        admin.sign_in("/clinic/sign-in", "administrator");
        assert!(admin.get("/clinic/signups").shows("Walt Jensen"));
        let page = admin.get(&path);
        assert!(page.shows("Administrators open no charts") && !page.shows("Walter"), "{}", page.text());
        let forced = admin.post(&format!("{path}/match"), &[("chart", "walter"), ("how", "hand")]);
        assert_eq!(forced.status, StatusCode::NOT_FOUND);
    }

    fn a_long_queue_is_searched(test: TestDb) {
        let portal = Portal::new(test);
        for name in ["Ana", "Ben", "Cleo", "Dov", "Eve", "Zoë"] {
            let mut claim = HIS;
            claim[0].1 = name;
            ask(&mut portal.browser(), &claim);
        }
        waits(&portal, 6);
        let mut desk = desk(&portal);
        assert!(desk.get("/clinic/signups").shows("Find a request"));
        let page = desk.get("/clinic/signups?q=zoe+jensen");
        assert!(page.shows("Zoë Jensen") && !page.shows("Ana Jensen"), "{}", page.text());
        assert!(desk.get("/clinic/signups?q=xylophone").shows("No request fits the search"));
    }
}

/// Walter, whose chart is a little otherwise than he says, and Grace, who has nothing to do with him.
fn furnish(portal: &Portal) {
    let mut walter = patient("walter");
    walter["name"] = json!([{ "family": "Jensen", "given": ["Walter"] }]);
    walter["birthDate"] = json!("1944-02-06");
    walter["gender"] = json!("male");
    walter["telecom"] = json!([{ "system": "phone", "value": "(541) 555-0142" }]);
    let mut grace = patient("grace");
    grace["identifier"] = json!([{ "system": "http://riverbend.example.com/mrn", "value": "RB-0042" }]);
    portal.put(vec![walter, grace]);
}

/// Somebody at the front desk, signed in.
fn desk(portal: &Portal) -> Browser<'_> {
    if texts(portal, "SELECT id FROM account_holder WHERE username = 'front-desk'").is_empty() {
        portal.staff(Role::FrontDesk);
    }
    let mut desk = portal.browser();
    desk.sign_in("/clinic/sign-in", "front-desk");
    desk
}

/// The address of the one request, once it waits.
fn first_request(portal: &Portal) -> String {
    waits(portal, 1);
    format!(
        "/clinic/signups/{}",
        texts(portal, "SELECT id FROM identity_request")[0]
    )
}

/// Comes back when the job has looked at so many requests: before, they wait for their codes and not for the clinic.
fn waits(portal: &Portal, count: usize) {
    let sql = "SELECT id FROM identity_request WHERE waits_from = created";
    while texts(portal, sql).len() < count {
        std::thread::yield_now();
    }
}
