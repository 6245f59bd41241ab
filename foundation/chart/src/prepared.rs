//! A resource made ready to be written: checked, with its index rows and its text, but without a version.

use aws_lc_rs::digest;
use madrone_authz::PatientFacts;
use madrone_fhir::view::HumanName;
use madrone_fhir::{Fault, IssueCode, ResourceType, Unknown, check, extract, references};
use madrone_kernel::Instant;
use madrone_sensitivity::Labels;
use serde_json::{Map, Value};

use crate::labels::own;
use crate::place::{charts, is_directory};
use crate::rows::Rows;

/// A resource made ready to be written. Making one takes no database, so that imports do it on other threads.
#[derive(Debug)]
pub struct Prepared {
    /// Its type.
    pub kind: ResourceType,
    /// Its id.
    pub id: String,
    /// What is odd about it and not forbidden.
    pub warnings: Vec<Fault>,
    /// The text up to where `versionId` and `lastUpdated` go, and from there on.
    head: String,
    tail: String,
    /// The ids of the patients in whose charts it is.
    pub(crate) charts: Vec<String>,
    pub(crate) is_directory: bool,
    /// What it says itself.
    pub(crate) labels: Labels,
    /// What the door needs to know of a Patient; the number is not known yet.
    pub(crate) facts: Option<PatientFacts>,
    pub(crate) rows: Rows,
    /// References that a search or another file must resolve: `Practitioner?identifier=…`, `urn:uuid:…`.
    pub(crate) open: Vec<String>,
}

impl Prepared {
    /// Checks `resource`, which has an id, and gathers what is written of it.
    ///
    /// # Errors
    /// The faults, if any of them forbids the write.
    pub fn new(resource: &Value, unknown: Unknown) -> Result<Self, Vec<Fault>> {
        let faults = check(resource, unknown);
        if faults.iter().any(Fault::is_error) {
            return Err(faults);
        }
        let Some(id) = resource.get("id").and_then(Value::as_str) else {
            return Err(vec![Fault::error(
                IssueCode::Required,
                "id",
                "The resource needs an id.",
            )]);
        };
        Self::checked(resource, id, faults)
    }

    /// What was checked when it was written, or just now.
    pub(crate) fn checked(resource: &Value, id: &str, warnings: Vec<Fault>) -> Result<Self, Vec<Fault>> {
        let (Some(kind), Value::Object(members)) = (ResourceType::of(resource), resource) else {
            return Err(vec![Fault::error(
                IssueCode::Structure,
                "",
                "This is no resource of FHIR R4.",
            )]);
        };
        let (head, tail) = render(members);
        let mut rows = Rows::of(kind, &extract(kind, resource));
        refer(&mut rows, kind, resource);
        let charts: Vec<String> = charts(kind, resource).into_iter().map(str::to_owned).collect();
        Ok(Self {
            kind,
            id: id.to_owned(),
            warnings,
            head,
            tail,
            is_directory: charts.is_empty() && is_directory(kind),
            charts,
            labels: own(kind, resource),
            facts: (kind == ResourceType::Patient).then(|| facts(id, resource)),
            rows,
            open: open_references(resource),
        })
    }

