//! Transactions and batches.

use madrone_chart::{Refused, read, transaction};
use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::{Value, json};

use crate::world::{World, observation};

fn post(world: &World, kind: &str, entries: Value) -> Result<Value, Refused> {
    let bundle = json!({ "resourceType": "Bundle", "type": kind, "entry": entries });
    world.all(move |tx, key, writer| transaction(tx, key, &bundle, writer))
}

fn create(full_url: &str, resource: Value) -> Value {
    let kind = resource["resourceType"].clone();
    json!({ "fullUrl": full_url, "resource": resource, "request": { "method": "POST", "url": kind } })
}

fn statuses(answer: &Value) -> Vec<&str> {
    answer["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["response"]["status"].as_str().unwrap())
        .collect()
}

fn referring(to: &str) -> Value {
    let mut value = observation("x", "p", &json!({}));
    value["subject"]["reference"] = json!(to);
    value.as_object_mut().unwrap().remove("id");
    value
}

both_engines! {
    fn references_between_entries_follow_to_the_new_ids(db: Db) {
        let world = World::new(db);
        let answer = post(&world, "transaction", json!([
            create("urn:uuid:11", referring("urn:uuid:22")),
            create("urn:uuid:22", json!({ "resourceType": "Patient" })),
            create("https://example.org/fhir/Observation/7", referring("Patient/8")),
            create("https://example.org/fhir/Patient/8", json!({ "resourceType": "Patient" })),
        ])).unwrap();
        assert_eq!(statuses(&answer), ["201 Created"; 4]);
        for (observation, patient) in [(0, 1), (2, 3)] {
            let id = |entry: usize| {
                let location = answer["entry"][entry]["response"]["location"].as_str().unwrap();
                location.split('/').nth(1).unwrap().to_owned()
            };
            let (observation, patient) = (id(observation), id(patient));
            let stored = world.all(move |tx, key, _| read(tx, key, T::Observation, &observation)).unwrap().unwrap();
            assert_eq!(stored.json()["subject"]["reference"], format!("Patient/{patient}"));
        }
    }

    fn a_transaction_is_all_or_nothing_and_says_which_entry(db: Db) {
        let world = World::new(db);
        let refused = post(&world, "transaction", json!([
            create("urn:uuid:1", json!({ "resourceType": "Patient" })),
            create("urn:uuid:2", json!({ "resourceType": "Patient", "gender": 7 })),
        ])).unwrap_err();
        assert_eq!(refused.outcome()["issue"][0]["expression"][0], "Bundle.entry[1].resource.gender");
        assert_eq!(world.ids(T::Patient, ""), [""; 0]);
    }

    fn deletions_come_first_and_reads_last(db: Db) {
        let world = World::new(db);
        world.patients(&["old", "kept"]);
        let answer = post(&world, "transaction", json!([
            { "request": { "method": "GET", "url": "Patient?_id=old,kept,new" } },
            { "request": { "method": "PUT", "url": "Patient/new" }, "resource": { "resourceType": "Patient", "id": "new" } },
            { "request": { "method": "DELETE", "url": "Patient/old" } },
            { "request": { "method": "GET", "url": "Patient/new" } },
        ])).unwrap();
        assert_eq!(statuses(&answer), ["200 OK", "201 Created", "204 No Content", "200 OK"]);
        let found: Vec<_> = answer["entry"][0]["resource"]["entry"].as_array().unwrap().iter().map(|entry| entry["resource"]["id"].clone()).collect();
        assert_eq!(found, ["kept", "new"]);
        assert_eq!(answer["entry"][3]["resource"]["meta"]["versionId"], "1");
    }

    fn conditional_creates_and_references_find_what_is_there(db: Db) {
        let world = World::new(db);
        let practitioner = json!({ "resourceType": "Practitioner", "identifier": [{ "system": "urn:npi", "value": "1" }] });
        let entries = json!([
            { "fullUrl": "urn:uuid:dr", "resource": practitioner, "request": { "method": "POST", "url": "Practitioner", "ifNoneExist": "identifier=urn:npi|1" } },
            create("urn:uuid:o", {
                let mut value = referring("Patient/p1");
                value["performer"] = json!([{ "reference": "urn:uuid:dr" }]);
                value
            }),
        ]);
        assert_eq!(statuses(&post(&world, "transaction", entries.clone()).unwrap()), ["201 Created"; 2]);
        assert_eq!(statuses(&post(&world, "transaction", entries).unwrap()), ["200 OK", "201 Created"]);
        assert_eq!(world.ids(T::Observation, "performer:Practitioner.identifier=urn:npi|1").len(), 2);
        let mut by_search = referring("Patient/p1");
        by_search["performer"] = json!([{ "reference": "Practitioner?identifier=urn:npi|1" }]);
        post(&world, "transaction", json!([create("urn:uuid:s", by_search.clone())])).unwrap();
        assert_eq!(world.ids(T::Observation, "performer:Practitioner.identifier=urn:npi|1").len(), 3);
        by_search["performer"] = json!([{ "reference": "Practitioner?identifier=urn:npi|2" }]);
        let refused = post(&world, "transaction", json!([create("urn:uuid:s", by_search)])).unwrap_err();
        assert_eq!(refused, Refused::Entry { entry: 0, why: Box::new(Refused::Nothing("Practitioner?identifier=urn:npi|2".into())) });
    }

    fn versions_are_checked_in_a_transaction(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let refused = post(&world, "transaction", json!([{ "request": { "method": "PUT", "url": "Patient/p1", "ifMatch": "W/\"2\"" },
            "resource": { "resourceType": "Patient", "id": "p1", "gender": "male" } }])).unwrap_err();
        assert_eq!((refused.status(), refused), (412, Refused::Entry { entry: 0, why: Box::new(Refused::Conflict { current: 1 }) }));
    }

    fn one_resource_in_two_entries_is_refused(db: Db) {
        let world = World::new(db);
        let put = json!({ "request": { "method": "PUT", "url": "Patient/p1" }, "resource": { "resourceType": "Patient", "id": "p1" } });
        assert_eq!(post(&world, "transaction", json!([put, put])).unwrap_err().status(), 422);
    }

    fn in_a_batch_each_entry_stands_for_itself(db: Db) {
        let world = World::new(db);
        let answer = post(&world, "batch", json!([
            create("urn:uuid:1", json!({ "resourceType": "Patient", "gender": 7 })),
            create("urn:uuid:2", json!({ "resourceType": "Patient" })),
            { "request": { "method": "GET", "url": "Patient/none" } },
            { "request": { "method": "PUT", "url": "Patient?identifier=urn:x|1" }, "resource": { "resourceType": "Patient", "identifier": [{ "system": "urn:x", "value": "1" }] } },
        ])).unwrap();
        assert_eq!(statuses(&answer), ["422", "201 Created", "404", "201 Created"]);
        assert_eq!(answer["entry"][0]["response"]["outcome"]["issue"][0]["expression"][0], "Patient.gender");
        assert_eq!(world.ids(T::Patient, "").len(), 2);
    }

    fn a_key_to_one_chart_posts_into_that_chart_only(db: Db) {
        let world = World::new(db);
        world.patients(&["p1", "p2"]);
        for (subject, may) in [("Patient/p1", true), ("Patient/p2", false)] {
            let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [create("urn:uuid:1", referring(subject))] });
            let outcome = world.within("p1", move |tx, key, writer| transaction(tx, key, &bundle, writer));
            assert_eq!(outcome.is_ok(), may, "{subject}");
        }
    }
}
