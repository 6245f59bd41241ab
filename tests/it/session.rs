//! The end of sessions, the devices that are signed in, and the notice of a new one.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::{Answer, Browser};
use crate::portal::{PASSWORD, Portal, digits};

const MINUTE: Duration = Duration::from_mins(1);
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

both_engines! {
    fn the_devices_page_says_what_is_signed_in_since_when_and_marks_this_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let _computer = signed_in(&portal, "maria", WINDOWS);
        portal.clock.advance(10 * MINUTE);
        let mut phone = signed_in(&portal, "maria", ANDROID);
        portal.clock.advance(3 * MINUTE);
        let page = phone.get("/account/devices");
        let (here, there) = (at(&page, "Chrome on Android"), at(&page, "Firefox on Windows"));
        assert!(here < at(&page, "This device") && at(&page, "This device") < there, "{}", page.text());
        assert!(page.shows("Signed in: Thursday, November 26, 9:10 AM"), "{}", page.text());
        assert!(page.shows("Last used: Thursday, November 26, 9:00 AM"), "{}", page.text());
        let page = phone.follow("/account/devices?lang=es");
        assert!(page.shows("Firefox en Windows") && page.shows("Este dispositivo"), "{}", page.text());
    }

    fn everybody_who_signs_in_finds_the_devices_in_their_menu(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Nurse);
        for (door, who) in [("/sign-in", "maria"), ("/clinic/sign-in", "nurse")] {
            let mut browser = portal.browser();
            assert!(browser.sign_in(door, who).shows("href=\"/account/devices\""), "{who}");
            assert!(browser.get("/account/devices").shows("You are signed in on this device only"), "{who}");
        }
    }

    fn signing_out_one_device_ends_it_at_once_and_no_other(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut lost = signed_in(&portal, "maria", ANDROID);
        let mut other = signed_in(&portal, "maria", "curl/8.9");
        let mut here = signed_in(&portal, "maria", WINDOWS);
        let page = here.get("/account/devices");
        let answer = here.post(&sign_out_of(&page, "Chrome on Android"), &[]);
        assert_eq!(answer.location(), "/account/devices?done=one");
        let page = here.get("/account/devices?done=one");
        assert!(page.shows("That device is signed out") && !page.shows("Chrome on Android"), "{}", page.text());
        assert_eq!(lost.get("/menu").location(), "/sign-in?ended=1&next=%2Fmenu");
        assert_eq!((other.get("/menu").status, here.get("/menu").status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(noted(&portal, "sign-out-device"), [true]);
    }

    fn signing_out_all_others_leaves_only_this_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut one = signed_in(&portal, "maria", ANDROID);
        let mut two = signed_in(&portal, "maria", "curl/8.9");
        let mut walter = signed_in(&portal, "walter", ANDROID);
        let mut here = signed_in(&portal, "maria", WINDOWS);
        here.get("/account/devices");
        assert_eq!(here.post("/account/devices/sign-out-others", &[]).location(), "/account/devices?done=others");
        for gone in [&mut one, &mut two] {
            assert_eq!(gone.get("/menu").status, StatusCode::SEE_OTHER);
        }
        for stays in [&mut here, &mut walter] {
            assert_eq!(stays.get("/menu").status, StatusCode::OK);
        }
        assert_eq!(noted(&portal, "sign-out-others"), [true]);
    }

    fn another_accounts_session_cannot_be_seen_or_ended(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut maria = signed_in(&portal, "maria", ANDROID);
        let mut second = signed_in(&portal, "maria", WINDOWS);
        let marias = sign_out_of(&maria.get("/account/devices"), "Firefox on Windows");
        let mut walter = signed_in(&portal, "walter", "curl/8.9");
        let page = walter.get("/account/devices");
        assert!(!page.shows("Android") && !page.shows("Windows"), "{}", page.text());
        assert_eq!(walter.post(&marias, &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(walter.post("/account/devices/1/sign-out", &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(second.get("/menu").status, StatusCode::OK);
        assert_eq!(noted(&portal, "sign-out-device"), [false, false]);
    }

    fn sessions_that_are_over_are_not_shown_as_signed_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let _old = signed_in(&portal, "maria", ANDROID);
        portal.clock.advance(15 * MINUTE);
        let mut here = signed_in(&portal, "maria", WINDOWS);
        assert!(!here.get("/account/devices").shows("Android"));
    }

    fn a_new_device_is_told_of_once_and_the_first_one_not_at_all(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut first = signed_in(&portal, "maria", WINDOWS);
        let mut second = signed_in(&portal, "maria", ANDROID);
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["maria@example.com"]);
        assert_eq!(mail.subject(), "New sign-in to your Riverbend Clinic account");
        let text = mail.text().replace('\u{a0}', " ");
        assert!(text.contains("Device: Chrome on Android") && text.contains("November 26, 2026, 9:00 AM"), "{text}");
        assert!(text.contains("/account/devices"), "{text}");
        for _ in 0..2 {
            for known in [&mut first, &mut second] {
                known.get("/menu");
                known.post("/sign-out", &[]);
                known.get("/sign-in");
                known.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
                let mail = portal.mail.next();
                assert!(mail.subject().contains("security code"), "nothing is told of a known one: {}", mail.subject());
                known.get("/sign-in/verify");
                known.post("/sign-in/verify", &[("code", &digits(&mail.text()))]);
            }
        }
    }

    fn what_one_account_knows_of_a_browser_another_does_not(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        signed_in(&portal, "maria", WINDOWS);
        let mut shared = signed_in(&portal, "walter", ANDROID);
        shared.get("/menu");
        shared.post("/sign-out", &[]);
        shared.sign_in("/sign-in", "maria");
        assert_eq!(portal.mail.next().to, ["maria@example.com"]);
        let token = shared.cookie("madrone-device").unwrap().to_owned();
        let kept: Vec<String> = portal
            .db()
            .wait(Access::Read, |tx| tx.query("SELECT token FROM identity_browser", &[], |row| row.get(0)))
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        assert!(kept.len() == 3 && !kept.contains(&token), "only hashes are kept");
    }

    fn staying_renews_the_session_and_says_how_long_it_lasts(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(browser.sign_in("/sign-in", "maria").shows("data-seconds=\"900\""));
        portal.clock.advance(14 * MINUTE + Duration::from_secs(30));
        assert_eq!(browser.post("/session/stay", &[]).text(), "900");
        portal.clock.advance(14 * MINUTE);
        assert_eq!(browser.get("/menu").status, StatusCode::OK);
        portal.clock.advance(Duration::from_secs(40));
        let page = browser.get("/menu");
        assert!(page.shows("data-seconds=\"860\""), "the last use is written once a minute: {}", page.text());
        assert_eq!(browser.post_without_token("/session/stay", &[]).status, StatusCode::FORBIDDEN);
        portal.clock.advance(15 * MINUTE);
        assert_eq!(browser.post("/session/stay", &[]).status, StatusCode::SEE_OTHER, "too late");
    }

    fn at_the_absolute_limit_staying_is_not_offered_and_does_not_help(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__ABSOLUTE_HOURS", "1")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(browser.sign_in("/sign-in", "maria").shows("Stay signed in"));
        for _ in 0..5 {
            portal.clock.advance(10 * MINUTE);
            browser.get("/menu");
        }
        let page = browser.get("/menu");
        assert!(page.shows("data-seconds=\"600\"") && !page.shows("Stay signed in"), "{}", page.text());
        portal.clock.advance(9 * MINUTE);
        assert_eq!(browser.post("/session/stay", &[]).text(), "60");
        portal.clock.advance(MINUTE);
        assert_eq!(browser.get("/menu").location(), "/sign-in?ended=1&next=%2Fmenu");
    }

    fn after_the_end_a_plain_page_says_so_and_leads_back_to_the_page_with_its_query(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        portal.clock.advance(15 * MINUTE);
        let door = browser.get("/results?kind=vitals").location().to_owned();
        assert_eq!(door, "/sign-in?ended=1&next=%2Fresults%3Fkind%3Dvitals");
        let page = browser.get(&door);
        assert!(page.shows("You were signed out for your safety"), "{}", page.text());
        assert!(page.shows("name=\"next\" value=\"/results?kind=vitals\""), "{}", page.text());
        assert!(browser.cookie("madrone").is_none(), "it is said once");
        assert_eq!(browser.get("/menu").location(), "/sign-in?next=%2Fmenu");
    }

    fn a_page_whose_session_has_ended_can_still_sign_out_and_do_nothing_else(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        portal.clock.advance(15 * MINUTE);
        let answer = browser.post("/account/devices/sign-out-others", &[]);
        assert_eq!(answer.location(), "/sign-in?ended=1");
        browser.headers.push(("host", "portal.example.com".into()));
        browser.headers.push(("referer", "https://portal.example.com/account/devices".into()));
        let answer = browser.post("/account/devices/sign-out-others", &[]);
        assert_eq!(answer.location(), "/sign-in?ended=1&next=%2Faccount%2Fdevices", "back to the page of the form");
        assert_eq!(browser.post("/sign-out", &[]).location(), "/sign-in?out=1");
        assert!(browser.cookie("madrone").is_none());
    }

    fn a_token_that_somebody_planted_is_never_signed_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let mut browser = portal.browser();
        browser.set_cookie("madrone", planted);
        browser.sign_in("/sign-in", "maria");
        assert_ne!(browser.cookie("madrone"), Some(planted));
        let mut thief = portal.browser();
        thief.set_cookie("madrone", planted);
        assert_eq!(thief.get("/menu").status, StatusCode::SEE_OTHER);
    }

    fn no_page_of_a_session_is_kept_by_the_browser(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert_eq!(browser.sign_in("/sign-in", "maria").header("cache-control"), "no-store");
        for path in ["/home", "/account/devices", "/nowhere"] {
            assert_eq!(browser.get(path).header("cache-control"), "no-store", "{path}");
        }
    }
}

fn signed_in<'p>(portal: &'p Portal, who: &str, agent: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    browser.headers.push(("user-agent", agent.to_owned()));
    browser.sign_in("/sign-in", who);
    browser
}

fn at(page: &Answer, words: &str) -> usize {
    let text = page.text();
    text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"))
}

/// Where the form that signs out a device leads.
fn sign_out_of(page: &Answer, device: &str) -> String {
    let text = page.text();
    let row = text
        .split("<li")
        .find(|row| row.contains(device))
        .expect("the device's row");
    let action = row.split("action=\"").nth(1).expect("a form");
    action.split('"').next().expect("an address").to_owned()
}

/// The outcomes of an action, as the audit has them.
fn noted(portal: &Portal, action: &'static str) -> Vec<bool> {
    portal
        .db()
        .wait(Access::Read, move |tx| {
            tx.query(
                "SELECT allowed FROM authz_audit WHERE action = $1 ORDER BY seq",
                &[&action],
                |row| row.get(0),
            )
        })
        .map_err(|error: madrone_db::Error| error)
        .expect("the audit can be read")
}
