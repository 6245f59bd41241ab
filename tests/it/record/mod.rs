//! The health record, read by those it is about and by the clinic.

mod chart;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_fhir::ResourceType;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use serde_json::{Value, json};

pub(crate) use chart::chart;
use chart::{lab, ldl, left_out_of_other_lists, report};

use crate::browser::{Answer, Browser};
use crate::portal::Portal;

/// Maria, with the chart that [`chart`] writes, signed in.
fn maria(portal: &Portal) -> Browser<'_> {
    portal.patient("maria");
    portal.put(chart("maria", ""));
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", "maria");
    browser
}

/// The page without its tags, its words set apart by single spaces.
fn words(answer: &Answer) -> String {
    let mut out = String::new();
    for part in answer.text().split('<') {
        out.push(' ');
        out.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The addresses that a page leads to.
fn links(answer: &Answer) -> Vec<String> {
    let text = answer.text().replace("&#38;", "&").replace("&amp;", "&");
    text.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

both_engines! {
    fn a_result_says_its_value_where_it_lies_and_how_it_went(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let page = browser.get("/results/maria-ldl");
        let text = words(&page);
        for said in ["LDL cholesterol", "142", "mg/dL", "Above range", "Usual: 130 or less", "Over time", "126", "HDL cholesterol", "Taken on November 20, 2026."] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert_eq!(page.text().matches("<h1").count(), 1);
        assert!(!text.contains("Critical"), "only the lab says so");
    }

    fn a_report_of_one_result_is_read_as_that_result(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let page = browser.get("/results/maria-ldl-report");
        let text = words(&page);
        for said in ["118", "mg/dL", "Usual: 130 or less", "Over time"] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }

    fn a_panel_is_one_row_until_it_is_opened_and_new_until_then(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let list = words(&browser.get("/results"));
        assert!(list.contains("2 results") && list.contains("1 out of range"), "{list}");
        assert_eq!(list.matches("LDL cholesterol").count(), 1, "only the one outside a panel: {list}");
        assert!(list.contains("New"), "{list}");
        let panel = words(&browser.get("/results/maria-lipids"));
        assert!(panel.contains("142.0 mg/dL") && panel.contains("52.0 mg/dL"), "{panel}");
        let list = browser.get("/results?show=new");
        assert!(words(&list).contains("No new results"), "{}", words(&list));
    }

    fn news_are_counted_beyond_a_long_panel_and_as_far_as_the_badge_says(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let members: Vec<String> = (0..25).map(|n| format!("member-{n}")).collect();
        let mut all: Vec<Value> = members.iter().map(|id| ldl("maria", id, "2026-11-20", 100.0)).collect();
        all.push(report("maria", "long", "2026-11-20", "Long panel", &members.iter().map(String::as_str).collect::<Vec<_>>()));
        all.extend((0..2).map(|n| ldl("maria", &format!("earlier-{n}"), "2026-11-10", 100.0)));
        portal.put(all);
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let home = words(&browser.get("/home"));
        assert!(home.contains("3 new"), "{home}");
        portal.put((0..9).map(|n| ldl("maria", &format!("alone-{n}"), "2026-11-21", 100.0)).collect());
        let home = words(&browser.get("/home"));
        assert!(home.contains("9+") && home.contains("more than 9 new"), "{home}");
    }

    fn news_are_remembered_only_until_something_comes_changes_goes_or_is_opened(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.put(vec![ldl("maria", "first", "2026-11-20", 100.0), ldl("maria", "second", "2026-11-20", 100.0)]);
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let told = |browser: &mut Browser, news: &str| {
            // Long enough for what was found to be remembered, and then from memory.
            for _ in 0..2 {
                portal.clock.advance(Duration::from_mins(1));
                let home = words(&browser.get("/home"));
                assert!(home.contains(news), "{news}: {home}");
            }
        };
        told(&mut browser, "2 new");
        browser.get("/results/first");
        told(&mut browser, "1 new");
        portal.put(vec![ldl("maria", "third", "2026-11-21", 100.0)]);
        told(&mut browser, "2 new");
        portal.put(vec![report("maria", "both", "2026-11-21", "Panel", &["second", "third"])]);
        told(&mut browser, "1 new");
        portal.delete(ResourceType::DiagnosticReport, "both");
        told(&mut browser, "2 new");
        let mut corrected = ldl("maria", "first", "2026-11-20", 121.0);
        corrected["status"] = json!("corrected");
        portal.put(vec![corrected]);
        told(&mut browser, "3 new");
        let mut wrong = ldl("maria", "second", "2026-11-20", 100.0);
        wrong["status"] = json!("entered-in-error");
        portal.put(vec![wrong]);
        told(&mut browser, "2 new");
    }

    fn another_patient_finds_nothing_of_hers(test: TestDb) {
        let portal = Portal::new(test);
        drop(maria(&portal));
        portal.patient("walter");
        let mut walter = portal.browser();
        walter.sign_in("/sign-in", "walter");
        for path in ["/results/maria-ldl", "/results/maria-xray/file/0", "/visits/maria-visit", "/documents/maria-note", "/health/Goal/maria-walk"] {
            assert_eq!(walter.get(path).status, StatusCode::NOT_FOUND, "{path}");
        }
        let list = words(&walter.get("/results"));
        assert!(list.contains("No test results yet") && !list.contains("Cholesterol"), "{list}");
    }

    fn a_corrected_result_says_so_and_shows_the_earlier_value(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        drop(browser.get("/results/maria-lipids"));
        let mut corrected = ldl("maria", "maria-ldl", "2026-11-20", 121.0);
        corrected["status"] = json!("corrected");
        portal.put(vec![corrected]);
        let text = words(&browser.get("/results/maria-ldl"));
        assert!(text.contains("was corrected") && text.contains("121") && text.contains("142.0 mg/dL, until it was changed"), "{text}");
    }

    fn what_was_entered_by_mistake_shows_no_value(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut wrong = ldl("maria", "maria-wrong", "2026-11-21", 987.0);
        wrong["status"] = json!("entered-in-error");
        portal.put(vec![wrong]);
        assert!(!browser.get("/results").shows("987"));
        let page = browser.get("/results/maria-wrong");
        assert!(page.shows("entered by mistake") && !page.shows("987"), "{}", words(&page));
        assert!(!browser.get("/results/maria-ldl").shows("987"), "nor in the trend");
    }

    fn only_what_the_lab_calls_critical_is_red(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let mut potassium = lab("maria", "maria-k", "2026-11-25", ("2823-3", "Potassium"), (6.9, "mmol/L"), json!([]));
        potassium["interpretation"] = json!([{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "code": "HH" }] }]);
        potassium.as_object_mut().expect("an object").remove("referenceRange");
        portal.put(vec![potassium]);
        let page = browser.get("/results/maria-k");
        assert!(page.shows("is-critical") && page.shows("Critical: very high") && page.shows("541-555-0100"), "{}", words(&page));
        assert!(!browser.get("/results/maria-lipids").shows("is-critical"));
    }

    fn a_report_is_read_as_text_and_files_cannot_run_anything(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let page = browser.get("/results/maria-xray");
        assert!(page.shows("No sign of pneumonia.") && page.shows("Dear reader"), "{}", words(&page));
        assert!(!page.shows("alert(1)"));
        let pdf = browser.get("/results/maria-xray/file/0");
        assert_eq!(pdf.header("content-type"), "application/pdf");
        let html = browser.get("/results/maria-xray/file/1");
        assert!(html.header("content-disposition").starts_with("attachment"), "{:?}", html.headers);
        assert_eq!(html.header("content-type"), "application/octet-stream");
        let trick = browser.get("/results/maria-xray/file/2");
        assert_eq!(trick.header("content-type"), "application/octet-stream");
        assert!(trick.header("content-disposition").starts_with("attachment"));
        assert_eq!(browser.get("/results/maria-xray/file/9").status, StatusCode::NOT_FOUND);
    }

    fn results_are_found_by_name_in_panels_too(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let text = words(&browser.get("/results?q=hdl"));
        assert!(text.contains("HDL cholesterol") && !text.contains("Chest X-ray"), "{text}");
        let text = words(&browser.get("/results?q=zebra"));
        assert!(text.contains("Nothing found"), "{text}");
        let text = words(&browser.get("/results?show=out"));
        assert!(text.contains("LDL cholesterol") && !text.contains("HDL cholesterol"), "{text}");
    }

    fn paging_leads_through_every_result_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let mut all = Vec::new();
        let mut expected = BTreeSet::new();
        for n in 0..90 {
            let day = format!("2024-{:02}-{:02}", n / 28 + 1, n % 28 + 1);
            let id = format!("single-{n}");
            all.push(ldl("maria", &id, &day, 100.0));
            if n % 3 == 0 {
                all.push(report("maria", &format!("panel-{n}"), &day, "Panel", &[&id]));
                expected.insert(format!("/results/panel-{n}"));
            } else {
                expected.insert(format!("/results/Observation/{id}"));
            }
        }
        portal.put(all);
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let mut seen = Vec::new();
        let mut next = Some("/results".to_owned());
        while let Some(path) = next.take() {
            let page = browser.get(&path);
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let links = links(&page);
            seen.extend(links.iter().filter(|link| link.starts_with("/results/")).cloned());
            next = links.into_iter().find(|link| link.starts_with("/results?") && (link.contains("rc=") || link.contains("rs=") || link.contains("os=")) && !link.contains("lang="));
            assert!(seen.len() <= expected.len(), "the pages end");
        }
        assert_eq!(seen.len(), expected.len(), "each once");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    fn long_lists_of_any_kind_are_searched_by_name_or_narrowed_to_a_year(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        let subject = json!({ "reference": "Patient/maria" });
        let procedure = |n: i32| json!({
            "resourceType": "Procedure", "id": format!("procedure-{n}"), "status": "completed", "subject": subject,
            "code": { "text": if n == 7 { "Knee repair".to_owned() } else { format!("Dressing {n}") } },
            "performedDateTime": format!("2024-05-{n:02}")
        });
        let plan = |n: i32| json!({
            "resourceType": "CarePlan", "id": format!("plan-{n}"), "status": "active", "intent": "plan", "subject": subject,
            "title": format!("Plan {n}"), "period": { "start": format!("{}-05-01", 2000 + n) }
        });
        portal.put((1..=25).map(procedure).collect());
        portal.put((1..=25).map(plan).collect());
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        assert!(words(&browser.get("/health/Procedure")).contains("Search by name"));
        let text = words(&browser.get("/health/Procedure?q=knee"));
        assert!(text.contains("Knee repair") && !text.contains("Dressing"), "{text}");
        let text = words(&browser.get("/health/Procedure?q=zebra"));
        assert!(text.contains("Nothing found") && text.contains("Clear the search"), "{text}");
        let text = words(&browser.get("/health/CarePlan?year=2009"));
        assert!(text.contains("Plan 9") && !text.contains("Plan 10"), "{text}");
        assert!(text.contains("Every year 2026") && text.contains("2001") && !text.contains("2000"), "{text}");
        assert!(!words(&browser.get("/health/Patient")).contains("Search"), "a short list needs none");
    }

    fn that_no_allergy_is_known_is_said_in_a_sentence(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.put(vec![json!({
            "resourceType": "AllergyIntolerance", "id": "none", "patient": { "reference": "Patient/maria" },
            "clinicalStatus": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active" }] },
            "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "716186003", "display": "No known allergy (situation)" }] }
        })]);
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        for path in ["/summary", "/allergies", "/medications/list"] {
            let text = words(&browser.get(path));
            assert!(text.contains("No known allergies") && !text.contains("No reaction"), "{path}: {text}");
        }
    }

    fn a_report_and_a_result_of_the_same_id_have_a_page_each(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.put(vec![
            ldl("maria", "same", "2026-11-20", 142.0),
            ldl("maria", "other", "2026-11-20", 99.0),
            report("maria", "same", "2026-11-20", "Fats in the blood", &["same", "other"]),
        ]);
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "maria");
        let page = browser.get("/results/same");
        assert!(words(&page).contains("Fats in the blood"), "the report");
        let single = links(&page).into_iter().find(|link| link.starts_with("/results/") && link.ends_with("same") && *link != "/results/same");
        let text = words(&browser.get(&single.expect("the panel leads to its results")));
        assert!(text.contains("LDL cholesterol") && text.contains("142"), "{text}");
        assert!(words(&browser.get("/results/other")).contains("99"), "an id that only a result has");
    }

    fn the_pages_of_the_record_say_what_they_hold(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let pages: [(&str, &[&str]); 12] = [
            ("/medications", &["Atorvastatin", "1 tablet, 1 time a day, in the evening", "2 allowed", "Past medicines", "Aspirin"]),
            ("/medications/list", &["Medicine list", "Maria Alvarez, born", "Penicillin"]),
            ("/allergies", &["Penicillin", "Can be serious", "Hives (severe)"]),
            ("/conditions", &["Sugar disease", "Clinical name: Type 2 diabetes mellitus", "Since March 2019"]),
            ("/immunizations", &["Influenza", "October 1, 2026", "L-77"]),
            ("/visits", &["Friday, November 27, 10:20 AM", "About 20 minutes", "Checkup", "Dr. Lena Ortiz"]),
            ("/visits/maria-visit", &["Plan: walk daily.", "128/82 mmHg", "Sugar disease", "Chest X-ray"]),
            ("/documents", &["Progress note"]),
            ("/documents/maria-note", &["Sleeps well. Plan: walk daily."]),
            ("/results?kind=vitals", &["128/82 mmHg"]),
            ("/health", &["Goals", "Procedures", "Care teams", "1 entry", "Complete lists", "Measurements and answers"]),
            ("/health/Goal/maria-walk", &["Walk more", "January 1, 2026"]),
        ];
        for (path, said) in pages {
            let page = browser.get(path);
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let text = words(&page);
            for words in said {
                assert!(text.contains(words), "{path} lacks {words}: {text}");
            }
            assert!(!text.contains("record-"), "{path} lacks words: {text}");
            assert_eq!(page.text().matches("<h1").count(), 1, "{path}");
            let spanish = browser.get(&format!("{path}{}lang=es", if path.contains('?') { '&' } else { '?' }));
            let page = browser.follow(spanish.location());
            assert!(page.shows("lang=\"es\"") && !words(&page).contains("record-"), "{path}");
            drop(browser.get("/menu?lang=en"));
        }
    }

    fn every_list_says_how_far_back_it_goes(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        portal.put(left_out_of_other_lists("maria"));
        let lists = [
            ("/results", "February 3, 2025"),
            ("/medications", "January 1, 2020"),
            ("/conditions", "March 2019"),
            ("/immunizations", "October 1, 2026"),
            ("/visits", "February 3, 2025"),
            ("/documents", "February 3, 2025"),
            ("/health/Goal", "January 1, 2026"),
            ("/health/Observation", "February 3, 2025"),
            ("/health/Procedure", "May 5, 2015"),
        ];
        for (list, oldest) in lists {
            let text = words(&browser.get(list)).replace('\u{a0}', " ");
            let said = format!("The oldest date in this list is {oldest}. The clinic may have older records. To ask for them, call 541-555-0100.");
            assert!(text.contains(&said), "{list} lacks {said}: {text}");
        }
        let undated = words(&browser.get("/allergies"));
        assert!(undated.contains("The clinic may have older records.") && !undated.contains("The oldest date"), "{undated}");
        browser.headers = vec![("accept-language", "es".to_owned())];
        let text = words(&browser.get("/conditions")).replace('\u{a0}', " ");
        assert!(text.contains("Fecha más antigua en esta lista: marzo de 2019. Es posible que la clínica tenga registros anteriores."), "{text}");
    }

    fn an_empty_record_says_why_and_what_to_do(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("deshawn");
        let mut browser = portal.browser();
        browser.sign_in("/sign-in", "deshawn");
        for path in ["/results", "/medications", "/allergies", "/conditions", "/immunizations", "/visits", "/documents", "/health/Goal"] {
            let page = browser.get(path);
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let text = words(&page);
            assert!(page.shows("is-empty") && page.shows("From ") && text.contains("The clinic may have older records."), "{path}: {text}");
            assert!(!text.contains("The oldest date"), "{path}: {text}");
        }
        assert_eq!(browser.get("/health/Practitionerr").status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/results?rc=not-a-cursor").status, StatusCode::NOT_FOUND);
    }

    fn home_leads_to_what_is_new_and_what_comes(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let home = words(&browser.get("/home"));
        for said in ["Friday, November 27, 10:20 AM", "Read your new test result", "Atorvastatin", "Checkup"] {
            assert!(home.contains(said), "{said}: {home}");
        }
    }

    fn everything_in_a_chart_is_within_reach(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let left_out = left_out_of_other_lists("maria");
        portal.put(left_out.clone());
        let mut wanted: BTreeSet<String> = chart("maria", "")
            .iter()
            .chain(&left_out)
            .filter(|resource| resource["resourceType"] != "Practitioner")
            .map(|resource| resource["id"].as_str().expect("an id").to_owned())
            .collect();
        let mut seen = BTreeSet::new();
        let mut open = vec!["/health".to_owned(), "/results".to_owned(), "/visits".to_owned()];
        while let Some(path) = open.pop() {
            let (page, _) = path.split_once('#').unwrap_or((&path, ""));
            if !seen.insert(page.to_owned()) || page.contains(".pdf") || page.contains("/file/") {
                continue;
            }
            let answer = browser.get(page);
            let text = answer.text();
            wanted.retain(|id| !text.contains(&format!("/{id}\"")) && !text.contains(&format!("#{id}\"")) && !text.contains(&format!("id=\"{id}\"")));
            let own = ["/health", "/results", "/visits", "/documents", "/medications", "/conditions", "/allergies", "/immunizations"];
            open.extend(links(&answer).into_iter().filter(|link| own.iter().any(|place| link.starts_with(place)) && !link.contains("lang=") && !link.contains('?')));
        }
        assert!(wanted.is_empty(), "out of reach: {wanted:?}");
    }

    fn staff_see_of_a_chart_what_their_role_may(test: TestDb) {
        let portal = Portal::new(test);
        drop(maria(&portal));
        portal.staff(Role::Clinician);
        portal.staff(Role::FrontDesk);
        let mut clinician = portal.browser();
        clinician.sign_in("/clinic/sign-in", "clinician");
        for search in ["maria", "4/12/1979", "Alvarez maria"] {
            let found = clinician.get(&format!("/clinic/patients?q={}", search.replace(' ', "+").replace('/', "%2F")));
            assert!(found.shows("/clinic/patients/maria\""), "{search}: {}", words(&found));
        }
        assert!(words(&clinician.get("/clinic/patients?q=nobody")).contains("Nobody found"));
        assert!(clinician.get("/clinic/patients/maria").shows("Atorvastatin"));
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "front-desk");
        let page = desk.get("/clinic/patients/maria");
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.shows("Atorvastatin") && words(&page).contains("Not shown to your role"), "{}", words(&page));
    }

    fn the_summary_is_a_page_and_a_file(test: TestDb) {
        let portal = Portal::new(test);
        let mut browser = maria(&portal);
        let text = words(&browser.get("/summary"));
        for said in ["Sugar disease", "Atorvastatin", "Penicillin", "Influenza", "LDL cholesterol"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        let file = browser.get("/summary.pdf");
        assert_eq!(file.header("content-type"), "application/pdf");
        assert!(file.body.starts_with(b"%PDF-"));
    }
}
