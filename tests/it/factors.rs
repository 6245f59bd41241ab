//! Second steps beyond the mailed code: authenticator apps, recovery codes, and asking for one again.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authn::totp;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::engines::TestDb;
use madrone_harness::{ScratchFolder, both_engines};
use madrone_identity::factor;
use madrone_seal::KeyRing;

use crate::browser::{Answer, Browser};
use crate::portal::{BREACHED, IS_BREACHED, PASSWORD, Portal, SEALING_KEY};

const MINUTE: Duration = Duration::from_mins(1);

/// Seconds after which an app shows another code.
const NEXT_CODE: Duration = Duration::from_secs(30);

both_engines! {
    fn an_authenticator_app_takes_the_place_of_the_mailed_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let page = browser.get("/account/security/app");
        assert!(page.shows("<svg class=\"square\"") && page.shows("otpauth://totp/Riverbend%20Clinic:maria"), "{}", page.text());
        let app = set_up(&portal, &mut browser);
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["maria@example.com"]);
        assert!(mail.text().contains("An authenticator app was set up"), "{}", mail.text());
        assert!(!mail.subject().contains("app"), "a locked phone shows subjects: {}", mail.subject());

        portal.clock.advance(NEXT_CODE);
        let mut other = portal.browser();
        assert!(password(&mut other, "/sign-in", "maria").shows("Open your authenticator app"));
        assert_eq!(other.get("/home").status, StatusCode::SEE_OTHER, "one step is not enough");
        let answer = other.post("/sign-in/verify", &[("way", "app"), ("code", &app.code(&portal))]);
        assert_eq!(answer.location(), "/home");
        assert_eq!(other.get("/home").status, StatusCode::OK);
    }

    fn a_code_of_the_app_is_good_once_also_when_two_use_it_at_the_same_moment(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let app = enrolled(&portal, "/sign-in", "maria");
        portal.clock.advance(NEXT_CODE);
        let code = app.code(&portal);
        let mut browsers: Vec<Browser<'_>> = (0..2).map(|_| portal.browser()).collect();
        for browser in &mut browsers {
            password(browser, "/sign-in", "maria");
        }
        let answers = at_once(&portal, &mut browsers, &[("way", "app"), ("code", &code)]);
        let mut statuses: Vec<StatusCode> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
        let mut later = portal.browser();
        password(&mut later, "/sign-in", "maria");
        assert!(later.post("/sign-in/verify", &[("way", "app"), ("code", &code)]).shows("not right"), "replayed");
    }

    fn a_mailed_code_is_good_once_also_when_one_browser_sends_it_twice_at_the_same_moment(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        password(&mut browser, "/sign-in", "maria");
        let code = portal.next_code();
        let mut twice = [browser.clone(), browser];
        let answers = at_once(&portal, &mut twice, &[("code", &code)]);
        let mut places: Vec<&str> = answers.iter().map(Answer::location).collect();
        places.sort_unstable();
        assert_eq!(places, ["/home", "/sign-in?expired=1"]);
    }

    fn ten_recovery_codes_are_shown_once_and_each_signs_in_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let codes = make_codes(&mut browser);
        assert_eq!(codes.len(), 10);
        assert!(portal.mail.next().text().contains("Ten new recovery codes"));
        let again = browser.get("/account/security/codes");
        assert!(again.shows("You have 10 codes left") && !again.shows(&codes[0]), "{}", again.text());

        let mut other = portal.browser();
        password(&mut other, "/sign-in", "maria");
        assert!(other.get("/sign-in/verify?way=recovery").shows("Recovery code"));
        let typed = format!(" {} ", codes[3].to_uppercase().replace('-', " "));
        let answer = other.post("/sign-in/verify", &[("way", "recovery"), ("code", &typed)]);
        assert_eq!(answer.location(), "/home");
        assert!(std::iter::repeat_with(|| portal.mail.next()).any(|mail| mail.text().contains("A recovery code was used")));
        assert!(browser.get("/account/security/codes").shows("You have 9 codes left"));

        let mut thief = portal.browser();
        password(&mut thief, "/sign-in", "maria");
        assert!(thief.post("/sign-in/verify", &[("way", "recovery"), ("code", &codes[3])]).shows("was used before"));
        let fresh = make_codes(&mut browser);
        assert!(thief.post("/sign-in/verify", &[("way", "recovery"), ("code", &codes[4])]).shows("was used before"), "replaced");
        assert_eq!(thief.post("/sign-in/verify", &[("way", "recovery"), ("code", &fresh[4])]).location(), "/home");
    }

    fn a_recovery_code_is_good_once_also_when_two_use_it_at_the_same_moment(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let codes = make_codes(&mut browser);
        let mut browsers: Vec<Browser<'_>> = (0..2).map(|_| portal.browser()).collect();
        for browser in &mut browsers {
            password(browser, "/sign-in", "maria");
        }
        let answers = at_once(&portal, &mut browsers, &[("way", "recovery"), ("code", &codes[0])]);
        assert_eq!(answers.iter().filter(|answer| answer.location() == "/home").count(), 1);
    }

    fn neither_the_apps_secret_nor_a_recovery_code_is_in_the_database(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let app = set_up(&portal, &mut browser);
        let codes = make_codes(&mut browser);
        let sql = "SELECT secret FROM identity_app UNION SELECT code FROM identity_recovery_code";
        let kept: Vec<String> = portal.db().wait(Access::Read, |tx| tx.query(sql, &[], |row| row.get(0))).map_err(|error: madrone_db::Error| error).unwrap();
        assert_eq!(kept.len(), 11);
        assert!(kept.iter().filter(|kept| kept.starts_with("$argon2id$")).count() == 10, "{kept:?}");
        for kept in &kept {
            assert!(!kept.contains(&totp::typable(&app.0)) && !codes.iter().any(|code| kept.contains(code)), "{kept}");
        }
    }

    fn five_wrong_codes_of_an_app_end_the_attempt_and_the_person_is_told(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let app = enrolled(&portal, "/sign-in", "maria");
        portal.clock.advance(NEXT_CODE);
        let right = app.code(&portal);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let mut thief = portal.browser();
        password(&mut thief, "/sign-in", "maria");
        for _ in 0..4 {
            assert_eq!(thief.post("/sign-in/verify", &[("way", "app"), ("code", wrong)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(thief.post("/sign-in/verify", &[("way", "app"), ("code", wrong)]).location(), "/sign-in?expired=1");
        assert_eq!(thief.post("/sign-in/verify", &[("way", "app"), ("code", &right)]).location(), "/sign-in?expired=1");
        let told = std::iter::repeat_with(|| portal.mail.next()).find(|mail| mail.text().contains("five wrong codes"));
        assert!(told.is_some_and(|mail| mail.text().contains("did not get in")));
    }

    fn an_hour_of_guessing_gets_no_further_than_the_limit_and_then_the_person_comes_in(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT", "12")]);
        portal.patient("maria");
        let app = enrolled(&portal, "/sign-in", "maria");
        let mut tries = 0;
        let mut thief = portal.browser();
        'hour: for _ in 0..10 {
            password(&mut thief, "/sign-in", "maria");
            for _ in 0..5 {
                let answer = thief.post("/sign-in/verify", &[("way", "app"), ("code", "000000")]);
                if answer.status == StatusCode::TOO_MANY_REQUESTS {
                    break 'hour;
                }
                tries += 1;
            }
        }
        assert!(tries <= 12, "{tries}");
        portal.clock.advance(60 * MINUTE);
        let mut maria = portal.browser();
        password(&mut maria, "/sign-in", "maria");
        let answer = maria.post("/sign-in/verify", &[("way", "app"), ("code", &app.code(&portal))]);
        assert_eq!(answer.location(), "/home", "nobody is locked out for good");
    }

    fn what_changes_an_account_asks_for_the_second_step_again_after_ten_minutes(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        assert_eq!(browser.get("/account/password").status, StatusCode::OK);
        portal.clock.advance(10 * MINUTE);
        for path in ["/account/password", "/account/security/app", "/account/security/codes"] {
            let to = format!("/account/confirm?next={}", path.replace('/', "%2F"));
            assert_eq!(browser.get(path).location(), to);
        }
        browser.get("/account/security");
        for path in ["/account/password", "/account/security/app", "/account/security/app/remove", "/account/security/codes"] {
            assert_eq!(browser.post(path, &[]).location(), "/account/confirm", "{path}");
        }
        let page = browser.get("/account/confirm?next=%2Faccount%2Fpassword");
        assert!(page.shows("Show that it is you") && page.shows("m•••@example.com"), "{}", page.text());
        let sent = browser.post("/account/confirm/send", &[("next", "/account/password")]);
        browser.follow(sent.location());
        let code = portal.next_code();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let way = [("way", "email"), ("next", "/account/password")];
        let answer = browser.post("/account/confirm", &[way[0], way[1], ("code", wrong)]);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows("That code is not right"), "{}", answer.text());
        assert_eq!(browser.post("/account/confirm", &[way[0], way[1], ("code", &code)]).location(), "/account/password");
        assert_eq!(browser.get("/account/password").status, StatusCode::OK);
        portal.clock.advance(10 * MINUTE);
        assert!(browser.get("/account/password").location().starts_with("/account/confirm"));
        assert_eq!(browser.post("/account/confirm", &[way[0], way[1], ("code", &code)]).status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    }

    fn a_code_for_confirming_signs_nobody_in_and_leads_to_no_other_site(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        browser.get("/account/confirm");
        browser.post("/account/confirm/send", &[]);
        let code = portal.next_code();
        let mut thief = portal.browser();
        thief.get("/sign-in");
        thief.set_cookie("madrone-step", browser.cookie("madrone-confirm").unwrap());
        assert_eq!(thief.post("/sign-in/verify", &[("code", &code)]).location(), "/sign-in?expired=1");
        let answer = browser.post("/account/confirm", &[("way", "email"), ("code", &code), ("next", "//evil.example")]);
        assert_eq!(answer.location(), "/home");
    }

    fn showing_the_second_step_again_renews_the_token_and_forms_of_other_windows_hold(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        browser.get("/account/devices");
        let (mut stolen, mut other_window) = (browser.clone(), browser.clone());
        browser.get("/account/confirm");
        browser.post("/account/confirm/send", &[]);
        let code = portal.next_code();
        assert_eq!(browser.post("/account/confirm", &[("way", "email"), ("code", &code)]).location(), "/home");
        assert_eq!(browser.get("/home").status, StatusCode::OK);
        assert_eq!(stolen.get("/home").location(), "/sign-in?ended=1&next=%2Fhome", "the token of before is dead");
        other_window.set_cookie("madrone", browser.cookie("madrone").unwrap());
        assert_eq!(other_window.post("/session/stay", &[]).status, StatusCode::OK);
        assert_eq!(browser.get("/account/devices").text().matches("This device").count(), 1, "it is the same session");
    }

    fn guessing_at_the_confirmation_is_stopped(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT", "8")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        set_up(&portal, &mut browser);
        browser.get("/account/confirm");
        let statuses: Vec<StatusCode> =
            (0..12).map(|_| browser.post("/account/confirm", &[("way", "app"), ("code", "000000")]).status).collect();
        assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    }

    fn a_new_password_needs_the_old_one_and_signs_out_everywhere_else(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut other = portal.browser();
        other.sign_in("/sign-in", "maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        browser.get("/account/password");
        let new = "copper-meadow-violin-7";
        let answer = browser.post("/account/password", &[("current", "not it"), ("password", "short")]);
        assert!(answer.shows("not the password you have now") && answer.shows("too short"), "{}", answer.text());
        let answer = browser.post("/account/password", &[("current", PASSWORD), ("password", BREACHED)]);
        assert!(answer.shows(IS_BREACHED), "{}", answer.text());
        let answer = browser.post("/account/password", &[("current", PASSWORD), ("password", new)]);
        assert_eq!(answer.location(), "/account/security?done=password");
        assert!(browser.follow("/account/security?done=password").shows("Your password is changed"));
        assert_eq!(other.get("/home").status, StatusCode::SEE_OTHER);
        assert!(std::iter::repeat_with(|| portal.mail.next()).any(|mail| mail.text().contains("The password of your")));
        let mut again = portal.browser();
        again.get("/sign-in");
        assert_eq!(again.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.post("/sign-in", &[("username", "maria"), ("password", new)]).location(), "/sign-in/verify");
    }

    fn a_list_of_the_clinics_own_takes_the_place_of_the_one_that_is_built_in(test: TestDb) {
        let folder = ScratchFolder::new("breached");
        let list = folder.join("list.txt");
        // The SHA-1 of "copper-meadow-violin-7".
        std::fs::write(&list, "B2D86E4E73B4F7046D0B4A6BE4B5C633CCE50399:3\n").expect("a file");
        let portal = Portal::with(test, &[("MADRONE_SECURITY__BREACHED_PASSWORDS", &list.display().to_string())]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        browser.get("/account/password");
        let answer = browser.post("/account/password", &[("current", PASSWORD), ("password", "copper-meadow-violin-7")]);
        assert!(answer.shows(IS_BREACHED), "{}", answer.text());
        let answer = browser.post("/account/password", &[("current", PASSWORD), ("password", BREACHED)]);
        assert_eq!(answer.location(), "/account/security?done=password", "it is on the other list only");
    }

    fn staff_set_up_an_app_before_anything_else_and_then_mailed_codes_are_refused(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__STAFF_MAILED_CODES", "false")]);
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        let page = browser.sign_in("/clinic/sign-in", "nurse");
        assert!(page.shows("Set up a passkey or an authenticator app first"), "{}", page.text());
        for path in ["/clinic", "/clinic/patients"] {
            assert_eq!(browser.get(path).location(), "/account/security?first=1", "{path}");
        }
        let app = set_up(&portal, &mut browser);
        assert_eq!(browser.get("/clinic").status, StatusCode::OK, "the same session goes on");
        browser.get("/account/security/app");
        let answer = browser.post("/account/security/app/remove", &[]);
        assert!(browser.follow(answer.location()).shows("the only second step you have"));

        portal.clock.advance(NEXT_CODE);
        let mut other = portal.browser();
        let page = password(&mut other, "/clinic/sign-in", "nurse");
        assert!(!page.shows("by e-mail"), "{}", page.text());
        assert_eq!(other.post("/sign-in/resend", &[]).status, StatusCode::NOT_FOUND);
        let answer = other.post("/sign-in/verify", &[("way", "email"), ("code", &app.code(&portal))]);
        assert_eq!(answer.location(), "/clinic", "the way that is open is the one that counts");
    }

    fn an_app_can_be_removed_where_the_mailbox_remains(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        set_up(&portal, &mut browser);
        assert!(browser.get("/account/security/app").shows("Not used yet"));
        let answer = browser.post("/account/security/app/remove", &[]);
        assert!(browser.follow(answer.location()).shows("Your authenticator app is removed"));
        let mut other = portal.browser();
        assert!(password(&mut other, "/sign-in", "maria").shows("We sent a code to"));
    }

    fn the_secret_of_a_page_is_confirmed_in_its_own_session_only(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        let page = maria.get("/account/security/app");
        walter.get("/account/security/app");
        let code = App::on(&page).code(&portal);
        let answer = walter.post("/account/security/app", &[("secret", &hidden(&page, "secret")), ("code", &code)]);
        assert_eq!(answer.location(), "/account/security/app?new=1");
        assert_eq!(maria.post_without_token("/account/security/app", &[("secret", &hidden(&page, "secret")), ("code", &code)]).status, StatusCode::FORBIDDEN);
    }

    fn an_administrator_who_helps_somebody_back_in_takes_the_lost_app_away(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__STAFF_MAILED_CODES", "false")]);
        portal.staff(Role::Nurse);
        portal.staff(Role::Administrator);
        enrolled(&portal, "/clinic/sign-in", "nurse");
        let mut admin = portal.browser();
        admin.sign_in("/clinic/sign-in", "administrator");
        set_up(&portal, &mut admin);
        let nurse = portal.db().wait(Access::Read, |tx| madrone_accounts::account::by_username(tx, "nurse"));
        let nurse = nurse.map_err(|error: madrone_db::Error| error).unwrap().expect("the nurse's account");
        let page = format!("/clinic/admin/accounts/{}/reset", nurse.id);
        admin.get(&page);
        assert_eq!(admin.post(&page, &[]).status, StatusCode::SEE_OTHER);
        let mut browser = portal.browser();
        assert!(password(&mut browser, "/clinic/sign-in", "nurse").shows("We sent a code to"));
    }

    fn without_any_way_left_the_clinic_can_let_a_person_begin_anew(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        enrolled(&portal, "/sign-in", "maria");
        portal
            .db()
            .wait(Access::Write, |tx| {
                let maria = madrone_accounts::account::by_username(tx, "maria")?.expect("she has an account");
                factor::forget_all(tx, &maria.id)
            })
            .unwrap();
        let mut browser = portal.browser();
        assert!(password(&mut browser, "/sign-in", "maria").shows("We sent a code to"));
    }

    fn secrets_are_sealed_anew_under_a_new_key_and_still_fit(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let app = enrolled(&portal, "/sign-in", "maria");
        let old = SEALING_KEY;
        let both = format!("new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE,{old}");
        let rotate = |keys: &str| {
            let ring = KeyRing::given(keys).unwrap();
            portal.db().wait(Access::Write, move |tx| factor::reseal(tx, &ring)).unwrap()
        };
        assert_eq!(rotate(&both), (1, 1));
        assert_eq!(rotate(&both), (0, 1), "done is done");
        let back = format!("{old},new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE");
        assert_eq!(rotate(&back), (1, 1));
        portal.clock.advance(NEXT_CODE);
        let mut browser = portal.browser();
        password(&mut browser, "/sign-in", "maria");
        assert_eq!(browser.post("/sign-in/verify", &[("way", "app"), ("code", &app.code(&portal))]).location(), "/home");
    }

    fn a_trusted_device_needs_no_second_step_until_it_is_trusted_no_longer(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__TRUSTED_DEVICES", "true")]);
        portal.patient("maria");
        portal.patient("walter");
        let mut browser = trusting(&portal, "maria");
        assert_eq!(first_step(&mut browser, "maria"), "/home");
        assert!(browser.get("/account/password").location().starts_with("/account/confirm"), "no step was shown");
        assert_eq!(first_step(&mut browser, "walter"), "/sign-in/verify", "it is Maria's trust");
        let mut other = portal.browser();
        assert_eq!(first_step(&mut other, "maria"), "/sign-in/verify", "it is that device");

        assert_eq!(first_step(&mut browser, "maria"), "/home");
        let page = browser.get("/account/devices");
        assert!(page.shows("Trusted since: Thursday, November 26, 9:00 AM"), "{}", page.text());
        let text = page.text();
        let action = text.split("action=\"").find_map(|rest| rest.split('"').next().filter(|to| to.contains("/trusted/")));
        let answer = browser.post(action.expect("a way to revoke"), &[]);
        assert!(browser.follow(answer.location()).shows("no longer trusted"));
        assert_eq!(first_step(&mut browser, "maria"), "/sign-in/verify");
    }

    fn trust_ends_after_thirty_days_and_with_a_new_password(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__TRUSTED_DEVICES", "true")]);
        portal.patient("maria");
        let mut late = trusting(&portal, "maria");
        portal.clock.advance(30 * 24 * 60 * MINUTE);
        assert_eq!(first_step(&mut late, "maria"), "/sign-in/verify");
        portal.next_code();
        let mut browser = trusting(&portal, "maria");
        browser.get("/account/password");
        browser.post("/account/password", &[("current", PASSWORD), ("password", "copper-meadow-violin-7")]);
        browser.post("/account/password", &[("current", "copper-meadow-violin-7"), ("password", PASSWORD)]);
        assert_eq!(first_step(&mut browser, "maria"), "/sign-in/verify");
    }

    fn nobody_is_offered_trust_unless_the_site_says_so_and_staff_never(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__TRUSTED_DEVICES", "true")]);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        assert!(!password(&mut nurse, "/clinic/sign-in", "nurse").shows("Trust this device"));
        nurse.post("/sign-in/verify", &[("code", &portal.next_code()), ("trust", "yes")]);
        assert!(nurse.cookie("madrone-trusted").is_none());
    }

    fn without_the_setting_a_device_cannot_be_trusted(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(!password(&mut browser, "/sign-in", "maria").shows("Trust this device"));
        browser.post("/sign-in/verify", &[("code", &portal.next_code()), ("trust", "yes")]);
        assert!(browser.cookie("madrone-trusted").is_none());
    }

    fn the_settings_lead_to_the_page_that_lists_the_second_steps(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let page = browser.follow("/settings/security");
        assert!(page.shows("Set up one more second step") && page.shows("m•••@example.com"), "{}", page.text());
        set_up(&portal, &mut browser);
        assert!(!browser.get("/account/security").shows("Set up one more second step"));
    }
}

/// An authenticator app, by its secret.
pub(crate) struct App(Vec<u8>);

impl App {
    /// The one that a page would set up.
    fn on(page: &Answer) -> Self {
        let text = page.text();
        let secret = text
            .split("?secret=")
            .nth(1)
            .and_then(|rest| rest.split("&#38;").next());
        let secret = secret.and_then(|typed| typed.split('&').next()).expect("a secret");
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let values = secret
            .bytes()
            .map(|byte| letters.iter().position(|letter| *letter == byte).expect("base32"));
        let values: Vec<usize> = values.collect();
        // Eight letters are five bytes.
        let bytes = values.chunks(8).flat_map(|eight| {
            let bits = eight.iter().fold(0, |bits, value| bits << 5 | *value);
            bits.to_be_bytes()[3..].to_vec()
        });
        Self(bytes.collect())
    }

    /// What it shows now.
    fn code(&self, portal: &Portal) -> String {
        totp::code_at(&self.0, portal.clock.now())
    }
}

/// Sets up an app on the pages of somebody who has signed in.
pub(crate) fn set_up(portal: &Portal, browser: &mut Browser<'_>) -> App {
    let page = browser.get("/account/security/app?new=1");
    let app = App::on(&page);
    let code = app.code(portal);
    let answer = browser.post(
        "/account/security/app",
        &[("secret", &hidden(&page, "secret")), ("code", &code)],
    );
    assert_eq!(answer.location(), "/account/security?done=app", "{}", answer.text());
    app
}

/// Signs somebody in and sets up an app.
fn enrolled(portal: &Portal, door: &str, who: &str) -> App {
    let mut browser = portal.browser();
    browser.sign_in(door, who);
    set_up(portal, &mut browser)
}

/// A browser that somebody has signed in from and trusts.
pub(crate) fn trusting<'p>(portal: &'p Portal, who: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    assert!(password(&mut browser, "/sign-in", who).shows("Trust this device for 30 days"));
    let answer = browser.post("/sign-in/verify", &[("code", &portal.next_code()), ("trust", "yes")]);
    assert_eq!(answer.location(), "/home");
    browser
}

/// Where the password of a patient leads, after signing out.
fn first_step(browser: &mut Browser<'_>, who: &str) -> String {
    browser.get("/menu");
    browser.post("/sign-out", &[]);
    browser.get("/sign-in");
    let answer = browser.post("/sign-in", &[("username", who), ("password", PASSWORD)]);
    answer.location().to_owned()
}

/// The first step; the page of the second.
pub(crate) fn password(browser: &mut Browser<'_>, door: &str, who: &str) -> Answer {
    browser.get(door);
    browser.post(door, &[("username", who), ("password", PASSWORD)]);
    browser.get("/sign-in/verify")
}

/// Makes ten recovery codes, and reads them from the page that shows them.
pub(crate) fn make_codes(browser: &mut Browser<'_>) -> Vec<String> {
    browser.get("/account/security/codes");
    let page = browser.post("/account/security/codes", &[]).text();
    let list = page
        .split("<ol class=\"codes\"")
        .nth(1)
        .and_then(|rest| rest.split("</ol>").next());
    let items = list.expect("codes").split("<li>").skip(1);
    items
        .filter_map(|item| item.split('<').next())
        .map(str::to_owned)
        .collect()
}

/// The value of a hidden field.
fn hidden(page: &Answer, name: &str) -> String {
    let text = page.text();
    let value = text
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    value.expect("a hidden field").to_owned()
}

/// Sends the same second step from several browsers at the same moment.
fn at_once(portal: &Portal, browsers: &mut [Browser<'_>], fields: &[(&str, &str)]) -> Vec<Answer> {
    let requests = browsers
        .iter()
        .map(|browser| browser.request("/sign-in/verify", fields))
        .collect();
    portal.answer_all(requests)
}
