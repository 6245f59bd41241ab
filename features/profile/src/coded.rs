//! Answers that are codes in an extension of the Patient.

use madrone_fhir::view::items;
use serde_json::{Value, json};

use crate::element::put_extensions;
use crate::field::Field;

const LOINC: &str = "http://loinc.org";
const SNOMED: &str = "http://snomed.info/sct";
/// Race and ethnicity of the CDC.
const CDC_RACE: &str = "urn:oid:2.16.840.1.113883.6.238";
const NULL_FLAVOR: &str = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
/// Our own: no published code system that we know has these needs.
const NEEDS: &str = "urn:madrone:communication-needs";

/// "Asked but no answer" (HL7 v3 `NullFlavor`): she was asked and prefers not to say.
pub(crate) const ASKED: &str = "ASKU";

/// How an extension holds its codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// `valueCoding`.
    Coding,
    /// `valueCodeableConcept`, in as many extensions as there are answers.
    Concept,
    /// A part `value` with a `valueCodeableConcept` (HL7 Gender Harmony).
    Inner,
    /// Parts `ombCategory` with a `valueCoding`, and all of them as `text` (US Core race and ethnicity).
    Category,
}

/// A question whose answers are codes.
#[derive(Debug)]
pub(crate) struct Coded {
    pub(crate) field: Field,
    /// The extension's address.
    pub(crate) url: &'static str,
    shape: Shape,
    system: &'static str,
    /// The answers that can be chosen: the code and its display.
    pub(crate) known: &'static [(&'static str, &'static str)],
}

/// The questions whose answers are codes.
pub(crate) static CODED: [Coded; 6] = [
    // Answers: LOINC LL5144-2. The extension is R5's, for R4.
    Coded {
        field: Field::Pronouns,
        url: "http://hl7.org/fhir/StructureDefinition/individual-pronouns",
        shape: Shape::Inner,
        system: LOINC,
        known: &[
            ("LA29518-0", "he/him/his/his/himself"),
            ("LA29519-8", "she/her/her/hers/herself"),
            ("LA29520-6", "they/them/their/theirs/themselves"),
        ],
    },
    // Answers: the value set 2.16.840.1.113762.1.4.1021.32, to which US Core binds it.
    Coded {
        field: Field::Gender,
        url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity",
        shape: Shape::Concept,
        system: SNOMED,
        known: &[
            ("446141000124107", "Identifies as female gender"),
            ("446151000124109", "Identifies as male gender"),
            ("407376001", "Male-to-female transsexual"),
            ("407377005", "Female-to-male transsexual"),
            ("446131000124102", "Identifies as non-conforming gender"),
            ("OTH", "other"),
            (ASKED, "asked but unknown"),
        ],
    },
    // US Core 8.
    Coded {
        field: Field::Interpreter,
        url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed",
        shape: Shape::Coding,
        system: SNOMED,
        known: &[("373066001", "Yes"), ("373067005", "No")],
    },
    Coded {
        field: Field::Needs,
        url: "urn:madrone:communication-need",
        shape: Shape::Concept,
        system: NEEDS,
        known: &[
            ("large-print", "Large print"),
            ("braille", "Braille"),
            ("audio", "Audio in place of print"),
            ("plain-words", "Plain words, one thing at a time"),
            ("sign-language", "Sign language interpreter"),
            ("lip-reading", "Face to be seen while speaking"),
            ("writing", "Writing in place of speaking"),
            ("companion", "Somebody beside the patient who helps with talking"),
        ],
    },
    // Categories of the Office of Management and Budget, as US Core takes them.
    Coded {
        field: Field::Race,
        url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
        shape: Shape::Category,
        system: CDC_RACE,
        known: &[
            ("1002-5", "American Indian or Alaska Native"),
            ("2028-9", "Asian"),
            ("2054-5", "Black or African American"),
            ("2076-8", "Native Hawaiian or Other Pacific Islander"),
            ("2106-3", "White"),
            ("2131-1", "Other Race"),
            (ASKED, "asked but unknown"),
        ],
    },
    Coded {
        field: Field::Ethnicity,
        url: "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity",
        shape: Shape::Category,
        system: CDC_RACE,
        known: &[
            ("2135-2", "Hispanic or Latino"),
            ("2186-5", "Not Hispanic or Latino"),
            (ASKED, "asked but unknown"),
        ],
    },
];

