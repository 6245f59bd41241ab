//! SQL of `identity_challenge`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

/// The second step of one attempt to sign in. Known by the hash of its token.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    pub(crate) account: String,
    pub(crate) code: Option<String>,
    pub(crate) created: Instant,
    pub(crate) tries: i64,
    pub(crate) next: String,
}

pub(crate) fn insert(tx: &Tx, token: &str, account: &str, next: &str, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_challenge (token, account, created, tries, next) VALUES ($1, $2, $3, 0, $4)",
        &[&token, &account, &now, &next],
    )?;
    Ok(())
}

pub(crate) fn find(tx: &Tx, token: &str) -> Result<Option<Challenge>> {
    tx.query_opt(
        "SELECT account, code, created, tries, next FROM identity_challenge WHERE token = $1",
        &[&token],
        |row| {
            Ok(Challenge {
                account: row.get(0)?,
                code: row.get(1)?,
                created: row.get(2)?,
                tries: row.get(3)?,
                next: row.get(4)?,
            })
        },
    )
}

pub(crate) fn set_code(tx: &Tx, token: &str, code: &str) -> Result<bool> {
    Ok(tx.execute(
        "UPDATE identity_challenge SET code = $2 WHERE token = $1",
        &[&token, &code],
    )? == 1)
}

pub(crate) fn tried(tx: &Tx, token: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_challenge SET tries = tries + 1 WHERE token = $1",
        &[&token],
    )?;
    Ok(())
}

pub(crate) fn end(tx: &Tx, token: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_challenge WHERE token = $1", &[&token])?;
    Ok(())
}

/// Ends every attempt to sign in to the account.
pub(crate) fn end_all(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_challenge WHERE account = $1", &[&account])?;
    Ok(())
}

/// Forgets challenges that began before `oldest`.
pub(crate) fn end_overdue(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_challenge WHERE created < $1", &[&oldest])?;
    Ok(())
}
