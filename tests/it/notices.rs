//! Notices: an import brings a result and its patient is told, once, by the ways and at the times that she chose; and what
//! could not leave is in the queue of those who run the portal.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use madrone::house;
use madrone::import::{Report, Summary, import};
use madrone_accounts::account;
use madrone_accounts::phone::{self, Source, Word};
use madrone_authz::Role;
use madrone_db::Access;
use madrone_harness::engines::TestDb;
use madrone_harness::{ScratchFolder, both_engines};
use madrone_i18n::Locale;
use madrone_notify::{Notice, mail, short, tell};
use madrone_phone::Number;
use madrone_ports::{Mail, Mailer, SendError};
use madrone_web::Event;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::portal::{Portal, texts};

const PAGE: &str = "/settings/notifications";
const QUEUE: &str = "/clinic/admin/queue";
const HOUR: Duration = Duration::from_hours(1);

/// A subject that a notice of a new result has.
const NEWS: &str = "There is something new in your record at";

both_engines! {
    fn an_import_tells_a_patient_of_her_new_results_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        let files = [("1.json", result("maria", "a", "2026-11-20")), ("2.json", result("maria", "b", "2026-11-21"))];
        assert_eq!(taken_in(&portal, &files).resources.created, 2);
        let mail = portal.mail.next();
        assert_eq!(mail.to, ["maria@example.com"]);
        assert!(mail.subject().contains(NEWS), "{}", mail.subject());
        let text = mail.text();
        assert!(text.contains(&format!("{}/results", portal.house.app.site.public_url)) && text.contains(PAGE), "{text}");
        for clinical in ["LDL", "cholesterol", "142", "result "] {
            assert!(!text.contains(clinical), "{text}");
        }
        assert_eq!(news(&portal), Vec::<String>::new(), "once for both files");
        assert_eq!(taken_in(&portal, &files).resources.unchanged, 2);
        assert_eq!(news(&portal), Vec::<String>::new(), "nothing is new about the same");
        taken_in(&portal, &[("3.json", result("maria", "c", "2026-11-22"))]);
        assert_eq!(news(&portal), ["maria@example.com"], "a later import is another occasion");
    }

    fn nobody_is_told_of_what_is_old_sensitive_not_there_yet_or_no_result(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut sensitive = result("maria", "sensitive", "2026-11-20");
        sensitive["meta"] = json!({ "security": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" }] });
        let mut registered = result("maria", "registered", "2026-11-20");
        registered["status"] = json!("registered");
        let mut vital = result("maria", "vital", "2026-11-20");
        vital["category"][0]["coding"][0]["code"] = json!("vital-signs");
        let files = [
            ("1.json", result("maria", "old", "2019-11-20")),
            ("2.json", sensitive),
            ("3.json", registered),
            ("4.json", vital),
            ("5.json", result("nobody", "unknown", "2026-11-20")),
        ];
        taken_in(&portal, &files);
        assert_eq!(news(&portal), Vec::<String>::new());
    }

    fn what_somebody_chose_is_kept_and_what_is_locked_cannot_be_switched_off(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let page = browser.get(PAGE);
        assert!(page.shows("name=\"record-results.email\" value=\"yes\" checked") && page.shows("Always"), "{}", page.text());
        assert!(!page.shows("identity-security.email"), "no box where there is nothing to choose: {}", page.text());
        let choice = [("quiet", "yes"), ("from", "22:30"), ("until", "06:00"), ("digest", "17"), ("zone", "Europe/Madrid")];
        let saved = browser.post(PAGE, &choice);
        assert_eq!(saved.location(), "/settings/notifications?saved=1", "{}", saved.text());
        let page = browser.get(saved.location());
        assert!(page.shows("Saved.") && !page.shows("name=\"record-results.email\" value=\"yes\" checked"), "{}", page.text());
        for kept in ["value=\"22:30\" selected", "value=\"06:00\" selected", "value=\"17\" selected", "value=\"Europe/Madrid\" selected"] {
            assert!(page.shows(kept), "{kept}: {}", page.text());
        }
        let wrong = browser.post(PAGE, &[("quiet", "yes"), ("from", "21:00"), ("until", "21:00"), ("record-results.email", "yes")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.shows("Choose two different times") && wrong.shows("name=\"record-results.email\" value=\"yes\" checked"));
        assert!(browser.get(PAGE).shows("value=\"22:30\" selected"), "nothing was changed");

        told(&portal, "maria", "1");
        assert_eq!(news(&portal), Vec::<String>::new(), "e-mail was switched off");
        assert!(!browser.get("/settings/notifications?lang=es").shows("notifications-"), "every word is there");
    }

    fn quiet_hours_hold_a_notice_back_until_they_end(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        choose(&portal, &[("quiet", "yes"), ("from", "08:00"), ("until", "10:30"), ("record-results.email", "yes")]);
        told(&portal, "maria", "1");
        portal.clock.advance(HOUR);
        assert_eq!(news(&portal), Vec::<String>::new(), "10:00 is quiet");
        portal.clock.advance(HOUR / 2);
        assert!(portal.mail.next().subject().contains(NEWS), "10:30 is not");
    }

    fn hours_chosen_after_a_notice_was_asked_for_hold_it_back_too(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        // It is asked for at nine, for ten.
        choose(&portal, &[("quiet", "yes"), ("from", "08:00"), ("until", "10:00"), ("record-results.email", "yes")]);
        told(&portal, "maria", "1");
        choose(&portal, &[("quiet", "yes"), ("from", "08:00"), ("until", "11:00"), ("record-results.email", "yes")]);
        portal.clock.advance(HOUR);
        assert_eq!(news(&portal), Vec::<String>::new(), "10:00 is quiet by now");
        portal.clock.advance(HOUR);
        assert!(portal.mail.next().subject().contains(NEWS));
    }

    fn a_digest_gathers_what_can_wait_into_one_mail_a_day(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        choose(&portal, &[("digest", "17"), ("record-results.email", "yes")]);
        for occasion in ["1", "2", "2"] {
            told(&portal, "maria", occasion);
        }
        assert_eq!(news(&portal), Vec::<String>::new(), "it is nine");
        portal.clock.advance(8 * HOUR);
        let mail = portal.mail.next();
        assert!(mail.subject().contains("News from"), "{}", mail.subject());
        let text = mail.text();
        assert_eq!(text.matches(NEWS).count(), 1, "said once: {text}");
        told(&portal, "maria", "2");
        portal.clock.advance(24 * HOUR);
        assert_eq!(news(&portal), Vec::<String>::new(), "it was in yesterday's");
    }

    fn text_messages_go_to_a_number_that_has_said_yes_and_to_no_other(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        assert!(browser.get(PAGE).shows("Text messages need a phone number") && browser.get(PAGE).shows("disabled"));
        says(&portal, &[Word::Notices, Word::Start]);
        assert!(!browser.get(PAGE).shows("Text messages need a phone number"));
        browser.post(PAGE, &[("record-results.sms", "yes")]);
        told(&portal, "maria", "1");
        let text = portal.texts.next();
        assert!(text.body.starts_with("Riverbend Clinic: there is something new") && text.body.ends_with("/results"), "{}", text.body);
        assert_eq!(news(&portal), Vec::<String>::new(), "no mail was wanted");
        says(&portal, &[Word::Stop]);
        told(&portal, "maria", "2");
        news(&portal);
        assert!(portal.texts.is_empty());
    }

    fn what_could_not_leave_is_tried_again_or_dropped_by_an_administrator(test: TestDb) {
        let portal = Portal::new(test);
        let mut admin = portal.browser();
        portal.staff(Role::Administrator);
        admin.sign_in("/clinic/sign-in", "administrator");
        assert!(admin.get(QUEUE).shows("Everything was sent"));
        let now = portal.clock.now();
        let lost = portal.db().wait(Access::Write, move |tx| {
            let payload = json!({ "account": "maria-secret", "event": "record-gone", "path": "/results" });
            madrone_jobs::enqueue(tx, "notify-mail", &payload, now)?;
            madrone_jobs::enqueue(tx, "of-another-version", &json!({}), now)
        });
        assert_eq!(lost, Ok(()));
        portal.settle();
        let page = admin.get(QUEUE);
        assert!(page.shows("Notices by e-mail") && page.shows("It was refused") && page.shows("Update the portal"), "{}", page.text());
        assert!(!page.shows("maria-secret"), "not whom it was for: {}", page.text());

        let again = admin.post("/clinic/admin/queue/notify-mail/again", &[("reason", "refused")]);
        assert_eq!(again.location(), "/clinic/admin/queue?done=again", "{}", again.text());
        portal.settle();
        assert!(admin.get(QUEUE).shows("Notices by e-mail"), "it was tried, and failed again");
        let ask = admin.get("/clinic/admin/queue/notify-mail/drop?reason=refused");
        assert!(ask.shows("cannot be undone"), "{}", ask.text());
        let dropped = admin.post("/clinic/admin/queue/notify-mail/drop", &[("reason", "refused")]);
        assert_eq!(dropped.location(), "/clinic/admin/queue?done=dropped");
        assert!(!admin.get(QUEUE).shows("Notices by e-mail"));
        let twice = admin.post("/clinic/admin/queue/notify-mail/drop", &[("reason", "refused")]);
        assert_eq!(twice.status, StatusCode::NOT_FOUND);
        assert_eq!(audited(&portal), ["drop-jobs jobs notify-mail refused: 1", "try-jobs-again jobs notify-mail refused: 1"]);
    }

    fn no_notice_says_more_than_who_writes_and_where_to_read(test: TestDb) {
        let portal = Portal::new(test);
        let app = &portal.house.app;
        assert!(!app.events().is_empty());
        for event in app.events() {
            assert!(app.topics().contains(&event.topic), "{} stands in no topic", event.name);
            for locale in Locale::BUILT_IN {
                let words = app.words(locale);
                let link = "https://portal.example.org/x";
                let mail = mail(app, &words, event, link, "maria@example.com".into());
                // A word that is given something else than the clinic's name shows its variable.
                for said in [mail.subject, mail.text, short(app, &words, event, link)] {
                    assert!(!said.contains("{ $") && !said.contains("{$") && !said.contains(event.name), "{locale:?}: {said}");
                    assert!(!said.contains("maria"), "{said}");
                }
            }
        }
        for topic in app.topics() {
            for locale in Locale::BUILT_IN {
                let words = app.words(locale);
                for key in [format!("{}-topic", topic.name), format!("{}-topic-hint", topic.name)] {
                    assert!(words.has(&key), "{locale:?} has no {key}");
                }
            }
        }
    }

    fn every_kind_of_work_has_a_name_that_administrators_read(test: TestDb) {
        let portal = Portal::new(test);
        let app = &portal.house.app;
        let nobody: Arc<dyn Mailer> = Arc::new(Nobody);
        let kinds: BTreeSet<&str> = house::jobs(app, &nobody).kinds().collect();
        assert!(kinds.len() > 10, "{kinds:?}");
        let words = app.words(Locale::En);
        let nameless: Vec<_> = kinds.iter().filter(|kind| !words.has(&format!("{kind}-job"))).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
    }
}

/// Sends nothing.
struct Nobody;

impl Mailer for Nobody {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        Ok(())
    }
}

/// A laboratory's value for a patient.
fn result(patient: &str, id: &str, day: &str) -> Value {
    json!({
        "resourceType": "Observation",
        "id": format!("{patient}-{id}"),
        "status": "final",
        "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
        "code": { "coding": [{ "system": "http://loinc.org", "code": "2089-1" }], "text": "LDL cholesterol" },
        "subject": { "reference": format!("Patient/{patient}") },
        "effectiveDateTime": day,
        "valueQuantity": { "value": 142, "unit": "mg/dL" }
    })
}

/// Imports these files, and lets the minute pass in which more of the same import is waited for.
fn taken_in(portal: &Portal, files: &[(&str, Value)]) -> Summary {
    let folder = ScratchFolder::new("notices");
    for (name, resource) in files {
        std::fs::write(folder.path().join(name), resource.to_string()).expect("a file");
    }
    let (mut failures, mut notes) = (Vec::new(), Vec::new());
    let report = Report::new(&mut failures, &mut notes);
    let summary = import(portal.db(), &[folder.path().to_owned()], 1, &portal.clock, report).expect("an import");
    assert!(failures.is_empty(), "{}", String::from_utf8_lossy(&failures));
    portal.clock.advance(Duration::from_mins(1));
    summary
}

/// To whom notices went until every job before now was done, and what those jobs asked for.
fn news(portal: &Portal) -> Vec<String> {
    let mails = portal.settle().into_iter().chain(portal.settle());
    mails
        .filter(|mail| mail.subject().contains(NEWS) || mail.subject().contains("News from"))
        .flat_map(|mail| mail.to)
        .collect()
}

/// Something happens to somebody's record.
pub(crate) fn told(portal: &Portal, chart: &'static str, occasion: &'static str) {
    let app = Arc::clone(&portal.house.app);
    let event: &'static Event = app.events()[0];
    let asked = portal.db().wait(Access::Write, move |tx| {
        let account = account::by_chart(tx, chart)?.expect("an account");
        let notice = Notice {
            account: &account.id,
            event,
            occasion,
            path: "/results",
        };
        tell(&app, tx, notice, app.clock.now())
    });
    assert_eq!(asked, Ok(()));
}

/// The owner of Maria's number says this.
fn says(portal: &Portal, said: &'static [Word]) {
    let now = portal.clock.now();
    let kept = portal.db().wait(Access::Write, move |tx| {
        let account = account::by_chart(tx, "maria")?.expect("an account");
        let number = Number::parse("541-555-0142").expect("a number");
        phone::set(tx, &account.id, (&number, false), now)?;
        for word in said {
            phone::say(tx, &number, *word, Source::Provider, now)?;
        }
        Ok::<_, madrone_db::Error>(())
    });
    assert_eq!(kept, Ok(()));
}

/// Maria chooses.
fn choose(portal: &Portal, choice: &[(&str, &str)]) {
    let mut browser: Browser<'_> = portal.browser();
    browser.sign_in("/sign-in", "maria");
    browser.get(PAGE);
    assert_eq!(browser.post(PAGE, choice).location(), "/settings/notifications?saved=1");
}

/// What the administrator did to the queue.
fn audited(portal: &Portal) -> Vec<String> {
    let sql = "SELECT action || ' ' || target FROM authz_audit WHERE action LIKE '%jobs%' ORDER BY action";
    texts(portal, sql)
}
