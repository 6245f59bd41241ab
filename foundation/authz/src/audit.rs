//! The record of who did what: one compact row an event, readable as FHIR AuditEvent.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use serde_json::{Value, json};

use crate::{Actor, ChartAccess, Role, store};

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// The id of the request it was part of.
    pub request: String,
    /// Who.
    pub actor: Actor,
    /// What was done: `view`, `write`, `create`, `update`, `delete`, `import`, `sign-in` …
    pub action: &'static str,
    /// Which part of the chart; empty where none is meant.
    pub area: &'static str,
    /// The id of the Patient it was about.
    pub patient: Option<String>,
    /// What exactly: the path of the page, or `Type/id`. Never clinical content.
    pub target: String,
    /// False for a refusal.
    pub allowed: bool,
}

/// Writes entries in one statement, inside the caller's transaction.
///
/// # Errors
/// When the database fails.
pub fn write(tx: &Tx, entries: &[Entry]) -> Result<()> {
    store::write(tx, entries)
}

/// Asks for `entry` to be written whatever becomes of the transaction.
pub fn keep(tx: &Tx, entry: Entry) {
    tx.keep(move |tx| store::write(tx, std::slice::from_ref(&entry)));
}

/// An event as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its place in the record.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// [`Actor::kind`].
    pub actor_kind: String,
    /// [`Actor::id`].
    pub actor_id: String,
    /// [`Actor::name`].
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// Which part of the chart.
    pub area: String,
    /// Whose.
    pub patient: Option<String>,
    /// What exactly.
    pub target: String,
    /// False for a refusal.
    pub allowed: bool,
}

/// Whose events are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Who<'a> {
    /// Everybody's.
    #[default]
    Anybody,
    /// Those of the person with this account.
    Account(&'a str),
    /// Those of whoever works for the clinic.
    Staff,
    /// The portal's own.
    System,
}

/// Which events about a chart are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Looked<'a> {
    /// Whose.
    pub who: Who<'a>,
    /// Since when.
    pub from: Option<Instant>,
    /// Before when.
    pub until: Option<Instant>,
    /// Before which place in the record: the last one of the page before this one.
    pub before: i64,
}

/// The latest events about the chart that `access` opens, the newest first; none where it opens all charts.
///
/// # Errors
/// When the database fails.
pub fn of_chart(tx: &Tx, access: &ChartAccess, looked: Looked<'_>, count: u32) -> Result<Vec<Written>> {
    match access.patient_id() {
        Some(patient) => store::of_chart(tx, patient, looked, count),
        None => Ok(Vec::new()),
    }
}

/// The latest events of an actor, the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_actor(tx: &Tx, kind: &str, id: &str, count: u32) -> Result<Vec<Written>> {
    store::of_actor(tx, kind, id, count)
}

impl Written {
    /// As FHIR R4 AuditEvent (<http://hl7.org/fhir/R4/auditevent.html>).
    pub fn as_fhir(&self) -> Value {
        let code = match self.action.as_str() {
            "create" | "import" => "C",
            "update" | "write" => "U",
            "delete" => "D",
            "view" => "R",
            _ => "E",
        };
        let who = if self.actor_id.is_empty() {
            json!({ "display": "nobody known" })
        } else {
            json!({ "identifier": { "value": self.actor_id }, "display": self.actor_name })
        };
        let mut event = json!({
            "resourceType": "AuditEvent",
            "id": format!("audit-{}", self.seq),
            "type": {
                "system": "http://terminology.hl7.org/CodeSystem/audit-event-type",
                "code": "rest",
                "display": "RESTful Operation"
            },
            "subtype": [{ "display": self.action }],
            "action": code,
            "recorded": self.at.to_string(),
            // 0 is success, 8 a refusal ("serious failure" in the DICOM list that FHIR uses).
            "outcome": if self.allowed { "0" } else { "8" },
            "agent": [{
                "type": { "text": self.actor_kind },
                "who": who,
                "requestor": Role::parse(&self.actor_kind).is_some() || self.actor_kind == "person"
            }],
            "source": { "observer": { "display": "Madrone" } }
        });
        let mut entity = Vec::new();
        if let Some(patient) = &self.patient {
            entity.push(json!({ "what": { "reference": format!("Patient/{patient}") }, "role": {
                "system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1", "display": "Patient" } }));
        }
        if !self.target.is_empty() {
            let mut about = json!({ "name": self.target });
            if !self.area.is_empty() {
                about["description"] = json!(self.area);
            }
            entity.push(about);
        }
        if !entity.is_empty() {
            event["entity"] = Value::Array(entity);
        }
        event
    }
}
