//! SQL of `identity_passcode`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use super::TRIES;

/// A device with a passcode, as its owner sees it.
#[derive(Clone, Debug)]
pub(super) struct Device {
    pub(super) id: String,
    pub(super) agent: String,
    pub(super) created: Instant,
    pub(super) used: Option<Instant>,
}

/// A new passcode.
pub(super) struct New<'a> {
    /// What its key is called.
    pub(super) id: &'a str,
    pub(super) key: &'a str,
    /// A PHC string.
    pub(super) passcode: &'a str,
    /// What the browser calls itself.
    pub(super) agent: &'a str,
}

/// A try that is counted and not judged yet.
#[derive(Clone, Debug)]
pub(super) struct Try {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) key: String,
    pub(super) passcode: String,
    /// How many there were since it was right, with this one.
    pub(super) count: i64,
}

pub(super) fn insert(tx: &Tx, account: &str, new: &New<'_>, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_passcode (id, account, key, passcode, agent, tries, created)
         VALUES ($1, $2, $3, $4, $5, 0, $6)",
        &[&new.id, &account, &new.key, &new.passcode, &new.agent, &now],
    )?;
    Ok(())
}

/// The devices of an account, the oldest first.
pub(super) fn all(tx: &Tx, account: &str) -> Result<Vec<Device>> {
    let sql = "SELECT id, agent, created, used FROM identity_passcode WHERE account = $1 ORDER BY created, id";
    tx.query(sql, &[&account], |row| {
        Ok(Device {
            id: row.get(0)?,
            agent: row.get(1)?,
            created: row.get(2)?,
            used: row.get(3)?,
        })
    })
}

pub(crate) fn count(tx: &Tx, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM identity_passcode WHERE account = $1";
    Ok(tx.query_opt(sql, &[&account], |row| row.get(0))?.unwrap_or(0))
}

/// Counts a try before it is judged, so that many at once are no more than [`TRIES`]; `None` where none is left.
pub(super) fn begin_try(tx: &Tx, id: &str) -> Result<Option<Try>> {
    let sql = "UPDATE identity_passcode SET tries = tries + 1 WHERE id = $1 AND tries < $2
               RETURNING id, account, key, passcode, tries";
    tx.query_opt(sql, &[&id, &TRIES], |row| {
        Ok(Try {
            id: row.get(0)?,
            account: row.get(1)?,
            key: row.get(2)?,
            passcode: row.get(3)?,
            count: row.get(4)?,
        })
    })
}

/// Notes that it was right; false when it went in the meantime.
pub(super) fn used(tx: &Tx, id: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_passcode SET tries = 0, used = $2 WHERE id = $1";
    Ok(tx.execute(sql, &[&id, &now])? == 1)
}

/// Takes one away from its account; false when it has none such.
pub(super) fn remove(tx: &Tx, account: &str, id: &str) -> Result<bool> {
    let sql = "DELETE FROM identity_passcode WHERE id = $2 AND account = $1";
    Ok(tx.execute(sql, &[&account, &id])? == 1)
}

/// Ends one whosever it is; the account that had it.
pub(super) fn end(tx: &Tx, id: &str) -> Result<Option<String>> {
    let sql = "DELETE FROM identity_passcode WHERE id = $1 RETURNING account";
    tx.query_opt(sql, &[&id], |row| row.get(0))
}

/// Ends all passcodes of an account.
pub(crate) fn end_all(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_passcode WHERE account = $1", &[&account])?;
    Ok(())
}
