//! Reading resources by id, their versions, and what references lead to.

use std::collections::HashMap;

use madrone_authz::{Area, ChartAccess};
use madrone_db::{Param, Tx, padded};
use madrone_fhir::ResourceType;

use crate::Refused;
use crate::labels::{own, unlabelled};
use crate::numbers::{LISTED, places};
use crate::place::{EVERYBODY, Scope};
use crate::stored::{COLUMNS, Found, Stored};
use crate::write::deleted_kind;

/// The current version of a resource, which may be its deletion. `None` also for what the key does not open.
///
/// # Errors
/// When the database fails.
pub fn read(tx: &Tx, access: &ChartAccess, kind: ResourceType, id: &str) -> Result<Found, Refused> {
    Ok(read_many(tx, access, kind, &[id])?.pop())
}

/// One version of a resource; `None` also for what the key does not open.
///
/// # Errors
/// When the database fails.
pub fn vread(tx: &Tx, access: &ChartAccess, kind: ResourceType, id: &str, version: i64) -> Result<Found, Refused> {
    let Some(current) = read(tx, access, kind, id)? else {
        return Ok(None);
    };
    if current.version == version {
        return Ok(Some(current));
    }
    let sql = "SELECT r.rid, $3, r.version, r.updated, r.deleted, r.text FROM chart_version r WHERE r.rid = $1 AND r.version = $2";
    let sql = sql.replace("$3", "CAST($3 AS TEXT)");
    let found = tx.query_opt(&sql, &[&current.rid, &version, &id], |row| Stored::read(row, 0))?;
    Ok(found.filter(|stored| is_open(access, stored)))
}

/// Whether an older version may be seen: it may have had a label that the current one has not.
pub(crate) fn is_open(access: &ChartAccess, stored: &Stored) -> bool {
    let hidden = access.hides();
    hidden.is_empty() || stored.deleted || !own(stored.kind, &stored.json()).meets(hidden)
}

/// The current versions of what `references` (`Type/id`) lead to, in one statement for each type: those that are here,
/// not deleted, and open to the key. Others are left out.
///
/// # Errors
/// When the database fails.
pub fn read_references<'r>(
    tx: &Tx,
    access: &ChartAccess,
    references: impl IntoIterator<Item = &'r str>,
) -> Result<HashMap<String, Stored>, Refused> {
    let mut ids: HashMap<ResourceType, Vec<&str>> = HashMap::new();
    for reference in references {
        let view = madrone_fhir::view::Reference {
            reference: Some(reference),
            display: None,
        };
        if let Some((kind, id)) = view.local() {
            let ids = ids.entry(kind).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let mut out = HashMap::new();
    for (kind, ids) in ids {
        for ids in ids.chunks(LISTED) {
            let found = read_many(tx, access, kind, ids)?;
            out.extend(
                found
                    .into_iter()
                    .filter(|stored| !stored.deleted)
                    .map(|stored| (stored.reference(), stored)),
            );
        }
    }
    Ok(out)
}

/// As [`read_references`], of one reference.
///
/// # Errors
/// When the database fails.
pub fn read_reference(tx: &Tx, access: &ChartAccess, reference: &str) -> Result<Found, Refused> {
    Ok(read_references(tx, access, [reference])?.into_values().next())
}

fn read_many(tx: &Tx, access: &ChartAccess, kind: ResourceType, ids: &[&str]) -> Result<Vec<Stored>, Refused> {
    let charts = match Scope::of(access, kind) {
        Scope::All => vec![EVERYBODY],
        Scope::Charts(charts) if charts.is_empty() => return Ok(Vec::new()),
        Scope::Charts(charts) => charts,
    };
    let (code, deleted) = (kind.code(), deleted_kind(kind));
    let (first, last) = (charts[0], charts[charts.len() - 1]);
    let list = padded(ids);
    let mut params: Vec<&dyn Param> = vec![&code, &deleted, &first, &last];
    params.extend(list.iter().map(|id| id as &dyn Param));
    let sql = format!(
        "SELECT {COLUMNS} FROM chart_resource r WHERE r.kind = $1 AND r.id IN ({}) AND r.version > 0
         AND EXISTS (SELECT 1 FROM chart_member m WHERE m.patient IN ($3, $4) AND m.kind IN ($1, $2)
         AND m.updated = r.updated AND m.rid = r.rid){}",
        places(5, list.len()),
        within_reach(access, "r.rid")
    );
    Ok(tx.query(&sql, &params, |row| Stored::read(row, 0))?)
}

/// The condition that leaves out what a key does not open of what is in its chart: what carries a label that it does not
/// see, and in areas of which only its holder's own is open, what does not refer to the holder.
pub(crate) fn within_reach(access: &ChartAccess, rid: &str) -> String {
    format!("{}{}", unlabelled(access, rid), only_own(access, rid))
}

fn only_own(access: &ChartAccess, rid: &str) -> String {
    let Some((areas, related)) = access.only_own() else {
        return String::new();
    };
    // A number says its type.
    let kinds = ResourceType::all().iter().filter(|kind| areas.holds(Area::of(**kind)));
    let kinds: Vec<String> = kinds.map(|kind| kind.code().to_string()).collect();
    format!(
        " AND ({rid} % 256 NOT IN ({})
          OR EXISTS (SELECT 1 FROM chart_reference o WHERE o.rid = {rid} AND o.target = {related}))",
        kinds.join(", ")
    )
}
