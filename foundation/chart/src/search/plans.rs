//! How the engines find what a search asks for: in one chart along the keys of that chart and never through the rows of
//! others, across charts along the indexes made for it, and nowhere by reading a whole table.

use std::cell::RefCell;

use madrone_authz::{Action, Actor, Area, ChartAccess, Role, open, open_all};
use madrone_db::{Access, Db, Engine, Param, Tx, Value};
use madrone_fhir::{ResourceType as T, Unknown};
use madrone_harness::both_engines;
use madrone_kernel::{Instant, Random};
use serde_json::json;

use crate::{Writer, counts_by_type, last_change, search_text, transaction};

thread_local! {
    static STATEMENTS: RefCell<Vec<(String, Vec<Value>)>> = RefCell::default();
}

/// Remembers a statement of this thread.
pub(super) fn note(sql: &str, values: &[Value]) {
    STATEMENTS.with_borrow_mut(|statements| statements.push((sql.to_owned(), values.to_vec())));
}

const NOW: Instant = Instant::from_micros(1_795_339_800_000_000);

/// Fifty patients with eighty observations each, with what planners want to know of them.
fn clinic(db: &Db) {
    for patient in 0..50 {
        db.wait(Access::Write, move |tx| {
            let (access, _) = open_all(&Actor::System { part: "test" }, Action::write(Area::Other), ("r", "t", NOW));
            let mut entries = vec![json!({ "resourceType": "Patient", "id": format!("p{patient}"),
                "name": [{ "family": format!("Family{patient}") }], "identifier": [{ "system": "urn:mrn", "value": format!("{patient}") }] })];
            entries.extend((0..80).map(|number| json!({
                "resourceType": "Observation", "id": format!("p{patient}-{number}"), "status": "final",
                "category": [{ "coding": [{ "code": if number % 2 == 0 { "laboratory" } else { "vital-signs" } }] }],
                "code": { "coding": [{ "system": "http://loinc.org", "code": format!("{}", number % 20) }], "text": "Something" },
                "subject": { "reference": format!("Patient/p{patient}") },
                "encounter": { "reference": format!("Encounter/p{patient}-{}", number % 7) },
                "effectiveDateTime": format!("20{:02}-01-{:02}", number % 20, patient % 28 + 1),
                "valueQuantity": { "value": number, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg" }
            })));
            let entries: Vec<_> = entries.into_iter().map(|resource| {
                let url = format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap());
                json!({ "resource": resource, "request": { "method": "PUT", "url": url } })
            }).collect();
            let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries });
            let writer = Writer { now: NOW, random: &Random::seeded(1), unknown: Unknown::Refuse };
            transaction(tx, &access.unwrap(), &bundle, &writer)
        })
        .unwrap();
    }
}

fn analyse(tx: &Tx) {
    tx.execute("ANALYZE", &[]).unwrap();
}

/// The steps that the engine takes for every statement of a search, one a line.
fn steps(tx: &Tx, access: &ChartAccess, kind: T, query: &str) -> Vec<String> {
    explained(tx, || drop(search_text(tx, access, kind, query).expect(query)))
}

/// The steps that the engine takes for every statement of `work`.
fn explained(tx: &Tx, work: impl FnOnce()) -> Vec<String> {
    STATEMENTS.take();
    work();
    let mut out = Vec::new();
    for (sql, values) in STATEMENTS.take() {
        let params: Vec<&dyn Param> = values.iter().map(|value| value as &dyn Param).collect();
        match tx.engine() {
            Engine::Sqlite => {
                let steps = tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params, |row| {
                    row.get::<String>(3)
                });
                out.extend(steps.unwrap());
            }
            Engine::Postgres => {
                let lines: Vec<String> = tx
                    .query(&format!("EXPLAIN (COSTS OFF) {sql}"), &params, |row| row.get(0))
                    .unwrap();
                // A scan with the condition by which it finds its rows.
                for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("Scan ")) {
                    let condition = lines.get(at + 1).filter(|line| line.contains("Index Cond:"));
                    out.push(format!("{} {}", line.trim(), condition.map_or("", |line| line.trim())));
                }
            }
        }
    }
    out
}

/// Whether a step reads a table of the store other than by a key.
fn reads_all(step: &str) -> bool {
    let is_table = |name: &str| {
        name == "r"
            || name.starts_with("chart_")
            || name.strip_prefix('c').is_some_and(|rest| rest.parse::<u8>().is_ok())
    };
    match step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) {
        // Others are the answers of queries within the query.
        Some(name) => is_table(name),
        None => {
            step.contains("chart_") && step.contains("Scan") && !step.contains("Cond:") && !step.contains("Bitmap Heap")
        }
    }
}

/// Whether a step finds rows of one patient, or one resource by its number.
fn stays_in_the_chart(step: &str) -> bool {
    let keys = ["patient=?", "patient = ", "rid=?", "(rid = ", "rowid=?"];
    let is_step = step.contains("SEARCH ") || (step.contains("Scan using") || step.contains("Bitmap Index Scan"));
    // Of a resource by its id there is one.
    !is_step
        || keys.iter().any(|key| step.contains(key))
        || step.contains("kind=? AND id=?")
        || step.contains("(kind = ")
}

