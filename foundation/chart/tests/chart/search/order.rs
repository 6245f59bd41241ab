//! Order, pages and counts.

use madrone_chart::search_text;
use madrone_db::Db;
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::json;

use crate::world::{World, ids, observation};

/// All pages of a search, with `before_each` run before every page but the first.
fn pages(world: &World, patient: Option<&'static str>, query: &str, before_each: impl Fn(usize)) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let mut cursor = String::new();
    loop {
        let text = format!("{query}{cursor}");
        let look = move |tx: &madrone_db::Tx, key: &madrone_authz::ChartAccess, _: &madrone_chart::Writer| {
            search_text(tx, key, T::Observation, &text)
        };
        let page = match patient {
            Some(patient) => world.within(patient, look),
            None => world.all(look),
        }
        .expect(query);
        out.push(ids(&page));
        let Some(next) = page.next else { return out };
        cursor = format!("&_cursor={next}");
        before_each(out.len());
    }
}

/// Ten observations of each of two patients, some with equal or no dates.
fn dated(db: Db) -> World {
    let world = World::new(db);
    world.patients(&["p1", "p2"]);
    for patient in ["p1", "p2"] {
        for number in 0..10 {
            let mut more = json!({ "valueQuantity": { "value": 9 - number } });
            if number % 5 != 4 {
                more["effectiveDateTime"] = json!(format!("2020-01-{:02}", 20 - number / 2));
            }
            world.clock.advance(std::time::Duration::from_secs(1));
            world.put(observation(&format!("{patient}-{number}"), patient, &more));
        }
    }
    world
}

fn numbers(pages: &[Vec<String>]) -> String {
    let page = |page: &Vec<String>| page.iter().map(|id| id.rsplit('-').next().unwrap()).collect::<String>();
    pages.iter().map(page).collect::<Vec<_>>().join(" ")
}

