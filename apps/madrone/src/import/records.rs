//! From one JSON text to the resources in it: the text is one, or a bundle of them.

use std::collections::HashMap;

use madrone_chart::{Prepared, content_id, set_id};
use madrone_fhir::{Fault, ResourceType, Unknown, parse, rewrite_references};
use serde_json::Value;

/// Why a text gives no resources.
pub(super) enum Wrong {
    /// It is JSON, and no resource.
    NoResource,
    /// What is wrong, and in which entry of the bundle.
    Fault(Option<usize>, Fault),
}

impl Wrong {
    /// Where and why.
    pub(super) fn said(self) -> (String, String) {
        match self {
            Self::NoResource => (
                String::new(),
                "this is no FHIR resource: it has no resourceType".to_owned(),
            ),
            Self::Fault(None, fault) => (fault.path, fault.what),
            Self::Fault(Some(entry), fault) => (format!("Bundle.entry[{entry}].resource, {}", fault.path), fault.what),
        }
    }
}

/// The resources of a text, ready to be written.
pub(super) fn prepared(text: &[u8]) -> Result<Vec<Prepared>, Wrong> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut value = parse(text).map_err(|fault| Wrong::Fault(None, fault))?;
    if value.get("resourceType").is_none() {
        return Err(Wrong::NoResource);
    }
    if is_collection(&value) {
        return entries(&mut value);
    }
    name(&mut value, None);
    Ok(vec![ready(&value, None)?])
}

/// Bundles of resources are taken apart. What a server answered a request with is no record.
fn is_collection(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::as_str);
    ResourceType::of(value) == Some(ResourceType::Bundle)
        && matches!(
            kind,
            Some("transaction" | "batch" | "collection" | "searchset" | "history" | "document" | "message")
        )
}

fn entries(bundle: &mut Value) -> Result<Vec<Prepared>, Wrong> {
    let is_history = bundle["type"] == "history";
    let mut resources: Vec<(usize, Value)> = Vec::new();
    let mut places: HashMap<String, String> = HashMap::new();
    for (place, entry) in bundle
        .get_mut("entry")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let full_url = entry.get("fullUrl").and_then(Value::as_str).map(str::to_owned);
        let Some(mut resource) = entry.get_mut("resource").map(Value::take) else {
            continue;
        };
        if entry.pointer("/search/mode").is_some_and(|mode| mode == "outcome") {
            continue;
        }
        name(&mut resource, full_url.as_deref());
        if let (Some(url), Some(kind), Some(id)) =
            (full_url, resource["resourceType"].as_str(), resource["id"].as_str())
        {
            places.insert(url, format!("{kind}/{id}"));
        }
        resources.push((place, resource));
    }
    if is_history {
        // The last version stands first there; of two with one id the later in the list is taken.
        resources.reverse();
    }
    let mut out = Vec::with_capacity(resources.len());
    for (place, mut resource) in resources {
        rewrite_references(&mut resource, |reference| places.get(reference).cloned());
        out.push(ready(&resource, Some(place))?);
    }
    Ok(out)
}

/// Gives a resource without an id the one that its address ends with, else one made of its content, so that a second
/// import finds it again.
fn name(resource: &mut Value, full_url: Option<&str>) {
    if resource.get("id").is_some() || !resource.is_object() {
        return;
    }
    let uuid = full_url.and_then(|url| url.strip_prefix("urn:uuid:"));
    let last = || {
        full_url
            .filter(|url| url.starts_with("http"))
            .and_then(|url| Some(url.rsplit_once('/')?.1))
    };
    match uuid.or_else(last) {
        Some(id) => set_id(resource, id),
        None => set_id(resource, &content_id(resource)),
    }
}

fn ready(resource: &Value, entry: Option<usize>) -> Result<Prepared, Wrong> {
    Prepared::new(resource, Unknown::Keep).map_err(|faults| {
        let fault = faults
            .into_iter()
            .find(Fault::is_error)
            .expect("a resource is refused for an error");
        Wrong::Fault(entry, fault)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        prepared(text.as_bytes())
            .unwrap_or_else(|wrong| panic!("{:?}", wrong.said()))
            .iter()
            .map(Prepared::reference)
            .collect()
    }

    #[test]
    fn ids_are_kept_or_taken_from_the_address() {
        let bundle = r#"{"resourceType":"Bundle","type":"collection","entry":[
            {"fullUrl":"urn:uuid:11","resource":{"resourceType":"Patient"}},
            {"fullUrl":"urn:uuid:22","resource":{"resourceType":"Patient","id":"own"}},
            {"fullUrl":"http://example.org/fhir/Patient/33","resource":{"resourceType":"Patient"}}]}"#;
        assert_eq!(keys(bundle), ["Patient/11", "Patient/own", "Patient/33"]);
        let single = r#"{"resourceType":"Patient","gender":"female"}"#;
        assert_eq!(keys(single), keys(single));
        assert_ne!(keys(single), keys(r#"{"resourceType":"Patient","gender":"male"}"#));
    }

    #[test]
    fn a_broken_entry_says_where_it_is() {
        let bundle = r#"{"resourceType":"Bundle","type":"batch","entry":[
            {"resource":{"resourceType":"Patient"}}, {"resource":{"resourceType":"Patient","gender":7}}]}"#;
        let Err(wrong) = prepared(bundle.as_bytes()) else {
            panic!("7 is no gender")
        };
        assert_eq!(wrong.said().0, "Bundle.entry[1].resource, Patient.gender");
    }

    #[test]
    fn json_that_is_no_resource_is_told_from_what_is_no_json() {
        assert!(matches!(prepared(b"{\"a\":1}"), Err(Wrong::NoResource)));
        assert!(matches!(prepared(b"{\"a\":"), Err(Wrong::Fault(None, _))));
    }

    #[test]
    fn of_a_history_the_last_version_is_taken() {
        let bundle = r#"{"resourceType":"Bundle","type":"history","entry":[
            {"resource":{"resourceType":"Patient","id":"1","gender":"male"}},
            {"resource":{"resourceType":"Patient","id":"1","gender":"female"}}, {"request":{"method":"DELETE","url":"Patient/2"}}]}"#;
        let all = prepared(bundle.as_bytes()).unwrap_or_default();
        assert!(all.len() == 2);
    }
}