impl Coded {
    /// The question `field`, if its answers are codes.
    pub(crate) fn of(field: Field) -> Option<&'static Self> {
        CODED.iter().find(|coded| coded.field == field)
    }

    /// Whether `code` can be chosen.
    pub(crate) fn is_known(&self, code: &str) -> bool {
        self.known.iter().any(|(known, _)| *known == code)
    }

    /// The answers that stand in `patient`, one a line: the code where it can be chosen, else what it says in words.
    pub(crate) fn read(&self, patient: &Value) -> String {
        let lines: Vec<_> = self.concepts(patient).iter().map(|one| self.line(one)).collect();
        lines.join("\n")
    }

    /// Puts `lines` in the place of the answers in `patient`. What cannot be chosen and stands there already stays; US
    /// Core's finer races and ethnicities do not, since they would go on saying what the categories no longer say.
    pub(crate) fn write(&self, patient: &mut Value, lines: &str) {
        let before = self.concepts(patient);
        let concepts: Vec<Value> = lines.lines().filter_map(|line| self.concept(line, &before)).collect();
        let coding = |concept: &Value| concept["coding"][0].clone();
        let extensions = match self.shape {
            _ if concepts.is_empty() => Vec::new(),
            Shape::Coding => vec![json!({ "url": self.url, "valueCoding": coding(&concepts[0]) })],
            Shape::Concept => concepts
                .iter()
                .map(|concept| json!({ "url": self.url, "valueCodeableConcept": concept }))
                .collect(),
            Shape::Inner => {
                let value = json!({ "url": "value", "valueCodeableConcept": concepts[0] });
                vec![json!({ "url": self.url, "extension": [value] })]
            }
            Shape::Category => {
                let coded = concepts.iter().filter(|concept| concept["coding"][0].is_object());
                let mut parts: Vec<_> = coded
                    .map(|concept| json!({ "url": "ombCategory", "valueCoding": coding(concept) }))
                    .collect();
                let said: Vec<_> = concepts.iter().map(said).collect();
                parts.push(json!({ "url": "text", "valueString": said.join(", ") }));
                vec![json!({ "url": self.url, "extension": parts })]
            }
        };
        put_extensions(patient, self.url, extensions);
    }

    /// The answers in `patient`, each as a `CodeableConcept`.
    fn concepts(&self, patient: &Value) -> Vec<Value> {
        let own: Vec<_> = items(&patient["extension"])
            .filter(|extension| extension["url"] == self.url)
            .collect();
        let part = |name: &'static str| {
            own.iter()
                .flat_map(|extension| items(&extension["extension"]))
                .filter(move |part| part["url"] == name)
        };
        let coding = |coding: &Value| json!({ "coding": [coding] });
        match self.shape {
            Shape::Coding => own.iter().map(|extension| coding(&extension["valueCoding"])).collect(),
            Shape::Concept => own
                .iter()
                .map(|extension| extension["valueCodeableConcept"].clone())
                .collect(),
            Shape::Inner => part("value").map(|part| part["valueCodeableConcept"].clone()).collect(),
            Shape::Category => {
                let categories: Vec<_> = part("ombCategory").map(|part| coding(&part["valueCoding"])).collect();
                if categories.is_empty() {
                    part("text")
                        .map(|part| json!({ "text": part["valueString"] }))
                        .collect()
                } else {
                    categories
                }
            }
        }
    }

    /// An answer of the form as a `CodeableConcept`: one that can be chosen, else the one of `before` that reads so.
    fn concept(&self, line: &str, before: &[Value]) -> Option<Value> {
        let Some((code, display)) = self.known.iter().find(|(code, _)| *code == line) else {
            return before.iter().find(|concept| self.line(concept) == line).cloned();
        };
        let is_null = [ASKED, "OTH"].contains(code);
        let system = if is_null { NULL_FLAVOR } else { self.system };
        Some(json!({ "coding": [{ "system": system, "code": code, "display": display }] }))
    }

    /// An answer as one line.
    fn line(&self, concept: &Value) -> String {
        let known = items(&concept["coding"])
            .filter_map(|coding| coding["code"].as_str())
            .find(|code| self.is_known(code));
        known.map_or_else(|| said(concept), str::to_owned)
    }
}

/// What a `CodeableConcept` says in words, in one line; its code where it has none.
fn said(concept: &Value) -> String {
    let coding = &concept["coding"][0];
    let said = [&concept["text"], &coding["display"], &coding["code"]];
    let said = said.into_iter().find_map(Value::as_str).unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(field: Field, mut patient: Value, lines: &str) -> Value {
        let coded = Coded::of(field).unwrap();
        coded.write(&mut patient, lines);
        assert_eq!(coded.read(&patient), lines);
        patient
    }

    #[test]
    fn every_answer_is_read_as_it_was_written_and_nothing_leaves_nothing() {
        for coded in &CODED {
            for (code, _) in coded.known {
                after(coded.field, json!({ "name": [] }), code);
            }
            let given = after(coded.field, json!({ "name": [] }), coded.known[0].0);
            assert_eq!(after(coded.field, given, ""), json!({ "name": [] }));
        }
    }

    #[test]
    fn several_races_stand_in_one_extension_with_all_of_them_as_text() {
        let patient = after(Field::Race, json!({}), "2028-9\n2106-3");
        let race = &patient["extension"][0]["extension"];
        assert_eq!(race.as_array().unwrap().len(), 3);
        assert_eq!(race[2]["valueString"], "Asian, White");
    }

    #[test]
    fn several_needs_are_an_extension_each() {
        let patient = after(Field::Needs, json!({}), "large-print\nlip-reading");
        assert_eq!(patient["extension"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn who_does_not_say_is_kept_as_asked() {
        let patient = after(Field::Ethnicity, json!({}), ASKED);
        let coding = &patient["extension"][0]["extension"][0]["valueCoding"];
        assert_eq!(coding["system"], NULL_FLAVOR);
    }

    #[test]
    fn what_others_wrote_reads_in_words_and_stays_beside_a_new_answer() {
        let coded = Coded::of(Field::Race).unwrap();
        let others = json!({ "url": coded.url, "extension": [{ "url": "ombCategory",
            "valueCoding": { "system": CDC_RACE, "code": "2118-8", "display": "Middle Eastern or North African" } }] });
        let patient = json!({ "extension": [others] });
        assert_eq!(coded.read(&patient), "Middle Eastern or North African");
        let patient = after(Field::Race, patient, "Middle Eastern or North African\n2106-3");
        assert_eq!(patient["extension"][0]["extension"][0]["valueCoding"]["code"], "2118-8");
        let text =
            json!({ "extension": [{ "url": coded.url, "extension": [{ "url": "text", "valueString": "Mixed" }] }] });
        assert_eq!(coded.read(&text), "Mixed");
    }
}
