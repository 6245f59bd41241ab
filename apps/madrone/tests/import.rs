//! Taking in files, on both engines.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use madrone::import::{Report, Summary, import};
use madrone_chart::Ingested;
use madrone_db::{Access, Db};
use madrone_harness::engines::TestDb;
use madrone_harness::{ScratchFolder, both_engines};
use madrone_kernel::Clock;
use serde_json::{Value, json};

/// A summary, the failures and the notes.
fn take_in(db: &Db, paths: &[PathBuf]) -> (Summary, String, String) {
    let (mut failures, mut notes) = (Vec::new(), Vec::new());
    let report = Report::new(&mut failures, &mut notes);
    let summary = import(db, paths, 2, &Clock::system(), report).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (summary, text(failures), text(notes))
}

/// Everything that is current: `Type/id` and the text without its version, in order.
fn contents(db: &Db) -> Vec<String> {
    let sql = "SELECT kind, id, text FROM chart_resource WHERE version > 0 ORDER BY kind, id";
    let rows = db.wait(Access::Read, move |tx| {
        tx.query(sql, &[], |row| {
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        })
    });
    let line = |(kind, id, text): (i64, String, String)| {
        let mut value: Value = serde_json::from_str(&text).unwrap();
        value.as_object_mut().unwrap().remove("meta");
        format!("{kind}/{id} {value}")
    };
    rows.unwrap().into_iter().map(line).collect()
}

fn count(db: &Db) -> usize {
    contents(db).len()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn bundle(kind: &str, entries: Value) -> String {
    json!({ "resourceType": "Bundle", "type": kind, "entry": entries }).to_string()
}

fn visit(id: &str, patient: &str) -> Value {
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": { "resourceType": "Encounter", "status": "finished", "class": { "code": "AMB" },
        "subject": { "reference": patient },
        "participant": [{ "individual": { "reference": "Practitioner?identifier=urn:npi|1" } }] } })
}

fn patient(id: &str) -> Value {
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": { "resourceType": "Patient" } })
}

/// A clinic's export: two charts, a directory, lines, and things beside them.
fn export() -> ScratchFolder {
    let folder = ScratchFolder::new("export");
    fs::create_dir(folder.join("charts")).unwrap();
    let chart = |one: &str| {
        bundle(
            "transaction",
            json!([patient(one), visit(&format!("{one}-v"), &format!("urn:uuid:{one}"))]),
        )
    };
    fs::write(folder.join("charts/a.json"), chart("a")).unwrap();
    fs::write(folder.join("charts/b.json.gz"), gzipped(chart("b").as_bytes())).unwrap();
    let doctor =
        json!({ "resourceType": "Practitioner", "id": "dr", "identifier": [{ "system": "urn:npi", "value": "1" }] });
    fs::write(
        folder.join("z-doctors.json"),
        bundle("collection", json!([{ "resource": doctor }])),
    )
    .unwrap();
    let lines =
        "{\"resourceType\":\"Organization\",\"id\":\"o1\"}\n\n{\"resourceType\":\"Organization\",\"id\":\"o2\"}";
    fs::write(folder.join("lines.ndjson.gz"), gzipped(lines.as_bytes())).unwrap();
    fs::write(folder.join("README.md"), "# no records").unwrap();
    fs::write(folder.join("manifest.json"), "{\"files\":5}").unwrap();
    folder
}