    /// The text with its version.
    pub(crate) fn text(&self, version: i64, updated: Instant) -> String {
        let comma = if self.tail.starts_with('}') { "" } else { "," };
        let Self { head, tail, .. } = self;
        format!(r#"{head}"versionId":"{version}","lastUpdated":"{updated}"{comma}{tail}"#)
    }

    pub(crate) fn key(&self) -> (ResourceType, &str) {
        (self.kind, &self.id)
    }

    /// The ids of the patients in whose charts it is.
    pub fn charts(&self) -> &[String] {
        &self.charts
    }

    /// `Type/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// The resource again, without a version.
    pub(crate) fn to_value(&self) -> Value {
        let text = format!("{}{}", self.head, self.tail);
        serde_json::from_str(&text).expect("what was rendered is JSON")
    }
}

fn facts(id: &str, patient: &Value) -> PatientFacts {
    let name = HumanName::best(&patient["name"]);
    let died = |member: &str| !patient[member].is_null() && patient[member] != false;
    PatientFacts {
        id: id.to_owned(),
        birth_date: patient["birthDate"].as_str().map(str::to_owned),
        name: name.as_ref().map(HumanName::plain).unwrap_or_default(),
        called: name
            .and_then(|name| {
                name.given
                    .first()
                    .map(|given| (*given).to_owned())
                    .or_else(|| Some(name.plain()))
            })
            .unwrap_or_default(),
        deceased: died("deceasedBoolean") || died("deceasedDateTime"),
        ..PatientFacts::default()
    }
}

/// The text of a resource with `meta` open for `versionId` and `lastUpdated`, in the order received. A missing `meta`
/// stands behind the id.
fn render(members: &Map<String, Value>) -> (String, String) {
    let mut head = String::with_capacity(1024);
    let mut tail = String::new();
    let mut split = false;
    let has_meta = members.contains_key("meta");
    head.push('{');
    for (name, value) in members {
        let out = if split { &mut tail } else { &mut head };
        if !out.is_empty() && !out.ends_with('{') {
            out.push(',');
        }
        out.push_str(&Value::from(name.as_str()).to_string());
        out.push(':');
        if name == "meta" {
            head.push('{');
            split = true;
            tail.push_str(&rest_of_meta(value));
            tail.push('}');
            continue;
        }
        write(out, value);
        if name == "id" && !has_meta {
            head.push_str(r#","meta":{"#);
            split = true;
            tail.push('}');
        }
    }
    tail.push('}');
    (head, tail)
}

fn write(out: &mut String, value: &Value) {
    use std::fmt::Write as _;
    let _ = write!(out, "{value}");
}

/// The members of `meta` but those that the store says itself.
fn rest_of_meta(meta: &Value) -> String {
    let mut out = String::new();
    for (name, value) in meta.as_object().into_iter().flatten() {
        if matches!(
            name.as_str(),
            "versionId" | "lastUpdated" | "_versionId" | "_lastUpdated"
        ) {
            continue;
        }
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&Value::from(name.as_str()).to_string());
        out.push(':');
        write(&mut out, value);
    }
    out
}

/// Adds references that no search parameter leads along: labels follow them too, and a document's file has one in its URL.
fn refer(rows: &mut Rows, kind: ResourceType, resource: &Value) {
    let mut add = |reference: &str| {
        let view = madrone_fhir::view::Reference {
            reference: Some(reference),
            display: None,
        };
        if let Some((kind, id)) = view.local() {
            rows.refer(kind, id);
        }
    };
    references(resource, &mut add);
    let files = match kind {
        ResourceType::DocumentReference => "content.attachment.url",
        ResourceType::DiagnosticReport => "presentedForm.url",
        _ => return,
    };
    for url in madrone_fhir::view::all(resource, files) {
        url.as_str().into_iter().for_each(&mut add);
    }
}

fn open_references(resource: &Value) -> Vec<String> {
    let mut open = Vec::new();
    references(resource, &mut |reference| {
        let is_open = reference.starts_with("urn:uuid:") || is_conditional(reference);
        if is_open && !open.iter().any(|known| known == reference) {
            open.push(reference.to_owned());
        }
    });
    open
}

/// Whether a reference is `Type?query`.
pub(crate) fn is_conditional(reference: &str) -> bool {
    reference
        .split_once('?')
        .is_some_and(|(kind, _)| ResourceType::parse(kind).is_some())
}

/// An id for a resource that has none and gets the same one whenever it comes again: made of its content.
pub fn content_id(resource: &Value) -> String {
    let digest = digest::digest(&digest::SHA256, resource.to_string().as_bytes());
    let first = digest.as_ref().first_chunk().expect("a SHA-256 has 32 bytes");
    format!("{:032x}", u128::from_be_bytes(*first))
}

/// Puts `id` into a resource, behind its type.
pub fn set_id(resource: &mut Value, id: &str) {
    let Value::Object(members) = resource else { return };
    if let Some(known) = members.get_mut("id") {
        *known = id.into();
        return;
    }
    let place = members
        .keys()
        .position(|name| name == "resourceType")
        .map_or(0, |place| place + 1);
    members.shift_insert(place, "id".to_owned(), id.into());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stored(resource: &str) -> String {
        let value = madrone_fhir::parse(resource.as_bytes()).unwrap();
        let prepared = Prepared::checked(&value, value["id"].as_str().unwrap(), Vec::new()).unwrap();
        prepared.text(2, Instant::from_micros(0))
    }

    #[test]
    fn the_version_is_set_and_every_digit_and_order_kept() {
        assert_eq!(
            stored(r#"{"resourceType":"Basic","id":"1","z":1.500,"a":{"y":10000000000000000000001,"x":"é\n"}}"#),
            r#"{"resourceType":"Basic","id":"1","meta":{"versionId":"2","lastUpdated":"1970-01-01T00:00:00Z"},"z":1.500,"a":{"y":10000000000000000000001,"x":"é\n"}}"#
        );
    }

    #[test]
    fn what_else_meta_says_is_kept() {
        assert_eq!(
            stored(
                r#"{"id":"1","meta":{"lastUpdated":"x","tag":[{"code":"t"}],"versionId":"9"},"resourceType":"Basic"}"#
            ),
            r#"{"id":"1","meta":{"versionId":"2","lastUpdated":"1970-01-01T00:00:00Z","tag":[{"code":"t"}]},"resourceType":"Basic"}"#
        );
        assert_eq!(
            stored(r#"{"id":"1","resourceType":"Basic","meta":{"versionId":"9"}}"#),
            r#"{"id":"1","resourceType":"Basic","meta":{"versionId":"2","lastUpdated":"1970-01-01T00:00:00Z"}}"#
        );
    }

    #[test]
    fn an_id_is_set_behind_the_type() {
        let mut value = json!({ "resourceType": "Basic", "code": {} });
        set_id(&mut value, "7");
        assert_eq!(value.to_string(), r#"{"resourceType":"Basic","id":"7","code":{}}"#);
    }
}
