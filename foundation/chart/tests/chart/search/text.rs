//! Texts.

use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::json;

use super::finds;
use crate::world::World;

both_engines! {
    fn texts_ignore_case_accents_and_spacing_unless_exact(db: Db) {
        let world = World::new(db);
        let named = |id: &str, family: &str, given: &[&str]| {
            world.put(json!({ "resourceType": "Patient", "id": id, "name": [{ "family": family, "given": given }] }))
        };
        named("jose", "Muñoz", &["José", "María"]);
        named("josephine", "MUNOZ-LOPEZ", &["Josephine"]);
        named("hundred", "100%_\\", &["Per"]);
        named("comma", "Smith, Jr", &["A"]);
        world.put(json!({ "resourceType": "Patient", "id": "nameless" }));
        finds(&world, T::Patient, &[
            ("family=munoz", &["jose", "josephine"]),
            ("family=MUÑ", &["jose", "josephine"]),
            ("family:exact=Muñoz", &["jose"]),
            ("family:exact=Munoz", &[]),
            ("family:contains=lopez", &["josephine"]),
            ("given=jos", &["jose", "josephine"]),
            ("given=maria", &["jose"]),
            ("name=jos&name=munoz", &["jose", "josephine"]),
            ("name=jos,a", &["jose", "josephine", "comma"]),
            ("family:contains=%25", &["hundred"]),
            ("family:contains=_", &["hundred"]),
            ("family:contains=%5C%5C", &["hundred"]),
            (r"family=smith\, jr", &["comma"]),
            ("family:missing=true", &["nameless"]),
            ("family:missing=false", &["jose", "josephine", "hundred", "comma"]),
            ("family=unoz", &[]),
        ]);
    }

    fn addresses_by_any_part(db: Db) {
        let world = World::new(db);
        world.put(json!({ "resourceType": "Patient", "id": "a", "address": [{ "line": ["5 Elm St"], "city": "Québec", "postalCode": "02139" }] }));
        world.put(json!({ "resourceType": "Patient", "id": "b", "address": [{ "city": "Boston", "state": "MA" }] }));
        finds(&world, T::Patient, &[
            ("address=quebec", &["a"]),
            ("address=5 elm", &["a"]),
            ("address-city=bos", &["b"]),
            ("address-postalcode=02139", &["a"]),
            ("address-state:exact=ma", &[]),
        ]);
    }
}
