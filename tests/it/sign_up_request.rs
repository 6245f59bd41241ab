//! Signing up without a code: who is matched, and that nobody else can tell.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::{Value, json};

use crate::browser::{Answer, Browser, said};
use crate::portal::{PASSWORD, Portal, digits, patient, texts};
use crate::sign_up::choose;

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// Grace, as the clinic knows her.
fn grace() -> Value {
    let mut grace = patient("grace");
    grace["name"] = json!([{ "family": "Álvarez-Gómez", "given": ["Grâce", "Elizabeth"] }]);
    grace["address"] = json!([{ "postalCode": "97301-4455" }]);
    grace["telecom"] = json!([
        { "system": "phone", "value": "(541) 555-0142" }, { "system": "email", "value": "grace@example.com" }
    ]);
    grace
}

/// What she says of herself.
const HERS: [(&str, &str); 6] = [
    ("given", "grace"),
    ("family", "Alvarez Gomez"),
    ("birth_date", "1979-04-12"),
    ("sex", "female"),
    ("postal_code", "97301"),
    ("contact", "541.555.0142"),
];

both_engines! {
    fn who_is_known_beyond_doubt_proves_it_by_the_address_on_file_and_signs_in(test: TestDb) {
        let portal = Portal::new(test);
        let mut other = patient("walter");
        other["address"] = json!([{ "postalCode": "97301" }]);
        portal.put(vec![grace(), other]);
        let mut browser = portal.browser();
        assert!(browser.get("/sign-up").shows("href=\"/sign-up/request\""));
        assert_eq!(ask(&mut browser, &HERS).location(), "/sign-up/verify");
        let page = browser.get("/sign-up/verify");
        assert!(page.shows("If we are sure which one it is") && !page.shows("grace"), "{}", page.text());
        assert_eq!(browser.get("/sign-up/account").location(), "/sign-up?over=1", "nothing is proved yet");
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["grace@example.com"]);
        let code = crate::portal::digits(&mail.text());
        assert_eq!(browser.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-up/account");
        let page = browser.get("/sign-up/account");
        assert!(page.shows("grace@example.com") && page.shows("(541) 555-0142"), "{}", page.text());
        let made = choose(&mut browser, &[("username", "grace"), ("password", PASSWORD)]);
        assert_eq!(made.location(), "/sign-in?welcome=1", "{}", made.text());
        assert!(portal.mail.next().subject().contains("new account"));
        assert!(browser.sign_in("/sign-in", "grace").shows("Good morning, Grâce"));
        assert_eq!(texts(&portal, "SELECT outcome FROM identity_request"), ["made"]);
        let looked = texts(&portal, "SELECT DISTINCT actor_id || ' ' || area FROM authz_audit WHERE actor_kind = 'system'
            AND action = 'view' AND (patient IS NULL OR patient = 'grace') AND actor_id = 'sign-up'");
        assert_eq!(looked, ["sign-up demographics"], "looking is on the audit's record");
    }

    fn nobody_can_tell_whether_there_was_a_match(test: TestDb) {
        let portal = Portal::new(test);
        let person = |id: &str, change: fn(&mut Value)| {
            let mut person = grace();
            person["id"] = json!(id);
            person["telecom"] = json!([{ "system": "email", "value": format!("{id}@example.com") }]);
            change(&mut person);
            person
        };
        portal.put(vec![
            person("grace", |_| {}),
            person("teen", |teen| teen["birthDate"] = json!("2012-03-14")),
            person("known", |_| {}),
            person("silent", |silent| silent["telecom"] = json!([{ "system": "phone", "value": "055-555-0199" }])),
            person("mother", |mother| mother["telecom"] = json!([{ "system": "email", "value": "home@example.com" }])),
            person("father", |father| {
                father["telecom"] = json!([{ "system": "email", "value": "Home@Example.com" }]);
                father["birthDate"] = json!("1977-01-01");
            }),
        ]);
        portal.account("known", None, Some("known"));
        let claims: [(&str, [(&str, &str); 2]); 10] = [
            ("the right one", [("contact", "grace@example.com"), ("sex", "female")]),
            ("nobody", [("contact", "nobody@example.com"), ("family", "Xylophone")]),
            ("another birth date", [("contact", "grace@example.com"), ("birth_date", "1979-12-04")]),
            ("another number", [("contact", "gracie@example.com"), ("sex", "female")]),
            ("another sex", [("contact", "grace@example.com"), ("sex", "male")]),
            ("a teen", [("contact", "teen@example.com"), ("birth_date", "2012-03-14")]),
            ("with an account", [("contact", "known@example.com"), ("sex", "female")]),
            ("with a number that nothing reaches", [("contact", "055-555-0199"), ("sex", "female")]),
            ("with her husband's address", [("contact", "home@example.com"), ("sex", "female")]),
            ("an attack", [("contact", "a|b,c$d\\@example.com"), ("given", "' OR 1=1 --")]),
        ];
        let seen: BTreeSet<String> = claims
            .iter()
            .map(|(who, changed)| {
                let mut browser = portal.browser();
                let asked = ask(&mut browser, &with(changed));
                let page = browser.get("/sign-up/verify");
                let wrong = browser.post("/sign-up/verify", &[("code", "letters")]);
                assert_eq!(asked.location(), "/sign-up/verify", "{who}: {}", asked.text());
                format!("{} {} | {} {} | {} {}", asked.status, asked.text(), page.status, said(&page.text()), wrong.status,
                    said(&wrong.text()))
            })
            .collect();
        assert_eq!(seen.len(), 1, "{seen:?}");
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["grace@example.com"]);
        portal.settle();
        assert!(portal.mail.poll().is_none(), "nobody else is written to, and nothing goes to what was typed");
        assert_eq!(waiting(&portal), 9, "the others wait for the clinic");
    }

    fn whoever_has_a_phone_on_file_and_no_address_gets_the_code_there_and_says_where_to_write(test: TestDb) {
        let portal = Portal::new(test);
        let mut person = grace();
        person["telecom"] = json!([{ "system": "phone", "value": "(541) 555-0199" }]);
        portal.put(vec![person]);
        portal.clock.advance(40 * DAY);
        let mut browser = portal.browser();
        ask(&mut browser, &with(&[("contact", "541-555-0199")]));
        let text = portal.texts.next();
        assert_eq!(text.to, "+15415550199");
        browser.get("/sign-up/verify");
        let answer = browser.post("/sign-up/verify", &[("code", &digits(&text.body))]);
        assert_eq!(answer.location(), "/sign-up/account", "{}", answer.text());
        assert!(browser.get("/sign-up/account").shows("Your e-mail address"));
        let chosen = [("email", "new@example.com"), ("username", "grace"), ("password", "violet tandem harbor 52"), ("terms", "yes")];
        assert_eq!(browser.post("/sign-up/account", &chosen).location(), "/sign-up/verify", "what is typed is proven too");
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["new@example.com"]);
        browser.get("/sign-up/verify");
        let answer = browser.post("/sign-up/verify", &[("code", &digits(&mail.text()))]);
        assert_eq!(answer.location(), "/sign-in?welcome=1", "{}", answer.text());
        let told = portal.texts.next();
        assert!(told.to == "+15415550199" && told.body.contains("a portal account was made"), "{told:?}");
    }

    fn contacts_of_the_last_thirty_days_prove_nothing(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![grace()]);
        portal.clock.advance(40 * DAY);
        let mut moved = grace();
        moved["telecom"] = json!([{ "system": "email", "value": "thief@example.com" }, grace()["telecom"][0]]);
        portal.put(vec![moved]);
        portal.clock.advance(29 * DAY);
        for contact in ["thief@example.com", "541-555-0142"] {
            ask(&mut portal.browser(), &with(&[("contact", contact)]));
        }
        portal.settle();
        assert!(portal.mail.poll().is_none(), "not to the new address, whichever contact is known");
        portal.clock.advance(DAY);
        ask(&mut portal.browser(), &with(&[("contact", "thief@example.com")]));
        assert_eq!(portal.mail.next().to, ["thief@example.com"], "after thirty days it is hers");
    }

    fn five_wrong_codes_or_half_an_hour_put_the_request_before_the_clinic(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![grace()]);
        let mut browser = portal.browser();
        ask(&mut browser, &HERS);
        let code = portal.next_code();
        browser.get("/sign-up/verify");
        for left in [4, 3, 2] {
            assert!(browser.post("/sign-up/verify", &[("code", "letters")]).shows(&format!("You have {left} tries left")));
        }
        browser.post("/sign-up/verify", &[("code", "letters")]);
        assert_eq!(waiting(&portal), 0);
        assert_eq!(browser.post("/sign-up/verify", &[("code", "letters")]).location(), "/sign-up?over=1");
        assert_eq!(waiting(&portal), 1);
        assert_eq!(browser.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-up?over=1");
        ask(&mut browser, &HERS);
        let code = portal.next_code();
        portal.clock.advance(30 * MINUTE);
        assert_eq!(waiting(&portal), 2, "whoever's mail never came is not forgotten");
        browser.get("/sign-up");
        assert_eq!(browser.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-up?over=1");
    }

    fn a_stranger_who_asks_and_asks_sends_little_mail(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![grace()]);
        for _ in 0..6 {
            ask(&mut portal.browser(), &HERS);
        }
        for _ in 0..3 {
            assert_eq!(portal.mail.next().to, ["grace@example.com"]);
        }
        portal.settle();
        assert!(portal.mail.poll().is_none());
        portal.clock.advance(61 * MINUTE);
        ask(&mut portal.browser(), &HERS);
        assert_eq!(portal.mail.next().to, ["grace@example.com"]);
    }

    fn an_address_that_asks_too_often_is_slowed_down(test: TestDb) {
        let portal = Portal::new(test);
        for _ in 0..20 {
            assert_eq!(ask(&mut portal.browser(), &with(&[("given", "Nobody")])).status, StatusCode::SEE_OTHER);
        }
        assert_eq!(ask(&mut portal.browser(), &HERS).status, StatusCode::TOO_MANY_REQUESTS);
        portal.clock.advance(60 * MINUTE);
        assert_eq!(ask(&mut portal.browser(), &HERS).status, StatusCode::SEE_OTHER);
    }

    fn two_who_prove_the_same_chart_make_one_account(test: TestDb) {
        let portal = Portal::new(test);
        portal.put(vec![grace()]);
        let mut browsers = [portal.browser(), portal.browser()];
        for browser in &mut browsers {
            ask(browser, &HERS);
            let code = portal.next_code();
            browser.get("/sign-up/verify");
            assert_eq!(browser.post("/sign-up/verify", &[("code", &code)]).location(), "/sign-up/account");
            browser.get("/sign-up/account");
        }
        let answers: BTreeSet<String> = std::thread::scope(|scope| {
            let both = browsers.into_iter().zip(["grace", "grace2"]).map(|(mut browser, username)| {
                scope.spawn(move || choose(&mut browser, &[("username", username), ("password", PASSWORD)]).location().to_owned())
            });
            both.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(answers, ["/sign-in?welcome=1", "/sign-up?over=1"].map(str::to_owned).into());
        assert_eq!(texts(&portal, "SELECT id FROM account_holder").len(), 1);
    }

    fn a_form_with_mistakes_says_what_is_wrong_and_keeps_the_answers(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        let answer = ask(&mut browser, &with(&[("contact", "555-0142"), ("sex", "")]));
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows("Type a phone number with its area code") && answer.shows("Choose one of the answers."));
        assert!(answer.shows("value=\"Alvarez Gomez\"") && answer.shows("value=\"1979-04-12\""), "{}", answer.text());
    }

    fn the_queue_of_jobs_holds_ids_and_no_names(test: TestDb) {
        let portal = Portal::new(test);
        let mut unreachable = grace();
        unreachable["telecom"][1]["value"] = json!("nowhere@");
        portal.put(vec![unreachable]);
        ask(&mut portal.browser(), &HERS);
        // What nobody can be sent stays, where it can be looked at.
        portal.settle();
        let payloads = texts(&portal, "SELECT payload FROM job_queue WHERE state = 'dead'");
        assert_eq!(payloads.len(), 1);
        for secret in ["grace", "1979", "0142", "nowhere"] {
            assert!(!payloads[0].to_lowercase().contains(secret), "{payloads:?}");
        }
    }

    fn what_is_settled_is_forgotten_after_a_while(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_UP_REQUEST_DAYS", "10")]);
        ask(&mut portal.browser(), &with(&[("given", "Settled")]));
        let now = portal.clock.now();
        portal
            .db()
            .wait(Access::Write, move |tx| {
                tx.execute("UPDATE identity_request SET outcome = 'declined', resolved = $1", &[&now])
            })
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        for (days, left) in [(9, vec!["Settled", "Waits"]), (2, vec!["Waits", "Waits"])] {
            portal.clock.advance(days * DAY);
            ask(&mut portal.browser(), &with(&[("given", "Waits")]));
            // The job that looks for the chart forgets, after everything else.
            while texts(&portal, "SELECT given FROM identity_request ORDER BY created") != left {
                std::thread::yield_now();
            }
        }
    }
}

/// [`HERS`] with other answers in some places.
fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let answer = |(name, hers): (&'a str, &'a str)| {
        let other = changed.iter().find(|(changed, _)| *changed == name);
        other.copied().unwrap_or((name, hers))
    };
    HERS.map(answer).to_vec()
}

/// Asks without a code.
pub(crate) fn ask(browser: &mut Browser<'_>, claim: &[(&str, &str)]) -> Answer {
    browser.get("/sign-up/request");
    browser.post("/sign-up/request", claim)
}

/// How many requests wait for the clinic.
fn waiting(portal: &Portal) -> i64 {
    let now = portal.clock.now();
    let sql = "SELECT count(*) FROM identity_request WHERE outcome IS NULL AND waits_from <= $1";
    portal
        .db()
        .wait(Access::Read, move |tx| tx.query_opt(sql, &[&now], |row| row.get(0)))
        .map_err(|error: madrone_db::Error| error)
        .unwrap()
        .unwrap_or_default()
}
