//! What comes along with the matches: what they refer to, and what refers to them.

use std::collections::{HashMap, HashSet};

use madrone_authz::ChartAccess;
use madrone_db::Tx;
use madrone_fhir::search::{Include, Query};
use madrone_fhir::{IndexValue, ResourceType, extract};

use super::Search;
use super::plan::Table;
use crate::Refused;
use crate::heads::load;
use crate::place::Scope;
use crate::read::read_references;
use crate::stored::Stored;

/// The most resources that come along, and the most steps that `:iterate` goes.
const MOST: usize = 1000;
const STEPS: usize = 8;

/// What comes along with `matches`, each once and none that is a match; only what the key opens.
pub(crate) fn along(tx: &Tx, access: &ChartAccess, query: &Query, matches: &[Stored]) -> Result<Vec<Stored>, Refused> {
    let mut seen: HashSet<i64> = matches.iter().map(|stored| stored.rid).collect();
    let mut along: Vec<Stored> = Vec::new();
    let mut from: Vec<Stored> = matches.to_vec();
    for step in 0..STEPS {
        let goes = |include: &&Include| step == 0 || include.iterate;
        let includes: Vec<_> = query.includes.iter().filter(goes).collect();
        let revincludes: Vec<_> = query.revincludes.iter().filter(goes).collect();
        if from.is_empty() || (includes.is_empty() && revincludes.is_empty()) {
            break;
        }
        let mut new = referred(tx, access, &includes, &from)?;
        for include in revincludes {
            new.extend(referring(tx, access, include, &from)?);
        }
        new.retain(|stored| seen.insert(stored.rid));
        new.truncate(MOST - along.len());
        along.extend(new.iter().cloned());
        from = new;
    }
    Ok(along)
}

/// What `from` refers to by the references of `includes`, read from the texts at hand.
fn referred(tx: &Tx, access: &ChartAccess, includes: &[&Include], from: &[Stored]) -> Result<Vec<Stored>, Refused> {
    let mut wanted: Vec<String> = Vec::new();
    for stored in from {
        let own: Vec<_> = includes
            .iter()
            .filter(|include| include.param.resource == stored.kind)
            .collect();
        if own.is_empty() {
            continue;
        }
        let resource = stored.json();
        for entry in extract(stored.kind, &resource) {
            let IndexValue::Reference { resource: kind, id, .. } = &entry.value else {
                continue;
            };
            if own
                .iter()
                .any(|include| include.param.rows.contains(&entry.param.id) && leads_to(include, *kind))
            {
                wanted.push(format!("{kind}/{id}"));
            }
        }
    }
    let mut found: HashMap<String, Stored> = read_references(tx, access, wanted.iter().map(String::as_str))?;
    Ok(wanted.iter().filter_map(|reference| found.remove(reference)).collect())
}

fn leads_to(include: &Include, kind: ResourceType) -> bool {
    include.target.is_none_or(|target| target == kind) && include.param.narrow.is_none_or(|narrow| narrow == kind)
}

/// What refers to `from` by the reference of `include`.
fn referring(tx: &Tx, access: &ChartAccess, include: &Include, from: &[Stored]) -> Result<Vec<Stored>, Refused> {
    let scope = Scope::of(access, include.param.resource);
    let targets: Vec<i64> = from
        .iter()
        .filter(|stored| leads_to(include, stored.kind))
        .map(|stored| stored.rid)
        .collect();
    if scope.is_shut() || targets.is_empty() {
        return Ok(Vec::new());
    }
    let mut search = Search::new(tx, access);
    let rows = search.rows_of(Table::Reference, "c", include.param, &scope);
    let targets = search.is_one_of(&search.target("c", &scope), &targets);
    let within_reach = search.within_reach("c.rid");
    let limit = search.bind(i64::try_from(MOST).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT DISTINCT c.rid FROM chart_reference c WHERE {rows} AND {targets}{within_reach} ORDER BY c.rid LIMIT {limit}"
    );
    let rids = search.query(&sql, |row| row.get(0))?;
    load(tx, &rids)
}
