//! Administrators and the accounts of the clinic's staff: inviting, roles, switching off, helping back in.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::{Role, audit};
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::Browser;
use crate::portal::{BREACHED, IS_BREACHED, PASSWORD, Portal};
use crate::{factors, passkeys};

const DAY: Duration = Duration::from_hours(24);

both_engines! {
    fn somebody_invited_chooses_a_password_and_signs_in_by_her_role(test: TestDb) {
        let portal = Portal::new(test);
        let mut admin = administrator(&portal);
        let link = invited(&portal, &mut admin, "kim@example.com", "nurse");
        let mut kim = portal.browser();
        let page = kim.get(&link);
        assert!(page.shows("Kim Vega") && page.shows("Nurse"), "{}", page.text());
        let code = link.split("code=").nth(1).unwrap();
        let breached = kim.post("/join", &[("code", code), ("username", "kim"), ("password", BREACHED)]);
        assert!(breached.shows(IS_BREACHED), "{}", breached.text());
        let weak = kim.post("/join", &[("code", code), ("username", "kim"), ("password", "kim vega kim")]);
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let taken = kim.post("/join", &[("code", code), ("username", "administrator"), ("password", PASSWORD)]);
        assert!(taken.shows("username is taken"), "{}", taken.text());
        let made = kim.post("/join", &[("code", code), ("username", " Kim.V "), ("password", PASSWORD)]);
        assert_eq!(made.location(), "/clinic/sign-in?welcome=1");
        let again = kim.post("/join", &[("code", code), ("username", "kim2"), ("password", PASSWORD)]);
        assert!(again.shows("does not work any more"), "a link works once: {}", again.text());
        let start = kim.sign_in("/clinic/sign-in", "kim.v");
        assert!(start.shows("Nurse"), "{}", start.text());
        let list = admin.get("/clinic/admin/accounts?q=vega");
        assert!(list.shows("kim.v") && !list.shows("Administrator Alvarez</a>"), "{}", list.text());
        assert!(list.shows("9:00"), "the last sign-in is shown: {}", list.text());
    }

    fn an_invitation_ends_after_a_week_when_it_is_withdrawn_and_when_a_newer_one_is_sent(test: TestDb) {
        let portal = Portal::new(test);
        let mut admin = administrator(&portal);
        let first = invited(&portal, &mut admin, "kim@example.com", "nurse");
        let second = invited(&portal, &mut admin, "Kim@example.com", "nurse");
        let mut kim = portal.browser();
        assert!(kim.get(&first).shows("does not work any more"), "a newer one took its place");
        assert!(kim.get(&second).shows("Choose a username"));
        let list = admin.get("/clinic/admin/accounts?show=invited");
        let id = between(&list.text(), "/clinic/admin/invitations/", "/resend");
        let resend = format!("/clinic/admin/invitations/{id}/resend");
        assert_eq!(admin.post(&resend, &[]).status, StatusCode::SEE_OTHER);
        let third = join_link(&portal.mail.next().text());
        assert!(kim.get(&second).shows("does not work any more"));
        assert!(kim.get(&third).shows("Choose a username"));
        portal.clock.advance(7 * DAY);
        assert!(kim.get(&third).shows("does not work any more"));
        let mut admin = portal.browser();
        admin.sign_in("/clinic/sign-in", "administrator");
        let fourth = invited(&portal, &mut admin, "kim@example.com", "nurse");
        let list = admin.get("/clinic/admin/accounts?show=invited");
        let id = between(&list.text(), "/clinic/admin/invitations/", "/resend");
        admin.post(&format!("/clinic/admin/invitations/{id}/withdraw"), &[]);
        assert!(kim.get(&fourth).shows("does not work any more"));
    }

    fn a_role_changes_at_once_and_the_person_is_told(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.account_with_id("kim", "kim", Some(Role::Nurse), None);
        let mut admin = administrator(&portal);
        let mut kim = portal.browser();
        kim.sign_in("/clinic/sign-in", "kim");
        assert_eq!(kim.get("/clinic/patients/maria").status, StatusCode::OK);
        admin.get("/clinic/admin/accounts/kim");
        let changed = admin.post("/clinic/admin/accounts/kim/role", &[("role", "administrator")]);
        assert_eq!(changed.location(), "/clinic/admin/accounts/kim?done=role");
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["kim@example.com"]);
        assert!(mail.text().contains("is now: Administrator"), "{}", mail.text());
        assert_eq!(kim.get("/clinic/patients/maria").status, StatusCode::NOT_FOUND, "administrators open no chart");
        assert_eq!(kim.get("/clinic/admin/accounts").status, StatusCode::OK);
        let events = audited(&portal, "administrator", "change-role");
        assert_eq!(events, ["account kim: nurse to administrator"]);
    }

    fn a_disabled_account_is_out_at_once_and_looks_like_none(test: TestDb) {
        let portal = Portal::new(test);
        portal.account_with_id("kim", "kim", Some(Role::Nurse), None);
        let mut admin = administrator(&portal);
        let mut kim = portal.browser();
        kim.sign_in("/clinic/sign-in", "kim");
        let mut halfway = portal.browser();
        halfway.get("/clinic/sign-in");
        halfway.post("/clinic/sign-in", &[("username", "kim"), ("password", PASSWORD)]);
        let code = portal.next_code();
        halfway.get("/sign-in/verify");
        kim.get("/recover/password");
        kim.post("/recover/password", &[("who", "kim")]);
        let recovery = portal.mail.next().text();
        admin.get("/clinic/admin/accounts/kim/disable");
        admin.post("/clinic/admin/accounts/kim/disable", &[]);
        assert!(portal.mail.next().text().contains("switched off"));

        assert!(kim.get("/clinic").location().starts_with("/clinic/sign-in"), "no session is left");
        assert!(halfway.post("/sign-in/verify", &[("code", &code)]).location().contains("expired"));
        let link = &recovery[recovery.find("/recover/new-password").unwrap()..];
        assert!(kim.get(link.split_whitespace().next().unwrap()).shows("does not work any more"));
        let tries: Vec<_> = [("kim", PASSWORD), ("nobody", PASSWORD)]
            .map(|(username, password)| {
                let mut browser = portal.browser();
                browser.get("/clinic/sign-in");
                let answer = browser.post("/clinic/sign-in", &[("username", username), ("password", password)]);
                (answer.status, answer.shows("The username or the password is not right"))
            })
            .into();
        assert_eq!(tries[0], (StatusCode::UNPROCESSABLE_ENTITY, true));
        assert_eq!(tries[0], tries[1], "disabled looks like unknown");
        kim.get("/recover/password");
        assert_eq!(kim.post("/recover/password", &[("who", "kim")]).location(), "/recover/password/sent");

        let off = admin.get("/clinic/admin/accounts?show=disabled");
        assert!(off.shows("Kim Alvarez"), "{}", off.text());
        admin.post("/clinic/admin/accounts/kim/enable", &[]);
        // The next mail is about this, not about the recovery that was asked for in between.
        assert!(portal.mail.next().text().contains("switched on again"));
        kim.sign_in("/clinic/sign-in", "kim");
    }

    fn helping_somebody_back_in_ends_their_sessions_and_sends_a_link(test: TestDb) {
        let portal = Portal::new(test);
        portal.account_with_id("kim", "kim", Some(Role::Nurse), None);
        let mut admin = administrator(&portal);
        let mut kim = portal.browser();
        kim.sign_in("/clinic/sign-in", "kim");
        admin.get("/clinic/admin/accounts/kim/reset");
        admin.post("/clinic/admin/accounts/kim/reset", &[]);
        assert!(kim.get("/clinic").location().starts_with("/clinic/sign-in"));
        let mails = [portal.mail.next().text(), portal.mail.next().text()];
        assert!(mails.iter().any(|text| text.contains("on every device")), "{mails:?}");
        let with_link = mails.iter().find(|text| text.contains("/recover/new-password")).expect("a link");
        let link = &with_link[with_link.find("/recover/new-password").unwrap()..];
        assert!(kim.get(link.split_whitespace().next().unwrap()).shows("Choose your new password"));
        assert_eq!(audited(&portal, "administrator", "reset-account"), ["account kim"]);
    }

    fn an_administrator_sees_the_names_of_second_steps_and_their_last_use_and_no_secret(test: TestDb) {
        let portal = Portal::new(test);
        portal.account_with_id("kim", "kim", Some(Role::Nurse), None);
        let mut admin = administrator(&portal);
        let before = admin.get("/clinic/admin/accounts/kim");
        assert!(before.shows("None set up yet") && before.shows("Never"), "{}", before.text());

        let mut kim = portal.browser();
        kim.sign_in("/clinic/sign-in", "kim");
        passkeys::added(&mut kim, "Desk by the window");
        let codes = factors::make_codes(&mut kim);
        let page = admin.get("/clinic/admin/accounts/kim");
        assert!(page.shows("Passkey: Desk by the window · Not used yet"), "{}", page.text());
        assert!(page.shows("10 recovery codes are left") && !page.shows("None set up yet"), "{}", page.text());
        assert!(!codes.iter().any(|code| page.shows(code)), "{}", page.text());

        factors::set_up(&portal, &mut kim);
        assert!(admin.get("/clinic/admin/accounts/kim").shows("Authenticator app · Not used yet"));
        admin.get("/clinic/admin/accounts/kim/reset");
        admin.post("/clinic/admin/accounts/kim/reset", &[]);
        let after = admin.get("/clinic/admin/accounts/kim");
        assert!(after.shows("None set up yet") && !after.shows("Desk by the window"), "{}", after.text());
    }

    fn the_list_says_who_has_which_second_steps_and_who_has_none(test: TestDb) {
        let portal = Portal::new(test);
        portal.account_with_id("kim", "kim", Some(Role::Nurse), None);
        let mut admin = administrator(&portal);
        assert!(admin.get("/clinic/admin/accounts?q=kim").shows("None set up yet"));
        let mut kim = portal.browser();
        kim.sign_in("/clinic/sign-in", "kim");
        passkeys::added(&mut kim, "Desk by the window");
        let list = admin.get("/clinic/admin/accounts?q=kim");
        assert!(list.shows("1 passkey") && !list.shows("None set up yet"), "{}", list.text());
        factors::set_up(&portal, &mut kim);
        let list = admin.get("/clinic/admin/accounts?q=kim");
        assert!(list.shows("1 passkey, Authenticator app"), "{}", list.text());
        assert!(admin.get("/clinic/admin/accounts?q=nobody").shows("Nobody"), "an empty list asks for nothing");
    }

    fn nobody_changes_their_own_account_and_one_administrator_stays(test: TestDb) {
        let portal = Portal::new(test);
        portal.account_with_id("ana", "ana", Some(Role::Administrator), None);
        portal.account_with_id("ben", "ben", Some(Role::Administrator), None);
        let (mut ana, mut ben) = (portal.browser(), portal.browser());
        ana.sign_in("/clinic/sign-in", "ana");
        ben.sign_in("/clinic/sign-in", "ben");
        ana.get("/clinic/admin/accounts/ana");
        for (path, fields) in [
            ("/clinic/admin/accounts/ana/role", [("role", "nurse")].as_slice()),
            ("/clinic/admin/accounts/ana/disable", &[]),
            ("/clinic/admin/accounts/ana/reset", &[]),
        ] {
            let answer = ana.post(path, fields);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(answer.shows("This is your own account"), "{path}");
        }
        ben.get("/clinic/admin/accounts/ana");
        ana.get("/clinic/admin/accounts/ben");
        assert_eq!(ana.post("/clinic/admin/accounts/ben/disable", &[]).status, StatusCode::SEE_OTHER);
        let late = ben.post("/clinic/admin/accounts/ana/disable", &[]);
        assert!(late.location().starts_with("/clinic/sign-in"), "whoever was quicker is the one who stays");
        assert_eq!(ana.get("/clinic/admin/accounts").status, StatusCode::OK);
    }

    fn a_form_of_an_invitation_says_what_is_missing(test: TestDb) {
        let portal = Portal::new(test);
        let mut admin = administrator(&portal);
        admin.get("/clinic/admin/accounts/invite");
        let fields = [("name", " "), ("email", "kim at work"), ("role", "")];
        let answer = admin.post("/clinic/admin/accounts/invite", &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["Type the person", "Type the whole e-mail address", "Choose what the person does"] {
            assert!(answer.shows(said), "{said}: {}", answer.text());
        }
        assert!(answer.shows("kim at work"), "what was typed is kept");
    }

    fn an_invitation_that_needs_a_fresh_second_step_is_not_lost_on_the_way(test: TestDb) {
        let portal = Portal::new(test);
        let mut admin = administrator(&portal);
        admin.get("/clinic/admin/accounts/invite");
        portal.clock.advance(Duration::from_mins(11));
        let fields = [("draft", "yes"), ("name", "Kim Vega"), ("email", "kim@example.com"), ("role", "nurse")];
        let answer = admin.post("/clinic/admin/accounts/invite", &fields);
        assert!(answer.location().starts_with("/account/confirm"), "{}", answer.location());
        admin.get("/account/confirm");
        admin.post("/account/confirm/send", &[]);
        admin.get("/account/confirm?way=email");
        admin.post("/account/confirm", &[("way", "email"), ("code", &portal.next_code())]);
        let page = admin.get("/clinic/admin/accounts/invite");
        assert!(page.shows("We kept what you typed") && page.shows("value=\"Kim Vega\""), "{}", page.text());
    }
}

