//! Reaching into a resource: extensions and lists, changed without touching what stands beside them.

use serde_json::{Value, json};

/// Puts `extensions` in the place of all that have this URL; none takes them away.
pub(crate) fn put_extensions(patient: &mut Value, url: &str, extensions: Vec<Value>) {
    let all = list(patient, "extension");
    let place = all.iter().position(|extension| extension["url"] == url);
    all.retain(|extension| extension["url"] != url);
    let place = place.unwrap_or(all.len());
    all.splice(place..place, extensions);
    drop_empty(patient, "extension");
}

/// The list `name` of the Patient, made where there is none.
pub(crate) fn list<'p>(patient: &'p mut Value, name: &str) -> &'p mut Vec<Value> {
    let list = &mut patient[name];
    if !list.is_array() {
        *list = json!([]);
    }
    list.as_array_mut().expect("it was made a list where it was none")
}

/// FHIR has no empty lists.
pub(crate) fn drop_empty(patient: &mut Value, name: &str) {
    if patient[name].as_array().is_some_and(Vec::is_empty)
        && let Some(members) = patient.as_object_mut()
    {
        members.remove(name);
    }
}
