//! Signing up with an activation code.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_identity::invitation::{self, At, NotInvited};
use serde_json::json;

use crate::browser::{Answer, Browser, said};
use crate::portal::{BREACHED, IS_BREACHED, PASSWORD, Portal, digits, patient, texts};

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// The birth date of [`patient`].
const BORN: &str = "1979-04-12";

both_engines! {
    fn an_invited_patient_makes_an_account_by_the_link_and_signs_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        invite(&portal, "grace").unwrap();
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["grace@example.com"]);
        let link = link(&mail.text());
        let mut browser = portal.browser();
        let page = browser.get(&link);
        assert!(page.shows("Make your account") && !page.shows("Grace"), "nothing is told before the birth date");
        assert!(!page.shows("Activation code"), "the link holds it");
        let code = link.split("code=").nth(1).unwrap();
        assert_eq!(prove(&mut browser, code, BORN).location(), "/sign-up/account");
        let page = browser.get("/sign-up/account");
        assert!(page.shows("This is the account of Grace Alvarez.") && page.shows("We know that mail reaches you there"));
        assert!(page.shows("Read the terms of use") && page.shows("call 911"), "{}", page.text());
        assert!(choose(&mut browser, &[("username", "grace"), ("password", BREACHED)]).shows(IS_BREACHED));
        let weak = choose(&mut browser, &[("username", "grace"), ("password", "grace19790412")]);
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(weak.shows("easy to guess") && weak.shows("value=\"grace\""), "what was typed is kept: {}", weak.text());
        assert!(!weak.shows("grace19790412"), "but never a password");
        let refused = choose(&mut browser, &[("username", "grace"), ("password", PASSWORD), ("terms", "")]);
        assert!(refused.shows("accept the terms of use."), "{}", refused.text());
        let made = choose(&mut browser, &[("username", "grace"), ("password", PASSWORD)]);
        assert_eq!(made.location(), "/sign-in?welcome=1", "{}", made.text());
        let told = portal.mail.next();
        assert_eq!(told.to, ["grace@example.com"]);
        assert!(told.subject().contains("new account") && told.text().contains("541-555-0100"), "{}", told.text());
        assert_wrong(&prove(&mut browser, code, BORN));
        assert_eq!(browser.get("/sign-up/account").location(), "/sign-up?over=1");
        let home = browser.sign_in("/sign-in", "grace");
        assert!(home.shows("Good morning, Grace"), "{}", home.text());
        let terms = texts(&portal, "SELECT version || ' ' || locale FROM identity_terms");
        assert_eq!(terms, ["2026-11-01 en"]);
    }

    fn a_code_from_the_desk_is_typed_and_the_address_that_was_typed_is_proved(test: TestDb) {
        let portal = Portal::new(test);
        let mut grace = patient("grace");
        grace["telecom"] = json!([
            { "system": "email", "value": "home@example.com" }, { "system": "phone", "value": "541-555-0142" }
        ]);
        portal.put(vec![grace]);
        portal.staff(Role::FrontDesk);
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "front-desk");
        let chart = desk.get("/clinic/patients/grace");
        assert!(chart.shows("No portal account yet.") && chart.shows("href=\"/clinic/patients/grace/portal\""));
        let code = code_from_desk(&mut desk, "grace");
        assert!(desk.get("/clinic/patients/grace/portal").shows("An activation code was made on November 26, 2026"));
        let mut browser = portal.browser();
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(prove(&mut browser, &typed, BORN).location(), "/sign-up/account");
        let page = browser.get("/sign-up/account");
        assert!(page.shows("Your e-mail address") && page.shows("541-555-0142") && !page.shows("home@example.com"));
        let fields = [("email", "grace"), ("username", "grace"), ("password", PASSWORD)];
        assert!(choose(&mut browser, &fields).shows("Type your whole e-mail address"));
        let fields = [("email", "grace@example.com"), ("username", "grace"), ("password", PASSWORD)];
        assert_eq!(choose(&mut browser, &fields).location(), "/sign-up/verify");
        assert!(browser.get("/sign-up/verify").shows("g•••@example.com"));
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["grace@example.com"]);
        let right = digits(&mail.text());
        assert!(!mail.subject().contains(&right), "a locked phone shows subjects");
        let wrong = if right == "000000" { "000001" } else { "000000" };
        assert!(browser.post("/sign-up/verify", &[("code", wrong)]).shows("You have 4 tries left"));
        assert_eq!(browser.post("/sign-up/verify", &[("code", &right)]).location(), "/sign-in?welcome=1");
        let told: BTreeSet<String> = [portal.mail.next(), portal.mail.next()].into_iter().flat_map(|mail| mail.to).collect();
        assert_eq!(told, ["grace@example.com", "home@example.com"].map(str::to_owned).into(), "every contact is told");
        assert!(browser.sign_in("/sign-in", "grace").shows("Good morning, Grace"));
        assert!(desk.get("/clinic/patients/grace").shows("Has a portal account."));
    }

    fn every_wrong_combination_gets_the_same_answer(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace"), patient("walter")]);
        portal.patient("maria");
        let code = hand_over(&portal, "grace").unwrap();
        let used = hand_over(&portal, "walter").unwrap();
        portal
            .db()
            .wait(Access::Write, |tx| tx.execute("UPDATE identity_invitation SET used = TRUE WHERE chart = 'walter'", &[]))
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        let answers: BTreeSet<String> = [
            (code.as_str(), "1980-01-01"),
            (code.as_str(), ""),
            (code.as_str(), "yesterday"),
            (used.as_str(), BORN),
            ("K7QM-2PXV-9RTD", BORN),
            ("not a code", BORN),
            ("", ""),
        ]
        .into_iter()
        .map(|(code, born)| {
            let answer = prove(&mut portal.browser(), code, born);
            format!("{} {}", answer.status, said(&answer.text()))
        })
        .collect();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|answer| answer.starts_with("422")));
    }

    fn a_code_ends_after_five_wrong_birth_dates_or_four_weeks_or_a_new_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        let mut browser = portal.browser();
        let code = hand_over(&portal, "grace").unwrap();
        for _ in 0..5 {
            assert_wrong(&prove(&mut browser, &code, "1980-01-01"));
        }
        assert_wrong(&prove(&mut browser, &code, BORN));
        let old = hand_over(&portal, "grace").unwrap();
        let code = hand_over(&portal, "grace").unwrap();
        assert_wrong(&prove(&mut browser, &old, BORN));
        portal.clock.advance(27 * DAY + 1439 * MINUTE);
        assert_eq!(prove(&mut browser, &code, BORN).location(), "/sign-up/account");
        portal.clock.advance(MINUTE);
        assert_wrong(&prove(&mut browser, &code, BORN));
    }

    fn guessing_codes_is_stopped_for_each_address(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ADDRESS", "3")]);
        let mut browser = portal.browser();
        browser.get("/sign-up");
        for _ in 0..3 {
            assert_wrong(&browser.post("/sign-up", &[("code", "K7QM-2PXV-9RTD"), ("birth_date", BORN)]));
        }
        let answer = browser.post("/sign-up", &[("code", "K7QM-2PXV-9RTD"), ("birth_date", BORN)]);
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        portal.clock.advance(60 * MINUTE);
        assert_wrong(&prove(&mut browser, "K7QM-2PXV-9RTD", BORN));
    }

    fn five_wrong_codes_from_the_mail_end_the_sign_up_and_not_the_activation_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        let code = hand_over(&portal, "grace").unwrap();
        let mut browser = portal.browser();
        prove(&mut browser, &code, BORN);
        choose(&mut browser, &[("email", "grace@example.com"), ("username", "grace"), ("password", PASSWORD)]);
        let right = portal.next_code();
        browser.get("/sign-up/verify");
        for _ in 0..4 {
            assert_eq!(browser.post("/sign-up/verify", &[("code", "letters")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(browser.post("/sign-up/verify", &[("code", "letters")]).location(), "/sign-up?over=1");
        assert_eq!(browser.post("/sign-up/verify", &[("code", &right)]).location(), "/sign-up?over=1");
        assert!(browser.get("/sign-up?over=1").shows("ran out of time or tries"));
        assert_eq!(prove(&mut browser, &code, BORN).location(), "/sign-up/account", "she starts again");
    }

    fn one_code_used_twice_at_once_makes_one_account(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        invite(&portal, "grace").unwrap();
        let link = link(&portal.mail.next().text());
        let code = link.split("code=").nth(1).unwrap();
        let answers: Vec<String> = std::thread::scope(|scope| {
            let both = ["grace", "thief"].map(|username| {
                let (portal, mut browser) = (&portal, portal.browser());
                prove(&mut browser, code, BORN);
                browser.get("/sign-up/account");
                let _ = portal;
                (username, browser)
            });
            let both = both.map(|(username, mut browser)| {
                scope.spawn(move || choose(&mut browser, &[("username", username), ("password", PASSWORD)]).location().to_owned())
            });
            both.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let made: BTreeSet<&str> = answers.iter().map(String::as_str).collect();
        assert_eq!(made, ["/sign-in?welcome=1", "/sign-up?over=1"].into(), "{answers:?}");
        assert_eq!(texts(&portal, "SELECT username FROM account_holder").len(), 1);
        assert!(portal.mail.next().subject().contains("new account"));
        assert!(portal.mail.poll().is_none(), "they are told once");
    }

    fn a_username_that_is_taken_in_the_meantime_is_chosen_anew(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        portal.patient("maria");
        let code = hand_over(&portal, "grace").unwrap();
        let mut browser = portal.browser();
        prove(&mut browser, &code, BORN);
        let fields = |username| [("email", "grace@example.com"), ("username", username), ("password", PASSWORD)];
        assert!(choose(&mut browser, &fields("maria")).shows("That username is taken"));
        assert_eq!(choose(&mut browser, &fields("walter")).location(), "/sign-up/verify");
        let code = portal.next_code();
        portal.account("walter", None, None);
        browser.get("/sign-up/verify");
        assert_eq!(browser.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-up/account?taken=1");
        let page = browser.get("/sign-up/account?taken=1");
        assert!(page.shows("That username is taken") && page.shows("We know that mail reaches you there"), "{}", page.text());
        assert_eq!(choose(&mut browser, &fields("grace")).location(), "/sign-in?welcome=1");
    }

    fn nobody_is_invited_who_cannot_have_an_account(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let with = |id: &str, change: fn(&mut serde_json::Value)| {
            let mut person = patient(id);
            change(&mut person);
            person
        };
        portal.put(vec![
            with("walter", |walter| walter["telecom"] = json!([{ "system": "phone", "value": "541-555-0142" }])),
            with("sofia", |sofia| sofia["birthDate"] = json!("2012-03-14")),
            with("leo", |leo| leo["birthDate"] = json!("2022-06-02")),
            with("ann", |ann| ann["birthDate"] = json!("1950")),
            with("joan", |joan| joan["deceasedBoolean"] = json!(true)),
        ]);
        let why = |chart| invite(&portal, chart).unwrap_err().to_string();
        assert!(why("maria").contains("has an account already"));
        assert!(why("walter").contains("no e-mail address"));
        assert!(why("sofia").contains("hand the code over in person"));
        assert!(why("leo").contains("no account of their own"));
        assert!(why("ann").contains("no whole birth date"));
        assert!(why("joan").contains("is closed"));
        assert!(why("nobody").contains("no patient"));
        for (chart, may) in [("walter", true), ("sofia", true), ("leo", false), ("maria", false), ("ann", false)] {
            assert_eq!(hand_over(&portal, chart).is_ok(), may, "{chart}");
        }
    }

    fn at_the_clinic_a_teen_has_no_link_and_a_child_no_code(test: TestDb) {
        let portal = Portal::new(test);
        let (mut sofia, mut leo) = (patient("sofia"), patient("leo"));
        sofia["birthDate"] = json!("2012-03-14");
        leo["birthDate"] = json!("2022-06-02");
        portal.put(vec![sofia, leo]);
        portal.patient("maria");
        portal.staff(Role::FrontDesk);
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "front-desk");
        let page = desk.get("/clinic/patients/sofia/portal");
        assert!(page.shows("value=\"hand\"") && !page.shows("value=\"mail\"") && page.shows("usually the parents"), "{}", page.text());
        let forced = desk.post("/clinic/patients/sofia/portal", &[("how", "mail")]);
        assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = desk.get("/clinic/patients/leo/portal");
        assert!(!page.shows("value=\"hand\"") && page.shows("Children under 12 have no account"), "{}", page.text());
        assert_eq!(desk.post("/clinic/patients/leo/portal", &[("how", "hand")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(desk.get("/clinic/patients/maria/portal").shows("This patient has an account already"));
        assert!(portal.mail.poll().is_none());
    }

    fn a_link_is_mailed_from_the_desk_and_the_slip_speaks_the_patients_language(test: TestDb) {
        let portal = Portal::new(test);
        let mut grace = patient("grace");
        grace["communication"] = json!([{ "language": { "coding": [{ "code": "es" }] } }]);
        portal.put(vec![grace]);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        nurse.get("/clinic/patients/grace/portal");
        let done = nurse.post("/clinic/patients/grace/portal", &[("how", "mail")]);
        assert!(done.shows("A link is on its way to g•••@example.com"), "{}", done.text());
        let mail = portal.mail.next();
        assert!(mail.to == ["grace@example.com"] && mail.subject().contains("lo invita"), "{}", mail.subject());
        let slip = nurse.post("/clinic/patients/grace/portal", &[("how", "hand")]);
        assert!(slip.shows("<h1 lang=\"es\">Su código de activación</h1>") && slip.shows("/sign-up"), "{}", slip.text());
        assert_wrong(&prove(&mut portal.browser(), link(&mail.text()).split("code=").nth(1).unwrap(), BORN));
    }

    fn no_table_holds_an_activation_code_in_the_clear(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![patient("grace")]);
        portal.staff(Role::FrontDesk);
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "front-desk");
        let code = code_from_desk(&mut desk, "grace");
        prove(&mut portal.browser(), &code, BORN);
        let mut kept = texts(&portal, "SELECT coalesce(token, '') FROM identity_invitation");
        kept.extend(texts(&portal, "SELECT token || coalesce(code, '') FROM identity_sign_up"));
        kept.extend(texts(&portal, "SELECT target || action FROM authz_audit"));
        kept.extend(texts(&portal, "SELECT payload FROM job_queue"));
        for text in &kept {
            assert!(!text.contains(&code) && !text.contains(&code.replace('-', "")), "{text}");
        }
        assert!(kept.len() > 2);
    }
}

/// What `/sign-up` answers to a code and a birth date.
pub(crate) fn prove(browser: &mut Browser<'_>, code: &str, born: &str) -> Answer {
    browser.get("/sign-up");
    browser.post("/sign-up", &[("code", code), ("birth_date", born)])
}

/// Chooses, and accepts the terms unless `fields` say otherwise.
pub(crate) fn choose(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    browser.get("/sign-up/account");
    let mut all = fields.to_vec();
    if !fields.iter().any(|(name, _)| *name == "terms") {
        all.push(("terms", "yes"));
    }
    browser.post("/sign-up/account", &all)
}

fn assert_wrong(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.location());
    assert!(answer.shows("do not go together"), "{}", answer.text());
}

/// The code that the desk makes for a chart.
fn code_from_desk(desk: &mut Browser<'_>, chart: &str) -> String {
    let path = format!("/clinic/patients/{chart}/portal");
    desk.get(&path);
    code_on(&desk.post(&path, &[("how", "hand")]).text())
}

/// The activation code on a slip.
pub(crate) fn code_on(page: &str) -> String {
    let after = page.split("<strong class=\"key-value\">").nth(1).expect("a slip");
    after.split('<').next().expect("a code").to_owned()
}

fn invite(portal: &Portal, chart: &str) -> Result<String, NotInvited> {
    asked(portal, chart, invitation::invite)
}

fn hand_over(portal: &Portal, chart: &str) -> Result<String, NotInvited> {
    asked(portal, chart, invitation::hand_over)
}

/// As the command line asks.
fn asked(
    portal: &Portal,
    chart: &str,
    ask: fn(&madrone_db::Tx, &str, &At<'_>) -> Result<String, NotInvited>,
) -> Result<String, NotInvited> {
    let (chart, now, random) = (chart.to_owned(), portal.clock.now(), portal.random.clone());
    let zone = portal.house.app.site.zone.clone();
    portal.db().wait(Access::Write, move |tx| {
        let at = At {
            now,
            zone: zone.clone(),
            random: &random,
        };
        ask(tx, &chart, &at)
    })
}

/// The path of the link in a mail.
fn link(text: &str) -> String {
    let at = text.find("/sign-up?code=").expect("a link");
    text[at..].split_whitespace().next().expect("a link").to_owned()
}
