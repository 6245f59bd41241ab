//! The newest of each test. Panels are not tests: what they group stands for itself.

use std::collections::HashSet;

use madrone_fhir::view;

use crate::chart::Item;
use crate::results::value;
use crate::say;

/// The first of `items` for each test, at most `most` of them. `items` stand newest first.
pub(crate) fn newest_of_each(items: Vec<Item>, most: usize) -> Vec<Item> {
    let mut seen = HashSet::new();
    let fresh = items
        .into_iter()
        .filter(|item| !is_void(item) && !value::is_group(&item.json) && seen.insert(test(item)));
    fresh.take(most).collect()
}

fn is_void(item: &Item) -> bool {
    matches!(item.status(), "entered-in-error" | "cancelled")
}

/// What makes two results the same test: the first code, else the name.
fn test(item: &Item) -> String {
    let code = || {
        let coding = view::get(&item.json, "code.coding")?;
        Some(format!(
            "{}|{}",
            view::text(coding, "system").unwrap_or_default(),
            view::text(coding, "code")?
        ))
    };
    code()
        .or_else(|| view::get(&item.json, "code").and_then(say::name))
        .unwrap_or_else(|| item.id.clone())
}

#[cfg(test)]
mod tests {
    use madrone_fhir::ResourceType;
    use serde_json::{Value, json};

    use super::*;

    fn item(id: &str, json: Value) -> Item {
        let updated = madrone_kernel::Instant::from_micros(0);
        Item {
            kind: ResourceType::Observation,
            id: id.into(),
            version: 1,
            updated,
            json: json.into(),
        }
    }

    fn ids(items: Vec<Item>, most: usize) -> Vec<String> {
        newest_of_each(items, most).into_iter().map(|item| item.id).collect()
    }

    #[test]
    fn a_test_stands_once_with_its_newest_value() {
        let coded = |code: &str| json!({"status": "final", "code": {"coding": [{"system": "loinc", "code": code}]}});
        let items = vec![item("1", coded("a")), item("2", coded("b")), item("3", coded("a"))];
        assert_eq!(ids(items, 15), ["1", "2"]);
    }

    #[test]
    fn a_mistake_does_not_stand_for_a_test() {
        let with = |status: &str| json!({"status": status, "code": {"text": "Sodium"}});
        assert_eq!(
            ids(vec![item("1", with("entered-in-error")), item("2", with("final"))], 15),
            ["2"]
        );
    }

    #[test]
    fn a_panel_is_not_a_test_unless_it_has_a_value_of_its_own() {
        let panel = json!({"hasMember": [{"reference": "Observation/1"}]});
        let score = json!({"hasMember": [{"reference": "Observation/1"}], "valueInteger": 4});
        assert_eq!(ids(vec![item("panel", panel), item("score", score)], 15), ["score"]);
    }

    #[test]
    fn tests_without_a_code_are_told_apart_and_there_are_never_too_many() {
        let items = (0..9).map(|id| item(&id.to_string(), json!({}))).collect();
        assert_eq!(ids(items, 4), ["0", "1", "2", "3"]);
    }
}
