//! The demo world: Riverbend Clinic, a fictional clinic in Oregon, its people and their charts, as FHIR R4 resources in
//! the shape of US Core 6.1.
//!
//! Everything is dated relative to a day and is the same for the same day and seed. Nothing here does I/O; who loads the
//! world into a portal decides how. The people, their numbers and addresses are invented.

mod accounts;
mod build;
mod clinic;
mod code;
pub mod generated;
mod lab;
mod people;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use madrone_kernel::Random;
use serde_json::Value;

pub use accounts::RELATIONS;

/// A clinic, its patients' charts, and who can sign in.
#[derive(Clone, Debug)]
pub struct World {
    /// What belongs to no chart: organizations, places, practitioners and their roles.
    pub clinic: Vec<Value>,
    /// One for each patient.
    pub charts: Vec<Chart>,
    /// Patients with an account, and the clinic's staff.
    pub accounts: Vec<Account>,
}

/// The record of one patient.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Id of the Patient.
    pub patient_id: String,
    /// Versions to write before `resources`, oldest first: what was said before a correction.
    pub earlier: Vec<Value>,
    /// The resources as they are now, the Patient first.
    pub resources: Vec<Value>,
}

/// Someone who can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// What is typed to sign in.
    pub username: String,
    /// Distinct for each account.
    pub password: String,
    /// `patient`, `proxy` (no chart of their own), `clinician`, `nurse`, `front-desk`, `billing`, `records`, `pharmacist` or `administrator`.
    pub role: &'static str,
    /// First and last name.
    pub name: String,
    /// An address at example.com.
    pub email: String,
    /// `en` or `es`.
    pub language: &'static str,
    /// Id of the Patient of the account's own chart.
    pub chart: Option<String>,
    /// Of the patient, as `YYYY-MM-DD`.
    pub birth_date: Option<String>,
}

/// The world as it is on `today`.
pub fn world(today: Date, seed: u64) -> World {
    let random = Random::seeded(seed);
    let charts = people::charts(today, &random);
    World {
        clinic: clinic::resources(),
        accounts: accounts::accounts(&charts),
        charts,
    }
}
