//! Another e-mail address or telephone number: proved first, then used, and the old one told.

use axum::http::StatusCode;
use madrone_accounts::phone::{self, Source, Word};
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_phone::Number;
use serde_json::{Value, json};

use super::clinic::first;
use super::{PAGE, at_desk, maria, stored};
use crate::browser::Browser;
use crate::portal::{PASSWORD, Portal, digits, texted_code, texts};

const EMAIL: &str = "/settings/profile/contact/email";
const MOBILE: &str = "/settings/profile/contact/mobile-phone";
const HOME_PHONE: &str = "/settings/profile/contact/home-phone";

/// Changes the e-mail address, with the code that came to the new one.
fn change_email(portal: &Portal, browser: &mut Browser<'_>, to: &str) {
    portal.settle();
    assert_eq!(
        browser.post(EMAIL, &[("value", to)]).location(),
        format!("{EMAIL}/code")
    );
    let mails = portal.settle();
    let mail = mails
        .iter()
        .find(|mail| mail.to == [to])
        .expect("a mail to the new address");
    let done = browser.post(&format!("{EMAIL}/code"), &[("code", &digits(&mail.text()))]);
    assert_eq!(done.location(), "/settings/profile?saved=email", "{}", done.text());
}

/// Shows the second step again.
fn confirm(portal: &Portal, browser: &mut Browser<'_>) {
    portal.settle();
    browser.get("/account/confirm");
    browser.post("/account/confirm/send", &[]);
    browser.get("/account/confirm?way=email");
    browser.post("/account/confirm", &[("way", "email"), ("code", &portal.next_code())]);
}

fn telecom(portal: &Portal) -> Value {
    stored(portal)["telecom"].clone()
}

