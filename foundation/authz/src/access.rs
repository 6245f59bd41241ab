//! Opening a chart: decide, audit, and hand out the key.

use madrone_db::Tx;
use madrone_fhir::ResourceType;
use madrone_kernel::Instant;
use madrone_sensitivity::Labels;

use crate::audit::Entry;
use crate::family::{Cell, Rules, Standing};
use crate::policy::{allowed, hidden};
use crate::relation::{Held, Relation};
use crate::{Actor, Area, Areas, PatientFacts, Verb, store};

/// What somebody wants to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Action {
    /// Read or write.
    pub verb: Verb,
    /// What of the chart: one of these must be open. A page that names several leaves out those that are shut.
    pub areas: Areas,
}

impl Action {
    /// Reads an area.
    pub const fn view(area: Area) -> Self {
        Self {
            verb: Verb::View,
            areas: Areas::of(area),
        }
    }

    /// Reads whichever of these is open.
    pub fn view_any(areas: &[Area]) -> Self {
        Self {
            verb: Verb::View,
            areas: areas.iter().copied().collect(),
        }
    }

    /// Reads whatever is open.
    pub fn enter() -> Self {
        Self::view_any(&Area::ALL)
    }

    /// Writes an area.
    pub const fn write(area: Area) -> Self {
        Self {
            verb: Verb::Write,
            areas: Areas::of(area),
        }
    }
}

/// The key to one chart, or to all charts. It says what its holder may see and write there; every function that reads or
/// writes patient data takes one and keeps to it in SQL.
#[derive(Clone, Debug)]
pub struct ChartAccess {
    patient: Option<Chart>,
    rights: Rights,
    actor: Actor,
    request: String,
}

/// What may be seen and written of a chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Rights {
    view: Areas,
    /// Areas of `view` of which only that may be seen which names this `RelatedPerson`.
    own: Areas,
    related: i64,
    write: Areas,
    hidden: Labels,
    standing: Option<Standing>,
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
        self.rights.view.holds(Area::of(kind))
    }

    /// The areas of which something may be read.
    pub fn areas(&self) -> Areas {
        self.rights.view
    }

    /// The areas of which only that may be read which refers to one `RelatedPerson`, and the number of that one; `None` where
    /// there are none.
    pub fn only_own(&self) -> Option<(Areas, i64)> {
        (!self.rights.own.is_empty()).then_some((self.rights.own, self.rights.related))
    }

    /// Whether its holder may see, or change, who else the chart is open to.
    pub fn shares(&self, change: bool) -> bool {
        let areas = if change { self.rights.write } else { self.rights.view };
        areas.holds(Area::Sharing)
    }

    /// Whether resources of this type may be written. Whoever writes anything there may say that they did.
    pub fn writes(&self, kind: ResourceType) -> bool {
        let tells_of_a_write = kind == ResourceType::Provenance && self.rights.write != Areas::NONE;
        tells_of_a_write || self.rights.write.holds(Area::of(kind))
    }

    /// The labels of items that stay unread.
    pub fn hides(&self) -> Labels {
        self.rights.hidden
    }

    /// This key, but without anything that carries a label.
    #[must_use]
    pub fn without_labelled(mut self) -> Self {
        self.rights.hidden = Labels::ALL;
        self
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

/// Decides whether `actor` may do `action` with the chart of the Patient `patient`, by the site's `rules`. `request` is the
/// id of the request and `target` what it is about (a path or a resource), for the audit.
///
/// # Errors
/// When the database fails. A refusal is in the outcome.
pub fn open(
    tx: &Tx,
    rules: &Rules,
    actor: &Actor,
    patient: &str,
    action: Action,
    (request, target, at): (&str, &str, Instant),
) -> Result<Opened, madrone_db::Error> {
    let outcome = match store::patient(tx, patient)? {
        None => Err(Refusal::Absent),
        Some(facts) => {
            let rights = rights(tx, rules, actor, &facts, at)?;
            let chart = Chart {
                rid: facts.rid,
                id: facts.id,
            };
            decide(actor, Some(chart), rights, action, request).ok_or(Refusal::Closed)
        }
    };
    let entry = entry(actor, Some(patient), action, (request, target, at), outcome.is_ok());
    Ok((outcome, entry))
}

/// What decisions know of the patient whose chart `access` opens; `None` where it opens none.
///
/// # Errors
/// When the database fails.
pub fn patient(tx: &Tx, access: &ChartAccess) -> madrone_db::Result<Option<PatientFacts>> {
    match access.patient_id() {
        Some(id) => store::patient(tx, id),
        None => Ok(None),
    }
}

/// Decides what the holder of the relationship `relation` may do with the chart of the patient who asks: the patient's look
/// at her own chart through somebody else's eyes. It only reads.
///
/// # Errors
/// When the database fails. A refusal is in the outcome.
pub fn open_seen_by(
    tx: &Tx,
    rules: &Rules,
    actor: &Actor,
    relation: &str,
    action: Action,
    (request, target, at): (&str, &str, Instant),
) -> Result<Opened, madrone_db::Error> {
    let held = store::relation_by_id(tx, relation)?.filter(|held| actor.is_self(&held.patient.id));
    let patient = held.as_ref().map(|held| held.patient.id.clone());
    let outcome = held.ok_or(Refusal::Absent).and_then(|Held { relation, patient }| {
        let rights = Rights {
            write: Areas::NONE,
            ..of_relation(rules, &relation, &patient, at)
        };
        let chart = Chart {
            rid: patient.rid,
            id: patient.id,
        };
        decide(actor, Some(chart), rights, action, request).ok_or(Refusal::Closed)
    });
    let entry = entry(
        actor,
        patient.as_deref(),
        action,
        (request, target, at),
        outcome.is_ok(),
    );
    Ok((outcome, entry))
}

/// What `actor` may do with a chart at `now`.
fn rights(tx: &Tx, rules: &Rules, actor: &Actor, patient: &PatientFacts, now: Instant) -> madrone_db::Result<Rights> {
    if let Actor::Person { account, .. } = actor {
        if actor.is_self(&patient.id) {
            // Whoever comes by the account of somebody who died is not that person.
            return Ok(if patient.deceased {
                Rights::default()
            } else {
                of_role(actor, Some(&patient.id))
            });
        }
        let relation = store::relation(tx, account, patient.rid)?;
        return Ok(relation.map_or_else(Rights::default, |relation| of_relation(rules, &relation, patient, now)));
    }
    Ok(of_role(actor, Some(&patient.id)))
}

fn of_role(actor: &Actor, patient: Option<&str>) -> Rights {
    Rights {
        view: allowed(actor, patient, Verb::View),
        write: allowed(actor, patient, Verb::Write),
        hidden: hidden(actor),
        ..Rights::default()
    }
}

/// What the holder of `relation` may do: the column of the table that they stand in, and of a proxy's no more than was
/// agreed to.
fn of_relation(rules: &Rules, relation: &Relation, patient: &PatientFacts, now: Instant) -> Rights {
    let Some(standing) = rules.standing(relation, patient, now) else {
        return Rights::default();
    };
    let within = |least| {
        let areas = rules.areas(standing, least);
        if standing == Standing::Proxy {
            areas.and(relation.areas)
        } else {
            areas
        }
    };
    let view = within(Cell::Own);
    Rights {
        view,
        own: view.without(within(Cell::View)),
        related: relation.related,
        write: within(Cell::Write),
        hidden: rules.hidden(standing, relation.sensitive),
        standing: Some(standing),
    }
}

/// Somebody else's chart as an account stands to it now, for a frame around pages and a list of charts: nothing of the
/// chart is opened by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acting {
    /// The id of the Patient.
    pub patient: String,
    /// The patient's whole name.
    pub name: String,
    /// What the patient is called.
    pub called: String,
    /// By which relationship.
    pub relation: String,
    /// The name of whoever holds it.
    pub holder: String,
    /// What the holder is to the patient.
    pub standing: Standing,
    /// The areas of which something is open.
    pub areas: Areas,
    /// Those of them of which only that is open which the holder took part in.
    pub own: Areas,
}

