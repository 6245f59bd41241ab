//! Every search parameter of US Core 6.1.0 and 7.0.0 (as their servers' CapabilityStatement names
//! them) finds, among published records, what a plain
//! reading of them finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use madrone_chart::search_text;
use madrone_db::Db;
use madrone_fhir::ResourceType;
use madrone_harness::both_engines;
use serde_json::Value;

use crate::oracle::{plain, span, texts, tokens, values};
use crate::shared::{folder, look, take_in, us_core};

/// How many values of a parameter are tried.
const TRIED: usize = 6;

struct Parameter {
    kind: ResourceType,
    name: String,
    is: String,
    expression: String,
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("the package has it")).expect("it is JSON")
}

/// The parameters that the server's CapabilityStatement of a package names.
fn parameters(package: &Path) -> Vec<Parameter> {
    let statement = read(&package.join("CapabilityStatement-us-core-server.json"));
    let mut out = Vec::new();
    for resource in statement["rest"][0]["resource"].as_array().expect("it lists resources") {
        let kind = ResourceType::parse(resource["type"].as_str().expect("each has a type")).expect("R4 knows it");
        for parameter in resource["searchParam"].as_array().into_iter().flatten() {
            let definition = parameter["definition"].as_str().expect("each has a definition");
            // Written `…/us-core-patient-id` and stored so; `_lastUpdated` is FHIR's own.
            let name = parameter["name"].as_str().expect("each has a name");
            let file = package.join(format!(
                "SearchParameter-{}.json",
                definition.rsplit('/').next().unwrap_or_default()
            ));
            if name == "_lastUpdated" || name == "_id" {
                continue;
            }
            let defined = read(&file);
            let text = |member: &str| defined[member].as_str().expect("each says it").to_owned();
            out.push(Parameter {
                kind,
                name: name.to_owned(),
                is: text("type"),
                expression: text("expression"),
            });
        }
    }
    out
}

/// All resources of a type.
fn all(db: &Db, kind: ResourceType) -> Vec<Value> {
    let pages = found(db, kind, "");
    pages.into_values().collect()
}

/// What a search finds, on all its pages, by id.
fn found(db: &Db, kind: ResourceType, query: &str) -> BTreeMap<String, Value> {
    let query = query.to_owned();
    look(db, move |tx, key| {
        let mut out = BTreeMap::new();
        let mut cursor = String::new();
        loop {
            let page = search_text(tx, key, kind, &format!("{query}&_count=500{cursor}"))?;
            out.extend(page.matches.iter().map(|stored| (stored.id.clone(), stored.json())));
            match page.next {
                Some(next) => cursor = format!("&_cursor={next}"),
                None => return Ok(out),
            }
        }
    })
}

/// A query, and whether a resource with such a value is expected.
type Case = (String, Box<dyn Fn(&Value) -> bool>);

fn cases(parameter: &Parameter, value: &Value) -> Vec<Case> {
    let name = &parameter.name;
    match parameter.is.as_str() {
        "token" => tokens(value)
            .into_iter()
            .flat_map(|(system, code)| token_cases(name, system, code))
            .collect(),
        "string" => texts(value)
            .into_iter()
            .filter_map(|text| string_case(name, &text))
            .collect(),
        "reference" => {
            let reference = value["reference"]
                .as_str()
                .or(value.as_str())
                .unwrap_or_default()
                .to_owned();
            // What a contained resource or an unresolved search is referred to by is nothing to search for.
            if reference.is_empty() || reference.starts_with('#') || reference.contains('?') {
                return Vec::new();
            }
            let query = format!("{name}={}", escaped(&reference));
            vec![(
                query,
                Box::new(move |value| value["reference"] == reference.as_str() || *value == reference.as_str()),
            )]
        }
        "date" => span(value)
            .into_iter()
            .flat_map(|(from, _)| date_cases(name, from))
            .collect(),
        other => panic!("US Core has no parameters of type {other}"),
    }
}

