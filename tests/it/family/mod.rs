//! Families: whose charts somebody opens besides their own, what they see there, and how it ends.

mod birthday;
mod walk;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::relation::{Kind, Relation};
use madrone_authz::{Area, Role};
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_kernel::Random;
use serde_json::json;

use self::walk::{WORDS, allowed, chart, found, held, told_by_codes};
use crate::browser::{Answer, Browser};
use crate::portal::{Portal, texts};

fn signed_in<'p>(portal: &'p Portal, username: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    browser.sign_in("/sign-in", username);
    browser
}

/// Elena, who has an account and no chart.
fn elena(portal: &Portal) {
    portal.account("elena", None, None);
}

const CHILD: &str = "2020-03-01";
const TEEN: &str = "2012-03-01";

/// A patient, the birth date, what Elena is to them, what is special about it, and what she may see.
type Case<'w> = (&'w str, &'w str, Kind, fn(&mut Relation), BTreeSet<&'w str>);

fn unchanged(_: &mut Relation) {}

/// The link of the next mail that has one.
fn link(portal: &Portal) -> String {
    std::iter::repeat_with(|| portal.mail.next())
        .find_map(|mail| {
            let text = mail.text();
            let at = text.find("/family/invited?code=")?;
            text[at..].split_whitespace().next().map(str::to_owned)
        })
        .expect("mails come until one has the link")
}

/// Maria, signed in, invites Elena to see everything; Elena's link.
fn invite(portal: &Portal, maria: &mut Browser<'_>) -> String {
    maria.get("/family/invite");
    let sent = maria.post("/family/invite", &INVITATION);
    assert_eq!(sent.location(), "/family?said=invited", "{}", sent.text());
    link(portal)
}

const INVITATION: [(&str, &str); 4] = [
    ("name", "Elena Cruz"),
    ("email", "elena@example.com"),
    ("relationship", "friend"),
    ("what", "all"),
];

fn answer(browser: &mut Browser<'_>, link: &str, born: &str) -> Answer {
    let code = link.split("code=").nth(1).expect("a code").to_owned();
    browser.follow(link);
    browser.post("/family/accept", &[("code", &code), ("birth_date", born)])
}

