//! Rules on codes, as data: the built-in table, and what a site adds to it.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::Value;

use crate::{Label, Labels};

const BUILT_IN: &str = include_str!("../rules.tsv");

const ACT_CODE: [&str; 3] = [
    "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "http://hl7.org/fhir/v3/ActCode",
    "urn:oid:2.16.840.1.113883.5.4",
];
const CONFIDENTIALITY: [&str; 3] = [
    "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "http://hl7.org/fhir/v3/Confidentiality",
    "urn:oid:2.16.840.1.113883.5.25",
];

/// Code systems that rules speak of: the word of the table, and the URIs that records use.
const SYSTEMS: [(&str, &[&str]); 6] = [
    (
        "icd10cm",
        &[
            "http://hl7.org/fhir/sid/icd-10-cm",
            "http://hl7.org/fhir/sid/icd-10",
            "urn:oid:2.16.840.1.113883.6.90",
        ],
    ),
    ("snomed", &["http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"]),
    ("loinc", &["http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"]),
    (
        "rxnorm",
        &[
            "http://www.nlm.nih.gov/research/umls/rxnorm",
            "http://hl7.org/fhir/sid/ndc",
        ],
    ),
    (
        "cpt",
        &[
            "http://www.ama-assn.org/go/cpt",
            "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        ],
    ),
    ("cvx", &["http://hl7.org/fhir/sid/cvx"]),
];

/// Which codes mean which labels.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    exact: HashMap<(usize, String), Labels>,
    beginnings: HashMap<(usize, String), Labels>,
    names: Vec<(String, Label)>,
    /// The table that it was read from.
    text: String,
}

/// A line of a table of rules that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

static RULES: OnceLock<Rules> = OnceLock::new();

/// The rules of this process: the built-in ones, or those that [`use_rules`] set before.
pub fn rules() -> &'static Rules {
    static DEFAULT: LazyLock<Rules> = LazyLock::new(|| Rules::read("").expect("the built-in table is right"));
    RULES.get().unwrap_or(&DEFAULT)
}

/// Sets the rules of this process, once, before anything is written: a process serves one site.
pub fn use_rules(rules: Rules) {
    let _ = RULES.set(rules);
}

impl Rules {
    /// The built-in rules, and those of `site` behind them: lines of five columns with tabs between (label, system, how,
    /// code, what it is). `-` before a label takes away what it says of the code.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(site: &str) -> Result<Self, Wrong> {
        let mut rules = Self {
            text: format!("{BUILT_IN}{site}"),
            ..Self::default()
        };
        for table in [BUILT_IN, site] {
            for (at, line) in table.lines().enumerate() {
                if !line.trim().is_empty() && !line.starts_with('#') {
                    rules.add(line).map_err(|what| Wrong { line: at + 1, what })?;
                }
            }
        }
        Ok(rules)
    }

    /// The whole table: two programs with the same one give the same labels.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn add(&mut self, line: &str) -> Result<(), &'static str> {
        let mut columns = line.split('\t').map(str::trim);
        let mut next = || columns.next().filter(|word| !word.is_empty());
        let (Some(label), Some(system), Some(how), Some(code)) = (next(), next(), next(), next()) else {
            return Err("needs a label, a system, how to compare, and a code, with tabs between");
        };
        let (label, takes_away) = match label.strip_prefix('-') {
            Some(label) => (label, true),
            None => (label, false),
        };
        let label = Label::parse(label).ok_or("begins with a word that is no label")?;
        let system = SYSTEMS
            .iter()
            .position(|(word, _)| *word == system)
            .ok_or("names no code system that is known")?;
        let table = match how {
            "is" => &mut self.exact,
            "begins" => &mut self.beginnings,
            "names" => {
                let name = code.to_lowercase();
                if takes_away {
                    self.names.retain(|known| *known != (name.clone(), label));
                } else {
                    self.names.push((name, label));
                }
                return Ok(());
            }
            _ => return Err("compares by none of: is, begins, names"),
        };
        let labels = table.entry((system, plain(code))).or_default();
        *labels = if takes_away {
            labels.iter().filter(|known| *known != label).collect()
        } else {
            labels.or(Labels::of(label))
        };
        Ok(())
    }

    /// The labels of `resource` by what it says itself: its codes, what its `meta.security` says, and what a Consent says of
    /// the items that it names. What it refers to is not looked at.
    pub fn labels(&self, resource: &Value) -> Labels {
        let mut labels = marked(resource);
        if resource["resourceType"] == "Consent" {
            labels = labels.or(consented(resource));
        } else {
            self.walk(resource, "", &mut labels);
        }
        labels
    }

    fn walk(&self, value: &Value, under: &str, labels: &mut Labels) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, under, labels)),
            Value::Object(members) => {
                if let (Some(Value::String(system)), Some(Value::String(code))) =
                    (members.get("system"), members.get("code"))
                {
                    self.code(system, code, members.get("display").and_then(Value::as_str), labels);
                }
                if under == "medicationCodeableConcept"
                    && let Some(Value::String(text)) = members.get("text")
                {
                    self.named(text, labels);
                }
                for (name, value) in members {
                    if name != "meta" && (value.is_object() || value.is_array()) {
                        self.walk(value, name, labels);
                    }
                }
            }
            _ => {}
        }
    }

    fn code(&self, system: &str, code: &str, display: Option<&str>, labels: &mut Labels) {
        let Some(system) = SYSTEMS.iter().position(|(_, uris)| uris.contains(&system)) else {
            return;
        };
        let code = plain(code);
        let mut key = (system, code);
        if let Some(found) = self.exact.get(&key) {
            *labels = labels.or(*found);
        }
        if SYSTEMS[system].0 == "rxnorm" {
            self.named(display.unwrap_or_default(), labels);
        }
        while !key.1.is_empty() {
            if let Some(found) = self.beginnings.get(&key) {
                *labels = labels.or(*found);
            }
            key.1.pop();
        }
    }

    fn named(&self, text: &str, labels: &mut Labels) {
        let text = text.to_lowercase();
        for (name, label) in &self.names {
            if text.contains(name.as_str()) {
                labels.add(*label);
            }
        }
    }
}