fn token_cases(name: &str, system: Option<String>, code: String) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    if let Some(system) = system {
        let query = format!("{name}={}|{}", escaped(&system), escaped(&code));
        let code = code.clone();
        let is = move |value: &Value| tokens(value).contains(&(Some(system.clone()), code.clone()));
        cases.push((query, Box::new(is)));
    }
    let query = format!("{name}={}", escaped(&code));
    cases.push((
        query,
        Box::new(move |value| tokens(value).iter().any(|(_, other)| *other == code)),
    ));
    cases
}

fn string_case(name: &str, text: &str) -> Option<Case> {
    let start: String = plain(text).chars().take(5).collect();
    if !start.chars().all(|c| c.is_ascii_alphanumeric()) || start.is_empty() {
        return None;
    }
    let query = format!("{name}={start}");
    Some((
        query,
        Box::new(move |value| texts(value).iter().any(|text| plain(text).starts_with(&start))),
    ))
}

/// Around the day that `from` is in: equal, from then on, and before.
fn date_cases(name: &str, from: i64) -> Vec<Case> {
    const DAY: i64 = 86_400_000_000;
    let Ok(at) = jiff::Timestamp::from_microsecond(from) else {
        return Vec::new();
    };
    let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let (start, end) = (from.div_euclid(DAY) * DAY, (from.div_euclid(DAY) + 1) * DAY);
    let spanned = |test: fn(i64, i64, i64, i64) -> bool| -> Box<dyn Fn(&Value) -> bool> {
        Box::new(move |value| span(value).is_some_and(|(from, until)| test(from, until, start, end)))
    };
    vec![
        (
            format!("{name}={day}"),
            spanned(|from, until, start, end| start <= from && until <= end),
        ),
        (
            format!("{name}=ge{day}"),
            spanned(|from, until, start, end| from >= start || until > end),
        ),
        (format!("{name}=lt{day}"), spanned(|from, _, start, _| from < start)),
    ]
}

/// As a value stands in a query: commas and the like with a backslash, what has a meaning in a URL by its number.
fn escaped(value: &str) -> String {
    let number = |c: char| format!("%{:02X}", u32::from(c));
    let letter = |c: char| match c {
        ',' | '|' | '$' | '\\' => format!("%5C{}", number(c)),
        '&' | '%' | '+' | '#' | '=' => number(c),
        c => c.to_string(),
    };
    value.chars().map(letter).collect()
}

fn is_found_as_read(db: &Db, parameter: &Parameter, resources: &[Value]) -> usize {
    let mut tried = BTreeSet::new();
    for resource in resources {
        for value in values(&parameter.expression, resource) {
            for (query, is) in cases(parameter, value) {
                if tried.len() >= TRIED || !tried.insert(query.clone()) {
                    continue;
                }
                let expected = resources
                    .iter()
                    .filter(|resource| values(&parameter.expression, resource).into_iter().any(&is));
                let expected: BTreeSet<String> = expected
                    .map(|resource| resource["id"].as_str().unwrap_or_default().to_owned())
                    .collect();
                let found: BTreeSet<String> = found(db, parameter.kind, &query).into_keys().collect();
                assert_eq!(found, expected, "{}?{query} ({})", parameter.kind, parameter.expression);
            }
        }
    }
    tried.len()
}

both_engines! {
    fn us_core_s_parameters_find_what_a_plain_reading_finds(db: Db) {
        let unpacked = us_core();
        let packages: Vec<PathBuf> = ["610", "700"].iter().map(|name| unpacked.join(name).join("package")).collect();
        let mut folders: Vec<PathBuf> = packages.iter().map(|package| package.join("example")).collect();
        folders.push(folder("synthea-us-core"));
        assert_eq!(take_in(&db, &folders).1, "");
        let mut resources: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        let mut untried = Vec::new();
        for parameter in packages.iter().flat_map(|package| parameters(package)) {
            let all = resources.entry(parameter.kind.name()).or_insert_with(|| all(&db, parameter.kind));
            if is_found_as_read(&db, &parameter, all) == 0 {
                untried.push(format!("{}.{}", parameter.kind, parameter.name));
            }
        }
        // No published record has these; the tests of the store have some.
        assert_eq!(untried, Vec::<String>::new());
    }
}
