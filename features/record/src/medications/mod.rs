//! Medicines: prescriptions and what people say they take.

pub(crate) mod dosage;
pub(crate) mod patient;
mod rules;
pub(crate) mod view;
