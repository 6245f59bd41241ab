//! A house that has taken in published records shows all of them to those they are about, and to nobody else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use madrone_authz::{Action, Actor, Area};
use madrone_chart::Refused;
use madrone_db::{Access, Db};
use madrone_fhir::ResourceType;
use madrone_harness::both_engines;
use madrone_harness::engines::{Place, TestDb};
use madrone_kernel::Instant;
use madrone_record::page_of;
use serde_json::Value;

use crate::browser::{Answer, Browser};
use crate::portal::Portal;
use crate::shared::{US_CORE, files, folder, look, read, take_in, us_core};

/// Whose records are taken in, and of how many of their resources each the page is opened on SQLite and on PostgreSQL:
/// a girl, a woman with a device, a man with the longest of all charts, and two infants of the older records.
const PEOPLE: [(&str, &str, usize, usize); 5] = [
    ("synthea-us-core", "Beatris270", 1, 9),
    ("synthea-us-core", "Edythe31", 1, 9),
    ("synthea-us-core", "Jamison785", 4, 40),
    ("synthea-r4-2019", "Bruno_", 1, 5),
    ("synthea-r4-2019", "Claudie_", 1, 5),
];

/// The lists of the record with their types; those of other types are at `/health/{type}`.
const LISTS: [(&str, &[ResourceType]); 7] = {
    use ResourceType as T;
    [
        ("/results", &[T::DiagnosticReport, T::Observation]),
        ("/medications", &[T::MedicationRequest, T::MedicationStatement]),
        ("/allergies", &[T::AllergyIntolerance]),
        ("/conditions", &[T::Condition]),
        ("/immunizations", &[T::Immunization]),
        ("/visits", &[T::Encounter]),
        ("/documents", &[T::DocumentReference]),
    ]
};

/// The other pages of the record that are not about one resource.
const OTHERS: [&str; 4] = ["/summary", "/summary.pdf", "/medications/list", "/health"];

/// A published chart, read plainly.
struct Person {
    id: String,
    family: String,
    resources: Vec<(ResourceType, String, Value)>,
}

impl Person {
    /// Everything in the file that names the patient; the rest is of the directory.
    fn of(bundle: &Value) -> Self {
        let entries = bundle["entry"].as_array().expect("a bundle with entries");
        let resources = || entries.iter().map(|entry| &entry["resource"]);
        let patient = resources()
            .find(|resource| resource["resourceType"] == "Patient")
            .expect("a patient");
        let id = text(&patient["id"]);
        let chart = resources().filter(|resource| resource.to_string().contains(&id));
        Self {
            family: text(&patient["name"][0]["family"]),
            resources: chart
                .map(|resource| {
                    let kind = ResourceType::of(resource).expect("a type of FHIR");
                    (kind, text(&resource["id"]), resource.clone())
                })
                .collect(),
            id,
        }
    }

    /// How many resources each list has.
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (kind, ..) in &self.resources {
            *counts.entry(list_of(*kind)).or_default() += 1;
        }
        counts
    }
}

fn list_of(kind: ResourceType) -> String {
    LISTS
        .iter()
        .find(|(_, kinds)| kinds.contains(&kind))
        .map_or_else(|| format!("/health/{kind}"), |(list, _)| (*list).to_owned())
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn file_of(within: &str, name: &str) -> PathBuf {
    files(&folder(within))
        .into_iter()
        .find(|path| {
            path.file_name()
                .is_some_and(|file| file.to_string_lossy().starts_with(name))
        })
        .expect("the file is there")
}

/// The page as people read it, in small letters.
fn words(page: &Answer) -> String {
    let page = page.text();
    let parts = page
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest));
    let words = parts.collect::<Vec<_>>().join(" ").to_lowercase();
    let plain = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    plain
        .into_iter()
        .fold(words, |words, (written, meant)| words.replace(written, meant))
}

/// What a page about a resource could say of it: its names and its days, in small letters.
fn signs(resource: &Value) -> BTreeSet<String> {
    const NAMES: [&str; 8] = [
        "code",
        "type",
        "name",
        "vaccineCode",
        "medicationCodeableConcept",
        "description",
        "suppliedItem",
        "deviceName",
    ];
    let mut signs = BTreeSet::new();
    for (name, value) in resource.as_object().expect("an object") {
        walk(value, &mut |text| match day(text) {
            Some(day) => drop(signs.insert(day)),
            None if NAMES.contains(&name.as_str()) && text.contains(|c: char| c.is_alphabetic()) && text.len() > 3 => {
                signs.insert(text.to_lowercase());
            }
            None => {}
        });
    }
    signs
}

