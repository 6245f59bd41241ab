//! Immunizations, given and refused.

pub(crate) mod patient;
pub(crate) mod view;
