//! What a patient says of herself, read from a Patient and written back with everything else left as it was.

use std::ops::{Index, IndexMut};

use serde_json::Value;

use crate::address::{self, HOME, TEMPORARY};
use crate::coded::{ASKED, CODED, Coded};
use crate::field::{Field, Section};
use crate::language;
use crate::name::{preferred, put_preferred};

/// The longest answer that is taken.
pub(crate) const LONGEST: usize = 100;

/// The answers. An empty text is "not said"; several answers stand one a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct About([String; Field::COUNT]);

impl Index<Field> for About {
    type Output = String;

    fn index(&self, field: Field) -> &String {
        &self.0[field as usize]
    }
}

impl IndexMut<Field> for About {
    fn index_mut(&mut self, field: Field) -> &mut String {
        &mut self.0[field as usize]
    }
}

impl About {
    /// Reads a Patient.
    pub(crate) fn of(patient: &Value) -> Self {
        let mut about = Self::default();
        about[Field::Preferred] = preferred(patient).unwrap_or_default();
        about[Field::Language] = language::read(patient);
        for coded in &CODED {
            about[coded.field] = coded.read(patient);
        }
        address::read(patient, &HOME, &mut about);
        address::read(patient, &TEMPORARY, &mut about);
        about
    }

    /// With the answers of a posted form of `section`, as they are kept: without space around them, states in capitals.
    pub(crate) fn answered(&self, section: Section, form: &[(String, String)]) -> Self {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut about = self.clone();
        for field in section.fields() {
            let answers = form.iter().filter(|(name, _)| name == field.name());
            let answers: Vec<_> = answers
                .map(|(_, answer)| tidy(answer))
                .filter(|answer| !answer.is_empty())
                .collect();
            about[*field] = if field.takes_several() {
                answers.join("\n")
            } else {
                answers.into_iter().next().unwrap_or_default()
            };
        }
        for at in [&HOME, &TEMPORARY] {
            if address::is_here(&about[at.country]) {
                about[at.state] = about[at.state].to_uppercase();
            }
        }
        about
    }

    /// What is wrong with answers of `section` that differ from `before`: the field and the key of what to do. What stands
    /// in the chart already is not found fault with.
    pub(crate) fn wrong(&self, section: Section, before: &Self) -> Vec<(Field, &'static str)> {
        let mut wrong = Vec::new();
        for field in section.fields() {
            let (said, had) = (&self[*field], &before[*field]);
            let mut new = said.lines().filter(|line| !had.lines().any(|old| old == *line));
            let is_known = |line: &str| match Coded::of(*field) {
                Some(coded) => coded.is_known(line),
                None => *field != Field::Language || language::KNOWN.contains(&line),
            };
            if said.lines().any(is_long) {
                wrong.push((*field, "profile-wrong-long"));
            } else if !new.all(is_known) {
                wrong.push((*field, "profile-wrong-choice"));
            } else if said != had && said.lines().count() > 1 && said.lines().any(|line| line == ASKED) {
                wrong.push((*field, "profile-wrong-either"));
            }
        }
        match section {
            Section::Home => wrong.extend(address::wrong(self, before, &HOME)),
            Section::Temporary => {
                wrong.extend(address::wrong(self, before, &TEMPORARY));
                wrong.extend(address::wrong_days(self));
            }
            Section::About | Section::Background => {}
        }
        wrong
    }

    /// Puts what differs from the Patient into it; everything else stays as it is.
    pub(crate) fn put_into(&self, patient: &mut Value) {
        let before = Self::of(patient);
        let differs = |field| self[field] != before[field];
        if differs(Field::Preferred) {
            put_preferred(patient, &self[Field::Preferred]);
        }
        if differs(Field::Language) {
            language::write(patient, &self[Field::Language]);
        }
        for coded in CODED.iter().filter(|coded| differs(coded.field)) {
            coded.write(patient, &self[coded.field]);
        }
        for at in [&HOME, &TEMPORARY] {
            if address::differs(self, &before, at) {
                address::put(patient, self, at);
            }
        }
    }
}

