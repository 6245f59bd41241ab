//! Test results: lists, panels, single values, reports and their files.

pub(crate) mod card;
mod list;
pub(crate) mod patient;
mod reading;
mod report;
mod row;
mod show;
mod store;
pub(crate) mod told;
mod trend;
pub(crate) mod unread;
pub(crate) mod value;

use madrone_fhir::ResourceType;

pub(crate) use reading::{Person, usual};
pub(crate) use report::file_rows;
pub(crate) use row::{observation_row, report_row};

/// Where a result stands. That of an Observation says what it is: a DiagnosticReport may have the same id.
pub(crate) fn page_of(kind: ResourceType, id: &str) -> String {
    match kind {
        ResourceType::Observation => format!("/results/Observation/{id}"),
        _ => format!("/results/{id}"),
    }
}

/// Where an Observation or a DiagnosticReport keeps its date, the best first.
pub(crate) const DATES: &[&str] = &["effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued"];
