//! SQL of `authz_patient`, `authz_relation` and `authz_audit`.

use madrone_db::{Param, Result, Row, Tx, ValueRef};
use madrone_kernel::Instant;

use crate::audit::{Entry, Looked, Who, Written};
use crate::relation::{Held, Kind, Relation, areas, spelled};

/// What decisions need to know of a patient.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PatientFacts {
    /// The number that index rows of the chart carry.
    pub rid: i64,
    /// The FHIR id.
    pub id: String,
    /// `YYYY-MM-DD`, or less where less is known.
    pub birth_date: Option<String>,
    /// The whole name, for those who may open the chart.
    pub name: String,
    /// What the patient is called: the given name, where there is one.
    pub called: String,
    /// Whether the patient died.
    pub deceased: bool,
    /// Whether the patient is an adult before the law whatever the age.
    pub emancipated: bool,
}

/// Remembers what decisions need to know of a Patient; the chart calls it whenever one is written. Whether a minor is
/// emancipated no Patient says: that is kept.
///
/// # Errors
/// When the database fails.
pub fn patient_written(tx: &Tx, facts: &PatientFacts) -> Result<()> {
    tx.execute(
        "INSERT INTO authz_patient (rid, id, birth_date, name, called, deceased, emancipated)
         VALUES ($1, $2, $3, $4, $5, $6, FALSE)
         ON CONFLICT (rid) DO UPDATE SET birth_date = $3, name = $4, called = $5, deceased = $6",
        &[
            &facts.rid,
            &facts.id,
            &facts.birth_date,
            &facts.name,
            &facts.called,
            &facts.deceased,
        ],
    )?;
    Ok(())
}

const PATIENT: &str = "p.rid, p.id, p.birth_date, p.name, p.called, p.deceased, p.emancipated";

fn facts(row: &Row, from: usize) -> Result<PatientFacts> {
    Ok(PatientFacts {
        rid: row.get(from)?,
        id: row.get(from + 1)?,
        birth_date: row.get(from + 2)?,
        name: row.get(from + 3)?,
        called: row.get(from + 4)?,
        deceased: row.get(from + 5)?,
        emancipated: row.get(from + 6)?,
    })
}

pub(crate) fn patient(tx: &Tx, id: &str) -> Result<Option<PatientFacts>> {
    let sql = format!("SELECT {PATIENT} FROM authz_patient p WHERE p.id = $1");
    tx.query_opt(&sql, &[&id], |row| facts(row, 0))
}

const RELATION: &str = "r.id, r.account, r.related, r.kind, r.areas, r.sensitive, r.more, r.since, r.until, r.frozen,
    r.ended, r.holder";

fn relation_of(row: &Row, patient: String) -> Result<Relation> {
    let kind: String = row.get(3)?;
    let spelled: String = row.get(4)?;
    Ok(Relation {
        id: row.get(0)?,
        patient,
        account: row.get(1)?,
        related: row.get(2)?,
        kind: Kind::parse(&kind).ok_or(madrone_db::Error::Column(3))?,
        areas: areas(&spelled),
        sensitive: row.get(5)?,
        more: row.get(6)?,
        since: row.get(7)?,
        until: row.get(8)?,
        frozen: row.get(9)?,
        ended: row.get(10)?,
        holder: row.get(11)?,
    })
}

fn held(row: &Row) -> Result<Held> {
    let patient = facts(row, 12)?;
    Ok(Held {
        relation: relation_of(row, patient.id.clone())?,
        patient,
    })
}

pub(crate) fn relation(tx: &Tx, account: &str, patient: i64) -> Result<Option<Relation>> {
    let sql = format!(
        "SELECT {RELATION}, {PATIENT} FROM authz_relation r JOIN authz_patient p ON p.rid = r.patient
         WHERE r.account = $1 AND r.patient = $2 AND r.ended IS NULL"
    );
    let found = tx.query_opt(&sql, &[&account, &patient], held)?;
    Ok(found.map(|held| held.relation))
}

