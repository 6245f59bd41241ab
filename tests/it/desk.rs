//! A patient's account from the clinic's side: what is seen of it, and getting back in with a code from the clinic.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_accounts::{account, phone};
use madrone_authz::audit::{self, Looked, Who, Written};
use madrone_authz::{Action, Actor, Area, Role};
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_kernel::Instant;
use madrone_phone::Number;

use crate::browser::Browser;
use crate::portal::{BREACHED, IS_BREACHED, PASSWORD, Portal, texts};

const HELP: &str = "/clinic/patients/maria/sign-in-help";
const CODE: &str = "/recover/in-person";
const NEW: &str = "copper-meadow-lantern-73";
const MINUTE: Duration = Duration::from_mins(1);

both_engines! {
    fn who_lost_everything_comes_back_in_with_a_code_from_the_desk(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        give_app(&portal, "maria");
        give_number(&portal, "maria");
        let mut desk = desk(&portal);
        let chart = desk.get("/clinic/patients/maria");
        assert!(chart.shows("Has a portal account") && chart.shows("Last sign-in: "), "{}", chart.text());
        let page = desk.get(HELP);
        assert!(page.shows("April 12, 1979") && page.shows("m•••@example.com"), "{}", page.text());
        let code = made(&mut desk);
        assert!(maria.get("/home").location().starts_with("/sign-in"), "signed out at once");
        let told = portal.mail.next();
        assert_eq!(told.to, ["maria@example.com"]);
        assert!(told.text().contains("checked your photo ID"), "{}", told.text());
        assert!(!told.text().contains(&code), "the code is handed over, never mailed");
        maria.get("/sign-in");
        let old = maria.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        assert_eq!(old.location(), "/sign-in/verify", "a code made by mistake takes nothing away");

        let mut phone = portal.browser();
        phone.get(CODE);
        let typed = code.to_lowercase().replace('-', " ");
        let page = phone.post(CODE, &[("code", &typed)]);
        assert!(page.shows("For the username maria"), "{}", page.text());
        assert!(phone.post(CODE, &[("code", &code), ("password", BREACHED)]).shows(IS_BREACHED));
        let weak = phone.post(CODE, &[("code", &code), ("password", "maria")]);
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = phone.post(CODE, &[("code", &code), ("password", NEW)]);
        assert_eq!(done.location(), "/account/security", "{}", done.text());
        assert_eq!(phone.get("/account/security").status, StatusCode::OK);
        assert_eq!(phone.get("/home").status, StatusCode::OK, "the code stood for both steps");
        assert_eq!(phone.get("/account/security/app").status, StatusCode::OK, "and a new second step can be set up");
        assert!(texts(&portal, "SELECT account FROM identity_app").is_empty(), "the lost one is forgotten");
        let texted = portal.texts.next();
        assert!(texted.to == "+15415550142" && texted.body.contains("your password was changed"), "{texted:?}");
        assert!(texts(&portal, "SELECT account FROM account_phone").is_empty(), "and so is the number, once it is told");
        assert!(portal.mail.next().text().contains("password of your account"));
        let mut again = portal.browser();
        again.get(CODE);
        assert!(again.post(CODE, &[("code", &code), ("password", NEW)]).shows("This code does not work"), "once");
        again.get("/sign-in");
        let old = again.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        assert!(old.shows("is not right"), "the old password is gone");
    }

    fn the_record_says_who_looked_at_what_and_keeps_no_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let code = made(&mut desk(&portal));
        let event = about_maria(&portal).into_iter().find(|event| event.action == "verify-in-person").expect("an entry");
        assert_eq!((event.actor_kind.as_str(), event.allowed), ("front-desk", true));
        assert!(event.target.ends_with(": passport"), "{}", event.target);
        let faults = madrone_fhir::check(&event.as_fhir(), madrone_fhir::Unknown::Refuse);
        assert!(faults.is_empty(), "{faults:?}");
        let kept = texts(&portal, "SELECT token FROM identity_recovery WHERE token IS NOT NULL");
        let plain = code.replace('-', "");
        assert!(kept.iter().all(|token| !token.contains(&code) && !token.contains(&plain)), "{kept:?}");
    }

    fn a_code_holds_for_half_an_hour_and_only_the_newest_does(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut desk = desk(&portal);
        let (first, second) = (made(&mut desk), made(&mut desk));
        let mut phone = portal.browser();
        phone.get(CODE);
        assert!(phone.post(CODE, &[("code", &first)]).shows("This code does not work"));
        assert!(phone.post(CODE, &[("code", &second)]).shows("For the username maria"));
        portal.clock.advance(30 * MINUTE);
        assert!(phone.post(CODE, &[("code", &second)]).shows("This code does not work"));
        assert!(phone.post(CODE, &[("code", "nonsense")]).shows("This code does not work"));
    }

    fn without_a_look_at_a_photo_id_there_is_no_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut maria = portal.browser();
        maria.sign_in("/sign-in", "maria");
        let mut desk = desk(&portal);
        desk.get(HELP);
        for fields in [[("shown", ""), ("looked", "yes")], [("shown", "passport"), ("looked", "")], [("shown", "library"), ("looked", "yes")]] {
            let answer = desk.post(HELP, &fields);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        }
        assert_eq!(maria.get("/home").status, StatusCode::OK, "nothing was done");
        assert_eq!(desk.get("/clinic/patients/nobody/sign-in-help").status, StatusCode::NOT_FOUND);
    }

    fn guessing_codes_is_stopped_by_address_and_locks_nobody_out(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let code = made(&mut desk(&portal));
        let mut stranger = portal.browser();
        stranger.get(CODE);
        let answers = (0..70).map(|n| stranger.post(CODE, &[("code", &format!("0000-0000-{n:04}"))]).status);
        let answers: Vec<StatusCode> = answers.collect();
        assert_eq!(answers[0], StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
        portal.clock.advance(20 * MINUTE);
        let mut phone = portal.browser();
        phone.get(CODE);
        let until = phone.post(CODE, &[("code", &code)]);
        assert!(until.status == StatusCode::TOO_MANY_REQUESTS || until.shows("For the username maria"));
        let kept = texts(&portal, "SELECT id FROM identity_recovery WHERE lost = 'in-person' AND used IS NULL");
        assert_eq!(kept.len(), 1, "no guess uses up somebody's code");
    }

    fn an_administrator_finds_an_account_by_what_signs_in_and_opens_no_chart(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Administrator);
        let mut admin = portal.browser();
        admin.sign_in("/clinic/sign-in", "administrator");
        for sought in ["MARIA", "maria@example.com", "Maria%40Example.com"] {
            let found = admin.get(&format!("/clinic/admin/patients?q={sought}"));
            assert!(found.shows("Maria Alvarez"), "{sought}: {}", found.text());
        }
        assert!(admin.get("/clinic/admin/patients?q=mari").shows("No account found"), "only whole names");
        assert!(!admin.get("/clinic/admin/patients?q=administrator").shows("administrator@"), "staff are elsewhere");
        let page = admin.get(HELP);
        assert!(page.shows("maria") && !page.shows("1979"), "{}", page.text());
        made(&mut admin);
        assert!(!about_maria(&portal).iter().any(|event| event.actor_kind == "administrator" && event.action == "view"));
    }
}

