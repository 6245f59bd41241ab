//! Documents: notes, summaries, letters, scans.

pub(crate) mod patient;
pub(crate) mod view;
