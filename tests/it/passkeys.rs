//! Passkeys, by an authenticator of the tests' own: it signs what a browser would hand it, and now and then what not.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::factors::password;
use crate::portal::Portal;

const MINUTE: Duration = Duration::from_mins(1);
/// Where passkeys and passcodes are set up.
const PAGES: [&str; 2] = ["/account/security/passkeys", "/account/security/passcode"];

both_engines! {
    fn a_passkey_signs_in_without_a_password_or_a_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let passkey = added(&mut browser, "My phone");
        let mail = portal.mail.next();
        assert!(mail.text().contains("A passkey was added"), "{}", mail.text());
        let page = browser.get("/account/security/passkeys");
        assert!(page.shows("My phone") && page.shows("Not used yet"), "{}", page.text());

        let mut other = portal.browser();
        let page = other.get("/sign-in?next=%2Fmenu");
        assert!(page.shows("autocomplete=\"username webauthn\"") && page.shows("data-host=\"localhost\""), "{}", page.text());
        assert_eq!(passkey.signs_in(&mut other, 1, "/menu").location(), "/menu");
        assert_eq!(other.get("/home").status, StatusCode::OK);
        assert!(browser.get("/account/security/passkeys").shows("Last used: Thursday, November 26"));
        assert_eq!(other.get("/account/password").status, StatusCode::OK, "the second step was shown just now");
    }

    fn an_assertion_is_good_once_in_its_own_browser_and_for_five_minutes(test: TestDb) {
        let portal = Portal::new(test);
        let (passkey, mut maria, assertion) = at_the_door(&portal);

        let mut thief = portal.browser();
        thief.get("/sign-in");
        assert_eq!(answer(&mut thief, &assertion).location(), "/sign-in?passkey=no", "without a challenge");
        passkey.challenge(&mut thief);
        assert_eq!(answer(&mut thief, &assertion).location(), "/sign-in?passkey=no", "of another browser");
        assert_eq!(answer(&mut maria, &assertion).location(), "/home");
        maria.get("/menu");
        assert_eq!(answer(&mut maria, &assertion).location(), "/sign-in?passkey=no", "replayed");
        let mut twin = maria.clone();
        twin.get("/menu");
        twin.post("/sign-out", &[]);
        twin.get("/sign-in");
        let late = passkey.challenge(&mut twin);
        portal.clock.advance(5 * MINUTE);
        let assertion = passkey.assertion(&late, 2);
        assert_eq!(answer(&mut twin, &assertion).location(), "/sign-in?passkey=no", "too late");
        assert!(twin.get("/sign-in?passkey=no").shows("The passkey did not work"));
    }

    fn one_assertion_sent_twice_at_the_same_moment_signs_in_once(test: TestDb) {
        let portal = Portal::new(test);
        let (_, maria, assertion) = at_the_door(&portal);
        let fields = [("credential", assertion.as_str())];
        let twice = (0..2).map(|_| maria.request("/sign-in/passkey", &fields)).collect();
        let answers = portal.answer_all(twice);
        let mut places: Vec<&str> = answers.iter().map(Answer::location).collect();
        places.sort_unstable();
        assert_eq!(places, ["/home", "/sign-in?passkey=no"]);
    }

    fn a_counter_that_went_back_is_refused_and_the_person_is_told(test: TestDb) {
        let portal = Portal::new(test);
        let (passkey, mut maria) = with_a_passkey(&portal);
        assert_eq!(passkey.signs_in(&mut maria, 7, "").location(), "/home");
        let mut copy = portal.browser();
        copy.get("/sign-in");
        assert_eq!(passkey.signs_in(&mut copy, 7, "").location(), "/sign-in?passkey=no");
        let told = std::iter::repeat_with(|| portal.mail.next()).find(|mail| mail.text().contains("a copy of yours"));
        assert!(told.is_some_and(|mail| mail.to == ["maria@example.com"]));
        maria.get("/menu");
        assert_eq!(passkey.signs_in(&mut maria, 8, "").location(), "/home", "the real one goes on");
    }

    fn what_another_site_or_a_mere_touch_gave_is_refused(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let passkey = added(&mut browser, "");
        let mut thief = portal.browser();
        thief.get("/sign-in");
        for (origin, party, flags) in [
            ("http://evil.example", "localhost", 5),
            ("http://localhost:8080", "evil.example", 5),
            ("http://localhost:8080", "localhost", 1),
        ] {
            let challenge = passkey.challenge(&mut thief);
            let assertion = passkey.assertion_of(&challenge, (origin, party, flags), 1);
            assert_eq!(answer(&mut thief, &assertion).location(), "/sign-in?passkey=no", "{origin} {party} {flags}");
        }
        for nonsense in ["", "{}", "nonsense"] {
            passkey.challenge(&mut thief);
            assert_eq!(answer(&mut thief, nonsense).location(), "/sign-in?passkey=no");
        }
        let unknown = Passkey::new();
        assert_eq!(unknown.signs_in(&mut thief, 1, "").location(), "/sign-in?passkey=no");
        assert_eq!(thief.get("/home").status, StatusCode::SEE_OTHER);
        let forged = thief.post_without_token("/sign-in/passkey", &[("credential", "{}")]);
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        assert_eq!(thief.post_without_token("/sign-in/passkey/options", &[]).status, StatusCode::FORBIDDEN);
    }

    fn whose_browser_cannot_use_them_is_told_the_address_at_which_it_could(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for page in PAGES.map(|path| browser.get(path)) {
            assert!(page.shows("Open http://localhost:8080, allow scripts"), "{}", page.text());
        }
    }

    fn at_an_address_that_is_a_number_the_address_is_the_reason_and_not_the_browser(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SERVER__PUBLIC_URL", "http://10.0.0.7:8080")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for page in PAGES.map(|path| browser.get(path)) {
            assert!(page.shows("do not work at http://10.0.0.7:8080, because this address is a number"), "{}", page.text());
        }
        browser.get("/account/security?lang=es");
        for page in PAGES.map(|path| browser.get(path)) {
            assert!(page.shows("no funcionan en http://10.0.0.7:8080, porque esta dirección es un número"), "{}", page.text());
        }
    }

    fn a_passkey_confirms_and_only_its_own_session(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        let passkey = added(&mut maria, "");
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        portal.clock.advance(10 * MINUTE);
        for browser in [&mut walter, &mut maria] {
            assert!(browser.get("/account/password").location().starts_with("/account/confirm"));
            browser.get("/account/confirm");
        }
        let confirm = |browser: &mut Browser<'_>, counter| {
            let challenge = passkey.challenge(browser);
            let assertion = passkey.assertion(&challenge, counter);
            browser.post("/account/confirm/passkey", &[("credential", &assertion), ("next", "/account/password")])
        };
        assert_eq!(confirm(&mut walter, 1).location(), "/account/confirm?passkey=no&next=%2Faccount%2Fpassword");
        assert!(walter.get("/account/password").location().starts_with("/account/confirm"));
        assert_eq!(confirm(&mut maria, 2).location(), "/account/password");
        assert_eq!(maria.get("/account/password").status, StatusCode::OK);
    }

    fn several_passkeys_have_names_and_each_is_removed_by_its_owner_only(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        let (phone, _key) = (added(&mut maria, "Phone"), added(&mut maria, "Key <ring>"));
        let page = maria.get("/account/security/passkeys");
        assert!(page.shows("Phone") && page.shows("Key &#60;ring&#62;"), "{}", page.text());
        assert!(maria.get("/account/security").shows("You have 2 passkeys"));
        let address = format!("/account/security/passkeys/{}/remove", phone.id());
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        walter.get("/account/security/passkeys");
        assert_eq!(walter.post(&address, &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(phone.is_added_by(&mut walter, "").location(), "/account/security/passkeys?failed=1", "it has an owner");
        let answer = maria.post(&address, &[]);
        assert!(maria.follow(answer.location()).shows("The passkey is removed"));
        let mut other = portal.browser();
        other.get("/sign-in");
        assert_eq!(phone.signs_in(&mut other, 1, "").location(), "/sign-in?passkey=no");
        assert!(std::iter::repeat_with(|| portal.mail.next()).any(|mail| mail.text().contains("A passkey was removed")));
    }

    fn staff_with_a_passkey_need_no_app_and_come_in_by_their_own_door(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__STAFF_MAILED_CODES", "false")]);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        let passkey = added(&mut nurse, "");
        assert_eq!(nurse.get("/clinic").status, StatusCode::OK);
        nurse.get("/account/security/passkeys");
        let answer = nurse.post(&format!("/account/security/passkeys/{}/remove", passkey.id()), &[]);
        assert!(nurse.follow(answer.location()).shows("the only second step you have"));
        let mut other = portal.browser();
        other.get("/sign-in");
        assert_eq!(passkey.signs_in(&mut other, 1, "").location(), "/sign-in?passkey=no", "the patients' door");
        let page = password(&mut other, "/clinic/sign-in", "nurse");
        assert!(page.shows("Use a passkey") && !page.shows("by e-mail"), "{}", page.text());
        let challenge = passkey.challenge(&mut other);
        let assertion = passkey.assertion(&challenge, 2);
        let answer = other.post("/sign-in/passkey", &[("credential", &assertion), ("door", "clinic")]);
        assert_eq!(answer.location(), "/clinic");
    }

    fn where_people_come_by_a_number_no_passkey_is_offered(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SERVER__PUBLIC_URL", "https://10.0.0.7")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        assert!(!browser.get("/account/security/passkeys").shows("data-passkey=\"create\""));
        assert_eq!(browser.post("/account/security/passkeys/options", &[]).status, StatusCode::NOT_FOUND);
    }
}

/// A passkey on a device of the tests.
pub(crate) struct Passkey {
    pair: Ed25519KeyPair,
}

impl Passkey {
    fn new() -> Self {
        Self {
            pair: Ed25519KeyPair::generate().expect("randomness"),
        }
    }

    fn id(&self) -> String {
        BASE64.encode(self.pair.public_key())
    }

    /// Is added on the pages of somebody who has signed in.
    fn is_added_by(&self, browser: &mut Browser<'_>, name: &str) -> Answer {
        browser.get("/account/security/passkeys");
        let options = browser.post("/account/security/passkeys/options", &[]);
        let options: Value = serde_json::from_slice(&options.body).expect("JSON");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["rp"]["id"], "localhost");
        let id = self.pair.public_key().as_ref();
        let mut data = authenticator_data("localhost", 0x45, 0);
        data.extend([0; 16]);
        data.extend(u16::try_from(id.len()).expect("a short id").to_be_bytes());
        data.extend(id);
        let spki: PublicKeyX509Der<'_> = self.pair.public_key().as_der().expect("a key");
        let made = json!({
            "id": self.id(),
            "clientData": BASE64.encode(client_data("webauthn.create", &options, "http://localhost:8080")),
            "authenticatorData": BASE64.encode(data),
            "publicKey": BASE64.encode(spki.as_ref()),
            "algorithm": -8,
        });
        let fields = [("name", name), ("credential", &made.to_string())];
        browser.post("/account/security/passkeys", &fields)
    }

    /// What a browser is asked to have signed.
    fn challenge(&self, browser: &mut Browser<'_>) -> Value {
        let options = browser.post("/sign-in/passkey/options", &[]);
        let options: Value = serde_json::from_slice(&options.body).expect("JSON");
        assert_eq!(options["userVerification"], "required", "for {}", self.id());
        options
    }

    fn assertion(&self, options: &Value, counter: u32) -> String {
        self.assertion_of(options, ("http://localhost:8080", "localhost", 5), counter)
    }

    fn assertion_of(&self, options: &Value, (origin, party, flags): (&str, &str, u8), counter: u32) -> String {
        let client_data = client_data("webauthn.get", options, origin);
        let data = authenticator_data(party, flags, counter);
        let message = [data.as_slice(), digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let assertion = json!({
            "id": self.id(),
            "clientData": BASE64.encode(client_data),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(self.pair.sign(&message)),
        });
        assertion.to_string()
    }

    /// Signs in at the patients' door.
    fn signs_in(&self, browser: &mut Browser<'_>, counter: u32, next: &str) -> Answer {
        let challenge = self.challenge(browser);
        let assertion = self.assertion(&challenge, counter);
        browser.post("/sign-in/passkey", &[("credential", &assertion), ("next", next)])
    }
}

/// Maria has a passkey, and stands at the door in another browser.
fn with_a_passkey(portal: &Portal) -> (Passkey, Browser<'_>) {
    portal.patient("maria");
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    let passkey = added(&mut browser, "");
    let mut maria = portal.browser();
    maria.get("/sign-in");
    (passkey, maria)
}

/// She stands there with the answer to its challenge.
fn at_the_door(portal: &Portal) -> (Passkey, Browser<'_>, String) {
    let (passkey, mut maria) = with_a_passkey(portal);
    let challenge = passkey.challenge(&mut maria);
    let assertion = passkey.assertion(&challenge, 1);
    (passkey, maria, assertion)
}

/// A passkey with this name, added by whoever is signed in.
pub(crate) fn added(browser: &mut Browser<'_>, name: &str) -> Passkey {
    let passkey = Passkey::new();
    let answer = passkey.is_added_by(browser, name);
    assert_eq!(answer.location(), "/account/security?done=passkey", "{}", answer.text());
    passkey
}

fn answer(browser: &mut Browser<'_>, assertion: &str) -> Answer {
    browser.post("/sign-in/passkey", &[("credential", assertion)])
}

fn client_data(kind: &str, options: &Value, origin: &str) -> String {
    json!({ "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false }).to_string()
}

fn authenticator_data(party: &str, flags: u8, counter: u32) -> Vec<u8> {
    let mut data = digest(&SHA256, party.as_bytes()).as_ref().to_vec();
    data.push(flags);
    data.extend(counter.to_be_bytes());
    data
}