const IN_A_CHART: [&str; 25] = [
    "",
    "patient=p7",
    "code=http://loinc.org|3",
    "code=3&_sort=-date",
    "category=laboratory",
    "category=laboratory&_sort=-date&_count=5",
    "category=laboratory&_sort=date&_count=5",
    "category=laboratory&date=ge2005&_sort=-date",
    "category=laboratory,vital-signs&status=final&_sort=-date",
    "patient=p7&category=laboratory&date=ge2005&date=lt2010",
    "date=2005",
    "date=sa2018&category=laboratory&_sort=-date",
    "date=ge2018&category=laboratory&_sort=-date",
    "date=le2003&_sort=-date",
    "encounter=p7-3",
    "value-quantity=gt5|http://unitsofmeasure.org|mg",
    "code:text=some",
    "code:not=3",
    "value-quantity:missing=true",
    "_lastUpdated=ge2020",
    "_sort=-_lastUpdated&category=laboratory",
    "_id=p7-1",
    "subject:Patient.family=family7",
    "_sort=code",
    "_revinclude=Observation:has-member&category=laboratory",
];

const IN_ALL: [(T, &str); 15] = [
    (T::Patient, "family=family7"),
    (T::Patient, "identifier=urn:mrn|7"),
    // By which signing up without a code finds its candidates.
    (T::Patient, "birthdate=1979-04-12&_count=500"),
    (T::Patient, "telecom=p7@example.com,5415550142&_count=2"),
    (T::Patient, "family=family&given=mar&_count=20"),
    (T::Patient, "_sort=family&_count=10"),
    (T::Patient, ""),
    (T::Patient, "_has:Observation:patient:code=3"),
    (T::Observation, "patient=p7"),
    (T::Observation, "patient=p7&category=laboratory&_sort=-date"),
    (T::Observation, "code=http://loinc.org|3"),
    (T::Observation, "encounter=p7-3"),
    (T::Observation, "date=2005-01-03"),
    (T::Observation, "subject:Patient.identifier=urn:mrn|7"),
    (T::Observation, "_sort=-date&_count=10"),
];

both_engines! {
    fn a_search_in_one_chart_touches_no_other_chart(db: Db) {
        clinic(&db);
        db.wait(Access::Write, |tx| {
            let (access, _) = open(tx, &madrone_authz::Rules::default(), &Actor::System { part: "test" }, "p7", Action::view(Area::Results), ("r", "t", NOW))?;
            let access = access.unwrap();
            // SQLite plans without statistics on a young store, and with them on an older one.
            for analysed in [false, true] {
                if analysed || tx.engine() == Engine::Postgres {
                    analyse(tx);
                }
                if tx.engine() == Engine::Postgres {
                    tx.execute("SET LOCAL enable_seqscan = off", &[])?;
                }
                for query in IN_A_CHART {
                    let steps = steps(tx, &access, T::Observation, query);
                    assert!(!steps.is_empty(), "{query}");
                    for step in &steps {
                        assert!(!reads_all(step) && stays_in_the_chart(step), "{query} (analysed: {analysed}): {step}\n{steps:#?}");
                    }
                }
            }
            Ok::<_, madrone_db::Error>(())
        })
        .unwrap();
    }

    fn what_a_chart_holds_is_counted_without_touching_another(db: Db) {
        clinic(&db);
        db.wait(Access::Write, |tx| {
            let system = Actor::System { part: "test" };
            let desk = Actor::Staff { account: "d".into(), name: "D".into(), role: Role::FrontDesk };
            for analysed in [false, true] {
                if analysed || tx.engine() == Engine::Postgres {
                    analyse(tx);
                }
                if tx.engine() == Engine::Postgres {
                    tx.execute("SET LOCAL enable_seqscan = off", &[])?;
                }
                for actor in [&system, &desk] {
                    let (access, _) = open(tx, &madrone_authz::Rules::default(), actor, "p7", Action::view(Area::Demographics), ("r", "t", NOW))?;
                    let access = access.unwrap();
                    let counted = explained(tx, || drop(counts_by_type(tx, &access).unwrap()));
                    let changed = explained(tx, || assert!(last_change(tx, &access, &[T::Observation]).unwrap().is_some()));
                    for steps in [counted, changed] {
                        assert!(!steps.is_empty());
                        for step in &steps {
                            assert!(!reads_all(step) && stays_in_the_chart(step), "{step}\n{steps:#?}");
                        }
                    }
                }
            }
            Ok::<_, madrone_db::Error>(())
        })
        .unwrap();
    }

    fn a_search_across_charts_uses_an_index(db: Db) {
        clinic(&db);
        db.wait(Access::Write, |tx| {
            let (access, _) = open_all(&Actor::System { part: "test" }, Action::view(Area::Results), ("r", "t", NOW));
            let access = access.unwrap();
            for analysed in [false, true] {
                if analysed || tx.engine() == Engine::Postgres {
                    analyse(tx);
                }
                if tx.engine() == Engine::Postgres {
                    tx.execute("SET LOCAL enable_seqscan = off", &[])?;
                }
                for (kind, query) in IN_ALL {
                    let steps = steps(tx, &access, kind, query);
                    for step in &steps {
                        assert!(!reads_all(step), "{kind}?{query} (analysed: {analysed}): {step}\n{steps:#?}");
                    }
                }
            }
            Ok::<_, madrone_db::Error>(())
        })
        .unwrap();
    }
}
