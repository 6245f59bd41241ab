//! The door to a chart: who acts, what they may do, and the record of what they did.
//!
//! Nothing about a patient is read or written without a [`ChartAccess`]. Only [`open`] and [`open_all`] make one, and
//! both leave an audit [`Entry`] behind, for refusals too. What is not yours looks like what is not there.
//!
//! What never enters: FHIR content. The chart tells this crate the little it needs of each patient ([`patient_written`]).

mod access;
mod actor;
mod area;
pub mod audit;
pub mod chain;
pub mod family;
mod policy;
pub mod relation;
mod store;
pub mod tier;
mod trail;

pub use access::{
    Acting, Action, ChartAccess, Opened, Refusal, acting, open, open_all, open_directory, open_seen_by, patient,
    seen_by,
};
pub use actor::{Actor, Role};
pub use area::{Area, Areas};
pub use audit::Entry;
pub use family::Rules;
pub use policy::{Verb, allowed};
pub use store::{PatientFacts, patient_written};
pub use trail::{Receipt, Trail};
