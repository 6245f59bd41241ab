//! What was typed when a session ended: kept for its person until they are back, and for nobody else.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::{Answer, Browser};
use crate::portal::{Portal, texts};

const MINUTE: Duration = Duration::from_mins(1);
const PAGE: &str = "/settings/profile/about";
const KEPT: &str = "We kept what you typed";

both_engines! {
    fn a_form_that_comes_after_the_end_is_shown_again_after_signing_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = signed_in(&portal, "maria");
        browser.get(PAGE);
        portal.clock.advance(16 * MINUTE);
        browser.headers = vec![("referer", format!("http://clinic.example{PAGE}")), ("host", "clinic.example".into())];
        let answer = send(&mut browser, "Mari <b>Elena</b>");
        assert_eq!(answer.location(), "/sign-in?ended=1&next=%2Fsettings%2Fprofile%2Fabout");
        browser.headers.clear();
        assert!(!browser.follow("/sign-in?ended=1").shows("Elena"), "not before signing in");
        browser.sign_in("/sign-in", "maria");
        let page = browser.get(PAGE);
        assert!(page.shows(KEPT) && page.shows("value=\"Mari &#60;b&#62;Elena&#60;/b&#62;\""), "{}", page.text());
        assert_eq!(stored(&portal), 0, "nothing is saved by itself");
        let answer = send(&mut browser, "Mari");
        assert_eq!(answer.location(), "/settings/profile?saved=1", "{}", answer.text());
        assert!(!browser.get(PAGE).shows(KEPT), "it was taken");
    }

    fn a_form_that_needs_a_fresh_second_step_is_not_lost_on_the_way(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = signed_in(&portal, "maria");
        browser.get(PAGE);
        portal.clock.advance(11 * MINUTE);
        assert!(send(&mut browser, "Mari").location().starts_with("/account/confirm"));
        browser.get("/account/confirm");
        browser.post("/account/confirm/send", &[]);
        browser.get("/account/confirm?way=email");
        assert_eq!(browser.post("/account/confirm", &[("way", "email"), ("code", &portal.next_code())]).status, StatusCode::SEE_OTHER);
        let page = browser.get(PAGE);
        assert!(page.shows(KEPT) && page.shows("value=\"Mari\""), "{}", page.text());
    }

    fn what_the_script_keeps_at_the_end_is_its_persons_and_nobody_elses(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut browser = signed_in(&portal, "maria");
        browser.get(PAGE);
        portal.clock.advance(16 * MINUTE);
        let form = [("path", PAGE), ("form", "draft=yes&preferred=Mari&csrf=stolen")];
        assert_eq!(browser.post("/session/keep", &form).status, StatusCode::OK);
        browser.post("/sign-out", &[("idle", "yes")]);
        browser.sign_in("/sign-in", "walter");
        assert!(!browser.get(PAGE).shows("Mari"), "on the same computer");
        browser.post("/sign-out", &[]);
        browser.sign_in("/sign-in", "maria");
        let page = browser.get(PAGE);
        assert!(page.shows(KEPT) && page.shows("value=\"Mari\""), "{}", page.text());
        assert!(!texts(&portal, "SELECT form FROM identity_draft")[0].contains("stolen"));
        browser.post("/sign-out", &[]);
        browser.sign_in("/sign-in", "maria");
        assert!(!browser.get(PAGE).shows(KEPT), "whoever signs out on purpose leaves nothing behind");
    }

    fn nothing_is_kept_of_strangers_of_secrets_or_from_other_sites(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut stranger = portal.browser();
        stranger.get("/sign-in");
        stranger.post("/session/keep", &[("path", PAGE), ("form", "draft=yes&preferred=Mari")]);
        let mut browser = signed_in(&portal, "maria");
        browser.get(PAGE);
        browser.post("/session/keep", &[("path", "/account/password"), ("form", "password=quiet-river")]);
        let forged = [("csrf", "forged"), ("path", PAGE), ("form", "draft=yes&preferred=Mari")];
        assert_eq!(browser.post_without_token("/session/keep", &forged).status, StatusCode::FORBIDDEN);
        let other = browser.clone();
        browser.get("/account/devices");
        browser.post("/sign-out", &[]);
        let mut other = other;
        send(&mut other, "Mari");
        assert_eq!(texts(&portal, "SELECT form FROM identity_draft"), Vec::<String>::new(), "nor of a session that was signed out");
    }
}

fn signed_in<'p>(portal: &'p Portal, who: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", who);
    browser
}

fn send(browser: &mut Browser<'_>, preferred: &str) -> Answer {
    browser.post(PAGE, &[("draft", "yes"), ("version", "1"), ("preferred", preferred)])
}

/// How many Patients have a name to use.
fn stored(portal: &Portal) -> usize {
    texts(
        portal,
        "SELECT text FROM chart_resource WHERE id = 'maria' AND text LIKE '%usual%'",
    )
    .len()
}
