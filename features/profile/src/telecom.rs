//! The ways to reach a patient that stand in her Patient: one e-mail address, and a number of each kind.

use madrone_fhir::view::items;
use madrone_phone::Number;
use serde_json::{Value, json};

use crate::part::Part;

/// FHIR's system and use of a way to reach her.
fn kind(part: Part) -> Option<(&'static str, &'static str)> {
    match part {
        Part::Email => Some(("email", "")),
        Part::Mobile => Some(("phone", "mobile")),
        Part::HomePhone => Some(("phone", "home")),
        Part::WorkPhone => Some(("phone", "work")),
        _ => None,
    }
}

/// Where in the Patient it stands: the first in use, by rank.
pub(crate) fn place(part: Part, patient: &Value) -> Option<usize> {
    let (system, usage) = kind(part)?;
    let fits = |contact: &Value| {
        contact["system"] == system && contact["use"] != "old" && (usage.is_empty() || contact["use"] == usage)
    };
    let fitting = items(&patient["telecom"])
        .enumerate()
        .filter(|(_, contact)| fits(contact));
    fitting
        .min_by_key(|(_, contact)| contact["rank"].as_u64().unwrap_or(u64::MAX))
        .map(|(place, _)| place)
}

/// The address or number as it is written here; empty where there is none.
pub(crate) fn read(part: Part, patient: &Value) -> String {
    said(&part.of(patient))
}

/// What a `ContactPoint` says, numbers as they are written here.
pub(crate) fn said(contact: &Value) -> String {
    let value = contact["value"].as_str().unwrap_or_default().trim();
    let number = Number::parse(value).filter(|_| contact["system"] != "email");
    number.map_or_else(|| value.to_owned(), |number| number.to_string())
}

/// The piece of a Patient that says `value`, in the place of the piece `before`; null where it is empty.
pub(crate) fn piece(part: Part, before: &Value, value: &str) -> Value {
    let Some((system, usage)) = kind(part).filter(|_| !value.is_empty()) else {
        return Value::Null;
    };
    let mut piece = json!({ "system": system, "value": value });
    // What else is said of the old one, such as since when it holds, is not true of the new.
    for kept in ["use", "rank"] {
        if !before[kept].is_null() {
            piece[kept] = before[kept].clone();
        }
    }
    if !usage.is_empty() {
        piece["use"] = json!(usage);
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_choice_in_use_is_read_and_another_takes_its_place() {
        let mut patient = json!({ "telecom": [
            { "system": "phone", "use": "mobile", "value": "541-555-0161" },
            { "system": "email", "value": "second@example.com", "rank": 2, "period": { "start": "2020" } },
            { "system": "email", "value": "first@example.com", "rank": 1, "period": { "start": "2020" } },
            { "system": "email", "value": "old@example.com", "use": "old" }
        ] });
        assert_eq!(read(Part::Email, &patient), "first@example.com");
        assert_eq!(read(Part::HomePhone, &patient), "");
        let piece = piece(Part::Email, &Part::Email.of(&patient), "new@example.com");
        assert_eq!(
            piece,
            json!({ "system": "email", "value": "new@example.com", "rank": 1 })
        );
        Part::Email.put(&mut patient, &piece);
        assert_eq!(read(Part::Email, &patient), "new@example.com");
        assert_eq!(patient["telecom"][1]["value"], "second@example.com");
    }
}
