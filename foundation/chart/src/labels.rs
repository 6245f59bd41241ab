//! Sensitivity labels in the index: what a resource says itself, and what it says because of what it refers to.
//!
//! Whoever may not see a label must not learn of the item from another: a prescription tells of the condition that it is
//! for, a report of its results. So a label follows references to whatever refers to a labelled item, and a few against
//! their direction: from a report to its results, from a visit to its appointment, from a document to its file, and from
//! a Consent to the items that it names. Each row remembers where it came from, and is taken back by that.

use std::collections::{BTreeSet, HashMap};

use madrone_authz::ChartAccess;
use madrone_db::{Param, Tx, ValueRef, padded};
use madrone_fhir::ResourceType;
use madrone_sensitivity::{Label, Labels};
use serde_json::Value;

use crate::Refused;
use crate::gather::Gathered;
use crate::numbers::{LISTED, Numbers, places};
use crate::place::is_directory;
use crate::prepared::Prepared;
use crate::rows::ELSEWHERE;
use crate::stored::{COLUMNS, Stored, kind_of};
use crate::versions::again;
use crate::write::{chart_rids, named, targets};

/// A row: the resource, the label's number, and where it comes from.
type Row = (i64, i64, i64);

/// One resource that was written.
pub(crate) struct Written<'a> {
    pub(crate) rid: i64,
    pub(crate) prepared: &'a Prepared,
    /// What its references lead to.
    pub(crate) targets: Vec<i64>,
    /// Whether it has had a version before.
    pub(crate) was_here: bool,
}

/// The labels of a resource by what it says itself. The directory says nothing of anybody, but a medicine names what it is
/// for.
pub(crate) fn own(kind: ResourceType, resource: &Value) -> Labels {
    use ResourceType as T;
    let is_silent =
        matches!(kind, T::Patient | T::RelatedPerson | T::Person) || (is_directory(kind) && kind != T::Medication);
    if is_silent {
        Labels::NONE
    } else {
        madrone_sensitivity::rules().labels(resource)
    }
}

/// The condition that leaves out what carries a label that `access` does not see.
pub(crate) fn unlabelled(access: &ChartAccess, rid: &str) -> String {
    let hidden = access.hides();
    if hidden.is_empty() {
        return String::new();
    }
    let only = if hidden == Labels::ALL {
        String::new()
    } else {
        let numbers: Vec<String> = hidden.iter().map(|label| label.number().to_string()).collect();
        format!(" AND l.label IN ({})", numbers.join(", "))
    };
    // The offset keeps PostgreSQL from joining the labels of everybody: each row is looked up by its key.
    format!(" AND NOT EXISTS (SELECT 1 FROM chart_label l WHERE l.rid = {rid}{only} LIMIT 1 OFFSET 0)")
}

/// Gives labels to what was written, and to what refers to it.
pub(crate) fn give(tx: &Tx, written: &[Written]) -> Result<(), Refused> {
    let about = written.iter().flat_map(|one| {
        one.targets
            .iter()
            .copied()
            .filter(|rid| may_tell(*rid))
            .chain([one.rid])
    });
    let known = known(tx, &about.collect())?;
    let mut anew = BTreeSet::new();
    for one in written.iter().filter(|one| one.was_here) {
        for (_, origin) in known.get(&one.rid).into_iter().flatten() {
            anew.insert(*origin);
        }
    }
    for origin in &anew {
        take_back(tx, *origin)?;
    }
    let mut rows = Vec::new();
    let mut from: BTreeSet<i64> = anew.clone();
    for one in written {
        if anew.contains(&one.rid) {
            tx.execute("DELETE FROM chart_label WHERE rid = $1 AND origin = $1", &[&one.rid])?;
        }
        rows.extend(
            one.prepared
                .labels
                .iter()
                .map(|label| (one.rid, label.number(), one.rid)),
        );
        for target in &one.targets {
            for (label, origin) in known.get(target).into_iter().flatten() {
                if !anew.contains(origin) && *label != Label::Restricted.number() && follows(one.rid, *target) {
                    rows.push((one.rid, *label, *origin));
                }
            }
        }
        if known.contains_key(&one.rid) {
            from.insert(one.rid);
        }
    }
    from.extend(rows.iter().map(|row| row.0));
    insert(tx, &rows)?;
    spread(tx, from)
}

