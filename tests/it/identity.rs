//! Signing in with two steps, sessions, invitations.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::{Role, audit};
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::said;
use crate::portal::{PASSWORD, Portal, digits};

const MINUTE: Duration = Duration::from_mins(1);

both_engines! {
    fn a_patient_signs_in_with_a_password_and_a_mailed_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert_eq!(browser.get("/home").location(), "/sign-in?next=%2Fhome");
        browser.get("/sign-in");
        let answer = browser.post("/sign-in", &[("username", " Maria "), ("password", PASSWORD)]);
        assert_eq!(answer.location(), "/sign-in/verify");
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["maria@example.com"]);
        assert!(mail.subject().contains("Riverbend Clinic"), "{}", mail.subject());
        assert!(!mail.subject().contains(&digits(&mail.text())), "a locked phone shows subjects");
        let page = browser.get("/sign-in/verify");
        assert!(page.shows("m•••@example.com"), "{}", page.text());
        assert_eq!(browser.get("/home").status, StatusCode::SEE_OTHER, "one step is not enough");
        let answer = browser.post("/sign-in/verify", &[("code", &digits(&mail.text()))]);
        assert_eq!(answer.location(), "/home");
        assert_eq!(browser.get("/home").status, StatusCode::OK);
    }

    fn the_page_that_was_asked_for_comes_after_signing_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let door = browser.get("/menu").location().to_owned();
        browser.get(&door);
        browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD), ("next", "/menu")]);
        browser.get("/sign-in/verify");
        let answer = browser.post("/sign-in/verify", &[("code", &portal.next_code())]);
        assert_eq!(answer.location(), "/menu");
    }

    fn an_unknown_username_and_a_wrong_password_look_the_same(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let answers: Vec<(StatusCode, String)> = [("maria", "not-the-password"), ("nobody", PASSWORD), ("", "")]
            .into_iter()
            .map(|(username, password)| {
                let mut browser = portal.browser();
                browser.get("/sign-in");
                let answer = browser.post("/sign-in", &[("username", username), ("password", password)]);
                (answer.status, said(&answer.text()))
            })
            .collect();
        assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answers[0].1.contains("The username or the password is not right"), "{}", answers[0].1);
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }

    fn staff_come_in_by_their_own_door_only(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        for (door, username) in [("/sign-in", "nurse"), ("/clinic/sign-in", "maria")] {
            browser.get(door);
            let answer = browser.post(door, &[("username", username), ("password", PASSWORD)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{username} at {door}");
        }
        let start = browser.sign_in("/clinic/sign-in", "nurse");
        assert!(start.shows("Nurse Alvarez"), "{}", start.text());
        assert_eq!(browser.get("/home").status, StatusCode::NOT_FOUND);
    }

    fn five_wrong_codes_end_the_attempt_and_the_right_one_comes_too_late(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        browser.get("/sign-in/verify");
        let right = portal.next_code();
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for left in [4, 3, 2] {
            let answer = browser.post("/sign-in/verify", &[("code", wrong)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.shows(&format!("You have {left} tries left")), "{}", answer.text());
        }
        assert!(browser.post("/sign-in/verify", &[("code", "letters")]).shows("one try left"));
        assert_eq!(browser.post("/sign-in/verify", &[("code", wrong)]).location(), "/sign-in?expired=1");
        assert_eq!(browser.post("/sign-in/verify", &[("code", &right)]).location(), "/sign-in?expired=1");
        assert_eq!(browser.get("/home").status, StatusCode::SEE_OTHER);
    }

    fn a_code_is_good_for_ten_minutes_and_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        browser.get("/sign-in/verify");
        let late = portal.next_code();
        portal.clock.advance(10 * MINUTE);
        assert_eq!(browser.post("/sign-in/verify", &[("code", &late)]).location(), "/sign-in?expired=1");
        browser.sign_in("/sign-in", "maria");
        assert_eq!(browser.post("/sign-in/verify", &[("code", &late)]).location(), "/sign-in?expired=1");
    }

    fn a_new_code_takes_the_place_of_the_old_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        browser.get("/sign-in/verify");
        let old = portal.next_code();
        assert_eq!(browser.post("/sign-in/resend", &[]).location(), "/sign-in/verify");
        let new = portal.next_code();
        assert_ne!(old, new);
        assert_eq!(browser.post("/sign-in/verify", &[("code", &old)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.post("/sign-in/verify", &[("code", &new)]).location(), "/home");
    }

    fn neither_code_nor_token_is_kept_in_the_clear(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        browser.get("/sign-in/verify");
        let (code, step) = (portal.next_code(), browser.cookie("madrone-step").unwrap().to_owned());
        let kept: Vec<String> = portal
            .db()
            .wait(Access::Read, |tx| {
                tx.query("SELECT token || ' ' || code FROM identity_challenge", &[], |row| row.get(0))
            })
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        assert_eq!(kept.len(), 1);
        assert!(!kept[0].contains(&code) && !kept[0].contains(&step), "{kept:?}");
        browser.post("/sign-in/verify", &[("code", &code)]);
        let token = browser.cookie("madrone").unwrap().to_owned();
        let kept: Vec<String> = portal
            .db()
            .wait(Access::Read, |tx| tx.query("SELECT token FROM identity_session", &[], |row| row.get(0)))
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        assert!(kept.len() == 1 && kept[0] != token, "{kept:?}");
    }

    fn too_many_attempts_on_one_account_are_stopped_for_a_while(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT", "3")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        for _ in 0..3 {
            assert_eq!(
                browser.post("/sign-in", &[("username", "maria"), ("password", "wrong")]).status,
                StatusCode::UNPROCESSABLE_ENTITY
            );
        }
        let answer = browser.post("/sign-in", &[("username", "MARIA"), ("password", PASSWORD)]);
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.shows("Too many tries") && !answer.header("retry-after").is_empty());
        let answer = browser.post("/sign-in", &[("username", "nobody"), ("password", "wrong")]);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "others are not held up");
        portal.clock.advance(60 * MINUTE);
        browser.sign_in("/sign-in", "maria");
    }

    fn a_stranger_who_guesses_does_not_lock_the_owner_out(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT", "3")]);
        portal.patient("maria");
        let mut own = portal.browser();
        own.sign_in("/sign-in", "maria");
        own.post("/sign-out", &[]);
        let mut stranger = portal.browser();
        stranger.get("/sign-in");
        let guess = [("username", "maria"), ("password", "wrong")];
        let last = (0..4).map(|_| stranger.post("/sign-in", &guess).status).last();
        assert_eq!(last, Some(StatusCode::TOO_MANY_REQUESTS));
        own.get("/sign-in");
        own.sign_in("/sign-in", "maria");
        own.post("/sign-out", &[]);
        own.get("/sign-in");
        // Nor may whoever finds her telephone guess on.
        let last = (0..4).map(|_| own.post("/sign-in", &guess).status).last();
        assert_eq!(last, Some(StatusCode::TOO_MANY_REQUESTS));
    }

    fn too_many_attempts_from_one_address_are_stopped(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ADDRESS", "3")]);
        let mut browser = portal.browser();
        browser.get("/sign-in");
        for name in ["a", "b", "c"] {
            browser.post("/sign-in", &[("username", name), ("password", "wrong")]);
        }
        let answer = browser.post("/sign-in", &[("username", "d"), ("password", "wrong")]);
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }

    fn a_session_ends_when_it_is_idle_and_lives_while_it_is_used(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for _ in 0..4 {
            portal.clock.advance(14 * MINUTE);
            assert_eq!(browser.get("/menu").status, StatusCode::OK);
        }
        portal.clock.advance(15 * MINUTE);
        assert_eq!(browser.get("/menu").location(), "/sign-in?ended=1&next=%2Fmenu");
    }

    fn a_session_ends_after_twelve_hours_however_busy_it_is(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for _ in 0..71 {
            portal.clock.advance(10 * MINUTE);
            assert_eq!(browser.get("/menu").status, StatusCode::OK);
        }
        portal.clock.advance(10 * MINUTE);
        assert_eq!(browser.get("/menu").status, StatusCode::SEE_OTHER);
    }

    fn signing_out_ends_the_session_on_the_server(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let token = browser.cookie("madrone").unwrap().to_owned();
        browser.get("/menu");
        assert_eq!(browser.post("/sign-out", &[]).location(), "/sign-in?out=1");
        assert!(browser.get("/sign-in?out=1").shows("You are signed out"));
        assert!(browser.cookie("madrone").is_none());
        browser.set_cookie("madrone", &token);
        assert_eq!(browser.get("/menu").status, StatusCode::SEE_OTHER, "the old token is worth nothing");
    }

    fn each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let first = browser.cookie("madrone").unwrap().to_owned();
        portal.clock.advance(16 * MINUTE);
        browser.sign_in("/sign-in", "maria");
        let second = browser.cookie("madrone").unwrap().to_owned();
        assert_ne!(first, second);
        let mut thief = portal.browser();
        thief.set_cookie("madrone", &first);
        assert_eq!(thief.get("/menu").status, StatusCode::SEE_OTHER);
    }

    fn signing_in_and_being_turned_away_are_on_record(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        browser.get("/clinic/sign-in");
        browser.post("/clinic/sign-in", &[("username", "nurse"), ("password", "wrong")]);
        browser.sign_in("/clinic/sign-in", "nurse");
        let seen: Vec<(String, bool)> = portal
            .db()
            .wait(Access::Read, |tx| {
                tx.query("SELECT action, allowed FROM authz_audit WHERE actor_kind = 'nurse' ORDER BY seq", &[], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        assert_eq!(seen, [("sign-in".to_owned(), false), ("sign-in".to_owned(), true)]);
    }

    fn the_audit_reads_as_fhir(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.browser().sign_in("/sign-in", "maria");
        portal.browser().get("/home");
        let events = portal
            .db()
            .wait(Access::Read, |tx| audit::of_actor(tx, "person", "", 10).and(tx.query(
                "SELECT actor_id FROM authz_audit WHERE action = 'sign-in' AND allowed = TRUE", &[], |row| row.get::<String>(0),
            )))
            .and_then(|ids| portal.db().wait(Access::Read, move |tx| audit::of_actor(tx, "person", &ids[0], 10)))
            .unwrap();
        let event = events.last().unwrap().as_fhir();
        assert_eq!(event["resourceType"], "AuditEvent");
        let faults = madrone_fhir::check(&event, madrone_fhir::Unknown::Refuse);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
