//! Taking in records that others made.

use madrone_chart::{Ingested, Prepared, Resolver, delete, ingest, read, resolve_pending, unresolved};
use madrone_db::Db;
use madrone_fhir::{ResourceType as T, Unknown};
use madrone_harness::both_engines;
use serde_json::{Value, json};

use crate::world::{World, observation};

fn take_in(world: &World, resources: &[Value]) -> Ingested {
    let resources = resources.to_vec();
    world
        .all(move |tx, key, writer| {
            let ready: Vec<_> = resources
                .iter()
                .map(|value| Prepared::new(value, Unknown::Keep).unwrap())
                .collect();
            ingest(tx, key, &ready, &mut Resolver::default(), writer.now)
        })
        .unwrap()
}

/// Resolves what is open; how many resources were written.
fn resolve(world: &World) -> u64 {
    let mut after = Some(String::new());
    let mut written = 0;
    while let Some(behind) = after {
        let step = world
            .all(move |tx, key, writer| resolve_pending(tx, key, &mut Resolver::default(), &behind, writer.now))
            .unwrap();
        written += step.resources;
        after = step.next;
    }
    written
}

fn open(world: &World) -> i64 {
    world.all(|tx, _, _| unresolved(tx)).unwrap()
}

fn performer(world: &World, id: &'static str) -> Value {
    let stored = world
        .all(move |tx, key, _| read(tx, key, T::Observation, id))
        .unwrap()
        .unwrap();
    stored.json()["performer"][0]["reference"].clone()
}

both_engines! {
    fn the_same_records_change_nothing_also_when_they_contradict_each_other(db: Db) {
        let world = World::new(db);
        // The same organization differs in two files.
        let files = [
            json!([{ "resourceType": "Organization", "id": "o", "name": "A" }]),
            json!([{ "resourceType": "Organization", "id": "o", "name": "B" }]),
        ];
        let all = |world: &World| files.clone().map(|file| take_in(world, file.as_array().unwrap()));
        assert_eq!(all(&world), [
            Ingested { created: 1, ..Ingested::default() },
            Ingested { updated: 1, ..Ingested::default() },
        ]);
        assert_eq!(all(&world), [Ingested { unchanged: 1, ..Ingested::default() }; 2]);
        assert_eq!(world.ids(T::Organization, "name=b"), ["o"]);
    }

    fn what_was_deleted_here_stays_so_when_its_file_comes_again(db: Db) {
        let world = World::new(db);
        let file = [json!({ "resourceType": "Organization", "id": "o" })];
        take_in(&world, &file);
        world.all(|tx, key, writer| delete(tx, key, T::Organization, "o", writer)).unwrap();
        assert_eq!(take_in(&world, &file).unchanged, 1);
        assert_eq!(world.ids(T::Organization, ""), [""; 0]);
    }

    fn of_two_with_one_id_the_last_counts(db: Db) {
        let world = World::new(db);
        let ingested = take_in(&world, &[
            json!({ "resourceType": "Organization", "id": "o", "name": "A" }),
            json!({ "resourceType": "Organization", "id": "o", "name": "B" }),
        ]);
        assert_eq!((ingested.created, ingested.all()), (1, 2));
        assert_eq!(world.ids(T::Organization, "name=b"), ["o"]);
    }

    fn references_by_search_are_resolved_whichever_comes_first(db: Db) {
        let world = World::new(db);
        let by_search = json!({ "performer": [{ "reference": "Practitioner?identifier=urn:npi|1" }] });
        let doctor = json!({ "resourceType": "Practitioner", "id": "dr", "identifier": [{ "system": "urn:npi", "value": "1" }] });
        take_in(&world, &[observation("early", "p1", &by_search)]);
        assert_eq!((open(&world), resolve(&world)), (1, 0));
        assert_eq!(performer(&world, "early"), "Practitioner?identifier=urn:npi|1");
        take_in(&world, &[doctor]);
        take_in(&world, &[observation("late", "p1", &by_search)]);
        assert_eq!(performer(&world, "late"), "Practitioner/dr");
        assert_eq!(resolve(&world), 1);
        assert_eq!(performer(&world, "early"), "Practitioner/dr");
        assert_eq!((open(&world), resolve(&world)), (0, 0));
        let mut found = world.ids(T::Observation, "performer=Practitioner/dr");
        found.sort();
        assert_eq!(found, ["early", "late"]);
        // The file comes again with its references as they were.
        assert_eq!(take_in(&world, &[observation("early", "p1", &by_search)]).unchanged, 1);
        assert_eq!(open(&world), 0);
    }

    fn references_by_uuid_to_another_file_are_resolved(db: Db) {
        let world = World::new(db);
        let uuid = "5b3645de-a2d0-d016-0839-bab3757c4c58";
        take_in(&world, &[observation("o", "p1", &json!({ "performer": [{ "reference": format!("urn:uuid:{uuid}") }] }))]);
        take_in(&world, &[json!({ "resourceType": "Practitioner", "id": uuid })]);
        resolve(&world);
        assert_eq!(performer(&world, "o"), format!("Practitioner/{uuid}"));
    }

    fn a_search_that_fits_several_leads_nowhere(db: Db) {
        let world = World::new(db);
        for id in ["a", "b"] {
            world.put(json!({ "resourceType": "Practitioner", "id": id, "identifier": [{ "value": "1" }] }));
        }
        take_in(&world, &[observation("o", "p1", &json!({ "performer": [{ "reference": "Practitioner?identifier=1" }] }))]);
        assert_eq!((resolve(&world), open(&world)), (0, 1));
    }

    fn many_waiting_for_one_are_resolved_a_few_at_a_time(db: Db) {
        let world = World::new(db);
        let by_search = json!({ "performer": [{ "reference": "Practitioner?identifier=1" }] });
        let all: Vec<Value> = (0..600).map(|number| observation(&format!("o{number}"), "p1", &by_search)).collect();
        take_in(&world, &all);
        world.put(json!({ "resourceType": "Practitioner", "id": "dr", "identifier": [{ "value": "1" }] }));
        assert_eq!((resolve(&world), open(&world)), (600, 0));
    }

    fn elements_that_fhir_does_not_know_are_kept(db: Db) {
        let world = World::new(db);
        take_in(&world, &[json!({ "resourceType": "Patient", "id": "p", "favouriteColour": "blue" })]);
        let stored = world.all(|tx, key, _| read(tx, key, T::Patient, "p")).unwrap().unwrap();
        assert_eq!(stored.json()["favouriteColour"], "blue");
    }
}
