//! How quickly records come in from files, and how much memory that takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant as Moment;

use madrone_harness::ScratchFolder;
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::figure::{Figure, Target, by_turns};
use crate::people::{People, bundle, word};
use crate::program;

/// Bundles of the folder that is imported by turns, and of the large one; each is one chart.
const FILES: usize = 80;
const MANY_FILES: usize = 4 * FILES;
const CHART: usize = 250;

pub(crate) fn figures() -> Vec<Figure> {
    let folder = ScratchFolder::new("bench import");
    let (some, many) = (folder.join("some"), folder.join("many"));
    let resources = write_bundles(&some, FILES);
    write_bundles(&many, MANY_FILES);
    let mut small_peak: f64 = 0.0;
    let (value, reference) = by_turns(
        3,
        || {
            let database = ScratchFolder::new("bench import");
            let (took, peak) = import(&database.join("madrone.db"), &some);
            small_peak = small_peak.max(peak);
            resources / took
        },
        || {
            let database = ScratchFolder::new("bench import");
            resources / bare(&database.join("bare.db"), &some)
        },
    );
    let database = ScratchFolder::new("bench import");
    let (_, peak) = import(&database.join("madrone.db"), &many);
    vec![
        Figure {
            bench: "import",
            name: "resources",
            value,
            unit: "resources/s",
            reference,
            beside: "serde_json and bare rusqlite with 5 index rows each",
            targets: &[Target::Ratio(0.35)],
        },
        Figure {
            bench: "import",
            name: "memory",
            value: peak,
            unit: "MB",
            reference: small_peak,
            beside: "a folder a quarter as large",
            targets: &[Target::Below(300.0)],
        },
    ]
}

/// How many resources they hold.
#[expect(clippy::cast_precision_loss, reason = "some thousands of resources")]
fn write_bundles(folder: &Path, files: usize) -> f64 {
    fs::create_dir(folder).expect("a folder of ours");
    let people = People::new(1);
    let mut resources = 0;
    for number in 0..files {
        let chart = people.chart(number, CHART);
        resources += chart.len();
        let file = folder.join(format!("patient-{number:04}.json"));
        fs::write(file, bundle(&chart).to_string()).expect("room for some files");
    }
    resources as f64
}

/// The seconds and megabytes that `madrone import` takes.
fn import(database: &Path, folder: &Path) -> (f64, f64) {
    let url = format!("sqlite:{}", database.display());
    let folder = folder.to_string_lossy();
    let (took, peak) = program::run_to_end(&mut program::madrone(&["import", "--database", &url, &folder]));
    (took.as_secs_f64(), peak)
}

/// The seconds that the least program takes which reads the same files and could find something again.
fn bare(database: &Path, folder: &Path) -> f64 {
    let started = Moment::now();
    let connection = crate::bare_sqlite(database);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder that we made")
        .map(|entry| entry.expect("a file that we made").path())
        .collect();
    files.sort();
    write_all(&connection, &files).expect("rows that are written");
    started.elapsed().as_secs_f64()
}

fn write_all(connection: &Connection, files: &[PathBuf]) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE resource (rid INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
         CREATE UNIQUE INDEX resource_id ON resource (kind, id);
         CREATE TABLE entry (rid BIGINT NOT NULL, param BIGINT NOT NULL, value TEXT NOT NULL);
         CREATE INDEX entry_value ON entry (param, value, rid);",
    )?;
    let mut resource_row = connection.prepare("INSERT INTO resource (id, kind, text) VALUES ($1, $2, $3)")?;
    let mut entry_row = connection.prepare("INSERT INTO entry (rid, param, value) VALUES ($1, $2, $3)")?;
    for file in files {
        let text = fs::read(file).expect("a file that we made");
        let bundle: Value = serde_json::from_slice(&text).expect("JSON that we made");
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for entry in bundle["entry"].as_array().into_iter().flatten() {
            let resource = &entry["resource"];
            let (kind, id) = (word(resource, "resourceType"), word(resource, "id"));
            resource_row.execute(params![id, kind, resource.to_string()])?;
            let rid = connection.last_insert_rowid();
            for (param, value) in (0_i64..).zip(indexed(resource)) {
                entry_row.execute(params![rid, param, value])?;
            }
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(())
}

/// Five things to find a resource by.
fn indexed(resource: &Value) -> [&str; 5] {
    let reference = |name: &str| word(&resource[name], "reference");
    [
        word(resource, "status"),
        word(&resource["code"]["coding"][0], "code"),
        word(resource, "effectiveDateTime"),
        reference("subject"),
        reference("encounter"),
    ]
}
