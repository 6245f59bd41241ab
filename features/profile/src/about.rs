//! What a Patient says of how to speak with her, and how that is changed without touching the rest.

use madrone_fhir::view::items;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::address;
use crate::element::{drop_empty, extension, list, put_extensions};
use crate::name::{preferred, put_preferred};

/// Pronouns (HL7 Gender Harmony; R5's extension for R4), answers from LOINC LL5144-2.
const PRONOUNS: &str = "http://hl7.org/fhir/StructureDefinition/individual-pronouns";
/// Whether an interpreter is needed (US Core 8).
const INTERPRETER: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed";
const LOINC: &str = "http://loinc.org";
const SNOMED: &str = "http://snomed.info/sct";
const LANGUAGES: &str = "urn:ietf:bcp:47";

/// The pronouns that can be chosen: LOINC's code and its display.
pub(crate) const KNOWN_PRONOUNS: [(&str, &str); 3] = [
    ("LA29518-0", "he/him/his/his/himself"),
    ("LA29519-8", "she/her/her/hers/herself"),
    ("LA29520-6", "they/them/their/theirs/themselves"),
];

/// The languages that can be chosen, by what people in the United States speak most.
pub(crate) const KNOWN_LANGUAGES: [&str; 10] = ["en", "es", "zh", "tl", "vi", "ar", "fr", "ko", "ru", "pt"];

/// Whether an interpreter is needed: our word, SNOMED CT's code and its display.
const INTERPRETER_ANSWERS: [(&str, &str, &str); 2] = [("yes", "373066001", "Yes"), ("no", "373067005", "No")];

/// The longest answer that is taken.
pub(crate) const LONGEST: usize = 100;

/// What the page shows and changes; an empty text is "not said". Also the form as it is posted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    pub(crate) preferred: String,
    pub(crate) pronouns: String,
    pub(crate) language: String,
    pub(crate) interpreter: String,
    pub(crate) street: String,
    pub(crate) unit: String,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) postal: String,
    pub(crate) country: String,
}

impl About {
    /// Reads a Patient.
    pub(crate) fn of(patient: &Value) -> Self {
        let mut about = Self {
            preferred: preferred(patient).unwrap_or_default(),
            pronouns: pronouns(patient),
            language: language(patient),
            interpreter: interpreter(patient),
            ..Self::default()
        };
        address::read(patient, &mut about);
        about
    }

