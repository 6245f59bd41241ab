//! Writing many resources at once: their new versions, charts and index rows, each table in one statement.

use std::collections::HashMap;

use madrone_authz::{ChartAccess, PatientFacts, patient_written};
use madrone_db::{Tx, ValueRef};
use madrone_fhir::ResourceType;
use madrone_kernel::Instant;

use crate::Refused;
use crate::gather::Gathered;
use crate::labels::{self, Written};
use crate::numbers::{Key, Known, Numbers};
use crate::place::{DIRECTORY, EVERYBODY, UNFILED};
use crate::prepared::Prepared;
use crate::stored::Stored;
use crate::versions::{again, current, older, retire};

/// What a write did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The resource is new, or here again after its deletion.
    Created,
    /// It has a new version.
    Updated,
    /// It was the same already, and nothing was written.
    Unchanged,
}

/// What a write must meet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guard<'a> {
    /// Nothing.
    None,
    /// Each resource must have this version now.
    Versions(&'a [Option<i64>]),
    /// What is the same as an older version is no news, and changes nothing: records that come again do not undo what
    /// came, or was changed or deleted here, since.
    News,
}

/// What became of one resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Put {
    pub(crate) rid: i64,
    pub(crate) version: i64,
    pub(crate) updated: Instant,
    pub(crate) change: Change,
}

impl Put {
    pub(crate) fn stored(self, prepared: &Prepared) -> Stored {
        Stored {
            kind: prepared.kind,
            id: prepared.id.clone(),
            version: self.version,
            updated: self.updated,
            deleted: false,
            text: prepared.text(self.version, self.updated),
            rid: self.rid,
        }
    }
}

/// Writes `resources`, each another one: what is new, a new version of what has changed, and nothing of what is the
/// same. A refusal of one comes as [`Refused::Entry`] with its place.
pub(crate) fn put(
    tx: &Tx,
    access: &ChartAccess,
    resources: &[&Prepared],
    now: Instant,
    guard: Guard,
) -> Result<Vec<Put>, Refused> {
    for (place, prepared) in resources.iter().enumerate() {
        may_write(access, prepared).map_err(|why| at(place, why))?;
    }
    let mut numbers = Numbers::default();
    let own = || resources.iter().map(|prepared| prepared.key());
    let named = || resources.iter().flat_map(|prepared| named(prepared));
    numbers.look_up(tx, own().chain(named()))?;
    let there: Vec<Known> = own()
        .filter_map(|key| numbers.get(key))
        .filter(|known| known.version > 0)
        .collect();
    let old = current(tx, &there)?;
    let older = if matches!(guard, Guard::News) {
        older(tx, &there)?
    } else {
        Vec::new()
    };
    let replaced = replace(access, resources, &numbers, (&old, &older), guard)?;
    let given = numbers.give(tx, own().chain(named()))?;

    let mut batch = Batch::default();
    let mut written = Vec::with_capacity(resources.len());
    let mut out = Vec::with_capacity(resources.len());
    for (prepared, replaced) in resources.iter().zip(&replaced) {
        let known = numbers.get(prepared.key()).expect("every resource was given a number");
        out.push(match replaced {
            Replaced::Same => Put {
                rid: known.rid,
                version: known.version,
                updated: known.updated,
                change: Change::Unchanged,
            },
            Replaced::Nothing | Replaced::Version(..) => {
                let charts = chart_rids(prepared, &numbers);
                // Never earlier than the version before, even when the clock was put back.
                let put = Put {
                    rid: known.rid,
                    version: known.version + 1,
                    updated: now.max(known.updated),
                    change: if known.version == 0 || known.deleted {
                        Change::Created
                    } else {
                        Change::Updated
                    },
                };
                let targets = targets(prepared, &numbers);
                batch.add(prepared, put, &charts, &targets);
                written.push(Written {
                    rid: known.rid,
                    prepared,
                    targets,
                    was_here: known.version > 0,
                });
                put
            }
        });
    }
    let versions: Vec<_> = replaced.iter().filter_map(Replaced::version).collect();
    retire(tx, &versions)?;
    batch.flush(tx, &given)?;
    labels::give(tx, &written)?;
    for (prepared, put) in resources.iter().zip(&out) {
        if let (Some(facts), true) = (&prepared.facts, put.change != Change::Unchanged) {
            let rid = put.rid;
            patient_written(tx, &PatientFacts { rid, ..facts.clone() })?;
        }
    }
    Ok(out)
}

