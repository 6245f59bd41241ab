//! SQL of `notify_push_key` and `notify_browser`.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use super::Browser;

/// The name of the one key.
const KEY: &str = "vapid";

pub(super) fn key(tx: &Tx) -> Result<Option<String>> {
    let sql = "SELECT sealed FROM notify_push_key WHERE name = $1";
    tx.query_opt(sql, &[&KEY], |row| row.get(0))
}

/// Keeps the key, unless another process was quicker.
pub(super) fn insert_key(tx: &Tx, sealed: &str) -> Result<()> {
    let sql = "INSERT INTO notify_push_key (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    tx.execute(sql, &[&KEY, &sealed])?;
    Ok(())
}

pub(super) fn reseal_key(tx: &Tx, sealed: &str) -> Result<()> {
    tx.execute(
        "UPDATE notify_push_key SET sealed = $2 WHERE name = $1",
        &[&KEY, &sealed],
    )?;
    Ok(())
}

/// The browsers of an account, the newest first.
pub(super) fn of_account(tx: &Tx, account: &str) -> Result<Vec<Browser>> {
    let sql = "SELECT browser, agent, created FROM notify_browser WHERE account = $1 ORDER BY created DESC, browser";
    tx.query(sql, &[&account], |row| {
        Ok(Browser {
            id: row.get(0)?,
            agent: row.get(1)?,
            created: row.get(2)?,
        })
    })
}

pub(super) fn sealed(tx: &Tx, account: &str, browser: &str) -> Result<Option<String>> {
    let sql = "SELECT sealed FROM notify_browser WHERE account = $1 AND browser = $2";
    tx.query_opt(sql, &[&account, &browser], |row| row.get(0))
}

/// Keeps a browser in the place of what was known of it, whoever's notices it showed.
pub(super) fn put(
    tx: &Tx,
    (account, browser): (&str, &str),
    (endpoint, sealed): (&str, &str),
    agent: &str,
    now: Instant,
) -> Result<()> {
    tx.execute("DELETE FROM notify_browser WHERE endpoint = $1", &[&endpoint])?;
    remove(tx, account, browser)?;
    tx.execute(
        "INSERT INTO notify_browser (account, browser, endpoint, sealed, agent, created) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&account, &browser, &endpoint, &sealed, &agent, &now],
    )?;
    Ok(())
}

pub(super) fn remove(tx: &Tx, account: &str, browser: &str) -> Result<bool> {
    let sql = "DELETE FROM notify_browser WHERE account = $1 AND browser = $2";
    Ok(tx.execute(sql, &[&account, &browser])? > 0)
}

/// Removes every browser of an account but `kept`.
pub(super) fn remove_others(tx: &Tx, account: &str, kept: &str) -> Result<()> {
    let sql = "DELETE FROM notify_browser WHERE account = $1 AND browser <> $2";
    tx.execute(sql, &[&account, &kept])?;
    Ok(())
}

/// Everything that is sealed of browsers: whose, which, and how it stands there.
pub(super) fn all_sealed(tx: &Tx) -> Result<Vec<(String, String, String)>> {
    let sql = "SELECT account, browser, sealed FROM notify_browser";
    tx.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub(super) fn reseal(tx: &Tx, account: &str, browser: &str, sealed: &str) -> Result<()> {
    let sql = "UPDATE notify_browser SET sealed = $3 WHERE account = $1 AND browser = $2";
    tx.execute(sql, &[&account, &browser, &sealed])?;
    Ok(())
}
