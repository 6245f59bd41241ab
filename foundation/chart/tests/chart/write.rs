//! Writing and reading back.

use std::time::Duration;

use madrone_chart::{Change, Refused, create, create_unless, delete, history, read, update, update_matching, vread};
use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::{Value, json};

use crate::world::{NOW, World, observation};

both_engines! {
    fn every_digit_extension_and_order_comes_back(db: Db) {
        let world = World::new(db);
        let text = r#"{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"é\n\"\\"},"valueQuantity":{"value":1.5000,"unit":"mg","extension":[{"url":"urn:x","valueDecimal":10000000000000000000.10}]},"subject":{"reference":"Patient/p1"}}"#;
        let value = madrone_fhir::parse(text.as_bytes()).unwrap();
        let stored = world.put(value);
        let again = world.all(|tx, key, _| read(tx, key, T::Observation, "o1")).unwrap().unwrap();
        assert_eq!(stored, again);
        let meta = r#""id":"o1","meta":{"versionId":"1","lastUpdated":"2026-11-22T09:30:00Z"},"#;
        assert_eq!(again.text, text.replace(r#""id":"o1","#, meta));
    }

    fn a_new_resource_gets_an_id_and_version_1(db: Db) {
        let world = World::new(db);
        let patient = json!({ "resourceType": "Patient", "id": "theirs", "gender": "female" });
        let stored = world.all(move |tx, key, writer| create(tx, key, patient.clone(), writer)).unwrap();
        assert_ne!(stored.id, "theirs");
        assert_eq!((stored.version, stored.updated, stored.etag()), (1, NOW, "W/\"1\"".to_owned()));
    }

    fn an_update_makes_a_version_and_keeps_the_old_one(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "p1", "gender": "female" }));
        world.clock.advance(Duration::from_mins(1));
        let second = world.put(json!({ "resourceType": "Patient", "id": "p1", "gender": "male" }));
        assert_eq!(second.version, 2);
        let first = world.all(|tx, key, _| vread(tx, key, T::Patient, "p1", 1)).unwrap().unwrap();
        assert_eq!((first.json()["gender"].as_str(), first.updated), (Some("female"), NOW));
        assert_eq!(world.ids(T::Patient, "gender=female"), [""; 0]);
        assert_eq!(world.ids(T::Patient, "gender=male"), ["p1"]);
        assert_eq!(world.all(|tx, key, _| vread(tx, key, T::Patient, "p1", 3)), Ok(None));
    }

    fn the_same_content_makes_no_version(db: Db) {
        let world = World::new(db);
        let patient = json!({ "resourceType": "Patient", "id": "p1", "meta": { "tag": [{ "code": "x" }] }, "gender": "female" });
        let first = world.put(patient.clone());
        world.clock.advance(Duration::from_mins(1));
        assert_eq!(world.put(patient), first);
        // What was read can be written back as it is.
        assert_eq!(world.put(first.json()), first);
    }

    fn an_update_with_another_version_than_expected_is_a_conflict(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let changed = json!({ "resourceType": "Patient", "id": "p1", "gender": "male" });
        let again = changed.clone();
        let refused = world.all(move |tx, key, writer| update(tx, key, changed.clone(), Some(7), writer));
        assert_eq!(refused.unwrap_err(), Refused::Conflict { current: 1 });
        let (stored, change) = world.all(move |tx, key, writer| update(tx, key, again.clone(), Some(1), writer)).unwrap();
        assert_eq!((stored.version, change), (2, Change::Updated));
        let absent = json!({ "resourceType": "Patient", "id": "p2" });
        let refused = world.all(move |tx, key, writer| update(tx, key, absent.clone(), Some(1), writer));
        assert_eq!(refused.unwrap_err(), Refused::NotFound);
    }

    fn what_is_deleted_is_gone_from_searches_and_stays_in_the_history(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        world.put(observation("o1", "p1", &json!({ "effectiveDateTime": "2026-01-01" })));
        let gone = world.all(|tx, key, writer| delete(tx, key, T::Observation, "o1", writer)).unwrap();
        assert!(gone.deleted && gone.version == 2 && gone.text.is_empty());
        for query in ["", "code=2339-0", "patient=p1", "date=2026", "_sort=date", "_id=o1", "code:not=1"] {
            assert_eq!(world.ids(T::Observation, query), [""; 0], "{query}");
            assert_eq!(world.ids_in("p1", T::Observation, query), [""; 0], "{query}");
        }
        let found = world.within("p1", |tx, key, _| read(tx, key, T::Observation, "o1")).unwrap().unwrap();
        assert!(found.deleted);
        let versions = world.within("p1", |tx, key, _| history(tx, key, T::Observation, Some("o1"), None, 10)).unwrap();
        let seen: Vec<_> = versions.versions.iter().map(|stored| (stored.version, stored.deleted)).collect();
        assert_eq!(seen, [(2, true), (1, false)]);
    }

    fn what_was_deleted_can_come_back(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let observation = observation("o1", "p1", &json!({}));
        world.put(observation.clone());
        for _ in 0..2 {
            world.all(|tx, key, writer| delete(tx, key, T::Observation, "o1", writer)).unwrap();
        }
        let back = world.put(observation);
        assert_eq!(back.version, 3);
        assert_eq!(world.ids_in("p1", T::Observation, "code=2339-0"), ["o1"]);
        assert_eq!(world.ids_in("p1", T::Observation, ""), ["o1"]);
        let old = world.all(|tx, key, _| vread(tx, key, T::Observation, "o1", 2)).unwrap().unwrap();
        assert!(old.deleted);
    }

    fn a_conditional_create_writes_once(db: Db) {
        let world = World::new(db);
        let practitioner = json!({ "resourceType": "Practitioner", "identifier": [{ "system": "urn:npi", "value": "1" }] });
        let make = {
            let practitioner = practitioner.clone();
            move |world: &World| {
                let practitioner = practitioner.clone();
                world.all(move |tx, key, writer| {
                    create_unless(tx, key, practitioner.clone(), "identifier=urn:npi|1", writer)
                })
            }
        };
        let (first, change) = make(&world).unwrap();
        assert_eq!(change, Change::Created);
        assert_eq!(make(&world).unwrap(), (first, Change::Unchanged));
        world.all(move |tx, key, writer| create(tx, key, practitioner.clone(), writer)).unwrap();
        assert_eq!(make(&world).unwrap_err().status(), 412);
    }

    fn a_conditional_update_finds_what_it_updates(db: Db) {
        let world = World::new(db);
        let put = |world: &World, name: &'static str| {
            world.all(move |tx, key, writer| {
                let organization = json!({ "resourceType": "Organization", "name": name,
                    "identifier": [{ "system": "urn:o", "value": "1" }] });
                update_matching(tx, key, organization, "identifier=urn:o|1", writer)
            })
        };
        let (first, change) = put(&world, "A").unwrap();
        assert_eq!(change, Change::Created);
        let (second, change) = put(&world, "B").unwrap();
        assert_eq!((second.id, second.version, change), (first.id, 2, Change::Updated));
    }

    fn faults_name_the_element(db: Db) {
        let world = World::new(db);
        let Err(Refused::Faults(faults)) = world.try_put(json!({ "resourceType": "Observation", "id": "o", "status": "final",
            "code": {"text": "x"}, "effectiveDateTime": "22/11/2026" })) else { panic!("a wrong date must be refused") };
        assert_eq!(faults[0].path, "Observation.effectiveDateTime");
    }

    fn history_of_a_type_comes_in_pages_the_last_first(db: Db) {
        let world = World::new(db);
        for round in 0..3 {
            for id in ["p1", "p2"] {
                world.clock.advance(Duration::from_secs(1));
                world.put(json!({ "resourceType": "Patient", "id": id, "multipleBirthInteger": round }));
            }
        }
        let mut seen: Vec<(String, i64)> = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let from = cursor.clone();
            let page = world.all(move |tx, key, _| history(tx, key, T::Patient, None, from.as_deref(), 4)).unwrap();
            seen.extend(page.versions.iter().map(|stored| (stored.id.clone(), stored.version)));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let expected = [("p2", 3), ("p1", 3), ("p2", 2), ("p1", 2), ("p2", 1), ("p1", 1)];
        assert_eq!(seen, expected.map(|(id, version)| (id.to_owned(), version)));
    }

    fn a_write_leaves_its_audit_entry(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        world.put(json!({ "resourceType": "Patient", "id": "p1", "gender": "male" }));
        world.put(json!({ "resourceType": "Patient", "id": "p1", "gender": "male" }));
        let seen: Vec<String> = world
            .all(|tx, _, _| Ok(tx.query("SELECT action FROM authz_audit ORDER BY seq", &[], |row| row.get(0))?))
            .unwrap();
        assert_eq!(seen, ["create", "update"]);
    }

    fn texts_too_long_for_an_index_are_stored_and_found(db: Db) {
        let world = World::new(db);
        let long: String = "ü".repeat(5000);
        world.put(json!({ "resourceType": "Patient", "id": "p1", "name": [{ "family": long }],
            "identifier": [{ "system": "urn:x", "value": long }] }));
        let query = format!("family:exact={long}&identifier=urn:x|{long}");
        let query: &'static str = query.leak();
        assert_eq!(world.ids(T::Patient, query), ["p1"]);
        world.put(json!({ "resourceType": "Patient", "id": "p1" }));
        assert_eq!(world.ids(T::Patient, query), [""; 0]);
    }

    fn nothing_is_left_behind_when_a_resource_is_rewritten_and_deleted(db: Db) {
        let world = World::new(db);
        let rich = json!({ "resourceType": "Observation", "id": "o1", "status": "final",
            "meta": { "security": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" }] },
            "identifier": [{ "type": { "coding": [{ "code": "MR" }] }, "value": "7" }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "1" }], "text": "Blood" },
            "subject": { "reference": "Patient/p1" }, "performer": [{ "reference": "Patient/p2" }],
            "effectivePeriod": { "start": "2026-01-01" },
            "component": [{ "code": { "text": "c" }, "valueQuantity": { "value": 5, "comparator": "<", "unit": "mg",
                "system": "http://unitsofmeasure.org", "code": "mg" } }] });
        world.put(rich.clone());
        world.put(json!({ "resourceType": "Observation", "id": "o1", "status": "final", "code": { "text": "x" } }));
        world.put(rich);
        world.all(|tx, key, writer| delete(tx, key, T::Observation, "o1", writer)).unwrap();
        for table in ["token", "text", "date", "reference", "quantity", "pending"] {
            let sql = format!("SELECT count(*) FROM chart_{table}");
            let left: Option<i64> = world.all(move |tx, _, _| Ok(tx.query_opt(&sql, &[], |row| row.get(0))?)).unwrap();
            assert_eq!(left, Some(0), "{table}");
        }
        let members: Vec<Value> = world
            .all(|tx, _, _| {
                let sql = "SELECT patient, kind FROM chart_member ORDER BY patient";
                Ok(tx.query(sql, &[], |row| Ok(json!([row.get::<i64>(0)? > 0, row.get::<i64>(1)?])))?)
            })
            .unwrap();
        assert_eq!(Value::from(members), json!([[false, -97], [true, -97], [true, -97]]));
    }

    fn writers_that_name_the_same_new_patients_get_one_row_for_each(db: Db) {
        let world = World::new(db);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let world = &world;
                scope.spawn(move || {
                    for round in 0..10 {
                        let id = format!("o{writer}-{round}");
                        // A transaction that met others too often may be tried again, and only that.
                        while let Err(refused) = world.try_put(observation(&id, &format!("p{round}"), &json!({}))) {
                            assert_eq!(refused, Refused::Database(madrone_db::Error::Conflict));
                        }
                    }
                });
            }
        });
        assert_eq!(world.ids(T::Observation, "patient=p3").len(), 4);
        let rows = world.all(|tx, _, _| Ok(tx.query_opt("SELECT count(*) FROM chart_resource", &[], |row| row.get::<i64>(0))?));
        assert_eq!(rows, Ok(Some(50)));
    }
}
