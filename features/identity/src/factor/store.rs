//! SQL of `identity_app` and `identity_recovery_code`.

use madrone_db::{Param, Result, Tx, padded};
use madrone_kernel::Instant;

/// An account's authenticator app.
#[derive(Clone, Debug)]
pub(crate) struct AuthenticatorApp {
    /// Sealed; see [`super::app::belongs_to`].
    pub(crate) secret: String,
    /// The last step whose code was used.
    pub(crate) last_step: i64,
    pub(crate) created: Instant,
    pub(crate) used: Option<Instant>,
}

pub(crate) fn app(tx: &Tx, account: &str) -> Result<Option<AuthenticatorApp>> {
    let sql = "SELECT secret, last_step, created, used FROM identity_app WHERE account = $1";
    tx.query_opt(sql, &[&account], |row| {
        Ok(AuthenticatorApp {
            secret: row.get(0)?,
            last_step: row.get(1)?,
            created: row.get(2)?,
            used: row.get(3)?,
        })
    })
}

/// How many passkeys and how many apps each of these accounts has, by one query; one row or two for an account that has
/// any, none for the others.
pub(crate) fn steps_of(tx: &Tx, accounts: &[&str]) -> Result<Vec<(String, i64, i64)>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = padded(accounts);
    let places: Vec<String> = (1..=accounts.len()).map(|at| format!("${at}")).collect();
    let places = places.join(", ");
    let params: Vec<&dyn Param> = accounts.iter().map(|account| account as &dyn Param).collect();
    let sql = format!(
        "SELECT account, COUNT(*), CAST(0 AS BIGINT) FROM identity_passkey WHERE account IN ({places}) GROUP BY account
         UNION ALL SELECT account, CAST(0 AS BIGINT), CAST(1 AS BIGINT) FROM identity_app WHERE account IN ({places})"
    );
    tx.query(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Gives an account this app in place of any other. `step` is that of the code which confirmed it.
pub(crate) fn set_app(tx: &Tx, account: &str, (secret, step): (&str, i64), now: Instant) -> Result<()> {
    remove_app(tx, account)?;
    tx.execute(
        "INSERT INTO identity_app (account, secret, last_step, created) VALUES ($1, $2, $3, $4)",
        &[&account, &secret, &step, &now],
    )?;
    Ok(())
}

/// Uses up the code of a step and of all before it; false when somebody was quicker.
pub(crate) fn spend_step(tx: &Tx, account: &str, step: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_app SET last_step = $2, used = $3 WHERE account = $1 AND last_step < $2";
    Ok(tx.execute(sql, &[&account, &step, &now])? == 1)
}

pub(crate) fn remove_app(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_app WHERE account = $1", &[&account])?;
    Ok(())
}

/// Every account with an app, and its sealed secret.
pub(crate) fn secrets(tx: &Tx) -> Result<Vec<(String, String)>> {
    let sql = "SELECT account, secret FROM identity_app ORDER BY account";
    tx.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Puts a secret that was sealed anew in the place of the same one as it was.
pub(crate) fn reseal(tx: &Tx, account: &str, (old, new): (&str, &str)) -> Result<()> {
    tx.execute(
        "UPDATE identity_app SET secret = $3 WHERE account = $1 AND secret = $2",
        &[&account, &old, &new],
    )?;
    Ok(())
}

/// One of an account's recovery codes as it is kept, which shows the salt of them all.
pub(crate) fn any_code(tx: &Tx, account: &str) -> Result<Option<String>> {
    let sql = "SELECT code FROM identity_recovery_code WHERE account = $1 ORDER BY code LIMIT 1";
    tx.query_opt(sql, &[&account], |row| row.get(0))
}

/// How many of an account's recovery codes are not used yet.
pub(crate) fn codes_left(tx: &Tx, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM identity_recovery_code WHERE account = $1 AND used IS NULL";
    Ok(tx.query_opt(sql, &[&account], |row| row.get(0))?.unwrap_or(0))
}

/// When an account's recovery codes were made.
pub(crate) fn codes_made(tx: &Tx, account: &str) -> Result<Option<Instant>> {
    let sql = "SELECT created FROM identity_recovery_code WHERE account = $1 LIMIT 1";
    tx.query_opt(sql, &[&account], |row| row.get(0))
}

/// Gives an account these recovery codes in place of the ones it had.
pub(crate) fn set_codes(tx: &Tx, account: &str, codes: &[String], now: Instant) -> Result<()> {
    remove_codes(tx, account)?;
    for code in codes {
        tx.execute(
            "INSERT INTO identity_recovery_code (account, code, created) VALUES ($1, $2, $3)",
            &[&account, code, &now],
        )?;
    }
    Ok(())
}

/// Uses up a recovery code; false when there is none such, or it was used.
pub(crate) fn spend_code(tx: &Tx, account: &str, code: &str, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_recovery_code SET used = $3 WHERE account = $1 AND code = $2 AND used IS NULL";
    Ok(tx.execute(sql, &[&account, &code, &now])? == 1)
}

pub(crate) fn remove_codes(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_recovery_code WHERE account = $1", &[&account])?;
    Ok(())
}
