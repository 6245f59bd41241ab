//! Numbers, quantities and composites.

use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::{Value, json};

use super::{finds, finds_in};
use crate::world::{World, observation};

fn measured(world: &World, id: &str, quantity: Value) {
    world.put(observation(id, "p1", &json!({ "valueQuantity": quantity })));
}

fn ucum(text: &str, unit: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit })
}

both_engines! {
    fn quantities_are_compared_in_whatever_unit_they_are(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        measured(&world, "mg", ucum("5.4", "mg"));
        measured(&world, "g", ucum("0.0054", "g"));
        measured(&world, "more", ucum("5.46", "mg"));
        measured(&world, "ml", ucum("5.4", "mL"));
        let mut below = ucum("5", "mg");
        below["comparator"] = json!("<");
        measured(&world, "below", below);
        measured(&world, "words", json!({ "value": 5.4, "unit": "drops" }));
        measured(&world, "bare", json!({ "value": 5.4 }));
        world.put(observation("none", "p1", &json!({})));
        let cases: &[(&str, &[&str])] = &[
            ("value-quantity=5.4|http://unitsofmeasure.org|mg", &["mg", "g"]),
            ("value-quantity=0.0054|http://unitsofmeasure.org|g", &["mg", "g"]),
            // Two digits stand for 5.35 to 5.45, three for 5.395 to 5.405.
            ("value-quantity=5.5|http://unitsofmeasure.org|mg", &["more"]),
            ("value-quantity=5.40|http://unitsofmeasure.org|mg", &["mg", "g"]),
            ("value-quantity=5.4", &["mg", "ml", "words", "bare"]),
            ("value-quantity=5.4||drops", &["words"]),
            ("value-quantity=gt5.4|http://unitsofmeasure.org|mg", &["more"]),
            ("value-quantity=ge5.4|http://unitsofmeasure.org|mg", &["mg", "g", "more"]),
            ("value-quantity=lt5.4|http://unitsofmeasure.org|mg", &["below"]),
            ("value-quantity=lt4|http://unitsofmeasure.org|mg", &["below"]),
            ("value-quantity=le5.4|http://unitsofmeasure.org|ug", &["below"]),
            // 4.5 to 5.5, which less than 5 may be too.
            ("value-quantity=ap5|http://unitsofmeasure.org|mg", &["mg", "g", "more", "below"]),
            ("value-quantity=ne5.4|http://unitsofmeasure.org|mg", &["more", "below"]),
            ("value-quantity=gt0|http://unitsofmeasure.org|mL", &["ml"]),
            ("value-quantity:missing=true", &["none"]),
        ];
        finds(&world, T::Observation, cases);
        finds_in(&world, "p1", T::Observation, cases);
    }

    fn numbers_by_their_digits(db: Db) {
        let world = World::new(db);
        let risk = |id: &str, probability: &str| {
            let probability: Value = serde_json::from_str(probability).unwrap();
            world.put(json!({ "resourceType": "RiskAssessment", "id": id, "status": "final", "subject": { "reference": "Patient/p1" },
                "prediction": [{ "probabilityDecimal": probability }] }))
        };
        risk("half", "0.5");
        risk("bit-more", "0.54");
        risk("tiny", "1e-3");
        finds(&world, T::RiskAssessment, &[
            ("probability=0.5", &["half", "bit-more"]),
            ("probability=0.50", &["half"]),
            ("probability=gt0.5", &["bit-more"]),
            ("probability=lt0.01", &["tiny"]),
            ("probability=1e-3", &["tiny"]),
        ]);
    }

    fn a_component_s_code_and_value_belong_together(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let component = |code: &str, value: i64| json!({ "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
            "valueQuantity": { "value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]" } });
        world.put(observation("high", "p1", &json!({ "component": [component("8480-6", 150), component("8462-4", 70)] })));
        world.put(observation("low", "p1", &json!({ "component": [component("8480-6", 110), component("8462-4", 150)] })));
        let cases: &[(&str, &[&str])] = &[
            ("component-code-value-quantity=http://loinc.org|8480-6$gt140", &["high"]),
            ("component-code-value-quantity=8462-4$gt140", &["low"]),
            ("component-code-value-quantity=8462-4$150|http://unitsofmeasure.org|mm[Hg]", &["low"]),
            ("component-code=8480-6", &["high", "low"]),
            ("combo-code=2339-0", &["high", "low"]),
            ("combo-code=8480-6,none", &["high", "low"]),
        ];
        finds(&world, T::Observation, cases);
        finds_in(&world, "p1", T::Observation, cases);
    }

    fn a_code_and_its_value(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        measured(&world, "high", ucum("190", "mg/dL"));
        measured(&world, "low", ucum("90", "mg/dL"));
        finds(&world, T::Observation, &[
            ("code-value-quantity=http://loinc.org|2339-0$gt100|http://unitsofmeasure.org|mg/dL", &["high"]),
            ("code-value-quantity=other$gt100", &[]),
        ]);
    }
}
