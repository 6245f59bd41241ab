//! The record by kind: an index with counts, and a readable page for anything that has no page of its own, so that
//! nothing in a chart is out of reach.

mod activities;
mod elements;
mod narrow;
pub(crate) mod patient;
pub(crate) mod view;
