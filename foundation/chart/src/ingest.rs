//! Taking in records that others made: many resources at once under the ids that they have, with references that only
//! a search, or a file that comes later, can resolve.

use std::collections::{HashMap, HashSet};

use madrone_authz::ChartAccess;
use madrone_db::{Param, Tx, padded};
use madrone_fhir::{ResourceType, rewrite_references};
use madrone_kernel::Instant;
use serde_json::Value;

use crate::Refused;
use crate::numbers::{Known, LISTED, places};
use crate::prepared::Prepared;
use crate::resource::the_one;
use crate::stored::kind_of;
use crate::versions::current;
use crate::write::{Change, Guard, put};

/// How many resources an ingestion wrote, and how many were there as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ingested {
    /// New ones.
    pub created: u64,
    /// Ones with a new version.
    pub updated: u64,
    /// Ones that were the same.
    pub unchanged: u64,
}

impl Ingested {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.created + self.updated + self.unchanged
    }
}

/// Writes `resources`, each under its id, the last one where two have the same. What is the same as the current version
/// or an older one changes nothing, so that records can come again. The caller writes the audit entry.
///
/// # Errors
/// [`Refused::Entry`] for the first that may not be written; nothing should be kept then.
pub fn ingest(
    tx: &Tx,
    access: &ChartAccess,
    resources: &[Prepared],
    resolver: &mut Resolver,
    now: Instant,
) -> Result<Ingested, Refused> {
    let mut last: HashMap<_, usize> = HashMap::with_capacity(resources.len());
    for (place, prepared) in resources.iter().enumerate() {
        last.insert(prepared.key(), place);
    }
    let unique = resources
        .iter()
        .enumerate()
        .filter(|(place, prepared)| last[&prepared.key()] == *place);
    let unique: Vec<&Prepared> = unique.map(|(_, prepared)| prepared).collect();
    let mut followed = Vec::with_capacity(unique.len());
    for prepared in &unique {
        followed.push(resolver.follow(tx, access, prepared)?);
    }
    let unique: Vec<&Prepared> = unique
        .into_iter()
        .zip(&followed)
        .map(|(prepared, followed)| followed.as_ref().unwrap_or(prepared))
        .collect();
    let mut ingested = Ingested {
        unchanged: (resources.len() - unique.len()) as u64,
        ..Ingested::default()
    };
    for (prepared, put) in unique.iter().zip(put(tx, access, &unique, now, Guard::News)?) {
        match put.change {
            Change::Created => ingested.created += 1,
            Change::Updated => ingested.updated += 1,
            Change::Unchanged => ingested.unchanged += 1,
        }
        if put.change != Change::Unchanged {
            resolver.missed.remove(&prepared.kind);
        }
    }
    Ok(ingested)
}

/// Finds what open references lead to, and remembers it for the next.
#[derive(Debug, Default)]
pub struct Resolver {
    found: HashMap<String, String>,
    /// What a search did not find, until a resource of that type comes.
    missed: HashMap<ResourceType, HashSet<String>>,
}

impl Resolver {
    /// `prepared` again, with those open references followed that lead somewhere by now; `None` when none does.
    fn follow(&mut self, tx: &Tx, access: &ChartAccess, prepared: &Prepared) -> Result<Option<Prepared>, Refused> {
        let mut leads = false;
        for reference in &prepared.open {
            leads |= self.resolve(tx, access, reference)?;
        }
        if !leads {
            return Ok(None);
        }
        self.rewrite(prepared.to_value(), &prepared.id).map(Some)
    }

    fn rewrite(&self, mut resource: Value, id: &str) -> Result<Prepared, Refused> {
        rewrite_references(&mut resource, |reference| self.found.get(reference).cloned());
        Prepared::checked(&resource, id, Vec::new()).map_err(Refused::Faults)
    }

    /// Whether a reference leads somewhere: to the one resource that its search finds, or to the one that has the uuid
    /// for its id.
    fn resolve(&mut self, tx: &Tx, access: &ChartAccess, reference: &str) -> Result<bool, Refused> {
        if self.found.contains_key(reference) {
            return Ok(true);
        }
        let target = match reference.strip_prefix("urn:uuid:") {
            Some(uuid) => with_id(tx, uuid)?,
            None => match reference.split_once('?') {
                Some((kind, query)) => self.search(tx, access, kind, query)?,
                None => None,
            },
        };
        let leads = target.is_some();
        if let Some(target) = target {
            self.found.insert(reference.to_owned(), target);
        }
        Ok(leads)
    }

