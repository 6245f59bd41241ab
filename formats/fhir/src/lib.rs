//! FHIR R4 (4.0.1) as the portal knows it: the resource types, structural checks, search parameters, index values,
//! search requests, references and compartments, and small views for reading.
//!
//! Resources are [`serde_json::Value`]s, so that every digit, extension and order of what others sent is kept; there
//! are no generated types. Nothing here does I/O or knows of databases.
//!
//! The definitions come from HL7's own (CC0), reduced to two tables in `definitions/` by
//! `cargo xtask definitions`; they are read once, at first use, in a few milliseconds ([`load`] does it early).

mod check;
mod compartment;
pub mod date;
mod expression;
mod extract;
mod fault;
mod index;
mod json;
mod param;
mod primitive;
mod references;
mod resource_type;
pub mod search;
mod table;
mod text;
pub mod view;

pub use check::{Unknown, check};
pub use compartment::compartments;
pub use extract::extract;
pub use fault::{Fault, IssueCode, Severity};
pub use index::{Canonical, Entry, IndexValue, Quantity};
pub use json::parse;
pub use param::{Kind, Param, param, params};
pub use references::{references, rewrite_references};
pub use resource_type::ResourceType;
pub use text::{fold, fold_contact};

/// Reads the tables now instead of at first use.
pub fn load() {
    let _ = params(ResourceType::Patient);
    compartment::load();
}
