//! SQL of `authz_patient` and `authz_audit`.

use madrone_db::{Param, Result, Row, Tx, ValueRef};
use madrone_kernel::Instant;

use crate::audit::{Entry, Looked, Who, Written};

/// What decisions need to know of a patient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatientFacts {
    /// The number that index rows of the chart carry.
    pub rid: i64,
    /// The FHIR id.
    pub id: String,
    /// `YYYY-MM-DD`, or less where less is known.
    pub birth_date: Option<String>,
}

/// Remembers what decisions need to know of a Patient; the chart calls it whenever one is written.
///
/// # Errors
/// When the database fails.
pub fn patient_written(tx: &Tx, facts: &PatientFacts) -> Result<()> {
    tx.execute(
        "INSERT INTO authz_patient (rid, id, birth_date) VALUES ($1, $2, $3)
         ON CONFLICT (rid) DO UPDATE SET birth_date = $3",
        &[&facts.rid, &facts.id, &facts.birth_date],
    )?;
    Ok(())
}

pub(crate) fn patient(tx: &Tx, id: &str) -> Result<Option<PatientFacts>> {
    tx.query_opt(
        "SELECT rid, birth_date FROM authz_patient WHERE id = $1",
        &[&id],
        |row| {
            Ok(PatientFacts {
                rid: row.get(0)?,
                id: id.to_owned(),
                birth_date: row.get(1)?,
            })
        },
    )
}

pub(crate) fn write(tx: &Tx, entries: &[Entry]) -> Result<()> {
    let mut values: Vec<ValueRef<'_>> = Vec::with_capacity(entries.len() * 10);
    for entry in entries {
        values.extend([
            entry.at.value(),
            entry.request.value(),
            ValueRef::Text(entry.actor.kind()),
            ValueRef::Text(entry.actor.id()),
            ValueRef::Text(entry.actor.name()),
            ValueRef::Text(entry.action),
            ValueRef::Text(entry.area),
            entry.patient.value(),
            entry.target.value(),
            entry.allowed.value(),
        ]);
    }
    tx.insert_many(
        "INSERT INTO authz_audit
         (at, request, actor_kind, actor_id, actor_name, action, area, patient, target, allowed)",
        10,
        &values,
        "",
    )
}

const WRITTEN: &str = "seq, at, actor_kind, actor_id, actor_name, action, area, patient, target, allowed";

fn written(row: &Row) -> Result<Written> {
    Ok(Written {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor_kind: row.get(2)?,
        actor_id: row.get(3)?,
        actor_name: row.get(4)?,
        action: row.get(5)?,
        area: row.get(6)?,
        patient: row.get(7)?,
        target: row.get(8)?,
        allowed: row.get(9)?,
    })
}

pub(crate) fn of_chart(tx: &Tx, patient: &str, looked: Looked<'_>, count: u32) -> Result<Vec<Written>> {
    let (who, account) = match looked.who {
        Who::Anybody => ("", ""),
        Who::Account(account) => ("AND actor_kind = 'person'", account),
        Who::Staff => ("AND actor_kind NOT IN ('person', 'system', 'anonymous')", ""),
        Who::System => ("AND actor_kind = 'system'", ""),
    };
    let from = looked.from.unwrap_or(Instant::from_micros(i64::MIN));
    let until = looked.until.unwrap_or(Instant::from_micros(i64::MAX));
    tx.query(
        &format!(
            "SELECT {WRITTEN} FROM authz_audit
             WHERE patient = $1 AND seq < $2 AND at >= $3 AND at < $4 {who} AND ($5 = '' OR actor_id = $5)
             ORDER BY seq DESC LIMIT CAST($6 AS BIGINT)"
        ),
        &[&patient, &looked.before, &from, &until, &account, &count],
        written,
    )
}

pub(crate) fn of_actor(tx: &Tx, kind: &str, id: &str, count: u32) -> Result<Vec<Written>> {
    tx.query(
        &format!(
            "SELECT {WRITTEN} FROM authz_audit WHERE actor_kind = $1 AND actor_id = $2
             ORDER BY seq DESC LIMIT CAST($3 AS BIGINT)"
        ),
        &[&kind, &id, &count],
        written,
    )
}
