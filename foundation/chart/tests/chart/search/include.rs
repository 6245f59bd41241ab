//! What comes along.

use madrone_chart::search_text;
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
}