/// What the record says of Maria's chart.
fn about_maria(portal: &Portal) -> Vec<Written> {
    let read = portal.db().wait(Access::Read, |tx| {
        let looked = Looked {
            who: Who::Anybody,
            from: None,
            until: None,
            before: i64::MAX,
        };
        let asked = ("test", "test", Instant::from_micros(0));
        let test = Actor::System { part: "test" };
        let (opened, _) = madrone_authz::open(
            tx,
            &madrone_authz::Rules::default(),
            &test,
            "maria",
            Action::view(Area::Demographics),
            asked,
        )?;
        audit::of_chart(tx, &opened.expect("an open chart"), looked, 20)
    });
    read.expect("the record")
}

fn desk(portal: &Portal) -> Browser<'_> {
    portal.staff(Role::FrontDesk);
    let mut desk = portal.browser();
    desk.sign_in("/clinic/sign-in", "front-desk");
    desk
}

/// Has a code made for Maria; the code.
fn made(by: &mut Browser<'_>) -> String {
    by.get(HELP);
    let page = by.post(HELP, &[("shown", "passport"), ("looked", "yes")]);
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    let rest = text.split("class=\"key-value\">").nth(1).expect("the code is shown");
    rest.split('<').next().expect("text").to_owned()
}

/// Gives an account a number for codes.
fn give_number(portal: &Portal, username: &'static str) {
    let now = portal.clock.now();
    let given = portal.db().wait(Access::Write, move |tx| {
        let account = account::by_username(tx, username)?.expect("an account");
        phone::set(
            tx,
            &account.id,
            (&Number::parse("541-555-0142").expect("a number"), false),
            now,
        )
    });
    given
        .map_err(|error: madrone_db::Error| error)
        .expect("a number is set");
}

/// Gives an account an authenticator app that nobody has any more.
fn give_app(portal: &Portal, username: &'static str) {
    let now = portal.clock.now();
    let given = portal.db().wait(Access::Write, move |tx| {
        tx.execute(
            "INSERT INTO identity_app (account, secret, last_step, created)
             SELECT id, 'lost', 0, $2 FROM account_holder WHERE username = $1",
            &[&username, &now],
        )
    });
    assert_eq!(given.map_err(|error: madrone_db::Error| error).expect("an account"), 1);
}
