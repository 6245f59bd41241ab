//! Bundles of requests: transactions (all or nothing) and batches (each for itself),
//! after <http://hl7.org/fhir/R4/http.html#transaction>.

mod entry;
mod references;
mod response;

use std::collections::HashSet;

use madrone_authz::{ChartAccess, audit};
use madrone_db::Tx;
use madrone_fhir::{IssueCode, ResourceType, check};
use serde_json::Value;

use self::entry::{Entry, Method, Target};
use self::references::References;
use self::response::{Answer, bundle_of};
use crate::Refused;
use crate::prepared::{Prepared, set_id};
use crate::read::{read, vread};
use crate::resource::{self, Writer, the_one};
use crate::search::{pairs, search};
use crate::stored::Stored;
use crate::write::{self, Change, Guard};

pub use self::response::searchset;

/// Does what the entries of a `transaction` or `batch` ask for; the Bundle that answers.
///
/// In a transaction deletions come first, then what is created, then what is updated, then what is read; references by
/// `fullUrl` follow to the ids given here, and references by a search (`Practitioner?identifier=…`) to what it finds.
///
/// # Errors
/// For a transaction the first refusal, with its entry; nothing is written then (roll back). For a batch only what
/// makes it no batch at all.
pub fn transaction(tx: &Tx, access: &ChartAccess, bundle: &Value, writer: &Writer) -> Result<Value, Refused> {
    let entries = entries(bundle, writer)?;
    match bundle.get("type").and_then(Value::as_str) {
        Some("transaction") => {
            let answers = whole(tx, access, entries, writer)?;
            Ok(bundle_of("transaction-response", answers))
        }
        Some("batch") => Ok(bundle_of("batch-response", each(tx, access, entries, writer)?)),
        _ => {
            let what = "Only Bundles of type transaction or batch can be posted here.";
            Err(Refused::fault(IssueCode::Invalid, "Bundle.type", what))
        }
    }
}

/// Reads and checks the requests. The resources are checked when their references are known.
fn entries(bundle: &Value, writer: &Writer) -> Result<Vec<Entry>, Refused> {
    let mut frame = bundle.clone();
    let mut resources = Vec::new();
    for entry in frame
        .get_mut("entry")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        resources.push(entry.as_object_mut().and_then(|entry| entry.shift_remove("resource")));
    }
    let faults = check(&frame, writer.unknown);
    if ResourceType::of(bundle) != Some(ResourceType::Bundle) || faults.iter().any(madrone_fhir::Fault::is_error) {
        return Err(Refused::Faults(faults));
    }
    let frames = frame
        .get("entry")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let read = |(place, (frame, resource)): (usize, (Value, Option<Value>))| {
        Entry::read(&frame, resource).map_err(|why| at(place, why))
    };
    frames.into_iter().zip(resources).enumerate().map(read).collect()
}

fn at(entry: usize, why: Refused) -> Refused {
    match why {
        Refused::Database(_) => why,
        why => Refused::Entry {
            entry,
            why: Box::new(why),
        },
    }
}

/// Each entry in a savepoint of its own; a refusal becomes its answer.
fn each(tx: &Tx, access: &ChartAccess, entries: Vec<Entry>, writer: &Writer) -> Result<Vec<Answer>, Refused> {
    let mut answers = Vec::with_capacity(entries.len());
    for entry in entries {
        answers.push(match tx.savepoint(|tx| alone(tx, access, entry, writer)) {
            Ok(answer) => answer,
            Err(Refused::Database(error)) => return Err(error.into()),
            Err(refused) => Answer::refused(&refused),
        });
    }
    Ok(answers)
}

fn alone(tx: &Tx, access: &ChartAccess, entry: Entry, writer: &Writer) -> Result<Answer, Refused> {
    match entry.method {
        Method::Delete => delete(tx, access, &entry, writer),
        Method::Get => get(tx, access, &entry),
        Method::Post => {
            let resource = entry.resource()?.clone();
            let (stored, change) = match &entry.if_none_exist {
                Some(query) => resource::create_unless(tx, access, resource, query, writer)?,
                None => (resource::create(tx, access, resource, writer)?, Change::Created),
            };
            Ok(Answer::written(&stored, change))
        }
        Method::Put => {
            let mut resource = entry.resource()?.clone();
            let (stored, change) = match &entry.target {
                Target::Query(_, query) => resource::update_matching(tx, access, resource, query, writer)?,
                Target::Instance(_, id) => {
                    entry.expect_id(id)?;
                    set_id(&mut resource, id);
                    resource::update(tx, access, resource, entry.if_match, writer)?
                }
                _ => return Err(Entry::wrong_url()),
            };
            Ok(Answer::written(&stored, change))
        }
    }
}

