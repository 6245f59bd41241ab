//! Everything that is published for it is taken in whole, twice the same as once.

use std::path::PathBuf;

use madrone_chart::{Ingested, count};
use madrone_db::Db;
use madrone_fhir::ResourceType;
use madrone_fhir::search::{Handling, Query};
use madrone_harness::both_engines;

use crate::shared::{US_CORE, folder, ids_in, look, take_in, us_core};

fn counted(db: &Db, kind: ResourceType) -> usize {
    let count = look(db, move |tx, key| {
        let query = Query::parse(kind, &[], Handling::Strict).expect("no parameters are no fault");
        count(tx, key, &query)
    });
    usize::try_from(count).expect("a count")
}

/// Takes folders in, holds the store against a plain reading of them, and takes them in again.
fn is_taken_in(db: &Db, folders: &[PathBuf]) {
    let (summary, failures) = take_in(db, folders);
    assert_eq!((summary.failed, failures.as_str()), (0, ""));
    let ids = ids_in(folders);
    for &kind in ResourceType::all() {
        let expected = ids.get(kind.name()).map_or(0, std::collections::BTreeSet::len);
        assert_eq!(counted(db, kind), expected, "{kind}");
    }
    let (again, failures) = take_in(db, folders);
    assert_eq!((again.failed, failures.as_str()), (0, ""));
    let all = summary.resources.all();
    assert_eq!(
        again.resources,
        Ingested {
            unchanged: all,
            ..Ingested::default()
        }
    );
}

both_engines! {
    fn synthea_s_records_are_taken_in_whole(db: Db) {
        is_taken_in(&db, &[folder("synthea-us-core"), folder("synthea-r4-2019")]);
    }

    fn the_examples_of_us_core_are_taken_in_whole(db: Db) {
        let unpacked = us_core();
        let folders: Vec<PathBuf> = US_CORE.iter().map(|package| unpacked.join(package).join("package/example")).collect();
        is_taken_in(&db, &folders);
    }
}
