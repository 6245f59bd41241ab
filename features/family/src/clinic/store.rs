//! SQL of `family_decision`, `family_exclusion` and `family_request`.

use madrone_db::{Result, Row, Tx};
use madrone_kernel::Instant;

/// Something that the clinic did about access to a chart.
pub(crate) struct Decision {
    pub(crate) id: String,
    pub(crate) patient: String,
    /// `invited`, `ended`, `held`, `released`, `excluded`, `lifted`, `emancipated`, `minor`, `connected`.
    pub(crate) what: String,
    /// About whom.
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) at: Instant,
    pub(crate) by: String,
}

pub(crate) fn decide(tx: &Tx, made: &Decision) -> Result<()> {
    tx.execute(
        "INSERT INTO family_decision (id, patient, what, name, reason, decided, decided_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &made.id,
            &made.patient,
            &made.what,
            &made.name,
            &made.reason,
            &made.at,
            &made.by,
        ],
    )?;
    Ok(())
}

/// The latest decisions about a chart, the newest first.
pub(crate) fn decisions(tx: &Tx, patient: &str) -> Result<Vec<Decision>> {
    tx.query(
        "SELECT id, patient, what, name, reason, decided, decided_by FROM family_decision
         WHERE patient = $1 ORDER BY decided DESC, id DESC LIMIT 20",
        &[&patient],
        |row| {
            Ok(Decision {
                id: row.get(0)?,
                patient: row.get(1)?,
                what: row.get(2)?,
                name: row.get(3)?,
                reason: row.get(4)?,
                at: row.get(5)?,
                by: row.get(6)?,
            })
        },
    )
}

/// Who may not be let into a chart: id, name, address.
pub(crate) fn exclusions(tx: &Tx, patient: &str) -> Result<Vec<(String, String, String)>> {
    tx.query(
        "SELECT id, name, email FROM family_exclusion WHERE patient = $1 AND lifted IS NULL ORDER BY made, id",
        &[&patient],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

pub(crate) fn is_excluded(tx: &Tx, patient: &str, email: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM family_exclusion WHERE patient = $1 AND email = $2 AND lifted IS NULL";
    let found: Option<i64> = tx.query_opt(sql, &[&patient, &email.to_lowercase()], |row| row.get(0))?;
    Ok(found.unwrap_or(0) > 0)
}

pub(crate) fn exclude(tx: &Tx, id: &str, patient: &str, (name, email): (&str, &str), now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO family_exclusion (id, patient, name, email, made) VALUES ($1, $2, $3, $4, $5)",
        &[&id, &patient, &name, &email.to_lowercase(), &now],
    )?;
    Ok(())
}

pub(crate) fn lift(tx: &Tx, id: &str, patient: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE family_exclusion SET lifted = $3 WHERE id = $1 AND patient = $2 AND lifted IS NULL";
    Ok(tx.execute(sql, &[&id, &patient, &now])? > 0)
}

/// Somebody who asks to be connected with a patient.
pub(crate) struct Request {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) patient_name: String,
    pub(crate) birth_date: String,
    pub(crate) relationship: String,
    pub(crate) note: String,
    pub(crate) made: Instant,
    /// `open`, `connected` or `refused`.
    pub(crate) state: String,
}

const REQUEST: &str = "id, account, name, patient_name, birth_date, relationship, note, made, state";

fn request(row: &Row) -> Result<Request> {
    Ok(Request {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        patient_name: row.get(3)?,
        birth_date: row.get(4)?,
        relationship: row.get(5)?,
        note: row.get(6)?,
        made: row.get(7)?,
        state: row.get(8)?,
    })
}

pub(crate) fn ask(tx: &Tx, new: &Request) -> Result<()> {
    tx.execute(
        "INSERT INTO family_request (id, account, name, patient_name, birth_date, relationship, note, made, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &new.id,
            &new.account,
            &new.name,
            &new.patient_name,
            &new.birth_date,
            &new.relationship,
            &new.note,
            &new.made,
            &new.state,
        ],
    )?;
    Ok(())
}

pub(crate) fn requests(tx: &Tx, open: bool) -> Result<Vec<Request>> {
    let (test, order) = if open {
        ("state = 'open'", "made, id")
    } else {
        ("state <> 'open'", "made DESC, id")
    };
    let sql = format!("SELECT {REQUEST} FROM family_request WHERE {test} ORDER BY {order} LIMIT 200");
    tx.query(&sql, &[], request)
}

pub(crate) fn requests_of(tx: &Tx, account: &str) -> Result<Vec<Request>> {
    let sql = format!("SELECT {REQUEST} FROM family_request WHERE account = $1 ORDER BY made DESC, id LIMIT 10");
    tx.query(&sql, &[&account], request)
}

pub(crate) fn request_by_id(tx: &Tx, id: &str) -> Result<Option<Request>> {
    let sql = format!("SELECT {REQUEST} FROM family_request WHERE id = $1");
    tx.query_opt(&sql, &[&id], request)
}

pub(crate) fn count_open(tx: &Tx) -> Result<i64> {
    let sql = "SELECT count(*) FROM family_request WHERE state = 'open'";
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.unwrap_or(0))
}

/// Answers one that is open; whether it was.
pub(crate) fn settle(tx: &Tx, id: &str, state: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE family_request SET state = $2, decided = $3 WHERE id = $1 AND state = 'open'";
    Ok(tx.execute(sql, &[&id, &state, &now])? > 0)
}
