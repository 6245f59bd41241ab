//! What holds for the whole world.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use madrone_fhir::{Severity, Unknown, check};
use serde_json::Value;

use crate::{World, world};

/// Days that make dates awkward: a Sunday, a leap day, new year, the end of summer time, spring, the day of flu vaccines
/// and the day after.
const DAYS: [Date; 7] = [
    date(2026, 11, 22),
    date(2028, 2, 29),
    date(2027, 1, 1),
    date(2026, 11, 2),
    date(2027, 5, 14),
    date(2026, 10, 15),
    date(2026, 10, 16),
];

fn all(world: &World) -> impl Iterator<Item = &Value> {
    world.clinic.iter().chain(
        world
            .charts
            .iter()
            .flat_map(|chart| chart.earlier.iter().chain(&chart.resources)),
    )
}

fn current(world: &World) -> impl Iterator<Item = &Value> {
    world
        .clinic
        .iter()
        .chain(world.charts.iter().flat_map(|chart| &chart.resources))
}

fn address(resource: &Value) -> String {
    format!(
        "{}/{}",
        resource["resourceType"].as_str().unwrap(),
        resource["id"].as_str().unwrap()
    )
}

/// Every string in `value`, with the name of the member it is in.
fn strings<'a>(value: &'a Value, name: &'a str, each: &mut impl FnMut(&'a str, &'a str)) {
    match value {
        Value::String(text) => each(name, text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, name, each)),
        Value::Object(members) => members.iter().for_each(|(name, member)| strings(member, name, each)),
        _ => {}
    }
}

#[test]
fn every_resource_is_sound_r4() {
    for today in DAYS {
        let world = world(today, 7);
        for resource in all(&world) {
            let faults: Vec<_> = check(resource, Unknown::Refuse)
                .into_iter()
                .filter(|fault| fault.severity == Severity::Error)
                .collect();
            assert!(faults.is_empty(), "{}: {faults:?}", address(resource));
        }
    }
}

#[test]
fn no_two_resources_have_the_same_id() {
    let world = world(DAYS[0], 7);
    let mut seen = BTreeSet::new();
    for resource in current(&world) {
        assert!(seen.insert(address(resource)), "{} occurs twice", address(resource));
    }
    for resource in world.charts.iter().flat_map(|chart| &chart.earlier) {
        assert!(
            seen.contains(&address(resource)),
            "{} has no version of today",
            address(resource)
        );
    }
}

#[test]
fn every_reference_leads_to_a_resource_of_the_world() {
    let world = world(DAYS[0], 7);
    let known: BTreeSet<String> = current(&world).map(address).collect();
    for resource in all(&world) {
        strings(resource, "", &mut |name, text| {
            if name == "reference" {
                assert!(known.contains(text), "{} refers to {text}", address(resource));
            }
        });
    }
}

#[test]
fn the_same_day_and_seed_make_the_same_world() {
    let bytes = |seed| {
        let world = world(DAYS[0], seed);
        (
            serde_json::to_string(&all(&world).collect::<Vec<_>>()).unwrap(),
            world.accounts,
        )
    };
    assert_eq!(bytes(7), bytes(7));
    assert_ne!(bytes(7).0, bytes(8).0, "the seed chooses nothing");
}

#[test]
fn nothing_has_happened_in_the_future() {
    for today in DAYS {
        let end = today.to_string();
        for resource in all(&world(today, 7)) {
            if resource["resourceType"] == "Appointment" {
                assert!(
                    resource["start"].as_str().unwrap() > end.as_str(),
                    "{} is over",
                    address(resource)
                );
                continue;
            }
            strings(resource, "", &mut |name, text| {
                let due = ["dueDate", "expirationDate"].contains(&name)
                    || name == "end" && resource["resourceType"] == "Consent"
                    || name == "valueDateTime" && resource["code"]["coding"][0]["code"] == "11778-8";
                let day = text.get(..10).filter(|day| day.parse::<Date>().is_ok());
                if let Some(day) = day.filter(|_| !due && name != "data" && name != "div") {
                    assert!(day < end.as_str(), "{}: {name} {text}", address(resource));
                }
            });
        }
    }
}

#[test]
fn a_chart_is_about_its_patient_and_nothing_in_it_comes_before_the_birth() {
    for chart in DAYS.into_iter().flat_map(|today| world(today, 7).charts) {
        let patient = &chart.resources[0];
        assert_eq!(patient["id"], chart.patient_id.as_str());
        let birth = patient["birthDate"].as_str().unwrap();
        for resource in chart.resources.iter().skip(1) {
            let is_about = ["subject", "patient"]
                .iter()
                .any(|member| resource[member]["reference"] == format!("Patient/{}", chart.patient_id));
            assert!(
                is_about || resource["resourceType"] == "Appointment",
                "{} is about nobody",
                address(resource)
            );
            for member in [
                "effectiveDateTime",
                "occurrenceDateTime",
                "onsetDateTime",
                "authoredOn",
                "recordedDate",
            ] {
                if let Some(when) = resource[member].as_str() {
                    assert!(
                        when.get(..10) >= birth.get(..10),
                        "{} is before the birth",
                        address(resource)
                    );
                }
            }
        }
    }
}