    /// The fields by the names that they are posted under.
    pub(crate) fn fields(&self) -> [(&'static str, &str); 10] {
        [
            ("preferred", &self.preferred),
            ("pronouns", &self.pronouns),
            ("language", &self.language),
            ("interpreter", &self.interpreter),
            ("street", &self.street),
            ("unit", &self.unit),
            ("city", &self.city),
            ("state", &self.state),
            ("postal", &self.postal),
            ("country", &self.country),
        ]
    }

    /// As it is kept: without space around answers, states in capitals.
    pub(crate) fn tidy(&self) -> Self {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut about = Self {
            preferred: tidy(&self.preferred),
            pronouns: tidy(&self.pronouns),
            language: tidy(&self.language),
            interpreter: tidy(&self.interpreter),
            street: tidy(&self.street),
            unit: tidy(&self.unit),
            city: tidy(&self.city),
            state: tidy(&self.state),
            postal: tidy(&self.postal),
            country: tidy(&self.country),
        };
        if address::is_here(&about.country) {
            about.state = about.state.to_uppercase();
        }
        about
    }

    /// What is wrong with answers that differ from `before`: the field and the key of what to do. What stands in the
    /// chart already is not found fault with.
    pub(crate) fn wrong(&self, before: &Self) -> Vec<(&'static str, &'static str)> {
        let mut wrong: Vec<_> = self
            .fields()
            .into_iter()
            .filter(|(_, value)| value.chars().count() > LONGEST || value.chars().any(char::is_control))
            .map(|(name, _)| (name, "profile-wrong-long"))
            .collect();
        let pronouns = KNOWN_PRONOUNS.iter().any(|(code, _)| *code == self.pronouns);
        let language = KNOWN_LANGUAGES.contains(&self.language.as_str());
        let interpreter = INTERPRETER_ANSWERS.iter().any(|(word, ..)| *word == self.interpreter);
        for (name, is_known, said, had) in [
            ("pronouns", pronouns, &self.pronouns, &before.pronouns),
            ("language", language, &self.language, &before.language),
            ("interpreter", interpreter, &self.interpreter, &before.interpreter),
        ] {
            if !is_known && !said.is_empty() && said != had {
                wrong.push((name, "profile-wrong-choice"));
            }
        }
        if address::differs(self, before) {
            wrong.extend(address::wrong(self));
        }
        wrong
    }

    /// Puts what differs from the Patient into it; everything else stays as it is.
    pub(crate) fn put_into(&self, patient: &mut Value) {
        let before = Self::of(patient);
        if self.preferred != before.preferred {
            put_preferred(patient, &self.preferred);
        }
        if self.pronouns != before.pronouns {
            let display = KNOWN_PRONOUNS.iter().find(|(code, _)| *code == self.pronouns);
            let extension = display.map(|(code, display)| {
                let concept = json!({ "coding": [{ "system": LOINC, "code": code, "display": display }] });
                json!({ "url": PRONOUNS, "extension": [{ "url": "value", "valueCodeableConcept": concept }] })
            });
            put_extensions(patient, PRONOUNS, extension.into_iter().collect());
        }
        if self.language != before.language {
            put_language(patient, &self.language);
        }
        if self.interpreter != before.interpreter {
            let answer = INTERPRETER_ANSWERS.iter().find(|(word, ..)| *word == self.interpreter);
            let extension = answer.map(|(_, code, display)| {
                json!({ "url": INTERPRETER, "valueCoding": { "system": SNOMED, "code": code, "display": display } })
            });
            put_extensions(patient, INTERPRETER, extension.into_iter().collect());
        }
        if address::differs(self, &before) {
            address::put(patient, self);
        }
    }
}

/// The code of the pronouns, or the text where they have none of ours.
fn pronouns(patient: &Value) -> String {
    let value = extension(patient, PRONOUNS)
        .and_then(|pronouns| items(&pronouns["extension"]).find(|part| part["url"] == "value"))
        .map(|part| &part["valueCodeableConcept"]);
    let Some(concept) = value else { return String::new() };
    let code = items(&concept["coding"]).find(|coding| coding["system"] == LOINC);
    let text = code.map_or(&concept["text"], |coding| &coding["code"]);
    text.as_str().unwrap_or_default().to_owned()
}

/// The language to speak: the preferred one, else the only one.
fn language(patient: &Value) -> String {
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

fn put_language(patient: &mut Value, tag: &str) {
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

fn interpreter(patient: &Value) -> String {
    let code = extension(patient, INTERPRETER).map(|needed| &needed["valueCoding"]["code"]);
    INTERPRETER_ANSWERS
        .iter()
        .find(|(_, known, _)| code.is_some_and(|code| code == known))
        .map(|(word, ..)| (*word).to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{called, legal};

    fn maria() -> Value {
        json!({
            "resourceType": "Patient",
            "id": "maria",
            "extension": [{ "url": "http://example.com/kept", "valueDecimal": 1.50 }],
            "name": [{ "use": "official", "family": "Alvarez", "given": ["Maria", "Elena"] }, { "use": "maiden", "family": "Ruiz" }],
            "communication": [{ "language": { "coding": [{ "code": "es" }], "text": "Spanish" }, "preferred": true }],
            "address": [{ "use": "home", "line": ["1 Mill Road"], "city": "Riverbend", "state": "OR", "postalCode": "97321" }]
        })
    }

    fn after(change: impl FnOnce(&mut About)) -> Value {
        let mut patient = maria();
        let mut about = About::of(&patient);
        change(&mut about);
        about.put_into(&mut patient);
        assert_eq!(About::of(&patient), about, "what was said is what is read");
        patient
    }

    #[test]
    fn nothing_said_anew_changes_nothing() {
        assert_eq!(after(|_| ()), maria());
    }

    #[test]
    fn the_name_to_use_stands_beside_the_legal_one_and_can_be_taken_back() {
        let mut patient = after(|about| about.preferred = "Mari".into());
        assert_eq!(
            patient["name"][0],
            json!({ "use": "usual", "given": ["Mari"], "family": "Alvarez" })
        );
        assert_eq!(legal(&patient).as_deref(), Some("Maria Elena Alvarez"));
        assert_eq!(called(&patient).as_deref(), Some("Mari Alvarez"));
        let mut about = About::of(&patient);
        about.preferred.clear();
        about.put_into(&mut patient);
        assert_eq!(patient, maria());
    }

    #[test]
    fn extensions_of_others_stay_as_they_were() {
        let patient = after(|about| {
            about.pronouns = "LA29519-8".into();
            about.interpreter = "yes".into();
        });
        assert_eq!(patient["extension"][0], maria()["extension"][0]);
        assert_eq!(patient["extension"][2]["valueCoding"]["code"], "373066001");
    }

    #[test]
    fn another_language_keeps_those_that_were_spoken() {
        let patient = after(|about| about.language = "en".into());
        assert_eq!(patient["communication"][0]["language"]["text"], "Spanish");
        assert_eq!(patient["communication"][0].get("preferred"), None);
        assert_eq!(patient["communication"][1]["preferred"], true);
    }

    #[test]
    fn wrong_answers_are_named_and_old_ones_left_alone() {
        let before = About::of(&maria());
        let about = About {
            state: "ZZ".into(),
            postal: "12".into(),
            language: "xx".into(),
            ..before.clone()
        };
        let names: Vec<_> = about.wrong(&before).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["language", "state", "postal"]);
        assert_eq!(about.wrong(&about), []);
    }
}
