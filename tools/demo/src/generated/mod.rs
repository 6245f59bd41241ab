//! Made-up patients in any number, for trying a portal of a clinic's size and for measuring.
//!
//! Age and sex decide what somebody has, illnesses decide measurements and medicines, and all is the same for the same
//! day and seed. Nothing here knows of the world's own people, except for [`Clinic::riverbend`].
//!
//! Most of the work is copying: each kind of resource is built once as a prototype, and a chart clones it and fills in
//! what differs.

mod ailment;
mod allergy;
mod chart;
mod dice;
mod drug;
mod history;
mod illness;
mod laboratory;
mod name;
mod note;
mod panel;
mod person;
#[cfg(test)]
mod tests;
mod vaccine;
mod vital;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::build::ZONE;
use crate::clinic::{CLINIC, MAIN_STREET, ORTIZ};
use chart::Setting;
use dice::Dice;

/// Where the patients go. Each value is a FHIR Reference.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// The Organization.
    pub organization: Value,
    /// The Location of the visits.
    pub location: Value,
    /// The Practitioners; each patient has one of them as doctor. At least one.
    pub practitioners: Vec<Value>,
}

impl Clinic {
    /// The demo's.
    pub fn riverbend() -> Self {
        Self {
            organization: CLINIC.reference(),
            location: MAIN_STREET.reference(),
            practitioners: vec![ORTIZ.reference()],
        }
    }
}

/// So many charts as they are on `today`: each a Patient and 20 to 150 resources that refer to each other and to the
/// clinic. They are made one by one, as the iterator is read.
///
/// # Panics
/// When the clinic has no practitioners.
pub fn patients(count: usize, today: Date, seed: u64, clinic: &Clinic) -> impl Iterator<Item = Vec<Value>> {
    assert!(!clinic.practitioners.is_empty(), "patients need a doctor");
    let setting_zone = TimeZone::get(ZONE).expect("the clinic's zone is in every time zone database");
    (0_u64..).take(count).map(move |index| {
        let setting = Setting {
            today,
            zone: setting_zone.clone(),
            clinic,
        };
        history::tell(&setting, Dice::new(seed, index))
    })
}