/// Deletes the current version `before`: it goes to the history, and its rows out of every index. When and by which
/// version stays in its charts.
pub(crate) fn delete(tx: &Tx, access: &ChartAccess, before: &Stored, now: Instant) -> Result<Stored, Refused> {
    let prepared = again(before)?;
    may_replace(access, &prepared)?;
    retire(tx, &[(before, &prepared)])?;
    let (version, updated) = (before.version + 1, now.max(before.updated));
    tx.execute(
        "UPDATE chart_resource SET version = $1, updated = $2, deleted = TRUE WHERE rid = $3",
        &[&version, &updated, &before.rid],
    )?;
    let mut numbers = Numbers::default();
    numbers.look_up(tx, named(&prepared))?;
    let members: Vec<_> = chart_rids(&prepared, &numbers)
        .into_iter()
        .chain([EVERYBODY])
        .map(|patient| (patient, deleted_kind(before.kind), updated.micros(), before.rid))
        .collect();
    insert_members(tx, &members)?;
    // What was deleted stays as hidden as it was, and says nothing of others any more.
    labels::take_back(tx, before.rid)?;
    Ok(Stored {
        version,
        updated,
        deleted: true,
        text: String::new(),
        ..before.clone()
    })
}

/// `chart_member.kind` of what was deleted.
pub(crate) fn deleted_kind(kind: ResourceType) -> i64 {
    -1 - kind.code()
}

/// What a write puts in the place of.
enum Replaced<'a> {
    Nothing,
    /// The same.
    Same,
    /// Another version, as it was made ready when it was written.
    Version(&'a Stored, Box<Prepared>),
}

impl Replaced<'_> {
    fn version(&self) -> Option<(&Stored, &Prepared)> {
        match self {
            Self::Version(stored, prepared) => Some((stored, prepared)),
            _ => None,
        }
    }
}

fn replace<'a>(
    access: &ChartAccess,
    resources: &[&Prepared],
    numbers: &Numbers<'_>,
    (old, older): (&'a HashMap<i64, Stored>, &[Stored]),
    guard: Guard,
) -> Result<Vec<Replaced<'a>>, Refused> {
    let replace = |place: usize, prepared: &Prepared| {
        let if_match = match guard {
            Guard::Versions(versions) => versions.get(place).copied().flatten(),
            Guard::None | Guard::News => None,
        };
        let before = numbers.get(prepared.key()).and_then(|known| old.get(&known.rid));
        let Some(before) = before else {
            return if if_match.is_some() {
                Err(Refused::NotFound)
            } else {
                Ok(Replaced::Nothing)
            };
        };
        let was = again(before)?;
        may_replace(access, &was)?;
        match if_match {
            Some(_) if before.deleted => return Err(Refused::Gone),
            Some(wanted) if wanted != before.version => {
                return Err(Refused::Conflict {
                    current: before.version,
                });
            }
            _ => {}
        }
        let is_same = |other: &Stored| prepared.text(other.version, other.updated) == other.text;
        let was_here = || {
            older
                .iter()
                .any(|version| version.rid == before.rid && is_same(version))
        };
        if (!before.deleted && is_same(before)) || was_here() {
            return Ok(Replaced::Same);
        }
        Ok(Replaced::Version(before, Box::new(was)))
    };
    let all = resources.iter().enumerate();
    all.map(|(place, prepared)| replace(place, prepared).map_err(|why| at(place, why)))
        .collect()
}

/// A refusal of the resource at `place`.
fn at(place: usize, why: Refused) -> Refused {
    match why {
        Refused::Database(_) => why,
        why => Refused::Entry {
            entry: place,
            why: Box::new(why),
        },
    }
}

/// The resources that one names: its patients, and what its references lead to.
pub(crate) fn named(prepared: &Prepared) -> impl Iterator<Item = Key<'_>> {
    let charts = prepared.charts.iter().map(|id| (ResourceType::Patient, id.as_str()));
    charts.chain(
        prepared
            .rows
            .targets
            .iter()
            .map(|(kind, id)| (*kind, prepared.rows.word(*id))),
    )
}