    fn search(&mut self, tx: &Tx, access: &ChartAccess, kind: &str, query: &str) -> Result<Option<String>, Refused> {
        let Some(kind) = ResourceType::parse(kind) else {
            return Ok(None);
        };
        if self.missed.get(&kind).is_some_and(|missed| missed.contains(query)) {
            return Ok(None);
        }
        match the_one(tx, access, kind, query) {
            Ok(Some(id)) => Ok(Some(format!("{kind}/{id}"))),
            // A search that fits several, or that nobody can read, leads nowhere.
            Ok(None) | Err(Refused::Several(_) | Refused::Faults(_)) => {
                self.missed.entry(kind).or_default().insert(query.to_owned());
                Ok(None)
            }
            Err(refused) => Err(refused),
        }
    }
}

/// `Type/id` of the one resource with this id that is here.
fn with_id(tx: &Tx, id: &str) -> Result<Option<String>, Refused> {
    let kinds = padded(&ResourceType::all().iter().map(|kind| kind.code()).collect::<Vec<_>>());
    let mut params: Vec<&dyn Param> = vec![&id];
    params.extend(kinds.iter().map(|code| code as &dyn Param));
    let sql = format!(
        "SELECT rid FROM chart_resource WHERE id = $1 AND kind IN ({}) AND version > 0",
        places(2, kinds.len())
    );
    let rids: Vec<i64> = tx.query(&sql, &params, |row| row.get(0))?;
    match rids[..] {
        [rid] => Ok(kind_of(rid).map(|kind| format!("{kind}/{id}"))),
        _ => Ok(None),
    }
}

/// A step of [`resolve_pending`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Resolved {
    /// Resources that got a new version with a reference that leads somewhere.
    pub resources: u64,
    /// The reference to go on behind; `None` when all have been tried.
    pub next: Option<String>,
}

/// Tries the open references of what was ingested, behind `after`, a few at a time so that transactions stay short.
///
/// # Errors
/// When the database fails.
pub fn resolve_pending(
    tx: &Tx,
    access: &ChartAccess,
    resolver: &mut Resolver,
    after: &str,
    now: Instant,
) -> Result<Resolved, Refused> {
    const REFERENCES: i64 = 64;
    let sql = "SELECT DISTINCT reference FROM chart_pending WHERE reference > $1 ORDER BY reference LIMIT $2";
    let references: Vec<String> = tx.query(sql, &[&after, &REFERENCES], |row| row.get(0))?;
    let mut resolved = Resolved::default();
    for reference in &references {
        if resolver.resolve(tx, access, reference)? {
            let rids = waiting_for(tx, reference)?;
            rewrite(tx, access, resolver, &rids, now)?;
            resolved.resources += rids.len() as u64;
            if rids.len() >= LISTED {
                // The rest of them comes with the next step.
                return Ok(Resolved {
                    next: Some(before(reference)),
                    ..resolved
                });
            }
        }
        resolved.next = Some(reference.clone());
    }
    if references.len() < usize::try_from(REFERENCES).unwrap_or(usize::MAX) {
        resolved.next = None;
    }
    Ok(resolved)
}

/// A text that sorts right before `reference`, or earlier.
fn before(reference: &str) -> String {
    let mut text = reference.to_owned();
    text.pop();
    text
}

fn waiting_for(tx: &Tx, reference: &str) -> Result<Vec<i64>, Refused> {
    let limit = i64::try_from(LISTED).unwrap_or(i64::MAX);
    let sql = "SELECT rid FROM chart_pending WHERE reference = $1 ORDER BY rid LIMIT $2";
    Ok(tx.query(sql, &[&reference, &limit], |row| row.get(0))?)
}

fn rewrite(tx: &Tx, access: &ChartAccess, resolver: &Resolver, rids: &[i64], now: Instant) -> Result<(), Refused> {
    let known: Vec<Known> = rids
        .iter()
        .map(|rid| Known {
            rid: *rid,
            version: 0,
            updated: now,
            deleted: false,
        })
        .collect();
    let mut resources = Vec::with_capacity(rids.len());
    for stored in current(tx, &known)?.into_values() {
        resources.push(resolver.rewrite(stored.json(), &stored.id)?);
    }
    resources.sort_by(|a, b| a.key().cmp(&b.key()));
    put(tx, access, &resources.iter().collect::<Vec<_>>(), now, Guard::None)?;
    Ok(())
}

/// How many different references of what was ingested still lead nowhere.
///
/// # Errors
/// When the database fails.
pub fn unresolved(tx: &Tx) -> Result<i64, Refused> {
    let sql = "SELECT count(*) FROM (SELECT DISTINCT reference FROM chart_pending) AS open";
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.unwrap_or(0))
}
