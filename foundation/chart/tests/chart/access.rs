//! What a key does not open is not there.

use madrone_authz::{Action, Area, Role, open_directory};
use madrone_chart::{Refused, count, counts_by_type, create, delete, read, search_text, update};
use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_fhir::search::{Handling, Query};
use madrone_harness::both_engines;
use serde_json::json;

use crate::world::{World, chart_of, ids, observation, person, staff, system};

/// Maria and Walter with an observation each, seen by the same practitioner.
fn two_charts(db: madrone_db::Db) -> World {
    let world = World::new(db);
    world.put(json!({ "resourceType": "Patient", "id": "maria", "name": [{ "family": "Lopez" }] }));
    world.put(json!({ "resourceType": "Patient", "id": "walter", "name": [{ "family": "Berg" }] }));
    world.put(json!({ "resourceType": "Practitioner", "id": "ortiz", "name": [{ "family": "Ortiz" }] }));
    let performer = json!({ "performer": [{ "reference": "Practitioner/ortiz" }], "effectiveDateTime": "2026-01-01" });
    world.put(observation("m1", "maria", &performer));
    world.put(observation("w1", "walter", &performer));
    world
}

both_engines! {
    fn another_chart_is_as_if_it_were_not_there(db: Db) {
        let world = two_charts(db);
        for query in ["", "code=2339-0", "code=http://loinc.org|2339-0", "patient=walter", "subject=Patient/walter", "_id=w1",
            "date=2026-01-01", "status=final", "subject:Patient.family=berg", "performer:Practitioner.family=ortiz",
            "_sort=date", "_sort=-_lastUpdated", "_sort=code", "code:not=1", "date:missing=false"] {
            let found = world.ids_in("maria", T::Observation, query);
            assert!(found.iter().all(|id| id == "m1"), "{query}: {found:?}");
            let counted = world.within("maria", move |tx, key, _| {
                let page = search_text(tx, key, T::Observation, &format!("{query}&_total=accurate"))?;
                Ok(page.total)
            });
            assert_eq!(counted.unwrap(), i64::try_from(found.len()).ok(), "{query}");
        }
        assert_eq!(world.within("maria", |tx, key, _| read(tx, key, T::Observation, "w1")), Ok(None));
        assert_eq!(world.within("maria", |tx, key, _| read(tx, key, T::Patient, "walter")), Ok(None));
        assert_eq!(world.ids_in("maria", T::Patient, ""), ["maria"]);
        let gone = world.within("maria", |tx, key, writer| delete(tx, key, T::Observation, "w1", writer));
        assert_eq!(gone.unwrap_err(), Refused::NotFound);
    }

    fn includes_and_chains_never_step_into_another_chart(db: Db) {
        let world = two_charts(db);
        world.put(observation("m2", "maria", &json!({ "hasMember": [{ "reference": "Observation/w1" }],
            "performer": [{ "reference": "Practitioner/ortiz" }] })));
        world.put(observation("w2", "walter", &json!({ "hasMember": [{ "reference": "Observation/m2" }] })));
        let page = world.within("maria", |tx, key, _| {
            search_text(tx, key, T::Observation, "_id=m2&_include=Observation:has-member&_include=Observation:performer&_revinclude=Observation:has-member")
        });
        let along: Vec<_> = page.unwrap().included.into_iter().map(|stored| stored.reference()).collect();
        assert_eq!(along, ["Practitioner/ortiz"]);
        assert_eq!(world.ids_in("maria", T::Observation, "has-member.code=2339-0"), [""; 0]);
        assert_eq!(world.ids_in("maria", T::Observation, "_has:Observation:has-member:code=2339-0"), [""; 0]);
        // What is in nobody's chart is seen; who else refers to it is not.
        assert_eq!(world.ids_in("maria", T::Practitioner, "_has:Observation:performer:_id=w1"), [""; 0]);
        assert_eq!(world.ids_in("maria", T::Practitioner, "_has:Observation:performer:_id=m1"), ["ortiz"]);
    }

    fn the_directory_is_open_and_holds_no_patient_data(db: Db) {
        let world = two_charts(db);
        world.put(json!({ "resourceType": "Observation", "id": "lost", "status": "final", "code": { "text": "x" } }));
        world.put(json!({ "resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "eA==" }));
        let found = |kind: T| {
            world.with(|_| open_directory(&system(), "r"), move |tx, key, _| Ok(ids(&search_text(tx, key, kind, "")?))).unwrap()
        };
        assert_eq!(found(T::Practitioner), ["ortiz"]);
        for kind in [T::Patient, T::Observation, T::Binary] {
            assert_eq!(found(kind), [""; 0], "{kind}");
        }
        // What names no patient is in no chart, and still to be found by those who open all of them.
        assert_eq!(world.within("maria", |tx, key, _| read(tx, key, T::Observation, "lost")), Ok(None));
        assert!(world.ids(T::Observation, "").contains(&"lost".to_owned()));
    }

    fn a_key_to_one_chart_writes_there_only(db: Db) {
        let world = two_charts(db);
        let refused = |refused: Result<madrone_chart::Stored, Refused>| assert_eq!(refused.unwrap_err(), Refused::NotAllowed);
        let write = |value: serde_json::Value| {
            world.within("maria", move |tx, key, writer| Ok(update(tx, key, value.clone(), None, writer)?.0))
        };
        write(observation("m3", "maria", &json!({}))).unwrap();
        refused(write(observation("w3", "walter", &json!({}))));
        // Taking another's resource over, giving one's own away, or sharing it.
        refused(write(observation("w1", "maria", &json!({}))));
        refused(write(observation("m1", "walter", &json!({}))));
        refused(write(observation("m1", "maria", &json!({ "performer": [{ "reference": "Patient/walter" }] }))));
        refused(write(json!({ "resourceType": "Practitioner", "id": "new" })));
        refused(world.within("maria", |tx, key, writer| create(tx, key, json!({ "resourceType": "Patient" }), writer)));
        assert_eq!(world.ids(T::Observation, "patient=walter"), ["w1"]);
    }

    fn areas_that_are_shut_are_empty_and_refuse_writes(db: Db) {
        let world = two_charts(db);
        let desk = |tx: &madrone_db::Tx| chart_of(tx, &staff(Role::FrontDesk), "maria");
        let found = world.with(desk, |tx, key, _| search_text(tx, key, T::Observation, "_total=accurate")).unwrap();
        assert_eq!((found.matches.len(), found.total), (0, Some(0)));
        assert_eq!(world.with(desk, |tx, key, _| read(tx, key, T::Observation, "m1")), Ok(None));
        assert_eq!(world.with(desk, |tx, key, _| Ok(ids(&search_text(tx, key, T::Patient, "_has:Observation:patient:code=2339-0")?))), Ok(Vec::new()));
        let page = world.with(desk, |tx, key, _| search_text(tx, key, T::Patient, "_revinclude=Observation:patient")).unwrap();
        assert_eq!(page.included, []);
        let own = |tx: &madrone_db::Tx| chart_of(tx, &person("maria"), "maria");
        let refused = world.with(own, |tx, key, writer| update(tx, key, observation("m1", "maria", &json!({})), None, writer));
        assert_eq!(refused.unwrap_err(), Refused::NotAllowed);
    }

    fn labelled_resources_are_hidden_from_roles_that_do_not_see_them(db: Db) {
        let world = World::new(db);
        world.patients(&["maria"]);
        let label = json!([{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV" }]);
        let plain = json!({ "resourceType": "MedicationRequest", "id": "plain", "status": "active", "intent": "order",
            "medicationCodeableConcept": { "text": "x" }, "subject": { "reference": "Patient/maria" } });
        let mut labelled = plain.clone();
        labelled["id"] = json!("labelled");
        labelled["meta"] = json!({ "security": label });
        world.put(plain.clone());
        world.put(labelled.clone());
        // Labelled once, and not any more: its history still tells.
        let mut once = labelled.clone();
        once["id"] = json!("once");
        world.put(once.clone());
        once.as_object_mut().unwrap().remove("meta");
        world.put(once);
        let pharmacist = |tx: &madrone_db::Tx| chart_of(tx, &staff(Role::Pharmacist), "maria");
        for query in ["", "status=active", "_id=labelled,plain,once", "_sort=-authoredon", "patient=maria", "_sort=_lastUpdated"] {
            let found = world.with(pharmacist, move |tx, key, _| search_text(tx, key, T::MedicationRequest, &format!("{query}&_total=accurate"))).unwrap();
            let mut all = ids(&found);
            all.sort();
            assert_eq!((all, found.total), (vec!["once".to_owned(), "plain".to_owned()], Some(2)), "{query}");
        }
        assert_eq!(world.with(pharmacist, |tx, key, _| read(tx, key, T::MedicationRequest, "labelled")), Ok(None));
        assert_eq!(world.with(pharmacist, |tx, key, _| madrone_chart::vread(tx, key, T::MedicationRequest, "once", 1)), Ok(None));
        let versions = world.with(pharmacist, |tx, key, _| madrone_chart::history(tx, key, T::MedicationRequest, None, None, 50)).unwrap();
        let seen: Vec<_> = versions.versions.iter().map(|stored| (stored.id.clone(), stored.version)).collect();
        assert_eq!(seen, [("once".to_owned(), 2), ("plain".to_owned(), 1)]);
        let page = world.with(pharmacist, |tx, key, _| search_text(tx, key, T::Patient, "_revinclude=MedicationRequest:patient")).unwrap();
        assert_eq!(page.included.len(), 2);
        let refused = world.with(pharmacist, move |tx, key, writer| {
            let mut over = plain.clone();
            over["id"] = json!("labelled");
            update(tx, key, over, None, writer)
        });
        assert_eq!(refused.unwrap_err(), Refused::NotAllowed);
        assert_eq!(world.ids_in("maria", T::MedicationRequest, "_id=labelled"), ["labelled"]);
    }

    fn a_patient_is_in_her_own_chart_only(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "old", "link": [{ "type": "replaced-by", "other": { "reference": "Patient/new" } }] }));
        world.patients(&["new"]);
        assert_eq!(world.ids_in("new", T::Patient, ""), ["new"]);
    }

    fn what_a_chart_holds_is_counted_by_type_as_a_search_counts_it(db: Db) {
        let world = two_charts(db);
        world.put(observation("m2", "maria", &json!({ "meta": { "security": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" }] } })));
        world.put(observation("m3", "maria", &json!({})));
        world.put(json!({ "resourceType": "MedicationRequest", "id": "plain", "status": "active", "intent": "order",
            "medicationCodeableConcept": { "text": "x" }, "subject": { "reference": "Patient/maria" } }));
        world.all(|tx, key, writer| delete(tx, key, T::Observation, "m3", writer)).unwrap();
        let keys = [system(), person("maria"), staff(Role::Clinician), staff(Role::Pharmacist), staff(Role::FrontDesk), staff(Role::Billing)];
        let mut all = Vec::new();
        for actor in keys {
            let counted = world.with(move |tx| chart_of(tx, &actor, "maria"), |tx, key, _| {
                let counts = counts_by_type(tx, key)?;
                for kind in T::all().iter().filter(|kind| **kind != T::Practitioner) {
                    let total = search_text(tx, key, *kind, "_summary=count")?.total;
                    let counted = counts.get(kind).copied().unwrap_or_default();
                    assert_eq!(total.and_then(|total| u64::try_from(total).ok()), Some(counted), "{kind}");
                }
                Ok(counts)
            });
            all.push(counted.unwrap());
        }
        assert_eq!(all[0][&T::Observation], 2, "what is gone does not count");
        assert!(!all[0].contains_key(&T::Practitioner), "the directory is in nobody's chart");
        assert!(!all[4].contains_key(&T::Observation), "the front desk sees no results");
        let everybody = world.all(|tx, key, _| counts_by_type(tx, key)).unwrap();
        assert_eq!((everybody[&T::Patient], everybody[&T::Observation]), (2, 3));
    }

    fn a_key_to_all_charts_counts_all(db: Db) {
        let world = two_charts(db);
        let total = world.all(|tx, key, _| {
            let query = Query::parse(T::Observation, &[], Handling::Strict).unwrap();
            count(tx, key, &query)
        });
        assert_eq!(total, Ok(2));
        let actor = staff(Role::Administrator);
        assert!(madrone_authz::open_all(&actor, Action::view(Area::Results), ("r", "t", crate::world::NOW)).0.is_err());
    }
}
