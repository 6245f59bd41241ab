//! SQL of the clinic's queue: `identity_request` as a list, and `identity_request_step`.

use madrone_db::{Error, Param, Result, Row, Tx};
use madrone_kernel::Instant;

use super::{Queued, Step};
use crate::request::Outcome;
use crate::request::store::{COLUMNS, read};

/// The most rows of a list.
const MOST: i64 = 200;

fn queued(row: &Row) -> Result<Queued> {
    let outcome: Option<String> = row.get(9)?;
    let outcome = outcome.map(|name| Outcome::parse(&name).ok_or(Error::Column(9)));
    Ok(Queued {
        request: read(row)?,
        resolved: outcome.transpose()?.zip(row.get(10)?),
        was_called: row.get(11)?,
    })
}

fn all(tx: &Tx, which: &str, params: &[&dyn Param]) -> Result<Vec<Queued>> {
    tx.query(
        &format!(
            "SELECT {COLUMNS}, outcome, resolved,
                EXISTS (SELECT 1 FROM identity_request_step s WHERE s.request = r.id AND s.kind = 'called')
             FROM identity_request r WHERE {which}"
        ),
        params,
        queued,
    )
}

/// What waits for the clinic, the oldest first.
pub(super) fn waiting(tx: &Tx, now: Instant) -> Result<Vec<Queued>> {
    all(
        tx,
        "outcome IS NULL AND waits_from <= $1 ORDER BY waits_from, id LIMIT CAST($2 AS BIGINT)",
        &[&now, &MOST],
    )
}

/// What is settled, the latest first.
pub(super) fn settled(tx: &Tx) -> Result<Vec<Queued>> {
    all(
        tx,
        "resolved IS NOT NULL ORDER BY resolved DESC, id LIMIT CAST($1 AS BIGINT)",
        &[&MOST],
    )
}

pub(super) fn find(tx: &Tx, id: &str) -> Result<Option<Queued>> {
    Ok(all(tx, "r.id = $1", &[&id])?.pop())
}

/// How many wait, as far as a badge can say it.
pub(super) fn count(tx: &Tx, now: Instant) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 AS one FROM identity_request
               WHERE outcome IS NULL AND waits_from <= $1 LIMIT 100) AS few";
    Ok(tx.query_opt(sql, &[&now], |row| row.get(0))?.unwrap_or(0))
}

/// Takes back what became of a request; false when it was not `outcome`.
pub(super) fn reopen(tx: &Tx, id: &str, outcome: Outcome) -> Result<bool> {
    let sql = "UPDATE identity_request SET outcome = NULL, resolved = NULL WHERE id = $1 AND outcome = $2";
    Ok(tx.execute(sql, &[&id, &outcome.name()])? == 1)
}

/// Adds to the history of a request; `id` is the step's own, `account` is who did it.
pub(super) fn add_step(tx: &Tx, (request, id): (&str, &str), account: &str, step: &Step) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_request_step (request, at, id, kind, account, name, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&request, &step.at, &id, &step.kind, &account, &step.name, &step.note],
    )?;
    Ok(())
}

/// The history of a request, the first step first.
pub(super) fn steps(tx: &Tx, request: &str) -> Result<Vec<Step>> {
    tx.query(
        "SELECT at, kind, name, note FROM identity_request_step WHERE request = $1 ORDER BY at, id",
        &[&request],
        |row| {
            Ok(Step {
                at: row.get(0)?,
                kind: row.get(1)?,
                name: row.get(2)?,
                note: row.get(3)?,
            })
        },
    )
}
