//! SQL of `identity_challenge`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use crate::Limits;
use crate::factor::Way;

/// The second step of one attempt to sign in, or to confirm. Known by the hash of its token.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    pub(crate) account: String,
    /// How the code is sent.
    pub(crate) way: Way,
    pub(crate) code: Option<String>,
    pub(crate) created: Instant,
    pub(crate) tries: i64,
    pub(crate) next: String,
    /// The session that confirms; `None` while signing in.
    pub(crate) session: Option<i64>,
}

impl Challenge {
    /// A new one, while signing in.
    pub(crate) fn new(account: &str, next: String, now: Instant) -> Self {
        Self {
            account: account.to_owned(),
            way: Way::Email,
            code: None,
            created: now,
            tries: 0,
            next,
            session: None,
        }
    }

    /// Whether it may still be answered.
    pub(crate) fn is_open(&self, limits: &Limits, now: Instant) -> bool {
        now.since(self.created) < limits.code_lives && self.tries < limits.code_tries
    }
}

pub(crate) fn insert(tx: &Tx, token: &str, challenge: &Challenge) -> Result<()> {
    let Challenge {
        account,
        way,
        code,
        created,
        tries,
        next,
        session,
    } = challenge;
    tx.execute(
        "INSERT INTO identity_challenge (token, account, way, code, created, tries, next, session)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&token, account, &way.name(), code, created, tries, next, session],
    )?;
    Ok(())
}

pub(crate) fn find(tx: &Tx, token: &str) -> Result<Option<Challenge>> {
    tx.query_opt(
        "SELECT account, way, code, created, tries, next, session FROM identity_challenge WHERE token = $1",
        &[&token],
        |row| {
            Ok(Challenge {
                account: row.get(0)?,
                way: Way::parse(&row.get::<String>(1)?).unwrap_or(Way::Email),
                code: row.get(2)?,
                created: row.get(3)?,
                tries: row.get(4)?,
                next: row.get(5)?,
                session: row.get(6)?,
            })
        },
    )
}

/// Says how the next code is sent. One that was sent before no longer fits.
pub(crate) fn set_way(tx: &Tx, token: &str, way: Way) -> Result<()> {
    tx.execute(
        "UPDATE identity_challenge SET way = $2, code = NULL WHERE token = $1",
        &[&token, &way.name()],
    )?;
    Ok(())
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

/// Ends one; false when somebody was quicker.
pub(crate) fn end(tx: &Tx, token: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM identity_challenge WHERE token = $1", &[&token])? == 1)
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
