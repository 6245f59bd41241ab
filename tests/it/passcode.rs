//! Passcodes, by a device of the tests' own: it signs what a browser's script would, and now and then what not.

use std::time::Duration;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_authn::passcode::{DeviceKey, message};
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::Value;

use crate::browser::{Answer, Browser};
use crate::portal::{PASSWORD, Portal, texts};

const MINUTE: Duration = Duration::from_mins(1);
const PAGE: &str = "/account/security/passcode";
const RIGHT: &str = "2580";

both_engines! {
    fn a_passcode_signs_in_on_its_device_without_a_password_or_a_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let device = set_up(&mut browser);
        told(&portal, "A passcode of four digits was set up");
        let page = browser.follow(PAGE);
        assert!(page.shows(&device.id()) && page.shows("Not used yet"), "{}", page.text());
        assert!(browser.get("/account/security").shows("You have a passcode on 1 device."));

        let mut door = at_the_door(&portal);
        assert_eq!(device.signs_in(&mut door, RIGHT).location(), "/home");
        assert_eq!(door.get("/home").status, StatusCode::OK);
        assert!(browser.get(PAGE).shows("Last used: Thursday, November 26"));
        assert!(door.get("/account/password").location().starts_with("/account/confirm"), "not enough to change the rest");
    }

    fn a_page_that_was_asked_for_is_where_a_passcode_leads_and_no_other_site(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        for (next, leads) in [("/results", "/results"), ("https://evil.example", "/home")] {
            let mut door = at_the_door(&portal);
            let mut answer = device.answer(&mut door, RIGHT);
            answer.push(("next", next.to_owned()));
            assert_eq!(post(&mut door, &answer).location(), leads);
        }
    }

    fn after_five_wrong_tries_a_passcode_is_gone_and_its_owner_is_told(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        let mut door = at_the_door(&portal);
        for left in (1..5).rev() {
            let answer = device.signs_in(&mut door, "9173");
            assert_eq!(answer.location(), format!("/sign-in?passcode={left}"));
        }
        assert!(door.get("/sign-in?passcode=1").shows("You have 1 more try on this device"));
        assert_eq!(device.signs_in(&mut door, "9173").location(), "/sign-in?passcode=gone");
        told(&portal, "A wrong passcode was entered five times");
        let page = door.get("/sign-in?passcode=gone");
        assert!(page.shows("data-gone") && page.shows("Sign in in the usual way"), "{}", page.text());
        assert_eq!(device.signs_in(&mut door, RIGHT).location(), "/sign-in?passcode=gone", "the right one, too late");
        assert_eq!(door.get("/home").status, StatusCode::SEE_OTHER);
        assert_eq!(door.sign_in("/sign-in", "maria").status, StatusCode::OK, "the usual way is open");
    }

    fn a_wrong_signature_counts_as_much_as_wrong_digits_and_a_right_try_begins_anew(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        let stranger = Device::new();
        let mut door = at_the_door(&portal);
        let forged = |door: &mut Browser<'_>| {
            let mut answer = stranger.answer(door, RIGHT);
            answer[0].1 = device.id();
            post(door, &answer)
        };
        for left in ["4", "3", "2", "1"] {
            assert_eq!(forged(&mut door).location(), format!("/sign-in?passcode={left}"));
        }
        assert_eq!(device.signs_in(&mut door, RIGHT).location(), "/home");
        let mut door = at_the_door(&portal);
        for left in ["4", "3", "2", "1", "gone"] {
            assert_eq!(forged(&mut door).location(), format!("/sign-in?passcode={left}"));
        }
    }

    fn an_answer_is_good_once_in_its_own_browser_on_our_pages_and_for_five_minutes(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        let mut door = at_the_door(&portal);
        let answer = device.answer(&mut door, RIGHT);
        let mut thief = at_the_door(&portal);
        assert_eq!(post(&mut thief, &answer).location(), "/sign-in?passcode=again", "without a challenge");
        device.answer(&mut thief, RIGHT);
        assert_eq!(post(&mut thief, &answer).location(), "/sign-in?passcode=4", "of another browser");
        let mut twin = door.clone();
        assert_eq!(post(&mut door, &answer).location(), "/home");
        assert_eq!(post(&mut twin, &answer).location(), "/sign-in?passcode=again", "replayed");

        let mut elsewhere = at_the_door(&portal);
        let answer = device.answer_of(&mut elsewhere, "https://evil.example", RIGHT);
        assert_eq!(post(&mut elsewhere, &answer).location(), "/sign-in?passcode=again", "of another site");
        let mut bent = device.answer_of(&mut elsewhere, "https://evil.example", RIGHT);
        bent[1].1 = "http://localhost:8080".into();
        assert_eq!(post(&mut elsewhere, &bent).location(), "/sign-in?passcode=4", "signed for another site");
        let late = device.answer(&mut elsewhere, RIGHT);
        portal.clock.advance(5 * MINUTE);
        assert_eq!(post(&mut elsewhere, &late).location(), "/sign-in?passcode=again", "too late");
        assert_eq!(elsewhere.post_without_token("/sign-in/passcode", &[]).status, StatusCode::FORBIDDEN);
        assert_eq!(elsewhere.post_without_token("/sign-in/passcode/options", &[]).status, StatusCode::FORBIDDEN);
    }

    fn one_answer_sent_twice_at_the_same_moment_signs_in_once(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        let mut door = at_the_door(&portal);
        let answer = device.answer(&mut door, RIGHT);
        let twice = (0..2).map(|_| door.request("/sign-in/passcode", &fields(&answer))).collect();
        let answers = portal.answer_all(twice);
        let mut places: Vec<&str> = answers.iter().map(Answer::location).collect();
        places.sort_unstable();
        assert_eq!(places, ["/home", "/sign-in?passcode=again"]);
    }

    fn many_guesses_at_the_same_moment_are_no_more_than_five(test: TestDb) {
        let portal = Portal::new(test);
        let device = marias(&portal);
        let mut doors: Vec<Browser<'_>> = (0..7).map(|_| at_the_door(&portal)).collect();
        let guesses = doors.iter_mut().map(|door| {
            let answer = device.answer(door, "9173");
            door.request("/sign-in/passcode", &fields(&answer))
        });
        let guesses = guesses.collect();
        let answers = portal.answer_all(guesses);
        assert!(answers.iter().all(|answer| answer.location().starts_with("/sign-in?passcode=")));
        assert_eq!(device.signs_in(&mut doors[0], RIGHT).location(), "/sign-in?passcode=gone");
        let told = portal.settle().into_iter().filter(|mail| mail.text().contains("five times"));
        assert_eq!(told.count(), 1, "told once");
    }

    fn passcodes_that_are_soon_guessed_are_refused(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![crate::portal::patient("maria")]);
        portal.account("maria", None, Some("maria"));
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let device = Device::new();
        for easy in ["1111", "1234", "1979", "0412", "1204"] {
            let page = device.is_set_up_by(&mut browser, easy, easy);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{easy}");
            assert!(page.shows("easy to guess") && !page.shows(&format!("value=\"{easy}\"")), "{}", page.text());
        }
        assert!(device.is_set_up_by(&mut browser, "258", "258").shows("Enter four digits"));
        assert!(device.is_set_up_by(&mut browser, RIGHT, "2581").shows("not the same"));
        browser.get(PAGE);
        let page = browser.post(PAGE, &[("passcode", RIGHT), ("again", RIGHT), ("key", "nonsense")]);
        assert!(page.shows("was not set up"), "{}", page.text());
    }

    fn a_passcode_ends_with_its_button_a_new_one_on_its_device_and_all_with_signing_out_everywhere(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        let (phone, tablet) = (set_up(&mut maria), set_up(&mut maria));
        let address = format!("{PAGE}/{}/remove", phone.id());
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        walter.get(PAGE);
        assert_eq!(walter.post(&address, &[]).status, StatusCode::NOT_FOUND);
        maria.get(PAGE);
        let answer = maria.post(&address, &[]);
        assert!(maria.follow(answer.location()).shows("The passcode is removed"));
        told(&portal, "A passcode was removed");
        ended(&portal, &phone);

        let anew = Device::new();
        maria.get(PAGE);
        let (id, key) = (tablet.id(), tablet.key());
        let again = [("passcode", RIGHT), ("again", RIGHT), ("key", key.as_str())];
        assert_eq!(maria.post(PAGE, &again).location(), PAGE, "sent twice");
        let key = anew.key();
        let fields = [("passcode", RIGHT), ("again", RIGHT), ("key", key.as_str()), ("replaces", id.as_str())];
        assert_eq!(maria.post(PAGE, &fields).location(), format!("{PAGE}?done=added"));
        ended(&portal, &tablet);
        maria.get("/account/devices");
        maria.post("/account/devices/sign-out-others", &[]);
        ended(&portal, &anew);
    }

    fn a_new_password_ends_every_passcode(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let device = set_up(&mut browser);
        browser.get("/account/password");
        let fields = [("current", PASSWORD), ("password", "quiet-river-lantern-42")];
        assert_eq!(browser.post("/account/password", &fields).location(), "/account/security?done=password");
        ended(&portal, &device);
    }

    fn staff_have_no_passcodes_and_a_disabled_account_none_that_helps(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        assert_eq!(nurse.get(PAGE).status, StatusCode::NOT_FOUND);
        assert!(!nurse.get("/account/security").shows(PAGE));
        assert!(!portal.browser().get("/clinic/sign-in").shows("data-passcode"));

        let device = marias(&portal);
        change(&portal, "UPDATE account_holder SET role = 'nurse' WHERE username = 'maria'");
        ended(&portal, &device);
        change(&portal, "UPDATE account_holder SET role = NULL, disabled = 1 WHERE username = 'maria'");
        ended(&portal, &device);
    }

    fn neither_digits_nor_anything_that_gives_them_away_is_kept(test: TestDb) {
        let portal = Portal::new(test);
        marias(&portal);
        let kept = texts(&portal, "SELECT passcode FROM identity_passcode");
        assert!(kept[0].starts_with("$argon2id$") && !madrone_accounts::password::verify(RIGHT, &kept[0]));
    }

    fn where_people_come_by_a_number_no_passcode_is_offered(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SERVER__PUBLIC_URL", "https://10.0.0.7")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(!browser.get("/sign-in").shows("data-passcode"));
        browser.sign_in("/sign-in", "maria");
        assert!(!browser.get(PAGE).shows("data-passcode=\"create\""));
        assert_eq!(browser.post("/sign-in/passcode/options", &[]).status, StatusCode::NOT_FOUND);
    }
}