/// A whole transaction, in the order of the specification.
fn whole(tx: &Tx, access: &ChartAccess, mut entries: Vec<Entry>, writer: &Writer) -> Result<Vec<Answer>, Refused> {
    let mut answers: Vec<Option<Answer>> = entries.iter().map(|_| None).collect();
    for (place, entry) in entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.method == Method::Delete)
    {
        answers[place] = Some(delete(tx, access, entry, writer).map_err(|why| at(place, why))?);
    }
    let mut references = References::default();
    let mut writes: Vec<(usize, String)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let Some(id) = id_of(tx, access, entry, writer).map_err(|why| at(place, why))? else {
            continue;
        };
        references.learn(entry.full_url.as_deref(), entry.target.kind(), id.name());
        match id {
            Id::There(id) => {
                let stored = read(tx, access, entry.target.kind(), &id)?.ok_or(Refused::NotFound)?;
                answers[place] = Some(Answer::written(&stored, Change::Unchanged));
            }
            Id::Write(id) => writes.push((place, id)),
        }
    }
    let mut seen = HashSet::new();
    let mut prepared = Vec::with_capacity(writes.len());
    for (place, id) in &writes {
        let entry = &mut entries[*place];
        let made = prepare(tx, access, entry, id, &mut references, writer).map_err(|why| at(*place, why))?;
        if !seen.insert((made.kind, made.id.clone())) {
            let what = "A transaction may write each resource once: this one stands in two entries.";
            return Err(at(*place, Refused::fault(IssueCode::Invariant, "", what)));
        }
        prepared.push(made);
    }
    let if_match: Vec<Option<i64>> = writes.iter().map(|(place, _)| entries[*place].if_match).collect();
    let puts = write::put(
        tx,
        access,
        &prepared.iter().collect::<Vec<_>>(),
        writer.now,
        Guard::Versions(&if_match),
    )
    .map_err(|why| match why {
        Refused::Entry { entry, why } => at(writes[entry].0, *why),
        other => other,
    })?;
    let mut audited = Vec::new();
    for (((place, _), prepared), put) in writes.iter().zip(&prepared).zip(puts) {
        answers[*place] = Some(Answer::written(&put.stored(prepared), put.change));
        if put.change != Change::Unchanged {
            let action = if put.change == Change::Created {
                "create"
            } else {
                "update"
            };
            audited.push(access.entry(action, Some(prepared.kind), prepared.reference(), writer.now));
        }
    }
    audit::write(tx, &audited)?;
    for (place, entry) in entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.method == Method::Get)
    {
        answers[place] = Some(get(tx, access, entry).map_err(|why| at(place, why))?);
    }
    Ok(answers.into_iter().flatten().collect())
}

/// The id under which an entry writes.
enum Id {
    /// It is there already, and stays as it is.
    There(String),
    Write(String),
}

impl Id {
    fn name(&self) -> &str {
        let (Self::There(id) | Self::Write(id)) = self;
        id
    }
}

fn id_of(tx: &Tx, access: &ChartAccess, entry: &Entry, writer: &Writer) -> Result<Option<Id>, Refused> {
    Ok(Some(match (entry.method, &entry.target) {
        (Method::Post, Target::Type(kind)) => match &entry.if_none_exist {
            Some(query) => match the_one(tx, access, *kind, query)? {
                Some(id) => Id::There(id),
                None => Id::Write(writer.id()),
            },
            None => Id::Write(writer.id()),
        },
        (Method::Put, Target::Instance(_, id)) => {
            entry.expect_id(id)?;
            Id::Write(id.clone())
        }
        (Method::Put, Target::Query(kind, query)) => {
            let own = entry.resource()?.get("id").and_then(Value::as_str).map(str::to_owned);
            let found = the_one(tx, access, *kind, query)?;
            if let Some(found) = &found {
                entry.expect_id(found)?;
            }
            Id::Write(found.or(own).unwrap_or_else(|| writer.id()))
        }
        (Method::Post | Method::Put, _) => return Err(Entry::wrong_url()),
        (Method::Delete | Method::Get, _) => return Ok(None),
    }))
}

fn prepare(
    tx: &Tx,
    access: &ChartAccess,
    entry: &mut Entry,
    id: &str,
    references: &mut References,
    writer: &Writer,
) -> Result<Prepared, Refused> {
    let full_url = entry.full_url.take();
    let resource = entry.resource_mut()?;
    set_id(resource, id);
    references.follow(tx, access, full_url.as_deref(), resource)?;
    Prepared::new(resource, writer.unknown).map_err(Refused::Faults)
}

fn delete(tx: &Tx, access: &ChartAccess, entry: &Entry, writer: &Writer) -> Result<Answer, Refused> {
    let (kind, id) = match &entry.target {
        Target::Instance(kind, id) => (*kind, Some(id.clone())),
        Target::Query(kind, query) => (*kind, the_one(tx, access, *kind, query)?),
        _ => return Err(Entry::wrong_url()),
    };
    let deleted = match id {
        Some(id) => match resource::delete(tx, access, kind, &id, writer) {
            // To delete what is not there is no fault.
            Err(Refused::NotFound) => None,
            other => Some(other?),
        },
        None => None,
    };
    Ok(Answer::deleted(deleted.as_ref()))
}

fn get(tx: &Tx, access: &ChartAccess, entry: &Entry) -> Result<Answer, Refused> {
    let found = |stored: Option<Stored>| match stored {
        Some(stored) if stored.deleted => Err(Refused::Gone),
        Some(stored) => Ok(Answer::read(&stored)),
        None => Err(Refused::NotFound),
    };
    match &entry.target {
        Target::Instance(kind, id) => found(read(tx, access, *kind, id)?),
        Target::Version(kind, id, version) => found(vread(tx, access, *kind, id, *version)?),
        Target::Type(kind) => get_page(tx, access, *kind, ""),
        Target::Query(kind, query) => get_page(tx, access, *kind, query),
    }
}

fn get_page(tx: &Tx, access: &ChartAccess, kind: ResourceType, text: &str) -> Result<Answer, Refused> {
    use madrone_fhir::search::{Handling, Query};
    let query = Query::parse(kind, &pairs(text), Handling::Strict).map_err(|fault| Refused::Faults(vec![fault]))?;
    Ok(Answer::found(searchset(&search(tx, access, &query)?)))
}
