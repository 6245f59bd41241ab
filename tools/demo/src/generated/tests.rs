//! What holds for every generated patient.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use madrone_fhir::{Severity, Unknown, check};
use serde_json::Value;

use super::{Clinic, patients};

const TODAY: Date = date(2026, 11, 22);

/// Made once: they are what takes time.
static CHARTS: LazyLock<Vec<Vec<Value>>> = LazyLock::new(|| patients(700, TODAY, 7, &Clinic::riverbend()).collect());

fn charts(count: usize) -> &'static [Vec<Value>] {
    &CHARTS[..count]
}

fn address(resource: &Value) -> String {
    format!("{}/{}", text(&resource["resourceType"]), text(&resource["id"]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn day(value: &Value) -> Date {
    text(value)[..10].parse().unwrap()
}

fn of<'a>(chart: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    chart.iter().filter(move |resource| resource["resourceType"] == kind)
}

/// The code of a concept's first coding.
fn code(concept: &Value) -> &str {
    text(&concept["coding"][0]["code"])
}

/// Every string in `value` with the name of the member it is in.
fn strings<'a>(value: &'a Value, name: &'a str, each: &mut impl FnMut(&'a str, &'a str)) {
    match value {
        Value::String(text) => each(name, text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, name, each)),
        Value::Object(members) => members.iter().for_each(|(name, member)| strings(member, name, each)),
        _ => {}
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| {
        let charts: Vec<_> = patients(10, TODAY, seed, &Clinic::riverbend()).collect();
        serde_json::to_string(&charts).unwrap()
    };
    assert_eq!(bytes(7), bytes(7));
    assert_ne!(bytes(7), bytes(8));
}

#[test]
fn a_patient_does_not_depend_on_how_many_there_are() {
    let few: Vec<_> = patients(3, TODAY, 7, &Clinic::riverbend()).collect();
    assert_eq!(few, charts(3));
}

#[test]
fn no_two_resources_have_the_same_id() {
    let mut seen = BTreeSet::new();
    for resource in charts(200).iter().flatten() {
        assert!(seen.insert(address(resource)), "{} occurs twice", address(resource));
    }
}

#[test]
fn no_two_patients_have_the_same_record_number() {
    let numbers: BTreeSet<String> = (charts(500).iter())
        .map(|chart| text(&chart[0]["identifier"][0]["value"]).to_owned())
        .collect();
    assert_eq!(numbers.len(), 500);
}

#[test]
fn charts_begin_with_the_patient_and_have_20_to_150_other_resources() {
    for chart in charts(700) {
        assert_eq!(chart[0]["resourceType"], "Patient");
        assert!(
            (21..=151).contains(&chart.len()),
            "{}: {}",
            address(&chart[0]),
            chart.len()
        );
    }
}

#[test]
fn references_stay_within_the_patient_or_go_to_the_clinic() {
    let clinic = Clinic::riverbend();
    let staff = [&clinic.organization, &clinic.location]
        .into_iter()
        .chain(&clinic.practitioners);
    let staff: BTreeSet<String> = staff
        .map(|reference| text(&reference["reference"]).to_owned())
        .collect();
    for chart in charts(100) {
        let here: BTreeSet<String> = chart.iter().map(address).collect();
        for resource in chart {
            strings(resource, "", &mut |name, value| {
                let known = name != "reference" || here.contains(value) || staff.contains(value);
                assert!(known, "{} refers to {value}", address(resource));
            });
        }
    }
}

#[test]
fn nothing_is_in_the_future_or_before_birth() {
    // A leap day, and the day after clocks change.
    for today in [TODAY, date(2028, 2, 29), date(2027, 3, 15)] {
        for chart in patients(60, today, 7, &Clinic::riverbend()) {
            let born = day(&chart[0]["birthDate"]);
            for resource in &chart {
                strings(resource, "", &mut |name, value| {
                    let looks_dated = value.len() >= 10 && value.is_char_boundary(10) && name != "value";
                    let date = looks_dated.then(|| value[..10].parse::<Date>().ok()).flatten();
                    let sound = date.is_none_or(|date| (born..=today).contains(&date));
                    assert!(sound, "{} has {name} {value}", address(resource));
                });
            }
        }
    }
}

#[test]
fn what_happens_at_a_visit_has_the_visit_s_day() {
    for chart in charts(100) {
        let visits: BTreeMap<String, Date> = of(chart, "Encounter")
            .map(|visit| (address(visit), day(&visit["period"]["start"])))
            .collect();
        for resource in chart {
            let Some(visit) = resource["encounter"]["reference"].as_str() else {
                continue;
            };
            for key in [
                "effectiveDateTime",
                "issued",
                "authoredOn",
                "occurrenceDateTime",
                "recordedDate",
            ] {
                if resource[key].is_string() {
                    assert_eq!(day(&resource[key]), visits[visit], "{} {key}", address(resource));
                }
            }
        }
    }
}

#[test]
fn every_resource_is_sound_r4() {
    for resource in charts(300).iter().flatten() {
        let faults = check(resource, Unknown::Refuse);
        let errors: Vec<_> = faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{resource:#}: {errors:?}");
    }
}

#[test]
fn illnesses_fit_age_and_sex() {
    for chart in charts(700) {
        let born = day(&chart[0]["birthDate"]);
        let female = chart[0]["gender"] == "female";
        for condition in of(chart, "Condition") {
            let years = day(&condition["onsetDateTime"]).year() - born.year();
            match code(&condition["code"]) {
                // Pregnancy; prostate; osteoporosis and type 2 diabetes as generated here.
                "72892002" => assert!(female && (19..=43).contains(&years)),
                "266569009" => assert!(!female && years >= 49),
                "64859006" => assert!(female && years >= 57),
                "44054006" => assert!(years >= 29),
                _ => {}
            }
        }
    }
}

#[test]
fn nobody_pregnant_gets_what_harms_a_child() {
    let mut pregnancies = 0;
    for chart in charts(700) {
        if !of(chart, "Condition").any(|condition| code(&condition["code"]) == "72892002") {
            continue;
        }
        pregnancies += 1;
        for request in of(chart, "MedicationRequest") {
            // ACE inhibitor, statins, warfarin, NSAIDs.
            let harmful = ["314076", "617310", "312961", "855332", "849574", "310965"];
            assert!(
                !harmful.contains(&code(&request["medicationCodeableConcept"])),
                "{request:#}"
            );
        }
    }
    assert!(pregnancies > 2, "{pregnancies}");
}

#[test]
fn every_medicine_has_its_condition_and_began_no_earlier() {
    // What each is for; others are for several things.
    let purposes = BTreeMap::from([
        ("861007", "44054006"),
        ("617310", "55822004"),
        ("312961", "55822004"),
        ("314076", "59621000"),
        ("745679", "195967001"),
        ("855332", "49436004"),
        ("966222", "40930008"),
    ]);
    for chart in charts(500) {
        let conditions: BTreeMap<String, &Value> = of(chart, "Condition").map(|one| (address(one), one)).collect();
        for request in of(chart, "MedicationRequest") {
            let condition = conditions[text(&request["reasonReference"][0]["reference"])];
            assert!(day(&condition["onsetDateTime"]) <= day(&request["authoredOn"]));
            if let Some(purpose) = purposes.get(code(&request["medicationCodeableConcept"])) {
                assert_eq!(code(&condition["code"]), *purpose);
            }
        }
    }
}

#[test]
fn nobody_allergic_to_penicillin_gets_it() {
    let mut allergic = 0;
    for chart in charts(700) {
        if !of(chart, "AllergyIntolerance").any(|allergy| code(&allergy["code"]) == "91936005") {
            continue;
        }
        allergic += 1;
        for request in of(chart, "MedicationRequest") {
            assert!(!["308192", "313850"].contains(&code(&request["medicationCodeableConcept"])));
        }
    }
    assert!(allergic > 15, "{allergic}");
}

#[test]
fn vaccines_are_given_at_their_ages() {
    // CVX codes with first and last age in days.
    let ages = BTreeMap::from([
        ("03", (365, 6600)),
        ("08", (0, 6600)),
        ("10", (42, 6600)),
        ("116", (42, 243)),
        ("115", (4000, 40_000)),
        ("136", (4000, 6600)),
        ("140", (180, 40_000)),
        ("150", (180, 40_000)),
        ("165", (3285, 6600)),
        ("187", (18_260, 40_000)),
        ("20", (42, 2557)),
        ("208", (5800, 40_000)),
        ("309", (4380, 40_000)),
    ]);
    for chart in charts(700) {
        let born = day(&chart[0]["birthDate"]);
        let mut given = BTreeSet::new();
        for immunization in of(chart, "Immunization") {
            let (vaccine, date) = (
                code(&immunization["vaccineCode"]),
                day(&immunization["occurrenceDateTime"]),
            );
            let days = (date - born).get_days();
            if let Some((from, to)) = ages.get(vaccine) {
                assert!((*from..=*to).contains(&days), "CVX {vaccine} at {days} days");
            }
            assert!(given.insert((vaccine, date)), "CVX {vaccine} twice on {date}");
        }
    }
}

#[test]
fn results_are_flagged_by_their_ranges() {
    for observation in charts(200).iter().flat_map(|chart| of(chart, "Observation")) {
        let Some(range) = observation["referenceRange"].get(0) else {
            continue;
        };
        let number = |value: &Value| value["value"].as_f64();
        let value = number(&observation["valueQuantity"]).unwrap();
        let expected = if number(&range["low"]).is_some_and(|low| value < low) {
            "L"
        } else if number(&range["high"]).is_some_and(|high| value > high) {
            "H"
        } else {
            "N"
        };
        assert_eq!(code(&observation["interpretation"][0]), expected, "{observation:#}");
    }
}