pub(crate) fn chart_rids(prepared: &Prepared, numbers: &Numbers<'_>) -> Vec<i64> {
    if prepared.charts.is_empty() {
        return vec![if prepared.is_directory { DIRECTORY } else { UNFILED }];
    }
    prepared
        .charts
        .iter()
        .map(|id| numbers.of((ResourceType::Patient, id)))
        .collect()
}

pub(crate) fn targets(prepared: &Prepared, numbers: &Numbers<'_>) -> Vec<i64> {
    let rows = &prepared.rows;
    rows.targets
        .iter()
        .map(|(kind, id)| numbers.of((*kind, rows.word(*id))))
        .collect()
}

/// With the key to one chart a resource must end up in that chart, and in no other.
fn may_write(access: &ChartAccess, prepared: &Prepared) -> Result<(), Refused> {
    let own = match access.patient_id() {
        None => true,
        Some(patient) => matches!(&prepared.charts[..], [only] if only == patient),
    };
    if own && access.writes(prepared.kind) {
        Ok(())
    } else {
        Err(Refused::NotAllowed)
    }
}

/// What is replaced must have been in that chart too, in no other, and be open to whoever writes.
fn may_replace(access: &ChartAccess, before: &Prepared) -> Result<(), Refused> {
    may_write(access, before)?;
    if before.labels.meets(access.hides()) {
        Err(Refused::NotAllowed)
    } else {
        Ok(())
    }
}

fn insert_members(tx: &Tx, members: &[(i64, i64, i64, i64)]) -> Result<(), Refused> {
    let values: Vec<_> = members
        .iter()
        .flat_map(|row| [row.0, row.1, row.2, row.3].map(ValueRef::Int))
        .collect();
    Ok(tx.insert_many("INSERT INTO chart_member (patient, kind, updated, rid)", 4, &values, "")?)
}

/// The rows of one write, table by table.
#[derive(Default)]
struct Batch<'a> {
    texts: HashMap<i64, (Put, String)>,
    /// patient, kind, updated, rid
    members: Vec<(i64, i64, i64, i64)>,
    index: Gathered<'a>,
    open: Vec<ValueRef<'a>>,
}

impl<'a> Batch<'a> {
    fn add(&mut self, prepared: &'a Prepared, put: Put, charts: &[i64], targets: &[i64]) {
        self.texts
            .insert(put.rid, (put, prepared.text(put.version, put.updated)));
        for patient in charts.iter().copied().chain([EVERYBODY]) {
            self.members
                .push((patient, prepared.kind.code(), put.updated.micros(), put.rid));
        }
        self.index.add(prepared, put.rid, charts, targets);
        for reference in &prepared.open {
            self.open.extend([ValueRef::Text(reference), ValueRef::Int(put.rid)]);
        }
    }

    /// Writes everything. `given` are the resources that have no row yet: those written here, and those only named,
    /// whose place is held.
    fn flush(mut self, tx: &Tx, given: &[(Key<'_>, i64)]) -> Result<(), Refused> {
        let texts: HashMap<i64, Option<(Put, String)>> =
            given.iter().map(|(_, rid)| (*rid, self.texts.remove(rid))).collect();
        let mut values = Vec::with_capacity(given.len() * 7);
        for ((kind, id), rid) in given {
            let (version, updated, text) = match &texts[rid] {
                Some((put, text)) => (put.version, put.updated.micros(), text.as_str()),
                None => (0, 0, ""),
            };
            let int = ValueRef::Int;
            let row = [
                int(*rid),
                int(kind.code()),
                ValueRef::Text(id),
                int(version),
                int(updated),
            ];
            values.extend(row);
            values.extend([ValueRef::Bool(false), ValueRef::Text(text)]);
        }
        let head = "INSERT INTO chart_resource (rid, kind, id, version, updated, deleted, text)";
        tx.insert_many(head, 7, &values, "")?;
        for (rid, (put, text)) in &self.texts {
            tx.execute(
                "UPDATE chart_resource SET version = $1, updated = $2, deleted = FALSE, text = $3 WHERE rid = $4",
                &[&put.version, &put.updated, text, rid],
            )?;
        }
        self.members.sort_unstable();
        insert_members(tx, &self.members)?;
        self.index.insert(tx)?;
        let head = "INSERT INTO chart_pending (reference, rid)";
        Ok(tx.insert_many(head, 2, &self.open, "ON CONFLICT DO NOTHING")?)
    }
}
