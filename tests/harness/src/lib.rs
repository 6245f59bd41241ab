//! What tests stand on: folders and databases of one test's own.
//!
//! Nothing here knows of the portal's rooms; what a patient or a clinic looks like in a test is said by the tests.

pub mod engines;
pub mod oidc;
pub mod push;
mod scratch;
pub mod smtp;
pub mod twilio;
mod wire;

pub use scratch::{ScratchDatabase, ScratchFolder, postgres_url, scratch_database, scratch_database_like};
