//! References, chains and `_has`.

use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::json;

use super::{finds, finds_in};
use crate::world::{World, observation};

fn two_patients(db: Db) -> World {
    let world = World::new(db);
    world.put(
        json!({ "resourceType": "Patient", "id": "p1", "name": [{ "family": "Lopez" }], "birthDate": "1970-01-01",
        "generalPractitioner": [{ "reference": "Practitioner/dr" }] }),
    );
    world.put(json!({ "resourceType": "Patient", "id": "p2", "name": [{ "family": "Berg" }] }));
    world.put(json!({ "resourceType": "Practitioner", "id": "dr", "name": [{ "family": "Ortiz" }] }));
    world
}

both_engines! {
    fn references_in_all_their_forms(db: Db) {
        let world = two_patients(db);
        world.put(observation("one", "p1", &json!({ "performer": [{ "reference": "Practitioner/dr" }] })));
        world.put(observation("two", "p2", &json!({ "performer": [{ "reference": "Organization/dr" }] })));
        world.put(observation("group", "p1", &json!({ "subject": { "reference": "Group/p1" } })));
        world.put(observation("version", "p1", &json!({ "performer": [{ "reference": "Practitioner/dr/_history/1" }] })));
        world.put(observation("away", "p1", &json!({ "performer": [{ "reference": "https://elsewhere.org/Practitioner/dr" }] })));
        world.put(observation("logical", "p1", &json!({ "performer": [{ "identifier": { "system": "urn:npi", "value": "9" } }] })));
        finds(&world, T::Observation, &[
            ("patient=p1", &["one", "version", "away", "logical"]),
            ("patient=Patient/p1", &["one", "version", "away", "logical"]),
            ("subject=p1", &["one", "group", "version", "away", "logical"]),
            ("subject=Group/p1", &["group"]),
            ("subject:Patient=p2", &["two"]),
            ("patient=p1,p2", &["one", "two", "version", "away", "logical"]),
            ("patient=nobody", &[]),
            ("performer=dr", &["one", "two", "version"]),
            ("performer=Practitioner/dr", &["one", "version"]),
            ("performer=https://elsewhere.org/Practitioner/dr", &["away"]),
            ("performer:identifier=urn:npi|9", &["logical"]),
            ("performer:missing=true", &["group"]),
            ("patient:missing=true", &["group"]),
        ]);
    }

    fn a_reference_to_what_comes_later_is_found(db: Db) {
        let world = World::new(db);
        world.put(observation("early", "later", &json!({})));
        finds(&world, T::Observation, &[("patient=later", &["early"]), ("patient.name=x", &[])]);
        finds(&world, T::Patient, &[("", &[]), ("_id=later", &[]), ("_has:Observation:patient:code=2339-0", &[])]);
        world.put(json!({ "resourceType": "Patient", "id": "later", "name": [{ "family": "X" }] }));
        finds(&world, T::Observation, &[("patient.name=x", &["early"])]);
        finds(&world, T::Patient, &[("_has:Observation:patient:code=2339-0", &["later"])]);
        assert_eq!(world.ids_in("later", T::Observation, "code=2339-0"), ["early"]);
    }

    fn chains_and_has(db: Db) {
        let world = two_patients(db);
        world.put(observation("one", "p1", &json!({ "performer": [{ "reference": "Practitioner/dr" }] })));
        world.put(observation("two", "p2", &json!({})));
        let cases: &[(&str, &[&str])] = &[
            ("patient.family=lopez", &["one"]),
            ("subject:Patient.family=lopez,berg&code=2339-0", &["one", "two"]),
            ("subject:Patient.general-practitioner.family=ortiz", &["one"]),
            ("performer:Practitioner.name=ort", &["one"]),
            ("patient.birthdate=lt1980", &["one"]),
            ("patient._id=p2", &["two"]),
            ("patient.family=nobody", &[]),
        ];
        finds(&world, T::Observation, cases);
        finds_in(&world, "p1", T::Observation, &[("patient.family=lopez", &["one"]), ("patient.family=berg", &[]),
            ("performer:Practitioner.name=ort", &["one"]), ("subject:Patient.general-practitioner.family=ortiz", &["one"])]);
        finds(&world, T::Patient, &[
            ("_has:Observation:patient:code=2339-0", &["p1", "p2"]),
            ("_has:Observation:patient:performer=Practitioner/dr", &["p1"]),
            ("_has:Observation:patient:code=none", &[]),
            ("family=lopez&_has:Observation:subject:status=final", &["p1"]),
        ]);
        finds(&world, T::Practitioner, &[
            ("_has:Observation:performer:patient.family=lopez", &["dr"]),
            ("_has:Patient:general-practitioner:_has:Observation:patient:status=final", &["dr"]),
        ]);
    }
}
