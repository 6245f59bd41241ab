//! Who has seen my record: the audit as its patient reads it.

use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::{Actor, Role, audit};
use madrone_db::Access;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::browser::Browser;
use crate::portal::Portal;

const PAGE: &str = "/access-log";

both_engines! {
    fn a_patient_reads_who_looked_at_what_and_nobody_elses_record(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        portal.staff(Role::Clinician);
        let mut clinician = portal.browser();
        clinician.sign_in("/clinic/sign-in", "clinician");
        assert_eq!(clinician.get("/clinic/patients/maria").status, StatusCode::OK);
        let mut maria = signed_in(&portal, "maria");
        let page = maria.get(PAGE);
        assert!(page.shows("Clinician Alvarez") && page.shows("Clinician at the clinic"), "{}", page.text());
        assert!(page.shows("Thursday, November 26, 2026") && page.shows("Looked at: personal information"), "{}", page.text());
        let clinic = maria.get("/access-log?who=clinic");
        assert!(clinic.shows("Clinician Alvarez") && !clinic.shows("row-title\">You<"), "{}", clinic.text());
        // One's own looks may trail by a moment.
        let own = (0..2000).map(|_| maria.get("/access-log?who=you")).find(|page| page.shows("row-title\">You<"));
        assert!(!own.expect("she has looked herself").shows("Clinician Alvarez"));
        let walter = signed_in(&portal, "walter").get(PAGE);
        assert!(!walter.shows("Clinician Alvarez") && !walter.shows("Maria"), "{}", walter.text());
        assert!(!maria.get("/access-log?lang=es").shows("accesslog-"), "every word is there");
    }

    fn a_refusal_is_on_the_list(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.staff(Role::Administrator);
        let stranger = audit::Entry {
            actor: Actor::Anonymous,
            ..entry(&portal, "", "results", false)
        };
        looked(&portal, vec![entry(&portal, "Ana Ruiz", "results", false), stranger]);
        let mut maria = signed_in(&portal, "maria");
        let all = maria.get(PAGE);
        assert!(all.shows("Somebody who had not signed in") && !all.shows("The portal itself"), "{}", all.text());
        let page = maria.get("/access-log?who=clinic");
        assert!(page.shows("Ana Ruiz") && page.shows("Refused") && page.shows("Looked at: test results"), "{}", page.text());
    }

    fn a_visit_of_several_pages_is_one_line_and_one_after_a_pause_another(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let at_once: Vec<_> = ["results", "medications", "results"].map(|area| entry(&portal, "Ana Ruiz", area, true)).into();
        looked(&portal, at_once);
        portal.clock.advance(Duration::from_mins(20));
        looked(&portal, vec![entry(&portal, "Ana Ruiz", "visits", true)]);
        portal.clock.advance(Duration::from_mins(31));
        looked(&portal, vec![entry(&portal, "Ana Ruiz", "visits", true)]);
        let page = signed_in(&portal, "maria").get("/access-log?who=clinic");
        assert_eq!(page.text().matches("Ana Ruiz").count(), 2, "{}", page.text());
        assert!(page.shows("Looked at: visits, test results, medicines"), "{}", page.text());
        assert!(page.shows("9:00\u{202f}AM to 9:20\u{202f}AM") || page.shows("9:00 AM to 9:20 AM"), "{}", page.text());
    }

    fn a_long_record_is_read_page_by_page_and_by_its_days(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        for day in 0..3 {
            looked(&portal, (0..90).map(|number| entry(&portal, &format!("Nurse {day}-{number}"), "results", true)).collect());
            portal.clock.advance(Duration::from_hours(24));
        }
        let mut maria = signed_in(&portal, "maria");
        let first = maria.get("/access-log?who=clinic");
        assert!(first.shows("Nurse 2-89") && !first.shows("Nurse 0-0<"), "the newest first");
        let text = first.text();
        let older = text.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|href| href.contains("before="));
        let last = maria.get(&older.expect("a way on").replace("&#38;", "&").replace("&amp;", "&"));
        assert!(last.shows("Nurse 0-0<") && !last.shows("Nurse 2-89") && last.shows("Newest"), "{}", last.text());
        let day = maria.get("/access-log?who=clinic&from=2026-11-27&until=2026-11-27");
        assert!(day.shows("Nurse 1-0<") && !day.shows("Nurse 0-0<") && !day.shows("Nurse 2-0<"), "{}", day.text());
        assert!(day.shows("value=\"2026-11-27\""), "what was asked stands in the form");
        let none = maria.get("/access-log?from=2020-01-01&until=2020-01-02");
        assert!(none.shows("Nothing like that") && !none.shows("Download"), "{}", none.text());
    }

    fn the_list_is_downloaded_as_a_table_that_calculates_nothing(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        looked(&portal, vec![entry(&portal, "=1+1 \"Ana\"", "results", true)]);
        let answer = signed_in(&portal, "maria").get("/access-log/download?who=clinic");
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert!(answer.header("content-disposition").contains("access-log.csv"));
        let lines = "\"When\",\"Name\",\"Who that is\",\"What\",\"Outcome\"\r\n\
                     \"2026-11-26 09:00:00 -0800\",\"'=1+1 \"\"Ana\"\"\",\"Nurse at the clinic\",\"Looked at: test results\",\"Allowed\"\r\n";
        assert_eq!(answer.text(), lines);
    }

    fn what_looks_strange_is_asked_once_and_answered_by_the_privacy_officer(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        portal.account("privacy", Some(Role::Records), None);
        portal.account("desk", Some(Role::FrontDesk), None);
        looked(&portal, vec![entry(&portal, "Ana Ruiz", "results", true)]);
        let (mut maria, mut walter) = (signed_in(&portal, "maria"), signed_in(&portal, "walter"));
        let page = maria.get("/access-log?who=clinic").text();
        let from = page.find("/access-log/entries/").expect("a way to ask");
        let about: String = page[from..].chars().take_while(|c| *c != '"').collect();
        assert!(maria.get(&about).shows("Ana Ruiz, Nurse at the clinic"));
        assert_eq!(walter.get(&about).status, StatusCode::NOT_FOUND, "it is not about his record");
        maria.get(&about);
        for _ in 0..2 {
            assert_eq!(maria.post(&about, &[("note", "Who is Xavier?")]).location(), about);
        }
        assert!(maria.get(&about).shows("You asked the clinic about this"));
        let mut privacy = portal.browser();
        privacy.sign_in("/clinic/sign-in", "privacy");
        let list = privacy.get("/clinic/access-reports").text();
        assert_eq!(list.matches("Who is Xavier?").count(), 1, "sent twice, it is one: {list}");
        let from = list.find("/clinic/access-reports/").expect("a question");
        let report: String = list[from..].chars().take_while(|c| *c != '"').collect();
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "desk");
        assert_eq!((desk.get("/clinic/access-reports").status, desk.get(&report).status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let page = privacy.get(&report);
        assert!(page.shows("Ana Ruiz, Nurse at the clinic") && page.shows("Maria"), "{}", page.text());
        assert!(privacy.post(&report, &[("do", "explained")]).shows("Write an answer"));
        let answer = [("note", "She covered for your nurse."), ("do", "explained")];
        assert_eq!(privacy.post(&report, &answer).location(), "/clinic/access-reports?said=explained");
        assert!(privacy.get("/clinic/access-reports").shows("Nothing waits"));
        assert_eq!(privacy.post(&report, &[("note", "No."), ("do", "wrong")]).location(), "/clinic/access-reports");
        let mails = portal.settle();
        assert!(mails.iter().any(|mail| mail.to == ["maria@example.com"] && mail.text().contains("read the answer")), "{mails:?}");
        let page = maria.get(&about);
        assert!(page.shows("found nothing wrong") && page.shows("She covered for your nurse."), "{}", page.text());
    }
}

fn signed_in<'p>(portal: &'p Portal, who: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", who);
    browser
}

/// A nurse of this name looks at a part of Maria's chart.
fn entry(portal: &Portal, name: &str, area: &'static str, allowed: bool) -> audit::Entry {
    audit::Entry {
        at: portal.clock.now(),
        request: String::new(),
        actor: Actor::Staff {
            account: name.to_owned(),
            name: name.to_owned(),
            role: Role::Nurse,
        },
        action: "view",
        area,
        patient: Some("maria".to_owned()),
        target: String::new(),
        allowed,
    }
}

fn looked(portal: &Portal, entries: Vec<audit::Entry>) {
    let written = portal.db().wait(Access::Write, move |tx| audit::write(tx, &entries));
    assert_eq!(written, Ok::<_, madrone_db::Error>(()));
}
