//! The language that a patient prefers to speak.

use madrone_fhir::view::items;
use serde_json::{Value, json};

use crate::element::{drop_empty, list};

const LANGUAGES: &str = "urn:ietf:bcp:47";

/// The languages that can be chosen, by what people in the United States speak most.
pub(crate) const KNOWN: [&str; 10] = ["en", "es", "zh", "tl", "vi", "ar", "fr", "ko", "ru", "pt"];

/// The language to speak: the preferred one, else the only one.
pub(crate) fn read(patient: &Value) -> String {
    let spoken: Vec<_> = items(&patient["communication"]).collect();
    let chosen = spoken.iter().find(|spoken| spoken["preferred"] == true);
    let only = spoken.first().filter(|_| spoken.len() == 1);
    chosen
        .or(only)
        .and_then(|spoken| tag_of(spoken))
        .unwrap_or_default()
        .to_owned()
}

fn tag_of(spoken: &Value) -> Option<&str> {
    let codes = items(&spoken["language"]["coding"]).filter_map(|coding| coding["code"].as_str());
    let text = spoken["language"]["text"].as_str();
    codes.into_iter().next().or(text)
}

/// Prefers the language `tag`; no language where it is empty.
pub(crate) fn write(patient: &mut Value, tag: &str) {
    let all = list(patient, "communication");
    for spoken in all.iter_mut() {
        if spoken["preferred"] == true
            && let Some(spoken) = spoken.as_object_mut()
        {
            spoken.remove("preferred");
        }
    }
    if tag.is_empty() {
        // One language alone would be taken for the preferred one.
        all.truncate(if all.len() == 1 { 0 } else { all.len() });
    } else if let Some(spoken) = all.iter_mut().find(|spoken| tag_of(spoken) == Some(tag)) {
        spoken["preferred"] = json!(true);
    } else {
        let language = json!({ "coding": [{ "system": LANGUAGES, "code": tag }] });
        all.push(json!({ "language": language, "preferred": true }));
    }
    drop_empty(patient, "communication");
}
