//! Made-up people in any number, for measuring.

use jiff::civil::Date;
use serde_json::Value;

/// The clinic that they go to.
pub struct Clinic;

impl Clinic {
    /// Riverbend.
    pub fn riverbend() -> Self {
        Self
    }
}

/// So many of them.
pub fn patients(_count: usize, _today: Date, _seed: u64, _clinic: &Clinic) -> impl Iterator<Item = Vec<Value>> {
    std::iter::empty()
}
