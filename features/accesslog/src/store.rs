//! SQL of `accesslog_report`.

use madrone_db::{Result, Row, Tx};
use madrone_kernel::Instant;

/// An entry that somebody finds strange.
pub(crate) struct Report {
    pub(crate) id: String,
    /// The Patient whose chart the entry is about.
    pub(crate) patient: String,
    /// The entry's place in the record.
    pub(crate) seq: i64,
    /// Who says so.
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) made: Instant,
    pub(crate) state: String,
    /// What the clinic answers; empty while it is open.
    pub(crate) answer: String,
}

const REPORT: &str = "id, patient, seq, account, name, note, made, state, answer";

fn report(row: &Row) -> Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        patient: row.get(1)?,
        seq: row.get(2)?,
        account: row.get(3)?,
        name: row.get(4)?,
        note: row.get(5)?,
        made: row.get(6)?,
        state: row.get(7)?,
        answer: row.get(8)?,
    })
}

/// Keeps a report that is open; false when this account has reported the entry before.
pub(crate) fn add(tx: &Tx, new: &Report) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO accesslog_report (id, patient, seq, account, name, note, made, state, answer, decided_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', '', '') ON CONFLICT (account, seq) DO NOTHING",
        &[
            &new.id,
            &new.patient,
            &new.seq,
            &new.account,
            &new.name,
            &new.note,
            &new.made,
        ],
    )?;
    Ok(added == 1)
}

pub(crate) fn of_account(tx: &Tx, account: &str, seq: i64) -> Result<Option<Report>> {
    let sql = format!("SELECT {REPORT} FROM accesslog_report WHERE account = $1 AND seq = $2");
    tx.query_opt(&sql, &[&account, &seq], report)
}

pub(crate) fn by_id(tx: &Tx, id: &str) -> Result<Option<Report>> {
    let sql = format!("SELECT {REPORT} FROM accesslog_report WHERE id = $1");
    tx.query_opt(&sql, &[&id], report)
}

/// Those that are open, the oldest first, or those that are not, the newest first.
pub(crate) fn reports(tx: &Tx, open: bool) -> Result<Vec<Report>> {
    let (test, order) = if open {
        ("state = 'open'", "made, id")
    } else {
        ("state <> 'open'", "made DESC, id")
    };
    let sql = format!("SELECT {REPORT} FROM accesslog_report WHERE {test} ORDER BY {order} LIMIT 200");
    tx.query(&sql, &[], report)
}

pub(crate) fn count_open(tx: &Tx) -> Result<i64> {
    let sql = "SELECT count(*) FROM accesslog_report WHERE state = 'open'";
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.unwrap_or(0))
}

/// Answers one that is open; whether it was.
pub(crate) fn settle(tx: &Tx, id: &str, (state, answer): (&str, &str), (by, now): (&str, Instant)) -> Result<bool> {
    let settled = tx.execute(
        "UPDATE accesslog_report SET state = $2, answer = $3, decided_by = $4, decided = $5 WHERE id = $1 AND state = 'open'",
        &[&id, &state, &answer, &by, &now],
    )?;
    Ok(settled == 1)
}
