//! Staff who sign in by the organisation's own provider: who comes in and as what, what is not believed, and signing out
//! there.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_harness::oidc::{CLIENT, OidcServer, SECRET, unsigned};
use serde_json::{Value, json};

use crate::browser::{Answer, Browser};
use crate::portal::{PASSWORD, Portal};

const BEGIN: &str = "/clinic/sign-in/provider";
const SIGNED_OUT: &str = "/clinic/sign-in/signed-out";

fn portal_with(test: TestDb, provider: &OidcServer) -> Portal {
    let issuer = provider.issuer();
    Portal::with(
        test,
        &[
            ("MADRONE_STAFF_SIGN_IN__ISSUER", issuer.as_str()),
            ("MADRONE_STAFF_SIGN_IN__ORGANISATION", "Cascade Health"),
            ("MADRONE_STAFF_SIGN_IN__CLIENT_ID", CLIENT),
            ("MADRONE_STAFF_SIGN_IN__CLIENT_SECRET", SECRET),
            ("MADRONE_STAFF_SIGN_IN__NURSE", "nurses; assistants"),
            ("MADRONE_STAFF_SIGN_IN__ADMINISTRATOR", "portal-admins"),
        ],
    )
}

fn now(portal: &Portal) -> i64 {
    portal.clock.now().micros() / 1_000_000
}