both_engines! {
    fn a_folder_is_taken_in_whole_and_twice_is_the_same_as_once(db: Db) {
        let export = export();
        let (summary, failures, notes) = take_in(&db, &[export.path().to_owned()]);
        assert_eq!((summary.resources.created, summary.failed, failures.as_str()), (7, 0, ""));
        assert_eq!(notes.lines().count(), 1, "{notes}");
        assert!(notes.contains("manifest.json"), "{notes}");
        let once = contents(&db);
        // Ids from the addresses; references to them, and to the doctor who came last, lead there.
        let visit = once.iter().find(|line| line.contains("/b-v ")).unwrap();
        assert!(visit.contains("Patient/b") && visit.contains("Practitioner/dr"), "{visit}");
        let (again, ..) = take_in(&db, &[export.path().to_owned()]);
        assert_eq!(again.resources, Ingested { unchanged: 7, ..Ingested::default() });
        assert_eq!(contents(&db), once);
    }

    fn an_import_cut_short_is_completed_by_the_next(test: TestDb) {
        let export = export();
        let whole = madrone_harness::engines::open(test.db().engine(), &madrone_db::Options::default());
        take_in(whole.db(), &[export.path().to_owned()]);
        for done in ["charts/a.json", "lines.ndjson.gz"] {
            take_in(test.db(), &[export.join(done)]);
        }
        take_in(test.db(), &[export.path().to_owned()]);
        assert_eq!(contents(test.db()), contents(whole.db()));
    }

    fn a_broken_bundle_is_left_out_whole_and_the_rest_goes_on(db: Db) {
        let folder = ScratchFolder::new("broken");
        let wrong = json!({ "resource": { "resourceType": "Patient", "id": "wrong", "gender": 7 } });
        fs::write(folder.join("a.json"), bundle("batch", json!([patient("good"), wrong]))).unwrap();
        fs::write(folder.join("b.json"), "{\"resourceType\":").unwrap();
        fs::write(folder.join("c.json.gz"), &gzipped(b"{\"resourceType\":\"Patient\"}")[..20]).unwrap();
        fs::write(folder.join("d.json"), json!({ "resourceType": "Patient", "id": "d" }).to_string()).unwrap();
        let (summary, failures, _) = take_in(&db, &[folder.path().to_owned()]);
        assert_eq!((summary.resources.all(), summary.failed, count(&db)), (1, 3, 1));
        let lines: Vec<&str> = failures.lines().collect();
        let place = format!("{}: Bundle.entry[1].resource, Patient.gender: ", folder.join("a.json").display());
        assert!(lines[0].starts_with(&place), "{failures}");
        assert!(lines[1].contains("b.json: JSON: "), "{failures}");
        assert!(lines[2].contains("c.json.gz: file: "), "{failures}");
    }

    fn a_bad_line_fails_alone(db: Db) {
        let folder = ScratchFolder::new("lines");
        let mut lines: Vec<String> = (0..1200).map(|number| json!({ "resourceType": "Organization", "id": format!("o{number}") }).to_string()).collect();
        lines[700] = "{}".into();
        lines[701] = "nonsense".into();
        fs::write(folder.join("all.ndjson"), lines.join("\n")).unwrap();
        let (summary, failures, _) = take_in(&db, &[folder.join("all.ndjson")]);
        assert_eq!((summary.resources.created, summary.failed, count(&db)), (1198, 2, 1198));
        assert!(failures.contains("all.ndjson: line 701: ") && failures.contains("all.ndjson: line 702: "), "{failures}");
    }

    fn what_is_named_must_hold_records(db: Db) {
        let export = export();
        let (summary, failures, _) = take_in(&db, &[export.join("manifest.json"), export.join("nothing-there.json")]);
        assert_eq!((summary.failed, failures.lines().count()), (2, 2), "{failures}");
    }

    fn of_two_files_with_the_same_resource_the_later_counts(db: Db) {
        let folder = ScratchFolder::new("order");
        for (file, name) in [("b.json", "B"), ("a.json", "A"), ("c.json", "C")] {
            fs::write(folder.join(file), json!({ "resourceType": "Organization", "id": "o", "name": name }).to_string()).unwrap();
        }
        take_in(&db, &[folder.path().to_owned()]);
        take_in(&db, &[folder.path().to_owned()]);
        assert!(contents(&db)[0].contains("\"C\""));
    }

    fn elements_that_fhir_does_not_know_are_kept_and_told(db: Db) {
        let folder = ScratchFolder::new("unknown");
        fs::write(folder.join("p.json"), json!({ "resourceType": "Patient", "id": "p", "favouriteColour": "blue" }).to_string()).unwrap();
        let (summary, _, notes) = take_in(&db, &[folder.path().to_owned()]);
        assert_eq!(summary.failed, 0);
        assert!(notes.contains("Patient.favouriteColour"), "{notes}");
        assert!(contents(&db)[0].contains("blue"));
    }
}
