//! Visits: past and coming, at the clinic and in hospital.

pub(crate) mod card;
pub(crate) mod patient;
mod show;
pub(crate) mod view;
