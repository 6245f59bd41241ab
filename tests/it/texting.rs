//! Text messages: codes by them, through a sender on the wire, and what the sender tells of replies and of delivery.

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_harness::twilio::{Text, signature};

use crate::browser::{Answer, Browser};
use crate::portal::{PASSWORD, Portal, digits, texted_code, texts};

const PAGE: &str = "/account/security/phone";
const NEWS: &str = "/hooks/text-messages";
const NUMBER: &str = "+15415550142";

both_engines! {
    fn a_code_by_text_message_signs_in(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        set_up(&portal, &mut browser, "(541) 555-0142", false);
        assert!(browser.get(PAGE).shows("(541) 555-0142"));
        assert!(portal.mail.next().text().contains("A phone number for codes"), "told by mail");

        let mut other = portal.browser();
        let page = password(&mut other);
        assert!(page.shows("We texted a code to ••• ••42") && !page.shows("555-0142"), "{}", page.text());
        let text = portal.texts.next();
        assert_eq!(text.to, NUMBER);
        assert!(text.body.starts_with("Riverbend Clinic: "), "{}", text.body);
        let code = digits(&text.body);
        assert!(text.body.ends_with(&format!("@127.0.0.1 #{code}")), "bound to the site: {}", text.body);
        assert_eq!(other.post("/sign-in/verify", &[("way", "sms"), ("code", &code)]).location(), "/home");
        assert_eq!(other.get("/home").status, StatusCode::OK);
    }

    fn a_code_fits_only_the_way_that_it_was_sent_by(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        let mut browser = portal.browser();
        password(&mut browser);
        let texted = texted_code(&portal);
        assert_ne!(browser.post("/sign-in/verify", &[("way", "email"), ("code", &texted)]).location(), "/home");
        browser.post("/sign-in/resend", &[("way", "email")]);
        let mailed = portal.next_code();
        assert_ne!(browser.post("/sign-in/verify", &[("way", "sms"), ("code", &mailed)]).location(), "/home");
        assert_ne!(browser.post("/sign-in/verify", &[("way", "sms"), ("code", &texted)]).location(), "/home", "replaced");
        assert_eq!(browser.post("/sign-in/verify", &[("way", "email"), ("code", &mailed)]).location(), "/home");
    }

    fn a_number_counts_once_its_code_was_typed_and_five_wrong_ones_end_it(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for wrong in ["555-0142", "541-555-014", "maria@example.com", ""] {
            let page = ask(&mut browser, wrong, false);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.shows("Write the whole number"), "{wrong}: {}", page.text());
        }
        ask(&mut browser, "541-555-0142", false);
        let right = texted_code(&portal);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for left in (1..5).rev() {
            let page = browser.post("/account/security/phone/code", &[("code", wrong)]);
            assert!(page.shows(&if left == 1 { "You have one try left".to_owned() } else { format!("{left} tries left") }), "{}", page.text());
        }
        assert_eq!(browser.post("/account/security/phone/code", &[("code", wrong)]).location(), "/account/security/phone?new=1");
        assert_eq!(browser.post("/account/security/phone/code", &[("code", &right)]).location(), "/account/security/phone?new=1", "it is over");
        assert_eq!(texts(&portal, "SELECT number FROM account_phone"), Vec::<String>::new());
        let words = texts(&portal, "SELECT word || ' ' || source || ' ' || wording || ' ' || locale FROM account_word");
        assert_eq!(words, ["codes page phone-consent 1 en"], "what was agreed to, and where");
    }

    fn whoever_takes_another_number_has_the_old_one_told(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        set_up(&portal, &mut browser, "541-555-0142", false);
        set_up(&portal, &mut browser, "+44 20 7946 0958", false);
        let told = portal.texts.next();
        assert!(told.to == NUMBER && told.body.contains("no longer to this one"), "{told:?}");
        assert!(browser.get(PAGE).shows("+442079460958"));
    }

    fn stop_ends_messages_is_confirmed_once_and_leads_to_the_mailed_code(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        assert!(says(&portal, "SM1", "Stop.").shows("you will get no more text messages"));
        assert!(!says(&portal, "SM2", "STOPALL").shows("<Message>"), "confirmed once");
        let mut browser = portal.browser();
        assert!(password(&mut browser).shows("We sent a code to m"), "by mail");
        let code = portal.next_code();
        assert_eq!(browser.post("/sign-in/verify", &[("code", &code)]).location(), "/home", "nobody is locked out");
        assert!(browser.get("/account/security").shows("You stopped text messages"));
        assert!(browser.get(PAGE).shows("To get texts again, text START"));
        assert!(ask(&mut browser, "541-555-0142", false).shows("has stopped text messages"), "only the phone itself can");
        assert!(portal.texts.is_empty());

        assert!(says(&portal, "SM3", "start").shows("you get text messages from us again"));
        let mut again = portal.browser();
        assert!(password(&mut again).shows("We texted a code"));
        assert_eq!(again.post("/sign-in/verify", &[("way", "sms"), ("code", &texted_code(&portal))]).location(), "/home");
    }

    fn a_word_in_spanish_is_understood_and_answered_in_spanish(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        assert!(says(&portal, "SM1", "¡ALTO!").shows("ya no recibirá mensajes"));
        assert!(says(&portal, "SM2", "ayuda").shows("Si necesita ayuda, llame al 541-555-0100"));
        assert!(!says(&portal, "SM3", "me duele el pecho").shows("<Message>"), "whoever has stopped us hears no more");
    }

    fn notices_need_a_yes_from_the_phone_itself(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        set_up(&portal, &mut browser, "541-555-0142", true);
        let asked = portal.texts.next();
        assert!(asked.body.contains("Answer YES") && asked.body.contains("STOP to end"), "{}", asked.body);
        assert!(browser.get(PAGE).shows("Answer YES from the phone"));
        assert!(says(&portal, "SM1", "Yes").shows("notices now come to this phone"));
        assert!(browser.get(PAGE).shows("Notices come to this phone"));
    }

    fn what_else_somebody_writes_is_answered_with_whom_to_call_and_not_kept(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        let answer = says(&portal, "SM1", "My chest hurts <b>since</b> noon");
        assert!(answer.shows("nobody reads answers") && answer.shows("call 911") && answer.shows("541-555-0100"), "{}", answer.text());
        assert_eq!(answer.header("content-type"), "text/xml");
        for sql in ["SELECT word FROM account_word WHERE source = 'message'", "SELECT payload FROM job_queue WHERE payload LIKE '%chest%'"] {
            assert_eq!(texts(&portal, sql), Vec::<String>::new());
        }
    }

    fn nobody_but_the_provider_is_believed(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        let form = [("MessageSid", "SM1"), ("From", NUMBER), ("Body", "STOP")];
        let address = format!("{}{NEWS}", portal.house.app.site.public_url);
        for signed in [
            None,
            Some("AAAA".to_owned()),
            Some(signature(&address, &[("MessageSid", "SM1"), ("From", NUMBER), ("Body", "START")])),
            Some(signature("https://evil.example/hooks/text-messages", &form)),
        ] {
            let mut stranger = portal.browser();
            stranger.headers = signed.map(|signed| ("x-twilio-signature", signed)).into_iter().collect();
            stranger.headers.push(("host", "evil.example".into()));
            assert_eq!(stranger.post_without_token(NEWS, &form).status, StatusCode::NOT_FOUND);
        }
        assert_eq!(texts(&portal, "SELECT word FROM account_word WHERE source = 'message'"), Vec::<String>::new());
    }

    fn a_message_that_does_not_arrive_is_said_on_the_page(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let sent = with_number(&portal);
        let mut browser = portal.browser();
        sign_in_by_text(&portal, &mut browser);
        assert_eq!(sent.callback, format!("{}{NEWS}", portal.house.app.site.public_url));
        delivery(&portal, &sent.id, &[("MessageStatus", "delivered")]);
        assert!(!browser.get(PAGE).shows("did not arrive"));
        let last = texts(&portal, "SELECT id FROM notify_text ORDER BY sent DESC, id DESC LIMIT 1");
        delivery(&portal, &last[0], &[("MessageStatus", "undelivered"), ("ErrorCode", "30006")]);
        assert!(browser.get(PAGE).shows("takes no text messages"), "{}", browser.get(PAGE).text());
    }

    fn a_number_that_the_carrier_blocks_counts_as_stopped_and_the_mail_is_left(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        portal.texts.refuse(NUMBER, 400, 21610);
        // What its page shows depends on whether the carrier has answered by then.
        password(&mut portal.browser());
        portal.settle();
        let mut again = portal.browser();
        assert!(password(&mut again).shows("We sent a code to m"), "{}", again.get("/sign-in/verify").text());
    }

    fn a_lost_username_comes_to_the_phone_and_a_lost_password_too_where_that_is_asked_for(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        with_number(&portal);
        let mut stranger = portal.browser();
        stranger.get("/recover/username");
        assert!(stranger.post("/recover/username", &[("who", "555-0142")]).shows("Type your whole e-mail address"));
        assert_eq!(stranger.post("/recover/username", &[("who", "541 555 0142")]).location(), "/recover/username/sent");
        let text = portal.texts.next();
        assert!(text.to == NUMBER && text.body.contains("you sign in with maria"), "{text:?}");

        stranger.get("/recover/password");
        assert_eq!(stranger.post("/recover/password", &[("who", "maria"), ("by", "sms")]).location(), "/recover/password/sent");
        let link = portal.texts.next().body;
        let path = link.split("/recover/").nth(1).and_then(|rest| rest.split(' ').next()).expect("a link");
        let code = path.split("code=").nth(1).expect("a code");
        stranger.get(&format!("/recover/{path}"));
        let answer = stranger.post("/recover/new-password", &[("code", code), ("password", "violet tandem harbor 52")]);
        assert_eq!(answer.location(), "/recover/done", "{}", answer.text());
        assert!(portal.texts.next().body.contains("your password was changed"), "told on every channel");
        let told = std::iter::repeat_with(|| portal.mail.next()).find(|mail| mail.subject().contains("password was changed"));
        assert_eq!(told.map(|mail| mail.to), Some(vec!["maria@example.com".to_owned()]));

        stranger.get("/recover/password");
        stranger.post("/recover/password", &[("who", "walter"), ("by", "sms")]);
        assert_eq!(portal.mail.next().to, ["walter@example.com"], "whoever has no number gets a mail");
        assert!(portal.texts.is_empty());
    }

    fn an_unknown_number_gets_the_same_answer_and_nobody_a_message(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        with_number(&portal);
        let mut stranger = portal.browser();
        stranger.get("/recover/username");
        assert_eq!(stranger.post("/recover/username", &[("who", "541-555-0143")]).location(), "/recover/username/sent");
        portal.settle();
        assert!(portal.texts.is_empty());
    }

    fn the_clinics_staff_have_no_codes_by_text_message(test: TestDb) {
        let portal = Portal::new(test);
        portal.staff(Role::Nurse);
        let mut nurse = portal.browser();
        nurse.sign_in("/clinic/sign-in", "nurse");
        assert!(!nurse.get("/account/security").shows("Codes by phone"));
        assert_eq!(nurse.get(PAGE).status, StatusCode::NOT_FOUND);
        assert_eq!(nurse.post(PAGE, &[("number", "541-555-0142")]).status, StatusCode::NOT_FOUND);
    }

    fn a_strangers_phone_does_not_ring_all_day(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SECURITY__CODES_PER_ACCOUNT", "3")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let statuses: Vec<StatusCode> = (0..4).map(|_| ask(&mut browser, "541-555-0142", false).status).collect();
        assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    }
}