fn administrator(portal: &Portal) -> Browser<'_> {
    portal.staff(Role::Administrator);
    let mut admin = portal.browser();
    let start = admin.sign_in("/clinic/sign-in", "administrator");
    assert!(
        start.shows("Clinic accounts") && !start.shows("/clinic/patients"),
        "{}",
        start.text()
    );
    admin
}

/// Invites Kim Vega; the link of the mail.
fn invited(portal: &Portal, admin: &mut Browser<'_>, email: &str, role: &str) -> String {
    admin.get("/clinic/admin/accounts/invite");
    let fields = [("name", "Kim Vega"), ("email", email), ("role", role)];
    let answer = admin.post("/clinic/admin/accounts/invite", &fields);
    assert!(answer.location().contains("show=invited"), "{}", answer.text());
    let mail = std::iter::repeat_with(|| portal.mail.next())
        .find(|mail| mail.text().contains("/join?code="))
        .expect("an invitation comes");
    assert_eq!(mail.to, [email]);
    join_link(&mail.text())
}

fn join_link(text: &str) -> String {
    let at = text.find("/join?code=").expect("a link");
    text[at..].split_whitespace().next().expect("a link").to_owned()
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split(before).nth(1).expect("what comes before");
    rest.split(after).next().expect("what comes after").to_owned()
}

/// The targets of what somebody with this role did.
fn audited(portal: &Portal, role: &'static str, action: &'static str) -> Vec<String> {
    let sql = "SELECT actor_id FROM authz_audit WHERE actor_kind = $1 LIMIT 1";
    let events = portal.db().wait(Access::Read, move |tx| {
        let who = tx
            .query_opt(sql, &[&role], |row| row.get::<String>(0))?
            .unwrap_or_default();
        audit::of_actor(tx, role, &who, 50)
    });
    let events = events
        .map_err(|error: madrone_db::Error| error)
        .expect("the record can be read");
    let mut found = Vec::new();
    for event in events.iter().filter(|event| event.action == action) {
        let faults = madrone_fhir::check(&event.as_fhir(), madrone_fhir::Unknown::Refuse);
        assert!(faults.is_empty(), "{faults:?}");
        found.push(event.target.clone());
    }
    found
}