/// A code as it is compared: capital letters, points left out.
fn plain(code: &str) -> String {
    code.chars()
        .filter(|letter| *letter != '.')
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// What `meta.security` says.
fn marked(resource: &Value) -> Labels {
    let mut labels = Labels::NONE;
    for coding in resource["meta"]["security"].as_array().into_iter().flatten() {
        let (Some(system), Some(code)) = (coding["system"].as_str(), coding["code"].as_str()) else {
            continue;
        };
        let label = if ACT_CODE.contains(&system) {
            match code {
                "SEX" | "STD" | "REPROHEALTH" | "ABORT" | "PREGNANT" => Label::Sexual,
                "MH" | "PSY" | "PSYTHPN" | "BH" | "EMOTDIS" | "COGN" => Label::Mental,
                "ETH" | "ETHUD" | "SUD" | "OPIOIDUD" | "TBOO" => Label::Substance,
                "SDV" | "DVD" | "VIO" | "MST" => Label::Violence,
                "HIV" => Label::Hiv,
                "GDIS" | "SICKLE" | "SCA" => Label::Genetic,
                "SPI" | "IDS" => Label::Other,
                "ADOL" => Label::Adolescent,
                // "Physician requested" and "patient requested information sensitivity": against families, not staff.
                "PHY" => {
                    labels.add(Label::Held);
                    continue;
                }
                "PRS" => {
                    labels.add(Label::Private);
                    continue;
                }
                _ => continue,
            }
        } else if CONFIDENTIALITY.contains(&system) && matches!(code, "R" | "V") {
            Label::Other
        } else {
            continue;
        };
        labels.add(label);
        labels.add(Label::Restricted);
    }
    labels
}

/// What an active Consent that names items (`provision.data`) says of them: refused to others by the patient, or by
/// somebody else; or permission for treatment that the patient gave alone (<http://hl7.org/fhir/R4/consent.html>).
fn consented(consent: &Value) -> Labels {
    let provision = &consent["provision"];
    if consent["status"] != "active" || provision["data"].as_array().is_none_or(Vec::is_empty) {
        return Labels::NONE;
    }
    let performers = consent["performer"].as_array().map(Vec::as_slice).unwrap_or_default();
    let alone = !performers.is_empty()
        && performers.iter().all(|performer| {
            performer["reference"]
                .as_str()
                .is_some_and(|to| to.starts_with("Patient/"))
        });
    let scopes = consent["scope"]["coding"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let of_treatment = scopes.iter().any(|scope| scope["code"] == "treatment");
    match (provision["type"].as_str(), alone) {
        (Some("deny"), true) => Labels::of(Label::Private),
        (Some("deny"), false) => Labels::of(Label::Held),
        (_, true) if of_treatment => Labels::of(Label::Adolescent),
        _ => Labels::NONE,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn labels(resource: &Value) -> Vec<&'static str> {
        Rules::read("")
            .unwrap()
            .labels(resource)
            .iter()
            .map(Label::name)
            .collect()
    }

    fn coded(system: &str, code: &str) -> Value {
        json!({ "resourceType": "Condition", "code": { "coding": [{ "system": system, "code": code }] } })
    }

    const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";

    #[test]
    fn a_code_says_what_it_tells() {
        assert_eq!(labels(&coded(ICD, "F32.9")), ["mental"]);
        assert_eq!(labels(&coded(ICD, "Z30.011")), ["sexual"]);
        assert_eq!(labels(&coded(ICD, "B20")), ["hiv"]);
        assert_eq!(labels(&coded(ICD, "O98.711")), ["sexual", "hiv"]);
        assert_eq!(labels(&coded(ICD, "J45.909")), [""; 0]);
        assert_eq!(labels(&coded("http://snomed.info/sct", "706893006")), ["violence"]);
        assert_eq!(labels(&coded("http://loinc.org", "75626-2")), ["substance"]);
        assert_eq!(labels(&coded("http://example.org/local", "B20")), [""; 0]);
    }

    #[test]
    fn a_medicine_is_known_by_its_name() {
        let product = json!({ "resourceType": "MedicationRequest", "medicationCodeableConcept": { "coding": [{
            "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1605257",
            "display": "Liletta 52 MG Intrauterine System" }] } });
        assert_eq!(labels(&product), ["sexual"]);
        let text = json!({ "resourceType": "MedicationRequest",
            "medicationCodeableConcept": { "text": "Sertraline 50 mg" } });
        assert_eq!(labels(&text), ["mental"]);
        let contained = json!({ "resourceType": "MedicationRequest", "contained": [{ "code": { "coding": [{
            "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1", "display": "dolutegravir 50 MG" }] } }] });
        assert_eq!(labels(&contained), ["hiv"]);
    }

    #[test]
    fn a_mark_counts_for_staff_too_and_a_wish_does_not() {
        let marked = |system: &str, code: &str| {
            labels(
                &json!({ "resourceType": "Observation", "meta": { "security": [{ "system": system, "code": code }] } }),
            )
        };
        assert_eq!(marked(ACT_CODE[0], "SEX"), ["restricted", "sexual"]);
        assert_eq!(marked(CONFIDENTIALITY[2], "V"), ["restricted", "sensitive"]);
        assert_eq!(marked(ACT_CODE[0], "PRS"), ["private"]);
        assert_eq!(marked(ACT_CODE[0], "PHY"), ["held"]);
        assert_eq!(marked(CONFIDENTIALITY[0], "N"), [""; 0]);
    }

    #[test]
    fn a_consent_speaks_for_the_items_that_it_names() {
        let consent = |kind: &str, scope: &str, who: &str, status: &str| {
            labels(&json!({ "resourceType": "Consent", "status": status,
                "scope": { "coding": [{ "code": scope }] },
                "performer": [{ "reference": who }],
                "provision": { "type": kind, "data": [{ "meaning": "instance", "reference": { "reference": "Condition/1" } }] }
            }))
        };
        assert_eq!(consent("deny", "patient-privacy", "Patient/1", "active"), ["private"]);
        assert_eq!(consent("deny", "patient-privacy", "Practitioner/1", "active"), ["held"]);
        assert_eq!(consent("permit", "treatment", "Patient/1", "active"), ["adolescent"]);
        assert_eq!(consent("permit", "patient-privacy", "Patient/1", "active"), [""; 0]);
        assert_eq!(consent("deny", "patient-privacy", "Patient/1", "inactive"), [""; 0]);
    }

    #[test]
    fn a_site_adds_and_takes_away() {
        let site = "# ours\nother-nothing\n";
        assert_eq!(Rules::read(site).unwrap_err().line, 2);
        let rules =
            Rules::read("genetic\ticd10cm\tbegins\tE84\tCystic fibrosis\n-mental\ticd10cm\tbegins\tF9\t\n").unwrap();
        let of = |code| {
            rules
                .labels(&coded(ICD, code))
                .iter()
                .map(Label::name)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("E84.0"), ["genetic"]);
        assert_eq!(of("F90.0"), [""; 0]);
        assert_eq!(of("F32.9"), ["mental"]);
    }
}
