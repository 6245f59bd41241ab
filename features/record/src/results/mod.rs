//! Test results: lists, panels, single values, reports and their files.

pub(crate) mod card;
mod list;
pub(crate) mod patient;
mod reading;
mod report;
mod row;
mod show;
mod store;
mod trend;
pub(crate) mod unread;
pub(crate) mod value;

pub(crate) use reading::{Person, usual};
pub(crate) use report::file_rows;
pub(crate) use row::{observation_row, report_row};

/// Where an Observation or a DiagnosticReport keeps its date, the best first.
pub(crate) const DATES: &[&str] = &["effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued"];
