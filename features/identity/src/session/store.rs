//! SQL of `identity_session`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use crate::account::Account;
use crate::account::store::{COLUMNS, read};

/// A session and whose it is.
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) created: Instant,
    pub(crate) seen: Instant,
    pub(crate) account: Account,
}

pub(crate) fn by_token(tx: &Tx, token: &str) -> Result<Option<Found>> {
    let sql = format!(
        "SELECT {COLUMNS}, s.id, s.created, s.seen
         FROM identity_session s JOIN identity_account a ON a.id = s.account WHERE s.token = $1"
    );
    tx.query_opt(&sql, &[&token], |row| {
        Ok(Found {
            account: read(row)?,
            id: row.get(8)?,
            created: row.get(9)?,
            seen: row.get(10)?,
        })
    })
}

pub(crate) fn insert(tx: &Tx, token: &str, account: &str, agent: &str, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_session (token, account, created, seen, agent) VALUES ($1, $2, $3, $3, $4)",
        &[&token, &account, &now, &agent],
    )?;
    Ok(())
}

pub(crate) fn seen(tx: &Tx, id: i64, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE identity_session SET seen = $2 WHERE id = $1 AND seen < $2",
        &[&id, &now],
    )?;
    Ok(())
}

pub(crate) fn end(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM identity_session WHERE id = $1", &[&id])?;
    Ok(())
}

/// Ends every session of the account.
pub(crate) fn end_all(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_session WHERE account = $1", &[&account])?;
    Ok(())
}

pub(crate) fn end_token(tx: &Tx, token: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_session WHERE token = $1", &[&token])?;
    Ok(())
}

/// Ends sessions that began before `oldest`: nobody can use them any more.
pub(crate) fn end_overdue(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_session WHERE created < $1", &[&oldest])?;
    Ok(())
}
