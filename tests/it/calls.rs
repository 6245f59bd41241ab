//! Codes that a call reads out, for telephones that take no text messages.

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::{Answer, Browser};
use crate::portal::{PASSWORD, Portal, digits, texts};

const PAGE: &str = "/account/security/phone";
const CODE: &str = "/account/security/phone/code";
const NUMBER: &str = "+15415550142";

both_engines! {
    fn a_code_that_a_call_read_out_signs_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_landline(&portal);
        let words = texts(&portal, "SELECT word || ' ' || wording FROM account_word");
        assert_eq!(words, ["codes phone-consent-calls 1"], "notices come by text only, so none were asked for");

        let mut browser = portal.browser();
        let page = password(&mut browser);
        assert!(page.shows("We are calling ••• ••42") && !page.shows("555-0142"), "{}", page.text());
        let read = portal.texts.next();
        assert!(read.to == NUMBER && read.callback.is_empty(), "{read:?}");
        assert!(read.body.contains("<Say language=\"en-US\" loop=\"2\">This is Riverbend Clinic. Your code is: "), "{}", read.body);
        let again = browser.post("/sign-in/resend", &[("way", "call")]);
        assert_eq!(again.location(), "/sign-in/verify", "{}", again.text());
        let code = read_out(&portal);
        assert_eq!(browser.post("/sign-in/verify", &[("way", "call"), ("code", &code)]).location(), "/home");
    }

    fn a_landline_is_called_and_gets_no_text_messages(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = with_landline(&portal);
        let page = browser.get(PAGE);
        assert!(page.shows("We call this phone and read codes out.") && !page.shows("/account/security/phone/notices"), "{}", page.text());
        assert!(browser.get("/settings/notifications").shows("Text messages need a phone number"));
        browser.get(PAGE);
        assert_eq!(browser.post("/account/security/phone/notices", &[]).location(), PAGE);
        browser.get("/account/password");
        browser.post("/account/password", &[("current", PASSWORD), ("password", "copper-meadow-violin-7")]);
        portal.settle();
        assert!(portal.texts.is_empty());
    }

    fn whoever_stopped_text_messages_may_still_be_called(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let stop = "INSERT INTO account_word (number, word, source, said) VALUES ('+15415550142', 'stop', 'provider', 1)";
        let stopped = portal.db().wait(madrone_db::Access::Write, move |tx| tx.execute(stop, &[]).map(drop));
        assert_eq!(stopped, Ok::<_, madrone_db::Error>(()));
        browser.get(PAGE);
        assert!(browser.post(PAGE, &[("number", NUMBER), ("by", "text")]).shows("has stopped text messages"));
        let wrong = browser.post(PAGE, &[("number", "541"), ("by", "call")]);
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.shows("value=\"call\" checked"), "{}", wrong.text());
        assert_eq!(browser.post(PAGE, &[("number", NUMBER), ("by", "call")]).location(), CODE);
        assert_eq!(browser.post(CODE, &[("code", &read_out(&portal))]).location(), "/account/security?done=phone");
        let page = browser.get("/account/security");
        assert!(page.shows("We call (541) 555-0142") && !page.shows("You stopped"), "{}", page.text());
        assert!(!browser.get(PAGE).shows("You stopped text messages"));
    }

    fn a_call_that_is_refused_is_given_up_and_mail_is_left(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Administrator);
        with_landline(&portal);
        portal.texts.refuse(NUMBER, 400, 21_211);
        let mut browser = portal.browser();
        password(&mut browser);
        portal.settle();
        let mut administrator = portal.browser();
        administrator.sign_in("/clinic/sign-in", "administrator");
        let queue = administrator.get("/clinic/admin/queue");
        assert!(queue.shows("the number does not exist"), "{}", queue.text());
        browser.get("/sign-in/verify");
        browser.post("/sign-in/resend", &[("way", "email")]);
        let code = portal.next_code();
        assert_eq!(browser.post("/sign-in/verify", &[("way", "email"), ("code", &code)]).location(), "/home");
        assert!(browser.get(PAGE).shows("Our last call failed: there is no such number"), "{}", browser.get(PAGE).text());
    }

    fn the_clinics_staff_are_not_called(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        assert_eq!(nurse.post(PAGE, &[("number", NUMBER), ("by", "call")]).status, StatusCode::NOT_FOUND);
        assert!(portal.texts.is_empty());
    }

    fn a_site_that_has_no_number_to_call_from_offers_no_calls(test: TestDb) {
        let service = "MG00000000000000000000000000000001";
        let portal = Portal::with(test, &[("MADRONE_TEXT_MESSAGES__FROM", service)]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let page = browser.get(PAGE);
        assert!(page.shows("name=\"number\"") && !page.shows("name=\"by\""), "{}", page.text());
    }
}

/// Maria's browser, and a landline for her codes.
fn with_landline(portal: &Portal) -> Browser<'_> {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    let page = browser.get(PAGE);
    assert!(
        page.shows("value=\"text\" checked"),
        "texts are the usual way: {}",
        page.text()
    );
    let form = [("number", "541-555-0142"), ("by", "call"), ("notices", "yes")];
    assert_eq!(browser.post(PAGE, &form).location(), CODE);
    let page = browser.get(CODE);
    assert!(page.shows("We are calling (541) 555-0142"), "{}", page.text());
    let answer = browser.post(CODE, &[("code", &read_out(portal))]);
    assert_eq!(answer.location(), "/account/security?done=phone", "{}", answer.text());
    browser
}

/// The code of the next call.
fn read_out(portal: &Portal) -> String {
    digits(&portal.texts.next().body.replace(", ", ""))
}

fn password(browser: &mut Browser<'_>) -> Answer {
    browser.get("/sign-in");
    let answer = browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
    assert_eq!(answer.location(), "/sign-in/verify", "{}", answer.text());
    browser.get("/sign-in/verify")
}