both_engines! {
    fn a_new_e_mail_address_counts_once_its_code_was_typed_and_the_old_one_is_told(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        portal.settle();
        browser.post(EMAIL, &[("value", "mari@example.org")]);
        assert_eq!(telecom(&portal)[0]["value"], "maria@example.com", "not before");
        let mail = portal.settle().remove(0);
        assert_eq!(mail.to, ["mari@example.org"]);
        let wrong = browser.post(&format!("{EMAIL}/code"), &[("code", "000000")]);
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.shows("4 tries left"), "{}", wrong.text());
        browser.post(&format!("{EMAIL}/code"), &[("code", &digits(&mail.text()))]);
        assert_eq!(telecom(&portal), json!([{ "system": "email", "value": "mari@example.org" }]));
        assert!(browser.get(PAGE).shows("mari@example.org"));
        let told = portal.settle();
        assert!(told.iter().any(|mail| mail.to == ["maria@example.com"] && mail.text().contains("e-mail address of your") && !mail.text().contains("mari@")), "{told:?}");
        assert_eq!(texts(&portal, "SELECT email FROM account_holder WHERE username = 'maria'"), ["mari@example.org"]);

        let mut other = portal.browser();
        other.get("/sign-in");
        other.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
        let sent = portal.settle();
        assert!(sent.iter().any(|mail| mail.to == ["mari@example.org"]), "codes go there: {sent:?}");
    }

    fn the_clinic_puts_an_address_back_for_the_account_too(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        change_email(&portal, &mut browser, "thief@example.org");
        let page = first(&mut desk);
        let shown = desk.get(&page);
        assert!(shown.shows("maria@example.com") && shown.shows("thief@example.org"), "{}", shown.text());
        desk.post(&format!("{page}/undo"), &[("part", "email")]);
        assert_eq!(telecom(&portal)[0]["value"], "maria@example.com");
        assert_eq!(texts(&portal, "SELECT email FROM account_holder WHERE username = 'maria'"), ["maria@example.com"]);
    }

    fn an_account_gets_back_the_address_it_had_though_the_chart_had_none(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut without = super::known_by_others();
        without.as_object_mut().expect("a Patient").remove("telecom");
        portal.put(vec![without]);
        let mut desk = at_desk(&portal);
        change_email(&portal, &mut browser, "thief@example.org");
        let page = first(&mut desk);
        desk.post(&format!("{page}/undo"), &[("part", "email")]);
        assert!(telecom(&portal).is_null());
        assert_eq!(texts(&portal, "SELECT email FROM account_holder WHERE username = 'maria'"), ["maria@example.com"]);
    }

    fn a_mobile_number_is_proved_by_a_text_and_becomes_the_number_for_codes_where_the_old_one_was(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        browser.post(MOBILE, &[("value", "541-555-0142")]);
        let first_text = portal.texts.next();
        assert_eq!(first_text.to, "+15415550142");
        browser.post(&format!("{MOBILE}/code"), &[("code", &digits(&first_text.body))]);
        assert_eq!(telecom(&portal)[1], json!({ "system": "phone", "value": "(541) 555-0142", "use": "mobile" }));
        assert_eq!(texts(&portal, "SELECT number FROM account_phone"), Vec::<String>::new(), "codes were not asked for");
        browser.post("/account/security/phone", &[("number", "541-555-0142")]);
        browser.post("/account/security/phone/code", &[("code", &texted_code(&portal))]);

        browser.post(MOBILE, &[("value", "541-555-0143")]);
        let code = texted_code(&portal);
        browser.post(&format!("{MOBILE}/code"), &[("code", &code)]);
        assert_eq!(texts(&portal, "SELECT number FROM account_phone"), ["+15415550143"]);
        let old = portal.texts.next();
        assert!(old.to == "+15415550142" && old.body.contains("changed or removed"), "{old:?}");
        assert!(portal.settle().iter().any(|mail| mail.to == ["maria@example.com"] && mail.text().contains("mobile phone number")));

        browser.post(&format!("{MOBILE}/remove"), &[]);
        assert_eq!(telecom(&portal).as_array().map(Vec::len), Some(1));
        assert_eq!(texts(&portal, "SELECT number FROM account_phone"), Vec::<String>::new());
    }

    fn a_number_that_takes_no_texts_waits_for_the_clinic_s_call(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut desk = at_desk(&portal);
        assert_eq!(browser.post(HOME_PHONE, &[("value", "541-555-0171")]).location(), "/settings/profile?saved=call");
        assert!(browser.get(PAGE).shows("We will call (541) 555-0171"));
        assert_eq!(telecom(&portal).as_array().map(Vec::len), Some(1), "not in the chart yet");
        let page = first(&mut desk);
        assert!(desk.get(&page).shows("Call it, and ask"));
        desk.post(&format!("{page}/accept"), &[]);
        assert_eq!(telecom(&portal)[1], json!({ "system": "phone", "value": "(541) 555-0171", "use": "home" }));

        browser.post(HOME_PHONE, &[("value", "541-555-0172")]);
        browser.post(HOME_PHONE, &[("value", "541-555-0173")]);
        let page = first(&mut desk);
        assert!(desk.get(&page).shows("(541) 555-0173"), "the last one that was asked for");
        desk.post(&format!("{page}/undo"), &[("part", "home-phone")]);
        assert_eq!(telecom(&portal)[1]["value"], "(541) 555-0171", "left out");
        browser.post(HOME_PHONE, &[("value", "541-555-0174")]);
        browser.post(&format!("{HOME_PHONE}/remove"), &[]);
        assert_eq!(telecom(&portal).as_array().map(Vec::len), Some(1));
        assert!(!browser.get(PAGE).shows("We will call"));
    }

    fn five_wrong_codes_end_it_and_a_code_lasts_ten_minutes(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        portal.settle();
        browser.post(EMAIL, &[("value", "mari@example.org")]);
        let code = digits(&portal.settle()[0].text());
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            browser.post(&format!("{EMAIL}/code"), &[("code", wrong)]);
        }
        assert_eq!(browser.post(&format!("{EMAIL}/code"), &[("code", wrong)]).location(), EMAIL);
        assert_eq!(browser.post(&format!("{EMAIL}/code"), &[("code", &code)]).location(), EMAIL, "it is over");

        browser.post(EMAIL, &[("value", "mari@example.org")]);
        let code = digits(&portal.settle()[0].text());
        portal.clock.advance(std::time::Duration::from_secs(9 * 60 + 59));
        assert_ne!(browser.post(&format!("{EMAIL}/code"), &[("code", wrong)]).location(), EMAIL);
        portal.clock.advance(std::time::Duration::from_secs(1));
        confirm(&portal, &mut browser);
        assert_eq!(browser.post(&format!("{EMAIL}/code"), &[("code", &code)]).location(), EMAIL);
        assert_eq!(telecom(&portal)[0]["value"], "maria@example.com");
    }

    fn what_is_no_address_or_is_there_already_or_takes_no_texts_is_said(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let now = portal.clock.now();
        let stopped = portal.db().wait(Access::Write, move |tx| {
            let number = Number::parse("541-555-0142").expect("a number");
            phone::say(tx, &number, Word::Stop, Source::Message("SM1"), now)
        });
        assert_eq!(stopped, Ok(true));
        for (page, typed, said) in [
            (EMAIL, "maria", "whole e-mail address"),
            (EMAIL, "maria@example.com", "This is the one that we have"),
            (MOBILE, "555", "whole number with its area code"),
            (MOBILE, "541-555-0142", "has stopped text messages"),
        ] {
            let answer = browser.post(page, &[("value", typed)]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.shows(said), "{said}: {}", answer.text());
        }
        assert_eq!(browser.post(&format!("{EMAIL}/remove"), &[]).status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/settings/profile/contact/race").status, StatusCode::NOT_FOUND);
    }

    fn who_changed_an_address_lately_does_not_prove_by_it_that_a_new_account_is_hers(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut grown = super::known_by_others();
        grown["address"] = json!([{ "use": "home", "postalCode": "97321" }]);
        portal.put(vec![grown]);
        portal.clock.advance(std::time::Duration::from_hours(40 * 24));
        browser.sign_in("/sign-in", "maria");
        change_email(&portal, &mut browser, "mari@example.org");
        portal.db().wait(Access::Write, |tx| {
            tx.execute("UPDATE account_holder SET chart = NULL WHERE username = 'maria'", &[]).map(drop)
        }).expect("an account that lost its chart");
        let claim = [
            ("given", "Maria"), ("family", "Alvarez"), ("birth_date", "1979-04-12"), ("sex", "female"),
            ("postal_code", "97321"), ("contact", "mari@example.org"), ("terms", "yes"),
        ];
        let is_sent_a_code = |portal: &Portal| {
            let mut stranger = portal.browser();
            stranger.get("/sign-up/request");
            stranger.post("/sign-up/request", &claim);
            portal.settle().iter().any(|mail| mail.to == ["mari@example.org"] && mail.text().contains("code"))
        };
        assert!(!is_sent_a_code(&portal), "the clinic looks at it");
        portal.clock.advance(std::time::Duration::from_hours(31 * 24));
        assert!(is_sent_a_code(&portal), "it is hers by now");
    }
}