pub(crate) fn relation_by_id(tx: &Tx, id: &str) -> Result<Option<Held>> {
    let sql = format!(
        "SELECT {RELATION}, {PATIENT} FROM authz_relation r JOIN authz_patient p ON p.rid = r.patient WHERE r.id = $1"
    );
    tx.query_opt(&sql, &[&id], held)
}

pub(crate) fn held_by(tx: &Tx, account: &str) -> Result<Vec<Held>> {
    let sql = format!(
        "SELECT {RELATION}, {PATIENT} FROM authz_relation r JOIN authz_patient p ON p.rid = r.patient
         WHERE r.account = $1 AND r.ended IS NULL ORDER BY p.name, p.rid"
    );
    tx.query(&sql, &[&account], held)
}

pub(crate) fn parents_of_those_born(tx: &Tx, (from, until): (&str, &str)) -> Result<Vec<Held>> {
    let sql = format!(
        "SELECT {RELATION}, {PATIENT} FROM authz_patient p JOIN authz_relation r ON r.patient = p.rid
         WHERE p.birth_date >= $1 AND p.birth_date <= $2 AND NOT p.deceased AND NOT p.emancipated
         AND r.kind = $3 AND r.ended IS NULL ORDER BY p.birth_date, p.rid, r.id"
    );
    tx.query(&sql, &[&from, &until, &Kind::Parent.name()], held)
}

pub(crate) fn of_chart_relations(tx: &Tx, patient: i64) -> Result<Vec<Relation>> {
    let sql = format!(
        "SELECT {RELATION}, {PATIENT} FROM authz_relation r JOIN authz_patient p ON p.rid = r.patient
         WHERE r.patient = $1 ORDER BY r.since DESC, r.id"
    );
    let held = tx.query(&sql, &[&patient], held)?;
    Ok(held.into_iter().map(|held| held.relation).collect())
}

pub(crate) fn put_relation(tx: &Tx, patient: i64, relation: &Relation) -> Result<()> {
    tx.execute(
        "INSERT INTO authz_relation
         (id, patient, account, related, kind, areas, sensitive, more, since, until, frozen, ended, holder)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE SET kind = $5, areas = $6, sensitive = $7, more = $8, until = $10, frozen = $11,
         ended = $12",
        &[
            &relation.id,
            &patient,
            &relation.account,
            &relation.related,
            &relation.kind.name(),
            &spelled(relation.areas),
            &relation.sensitive,
            &relation.more,
            &relation.since,
            &relation.until,
            &relation.frozen,
            &relation.ended,
            &relation.holder,
        ],
    )?;
    Ok(())
}

pub(crate) fn set_emancipated(tx: &Tx, patient: i64, emancipated: bool) -> Result<()> {
    tx.execute(
        "UPDATE authz_patient SET emancipated = $2 WHERE rid = $1",
        &[&patient, &emancipated],
    )?;
    Ok(())
}

/// Ends what the account has to this chart, other than `but`.
pub(crate) fn end_of_account(tx: &Tx, patient: i64, account: &str, but: &str, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE authz_relation SET ended = $4 WHERE patient = $1 AND account = $2 AND id <> $3 AND ended IS NULL",
        &[&patient, &account, &but, &now],
    )?;
    Ok(())
}

pub(crate) fn end_relation(tx: &Tx, patient: i64, id: &str, now: Instant) -> Result<bool> {
    let ended = tx.execute(
        "UPDATE authz_relation SET ended = $3 WHERE patient = $1 AND id = $2 AND ended IS NULL",
        &[&patient, &id, &now],
    )?;
    Ok(ended > 0)
}

pub(crate) fn leave(tx: &Tx, account: &str, id: &str, now: Instant) -> Result<bool> {
    let ended = tx.execute(
        "UPDATE authz_relation SET ended = $3 WHERE account = $1 AND id = $2 AND ended IS NULL",
        &[&account, &id, &now],
    )?;
    Ok(ended > 0)
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
