//! What comes along.

use madrone_chart::{Head, heads, search_text, texts, unreferred};
use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::json;

use crate::world::{World, observation};

fn along(world: &World, kind: T, query: &'static str) -> Vec<String> {
    let page = world
        .all(move |tx, key, _| search_text(tx, key, kind, query))
        .expect(query);
    let mut along: Vec<_> = page.included.iter().map(madrone_chart::Stored::reference).collect();
    along.sort();
    along
}

both_engines! {
    fn what_matches_refer_to_and_what_refers_to_them(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Organization", "id": "clinic", "partOf": { "reference": "Organization/trust" } }));
        world.put(json!({ "resourceType": "Organization", "id": "trust" }));
        world.put(json!({ "resourceType": "Patient", "id": "p1", "managingOrganization": { "reference": "Organization/clinic" } }));
        world.put(observation("a", "p1", &json!({ "performer": [{ "reference": "Organization/clinic" }, { "reference": "Practitioner/gone" }] })));
        world.put(observation("b", "p1", &json!({ "hasMember": [{ "reference": "Observation/a" }] })));
        world.put(json!({ "resourceType": "Provenance", "id": "v", "recorded": "2026-01-01T00:00:00Z", "target": [{ "reference": "Observation/a" }],
            "agent": [{ "who": { "reference": "Organization/clinic" } }] }));
        for (query, expected) in [
            ("_id=a&_include=Observation:patient", vec!["Patient/p1"]),
            ("_id=a&_include=Observation:subject:Group", vec![]),
            ("_id=a&_include=Observation:performer", vec!["Organization/clinic"]),
            ("_id=a&_include=Observation:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof",
                vec!["Organization/clinic", "Organization/trust", "Patient/p1"]),
            ("_id=a&_revinclude=Observation:has-member", vec!["Observation/b"]),
            ("_id=a&_revinclude=Provenance:target", vec!["Provenance/v"]),
            // What is a match does not come along once more.
            ("_include=Observation:has-member", vec![]),
        ] {
            assert_eq!(along(&world, T::Observation, query), expected, "{query}");
        }
        assert_eq!(along(&world, T::Patient, "_revinclude=Observation:patient&_revinclude:iterate=Provenance:target"),
            ["Observation/a", "Observation/b", "Provenance/v"]);
    }

    fn matches_without_texts_come_in_the_same_order_and_those_that_others_hold_can_be_left_out(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "p1" }));
        for (id, day) in [("old", "2020-01-01"), ("new", "2024-01-01"), ("newest", "2025-01-01")] {
            world.put(observation(id, "p1", &json!({ "effectiveDateTime": day })));
        }
        world.put(json!({ "resourceType": "DiagnosticReport", "id": "panel", "status": "final", "code": { "text": "Panel" },
            "subject": { "reference": "Patient/p1" }, "result": [{ "reference": "Observation/new" }] }));
        let ids = |heads: &[Head]| heads.iter().map(|head| head.id.clone()).collect::<Vec<_>>();
        let (first, next) = world.all(|tx, key, _| heads(tx, key, T::Observation, "_sort=-date&_count=2")).unwrap();
        assert_eq!(ids(&first), ["newest", "new"]);
        let query = format!("_sort=-date&_count=2&_cursor={}", next.unwrap());
        let (rest, next) = world.all(move |tx, key, _| heads(tx, key, T::Observation, &query)).unwrap();
        assert_eq!((ids(&rest), next), (vec!["old".to_owned()], None));

        let all = [first, rest].concat();
        let alone = world.all(move |tx, key, _| unreferred(tx, key, all.clone(), &[(T::DiagnosticReport, "result")])).unwrap();
        assert_eq!(ids(&alone), ["newest", "old"]);
        let found = alone.clone();
        let read = world.all(move |tx, key, _| texts(tx, key, &alone)).unwrap();
        assert_eq!(read.iter().map(|stored| stored.json()["effectiveDateTime"].clone()).collect::<Vec<_>>(), ["2025-01-01", "2020-01-01"]);
        world.patients(&["p2"]);
        let elsewhere = world.within("p2", move |tx, key, _| texts(tx, key, &found)).unwrap();
        assert!(elsewhere.is_empty(), "what one key found, another does not open");
    }

    fn a_span_of_time_that_begins_the_search_finds_what_is_in_it(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "p1" }));
        let lab = json!([{ "coding": [{ "code": "laboratory" }] }]);
        for (id, day) in [("a", "2020-01-01"), ("b", "2024-01-01"), ("c", "2024-06-01")] {
            world.put(observation(id, "p1", &json!({ "effectiveDateTime": day, "category": lab })));
        }
        world.put(observation("long", "p1", &json!({ "effectivePeriod": { "start": "2019-01-01", "end": "2024-03-01" }, "category": lab })));
        world.put(observation("open", "p1", &json!({ "effectivePeriod": { "start": "2018-01-01" }, "category": lab })));
        world.put(observation("never", "p1", &json!({ "category": lab })));
        for (date, expected) in [
            ("date=ge2024", vec!["b", "c", "open"]),
            ("date=gt2024-01-01", vec!["c", "long", "open"]),
            ("date=sa2023", vec!["b", "c"]),
            ("date=le2019-06", vec!["long", "open"]),
            ("date=lt2024", vec!["a", "long", "open"]),
        ] {
            let query = format!("patient=p1&category=laboratory&{date}&_sort=-date");
            let (found, _) = world.all(move |tx, key, _| heads(tx, key, T::Observation, &query)).unwrap();
            let mut ids: Vec<_> = found.iter().map(|head| head.id.as_str()).collect();
            ids.sort_unstable();
            assert_eq!(ids, expected, "{date}");
        }
    }
}