both_engines! {
    fn lists_come_in_the_order_asked_for_and_what_has_no_value_last(db: Db) {
        let world = dated(db);
        for (query, expected) in [
            ("_sort=date", "867523 0149"),
            ("_sort=-date", "103257"),
            ("_sort=-_lastUpdated", "9876543210"),
            ("_sort=_lastUpdated", "0123456789"),
            ("_sort=_id", "0123456789"),
            ("_sort=-_id", "9876543210"),
            ("_sort=value-quantity", "9876543210"),
            ("_sort=code,-_id", "9876543210"),
            ("", "0123456789"),
            ("code=2339-0", "0123456789"),
        ] {
            for count in [3, 10, 50] {
                let found = pages(&world, Some("p1"), &format!("{query}&_count={count}"), |_| ());
                let all = numbers(&found).replace(' ', "");
                match query {
                    // Of those that are equal the order is ours, but it holds over pages.
                    "_sort=date" | "_sort=-date" => {
                        assert_eq!(all.len(), 10, "{query}");
                        let missing: Vec<char> = all.chars().rev().take(2).collect();
                        assert!(missing.contains(&'4') && missing.contains(&'9'), "{query}: {all}");
                        let one = numbers(&pages(&world, Some("p1"), query, |_| ()));
                        assert_eq!(all, one, "{query}");
                        let dates: Vec<u8> = all.bytes().take(8).map(|digit| (digit - b'0') / 2).collect();
                        assert!(if query == "_sort=date" { dates.is_sorted_by(|a, b| a >= b) } else { dates.is_sorted() }, "{all}");
                    }
                    _ => assert_eq!(all, expected, "{query}"),
                }
                assert!(found.iter().all(|page| page.len() <= count), "{query}");
            }
        }
    }

    fn pages_hold_still_while_rows_are_added(db: Db) {
        let world = dated(db);
        for (round, query) in ["_sort=-date", "_sort=date", "_sort=value-quantity", "", "code=2339-0", "_sort=-_lastUpdated"].into_iter().enumerate() {
            let before: Vec<String> = pages(&world, None, query, |_| ()).concat();
            let found = pages(&world, None, &format!("{query}&_count=3"), |page| {
                // Before and behind where the pages are, for a while.
                for date in ["2019-01-01", "2021-01-01"].iter().filter(|_| page < 4) {
                    let id = format!("new-{round}-{page}-{date}");
                    let more = json!({ "effectiveDateTime": date, "valueQuantity": { "value": 4 } });
                    world.put(observation(&id, "p1", &more));
                }
            });
            let seen: Vec<String> = found.concat();
            let old: Vec<_> = seen.iter().filter(|id| before.contains(id)).cloned().collect();
            assert_eq!(old, before, "{query}");
            let mut unique = seen.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), seen.len(), "{query}: nothing comes twice");
        }
    }

    fn a_long_list_sorts_along_the_index_as_a_short_one(db: Db) {
        let world = World::new(db);
        world.patients(&["p1"]);
        world.all(|tx, key, writer| {
            let entry = |number: usize| json!({ "request": { "method": "PUT", "url": format!("Observation/o{number}") },
                "resource": observation(&format!("o{number}"), "p1", &json!({
                    "effectiveDateTime": format!("{}-06-01", 1000 + number),
                    "category": [{ "coding": [{ "code": if number.is_multiple_of(3) { "laboratory" } else { "vital-signs" } }] }] })) });
            let entries: Vec<_> = (0..600).map(entry).collect();
            madrone_chart::transaction(tx, key, &json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries }), writer)
        }).unwrap();
        let found = pages(&world, Some("p1"), "category=vital-signs&_sort=-date&_count=150", |_| ());
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [150, 150, 100]);
        assert_eq!((found[0][0].as_str(), found[2][99].as_str()), ("o599", "o1"));
        assert_eq!(found, pages(&world, None, "category=vital-signs&_sort=-date&_count=150", |_| ()));
        let up = pages(&world, Some("p1"), "category=vital-signs&date=ge1100&_sort=date&_count=200", |_| ());
        assert_eq!((up.concat().len(), up[0][0].as_str()), (334, "o100"));
    }

    fn resources_with_several_values_stand_at_their_least_or_greatest(db: Db) {
        let world = World::new(db);
        let named = |id: &str, families: &[&str]| {
            let names: Vec<_> = families.iter().map(|family| json!({ "family": family })).collect();
            world.put(json!({ "resourceType": "Patient", "id": id, "name": names }))
        };
        named("az", &["Adams", "Zorn"]);
        named("m", &["Miller"]);
        named("b", &["Brown"]);
        world.patients(&["none"]);
        assert_eq!(world.ids(T::Patient, "_sort=family"), ["az", "b", "m", "none"]);
        assert_eq!(world.ids(T::Patient, "_sort=-family"), ["az", "m", "b", "none"]);
        assert_eq!(world.ids(T::Patient, "_sort=-family&_id=m,az"), ["az", "m"]);
        assert_eq!(world.ids(T::Patient, "_sort=family,_id&gender:missing=true"), ["az", "b", "m", "none"]);
    }

    fn counts_say_all_and_nothing_else(db: Db) {
        let world = dated(db);
        for query in ["_summary=count", "_count=0", "_summary=count&_sort=-date"] {
            let page = world.within("p1", move |tx, key, _| search_text(tx, key, T::Observation, query)).unwrap();
            assert_eq!((page.total, page.matches.len(), page.next), (Some(10), 0, None), "{query}");
        }
        let page = world.within("p1", |tx, key, _| search_text(tx, key, T::Observation, "_total=accurate&_count=3&date=2020-01-20")).unwrap();
        assert_eq!((page.total, page.matches.len()), (Some(2), 2));
    }

    fn a_cursor_that_is_not_ours_is_refused(db: Db) {
        let world = dated(db);
        let page = world.all(|tx, key, _| search_text(tx, key, T::Observation, "_sort=-date&_count=2")).unwrap();
        let next = page.next.unwrap();
        for query in [format!("_sort=-date&_cursor={next}x"), format!("_sort=_id&_cursor={next}"), format!("_cursor={next}"), "_cursor=abc".into()] {
            let refused = world.all(move |tx, key, _| search_text(tx, key, T::Observation, &query)).unwrap_err();
            assert_eq!(refused.status(), 400);
            assert!(refused.outcome()["issue"][0]["expression"][0] == "_cursor");
        }
    }
}