/// Takes back what a resource says of others.
pub(crate) fn take_back(tx: &Tx, origin: i64) -> Result<(), Refused> {
    tx.execute("DELETE FROM chart_label WHERE origin = $1 AND rid <> $1", &[&origin])?;
    Ok(())
}

/// Lets labels follow references from `from` on, until there is nothing left to say.
fn spread(tx: &Tx, mut from: BTreeSet<i64>) -> Result<(), Refused> {
    while !from.is_empty() {
        let rids: Vec<i64> = from.into_iter().collect();
        let mut rows: Vec<Row> = Vec::new();
        for rids in rids.chunks(LISTED) {
            let list = padded(rids);
            let list: Vec<&dyn Param> = list.iter().map(|rid| rid as &dyn Param).collect();
            let new = |to: &str, by: &str| {
                format!(
                    "SELECT DISTINCT {to}, l.label, l.origin, l.rid, r.param FROM chart_label l JOIN chart_reference r ON {by} = l.rid
                     WHERE l.rid IN ({}) AND l.label <> {} AND NOT EXISTS (SELECT 1 FROM chart_label k
                     WHERE k.rid = {to} AND k.label = l.label AND k.origin = l.origin)",
                    places(1, list.len()),
                    Label::Restricted.number()
                )
            };
            let read = |row: &madrone_db::Row| {
                Ok((
                    (row.get(0)?, row.get(1)?, row.get(2)?),
                    row.get::<i64>(3)?,
                    row.get::<i64>(4)?,
                ))
            };
            let up = tx.query(&new("r.rid", "r.target"), &list, read)?;
            rows.extend(
                up.into_iter()
                    .filter(|(row, by, _)| follows(row.0, *by))
                    .map(|(row, ..)| row),
            );
            let down = tx.query(&new("r.target", "r.rid"), &list, read)?;
            let is_open = |(row, by, param): &(Row, i64, i64)| leads_down(*by, row.0, *param, row.2 == *by);
            rows.extend(down.into_iter().filter(is_open).map(|(row, ..)| row));
        }
        insert(tx, &rows)?;
        from = rows.iter().map(|row| row.0).collect();
    }
    Ok(())
}

/// Whether what carries a label tells of it to what refers to it: `rid` refers to `target`.
fn follows(rid: i64, target: i64) -> bool {
    use ResourceType as T;
    // What protects a child, and who pays, is not hidden for the visit that it was written down at.
    let stays = matches!(
        kind_of(rid),
        Some(
            T::Patient
                | T::RelatedPerson
                | T::Person
                | T::Immunization
                | T::AllergyIntolerance
                | T::Coverage
                | T::Consent
        )
    );
    !stays && kind_of(target) != Some(T::Consent)
}

/// Whether a label goes from what refers to `target` to `target` itself; `is_own` when the first says it of itself.
fn leads_down(rid: i64, target: i64, param: i64, is_own: bool) -> bool {
    use ResourceType as T;
    match (kind_of(rid), kind_of(target)) {
        // R4's search parameter for what a Consent names has the wrong path, so that these references are in none.
        (Some(T::Consent), _) => is_own && param == ELSEWHERE && may_tell(target),
        (Some(T::DiagnosticReport | T::Observation), Some(T::Observation)) => is_own,
        (Some(T::Encounter), Some(T::Appointment))
        | (Some(T::DocumentReference | T::DiagnosticReport), Some(T::Binary)) => true,
        _ => false,
    }
}

/// Whether a resource may carry labels: not who somebody is, nor the directory, but for medicines.
fn may_tell(rid: i64) -> bool {
    use ResourceType as T;
    kind_of(rid).is_some_and(|kind| {
        kind == T::Medication || !(is_directory(kind) || matches!(kind, T::Patient | T::RelatedPerson | T::Person))
    })
}

