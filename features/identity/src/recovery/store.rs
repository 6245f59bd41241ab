//! SQL of `identity_recovery`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use super::Lost;

/// What has been lost where the clinic hands a code over: everything.
const IN_PERSON: &str = "in-person";

/// A request, and whose it is.
pub(super) struct Recovery {
    pub(super) id: String,
    pub(super) account: String,
}

/// Keeps a request; of nobody's where `account` is `None`. Forgets those from before `oldest`.
pub(super) fn insert(
    tx: &Tx,
    (id, lost): (&str, Lost),
    account: Option<&str>,
    oldest: Instant,
    now: Instant,
) -> Result<()> {
    tx.execute("DELETE FROM identity_recovery WHERE created < $1", &[&oldest])?;
    tx.execute(
        "INSERT INTO identity_recovery (id, lost, account, created) VALUES ($1, $2, $3, $4)",
        &[&id, &lost.name(), &account.map(str::to_owned), &now],
    )?;
    Ok(())
}

/// Keeps a code that the clinic hands over, as what is kept of it. Forgets requests from before `oldest`.
pub(super) fn insert_code(
    tx: &Tx,
    (id, account, token): (&str, &str, &str),
    oldest: Instant,
    now: Instant,
) -> Result<()> {
    tx.execute("DELETE FROM identity_recovery WHERE created < $1", &[&oldest])?;
    tx.execute(
        "INSERT INTO identity_recovery (id, lost, account, token, created, sent) VALUES ($1, $2, $3, $4, $5, $5)",
        &[&id, &IN_PERSON, &account, &token, &now],
    )?;
    Ok(())
}

/// The request of such a code that was made after `oldest` and is not used.
pub(super) fn open_code(tx: &Tx, token: &str, oldest: Instant) -> Result<Option<Recovery>> {
    let sql = "SELECT id, account FROM identity_recovery WHERE token = $1 AND lost = $2 AND sent > $3 AND used IS NULL";
    tx.query_opt(sql, &[&token, &IN_PERSON, &oldest], |row| {
        Ok(Recovery {
            id: row.get(0)?,
            account: row.get(1)?,
        })
    })
}

/// Whether a mail was asked for after `since` that has not been used.
pub(super) fn has_one_since(tx: &Tx, lost: Lost, account: &str, since: Instant) -> Result<bool> {
    let sql = "SELECT id FROM identity_recovery
               WHERE account = $1 AND lost = $2 AND created > $3 AND used IS NULL LIMIT 1";
    let found = tx.query_opt(sql, &[&account, &lost.name(), &since], |row| row.get::<String>(0))?;
    Ok(found.is_some())
}

/// What was lost and whose it is, if the request leads anywhere.
pub(super) fn find(tx: &Tx, id: &str) -> Result<Option<(Lost, String)>> {
    let found = tx.query_opt(
        "SELECT lost, account FROM identity_recovery WHERE id = $1 AND account IS NOT NULL AND used IS NULL",
        &[&id],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    Ok(found.and_then(|(lost, account)| Some((Lost::parse(&lost)?, account))))
}

/// Gives a request the token that its mail will hold; one that it had before no longer fits.
pub(super) fn set_token(tx: &Tx, id: &str, token: &str, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE identity_recovery SET token = $2, sent = $3 WHERE id = $1 AND used IS NULL",
        &[&id, &token, &now],
    )?;
    Ok(())
}

/// The request of a token that was sent after `oldest` and is not used.
pub(super) fn open(tx: &Tx, token: &str, oldest: Instant) -> Result<Option<Recovery>> {
    tx.query_opt(
        "SELECT id, account FROM identity_recovery
         WHERE token = $1 AND sent > $2 AND used IS NULL AND account IS NOT NULL",
        &[&token, &oldest],
        |row| {
            Ok(Recovery {
                id: row.get(0)?,
                account: row.get(1)?,
            })
        },
    )
}

/// Marks it used; false when somebody was quicker.
pub(super) fn take(tx: &Tx, id: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_recovery SET used = $2 WHERE id = $1 AND used IS NULL";
    Ok(tx.execute(sql, &[&id, &now])? == 1)
}

/// Ends every other request of the account.
pub(super) fn end_all(tx: &Tx, account: &str, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE identity_recovery SET used = $2 WHERE account = $1 AND used IS NULL",
        &[&account, &now],
    )?;
    Ok(())
}

/// Whose password was set by this request, and when.
pub(super) fn used(tx: &Tx, id: &str) -> Result<Option<(String, Instant)>> {
    tx.query_opt(
        "SELECT account, used FROM identity_recovery WHERE id = $1 AND account IS NOT NULL AND used IS NOT NULL",
        &[&id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