/// Leo's second dose comes four weeks after his first.
#[test]
fn flu_vaccines_are_given_at_the_start_of_the_flu_season_and_leos_is_due() {
    for today in DAYS {
        for chart in world(today, 7).charts {
            let doses: Vec<Date> = (chart.resources.iter())
                .filter(|resource| resource["id"].as_str().unwrap().contains("-flu-"))
                .map(|resource| resource["occurrenceDateTime"].as_str().unwrap()[..10].parse().unwrap())
                .collect();
            assert!(
                doses.iter().all(|dose| [10, 11].contains(&dose.month())),
                "{}: {doses:?}",
                chart.patient_id
            );
            if chart.patient_id == "leo-alvarez" {
                assert!(
                    doses.len() >= 4 && doses.iter().all(|dose| *dose < today - 1.year()),
                    "{doses:?}"
                );
            }
        }
    }
}

#[test]
fn every_account_is_distinct_and_leads_to_a_chart() {
    let world = world(DAYS[0], 7);
    let mut usernames = BTreeSet::new();
    let mut passwords = BTreeSet::new();
    for account in &world.accounts {
        assert!(
            usernames.insert(&account.username) && passwords.insert(&account.password),
            "{} is taken",
            account.username
        );
        assert!(account.password.len() >= 20 && account.email.ends_with("@example.com"));
        assert_eq!(account.role == "patient", account.chart.is_some());
        if let Some(chart) = &account.chart {
            let chart = world.charts.iter().find(|other| other.patient_id == *chart).unwrap();
            assert_eq!(account.birth_date.as_deref(), chart.resources[0]["birthDate"].as_str());
        }
    }
    for name in [
        "maria",
        "sofia",
        "walter",
        "grace",
        "deshawn",
        "karen",
        "dr.ortiz",
        "nurse.kim",
        "desk.lee",
        "billing.cho",
        "records.ruiz",
        "rx.patel",
        "admin",
    ] {
        assert!(usernames.contains(&name.to_owned()), "{name} cannot sign in");
    }
}

#[test]
fn every_kind_of_result_occurs() {
    let world = world(DAYS[0], 7);
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |kind: &str| *kinds.entry(kind.to_owned()).or_default() += 1;
    for resource in current(&world) {
        let kind = resource["resourceType"].as_str().unwrap();
        if kind == "DiagnosticReport" {
            count(&format!("report {}", resource["status"].as_str().unwrap()));
            for form in resource["presentedForm"].as_array().into_iter().flatten() {
                count(form["contentType"].as_str().unwrap());
            }
        }
        if kind != "Observation" {
            continue;
        }
        count(resource["status"].as_str().unwrap());
        let is_lab = resource["category"][0]["coding"][0]["code"] == "laboratory";
        if let Some(flag) = resource["interpretation"][0]["coding"][0]["code"].as_str() {
            count(flag);
        }
        let shapes = [
            ("comparator", !resource["valueQuantity"]["comparator"].is_null()),
            ("trace", resource["valueString"] == "Trace"),
            (
                "words",
                is_lab && resource["valueString"].as_str().is_some_and(|words| words.len() > 40),
            ),
            (
                "coded",
                is_lab && resource["valueCodeableConcept"]["text"] == "Detected",
            ),
            (
                "coded normal",
                is_lab && resource["valueCodeableConcept"]["text"] == "Not detected",
            ),
            ("members", !resource["hasMember"].is_null()),
            ("components", !resource["component"].is_null()),
            ("absent", !resource["dataAbsentReason"].is_null()),
            (
                "no range",
                is_lab && !resource["valueQuantity"].is_null() && resource["referenceRange"].is_null(),
            ),
        ];
        shapes
            .iter()
            .filter(|(_, occurs)| *occurs)
            .for_each(|(shape, _)| count(shape));
    }
    let needed = [
        "preliminary",
        "final",
        "corrected",
        "cancelled",
        "entered-in-error",
        "report corrected",
        "N",
        "H",
        "L",
        "HH",
        "LL",
        "A",
        "comparator",
        "trace",
        "words",
        "coded",
        "coded normal",
        "members",
        "components",
        "absent",
        "no range",
        "application/pdf",
        "text/plain; charset=utf-8",
    ];
    for kind in needed {
        assert!(kinds.contains_key(kind), "no result is {kind}");
    }
    assert!(world.charts.iter().any(|chart| !chart.earlier.is_empty()));
}

#[test]
fn marias_cholesterol_is_as_it_was_drawn() {
    let world = world(DAYS[0], 7);
    let chart = world
        .charts
        .iter()
        .find(|chart| chart.patient_id == "maria-alvarez")
        .unwrap();
    let ldl: Vec<String> = (chart.resources.iter())
        .filter(|resource| resource["resourceType"] == "Observation" && resource["code"]["text"] == "LDL cholesterol")
        .map(|resource| resource["valueQuantity"]["value"].to_string())
        .collect();
    assert_eq!(ldl, ["168", "159", "151", "133", "126", "142"]);
    let newest = chart
        .resources
        .iter()
        .find(|resource| resource["id"] == "maria-ldl-6")
        .unwrap();
    assert!(newest["effectiveDateTime"].as_str().unwrap().starts_with("2026-11-20"));
    assert_eq!(newest["interpretation"][0]["coding"][0]["code"], "H");
}

#[test]
fn what_a_teenager_came_for_in_confidence_is_labelled() {
    let world = world(DAYS[0], 7);
    let chart = world
        .charts
        .iter()
        .find(|chart| chart.patient_id == "sofia-alvarez")
        .unwrap();
    let label = |kind: &str| {
        chart
            .resources
            .iter()
            .any(|resource| resource["resourceType"] == kind && resource["meta"]["security"][0]["code"] == "SEX")
    };
    for kind in [
        "Encounter",
        "Observation",
        "DiagnosticReport",
        "ServiceRequest",
        "DocumentReference",
    ] {
        assert!(label(kind), "no {kind} is labelled");
    }
}
