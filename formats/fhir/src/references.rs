//! References between resources: reading their form, listing them, rewriting them.

use serde_json::Value;

use crate::ResourceType;

/// The type, id and version that a relative reference names; `None` if it is no relative reference.
pub(crate) fn local(reference: &str) -> Option<(ResourceType, &str, Option<&str>)> {
    let (resource, rest) = reference.split_once('/')?;
    let resource = ResourceType::parse(resource)?;
    let (id, version) = match rest.split_once("/_history/") {
        Some((id, version)) => (id, Some(version)),
        None => (rest, None),
    };
    (is_id(id) && version.is_none_or(is_id)).then_some((resource, id, version))
}

/// Whether `text` is a FHIR `id`: 1 to 64 of `A-Z a-z 0-9 - .`.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

/// Calls `found` with the text of every reference in `resource`, also in contained resources and in the entries of a
/// bundle: each `reference` of a `Reference`, and each `url` that is a `urn:uuid:` (an attachment of the same bundle).
pub fn references(resource: &Value, found: &mut impl FnMut(&str)) {
    match resource {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if is_reference(name, text) => found(text),
                    Value::Array(_) | Value::Object(_) => references(value, found),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Replaces every reference in `resource` (those that [`references`] lists) for which `replace` gives another text.
pub fn rewrite_references(resource: &mut Value, mut replace: impl FnMut(&str) -> Option<String>) {
    rewrite(resource, &mut replace);
}

fn rewrite(value: &mut Value, replace: &mut impl FnMut(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, replace)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if is_reference(name, text) => {
                        if let Some(other) = replace(text) {
                            *text = other;
                        }
                    }
                    Value::Array(_) | Value::Object(_) => rewrite(value, replace),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// In R4 every element called `reference` that is a text belongs to the type `Reference`.
fn is_reference(name: &str, text: &str) -> bool {
    name == "reference" || name == "url" && text.starts_with("urn:uuid:")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn listed(resource: &Value) -> Vec<String> {
        let mut all = Vec::new();
        references(resource, &mut |reference| all.push(reference.to_owned()));
        all
    }

    #[test]
    fn references_are_found_in_contained_resources_extensions_and_arrays() {
        let resource = json!({
            "resourceType": "Observation",
            "contained": [{ "resourceType": "Specimen", "id": "s", "subject": { "reference": "Patient/1" } }],
            "extension": [{ "url": "urn:x", "valueReference": { "reference": "Device/2" } }],
            "performer": [{ "reference": "urn:uuid:3" }, { "display": "nobody" }],
            "hasMember": [{ "reference": "Observation?identifier=4" }]
        });
        assert_eq!(
            listed(&resource),
            ["Patient/1", "Device/2", "urn:uuid:3", "Observation?identifier=4"]
        );
    }

    #[test]
    fn an_attachment_is_a_reference_only_within_its_bundle() {
        let resource = json!({ "resourceType": "DocumentReference", "content": [
            { "attachment": { "url": "urn:uuid:1" } }, { "attachment": { "url": "https://example.org/a.pdf" } }] });
        assert_eq!(listed(&resource), ["urn:uuid:1"]);
    }

    #[test]
    fn rewriting_touches_only_what_has_a_replacement() {
        let mut resource = json!({ "subject": { "reference": "urn:uuid:1", "display": "urn:uuid:1" },
            "encounter": { "reference": "urn:uuid:2" } });
        rewrite_references(&mut resource, |reference| {
            (reference == "urn:uuid:1").then(|| "Patient/1".to_owned())
        });
        assert_eq!(
            resource,
            json!({ "subject": { "reference": "Patient/1", "display": "urn:uuid:1" },
            "encounter": { "reference": "urn:uuid:2" } })
        );
    }

    #[test]
    fn a_local_reference_names_a_type_an_id_and_perhaps_a_version() {
        assert_eq!(local("Patient/1"), Some((ResourceType::Patient, "1", None)));
        assert_eq!(
            local("Patient/1/_history/2"),
            Some((ResourceType::Patient, "1", Some("2")))
        );
        for no in [
            "Patient",
            "Patient/",
            "Nobody/1",
            "Patient/1/2",
            "http://x/Patient/1",
            "#p",
            "Patient?x=1",
            "Patient/a b",
        ] {
            assert_eq!(local(no), None, "{no}");
        }
    }
}