both_engines! {
    fn a_parent_opens_a_childs_chart_and_stays_in_it(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.minor("leo", CHILD);
        portal.put(chart("leo", None));
        portal.put(chart("maria", None));
        portal.relate("maria", "leo", Kind::Parent, unchanged);
        let mut maria = signed_in(&portal, "maria");
        let own = maria.get("/home");
        assert!(own.shows(r#"href="/as/leo/home""#) && !own.shows("Viewing"), "{}", own.text());
        let page = maria.get("/as/leo/results");
        assert!(page.shows("Viewing Leo’s record") && page.shows("Xresults"), "{}", page.text());
        assert!(page.shows(r#"href="/as/leo/medications""#) && !page.shows(r#"href="/medications""#), "{}", page.text());
        assert!(page.shows(r#"href="/family""#) && page.shows(r#"href="/as/maria/home""#), "the way back");
        let result = maria.get("/as/leo/results/Observation/leo-results");
        assert!(result.shows("Xresults"), "{}", result.text());
        assert_eq!(maria.get("/as/leo/results/Observation/maria-results").status, StatusCode::NOT_FOUND);
        assert_eq!(maria.get("/results/Observation/leo-results").status, StatusCode::NOT_FOUND);
        assert_eq!(maria.get("/as/leo/summary.pdf").status, StatusCode::OK);
        let printed = texts(&portal, "SELECT DISTINCT patient FROM authz_audit WHERE target = '/summary.pdf'");
        assert_eq!(printed, ["leo"], "what computes outside the transaction knows whose chart it is too");
        assert!(maria.get("/as/leo/home?lang=es").location().starts_with("/as/leo/home"));
        assert!(maria.get("/as/leo/home").shows("Está viendo el expediente de Leo"));
    }

    fn what_each_may_see_is_what_any_page_shows(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        let all = BTreeSet::from(WORDS);
        let without = |words: &[&str]| all.iter().copied().filter(|word| !words.contains(word)).collect::<BTreeSet<_>>();
        let cases: [Case; 7] = [
            ("child", CHILD, Kind::Parent, unchanged, all.clone()),
            ("teen", TEEN, Kind::Parent, unchanged, BTreeSet::from(["Ximmunizations", "Xbilling", "Xown"])),
            ("more", TEEN, Kind::Parent, |relation| relation.more = true, all.clone()),
            ("grown", "1990-01-01", Kind::Parent, unchanged, BTreeSet::new()),
            ("adult", "1990-01-01", Kind::Proxy, unchanged, all.clone()),
            ("some", "1990-01-01", Kind::Delegate, |relation| {
                relation.areas = [Area::Results, Area::Billing].into_iter().collect();
            }, BTreeSet::from(["Xresults", "Xbilling"])),
            ("ward", "1990-01-01", Kind::Guardian, unchanged, without(&[])),
        ];
        let mut browser = signed_in(&portal, "elena");
        for (patient, born, kind, change, expected) in cases {
            portal.minor(patient, born);
            let own = portal.relate("elena", patient, kind, change);
            portal.put(chart(patient, Some(&own)));
            assert_eq!(found(&portal, &mut browser, &format!("/as/{patient}"), patient), expected, "{patient}");
        }
    }

    fn no_family_sees_what_the_table_denies(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        let mut browser = signed_in(&portal, "elena");
        let random = Random::seeded(20_261_124);
        for number in 0..8 {
            let patient = format!("p{number}");
            let years = i64::try_from(random.below(40)).expect("few");
            let born = format!("{}-{:02}-{:02}", 2026 - years, 1 + random.below(12), 1 + random.below(28));
            portal.minor(&patient, &born);
            let kind = Kind::ALL[usize::try_from(random.below(5)).expect("few")];
            // One mask for each, so that a plain function can set it.
            let change: fn(&mut Relation) = match random.below(5) {
                0 => |relation| relation.areas = [Area::Visits, Area::Documents].into_iter().collect(),
                1 => |relation| relation.more = true,
                2 => |relation| relation.frozen = Some(relation.since),
                3 => |relation| relation.until = Some(relation.since),
                _ => unchanged,
            };
            let own = portal.relate("elena", &patient, kind, change);
            portal.put(chart(&patient, Some(&own)));
            let seen = found(&portal, &mut browser, &format!("/as/{patient}"), &patient);
            let mut relation = Relation::new(own, &patient, ("", ""), kind, portal.clock.now());
            change(&mut relation);
            let allowed = allowed(&relation, &born);
            assert!(seen.is_subset(&allowed), "{patient}, born {born}, {relation:?}: {seen:?}, allowed {allowed:?}");
        }
    }

    fn what_codes_tell_is_on_no_page_of_those_to_whom_the_patient_does_not_show_it(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        let mut browser = signed_in(&portal, "elena");
        let all = BTreeSet::from(WORDS);
        let told = ["Xconditions", "Xmedications", "Xvisits", "Xresults"];
        let kept: BTreeSet<&str> = all.iter().copied().filter(|word| !told.contains(word)).collect();
        let unheld: BTreeSet<&str> = all.iter().copied().filter(|word| *word != "Xallergies").collect();
        let cases: [Case; 3] = [
            ("quiet", "1990-01-01", Kind::Proxy, unchanged, kept),
            ("open", "1990-01-01", Kind::Proxy, |relation| relation.sensitive = true, all),
            ("child", CHILD, Kind::Parent, unchanged, unheld),
        ];
        for (patient, born, kind, change, expected) in cases {
            portal.minor(patient, born);
            let own = portal.relate("elena", patient, kind, change);
            portal.put(chart(patient, Some(&own)).into_iter().map(told_by_codes).collect());
            if patient == "child" {
                // A clinician keeps one item from the parents.
                portal.put(vec![held(patient, "AllergyIntolerance", "allergies")]);
            }
            assert_eq!(found(&portal, &mut browser, &format!("/as/{patient}"), patient), expected, "{patient}");
        }
    }

    fn a_chart_that_is_not_theirs_looks_like_none_and_the_record_says_who_asked(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        portal.staff(Role::Clinician);
        let mut maria = signed_in(&portal, "maria");
        let other = maria.get("/as/walter/home");
        let none = maria.get("/as/nobody/home");
        assert_eq!((other.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert!(!other.shows("Walter") && !other.shows("Viewing"), "{}", other.text());
        let refused = texts(&portal, "SELECT DISTINCT patient FROM authz_audit WHERE actor_name = 'Maria Alvarez' AND NOT allowed ORDER BY patient");
        assert_eq!(refused, ["nobody", "walter"]);
        let mut clinician = portal.browser();
        clinician.sign_in("/clinic/sign-in", "clinician");
        assert_eq!(clinician.get("/as/maria/home").status, StatusCode::NOT_FOUND);
        for path in ["/as/maria/home", "/as/maria/summary.pdf"] {
            assert!(portal.browser().get(path).location().starts_with("/sign-in?"), "{path}");
        }
    }

    fn an_invitation_leads_a_stranger_to_an_account_and_to_the_chart(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.put(chart("maria", None));
        let mut maria = signed_in(&portal, "maria");
        let link = invite(&portal, &mut maria);
        assert!(maria.get("/family").shows("Waiting for an answer"));
        let mut elena = portal.browser();
        let landing = elena.follow(&link);
        assert!(landing.shows("Make an account") && !landing.shows("Maria"), "{}", landing.text());
        let code = link.split("code=").nth(1).expect("a code").to_owned();
        elena.get(&format!("/family/join?code={code}"));
        let wrong = elena.post("/family/join", &[("code", &code), ("name", "Elena Cruz"), ("username", "el"), ("password", "short")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.shows("3 to 40 letters") && wrong.shows("too short"), "{}", wrong.text());
        let made = elena.post("/family/join", &[("code", &code), ("name", "Elena Cruz"), ("username", "elena"), ("password", crate::portal::PASSWORD)]);
        assert!(made.location().starts_with("/sign-in?welcome=1&next="), "{}", made.text());
        elena.sign_in("/sign-in", "elena");
        let accepted = answer(&mut elena, &link, "1979-04-12");
        assert!(accepted.shows("You can open the record now"), "{}", accepted.text());
        assert!(elena.get("/as/maria/results").shows("Xresults"));
        assert_eq!(elena.get("/home").location(), "/family", "who has no chart begins with those of others");
        assert!(elena.get("/family").shows("Maria Alvarez"));
        let mails = portal.settle();
        assert!(mails.iter().any(|mail| mail.to == ["maria@example.com"] && mail.text().contains("has answered")), "{mails:?}");
        assert!(maria.get("/family").shows("Elena Cruz"));
        let log = maria.get("/access-log");
        assert!(log.shows("Elena Cruz"), "{}", log.text());
        let again = answer(&mut elena, &link, "1979-04-12");
        assert!(again.shows("cannot be used"), "a link is good for one answer: {}", again.text());
        let kinds = texts(&portal, "SELECT text FROM chart_resource WHERE text LIKE '%patient-privacy%'");
        assert!(kinds.len() == 1 && kinds[0].contains(r#""status":"active""#), "{kinds:?}");
    }

    fn a_wrong_birth_date_five_times_closes_the_invitation(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        elena(&portal);
        let mut maria = signed_in(&portal, "maria");
        let link = invite(&portal, &mut maria);
        let mut elena = signed_in(&portal, "elena");
        for left in [4, 3, 2] {
            assert!(answer(&mut elena, &link, "1979-04-13").shows(&format!("{left} more tries")));
        }
        assert!(answer(&mut elena, &link, "1979-04-13").shows("one more try"));
        assert!(answer(&mut elena, &link, "1979-04-13").shows("This invitation is closed"));
        assert!(answer(&mut elena, &link, "1979-04-12").shows("cannot be used"));
        assert_eq!(elena.get("/as/maria/home").status, StatusCode::NOT_FOUND);
        assert!(maria.get("/family").shows("wrong five times"));
    }

    fn an_invitation_is_good_for_seven_days_until_it_is_taken_back_or_declined(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        elena(&portal);
        let mut maria = signed_in(&portal, "maria");
        let link = invite(&portal, &mut maria);
        let id = texts(&portal, "SELECT id FROM family_invitation").remove(0);
        maria.get("/family");
        assert_eq!(maria.post(&format!("/family/invitations/{id}/cancel"), &[]).location(), "/family?said=cancelled");
        let mut elena = signed_in(&portal, "elena");
        assert!(answer(&mut elena, &link, "1979-04-12").shows("cannot be used"));
        let link = invite(&portal, &mut maria);
        let code = link.split("code=").nth(1).expect("a code").to_owned();
        elena.follow(&link);
        assert!(elena.post("/family/accept", &[("code", &code), ("decline", "yes")]).shows("You declined"));
        assert!(maria.get("/family").shows("Declined"));
        let link = invite(&portal, &mut maria);
        portal.clock.advance(Duration::from_hours(7 * 24));
        assert!(portal.browser().follow(&link).shows("cannot be used"));
    }

    fn nobody_invites_into_what_is_not_theirs_and_mistakes_are_said(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.minor("sofia", TEEN);
        portal.account("sofia", None, Some("sofia"));
        elena(&portal);
        let mut maria = signed_in(&portal, "maria");
        maria.get("/family/invite");
        let wrong = maria.post("/family/invite", &[("email", "nowhere"), ("what", "some"), ("until", "2020-01-01")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["Enter their name", "Enter an e-mail address", "Choose what they are", "Choose at least one part", "not over yet"] {
            assert!(wrong.shows(said), "{said}: {}", wrong.text());
        }
        assert_eq!(signed_in(&portal, "sofia").get("/family/invite").status, StatusCode::NOT_FOUND, "a teenager");
        assert_eq!(signed_in(&portal, "elena").get("/family/invite").status, StatusCode::NOT_FOUND, "no chart");
        let link = invite(&portal, &mut maria);
        assert!(answer(&mut maria, &link, "1979-04-12").shows("your own record"));
    }

    fn ending_access_shuts_the_door_at_the_next_click(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        elena(&portal);
        let id = portal.relate("elena", "maria", Kind::Proxy, unchanged);
        let (mut maria, mut elena) = (signed_in(&portal, "maria"), signed_in(&portal, "elena"));
        assert_eq!(elena.get("/as/maria/home").status, StatusCode::OK);
        assert!(maria.get(&format!("/family/people/{id}/remove")).shows("Tell Elena Alvarez"));
        let removed = maria.post(&format!("/family/people/{id}/remove"), &[("sure", "yes"), ("tell", "yes")]);
        assert_eq!(removed.location(), "/family?said=removed", "{}", removed.text());
        assert_eq!(elena.get("/as/maria/home").status, StatusCode::NOT_FOUND);
        assert!(!elena.get("/family").shows("Maria"));
        let mails = portal.settle();
        assert!(mails.iter().any(|mail| mail.to == ["elena@example.com"] && mail.text().contains("changed or ended")), "{mails:?}");
        let consents = texts(&portal, "SELECT text FROM chart_resource WHERE text LIKE '%patient-privacy%'");
        assert!(consents[0].contains(r#""status":"inactive""#), "{consents:?}");
        let id = portal.relate("elena", "maria", Kind::Proxy, unchanged);
        elena.get("/family");
        assert_eq!(elena.post(&format!("/family/records/{id}/leave"), &[]).location(), "/family?said=left");
        assert_eq!(elena.get("/as/maria/home").status, StatusCode::NOT_FOUND);
    }

    fn what_somebody_sees_is_narrowed_at_once(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.put(chart("maria", None));
        elena(&portal);
        let id = portal.relate("elena", "maria", Kind::Proxy, unchanged);
        let (mut maria, mut elena) = (signed_in(&portal, "maria"), signed_in(&portal, "elena"));
        assert!(elena.get("/as/maria/results").shows("Xresults"));
        maria.get(&format!("/family/people/{id}"));
        let saved = maria.post(&format!("/family/people/{id}"), &[("what", "some"), ("area", "medications"), ("until", "2026-11-26")]);
        assert_eq!(saved.location(), "/family?said=changed", "{}", saved.text());
        assert_eq!(elena.get("/as/maria/results").status, StatusCode::NOT_FOUND);
        let home = elena.get("/as/maria/home");
        assert!(!home.shows("/as/maria/results") && home.shows("/as/maria/medications"), "{}", home.text());
        portal.clock.advance(Duration::from_mins(15 * 60 - 10));
        let mut elena = signed_in(&portal, "elena");
        assert_eq!(elena.get("/as/maria/medications").status, StatusCode::OK, "its last day is not over");
        portal.clock.advance(Duration::from_mins(11));
        assert_eq!(elena.get("/as/maria/medications").status, StatusCode::NOT_FOUND);
    }

    fn a_teenager_says_what_a_parent_sees_and_takes_it_back(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("sofia", TEEN);
        portal.account("sofia", None, Some("sofia"));
        portal.put(chart("sofia", None));
        let id = portal.relate("elena", "sofia", Kind::Parent, unchanged);
        let (mut sofia, mut elena) = (signed_in(&portal, "sofia"), signed_in(&portal, "elena"));
        assert_eq!(elena.get("/as/sofia/results").status, StatusCode::NOT_FOUND);
        let page = sofia.get(&format!("/family/people/{id}"));
        assert!(page.shows("What parents of teenagers see") && !page.shows("End Elena"), "{}", page.text());
        let form = [("more", "more"), ("what", "some"), ("area", "results")];
        assert_eq!(sofia.post(&format!("/family/people/{id}"), &form).location(), "/family?said=changed");
        assert!(elena.get("/as/sofia/results").shows("Xresults"));
        assert_eq!(elena.get("/as/sofia/medications").status, StatusCode::NOT_FOUND);
        sofia.get(&format!("/family/people/{id}"));
        sofia.post(&format!("/family/people/{id}"), &[("more", "standard")]);
        assert_eq!(elena.get("/as/sofia/results").status, StatusCode::NOT_FOUND);
        assert_eq!(sofia.get(&format!("/family/people/{id}/remove")).status, StatusCode::NOT_FOUND, "parents stay parents");
    }

    fn a_clinician_holds_an_item_back_and_records_that_a_minor_consented_alone(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("leo", "2018-05-04");
        portal.put(chart("leo", None));
        portal.account("leo", None, Some("leo"));
        portal.relate("elena", "leo", Kind::Parent, unchanged);
        portal.account("ortiz", Some(Role::Clinician), None);
        portal.account("desk", Some(Role::FrontDesk), None);
        let (mut elena, mut leo) = (signed_in(&portal, "elena"), signed_in(&portal, "leo"));
        let mut ortiz = portal.browser();
        ortiz.sign_in("/clinic/sign-in", "ortiz");
        let all = found(&portal, &mut elena, "/as/leo", "leo");
        let consents = elena.get("/as/leo/health/Consent").text().matches("/health/Consent/").count();
        let list = "/clinic/patients/leo/held";
        let item = format!("{list}/MedicationRequest/leo-medications");
        assert!(ortiz.get("/clinic/patients/leo").shows(list));
        assert!(ortiz.get(list).shows(&item));
        let page = ortiz.get(&item);
        assert!(page.shows("sexual and reproductive health") && !page.shows("mental health"), "eight years: {}", page.text());
        assert!(ortiz.post(&item, &[("who", "held")]).shows("Give a reason."), "a reason is asked for");
        assert!(ortiz.post(&item, &[("who", "mental"), ("reason", "He asked")]).shows("Choose who sees the item"));
        assert_eq!(found(&portal, &mut elena, "/as/leo", "leo"), all, "nothing came of mistakes");
        for who in ["held", "sexual"] {
            ortiz.get(&item);
            assert_eq!(ortiz.post(&item, &[("who", who), ("reason", "He asked")]).location(), list);
            let left = found(&portal, &mut elena, "/as/leo", "leo");
            assert_eq!(all.difference(&left).collect::<Vec<_>>(), [&"Xmedications"], "{who}");
            assert!(leo.get("/medications").shows("Xmedications"), "the patient sees it");
            let now = elena.get("/as/leo/health/Consent").text().matches("/health/Consent/").count();
            assert_eq!(now, consents, "nothing says that something is held");
            let ids = texts(&portal, "SELECT id FROM chart_resource WHERE text LIKE '%\"Consent\"%MedicationRequest/leo-medications%'");
            assert_eq!(ids.len(), 1, "{ids:?}");
            assert_eq!(elena.get(&format!("/as/leo/health/Consent/{}", ids[0])).status, StatusCode::NOT_FOUND);
            assert_eq!(leo.get(&format!("/health/Consent/{}", ids[0])).status, StatusCode::OK);
        }
        assert!(ortiz.get(list).shows("The patient consented alone"));
        assert!(ortiz.get("/clinic/patients/leo/family").shows("Held an item back"));
        ortiz.get(&item);
        ortiz.post(&item, &[("who", "shown"), ("reason", "By mistake")]);
        assert_eq!(found(&portal, &mut elena, "/as/leo", "leo"), all);
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "desk");
        assert_eq!((desk.get(list).status, desk.get(&item).status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    }

    fn what_a_teenager_keeps_is_gone_from_the_parents_pages_until_she_shows_it(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("sofia", TEEN);
        portal.account("sofia", None, Some("sofia"));
        portal.relate("elena", "sofia", Kind::Parent, |relation| relation.more = true);
        portal.put(chart("sofia", None));
        let (mut sofia, mut elena) = (signed_in(&portal, "sofia"), signed_in(&portal, "elena"));
        let all = found(&portal, &mut elena, "/as/sofia", "sofia");
        assert!(all.contains("Xresults"), "{all:?}");
        let item = "/sharing/items/Observation/sofia-results";
        let result = sofia.get("/results/Observation/sofia-results");
        assert!(result.shows(&format!("href=\"{item}\"")), "{}", result.text());
        assert!(!elena.get("/as/sofia/results/Observation/sofia-results").shows(item));
        assert!(sofia.get("/sharing/items").shows("Nothing is kept to yourself"));
        sofia.get(item);
        assert_eq!(sofia.post(item, &[("who", "kept")]).location(), "/sharing/items");
        assert!(sofia.get("/sharing/items").shows("Xresults"));
        assert!(sofia.get("/results").shows("Xresults"));
        let left = found(&portal, &mut elena, "/as/sofia", "sofia");
        assert_eq!(all.difference(&left).collect::<Vec<_>>(), [&"Xresults"]);
        assert!(!elena.get("/as/sofia/health").shows("Consent"), "nothing says that something is kept");
        sofia.get(item);
        sofia.post(item, &[("who", "shown")]);
        assert_eq!(found(&portal, &mut elena, "/as/sofia", "sofia"), all);
        // And nobody keeps what is another's, or who she is.
        let others = elena.get("/sharing/items/Observation/sofia-results").status;
        assert_eq!((others, sofia.get("/sharing/items/Patient/sofia").status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    }

    fn a_patient_sees_her_record_through_anothers_eyes(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        portal.patient("walter");
        elena(&portal);
        let id = portal.relate("elena", "maria", Kind::Delegate, |relation| relation.areas = [Area::Results].into_iter().collect());
        portal.put(chart("maria", None));
        let mut maria = signed_in(&portal, "maria");
        assert!(maria.get(&format!("/family/people/{id}")).shows(&format!("/seen-by/{id}/home")));
        let base = format!("/seen-by/{id}");
        assert!(maria.get(&format!("{base}/results")).shows("Your record, as Elena Alvarez sees it"));
        assert_eq!(found(&portal, &mut maria, &base, "maria"), BTreeSet::from(["Xresults"]));
        assert_eq!(signed_in(&portal, "walter").get(&format!("{base}/results")).status, StatusCode::NOT_FOUND);
        assert_eq!(signed_in(&portal, "elena").get(&format!("{base}/results")).status, StatusCode::NOT_FOUND);
    }

    fn nobody_who_was_let_in_lets_others_in_or_reads_who_else_was(test: TestDb) {
        let portal = Portal::new(test);
        portal.patient("maria");
        elena(&portal);
        let id = portal.relate("elena", "maria", Kind::Proxy, unchanged);
        let mut elena = signed_in(&portal, "elena");
        assert_eq!(elena.get("/as/maria/access-log").status, StatusCode::NOT_FOUND);
        for path in [format!("/family/people/{id}"), format!("/as/maria/family/people/{id}"), "/as/maria/family/invite".to_owned()] {
            assert_eq!(elena.get(&path).status, StatusCode::NOT_FOUND, "{path}");
        }
        for kind in ["RelatedPerson", "Consent"] {
            let list = elena.get(&format!("/as/maria/health/{kind}"));
            assert_eq!(list.status, StatusCode::NOT_FOUND, "{kind}");
        }
    }

    fn the_clinic_connects_by_papers_holds_back_ends_and_keeps_out(test: TestDb) {
        let portal = Portal::new(test);
        portal.minor("leo", CHILD);
        portal.staff(Role::FrontDesk);
        elena(&portal);
        let mut desk = portal.browser();
        desk.sign_in("/clinic/sign-in", "front-desk");
        let page = "/clinic/patients/leo/family";
        assert!(desk.get("/clinic/patients/leo").shows("Nobody else can open this record"));
        desk.get(page);
        let wrong = desk.post(page, &[("name", "Elena"), ("email", "elena@example.com"), ("kind", "representative")]);
        assert!(wrong.shows("Say what you saw") && wrong.shows("who has died"), "{}", wrong.text());
        let sent = desk.post(page, &[("name", "Elena"), ("email", "elena@example.com"), ("kind", "parent"), ("evidence", "Birth certificate 7")]);
        assert_eq!(sent.location(), "/clinic/patients/leo/family?said=invited", "{}", sent.text());
        let link = link(&portal);
        let mut elena = signed_in(&portal, "elena");
        assert!(answer(&mut elena, &link, CHILD).shows("You can open the record now"));
        let listed = desk.get(page);
        assert!(listed.shows("Elena Alvarez") && listed.shows("Birth certificate 7"), "{}", listed.text());
        let id = texts(&portal, "SELECT id FROM authz_relation").remove(0);
        let mut deed = |deed: &str| {
            desk.get(page);
            assert!(desk.post(&format!("{page}/change"), &[("do", deed), ("who", &id)]).shows("Give a reason"));
            desk.get(page);
            let form = [("do", deed), ("who", id.as_str()), ("reason", "A judge says so"), ("name", "Elena"), ("email", "Elena@example.com")];
            assert_eq!(desk.post(&format!("{page}/change"), &form).location(), "/clinic/patients/leo/family?said=changed", "{deed}");
        };
        deed("hold");
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::NOT_FOUND);
        deed("release");
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::OK);
        deed("emancipate");
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::NOT_FOUND);
        deed("minor");
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::OK);
        deed("exclude");
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::NOT_FOUND);
        desk.get(page);
        let again = desk.post(page, &[("name", "Elena"), ("email", "elena@example.com"), ("kind", "parent"), ("evidence", "x")]);
        assert!(again.shows("kept out of the record"), "{}", again.text());
        let mut dead = crate::portal::patient("leo");
        dead["birthDate"] = json!(CHILD);
        dead["deceasedBoolean"] = json!(true);
        portal.relate("elena", "leo", Kind::Parent, unchanged);
        portal.account("leo", None, Some("leo"));
        let mut leo = signed_in(&portal, "leo");
        assert_eq!((elena.get("/as/leo/home").status, leo.get("/home").status), (StatusCode::OK, StatusCode::OK));
        portal.put(vec![dead.clone()]);
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::NOT_FOUND);
        assert_eq!(leo.get("/home").status, StatusCode::NOT_FOUND, "a death closes his own account too");
        dead["deceasedBoolean"] = json!(false);
        portal.put(vec![dead]);
        assert_eq!(elena.get("/as/leo/home").status, StatusCode::OK, "a death that was a mistake");
    }

    fn somebody_asks_the_clinic_and_never_learns_whether_there_is_such_a_patient(test: TestDb) {
        let portal = Portal::new(test);
        portal.minor("leo", CHILD);
        portal.staff(Role::Records);
        elena(&portal);
        let mut elena = signed_in(&portal, "elena");
        elena.get("/family/connect");
        assert_eq!(elena.post("/family/connect", &[]).status, StatusCode::UNPROCESSABLE_ENTITY);
        for (name, born) in [("Leo Alvarez", CHILD), ("Nobody Here", "2019-01-01")] {
            elena.get("/family/connect");
            let asked = elena.post("/family/connect", &[("patient_name", name), ("birth_date", born), ("relationship", "parent")]);
            assert_eq!(asked.location(), "/family?said=asked", "{}", asked.text());
        }
        assert_eq!(elena.get("/family").text().matches("The clinic is looking at it").count(), 2);
        let mut records = portal.browser();
        records.sign_in("/clinic/sign-in", "records");
        assert!(records.get("/clinic/proxies").shows("Nobody Here"));
        let ids = texts(&portal, "SELECT id FROM family_request ORDER BY patient_name");
        let page = records.get(&format!("/clinic/proxies/{}", ids[0]));
        assert!(page.shows(r#"value="leo""#), "{}", page.text());
        let form = [("patient", "leo"), ("kind", "parent"), ("evidence", "Birth certificate")];
        assert_eq!(records.post(&format!("/clinic/proxies/{}", ids[0]), &form).location(), "/clinic/proxies?said=connected");
        records.get(&format!("/clinic/proxies/{}", ids[1]));
        assert_eq!(records.post(&format!("/clinic/proxies/{}", ids[1]), &[("refuse", "yes")]).location(), "/clinic/proxies?said=refused");
        let family = elena.get("/family");
        assert!(family.shows("Open Leo’s record") && family.shows("Not connected"), "{}", family.text());
    }

    fn forty_charts_fit_into_one_account(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        for number in 0..40 {
            let id = format!("child{number:02}");
            portal.minor(&id, CHILD);
            portal.relate("elena", &id, Kind::Parent, unchanged);
        }
        let mut elena = signed_in(&portal, "elena");
        let page = elena.get("/family");
        assert_eq!(page.text().matches("/home\">Open Child").count(), 40, "{}", page.text());
        let home = elena.get("/as/child07/home");
        assert!(home.shows("Viewing Child07’s record") && home.shows("All records"), "{}", home.text());
    }
}
