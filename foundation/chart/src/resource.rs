//! Writing one resource: create, update, delete, and their conditional forms. Each leaves an audit entry in the same
//! transaction.

use madrone_authz::{ChartAccess, audit};
use madrone_db::Tx;
use madrone_fhir::search::{Handling, Query};
use madrone_fhir::{IssueCode, ResourceType, Unknown};
use madrone_kernel::{Instant, Random, new_id};
use serde_json::Value;

use crate::Refused;
use crate::prepared::{Prepared, set_id};
use crate::read::read;
use crate::search::{ids_of, pairs};
use crate::stored::Stored;
use crate::write::{self, Change, Guard};

/// What a write needs besides the resource.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// `meta.lastUpdated`.
    pub now: Instant,
    /// Where new ids come from.
    pub random: &'a Random,
    /// What to do with elements that R4 does not define.
    pub unknown: Unknown,
}

impl Writer<'_> {
    /// A new id.
    pub(crate) fn id(&self) -> String {
        new_id(self.now, self.random)
    }
}

/// Writes a new resource. Its id is ours, whatever it says.
///
/// # Errors
/// [`Refused::Faults`] when the resource is wrong, [`Refused::NotAllowed`] when the key does not open it.
pub fn create(tx: &Tx, access: &ChartAccess, mut resource: Value, writer: &Writer) -> Result<Stored, Refused> {
    set_id(&mut resource, &writer.id());
    let (stored, _) = put(tx, access, &resource, None, writer)?;
    Ok(stored)
}

/// Writes a new resource unless `query` (`identifier=…`) fits one already: then gives that one and
/// [`Change::Unchanged`] (`If-None-Exist`).
///
/// # Errors
/// As [`create`]; [`Refused::Several`] when it fits several.
pub fn create_unless(
    tx: &Tx,
    access: &ChartAccess,
    resource: Value,
    query: &str,
    writer: &Writer,
) -> Result<(Stored, Change), Refused> {
    let kind = kind_of(&resource)?;
    match the_one(tx, access, kind, query)? {
        Some(id) => Ok((
            read(tx, access, kind, &id)?.ok_or(Refused::NotFound)?,
            Change::Unchanged,
        )),
        None => Ok((create(tx, access, resource, writer)?, Change::Created)),
    }
}

/// Writes a resource under the id that it has: a new version, or a new resource where there is none yet. The same
/// content makes no new version. `if_match` is the version that it must have now.
///
/// # Errors
/// As [`create`]; [`Refused::Conflict`] when it has another version than `if_match`, [`Refused::NotFound`] or
/// [`Refused::Gone`] when it has none.
pub fn update(
    tx: &Tx,
    access: &ChartAccess,
    resource: Value,
    if_match: Option<i64>,
    writer: &Writer,
) -> Result<(Stored, Change), Refused> {
    put(tx, access, &resource, if_match, writer)
}

/// Updates the resource that `query` fits; creates it where it fits none (conditional update).
///
/// # Errors
/// As [`update`]; [`Refused::Several`] when it fits several; a fault when the resource has another id than the one it
/// fits.
pub fn update_matching(
    tx: &Tx,
    access: &ChartAccess,
    mut resource: Value,
    query: &str,
    writer: &Writer,
) -> Result<(Stored, Change), Refused> {
    let kind = kind_of(&resource)?;
    let own = resource.get("id").and_then(Value::as_str).map(str::to_owned);
    match (the_one(tx, access, kind, query)?, own) {
        (Some(id), Some(own)) if id != own => {
            let what = "The condition fits a resource with another id: leave the id out, or update by id.";
            return Err(Refused::fault(IssueCode::Invalid, format!("{kind}.id"), what));
        }
        (Some(id), _) => set_id(&mut resource, &id),
        (None, Some(_)) => {}
        (None, None) => set_id(&mut resource, &writer.id()),
    }
    put(tx, access, &resource, None, writer)
}

/// Deletes a resource. What is deleted already stays so; its deletion is given back.
///
/// # Errors
/// [`Refused::NotFound`] when there is none for this key, [`Refused::NotAllowed`] when it may not be written.
pub fn delete(tx: &Tx, access: &ChartAccess, kind: ResourceType, id: &str, writer: &Writer) -> Result<Stored, Refused> {
    let before = read(tx, access, kind, id)?.ok_or(Refused::NotFound)?;
    if !access.writes(kind) {
        return Err(Refused::NotAllowed);
    }
    if before.deleted {
        return Ok(before);
    }
    let deleted = write::delete(tx, access, &before, writer.now)?;
    audit::write(
        tx,
        &[access.entry("delete", Some(kind), deleted.reference(), writer.now)],
    )?;
    Ok(deleted)
}

/// The id of the one resource that `query` fits; `None` when it fits none.
///
/// # Errors
/// [`Refused::Several`] when it fits several; faults of the query.
pub(crate) fn the_one(
    tx: &Tx,
    access: &ChartAccess,
    kind: ResourceType,
    query: &str,
) -> Result<Option<String>, Refused> {
    let query_read =
        Query::parse(kind, &pairs(query), Handling::Strict).map_err(|fault| Refused::Faults(vec![fault]))?;
    if query_read.all.is_empty() {
        let what = "A condition must say by what to find the resource, such as identifier=SYSTEM|VALUE.";
        return Err(Refused::fault(IssueCode::Invalid, "", what));
    }
    let mut ids = ids_of(tx, access, &query_read, 2)?;
    if ids.len() > 1 {
        return Err(Refused::Several(format!("{kind}?{query}")));
    }
    Ok(ids.pop())
}

pub(crate) fn kind_of(resource: &Value) -> Result<ResourceType, Refused> {
    ResourceType::of(resource).ok_or_else(|| {
        let what = "The member resourceType must name a resource of FHIR R4, such as \"Patient\".";
        Refused::fault(IssueCode::Structure, "resourceType", what)
    })
}

fn put(
    tx: &Tx,
    access: &ChartAccess,
    resource: &Value,
    if_match: Option<i64>,
    writer: &Writer,
) -> Result<(Stored, Change), Refused> {
    let prepared = Prepared::new(resource, writer.unknown).map_err(Refused::Faults)?;
    let put =
        write::put(tx, access, &[&prepared], writer.now, Guard::Versions(&[if_match])).map_err(|why| match why {
            Refused::Entry { why, .. } => *why,
            other => other,
        })?[0];
    if put.change != Change::Unchanged {
        let action = if put.change == Change::Created {
            "create"
        } else {
            "update"
        };
        audit::write(
            tx,
            &[access.entry(action, Some(prepared.kind), prepared.reference(), writer.now)],
        )?;
    }
    Ok((put.stored(&prepared), put.change))
}
