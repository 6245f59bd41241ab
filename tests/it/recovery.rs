//! Getting back in: a lost password, a lost username.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::{Answer, Browser};
use crate::factors;
use crate::portal::{BREACHED, IS_BREACHED, PASSWORD, Portal, digits, texts};

const MINUTE: Duration = Duration::from_mins(1);

/// What the tests choose instead of [`PASSWORD`].
const NEW: &str = "copper-kettle-morning-17";

both_engines! {
    fn a_lost_password_is_replaced_by_a_link_from_the_mail(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let door = browser.get("/sign-in");
        assert!(door.shows("href=\"/recover\"") && door.shows("Forgot your password or username?"), "{}", door.text());
        assert!(browser.get("/recover").shows("href=\"/recover/password\""));
        let answer = ask(&mut browser, "/recover/password", " Maria ");
        assert_eq!(answer.location(), "/recover/password/sent");
        assert!(browser.get("/recover/password/sent").shows("Look in your e-mail"));
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["maria@example.com"]);
        let link = link(&mail.text());
        let page = browser.get(&link);
        assert!(page.shows("For the username maria.") && page.shows("autocomplete=\"new-password\""), "{}", page.text());
        assert!(choose(&mut browser, &link, BREACHED).shows(IS_BREACHED));
        let weak = choose(&mut browser, &link, "maria@example.com");
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(weak.shows("easy to guess"), "the rules are those of signing up, with her own data: {}", weak.text());
        let done = choose(&mut browser, &link, NEW);
        assert_eq!(done.location(), "/recover/done", "{}", done.text());
        assert!(browser.get("/recover/done").shows("Your password is changed"));
        let told = portal.mail.next();
        assert_eq!(told.to, ["maria@example.com"]);
        assert!(told.subject().contains("password was changed"), "{}", told.subject());
        let text = told.text().replace('\u{a0}', " ");
        assert!(text.contains("November 26, 2026, 9:00 AM") && text.contains("541-555-0100"), "{text}");
        browser.get("/sign-in");
        let old = browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "the old password is worth nothing");
        let new = browser.post("/sign-in", &[("username", "maria"), ("password", NEW)]);
        assert_eq!(new.location(), "/sign-in/verify", "the second step stands");
        assert_eq!(browser.get("/home").status, StatusCode::SEE_OTHER);
        let answer = browser.post("/sign-in/verify", &[("code", &portal.next_code())]);
        assert_eq!(answer.location(), "/home");
    }

    fn staff_get_back_in_the_same_way_and_are_led_to_their_own_door(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        assert!(browser.get("/clinic/sign-in").shows("href=\"/recover?door=clinic\""));
        assert!(browser.get("/recover?door=clinic").shows("href=\"/clinic/sign-in\""));
        ask(&mut browser, "/recover/password?door=clinic", "nurse");
        let link = link(&portal.mail.next().text());
        assert!(browser.get(&link).shows("For the username nurse."));
        assert_eq!(choose(&mut browser, &link, NEW).location(), "/recover/done?door=clinic");
        assert!(browser.get("/recover/done?door=clinic").shows("href=\"/clinic/sign-in\""));
        assert!(browser.get(&link).shows("href=\"/recover/password?door=clinic\""), "a used link leads on by the same door");
    }

    fn an_unknown_username_or_address_gets_the_same_answer_and_nobody_a_mail(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        for (path, known, unknown) in [
            ("/recover/password", "maria", "nobody"),
            ("/recover/username", "maria@example.com", "nobody@example.com"),
        ] {
            let answers: BTreeSet<String> = [known, known, unknown]
                .into_iter()
                .map(|who| {
                    let mut browser = portal.browser();
                    let answer = ask(&mut browser, path, who);
                    format!("{} {} {}", answer.status, answer.location(), answer.text())
                })
                .collect();
            assert_eq!(answers.len(), 1, "known, asked for twice, unknown: {answers:?}");
            assert_eq!(portal.mail.next().to, ["maria@example.com"]);
        }
        // The requests were all worked off when that of somebody else is.
        portal.patient("walter");
        ask(&mut portal.browser(), "/recover/password", "walter");
        assert_eq!(portal.mail.next().to, ["walter@example.com"]);
        assert!(portal.mail.poll().is_none(), "one mail to each, however often it was asked for");
    }

    fn an_unknown_username_leaves_as_much_work_as_a_known_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let done: Vec<(i64, usize)> = ["maria", "maria", "nobody"]
            .into_iter()
            .map(|who| {
                ask(&mut browser, "/recover/password", who);
                let on_record = texts(&portal, "SELECT action FROM authz_audit WHERE actor_kind <> 'system'");
                (count(&portal, "identity_recovery"), on_record.len())
            })
            .collect();
        let steps: Vec<(i64, usize)> = done.windows(2).map(|two| (two[1].0 - two[0].0, two[1].1 - two[0].1)).collect();
        assert_eq!(steps, [(1, 1), (1, 1)]);
    }

    fn an_empty_form_says_what_is_missing(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        let answer = ask(&mut browser, "/recover/password", " ");
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows("Type your username."), "{}", answer.text());
        let answer = ask(&mut browser, "/recover/username", "maria at example");
        assert!(answer.shows("Type your whole e-mail address") && answer.shows("value=\"maria at example\""), "{}", answer.text());
    }

    fn a_link_holds_for_half_an_hour_and_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let late = mailed_link(&portal, "maria");
        portal.clock.advance(29 * MINUTE);
        assert!(browser.get(&late).shows("Choose your new password"));
        portal.clock.advance(MINUTE);
        gone(&mut browser, &late);
        let link = mailed_link(&portal, "maria");
        choose(&mut browser, &link, NEW);
        gone(&mut browser, &link);
        gone(&mut browser, "/recover/new-password?code=somebody-made-this-up");
        gone(&mut browser, "/recover/new-password");
        portal.mail.next();
        signs_in(&portal, NEW);
    }

    fn looking_at_a_link_does_not_use_it_up(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let link = mailed_link(&portal, "maria");
        for _ in 0..3 {
            assert!(portal.browser().get(&link).shows("Choose your new password"));
        }
        assert_eq!(choose(&mut portal.browser(), &link, NEW).location(), "/recover/done");
    }

    fn a_new_password_ends_every_session_and_every_attempt_and_every_other_link(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let (mut phone, mut thief, mut walter) = (portal.browser(), portal.browser(), portal.browser());
        phone.sign_in("/sign-in", "maria");
        walter.sign_in("/sign-in", "walter");
        thief.get("/sign-in");
        thief.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        let code = portal.next_code();
        let first = mailed_link(&portal, "maria");
        portal.clock.advance(6 * MINUTE);
        let second = mailed_link(&portal, "maria");
        assert_ne!(first, second);
        let mut browser = portal.browser();
        assert!(browser.get(&first).shows("Choose your new password"), "asking again does not end the link before");
        assert_eq!(choose(&mut browser, &second, NEW).location(), "/recover/done");
        assert_eq!(phone.get("/home").status, StatusCode::SEE_OTHER);
        assert_eq!(thief.post("/sign-in/verify", &[("code", &code)]).location(), "/sign-in?expired=1");
        gone(&mut browser, &first);
        assert_eq!(walter.get("/home").status, StatusCode::OK, "nobody else is signed out");
    }

    fn a_new_password_leaves_the_app_and_forgets_the_trusted_devices(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__TRUSTED_DEVICES", "true")]);
        portal.patient("maria");
        let mut phone = factors::trusting(&portal, "maria");
        factors::set_up(&portal, &mut phone);
        assert!(portal.mail.next().text().contains("An authenticator app was set up"));
        let link = mailed_link(&portal, "maria");
        assert_eq!(choose(&mut portal.browser(), &link, NEW).location(), "/recover/done");
        phone.get("/sign-in");
        let answer = phone.post("/sign-in", &[("username", "maria"), ("password", NEW)]);
        assert_eq!(answer.location(), "/sign-in/verify", "trust went with the old password");
        assert!(phone.get("/sign-in/verify").shows("Open your authenticator app"), "the mailbox alone is no way in");
    }

    fn one_link_used_twice_at_once_sets_one_password(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let link = mailed_link(&portal, "maria");
        let passwords = [NEW, "velvet-hammer-orchard-88"];
        let answers: Vec<String> = std::thread::scope(|scope| {
            let (portal, link) = (&portal, &link);
            let both = passwords.map(|password| {
                scope.spawn(move || choose(&mut portal.browser(), link, password).location().to_owned())
            });
            both.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let winners: Vec<usize> = (0..2).filter(|at| answers[*at] == "/recover/done").collect();
        assert_eq!(winners.len(), 1, "{answers:?}");
        assert!(portal.mail.next().subject().contains("password was changed"));
        signs_in(&portal, passwords[winners[0]]);
        assert!(portal.mail.poll().is_none(), "she is told once");
    }

    fn a_stranger_who_asks_and_asks_sends_little_mail_and_locks_nobody_out(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let (mut stranger, mut maria) = (portal.browser(), portal.browser());
        for _ in 0..6 {
            ask(&mut stranger, "/recover/password", "maria");
        }
        let link = link(&portal.mail.next().text());
        portal.clock.advance(4 * MINUTE);
        ask(&mut maria, "/recover/password", "maria");
        assert!(maria.get(&link).shows("Choose your new password"), "the link that she has is good for a while yet");
        portal.clock.advance(2 * MINUTE);
        let own = mailed_link(&portal, "maria");
        assert_eq!(choose(&mut maria, &own, NEW).location(), "/recover/done");
        portal.mail.next();
        signs_in(&portal, NEW);
    }

    fn an_address_that_asks_too_often_is_slowed_down(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        for n in 0..60 {
            assert_eq!(ask(&mut browser, "/recover/password", &format!("nobody{n}")).status, StatusCode::SEE_OTHER);
        }
        assert_eq!(ask(&mut browser, "/recover/password", "maria").status, StatusCode::TOO_MANY_REQUESTS);
        portal.clock.advance(60 * MINUTE);
        assert_eq!(ask(&mut browser, "/recover/password", "maria").status, StatusCode::SEE_OTHER);
    }

    fn usernames_come_by_mail_all_of_an_address_in_one(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Nurse);
        portal
            .db()
            .wait(Access::Write, |tx| {
                let sql = "UPDATE account_holder SET email = 'Maria@Example.com' WHERE username = 'nurse'";
                tx.execute(sql, &[])
            })
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        let answer = ask(&mut portal.browser(), "/recover/username", "MARIA@example.com");
        assert_eq!(answer.location(), "/recover/username/sent");
        let mail = portal.mail.next();
        let text = mail.text();
        assert!(!mail.subject().contains("maria"), "a locked phone shows subjects: {}", mail.subject());
        assert!(text.contains("These are your usernames"), "{text}");
        for (username, door) in [("maria", "/sign-in"), ("nurse", "/clinic/sign-in")] {
            let lines: Vec<&str> = text.lines().skip_while(|line| *line != username).take(2).collect();
            assert!(lines.len() == 2 && lines[1].starts_with("http") && lines[1].ends_with(door), "{text}");
        }
    }

    fn the_host_that_a_request_names_does_not_get_into_the_mail(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SERVER__PUBLIC_URL", "https://portal.example.com")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.headers.push(("host", "evil.example".into()));
        browser.headers.push(("x-forwarded-host", "evil.example".into()));
        browser.headers.push(("forwarded", "host=evil.example".into()));
        for (path, who) in [("/recover/password", "maria"), ("/recover/username", "maria@example.com")] {
            ask(&mut browser, path, who);
            let text = portal.mail.next().text();
            assert!(text.contains("https://portal.example.com/") && !text.contains("evil"), "{text}");
        }
    }

    fn no_table_holds_a_link_or_a_password_in_the_clear(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let link = mailed_link(&portal, "maria");
        let token = link.split("code=").nth(1).unwrap();
        choose(&mut portal.browser(), &link, NEW);
        let kept = texts(&portal, "SELECT id || coalesce(token, '') || coalesce(account, '') FROM identity_recovery");
        let audited = texts(&portal, "SELECT target || actor_name FROM authz_audit");
        let accounts = texts(&portal, "SELECT password FROM account_holder");
        assert_eq!(kept.len(), 1);
        for secret in [token, NEW] {
            assert!(kept.iter().chain(&audited).chain(&accounts).all(|text| !text.contains(secret)), "{kept:?} {audited:?}");
        }
    }

    fn the_queue_holds_ids_and_no_names(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        // What nobody can be sent stays in the queue, where it can be looked at.
        portal
            .db()
            .wait(Access::Write, |tx| tx.execute("UPDATE account_holder SET email = 'nowhere@' WHERE username = 'maria'", &[]))
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        for (path, who) in [("/recover/password", "maria"), ("/recover/password", "walter")] {
            ask(&mut portal.browser(), path, who);
        }
        portal.mail.next();
        let payloads = texts(&portal, "SELECT payload FROM job_queue WHERE state = 'dead'");
        assert_eq!(payloads.len(), 1);
        assert!(payloads[0].contains("recovery") && !payloads[0].contains("maria"), "{payloads:?}");
        assert!(!payloads[0].contains("nowhere"), "{payloads:?}");
    }

    fn asking_and_setting_are_on_record(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        let link = mailed_link(&portal, "nurse");
        choose(&mut browser, &link, NEW);
        choose(&mut browser, &link, NEW);
        let seen: Vec<(String, String, bool)> = portal
            .db()
            .wait(Access::Read, |tx| {
                let sql = "SELECT actor_kind, action, allowed FROM authz_audit WHERE actor_kind <> 'system' ORDER BY seq";
                tx.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            })
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        let seen: Vec<(&str, &str, bool)> = seen.iter().map(|(who, what, allowed)| (&**who, &**what, *allowed)).collect();
        assert_eq!(seen[..2], [("nurse", "recovery", true), ("nurse", "new-password", true)]);
        assert!(matches!(seen[2], (_, "new-password", false)), "{seen:?}");
    }

    fn the_mails_are_in_the_language_of_the_account(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.follow("/recover?lang=es");
        assert!(browser.get("/recover").shows("¿Qué olvidó?"));
        ask(&mut browser, "/recover/password", "maria");
        let text = portal.mail.next().text();
        assert!(text.contains("Para elegirla, abra este enlace"), "she never chose one: {text}");
        portal
            .db()
            .wait(Access::Write, |tx| tx.execute("UPDATE account_holder SET locale = 'en'", &[]))
            .map_err(|error: madrone_db::Error| error)
            .unwrap();
        portal.clock.advance(6 * MINUTE);
        ask(&mut browser, "/recover/password", "maria");
        let text = portal.mail.next().text();
        assert!(text.contains("To choose it, open this link"), "whoever asks does not choose it: {text}");
    }
}

