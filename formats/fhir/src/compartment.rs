//! Which patients' charts a resource belongs to.
use serde_json::Value;
/// The ids of the patients (relative references) in whose compartment `resource` is.
pub fn compartments(resource: &Value) -> Vec<&str> {
    let _ = resource;
    Vec::new()
}
