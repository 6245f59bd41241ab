//! Allergies and intolerances.

pub(crate) mod patient;
pub(crate) mod view;
