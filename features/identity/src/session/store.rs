//! SQL of `identity_session`, `identity_browser` and `identity_draft`.

use madrone_accounts::{Account, account};
use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_web::Draft;

use super::Proof;
use crate::factor::Way;

/// A session.
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) created: Instant,
    pub(crate) seen: Instant,
    pub(crate) proof: String,
    pub(crate) verified: Option<Instant>,
}

/// A session as the page of the devices shows it.
pub(crate) struct Session {
    pub(crate) id: i64,
    /// The hash of its token.
    pub(crate) token: String,
    pub(crate) created: Instant,
    pub(crate) seen: Instant,
    pub(crate) agent: String,
    /// The hash of the token of the browser that it is in; `None` for sessions of before that was kept.
    pub(crate) browser: Option<String>,
}

/// The session of a token, and whose it is.
pub(crate) fn by_token(tx: &Tx, token: &str) -> Result<Option<(Found, Account)>> {
    let sql = "SELECT account, id, created, seen, way, verified FROM identity_session WHERE token = $1";
    let found = tx.query_opt(sql, &[&token], |row| {
        let session = Found {
            id: row.get(1)?,
            created: row.get(2)?,
            seen: row.get(3)?,
            proof: row.get(4)?,
            verified: row.get(5)?,
        };
        Ok((session, row.get::<String>(0)?))
    })?;
    let Some((session, account)) = found else {
        return Ok(None);
    };
    Ok(account::by_id(tx, &account)?.map(|account| (session, account)))
}

pub(crate) fn of_account(tx: &Tx, account: &str) -> Result<Vec<Session>> {
    let sql = "SELECT id, token, created, seen, agent, browser FROM identity_session WHERE account = $1";
    tx.query(sql, &[&account], |row| {
        Ok(Session {
            id: row.get(0)?,
            token: row.get(1)?,
            created: row.get(2)?,
            seen: row.get(3)?,
            agent: row.get(4)?,
            browser: row.get(5)?,
        })
    })
}

/// Keeps a session that rests on `proof`.
pub(crate) fn insert(
    tx: &Tx,
    (token, account): (&str, &str),
    (browser, agent): (&str, &str),
    proof: Proof,
    now: Instant,
) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_session (token, account, created, seen, agent, way, verified, browser)
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7)",
        &[
            &token,
            &account,
            &now,
            &agent,
            &proof.name(),
            &proof.is_fresh().then_some(now),
            &browser,
        ],
    )?;
    Ok(())
}

/// Notes that the second step was shown again, and by which token the session is known from now on.
pub(crate) fn renew(tx: &Tx, id: i64, token: &str, now: Instant) -> Result<()> {
    let sql = "UPDATE identity_session SET verified = $2, token = $3 WHERE id = $1";
    tx.execute(sql, &[&id, &now, &token])?;
    Ok(())
}

/// Notes that a session now rests on a second step of this kind.
pub(crate) fn strengthened(tx: &Tx, id: i64, way: Way) -> Result<()> {
    tx.execute(
        "UPDATE identity_session SET way = $2 WHERE id = $1",
        &[&id, &way.name()],
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

/// Ends every session of the account but `kept`.
pub(crate) fn end_others(tx: &Tx, account: &str, kept: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM identity_session WHERE account = $1 AND id <> $2",
        &[&account, &kept],
    )?;
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

/// Notes that a browser was used again; whether the account knows it.
pub(super) fn meet_again(tx: &Tx, account: &str, token: &str, now: Instant) -> Result<bool> {
    let met = tx.execute(
        "UPDATE identity_browser SET seen = $3 WHERE account = $1 AND token = $2",
        &[&account, &token, &now],
    )?;
    Ok(met == 1)
}

pub(super) fn knows_no_browser(tx: &Tx, account: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM identity_browser WHERE account = $1 LIMIT 1";
    Ok(tx.query_opt(sql, &[&account], |_| Ok(()))?.is_none())
}

pub(super) fn insert_browser(tx: &Tx, account: &str, token: &str, agent: &str, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_browser (account, token, created, seen, agent) VALUES ($1, $2, $3, $3, $4)",
        &[&account, &token, &now, &agent],
    )?;
    Ok(())
}

/// When an account met a browser, and what it calls itself.
pub(super) fn browser(tx: &Tx, account: &str, token: &str) -> Result<Option<(Instant, String)>> {
    let sql = "SELECT created, agent FROM identity_browser WHERE account = $1 AND token = $2";
    tx.query_opt(sql, &[&account, &token], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Forgets browsers that were last used before `oldest`.
pub(super) fn forget_browsers(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_browser WHERE seen < $1", &[&oldest])?;
    Ok(())
}

/// The form that was kept for an account and an address after `oldest`.
pub(super) fn draft(tx: &Tx, account: &str, path: &str, oldest: Instant) -> Result<Option<String>> {
    let sql = "SELECT form FROM identity_draft WHERE account = $1 AND path = $2 AND kept > $3";
    tx.query_opt(sql, &[&account, &path, &oldest], |row| row.get(0))
}

/// Keeps a form in the place of an older one of the same address.
pub(super) fn keep_draft(tx: &Tx, account: &str, draft: &Draft, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_draft (account, path, form, kept) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, path) DO UPDATE SET form = excluded.form, kept = excluded.kept",
        &[&account, &draft.path, &draft.form, &now],
    )?;
    Ok(())
}

/// How many forms of other addresses are kept for an account.
pub(super) fn other_drafts(tx: &Tx, account: &str, path: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM identity_draft WHERE account = $1 AND path <> $2";
    Ok(tx.query_opt(sql, &[&account, &path], |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn end_draft(tx: &Tx, account: &str, path: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM identity_draft WHERE account = $1 AND path = $2",
        &[&account, &path],
    )?;
    Ok(())
}

pub(super) fn end_drafts_under(tx: &Tx, account: &str, base: &str) -> Result<()> {
    let length = i64::try_from(base.chars().count()).unwrap_or(i64::MAX);
    // An INTEGER is what PostgreSQL's `substr` wants.
    tx.execute(
        "DELETE FROM identity_draft WHERE account = $1 AND substr(path, 1, CAST($3 AS INTEGER)) = $2",
        &[&account, &base, &length],
    )?;
    Ok(())
}

pub(super) fn end_all_drafts(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_draft WHERE account = $1", &[&account])?;
    Ok(())
}

/// Forgets forms that were kept before `oldest`.
pub(super) fn end_drafts(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_draft WHERE kept < $1", &[&oldest])?;
    Ok(())
}
