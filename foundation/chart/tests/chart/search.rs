//! Search: records made to break each kind of parameter.

mod date;
mod include;
mod number;
mod order;
mod reference;
mod text;
mod token;

use madrone_fhir::ResourceType;

use crate::world::World;

/// Checks which ids each query finds, whatever their order.
fn finds(world: &World, kind: ResourceType, cases: &[(&'static str, &[&str])]) {
    for (query, expected) in cases {
        let mut found = world.ids(kind, query);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{kind}?{query}");
    }
}

/// As [`finds`], with the key to one chart.
fn finds_in(world: &World, patient: &'static str, kind: ResourceType, cases: &[(&'static str, &[&str])]) {
    for (query, expected) in cases {
        let mut found = world.ids_in(patient, kind, query);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{kind}?{query} in {patient}");
    }
}
