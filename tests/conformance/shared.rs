//! The published records, and a store that has taken them in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use madrone::import::{Report, Summary, import};
use madrone_authz::{Action, Actor, Area, ChartAccess, open_all};
use madrone_chart::Refused;
use madrone_db::{Access, Db, Tx};
use madrone_harness::ScratchFolder;
use madrone_kernel::{Clock, Instant};
use serde_json::Value;

/// The packages of US Core, oldest first.
pub(crate) const US_CORE: [&str; 5] = ["311", "501", "610", "700", "800"];

/// A folder of the published records.
pub(crate) fn folder(name: &str) -> PathBuf {
    let shared =
        std::env::var_os("MADRONE_SHARED").expect("run by `cargo xtask conformance`, which sets MADRONE_SHARED");
    PathBuf::from(shared).join(name)
}

/// The examples and definitions of US Core, unpacked: a folder for each package.
pub(crate) fn us_core() -> ScratchFolder {
    let unpacked = ScratchFolder::new("us-core");
    for package in US_CORE {
        let packed =
            File::open(folder("us-core").join(format!("us_core_{package}.tgz"))).expect("the package is there");
        let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::new(packed)));
        archive.unpack(unpacked.join(package)).expect("the package unpacks");
    }
    unpacked
}

/// Takes in `paths` and gives what was said besides.
pub(crate) fn take_in(db: &Db, paths: &[PathBuf]) -> (Summary, String) {
    let (mut failures, mut notes) = (Vec::new(), Vec::new());
    let report = Report::new(&mut failures, &mut notes);
    let summary = import(db, paths, 2, &Clock::system(), report).expect("the store stands");
    (summary, String::from_utf8_lossy(&failures).into_owned())
}

/// Runs a piece of work with the key to all charts.
pub(crate) fn look<T: Send + 'static>(
    db: &Db,
    mut work: impl FnMut(&Tx, &ChartAccess) -> Result<T, Refused> + Send + 'static,
) -> T {
    let actor = Actor::System { part: "test" };
    let (access, _) = open_all(
        &actor,
        Action::view(Area::Other),
        ("test", "test", Instant::from_micros(0)),
    );
    let access = access.expect("the system may look at everything");
    db.wait(Access::Read, move |tx| work(tx, &access))
        .expect("the store answers")
}

/// The ids in files, by type: a plain reading of single resources and of bundles.
pub(crate) fn ids_in(folders: &[PathBuf]) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in folders.iter().flat_map(|folder| files(folder)) {
        let value = read(&file);
        let entries = value["entry"].as_array().cloned();
        let resources = match entries {
            Some(entries) => entries.into_iter().map(|entry| entry["resource"].clone()).collect(),
            None => vec![value],
        };
        for resource in resources {
            if let (Some(kind), Some(id)) = (resource["resourceType"].as_str(), resource["id"].as_str()) {
                ids.entry(kind.to_owned()).or_default().insert(id.to_owned());
            }
        }
    }
    ids
}

/// The files of a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "json" || end == "gz"))
        .collect()
}

/// What stands in a file, packed or not.
pub(crate) fn read(file: &Path) -> Value {
    let mut bytes = Vec::new();
    let mut source = BufReader::new(File::open(file).expect("the file is there"));
    if file.extension().is_some_and(|end| end == "gz") {
        MultiGzDecoder::new(source)
            .read_to_end(&mut bytes)
            .expect("the file unpacks");
    } else {
        source.read_to_end(&mut bytes).expect("the file can be read");
    }
    serde_json::from_slice(&bytes).expect("the file is JSON")
}
