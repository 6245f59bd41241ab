//! Notices that browsers show: turned on and off by their person, sent by a real push service, ended with the session by
//! which somebody left on purpose.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_harness::push::{KEY, PushService, SECRET};
use madrone_notify::push::reseal;
use madrone_seal::KeyRing;

use crate::browser::{Answer, Browser};
use crate::notices::told;
use crate::portal::{PASSWORD, Portal, SEALING_KEY, texts};
use crate::recovery::{choose, mailed_link};

const PAGE: &str = "/settings/notifications";
const HOUR: Duration = Duration::from_hours(1);
const NONE: [&str; 0] = [];

both_engines! {
    fn a_browser_that_was_turned_on_is_told_once_and_in_secret(test: TestDb) {
        let (portal, service) = open(test);
        let mut browser = signed_in(&portal);
        let page = browser.get(PAGE);
        assert!(page.shows("Browser notices need a browser") && page.shows("name=\"record-results.push\" value=\"yes\" disabled"), "{}", page.text());
        turn_on(&mut browser, &service, "laptop");
        let page = browser.get(PAGE);
        assert!(page.shows("This browser") && page.shows("Since November 26, 2026"), "{}", page.text());
        assert!(page.shows("name=\"record-results.push\" value=\"yes\" checked"), "what was turned on is wanted: {}", page.text());
        assert!(!page.shows("identity-security.push") && page.shows("Not this way"), "{}", page.text());

        for occasion in ["1", "1"] {
            told(&portal, "maria", occasion);
        }
        portal.settle();
        let pushed = service.next();
        assert_eq!((pushed.browser.as_str(), service.waiting()), ("laptop", Vec::new()), "once");
        let header = |name: &str| pushed.headers.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!((header("content-encoding"), header("ttl")), ("aes128gcm", "259200"));
        assert!(header("authorization").starts_with("vapid t="), "{:?}", pushed.headers);
        let clinic = portal.house.app.site.clinic.as_bytes();
        assert!(!pushed.body.windows(clinic.len()).any(|part| part == clinic), "nobody on the way can read it");
        let kept = texts(&portal, "SELECT sealed FROM notify_browser UNION ALL SELECT sealed FROM notify_push_key");
        assert!(kept.len() == 2 && kept.iter().all(|sealed| sealed.starts_with("v1.tests.")), "{kept:?}");
    }

    fn each_browser_is_told_until_it_is_turned_off_or_unwanted(test: TestDb) {
        let (portal, service) = open(test);
        let (mut laptop, mut phone) = (signed_in(&portal), signed_in(&portal));
        turn_on(&mut laptop, &service, "laptop");
        portal.clock.advance(Duration::from_secs(1));
        turn_on(&mut phone, &service, "phone");
        assert_eq!(heard(&portal, &service, "1"), ["laptop", "phone"]);
        let page = laptop.get(PAGE);
        assert_eq!(page.text().matches("Turn off: ").count(), 2, "{}", page.text());
        assert_eq!(page.text().matches("This browser<").count(), 1, "{}", page.text());
        turn_off(&mut phone);
        assert_eq!(heard(&portal, &service, "2"), ["laptop"]);
        laptop.get(PAGE);
        laptop.post(PAGE, &[("record-results.email", "yes")]);
        assert_eq!(heard(&portal, &service, "3"), NONE, "its box is not ticked");
        portal.patient("walter");
        let mut stranger = portal.browser();
        stranger.sign_in("/sign-in", "walter");
        let action = action(&laptop.get(PAGE));
        stranger.get(PAGE);
        assert_eq!(stranger.post(&action, &[]).status, StatusCode::NOT_FOUND, "it is hers");
    }

    fn quiet_hours_hold_a_notice_back(test: TestDb) {
        let (portal, service) = open(test);
        let mut browser = signed_in(&portal);
        turn_on(&mut browser, &service, "laptop");
        browser.get(PAGE);
        let choice = [("quiet", "yes"), ("from", "08:00"), ("until", "10:00"), ("record-results.push", "yes")];
        assert_eq!(browser.post(PAGE, &choice).location(), "/settings/notifications?saved=1");
        assert_eq!(heard(&portal, &service, "1"), NONE);
        portal.clock.advance(HOUR);
        assert_eq!(service.next().browser, "laptop");
    }

    fn a_browser_that_is_gone_is_forgotten_and_one_that_refuses_is_given_up(test: TestDb) {
        let (portal, service) = open(test);
        portal.staff(Role::Administrator);
        let (mut gone, mut broken) = (signed_in(&portal), signed_in(&portal));
        turn_on(&mut gone, &service, "gone");
        turn_on(&mut broken, &service, "broken");
        service.refuse("gone", 410);
        service.refuse("broken", 403);
        assert_eq!(heard(&portal, &service, "1"), NONE);
        assert_eq!(gone.get(PAGE).text().matches("Turn off: ").count(), 1);
        let mut administrator = portal.browser();
        administrator.sign_in("/clinic/sign-in", "administrator");
        let queue = administrator.get("/clinic/admin/queue");
        assert!(queue.shows("Notices in browsers"), "{}", queue.text());
    }

    fn leaving_on_purpose_ends_the_notices_of_that_browser_and_idling_does_not(test: TestDb) {
        let (portal, service) = open(test);
        let (mut laptop, mut phone) = (signed_in(&portal), signed_in(&portal));
        turn_on(&mut laptop, &service, "laptop");
        turn_on(&mut phone, &service, "phone");
        laptop.get("/menu");
        laptop.post("/sign-out", &[("idle", "yes")]);
        assert_eq!(heard(&portal, &service, "1"), ["laptop", "phone"]);
        phone.get("/menu");
        phone.post("/sign-out", &[]);
        assert_eq!(heard(&portal, &service, "2"), ["laptop"]);
    }

    fn a_browser_that_is_signed_out_from_elsewhere_shows_nothing_any_more(test: TestDb) {
        let (portal, service) = open(test);
        let mut browsers = ["here", "lost", "old", "older"].map(|name| (name, signed_in(&portal)));
        for (name, browser) in &mut browsers {
            // Sessions are listed by their last use.
            portal.clock.advance(Duration::from_mins(2));
            turn_on(browser, &service, name);
        }
        let [(_, here), ..] = &mut browsers;
        let page = here.get("/account/devices");
        let text = page.text();
        let first = text.split("action=\"/account/devices/").find_map(|rest| rest.split('"').next().filter(|to| to.ends_with("/sign-out")));
        let first = format!("/account/devices/{}", first.expect("another device"));
        assert_eq!(here.post(&first, &[]).location(), "/account/devices?done=one");
        assert_eq!(heard(&portal, &service, "1").len(), 3);
        here.get("/account/devices");
        here.post("/account/devices/sign-out-others", &[]);
        assert_eq!(heard(&portal, &service, "2"), ["here"]);
    }

    fn a_new_password_leaves_only_the_browser_in_which_it_was_chosen(test: TestDb) {
        let (portal, service) = open(test);
        let (mut laptop, mut phone) = (signed_in(&portal), signed_in(&portal));
        turn_on(&mut laptop, &service, "laptop");
        turn_on(&mut phone, &service, "phone");
        laptop.get("/account/password");
        let answer = laptop.post("/account/password", &[("current", PASSWORD), ("password", "copper-meadow-violin-7")]);
        assert!(answer.location().contains("done=password"), "{}", answer.text());
        assert_eq!(heard(&portal, &service, "1"), ["laptop"]);
    }

    fn a_recovered_account_shows_its_notices_nowhere(test: TestDb) {
        let (portal, service) = open(test);
        turn_on(&mut signed_in(&portal), &service, "laptop");
        portal.settle();
        let link = mailed_link(&portal, "maria");
        assert_eq!(choose(&mut portal.browser(), &link, "copper-meadow-violin-7").location(), "/recover/done");
        assert_eq!(heard(&portal, &service, "1"), NONE);
    }

    fn a_browser_shows_the_notices_of_whoever_turned_them_on_last(test: TestDb) {
        let (portal, service) = open(test);
        portal.patient("walter");
        let mut shared = signed_in(&portal);
        turn_on(&mut shared, &service, "shared");
        shared.get("/menu");
        shared.post("/sign-out", &[("idle", "yes")]);
        shared.sign_in("/sign-in", "walter");
        assert!(!shared.get(PAGE).shows("Turn off: "), "they are Maria's");
        turn_on(&mut shared, &service, "shared");
        assert_eq!(heard(&portal, &service, "1"), NONE);
        told(&portal, "walter", "1");
        assert_eq!(service.next().browser, "shared");
    }

    fn an_account_has_ten_browsers_at_most(test: TestDb) {
        let (portal, service) = open(test);
        let mut browser = signed_in(&portal);
        for number in 0..11 {
            let own = browser.cookie("madrone-device").expect("a token").to_owned();
            portal.clock.advance(Duration::from_secs(1));
            browser.set_cookie("madrone-device", &format!("{own}{number}"));
            turn_on(&mut browser, &service, &format!("browser-{number:02}"));
        }
        let heard = heard(&portal, &service, "1");
        assert_eq!((heard.len(), heard[0].as_str()), (10, "browser-01"));
    }

    fn what_nobody_could_be_written_to_is_not_kept(test: TestDb) {
        let (portal, service) = open(test);
        let mut browser = signed_in(&portal);
        for (endpoint, key, secret) in [
            (service.endpoint("laptop"), "BCVxsr7N", SECRET),
            (service.endpoint("laptop"), KEY, "BTBZ"),
            ("http://push.example.com/send/laptop".to_owned(), KEY, SECRET),
            (String::new(), "", ""),
        ] {
            browser.get(PAGE);
            let answer = browser.post(&format!("{PAGE}/browsers"), &[("endpoint", &endpoint), ("key", key), ("secret", secret)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{endpoint}");
            assert!(answer.shows("could not turn on notices"), "{}", answer.text());
        }
        assert_eq!(texts(&portal, "SELECT endpoint FROM notify_browser"), Vec::<String>::new());
    }

    fn a_site_without_push_services_offers_none(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = signed_in(&portal);
        let page = browser.get(PAGE);
        assert!(!page.shows("Browser notice") && !page.shows("data-push"), "{}", page.text());
        assert_eq!(browser.post(&format!("{PAGE}/browsers"), &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(texts(&portal, "SELECT name FROM notify_push_key"), Vec::<String>::new());
    }

    fn what_browsers_are_written_by_is_sealed_anew_and_still_good(test: TestDb) {
        let (portal, service) = open(test);
        turn_on(&mut signed_in(&portal), &service, "laptop");
        let rotate = |keys: &str| {
            let ring = KeyRing::given(keys).expect("keys");
            portal.db().wait(Access::Write, move |tx| reseal(tx, &ring))
        };
        let new = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        assert_eq!(rotate(&format!("{new},{SEALING_KEY}")), Ok((2, 2)));
        assert_eq!(rotate(&format!("{new},{SEALING_KEY}")), Ok((0, 2)), "done is done");
        assert!(rotate(SEALING_KEY).is_err(), "the key is not there");
        assert_eq!(rotate(&format!("{SEALING_KEY},{new}")), Ok((2, 2)));
        assert_eq!(heard(&portal, &service, "1"), ["laptop"]);
    }

    fn the_worker_that_shows_notices_stands_for_the_whole_portal_and_is_asked_for_anew(test: TestDb) {
        let portal = Portal::new(test);
        let answer = portal.browser().get("/service-worker.js");
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/javascript; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.header("content-security-policy").contains("default-src 'none'") && answer.shows("showNotification"));
    }
}

/// A house that sends notices to browsers by this push service, and Maria.
fn open(test: TestDb) -> (Portal, PushService) {
    let settings = [
        ("MADRONE_BROWSER_NOTICES__CONTACT", "mailto:it@riverbend.example"),
        ("MADRONE_BROWSER_NOTICES__INSIDE", "true"),
    ];
    let portal = Portal::with(test, &settings);
    portal.patient("maria");
    (portal, PushService::start())
}

/// Maria in a browser of its own.
fn signed_in(portal: &Portal) -> Browser<'_> {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    browser
}

/// Turns notices on in a browser that the service calls `name`.
fn turn_on(browser: &mut Browser<'_>, service: &PushService, name: &str) {
    browser.get(PAGE);
    let endpoint = service.endpoint(name);
    let answer = browser.post(
        &format!("{PAGE}/browsers"),
        &[("endpoint", &endpoint), ("key", KEY), ("secret", SECRET)],
    );
    assert_eq!(
        answer.location(),
        "/settings/notifications?browser=on",
        "{}",
        answer.text()
    );
}

/// Turns off the first browser of the page, which is the newest.
fn turn_off(browser: &mut Browser<'_>) {
    let action = action(&browser.get(PAGE));
    let answer = browser.post(&action, &[]);
    assert!(browser.follow(answer.location()).shows("no more notices"));
}

/// Where the first browser of the page is turned off.
fn action(page: &Answer) -> String {
    let text = page.text();
    let mut actions = text.split("action=\"").filter_map(|rest| rest.split('"').next());
    let found = actions.find(|to| to.ends_with("/remove"));
    found.expect("a browser that can be turned off").to_owned()
}

/// Which browsers are told when something happens to Maria's record.
fn heard(portal: &Portal, service: &PushService, occasion: &'static str) -> Vec<String> {
    told(portal, "maria", occasion);
    portal.settle();
    service.waiting()
}
