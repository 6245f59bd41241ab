//! The numbers of resources: looking them up by type and id, and giving new ones.

use std::collections::{HashMap, HashSet};

use madrone_db::{Engine, Param, Tx, padded};
use madrone_fhir::ResourceType;
use madrone_kernel::Instant;

use crate::Refused;

/// The most values of one `IN` list.
pub(crate) const LISTED: usize = 256;

/// A resource by type and id.
pub(crate) type Key<'a> = (ResourceType, &'a str);

/// A row of `chart_resource` without its text. Version 0 holds the place of what is not here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) rid: i64,
    pub(crate) version: i64,
    pub(crate) updated: Instant,
    pub(crate) deleted: bool,
}

/// What is known of resources, by type and id.
#[derive(Default)]
pub(crate) struct Numbers<'a> {
    known: HashMap<Key<'a>, Known>,
}

impl<'a> Numbers<'a> {
    /// Looks up those of `keys` that have a row.
    pub(crate) fn look_up(&mut self, tx: &Tx, keys: impl IntoIterator<Item = Key<'a>>) -> Result<(), Refused> {
        let mut wanted: HashMap<ResourceType, Vec<&'a str>> = HashMap::new();
        let mut seen = HashSet::new();
        for key in keys {
            if !self.known.contains_key(&key) && seen.insert(key) {
                wanted.entry(key.0).or_default().push(key.1);
            }
        }
        for (kind, ids) in wanted {
            for ids in ids.chunks(LISTED) {
                self.look_up_list(tx, kind, ids)?;
            }
        }
        Ok(())
    }

    fn look_up_list(&mut self, tx: &Tx, kind: ResourceType, ids: &[&'a str]) -> Result<(), Refused> {
        let by_id: HashMap<&str, &'a str> = ids.iter().map(|id| (*id, *id)).collect();
        let list = padded(ids);
        let code = kind.code();
        let mut params: Vec<&dyn Param> = vec![&code];
        params.extend(list.iter().map(|id| id as &dyn Param));
        let sql = format!(
            "SELECT id, rid, version, updated, deleted FROM chart_resource WHERE kind = $1 AND id IN ({})",
            places(2, list.len())
        );
        tx.query(&sql, &params, |row| {
            let known = Known {
                rid: row.get(1)?,
                version: row.get(2)?,
                updated: row.get(3)?,
                deleted: row.get(4)?,
            };
            if let Some(id) = by_id.get(row.text(0)?) {
                self.known.insert((kind, id), known);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Gives numbers to those of `keys` that have none, in their order. They have no row yet: who asks writes it.
    pub(crate) fn give(
        &mut self,
        tx: &Tx,
        keys: impl Iterator<Item = Key<'a>>,
    ) -> Result<Vec<(Key<'a>, i64)>, Refused> {
        let mut seen = HashSet::new();
        let new: Vec<_> = keys
            .filter(|key| !self.known.contains_key(key) && seen.insert(*key))
            .collect();
        let numbers = next(tx, new.len())?;
        let number = |(key, number): (Key<'a>, i64)| (key, number * 256 + key.0.code());
        let given: Vec<_> = new.into_iter().zip(numbers).map(number).collect();
        for (key, rid) in &given {
            let none = Known {
                rid: *rid,
                version: 0,
                updated: Instant::from_micros(0),
                deleted: false,
            };
            self.known.insert(*key, none);
        }
        Ok(given)
    }

    pub(crate) fn get(&self, key: Key<'_>) -> Option<Known> {
        self.known.get(&key).copied()
    }

    /// The number of a resource that was looked up or given one.
    ///
    /// # Panics
    /// For any other.
    pub(crate) fn of(&self, key: Key<'_>) -> i64 {
        self.known
            .get(&key)
            .expect("every resource that is named has a number")
            .rid
    }
}

/// `$from, …`: `count` places of an `IN` list.
pub(crate) fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|number| format!("${number}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The next `count` running numbers.
fn next(tx: &Tx, count: usize) -> Result<Vec<i64>, Refused> {
    let wanted = i64::try_from(count).unwrap_or(i64::MAX);
    if wanted == 0 {
        return Ok(Vec::new());
    }
    match tx.engine() {
        // There is one write transaction at a time, so nobody else takes the next number.
        Engine::Sqlite => {
            let last = tx.query_opt("SELECT max(rid) FROM chart_resource", &[], |row| {
                row.get::<Option<i64>>(0)
            })?;
            let last = last.flatten().unwrap_or(0) / 256;
            Ok((last + 1..=last + wanted).collect())
        }
        // Here there are several, and PostgreSQL has sequences for them.
        Engine::Postgres => {
            let sql = "SELECT nextval('chart_rid') FROM generate_series(1, CAST($1 AS BIGINT))";
            Ok(tx.query(sql, &[&wanted], |row| row.get(0))?)
        }
    }
}