/// Asks for a code to a number.
fn ask(browser: &mut Browser<'_>, number: &str, notices: bool) -> Answer {
    browser.get("/account/security/phone?new=1");
    let notices = if notices { "yes" } else { "" };
    browser.post(PAGE, &[("number", number), ("notices", notices)])
}

/// Sets a number up; the message with the code.
fn set_up(portal: &Portal, browser: &mut Browser<'_>, number: &str, notices: bool) -> Text {
    assert_eq!(ask(browser, number, notices).location(), "/account/security/phone/code");
    let text = portal.texts.next();
    browser.get("/account/security/phone/code");
    let answer = browser.post("/account/security/phone/code", &[("code", &digits(&text.body))]);
    assert_eq!(answer.location(), "/account/security?done=phone", "{}", answer.text());
    text
}

/// Maria has a number; the message with its code.
fn with_number(portal: &Portal) -> Text {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    set_up(portal, &mut browser, "541-555-0142", false)
}

fn password(browser: &mut Browser<'_>) -> Answer {
    browser.get("/sign-in");
    let answer = browser.post("/sign-in", &[("username", "maria"), ("password", PASSWORD)]);
    assert_eq!(answer.location(), "/sign-in/verify", "{}", answer.text());
    browser.get("/sign-in/verify")
}

fn sign_in_by_text(portal: &Portal, browser: &mut Browser<'_>) {
    password(browser);
    let answer = browser.post("/sign-in/verify", &[("way", "sms"), ("code", &texted_code(portal))]);
    assert_eq!(answer.location(), "/home", "{}", answer.text());
}

/// The provider tells, signed as it signs.
fn told(portal: &Portal, form: &[(&str, &str)]) -> Answer {
    let address = format!("{}{NEWS}", portal.house.app.site.public_url);
    let mut provider = portal.browser();
    provider.headers = vec![("x-twilio-signature", signature(&address, form))];
    let answer = provider.post_without_token(NEWS, form);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer
}

/// Somebody answers from Maria's phone.
fn says(portal: &Portal, id: &str, text: &str) -> Answer {
    told(portal, &[("MessageSid", id), ("From", NUMBER), ("Body", text)])
}

fn delivery(portal: &Portal, id: &str, more: &[(&str, &str)]) {
    told(portal, &[&[("MessageSid", id)], more].concat());
}
