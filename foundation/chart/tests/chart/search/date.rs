//! Dates.

use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::json;

use super::{finds, finds_in};
use crate::world::{World, observation};

both_engines! {
    fn partial_dates_zones_and_prefixes(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let at = |id: &str, date: &str| world.put(observation(id, "p1", &json!({ "effectiveDateTime": date })));
        at("year", "2020");
        at("month", "2020-03");
        at("day", "2020-03-09");
        at("moment", "2020-03-09T23:30:00-08:00"); // 2020-03-10T07:30Z
        at("second", "2020-03-09T10:00:00.250Z");
        world.put(observation("none", "p1", &json!({})));
        let cases: &[(&str, &[&str])] = &[
            ("date=2020", &["year", "month", "day", "moment", "second"]),
            ("date=2020-03", &["month", "day", "moment", "second"]),
            ("date=2020-03-09", &["day", "second"]),
            ("date=2020-03-10", &["moment"]),
            ("date=2020-03-09T23:30-08:00", &["moment"]),
            ("date=2020-03-10T07:30:00Z", &["moment"]),
            ("date=ne2020-03-09", &["year", "month", "moment"]),
            ("date=gt2020-03-09", &["year", "month", "moment"]),
            ("date=ge2020-03-09", &["year", "month", "day", "moment", "second"]),
            ("date=lt2020-03-09", &["year", "month"]),
            ("date=le2020-03-09", &["year", "month", "day", "second"]),
            ("date=sa2020-03-09", &["moment"]),
            ("date=eb2020-03-10", &["day", "second"]),
            ("date=eb2020", &[]),
            ("date=ap2020-03-09", &["year", "month", "day", "moment", "second"]),
            ("date=ge2020-03-09&date=le2020-03-09", &["year", "month", "day", "second"]),
            ("date=2019,2020-03-10", &["moment"]),
            ("date:missing=true", &["none"]),
            ("date:missing=false", &["year", "month", "day", "moment", "second"]),
            ("code=2339-0&date=sa2020-03-09", &["moment"]),
        ];
        finds(&world, T::Observation, cases);
        finds_in(&world, "p1", T::Observation, cases);
    }

    fn periods_with_open_ends(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        let visit = |id: &str, period: serde_json::Value| {
            world.put(json!({ "resourceType": "Encounter", "id": id, "status": "finished", "class": { "code": "AMB" },
                "subject": { "reference": "Patient/p1" }, "period": period }))
        };
        visit("closed", json!({ "start": "2020-01-10", "end": "2020-01-20" }));
        visit("running", json!({ "start": "2020-01-15" }));
        visit("since-ever", json!({ "end": "2020-01-12" }));
        let cases: &[(&str, &[&str])] = &[
            ("date=2020-01", &["closed"]),
            ("date=ge2021", &["running"]),
            ("date=gt2020-01-20", &["running"]),
            ("date=lt2019", &["since-ever"]),
            ("date=le2020-01-12", &["closed", "since-ever"]),
            ("date=sa2020-01-12", &["running"]),
            ("date=eb2020-01-15", &["since-ever"]),
            ("date:missing=false", &["closed", "running", "since-ever"]),
            ("_sort=date", &["closed", "running", "since-ever"]),
        ];
        finds(&world, T::Encounter, cases);
        finds_in(&world, "p1", T::Encounter, cases);
    }

    fn when_it_was_last_written(db: Db) {
        let world = World::new(db);
        world.patients(&["old"]);
        world.clock.advance(std::time::Duration::from_hours(24));
        world.patients(&["new"]);
        finds(&world, T::Patient, &[
            ("_lastUpdated=2026-11-22", &["old"]),
            ("_lastUpdated=gt2026-11-22", &["new"]),
            ("_lastUpdated=le2026-11-23", &["old", "new"]),
            ("_lastUpdated=2026-11-22T09:30:00Z", &["old"]),
            ("_id=old,new,neither&_lastUpdated=2026-11-23", &["new"]),
        ]);
    }
}
