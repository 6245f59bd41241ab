//! Health issues: diagnoses and concerns.

pub(crate) mod patient;
pub(crate) mod view;
