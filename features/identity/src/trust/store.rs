//! SQL of `identity_trusted_device`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

/// A trusted device.
#[derive(Clone, Debug)]
pub(crate) struct Trusted {
    /// The hash of its token.
    pub(crate) token: String,
    pub(crate) agent: String,
    pub(crate) created: Instant,
}

pub(super) fn insert(tx: &Tx, (token, account, agent): (&str, &str, &str), now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_trusted_device (token, account, agent, created) VALUES ($1, $2, $3, $4)",
        &[&token, &account, &agent, &now],
    )?;
    Ok(())
}

/// Whether the account trusts the device of this token, since after `oldest`.
pub(super) fn is_trusted(tx: &Tx, (token, account): (&str, &str), oldest: Instant) -> Result<bool> {
    let sql = "SELECT 1 FROM identity_trusted_device WHERE token = $1 AND account = $2 AND created > $3";
    Ok(tx.query_opt(sql, &[&token, &account, &oldest], |_| Ok(()))?.is_some())
}

pub(super) fn all(tx: &Tx, account: &str, oldest: Instant) -> Result<Vec<Trusted>> {
    let sql = "SELECT token, agent, created FROM identity_trusted_device
               WHERE account = $1 AND created > $2 ORDER BY created DESC, token";
    tx.query(sql, &[&account, &oldest], |row| {
        Ok(Trusted {
            token: row.get(0)?,
            agent: row.get(1)?,
            created: row.get(2)?,
        })
    })
}

pub(super) fn end(tx: &Tx, token: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_trusted_device WHERE token = $1", &[&token])?;
    Ok(())
}

/// Trusts none of the account's devices any more.
pub(crate) fn end_all(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_trusted_device WHERE account = $1", &[&account])?;
    Ok(())
}

pub(super) fn end_overdue(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_trusted_device WHERE created <= $1", &[&oldest])?;
    Ok(())
}
