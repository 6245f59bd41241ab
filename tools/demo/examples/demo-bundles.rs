//! Writes the demo world into the folder it is given, as FHIR bundles that any portal can import: the clinic, then each
//! chart, what was said before a correction in a bundle before it.
//!
//! The browser tests fill an empty portal by it.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use madrone_kernel::Clock;
use serde_json::{Value, json};

/// The demo's own when none is asked for.
const SEED: u64 = 2026;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: demo-bundles FOLDER")?);
    let today = Clock::system()
        .now()
        .timestamp()
        .to_zoned(TimeZone::get("America/Los_Angeles")?);
    let world = madrone_demo::world(today.date(), SEED);
    fs::write(folder.join("0-clinic.json"), bundle(&world.clinic))?;
    for chart in &world.charts {
        let file = |order: &str| folder.join(format!("{order}-{}.json", chart.patient_id));
        fs::write(file("1"), bundle(&chart.earlier))?;
        fs::write(file("2"), bundle(&chart.resources))?;
    }
    Ok(())
}

fn bundle(resources: &[Value]) -> String {
    let entries: Vec<Value> = resources
        .iter()
        .map(|resource| json!({ "resource": resource }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string()
}
