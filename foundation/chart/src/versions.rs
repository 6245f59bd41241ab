//! Versions that are here already: reading them, and moving them into the history.

use std::collections::HashMap;

use madrone_db::{Param, Tx, ValueRef, padded};

use crate::Refused;
use crate::gather::Gathered;
use crate::numbers::{Known, LISTED, Numbers, places};
use crate::place::EVERYBODY;
use crate::prepared::Prepared;
use crate::stored::{COLUMNS, Stored};
use crate::write::{chart_rids, deleted_kind, named, targets};

/// What was written, as it was made ready then.
pub(crate) fn again(stored: &Stored) -> Result<Prepared, Refused> {
    let value = serde_json::from_str(&stored.text).map_err(|_| madrone_db::Error::Column(5))?;
    Prepared::checked(&value, &stored.id, Vec::new()).map_err(Refused::Faults)
}

/// The current versions, by number. What was deleted has its last text here.
pub(crate) fn current(tx: &Tx, known: &[Known]) -> Result<HashMap<i64, Stored>, Refused> {
    let mut out = HashMap::new();
    for known in known.chunks(LISTED) {
        let list = padded(&known.iter().map(|known| known.rid).collect::<Vec<_>>());
        let params: Vec<&dyn Param> = list.iter().map(|rid| rid as &dyn Param).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM chart_resource r WHERE r.rid IN ({})",
            places(1, list.len())
        );
        let found = tx.query(&sql, &params, |row| {
            Ok(Stored {
                text: row.get(5)?,
                ..Stored::read(row, 0)?
            })
        })?;
        out.extend(found.into_iter().map(|stored| (stored.rid, stored)));
    }
    Ok(out)
}

/// The older versions of those that have some, but deletions.
pub(crate) fn older(tx: &Tx, known: &[Known]) -> Result<Vec<Stored>, Refused> {
    let rids: Vec<i64> = known
        .iter()
        .filter(|known| known.version > 1)
        .map(|known| known.rid)
        .collect();
    let mut out = Vec::new();
    for rids in rids.chunks(LISTED) {
        let list = padded(rids);
        let params: Vec<&dyn Param> = list.iter().map(|rid| rid as &dyn Param).collect();
        let sql = format!(
            "SELECT r.rid, '', r.version, r.updated, r.deleted, r.text FROM chart_version r
             WHERE r.rid IN ({}) AND NOT r.deleted",
            places(1, list.len())
        );
        out.extend(tx.query(&sql, &params, |row| Stored::read(row, 0))?);
    }
    Ok(out)
}

/// Moves versions into the history and takes away the rows that they have elsewhere.
pub(crate) fn retire(tx: &Tx, versions: &[(&Stored, &Prepared)]) -> Result<(), Refused> {
    if versions.is_empty() {
        return Ok(());
    }
    let mut numbers = Numbers::default();
    numbers.look_up(tx, versions.iter().flat_map(|(_, prepared)| named(prepared)))?;
    let mut history = Vec::with_capacity(versions.len() * 6);
    let mut index = Gathered::default();
    for (stored, prepared) in versions {
        let text = if stored.deleted { "" } else { stored.text.as_str() };
        history.extend([
            ValueRef::Int(stored.rid),
            ValueRef::Int(stored.version),
            ValueRef::Int(stored.kind.code()),
            stored.updated.value(),
            ValueRef::Bool(stored.deleted),
            ValueRef::Text(text),
        ]);
        let charts = chart_rids(prepared, &numbers);
        let kind = if stored.deleted {
            deleted_kind(stored.kind)
        } else {
            stored.kind.code()
        };
        for patient in charts.iter().copied().chain([EVERYBODY]) {
            tx.execute(
                "DELETE FROM chart_member WHERE patient = $1 AND kind = $2 AND updated = $3 AND rid = $4",
                &[&patient, &kind, &stored.updated, &stored.rid],
            )?;
        }
        if !stored.deleted {
            index.add(prepared, stored.rid, &charts, &targets(prepared, &numbers));
            for reference in &prepared.open {
                let sql = "DELETE FROM chart_pending WHERE reference = $1 AND rid = $2";
                tx.execute(sql, &[reference, &stored.rid])?;
            }
        }
    }
    index.delete(tx)?;
    let head = "INSERT INTO chart_version (rid, version, kind, updated, deleted, text)";
    Ok(tx.insert_many(head, 6, &history, "")?)
}