/// The charts of others that `account` may open now, by the patients' names.
///
/// # Errors
/// When the database fails.
pub fn acting(tx: &Tx, rules: &Rules, account: &str, now: Instant) -> madrone_db::Result<Vec<Acting>> {
    let held = store::held_by(tx, account)?;
    Ok(held.into_iter().filter_map(|held| stands(rules, held, now)).collect())
}

/// How the holder of `relation` stands to the chart of the Patient `own` now; `None` where that is no chart of `own`'s, or
/// nothing of it is open.
///
/// # Errors
/// When the database fails.
pub fn seen_by(tx: &Tx, rules: &Rules, own: &str, relation: &str, now: Instant) -> madrone_db::Result<Option<Acting>> {
    let held = store::relation_by_id(tx, relation)?.filter(|held| held.patient.id == own);
    Ok(held.and_then(|held| stands(rules, held, now)))
}

fn stands(rules: &Rules, held: Held, now: Instant) -> Option<Acting> {
    let rights = of_relation(rules, &held.relation, &held.patient, now);
    Some(Acting {
        patient: held.patient.id,
        name: held.patient.name,
        called: held.patient.called,
        relation: held.relation.id,
        holder: held.relation.holder,
        standing: rights.standing.filter(|_| !rights.view.is_empty())?,
        areas: rights.view,
        own: rights.own,
    })
}

/// Decides whether `actor` may do `action` across all charts: worklists, patient search, imports.
pub fn open_all(actor: &Actor, action: Action, (request, target, at): (&str, &str, Instant)) -> Opened {
    let outcome = decide(actor, None, of_role(actor, None), action, request).ok_or(Refusal::Closed);
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
        rights: Rights {
            view: Area::ALL.into_iter().collect(),
            ..Rights::default()
        },
        actor: actor.clone(),
        request: request.to_owned(),
    }
}

fn decide(actor: &Actor, patient: Option<Chart>, rights: Rights, action: Action, request: &str) -> Option<ChartAccess> {
    let wanted = match action.verb {
        Verb::View => rights.view,
        Verb::Write => rights.write,
    };
    let opens = !wanted.and(action.areas).is_empty();
    opens.then(|| ChartAccess {
        patient,
        rights,
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
        area: action.areas.only().map_or("", Area::name),
        patient: patient.map(str::to_owned),
        target: target.to_owned(),
        allowed,
    }
}
