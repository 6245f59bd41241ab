//! Structural checks.
use crate::Fault;
use serde_json::Value;
/// What to do with elements that R4 does not define.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// They are errors.
    Refuse,
    /// They are kept, with a warning each.
    Keep,
}

/// Checks the structure of a resource.
pub fn check(resource: &Value, unknown: Unknown) -> Vec<Fault> {
    let _ = (resource, unknown);
    Vec::new()
}