/// What the provider says of Kim, a nurse.
fn kim(portal: &Portal) -> Value {
    json!({
        "sub": "u-1", "sid": "s-1", "iat": now(portal), "exp": now(portal) + 300, "name": "Kim Vega",
        "email": "kim@example.org", "preferred_username": "kim.vega", "groups": ["everybody", "nurses"]
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

/// Goes to the provider, signs in there as whom `claims` say, and comes back.
fn come(browser: &mut Browser<'_>, provider: &OidcServer, claims: &Value) -> Answer {
    let address = browser.get(BEGIN).location().to_owned();
    let back = provider.grant(&address, claims);
    browser.get(&format!(
        "/clinic/sign-in/return?code={}&state={}",
        back.code, back.state
    ))
}

/// The provider says that somebody signed out.
fn say(portal: &Portal, token: &str) -> StatusCode {
    portal
        .browser()
        .post_without_token(SIGNED_OUT, &[("logout_token", token)])
        .status
}

fn logout(portal: &Portal, provider: &OidcServer, more: &Value) -> Value {
    let mut claims = json!({
        "iss": provider.issuer(), "aud": CLIENT, "iat": now(portal), "exp": now(portal) + 120, "jti": "j-1",
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} }
    });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

both_engines! {
    fn whoever_the_organisation_vouches_for_comes_in_by_the_role_it_says(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        portal.patient("maria");
        let mut browser = portal.browser();
        let door = browser.get("/clinic/sign-in?next=%2Fclinic%2Fpatients");
        assert!(door.shows("Sign in with Cascade Health"), "{}", door.text());
        assert!(door.shows("/clinic/sign-in/provider?next=%2Fclinic%2Fpatients"), "{}", door.text());
        assert!(!browser.get("/sign-in").shows("Cascade Health"), "patients have no business there");
        let address = browser.get("/clinic/sign-in/provider?next=%2Fclinic%2Fpatients").location().to_owned();
        assert!(address.starts_with(&format!("{}/authorize?", provider.issuer())), "{address}");
        let back = provider.grant(&address, &kim(&portal));
        let answer = browser.get(&format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state));
        assert_eq!(answer.location(), "/clinic/patients");
        assert!(browser.get("/clinic").shows("Nurse"));
        assert_eq!(browser.get("/clinic/patients/maria").status, StatusCode::OK);

        // The next time, the organisation says something else.
        let promoted = with(with(kim(&portal), "groups", json!("portal-admins")), "name", json!("Kim Vega-Ruiz"));
        let mut later = portal.browser();
        assert_eq!(come(&mut later, &provider, &promoted).location(), "/clinic");
        let list = later.get("/clinic/admin/accounts");
        assert!(list.shows("Kim Vega-Ruiz") && list.shows("kim.vega"), "{}", list.text());
        assert_eq!(list.text().matches("/clinic/admin/accounts/0").count(), 1, "the account is the same");
        assert_eq!(browser.get("/clinic/patients/maria").status, StatusCode::NOT_FOUND, "also where she was in before");
    }

    fn who_decides_about_accounts_shows_anew_who_they_are_there(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        let nurse = with(kim(&portal), "sub", json!("u-2"));
        assert_eq!(come(&mut portal.browser(), &provider, &with(nurse, "preferred_username", json!("rosa"))).location(), "/clinic");
        let mut admin = portal.browser();
        assert_eq!(come(&mut admin, &provider, &with(kim(&portal), "groups", json!("portal-admins"))).location(), "/clinic");
        let list = admin.get("/clinic/admin/accounts?q=rosa");
        let text = list.text();
        let page = text.split('"').find(|part| part.starts_with("/clinic/admin/accounts/0")).unwrap().to_owned();
        assert_eq!(admin.get(&page).status, StatusCode::OK, "just signed in");
        portal.clock.advance(Duration::from_mins(11));
        assert_eq!(admin.get("/clinic/admin/accounts").status, StatusCode::OK, "looking is free");
        let disable = format!("{page}/disable");
        assert_eq!(admin.post(&disable, &[]).location(), "/account/confirm");
        let confirm = admin.get(&disable).location().to_owned();
        assert!(confirm.starts_with("/account/confirm?next="), "{confirm}");
        let confirm = admin.get(&confirm);
        assert!(confirm.shows("Sign in there once more"), "{}", confirm.text());
        let there = format!("{BEGIN}?anew=true&next={}", disable.replace('/', "%2F").replace('-', "%2D"));
        assert!(confirm.text().replace("&#38;", "&").contains(&there), "{}", confirm.text());

        let shown = |browser: &mut Browser, claims: &Value| {
            let address = browser.get(&there).location().to_owned();
            assert!(address.contains("prompt=login") && address.contains("max_age=0"), "{address}");
            let back = provider.grant(&address, claims);
            browser.get(&format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state))
        };
        let claims = with(kim(&portal), "groups", json!("portal-admins"));
        for auth_time in [json!(null), json!(now(&portal) - 300)] {
            let answer = shown(&mut admin, &with(claims.clone(), "auth_time", auth_time));
            assert!(answer.shows("could not check who you are"), "{}", answer.text());
            assert!(admin.get(&disable).location().starts_with("/account/confirm"));
        }
        let answer = shown(&mut admin, &with(claims, "auth_time", json!(now(&portal))));
        assert_eq!(answer.location(), disable);
        assert_eq!(admin.get(&disable).status, StatusCode::OK);
    }

    fn claims_may_come_by_userinfo(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        let bare = json!({ "sub": "u-1", "iat": now(&portal), "exp": now(&portal) + 300 });
        provider.say_of_everybody(json!({ "sub": "u-1", "name": "Kim Vega", "email": "kim@example.org", "groups": ["nurses"] }));
        assert_eq!(come(&mut portal.browser(), &provider, &bare).location(), "/clinic");
        provider.say_of_everybody(json!({ "sub": "u-2", "name": "Al", "email": "al@example.org", "groups": ["nurses"] }));
        assert!(come(&mut portal.browser(), &provider, &bare).shows("could not check who you are"));
    }

    fn who_has_no_role_no_address_or_is_switched_off_is_told_what_to_do(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        portal.staff(Role::Administrator);
        let refused = |claims: &Value, words: &str| {
            let mut browser = portal.browser();
            let answer = come(&mut browser, &provider, claims);
            assert!(answer.shows(words), "{}", answer.text());
            assert!(browser.get("/clinic").location().starts_with("/clinic/sign-in"));
        };
        refused(&with(kim(&portal), "groups", json!(["everybody"])), "has no role in this portal");
        refused(&with(kim(&portal), "groups", json!(null)), "has no role in this portal");
        refused(&with(kim(&portal), "email_verified", json!(false)), "has no e-mail address");
        let mut admin = portal.browser();
        admin.sign_in("/clinic/sign-in", "administrator");
        assert!(!admin.get("/clinic/admin/accounts").shows("Kim"), "nobody was made of those");
        come(&mut portal.browser(), &provider, &kim(&portal));
        let list = admin.get("/clinic/admin/accounts?q=kim").text();
        let ids = list.split("href=\"/clinic/admin/accounts/").skip(1).filter_map(|rest| rest.split('"').next());
        let id = ids.into_iter().find(|id| *id != "invite").expect("Kim is listed");
        let place = format!("/clinic/admin/accounts/{id}");
        let page = admin.get(&place);
        assert!(page.shows("signs in by the organisation") && !page.shows("Save the role"), "{}", page.text());
        for act in ["role", "reset"] {
            let answer = admin.post(&format!("{place}/{act}"), &[("role", "administrator")]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        }
        admin.post(&format!("{place}/disable"), &[]);
        refused(&kim(&portal), "has switched your account");
    }

    fn whoever_comes_by_the_organisation_has_no_password_here_and_gets_none(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        come(&mut portal.browser(), &provider, &kim(&portal));
        let mut browser = portal.browser();
        browser.get("/clinic/sign-in");
        for password in [PASSWORD, "none", ""] {
            let answer = browser.post("/clinic/sign-in", &[("username", "kim.vega"), ("password", password)]);
            assert!(answer.shows("The username or the password is not right"));
        }
        browser.get("/recover/password");
        browser.post("/recover/password", &[("who", "kim.vega")]);
        let leads = portal.db().wait(Access::Read, |tx| {
            tx.query_opt("SELECT account FROM identity_recovery", &[], |row| row.get::<Option<String>>(0))
        });
        assert_eq!(leads.map_err(|error: madrone_db::Error| error).unwrap(), Some(None), "the request leads nowhere");
    }

    fn a_namesake_with_a_password_is_somebody_else(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        portal.account("kim.vega", Some(Role::Administrator), None);
        let mut browser = portal.browser();
        come(&mut browser, &provider, &with(kim(&portal), "email", json!("kim.vega@example.com")));
        assert!(browser.get("/clinic").shows("Nurse"), "an address is no proof of being the same");
        assert_eq!(browser.get("/clinic/admin/accounts").status, StatusCode::NOT_FOUND);
    }

    fn an_answer_is_for_the_browser_that_asked_and_for_once(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        let (mut kims, mut victim) = (portal.browser(), portal.browser());
        let address = kims.get(BEGIN).location().to_owned();
        let back = provider.grant(&address, &kim(&portal));
        let link = format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state);
        assert_eq!(victim.get(&link).location(), "/clinic/sign-in?expired=1", "who never asked gets no session");
        victim.get(BEGIN);
        assert!(victim.get(&link).shows("could not check who you are"), "nor who asked something else");
        assert!(victim.get("/clinic").location().starts_with("/clinic/sign-in"));
        let trip = kims.cookie("madrone-provider").unwrap().to_owned();
        assert_eq!(kims.get(&link).location(), "/clinic");
        assert_eq!(kims.cookie("madrone-provider"), None, "the cookie is used up");
        let mut thief = portal.browser();
        thief.set_cookie("madrone-provider", &trip);
        assert!(thief.get(&link).shows("could not check who you are"), "the provider takes a code once");
        thief.get(BEGIN);
        portal.clock.advance(Duration::from_mins(15));
        assert_eq!(thief.get(&link).location(), "/clinic/sign-in?expired=1");
    }

    fn a_broken_off_sign_in_and_a_changed_goal_lead_nowhere(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        let mut browser = portal.browser();
        let address = browser.get("/clinic/sign-in/provider?next=https%3A%2F%2Fevil.example").location().to_owned();
        let back = provider.grant(&address, &kim(&portal));
        let link = format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state);
        assert_eq!(browser.get(&link).location(), "/clinic", "nobody is sent to another site");
        let mut browser = portal.browser();
        let address = browser.get(BEGIN).location().to_owned();
        let back = provider.grant(&address, &kim(&portal));
        let declined = browser.get(&format!("/clinic/sign-in/return?error=access_denied&state={}", back.state));
        assert!(declined.shows("was not finished") && declined.shows("Try again"), "{}", declined.text());
        let mut browser = portal.browser();
        let address = browser.get(BEGIN).location().to_owned();
        let back = provider.grant(&address, &kim(&portal));
        let trip = browser.cookie("madrone-provider").unwrap().to_owned();
        let (head, _) = trip.rsplit_once('.').unwrap();
        browser.set_cookie("madrone-provider", &format!("{head}.aHR0cHM6Ly9ldmlsLmV4YW1wbGU"));
        let answer = browser.get(&format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state));
        assert!(answer.shows("could not check who you are"), "{}", answer.text());
    }

    fn a_token_that_is_not_the_providers_for_us_now_is_not_believed(test: TestDb) {
        let provider = OidcServer::start();
        let other = OidcServer::start();
        let portal = portal_with(test, &provider);
        let wrong = [
            ("iss", json!("https://evil.example")),
            ("aud", json!("another")),
            ("nonce", json!("another")),
            ("exp", json!(now(&portal) - 61)),
            ("iat", json!(now(&portal) + 3600)),
            ("sub", json!("")),
        ];
        for (name, value) in wrong {
            let answer = come(&mut portal.browser(), &provider, &with(kim(&portal), name, value));
            assert!(answer.shows("could not check who you are"), "{name}: {}", answer.text());
        }
        let forged: [fn(&OidcServer, &OidcServer, &Value) -> String; 3] = [
            |_, _, claims| unsigned(claims),
            |_, other, claims| other.sign(claims),
            |provider, _, claims| format!("{}AA", provider.sign(claims)),
        ];
        for forge in forged {
            let mut browser = portal.browser();
            let address = browser.get(BEGIN).location().to_owned();
            let nonce = address.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
            let mut claims = kim(&portal);
            claims["iss"] = json!(provider.issuer());
            claims["aud"] = json!(CLIENT);
            claims["nonce"] = json!(nonce);
            let back = provider.grant_token(&address, forge(&provider, &other, &claims));
            let answer = browser.get(&format!("/clinic/sign-in/return?code={}&state={}", back.code, back.state));
            assert!(answer.shows("could not check who you are"), "{}", answer.text());
        }
    }

    fn a_new_key_of_the_provider_is_found_and_nobody_makes_us_ask_all_the_time(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        assert_eq!(come(&mut portal.browser(), &provider, &kim(&portal)).location(), "/clinic");
        assert_eq!(come(&mut portal.browser(), &provider, &kim(&portal)).location(), "/clinic");
        assert_eq!(provider.fetched_keys(), 1);
        provider.change_key();
        portal.clock.advance(Duration::from_secs(11));
        assert_eq!(come(&mut portal.browser(), &provider, &kim(&portal)).location(), "/clinic");
        assert_eq!(provider.fetched_keys(), 2);
        provider.change_key();
        for _ in 0..3 {
            assert!(come(&mut portal.browser(), &provider, &kim(&portal)).shows("could not check"));
        }
        assert_eq!(provider.fetched_keys(), 2, "not again within ten seconds");
    }

    fn signing_out_at_the_organisation_ends_the_sessions_that_it_names(test: TestDb) {
        let provider = OidcServer::start();
        let portal = portal_with(test, &provider);
        let is_in = |browser: &mut Browser<'_>| browser.get("/clinic").status == StatusCode::OK;
        let mut browsers: Vec<Browser<'_>> = (1..=3).map(|_| portal.browser()).collect();
        for (number, browser) in browsers.iter_mut().enumerate() {
            come(browser, &provider, &with(kim(&portal), "sid", json!(format!("s-{number}"))));
        }
        let mut al = portal.browser();
        let als = with(with(kim(&portal), "sub", json!("u-2")), "sid", json!("s-9"));
        come(&mut al, &provider, &als);

        let one = provider.sign(&logout(&portal, &provider, &json!({ "sid": "s-1" })));
        assert_eq!(say(&portal, &one), StatusCode::OK);
        assert_eq!(browsers.iter_mut().map(is_in).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(say(&portal, &one), StatusCode::BAD_REQUEST, "a word is taken once");
        let all = provider.sign(&logout(&portal, &provider, &json!({ "sub": "u-1", "jti": "j-2" })));
        assert_eq!(say(&portal, &all), StatusCode::OK);
        assert_eq!(browsers.iter_mut().map(is_in).collect::<Vec<_>>(), [false, false, false]);
        assert!(is_in(&mut al), "nobody else is signed out");
    }

    fn nobody_but_the_provider_signs_people_out(test: TestDb) {
        let provider = OidcServer::start();
        let other = OidcServer::start();
        let portal = portal_with(test, &provider);
        let mut browser = portal.browser();
        come(&mut browser, &provider, &kim(&portal));
        let good = logout(&portal, &provider, &json!({ "sid": "s-1" }));
        let identity = json!({ "iss": provider.issuer(), "aud": CLIENT, "nonce": "n" });
        let mut identity_token = kim(&portal);
        for (name, value) in identity.as_object().unwrap() {
            identity_token[name] = value.clone();
        }
        let wrong = [
            unsigned(&good),
            other.sign(&good),
            provider.sign(&identity_token),
            provider.sign(&with(good.clone(), "aud", json!("another"))),
            provider.sign(&with(good.clone(), "nonce", json!("n"))),
            provider.sign(&with(good.clone(), "iat", json!(now(&portal) + 3600))),
            provider.sign(&with(good.clone(), "exp", json!(now(&portal) - 61))),
            provider.sign(&with(good.clone(), "events", json!({}))),
            String::new(),
            "a.b.c".into(),
        ];
        for token in wrong {
            assert_eq!(say(&portal, &token), StatusCode::BAD_REQUEST, "{token}");
        }
        assert_eq!(browser.get("/clinic").status, StatusCode::OK);
        assert_eq!(say(&portal, &provider.sign(&good)), StatusCode::OK);
        assert!(browser.get("/clinic").location().starts_with("/clinic/sign-in"));
    }

    fn a_provider_that_does_not_answer_is_said_so_and_local_accounts_still_come_in(test: TestDb) {
        let portal = Portal::with(
            test,
            &[
                // Nothing listens there.
                ("MADRONE_STAFF_SIGN_IN__ISSUER", "http://127.0.0.1:1"),
                ("MADRONE_STAFF_SIGN_IN__CLIENT_ID", CLIENT),
                ("MADRONE_STAFF_SIGN_IN__NURSE", "nurses"),
            ],
        );
        portal.staff(Role::Nurse);
        let mut browser = portal.browser();
        assert!(browser.get(BEGIN).shows("does not answer"));
        browser.sign_in("/clinic/sign-in", "nurse");
        assert_eq!(browser.get("/clinic").status, StatusCode::OK);
    }

    fn without_a_provider_there_is_no_such_door(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        assert!(!browser.get("/clinic/sign-in").shows("/clinic/sign-in/provider"));
        for path in [BEGIN, "/clinic/sign-in/return"] {
            assert_eq!(browser.get(path).status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(say(&portal, "a.b.c"), StatusCode::NOT_FOUND);
    }
}
