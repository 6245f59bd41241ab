//! Tokens and URIs.

use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::{Value, json};

use super::{finds, finds_in};
use crate::world::{World, observation};

fn coded(world: &World, id: &str, coding: Value) {
    world.put(observation(id, "p1", &json!({ "code": coding })));
}

both_engines! {
    fn codes_with_and_without_their_system(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        coded(&world, "loinc", json!({ "coding": [{ "system": "http://loinc.org", "code": "1" }] }));
        coded(&world, "other", json!({ "coding": [{ "system": "urn:other", "code": "1" }] }));
        coded(&world, "bare", json!({ "coding": [{ "code": "1" }] }));
        coded(&world, "both", json!({ "coding": [{ "system": "http://loinc.org", "code": "2" }, { "system": "urn:other", "code": "1" }] }));
        coded(&world, "words", json!({ "text": "Sodium, seré" }));
        let cases: &[(&str, &[&str])] = &[
            ("code=1", &["loinc", "other", "bare", "both"]),
            ("code=http://loinc.org|1", &["loinc"]),
            ("code=|1", &["bare"]),
            ("code=urn:other|", &["other", "both"]),
            ("code=http://loinc.org|1,http://loinc.org|2", &["loinc", "both"]),
            // The system of one coding and the code of another are not together.
            ("code=http://loinc.org|1,urn:none|1", &["loinc"]),
            ("code=1&code=2", &["both"]),
            ("code:not=1", &["words"]),
            ("code:not=http://loinc.org|1", &["other", "bare", "both", "words"]),
            ("code:not=1,2", &["words"]),
            ("code:text=sod", &["words"]),
            ("code:text=sere", &["words"]),
            ("code:text=potass", &[]),
            ("code:missing=true", &[]),
            ("code:missing=false", &["loinc", "other", "bare", "both", "words"]),
            ("value-concept:missing=true", &["loinc", "other", "bare", "both", "words"]),
            ("code=3", &[]),
        ];
        finds(&world, T::Observation, cases);
        finds_in(&world, "p1", T::Observation, cases);
    }

    fn commas_and_bars_in_values_are_escaped(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "odd", "identifier": [{ "system": "urn:a,b", "value": "x,y|z$\\" }] }));
        world.put(json!({ "resourceType": "Patient", "id": "plain", "identifier": [{ "system": "urn:a", "value": "x" }] }));
        finds(&world, T::Patient, &[
            (r"identifier=urn:a\,b|x\,y\|z\$\\", &["odd"]),
            (r"identifier=x\,y\|z\$\\,x", &["odd", "plain"]),
            (r"identifier=x,y", &["plain"]),
        ]);
    }

    fn identifiers_by_type(db: Db) {
        let world = World::new(db);
        let typed = |id: &str, kind: &str, value: &str| {
            world.put(json!({ "resourceType": "Patient", "id": id, "identifier": [{ "value": value, "type": {
                "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": kind }] } }] }))
        };
        typed("mr", "MR", "7");
        typed("ss", "SS", "7");
        finds(&world, T::Patient, &[
            ("identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|7", &["mr"]),
            ("identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|8", &[]),
            ("identifier=7", &["mr", "ss"]),
            ("identifier=|7", &["mr", "ss"]),
        ]);
    }

    fn booleans_codes_and_contact_points(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "a", "active": true, "gender": "female",
            "telecom": [{ "system": "phone", "value": "555-0100" }, { "system": "email", "value": "A@example.org" }] }));
        world.put(json!({ "resourceType": "Patient", "id": "b", "active": false, "gender": "male", "deceasedBoolean": true }));
        world.put(json!({ "resourceType": "Patient", "id": "c", "deceasedDateTime": "2020" }));
        finds(&world, T::Patient, &[
            ("active=true", &["a"]),
            ("active:not=true", &["b", "c"]),
            ("gender=male,female", &["a", "b"]),
            ("gender:missing=true", &["c"]),
            ("deceased=true", &["b", "c"]),
            ("phone=555-0100", &["a"]),
            ("telecom=555-0100", &["a"]),
        ]);
    }

    fn uris_as_they_stand_below_and_above(db: Db) {
        let world = World::new(db);
        for (id, url) in [("root", "http://e.org/a"), ("leaf", "http://e.org/a/b/c"), ("beside", "http://e.org/ab"), ("case", "http://e.org/A")] {
            world.put(json!({ "resourceType": "ValueSet", "id": id, "url": url, "status": "draft" }));
        }
        finds(&world, T::ValueSet, &[
            ("url=http://e.org/a", &["root"]),
            ("url:below=http://e.org/a", &["root", "leaf"]),
            ("url:below=http://e.org/", &["root", "leaf", "beside", "case"]),
            ("url:above=http://e.org/a/b/c", &["root", "leaf"]),
            ("url:above=http://e.org/abc", &[]),
            ("url=http://e.org/a,http://e.org/ab", &["root", "beside"]),
        ]);
    }
}