/// A browser on a device of the tests.
struct Device {
    pair: EcdsaKeyPair,
}

/// The fields of the form at the door, the device's id and the origin first.
type Filled = Vec<(&'static str, String)>;

impl Device {
    fn new() -> Self {
        Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("randomness"),
        }
    }

    fn key(&self) -> String {
        let spki: PublicKeyX509Der<'_> = self.pair.public_key().as_der().expect("a key");
        BASE64.encode(spki.as_ref())
    }

    fn id(&self) -> String {
        DeviceKey::parse(&self.key()).expect("a key on P-256").id()
    }

    fn is_set_up_by(&self, browser: &mut Browser<'_>, passcode: &str, again: &str) -> Answer {
        browser.get(PAGE);
        browser.post(PAGE, &[("passcode", passcode), ("again", again), ("key", &self.key())])
    }

    fn answer(&self, browser: &mut Browser<'_>, passcode: &str) -> Filled {
        self.answer_of(browser, "http://localhost:8080", passcode)
    }

    #[expect(
        clippy::disallowed_types,
        reason = "the library draws an ECDSA nonce from nothing else"
    )]
    fn answer_of(&self, browser: &mut Browser<'_>, origin: &str, passcode: &str) -> Filled {
        let options = browser.post("/sign-in/passcode/options", &[]);
        let options: Value = serde_json::from_slice(&options.body).expect("JSON");
        let said = message(origin, &self.id(), options["challenge"].as_str().expect("a challenge"));
        let random = aws_lc_rs::rand::SystemRandom::new();
        let signature = self.pair.sign(&random, said.as_bytes()).expect("a signature");
        vec![
            ("id", self.id()),
            ("origin", origin.to_owned()),
            ("signature", BASE64.encode(signature)),
            ("passcode", passcode.to_owned()),
        ]
    }

    fn signs_in(&self, browser: &mut Browser<'_>, passcode: &str) -> Answer {
        let answer = self.answer(browser, passcode);
        post(browser, &answer)
    }
}