/// Fills in a page's one question.
fn ask(browser: &mut Browser<'_>, page: &str, who: &str) -> Answer {
    browser.get(page);
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let door = query.strip_prefix("door=").unwrap_or_default();
    browser.post(path, &[("who", who), ("door", door)])
}

/// The link that somebody gets who asks.
pub(crate) fn mailed_link(portal: &Portal, who: &str) -> String {
    ask(&mut portal.browser(), "/recover/password", who);
    let mail = portal.mail.next();
    assert_eq!(mail.to, [format!("{who}@example.com")]);
    link(&mail.text())
}

/// The path of the link in a mail.
fn link(text: &str) -> String {
    let at = text.find("/recover/new-password?code=").expect("a link");
    text[at..].split_whitespace().next().expect("a link").to_owned()
}

/// Follows a link and sends a new password.
pub(crate) fn choose(browser: &mut Browser<'_>, link: &str, password: &str) -> Answer {
    // The token that every form carries comes from a page with a form, which that of a used link is not.
    browser.get("/recover/password");
    browser.get(link);
    let code = link.split("code=").nth(1).unwrap_or_default();
    let (code, door) = code.split_once("&door=").unwrap_or((code, ""));
    browser.post(
        "/recover/new-password",
        &[("code", code), ("door", door), ("password", password)],
    )
}

