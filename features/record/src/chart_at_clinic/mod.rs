//! The record as the clinic's staff see it: finding a patient, and of the chart what the role may see.

pub(crate) mod clinic;
mod parts;
mod sought;