fn fields(filled: &Filled) -> Vec<(&str, &str)> {
    filled.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn post(browser: &mut Browser<'_>, filled: &Filled) -> Answer {
    browser.post("/sign-in/passcode", &fields(filled))
}

/// A device on which whoever is signed in has set up the right passcode.
fn set_up(browser: &mut Browser<'_>) -> Device {
    let device = Device::new();
    let answer = device.is_set_up_by(browser, RIGHT, RIGHT);
    assert_eq!(answer.location(), format!("{PAGE}?done=added"), "{}", answer.text());
    device
}

/// Maria's device.
fn marias(portal: &Portal) -> Device {
    portal.patient("maria");
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    set_up(&mut browser)
}

fn at_the_door(portal: &Portal) -> Browser<'_> {
    let mut door = portal.browser();
    door.get("/sign-in");
    door
}

/// Asserts that a device signs nobody in any more.
fn ended(portal: &Portal, device: &Device) {
    let mut door = at_the_door(portal);
    assert_eq!(device.signs_in(&mut door, RIGHT).location(), "/sign-in?passcode=gone");
}

fn told(portal: &Portal, words: &str) {
    let mail = std::iter::repeat_with(|| portal.mail.next()).find(|mail| mail.text().contains(words));
    assert!(mail.is_some_and(|mail| mail.to == ["maria@example.com"]), "{words}");
}

fn change(portal: &Portal, sql: &'static str) {
    let changed: Result<u64, madrone_db::Error> = portal.db().wait(Access::Write, move |tx| tx.execute(sql, &[]));
    assert_eq!(changed.expect("a statement"), 1);
}
