//! The names of a Patient: the legal one, which only the clinic changes, and the one that she goes by.

use madrone_fhir::view::HumanName;
use serde_json::{Value, json};

use crate::element::{drop_empty, list};

/// The legal name in one line.
pub(crate) fn legal(patient: &Value) -> Option<String> {
    HumanName::legal(&patient["name"]).map(|name| name.full())
}

/// The place of the name to use, where it is another than the legal one.
pub(crate) fn preferred_place(patient: &Value) -> Option<usize> {
    HumanName::preferred_place(&patient["name"])
}

/// The given names that she goes by, where they are others than the legal ones.
pub(crate) fn preferred(patient: &Value) -> Option<String> {
    let name = &patient["name"][preferred_place(patient)?];
    Some(HumanName::of(name).given_or_full())
}

/// The name to use, in one line: what pages and mails call her.
pub(crate) fn called(patient: &Value) -> Option<String> {
    HumanName::best(&patient["name"]).map(|name| name.plain())
}

/// Writes the name that she goes by; takes it away where `given` is empty.
pub(crate) fn put_preferred(patient: &mut Value, given: &str) {
    let family =
        HumanName::legal_place(&patient["name"]).and_then(|place| patient["name"][place].get("family").cloned());
    let place = preferred_place(patient);
    let names = list(patient, "name");
    match place {
        Some(place) if given.is_empty() => drop(names.remove(place)),
        Some(place) => {
            // A text or marks on the given names would go on saying the old ones.
            if let Some(name) = names[place].as_object_mut() {
                name.remove("text");
                name.remove("_given");
                name.insert("given".to_owned(), json!([given]));
            }
        }
        None => {
            let mut name = json!({ "use": "usual", "given": [given] });
            if let Some(family) = family {
                name["family"] = family;
            }
            names.insert(0, name);
        }
    }
    drop_empty(patient, "name");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_name_alone_is_the_legal_one_and_is_never_changed() {
        let mut patient = json!({ "name": [{ "use": "usual", "family": "Jensen", "given": ["Walter"] }] });
        assert_eq!(
            (legal(&patient).as_deref(), preferred(&patient)),
            (Some("Walter Jensen"), None)
        );
        put_preferred(&mut patient, "Walt");
        assert_eq!(
            (legal(&patient).as_deref(), preferred(&patient).as_deref()),
            (Some("Walter Jensen"), Some("Walt"))
        );
    }
}
