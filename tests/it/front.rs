//! The front door: frames, languages, failures, headers, forms.

use axum::http::StatusCode;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::portal::{PASSWORD, Portal};

both_engines! {
    fn a_stranger_sees_the_welcome_page_and_a_patient_is_led_home(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(browser.get("/").shows("Welcome to Riverbend Clinic"));
        browser.sign_in("/sign-in", "maria");
        assert_eq!(browser.get("/").location(), "/home");
    }

    fn home_greets_by_the_given_name_in_the_readers_language(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let home = browser.sign_in("/sign-in", "maria");
        assert!(home.shows("Good morning, Maria"), "{}", home.text());
        assert!(home.shows("Thursday, November 26, 2026"), "{}", home.text());
        let home = browser.follow("/home?lang=es");
        assert!(home.shows("lang=\"es\"") && home.shows("Buenos días, Maria"), "{}", home.text());
        assert!(browser.get("/home").shows("Buenos días"), "the choice is remembered");
    }

    fn switching_the_language_keeps_the_page_and_its_query(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        let page = browser.get("/sign-in?next=%2Fresults");
        assert!(page.shows("/sign-in?next=%2Fresults&#38;lang=es"), "{}", page.text());
        assert_eq!(browser.get("/sign-in?next=%2Fresults&lang=es").location(), "/sign-in?next=%2Fresults");
        assert_eq!(browser.get("//evil.example/?lang=es").location(), "/evil.example/");
    }

    fn a_translation_of_the_terms_says_which_text_counts_and_whether_it_was_reviewed(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        assert!(browser.get("/terms").shows("the English text counts"));
        let spanish = browser.follow("/terms?lang=es");
        assert!(spanish.shows("Ningún traductor ha revisado todavía este texto"), "{}", spanish.text());
    }

    fn the_browsers_language_is_spoken_where_none_was_chosen(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        browser.headers.push(("accept-language", "es-MX,es;q=0.9,en;q=0.5".into()));
        assert!(browser.get("/sign-in").shows("Nombre de usuario"));
    }

    fn a_page_that_is_not_there_says_so_and_leads_on(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        let page = browser.get("/nowhere");
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.shows("This page is not here") && page.shows("href=\"/sign-in\""));
        browser.sign_in("/sign-in", "maria");
        let page = browser.get("/nowhere");
        assert!(page.shows("Maria Alvarez") && page.shows("href=\"/home\""), "it stands in her own frame");
    }

    fn every_page_carries_the_headers_that_keep_it_safe(test: TestDb) {
        let portal = Portal::new(test);
        let page = portal.browser().get("/sign-in");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("strict-transport-security"), "", "plain HTTP promises nothing");
        assert_eq!(page.header("x-request-id").len(), 36);
        assert!(!page.shows("style=\"") && !page.shows("onclick"));
    }

    fn over_tls_cookies_are_bound_to_the_host_and_browsers_stay_on_tls(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_SERVER__PUBLIC_URL", "https://portal.example.com")]);
        portal.patient("maria");
        let mut browser = portal.browser();
        assert!(browser.get("/sign-in").header("strict-transport-security").starts_with("max-age=63072000"));
        browser.sign_in("/sign-in", "maria");
        assert!(browser.cookie("__Host-madrone").is_some() && browser.cookie("madrone").is_none());
    }

    fn a_form_that_is_not_ours_is_refused_and_does_nothing(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.get("/sign-in");
        let form = [("username", "maria"), ("password", PASSWORD)];
        let answer = browser.post_without_token("/sign-in", &form);
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.shows("This form was open too long"));
        browser.headers.push(("sec-fetch-site", "cross-site".into()));
        assert_eq!(browser.post("/sign-in", &form).status, StatusCode::FORBIDDEN);
        assert!(portal.mail.poll().is_none(), "no code was sent");
    }

    fn another_browsers_token_does_not_fit(test: TestDb) {
        let portal = Portal::new(test);
        let (mut mine, mut theirs) = (portal.browser(), portal.browser());
        theirs.get("/sign-in");
        let page = mine.get("/sign-in").text();
        let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let answer = theirs.post_without_token("/sign-in", &[("csrf", &token), ("username", "x"), ("password", "y")]);
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }

    fn built_files_are_found_compressed_and_kept_for_ever(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = portal.browser();
        let page = browser.get("/sign-in").text();
        let css = page.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.starts_with("/assets/app-") && href.contains(".css")).unwrap().to_owned();
        browser.headers.push(("accept-encoding", "br".into()));
        let file = browser.get(&css);
        assert_eq!((file.status, file.header("content-encoding")), (StatusCode::OK, "br"));
        assert!(file.header("cache-control").contains("immutable"));
        assert_eq!(browser.get("/assets/nothing.css").status, StatusCode::NOT_FOUND);
    }

    fn monitors_get_their_answers_and_no_names(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        assert_eq!(browser.get("/healthz").text(), "ok\n");
        assert_eq!(browser.get("/readyz").text(), "ready\n");
        let metrics = browser.get("/metrics");
        assert!(!metrics.shows("maria"));
    }
}