fn known(tx: &Tx, rids: &BTreeSet<i64>) -> Result<HashMap<i64, Vec<(i64, i64)>>, Refused> {
    let rids: Vec<i64> = rids.iter().copied().collect();
    let mut out: HashMap<i64, Vec<(i64, i64)>> = HashMap::new();
    for rids in rids.chunks(LISTED) {
        let list = padded(rids);
        let params: Vec<&dyn Param> = list.iter().map(|rid| rid as &dyn Param).collect();
        let sql = format!(
            "SELECT rid, label, origin FROM chart_label WHERE rid IN ({})",
            places(1, list.len())
        );
        let rows = tx.query(&sql, &params, |row| Ok((row.get::<i64>(0)?, row.get(1)?, row.get(2)?)))?;
        for (rid, label, origin) in rows {
            out.entry(rid).or_default().push((label, origin));
        }
    }
    Ok(out)
}

fn insert(tx: &Tx, rows: &[Row]) -> Result<(), Refused> {
    let values: Vec<_> = rows
        .iter()
        .flat_map(|row| [row.0, row.1, row.2].map(ValueRef::Int))
        .collect();
    let head = "INSERT INTO chart_label (rid, label, origin)";
    Ok(tx.insert_many(head, 3, &values, "ON CONFLICT DO NOTHING")?)
}

/// Whether the labels here were given by the rules of this process; where they were not, [`relabel`] has to go over them.
///
/// # Errors
/// When the database fails.
pub fn is_labelled_by_rules(tx: &Tx) -> Result<bool, Refused> {
    Ok(progress(tx)? == Some((fingerprint(), DONE)))
}

/// `after` when all is done.
const DONE: i64 = i64::MAX;

/// Labels the next few resources by the rules of this process, where others gave them; whether there are more. Until it is
/// through, what the former rules said holds for the rest.
///
/// # Errors
/// When the database fails.
pub fn relabel(tx: &Tx) -> Result<bool, Refused> {
    const AT_ONCE: usize = 500;
    let rules = fingerprint();
    let after = progress(tx)?
        .filter(|(known, _)| *known == rules)
        .map_or(0, |(_, after)| after);
    if after == DONE {
        return Ok(false);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM chart_resource r WHERE r.rid > $1 AND r.version > 0 AND NOT r.deleted ORDER BY r.rid LIMIT $2"
    );
    let limit = i64::try_from(AT_ONCE).expect("a small number");
    let stored = tx.query(&sql, &[&after, &limit], |row| Stored::read(row, 0))?;
    let prepared: Vec<Prepared> = stored.iter().map(again).collect::<Result<_, _>>()?;
    let mut numbers = Numbers::default();
    numbers.look_up(tx, prepared.iter().flat_map(named))?;
    let given = numbers.give(tx, prepared.iter().flat_map(named))?;
    hold_places(tx, &given)?;
    let mut index = Gathered::default();
    let mut written = Vec::with_capacity(prepared.len());
    for (stored, prepared) in stored.iter().zip(&prepared) {
        let targets = targets(prepared, &numbers);
        index.add(prepared, stored.rid, &chart_rids(prepared, &numbers), &targets);
        written.push(Written {
            rid: stored.rid,
            prepared,
            targets,
            was_here: true,
        });
    }
    index.insert(tx)?;
    give(tx, &written)?;
    let more = stored.len() == AT_ONCE;
    let after = stored.last().filter(|_| more).map_or(DONE, |last| last.rid);
    tx.execute("DELETE FROM chart_labelling", &[])?;
    tx.execute(
        "INSERT INTO chart_labelling (rules, after) VALUES ($1, $2)",
        &[&rules, &after],
    )?;
    Ok(more)
}

/// Rows for resources that are referred to and not here.
fn hold_places(tx: &Tx, given: &[(crate::numbers::Key<'_>, i64)]) -> Result<(), Refused> {
    for ((kind, id), rid) in given {
        tx.execute(
            "INSERT INTO chart_resource (rid, kind, id, version, updated, deleted, text) VALUES ($1, $2, $3, 0, 0, FALSE, '')",
            &[rid, &kind.code(), id],
        )?;
    }
    Ok(())
}

fn progress(tx: &Tx) -> Result<Option<(String, i64)>, Refused> {
    Ok(tx.query_opt("SELECT rules, after FROM chart_labelling", &[], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

fn fingerprint() -> String {
    let digest = aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA256,
        madrone_sensitivity::rules().text().as_bytes(),
    );
    let first = digest.as_ref().first_chunk().expect("a SHA-256 has 32 bytes");
    format!("{:032x}", u128::from_be_bytes(*first))
}
