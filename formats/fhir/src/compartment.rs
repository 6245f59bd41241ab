//! Which patients' charts a resource belongs to: R4's compartment `patient`
//! (<http://hl7.org/fhir/R4/compartmentdefinition-patient.html>).

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::ResourceType;
use crate::expression::Expression;
use crate::references::local;
use crate::table::{TABLE, Type};

static COMPARTMENTS: LazyLock<HashMap<ResourceType, (Type, Expression)>> = LazyLock::new(|| {
    let lines = include_str!("../definitions/compartments.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, expression) = line.split_once('\t').expect("each line of the table has two columns");
            let resource = ResourceType::parse(name).expect("the table names resource types");
            let start = TABLE.kind(name).expect("each resource type is defined");
            let compiled = Expression::compile(expression, start).unwrap_or_else(|why| panic!("{expression}: {why}"));
            (resource, (start, compiled))
        })
        .collect()
});

/// Reads the table now instead of at first use.
pub(crate) fn load() {
    LazyLock::force(&COMPARTMENTS);
}

/// The ids of the patients in whose compartment `resource` is, each once: those that the elements of R4's compartment
/// definition refer to as `Patient/id`, and its own for a patient. References by URL or to what a resource contains put
/// nothing into a compartment.
pub fn compartments(resource: &Value) -> Vec<&str> {
    let mut ids = Vec::new();
    let Some(kind) = ResourceType::of(resource) else {
        return ids;
    };
    if kind == ResourceType::Patient {
        ids.extend(resource.get("id").and_then(Value::as_str));
    }
    if let Some((start, expression)) = COMPARTMENTS.get(&kind) {
        expression.each(resource, *start, &mut |item| {
            let reference = item.value.get("reference").and_then(Value::as_str).and_then(local);
            if let Some((ResourceType::Patient, id, _)) = reference
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        });
    }
    ids
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patient_is_in_its_own_compartment_and_in_those_it_is_linked_to() {
        let patient = json!({ "resourceType": "Patient", "id": "1", "link": [
            { "other": { "reference": "Patient/2" }, "type": "seealso" }] });
        assert_eq!(compartments(&patient), ["1", "2"]);
    }

    #[test]
    fn a_resource_is_in_the_compartment_of_each_patient_that_it_is_about_once() {
        let appointment = json!({ "resourceType": "Appointment", "participant": [
            { "actor": { "reference": "Patient/1" } }, { "actor": { "reference": "Patient/2/_history/3" } },
            { "actor": { "reference": "Practitioner/4" } }, { "actor": { "reference": "Patient/1" } }] });
        assert_eq!(compartments(&appointment), ["1", "2"]);
    }

    #[test]
    fn references_that_are_not_this_servers_patients_count_for_nothing() {
        for reference in ["#p", "https://example.org/Patient/1", "urn:uuid:1", "Group/1"] {
            let observation = json!({ "resourceType": "Observation", "subject": { "reference": reference } });
            assert_eq!(compartments(&observation), [] as [&str; 0], "{reference}");
        }
    }

    #[test]
    fn resources_of_everyone_are_in_no_compartment() {
        let medication = json!({ "resourceType": "Medication", "manufacturer": { "reference": "Organization/1" } });
        assert_eq!(compartments(&medication), [] as [&str; 0]);
        assert_eq!(compartments(&json!({ "resourceType": "Nothing" })), [] as [&str; 0]);
    }

    #[test]
    fn the_elements_are_those_of_the_compartment_definition() {
        let coverage = json!({ "resourceType": "Coverage", "policyHolder": { "reference": "Patient/1" },
            "subscriber": { "reference": "Patient/2" }, "beneficiary": { "reference": "Patient/3" },
            "payor": [{ "reference": "Patient/4" }] });
        let mut ids = compartments(&coverage);
        ids.sort_unstable();
        assert_eq!(ids, ["1", "2", "3", "4"]);
    }
}