fn is_long(line: &str) -> bool {
    line.chars().count() > LONGEST || line.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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

    fn after(said: &[(Field, &str)]) -> Value {
        let mut patient = maria();
        let mut about = About::of(&patient);
        for (field, answer) in said {
            (*answer).clone_into(&mut about[*field]);
        }
        about.put_into(&mut patient);
        assert_eq!(About::of(&patient), about, "what was said is what is read");
        patient
    }

    fn form(answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, answer): &(&str, &str)| ((*name).to_owned(), (*answer).to_owned());
        answers.iter().map(owned).collect()
    }

    #[test]
    fn nothing_said_anew_changes_nothing() {
        assert_eq!(after(&[]), maria());
    }

    #[test]
    fn the_name_to_use_stands_beside_the_legal_one_and_can_be_taken_back() {
        let mut patient = after(&[(Field::Preferred, "Mari")]);
        assert_eq!(
            patient["name"][0],
            json!({ "use": "usual", "given": ["Mari"], "family": "Alvarez" })
        );
        assert_eq!(legal(&patient).as_deref(), Some("Maria Elena Alvarez"));
        assert_eq!(called(&patient).as_deref(), Some("Mari Alvarez"));
        let mut about = About::of(&patient);
        about[Field::Preferred].clear();
        about.put_into(&mut patient);
        assert_eq!(patient, maria());
    }

    #[test]
    fn extensions_of_others_stay_as_they_were() {
        let patient = after(&[(Field::Pronouns, "LA29519-8"), (Field::Interpreter, "373066001")]);
        assert_eq!(patient["extension"][0], maria()["extension"][0]);
        assert_eq!(patient["extension"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn another_language_keeps_those_that_were_spoken() {
        let patient = after(&[(Field::Language, "en")]);
        assert_eq!(patient["communication"][0]["language"]["text"], "Spanish");
        assert_eq!(patient["communication"][0].get("preferred"), None);
        assert_eq!(patient["communication"][1]["preferred"], true);
    }

    #[test]
    fn a_form_answers_its_own_questions_and_no_others() {
        let before = About::of(&maria());
        let posted = form(&[
            ("race", "2028-9"),
            ("race", " 2106-3 "),
            ("ethnicity", ""),
            ("city", "Bend"),
        ]);
        let about = before.answered(Section::Background, &posted);
        assert_eq!(about[Field::Race], "2028-9\n2106-3");
        assert_eq!(about[Field::City], "Riverbend");
        let moved = before.answered(Section::Home, &form(&[("state", "wa"), ("street", " 2  Hill Road ")]));
        assert_eq!(
            (moved[Field::State].as_str(), moved[Field::Street].as_str()),
            ("WA", "2 Hill Road")
        );
    }

    #[test]
    fn wrong_answers_are_named_and_old_ones_left_alone() {
        let before = About::of(&maria());
        let wrong = |section, answers: &[(&str, &str)]| {
            let about = before.answered(section, &form(answers));
            let wrong = about.wrong(section, &before);
            wrong.into_iter().map(|(field, _)| field.name()).collect::<Vec<_>>()
        };
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(
            wrong(Section::About, &[("language", "xx"), ("preferred", &long)]),
            ["preferred", "language"]
        );
        assert_eq!(
            wrong(Section::About, &[("language", "es"), ("needs", "large-print")]),
            [""; 0]
        );
        assert_eq!(
            wrong(Section::Background, &[("race", "2028-9"), ("race", ASKED)]),
            ["race"]
        );
        let address = [
            ("street", "1 Mill Road"),
            ("city", "Riverbend"),
            ("state", "ZZ"),
            ("postal", "12"),
        ];
        assert_eq!(wrong(Section::Home, &address), ["state", "postal"]);
    }
}