/// A link that does not hold: the page says so and leads on, and a form that was still open sets nothing.
fn gone(browser: &mut Browser<'_>, link: &str) {
    let page = browser.get(link);
    assert!(
        page.shows("This link does not work any more"),
        "{link}: {}",
        page.text()
    );
    assert!(
        page.shows("href=\"/recover/password\"") && page.shows("href=\"/sign-in\""),
        "{}",
        page.text()
    );
    let taken = choose(browser, link, "another-password-altogether-5");
    assert!(
        taken.shows("This link does not work any more"),
        "{link}: {}",
        taken.text()
    );
}

/// Maria signs in, by both steps.
fn signs_in(portal: &Portal, password: &str) {
    let mut browser = portal.browser();
    browser.get("/sign-in");
    let answer = browser.post("/sign-in", &[("username", "maria"), ("password", password)]);
    assert_eq!(answer.location(), "/sign-in/verify", "{}", answer.text());
    let code = digits(&portal.mail.next().text());
    assert_eq!(browser.post("/sign-in/verify", &[("code", &code)]).location(), "/home");
}

fn count(portal: &Portal, table: &'static str) -> i64 {
    portal
        .db()
        .wait(Access::Read, move |tx| {
            tx.query_opt(&format!("SELECT count(*) FROM {table}"), &[], |row| row.get(0))
        })
        .map_err(|error: madrone_db::Error| error)
        .unwrap()
        .unwrap_or(0)
}