fn walk(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        Value::Object(fields) => fields.values().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

/// The day that a date or time of FHIR is on, as the clinic says it.
fn day(text: &str) -> Option<String> {
    let date: Date = match text.parse::<Timestamp>() {
        Ok(time) => {
            let zone = TimeZone::get("America/Los_Angeles").expect("a zone that is built in");
            time.to_zoned(zone).date()
        }
        Err(_) => text.parse().ok()?,
    };
    Some(date.strftime("%B %-d, %Y").to_string().to_lowercase())
}

/// The addresses that a page leads to.
fn links(page: &Answer) -> Vec<String> {
    let text = page.text().replace("&#38;", "&").replace("&amp;", "&");
    let links = text.split("href=\"").skip(1);
    links
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

fn get(browser: &mut Browser<'_>, path: &str) -> Answer {
    let page = browser.get(path);
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    page
}

/// Whether a link leads to a list of the record, or to another page of one.
fn is_list(link: &str) -> bool {
    const PAGES: [&str; 5] = ["cursor=", "rc=", "rs=", "oc=", "os="];
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let is_of_a_kind = || {
        path.strip_prefix("/health/")
            .is_some_and(|kind| ResourceType::parse(kind).is_some())
    };
    let is_a_page = query
        .split('&')
        .all(|part| part.is_empty() || PAGES.iter().any(|page| part.starts_with(page)));
    is_a_page && (LISTS.iter().any(|(list, _)| *list == path) || is_of_a_kind())
}

/// The addresses that the index of the record and its lists, opened to their last page, lead to.
fn walk_from_the_index(browser: &mut Browser<'_>) -> BTreeSet<String> {
    let (mut open, mut opened, mut reached) = (vec!["/health".to_owned()], BTreeSet::new(), BTreeSet::new());
    while let Some(path) = open.pop() {
        if !opened.insert(path.clone()) {
            continue;
        }
        let found = links(&get(browser, &path));
        open.extend(found.iter().filter(|link| is_list(link)).cloned());
        reached.extend(found);
    }
    reached
}

/// The address of the page about each resource that the store holds in a patient's chart.
fn pages_of_the_chart(db: &Db, patient: &str) -> BTreeSet<String> {
    let patient = patient.to_owned();
    let stored: Result<_, Refused> = db.wait(Access::Read, move |tx| {
        let (system, action) = (Actor::System { part: "test" }, Action::view(Area::Other));
        let (key, _) = madrone_authz::open(
            tx,
            &madrone_authz::Rules::default(),
            &system,
            &patient,
            action,
            ("test", "test", Instant::from_micros(0)),
        )?;
        let key = key.map_err(|_| Refused::NotFound)?;
        let mut pages = BTreeSet::new();
        for kind in madrone_chart::counts_by_type(tx, &key)?.into_keys() {
            let mut next = Some(String::new());
            while let Some(cursor) = next {
                let page = madrone_chart::search_text(tx, &key, kind, &format!("_count=500{cursor}"))?;
                pages.extend(page.matches.iter().map(|stored| page_of(stored.kind, &stored.id)));
                next = page.next.map(|cursor| format!("&_cursor={cursor}"));
            }
        }
        Ok(pages)
    });
    stored.expect("the store answers")
}

/// Holds what the lists lead to, in both languages, against what the store holds.
fn reaches_all(browser: &mut Browser<'_>, stored: &BTreeSet<String>) {
    for language in ["es", "en"] {
        browser.headers = vec![("accept-language", language.to_owned())];
        assert!(get(browser, "/health").shows(&format!("lang=\"{language}\"")));
        let reached = walk_from_the_index(browser);
        let out_of_reach: Vec<_> = stored.difference(&reached).collect();
        assert!(out_of_reach.is_empty(), "no list leads to these: {out_of_reach:#?}");
    }
}

/// Lets the accounts of those who died read their charts: the records of the dead are read here for what is in them. What
/// becomes of their accounts is tests/it's.
fn as_if_they_lived(db: &Db) {
    let all = db.wait(Access::Write, |tx| {
        tx.execute("UPDATE authz_patient SET deceased = FALSE", &[])
    });
    assert!(all.expect("patients") > 0);
}

/// How many entries the index says that each list has.
fn counted(index: &Answer, lists: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let text = index.text();
    let count = |list: &str| {
        let row = text.split(&format!("class=\"row-title\" href=\"{list}\"")).nth(1)?;
        let said = row.split("entr").next()?.rsplit('>').next()?;
        let digits: String = said.chars().filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    lists
        .map(|list| {
            let count = count(&list).unwrap_or_default();
            (list, count)
        })
        .collect()
}

/// Holds the counts of the index against the file, and opens the page of every so many-th resource.
fn reads_it_all(browser: &mut Browser<'_>, person: &Person, step: usize) {
    let expected = person.counts();
    let index = get(browser, "/health");
    let counts = counted(&index, expected.keys().cloned());
    assert_eq!(counts, expected);
    assert_eq!(counts.values().sum::<usize>(), person.resources.len());

    for path in LISTS.iter().map(|(list, _)| *list).chain(OTHERS) {
        get(browser, path);
    }
    let mut silent = Vec::new();
    for (kind, id, resource) in person.resources.iter().step_by(step) {
        let path = page_of(*kind, id);
        let page = browser.get(&path);
        let (words, signs) = (words(&page), signs(resource));
        if page.status != StatusCode::OK || !signs.iter().any(|sign| words.contains(sign)) {
            silent.push((path, page.status, signs));
        }
    }
    assert!(
        silent.is_empty(),
        "these pages say nothing of what they are about: {silent:#?}"
    );
}

/// Asks for some pages of another's record.
fn finds_nothing(browser: &mut Browser<'_>, other: &Person) {
    for (kind, id, _) in other.resources.iter().step_by(25) {
        let path = page_of(*kind, id);
        let page = browser.get(&path);
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.shows(&other.family), "{path}");
        assert!(!words(&page).contains(&id.to_lowercase()), "{path}");
    }
}

both_engines! {
    fn people_reach_all_of_their_records_and_nothing_of_another_s(test: TestDb) {
        let files = PEOPLE.map(|(within, name, ..)| file_of(within, name));
        // The older records lean on a directory that comes in files of its own.
        let directory = ["hospitalInformation", "practitionerInformation"].map(|name| file_of("synthea-r4-2019", name));
        let (_, failures) = take_in(test.db(), &[directory.to_vec(), files.to_vec()].concat());
        assert_eq!(failures, "");
        let is_sqlite = matches!(test.place(), Place::File(_));
        let people: Vec<Person> = files.iter().map(|file| Person::of(&read(file))).collect();
        as_if_they_lived(test.db());
        let portal = Portal::new(test);
        for (at, person) in people.iter().enumerate() {
            let (_, name, sqlite, postgres) = PEOPLE[at];
            let username = name.to_lowercase();
            portal.account(&username, None, Some(&person.id));
            let mut browser = portal.browser();
            browser.sign_in("/sign-in", &username);
            let stored = pages_of_the_chart(portal.db(), &person.id);
            assert_eq!(stored.len(), person.resources.len());
            reaches_all(&mut browser, &stored);
            reads_it_all(&mut browser, person, if is_sqlite { sqlite } else { postgres });
            finds_nothing(&mut browser, &people[(at + 1) % people.len()]);
        }
    }

    fn people_reach_all_of_the_charts_among_the_examples_of_us_core(test: TestDb) {
        let unpacked = us_core();
        let folders = US_CORE.map(|package| unpacked.join(package).join("package/example"));
        let (_, failures) = take_in(test.db(), &folders);
        assert_eq!(failures, "");
        let patients = look(test.db(), |tx, key| madrone_chart::search_text(tx, key, ResourceType::Patient, "_count=500"));
        as_if_they_lived(test.db());
        let portal = Portal::new(test);
        let mut reached = 0;
        for (at, patient) in patients.matches.iter().enumerate() {
            let stored = pages_of_the_chart(portal.db(), &patient.id);
            let username = format!("person{at}");
            portal.account(&username, None, Some(&patient.id));
            let mut browser = portal.browser();
            browser.sign_in("/sign-in", &username);
            reaches_all(&mut browser, &stored);
            reached += stored.len();
        }
        assert!(reached > 150, "the examples are charts: {reached}");
    }
}
