//! Matches of a search without their texts: for numbers, and for pages that show few of many.

use std::collections::{BTreeSet, HashMap, HashSet};

use madrone_authz::ChartAccess;
use madrone_db::{Param, Row, Tx, padded};
use madrone_fhir::{ResourceType, param};
use madrone_kernel::Instant;

use crate::Refused;
use crate::numbers::{LISTED, places};
use crate::place::{EVERYBODY, Scope};
use crate::read::within_reach;
use crate::search::{Search, Table, found_rids, parse};
use crate::stored::{COLUMNS, Stored, kind_of};

/// The current version of a resource, without its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Its type.
    pub kind: ResourceType,
    /// Its id.
    pub id: String,
    /// `meta.versionId`, from 1.
    pub version: i64,
    pub(crate) rid: i64,
}

impl Head {
    /// `Type/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }
}

/// One page of the resources that `query` finds, as [`search_text`](crate::search_text) without the texts, and the
/// `_cursor` of the next page.
///
/// # Errors
/// As [`search_text`](crate::search_text).
pub fn heads(
    tx: &Tx,
    access: &ChartAccess,
    kind: ResourceType,
    query: &str,
) -> Result<(Vec<Head>, Option<String>), Refused> {
    let (rids, next) = found_rids(tx, access, &parse(kind, query)?)?;
    let heads = by_rid(tx, "r.rid, r.id, r.version", &rids, &Only::default(), |row| {
        let rid: i64 = row.get(0)?;
        Ok(Head {
            kind: kind_of(rid).ok_or(madrone_db::Error::Column(0))?,
            id: row.get(1)?,
            version: row.get(2)?,
            rid,
        })
    })?;
    Ok((heads, next))
}

/// When something last changed among the resources of these types in the chart that `access` opens: an arrival, a new
/// version or a deletion. `None` where there never was one, or the key opens no chart.
///
/// # Errors
/// When the database fails.
pub fn last_change(tx: &Tx, access: &ChartAccess, kinds: &[ResourceType]) -> Result<Option<Instant>, Refused> {
    let Some(patient) = access.patient_rid() else {
        return Ok(None);
    };
    let mut search = Search::new(tx, access);
    let patient = search.bind(patient);
    let mut newest = Vec::new();
    // What was deleted has -1 - kind for its kind.
    for code in kinds.iter().map(|kind| kind.code()).flat_map(|code| [code, -1 - code]) {
        let code = search.bind(code);
        newest.push(format!(
            "SELECT max(updated) FROM chart_member WHERE patient = {patient} AND kind = {code}"
        ));
    }
    let changes = search.query(&newest.join(" UNION ALL "), |row| row.get::<Option<Instant>>(0))?;
    Ok(changes.into_iter().flatten().max())
}

/// Those of `heads` that nothing in the chart refers to by one of these references (`DiagnosticReport`, `result`).
///
/// # Errors
/// When the database fails.
pub fn unreferred(
    tx: &Tx,
    access: &ChartAccess,
    mut heads: Vec<Head>,
    by: &[(ResourceType, &str)],
) -> Result<Vec<Head>, Refused> {
    for (kind, name) in by {
        let scope = Scope::of(access, *kind);
        let Some(param) = param(*kind, name).filter(|_| !scope.is_shut()) else {
            continue;
        };
        let mut referred = HashSet::new();
        for heads in heads.chunks(LISTED) {
            let rids: Vec<i64> = heads.iter().map(|head| head.rid).collect();
            let mut search = Search::new(tx, access);
            let rows = search.rows_of(Table::Reference, "c", param, &scope);
            let column = search.target("c", &scope);
            let targets = search.is_one_of(&column, &rids);
            let within_reach = search.within_reach("c.rid");
            let sql =
                format!("SELECT DISTINCT {column} FROM chart_reference c WHERE {rows} AND {targets}{within_reach}");
            referred.extend(search.query(&sql, |row| row.get::<i64>(0))?);
        }
        heads.retain(|head| !referred.contains(&head.rid));
    }
    Ok(heads)
}

/// The resources of `heads` with their texts, in the same order; only those that the key opens.
///
/// # Errors
/// When the database fails.
pub fn texts(tx: &Tx, access: &ChartAccess, heads: &[Head]) -> Result<Vec<Stored>, Refused> {
    let mut found: HashMap<i64, Stored> = HashMap::with_capacity(heads.len());
    let kinds: BTreeSet<i64> = heads.iter().map(|head| head.kind.code()).collect();
    for kind in kinds.into_iter().filter_map(ResourceType::from_code) {
        let charts = match Scope::of(access, kind) {
            Scope::All => vec![EVERYBODY],
            Scope::Charts(charts) if charts.is_empty() => continue,
            Scope::Charts(charts) => charts,
        };
        let rids: Vec<i64> = heads
            .iter()
            .filter(|head| head.kind == kind)
            .map(|head| head.rid)
            .collect();
        let opened = Only {
            test: format!(
                " AND EXISTS (SELECT 1 FROM chart_member m WHERE m.patient IN ($1, $2) AND m.kind = $3
                  AND m.updated = r.updated AND m.rid = r.rid){}",
                within_reach(access, "r.rid")
            ),
            values: vec![charts[0], charts[charts.len() - 1], kind.code()],
        };
        let read = by_rid(tx, COLUMNS, &rids, &opened, |row| Stored::read(row, 0))?;
        found.extend(read.into_iter().map(|stored| (stored.rid, stored)));
    }
    Ok(heads.iter().filter_map(|head| found.remove(&head.rid)).collect())
}

/// The current versions of resources in the order of `rids`.
pub(crate) fn load(tx: &Tx, rids: &[i64]) -> Result<Vec<Stored>, Refused> {
    by_rid(tx, COLUMNS, rids, &Only::default(), |row| Stored::read(row, 0))
}

/// One more test of the rows of `chart_resource r`, and the values of its first places.
#[derive(Default)]
struct Only {
    test: String,
    values: Vec<i64>,
}

/// Rows of `chart_resource r` in the order of `rids`. The first column is the rid.
fn by_rid<T>(
    tx: &Tx,
    columns: &str,
    rids: &[i64],
    only: &Only,
    read: impl Fn(&Row) -> madrone_db::Result<T>,
) -> Result<Vec<T>, Refused> {
    let mut found = HashMap::with_capacity(rids.len());
    for rids in rids.chunks(LISTED) {
        let list = padded(rids);
        let params: Vec<&dyn Param> = only
            .values
            .iter()
            .chain(list.iter())
            .map(|value| value as &dyn Param)
            .collect();
        let sql = format!(
            "SELECT {columns} FROM chart_resource r WHERE r.rid IN ({}){}",
            places(1 + only.values.len(), list.len()),
            only.test
        );
        found.extend(tx.query(&sql, &params, |row| Ok((row.get::<i64>(0)?, read(row)?)))?);
    }
    Ok(rids.iter().filter_map(|rid| found.remove(rid)).collect())
}
