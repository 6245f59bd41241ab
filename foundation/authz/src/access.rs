//! Opening a chart: decide, audit, and hand out the key.

use madrone_db::Tx;
use madrone_fhir::ResourceType;
use madrone_kernel::Instant;

use crate::audit::Entry;
use crate::policy::{allowed, sees_labelled};
use crate::{Actor, Area, Areas, Verb, store};

/// What somebody wants to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Action {
    /// Read or write.
    pub verb: Verb,
    /// What of the chart.
    pub area: Area,
}

impl Action {
    /// Reads an area.
    pub const fn view(area: Area) -> Self {
        Self { verb: Verb::View, area }
    }

    /// Writes an area.
    pub const fn write(area: Area) -> Self {
        Self {
            verb: Verb::Write,
            area,
        }
    }
}

/// The key to one chart, or to all charts. It says what its holder may see and write there; every function that reads or
/// writes patient data takes one and keeps to it in SQL.
#[derive(Clone, Debug)]
pub struct ChartAccess {
    patient: Option<Chart>,
    view: Areas,
    write: Areas,
    labelled: bool,
    actor: Actor,
    request: String,
}

#[derive(Clone, Debug)]
struct Chart {
    rid: i64,
    id: String,
}

impl ChartAccess {
    /// The number of the patient whose chart this opens; `None` when it opens all charts.
    pub fn patient_rid(&self) -> Option<i64> {
        self.patient.as_ref().map(|chart| chart.rid)
    }

    /// The FHIR id of the patient whose chart this opens; `None` when it opens all charts.
    pub fn patient_id(&self) -> Option<&str> {
        self.patient.as_ref().map(|chart| chart.id.as_str())
    }

    /// Whether resources of this type may be read.
    pub fn sees(&self, kind: ResourceType) -> bool {
        self.view.holds(Area::of(kind))
    }

    /// Whether resources of this type may be written. Whoever writes anything there may say that they did.
    pub fn writes(&self, kind: ResourceType) -> bool {
        let tells_of_a_write = kind == ResourceType::Provenance && self.write != Areas::NONE;
        tells_of_a_write || self.write.holds(Area::of(kind))
    }

    /// Whether items with a sensitivity label may be read.
    pub fn sees_labelled(&self) -> bool {
        self.labelled
    }

    /// The audit entry of something written with this key; `action` is FHIR's word for it, `target` is `Type/id`.
    pub fn entry(&self, action: &'static str, kind: Option<ResourceType>, target: String, at: Instant) -> Entry {
        Entry {
            at,
            request: self.request.clone(),
            actor: self.actor.clone(),
            action,
            area: kind.map_or("", |kind| Area::of(kind).name()),
            patient: self.patient_id().map(str::to_owned),
            target,
            allowed: true,
        }
    }
}

/// Why a chart stays closed. To whoever asked, both look the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such patient.
    #[error("there is no such chart")]
    Absent,
    /// There is, but not for this actor and action.
    #[error("this chart is not open to the one who asks")]
    Closed,
}

/// The outcome of a decision, with the entry that has to be written whichever way it went.
pub type Opened = (Result<ChartAccess, Refusal>, Entry);

/// Decides whether `actor` may do `action` with the chart of the Patient `patient`. `request` is the id of the request
/// and `target` what it is about (a path or a resource), for the audit.
///
/// # Errors
/// When the database fails. A refusal is in the outcome.
pub fn open(
    tx: &Tx,
    actor: &Actor,
    patient: &str,
    action: Action,
    (request, target, at): (&str, &str, Instant),
) -> Result<Opened, madrone_db::Error> {
    let facts = store::patient(tx, patient)?;
    let outcome = facts.ok_or(Refusal::Absent).and_then(|facts| {
        decide(
            actor,
            Some(Chart {
                rid: facts.rid,
                id: patient.to_owned(),
            }),
            action,
            request,
        )
        .ok_or(Refusal::Closed)
    });
    let entry = entry(actor, Some(patient), action, (request, target, at), outcome.is_ok());
    Ok((outcome, entry))
}

/// Decides whether `actor` may do `action` across all charts: worklists, patient search, imports.
pub fn open_all(actor: &Actor, action: Action, (request, target, at): (&str, &str, Instant)) -> Opened {
    let outcome = decide(actor, None, action, request).ok_or(Refusal::Closed);
    let entry = entry(actor, None, action, (request, target, at), outcome.is_ok());
    (outcome, entry)
}

/// A key to what is in nobody's chart: practitioners, organizations, places. Anyone may have it; patient data stays
/// shut.
pub fn open_directory(actor: &Actor, request: &str) -> ChartAccess {
    ChartAccess {
        patient: Some(Chart {
            rid: 0,
            id: String::new(),
        }),
        view: Area::ALL.into_iter().collect(),
        write: Areas::NONE,
        labelled: false,
        actor: actor.clone(),
        request: request.to_owned(),
    }
}

fn decide(actor: &Actor, patient: Option<Chart>, action: Action, request: &str) -> Option<ChartAccess> {
    let id = patient.as_ref().map(|chart| chart.id.as_str());
    let (view, write) = (allowed(actor, id, Verb::View), allowed(actor, id, Verb::Write));
    let wanted = match action.verb {
        Verb::View => view,
        Verb::Write => write,
    };
    wanted.holds(action.area).then(|| ChartAccess {
        patient,
        view,
        write,
        labelled: sees_labelled(actor),
        actor: actor.clone(),
        request: request.to_owned(),
    })
}

fn entry(
    actor: &Actor,
    patient: Option<&str>,
    action: Action,
    (request, target, at): (&str, &str, Instant),
    allowed: bool,
) -> Entry {
    Entry {
        at,
        request: request.to_owned(),
        actor: actor.clone(),
        action: action.verb.name(),
        area: action.area.name(),
        patient: patient.map(str::to_owned),
        target: target.to_owned(),
        allowed,
    }
}
