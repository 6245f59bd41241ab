//! SQL of `identity_sign_up` and `identity_terms`.

use madrone_db::{Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

use crate::account;

/// Somebody on the way through the pages.
#[derive(Clone, Debug)]
pub(crate) struct SignUp {
    /// The hash of what the cookie holds.
    pub(super) token: String,
    pub(super) created: Instant,
    /// The activation code that she came with.
    pub(super) invitation: Option<String>,
    /// The request that she made without one.
    pub(super) request: Option<String>,
    /// The Patient that she says, or has shown, that she is.
    pub(super) chart: Option<String>,
    /// Where the code goes: an address or a number on file, or an address that somebody who is `proven` has typed.
    pub(super) contact: Option<String>,
    pub(super) proven: bool,
    /// The code's keyed hash, once it is sent.
    pub(super) code: Option<String>,
    pub(super) tries: i64,
    /// What was chosen already, while an address that was typed is proven: a username and a password's hash.
    pub(super) chosen: Option<(String, String)>,
}

impl SignUp {
    /// One that has just begun, with nothing known.
    pub(super) fn new() -> Self {
        Self {
            token: String::new(),
            created: Instant::from_micros(0),
            invitation: None,
            request: None,
            chart: None,
            contact: None,
            proven: false,
            code: None,
            tries: 0,
            chosen: None,
        }
    }

    /// The address that is known to reach her.
    pub(super) fn proven_email(&self) -> Option<&str> {
        let is_proven = self.proven && self.chosen.is_none();
        self.contact
            .as_deref()
            .filter(|contact| is_proven && account::is_email(contact))
    }
}

fn read(row: &Row) -> Result<SignUp> {
    let username: Option<String> = row.get(9)?;
    Ok(SignUp {
        token: row.get(0)?,
        created: row.get(1)?,
        invitation: row.get(2)?,
        request: row.get(3)?,
        chart: row.get(4)?,
        contact: row.get(5)?,
        proven: row.get(6)?,
        code: row.get(7)?,
        tries: row.get(8)?,
        chosen: username.zip(row.get(10)?),
    })
}

pub(super) fn insert(tx: &Tx, sign_up: &SignUp) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_sign_up (token, created, invitation, request, chart, contact, proven, tries)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        &[
            &sign_up.token,
            &sign_up.created,
            &sign_up.invitation,
            &sign_up.request,
            &sign_up.chart,
            &sign_up.contact,
            &sign_up.proven,
        ],
    )?;
    Ok(())
}

pub(super) fn find(tx: &Tx, token: &str) -> Result<Option<SignUp>> {
    tx.query_opt(
        "SELECT token, created, invitation, request, chart, contact, proven, code, tries, username, password
         FROM identity_sign_up WHERE token = $1",
        &[&token],
        read,
    )
}

/// Keeps which chart a sign-up may be about, and the code that goes to the contact on file there; false when nobody waits
/// for it any more.
pub(crate) fn found(tx: &Tx, token: &str, (chart, contact): (&str, &str), code: &str) -> Result<bool> {
    let sql = "UPDATE identity_sign_up SET chart = $2, contact = $3, code = $4 WHERE token = $1 AND proven = FALSE";
    Ok(tx.execute(sql, &[&token, &chart, &contact, &code])? == 1)
}

/// How many sign-ups that began after `since` were sent a code to a contact on file in `chart`.
pub(crate) fn sent(tx: &Tx, chart: &str, since: Instant) -> Result<i64> {
    let sql = "SELECT count(*) FROM identity_sign_up WHERE chart = $1 AND request IS NOT NULL AND created > $2";
    Ok(tx.query_opt(sql, &[&chart, &since], |row| row.get(0))?.unwrap_or(0))
}

/// Keeps the code that was sent.
pub(super) fn set_code(tx: &Tx, token: &str, code: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_sign_up SET code = $2 WHERE token = $1",
        &[&token, &code],
    )?;
    Ok(())
}

/// The code was right: it is certain who it is, and that the address reaches her. It fits no second time.
pub(super) fn prove(tx: &Tx, token: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_sign_up SET proven = TRUE, code = NULL, username = NULL, password = NULL WHERE token = $1",
        &[&token],
    )?;
    Ok(())
}

pub(super) fn tried(tx: &Tx, token: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_sign_up SET tries = tries + 1 WHERE token = $1",
        &[&token],
    )?;
    Ok(())
}

/// Keeps what was chosen, and an address that is not proven yet. A code that was sent to another no longer fits; the tries
/// are not given back.
pub(super) fn choose(tx: &Tx, token: &str, email: &str, (username, password): (&str, &str)) -> Result<()> {
    tx.execute(
        "UPDATE identity_sign_up SET contact = $2, username = $3, password = $4, code = NULL WHERE token = $1",
        &[&token, &email, &username, &password],
    )?;
    Ok(())
}

pub(super) fn end(tx: &Tx, token: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_sign_up WHERE token = $1", &[&token])?;
    Ok(())
}

/// Forgets sign-ups that began before `oldest`.
pub(super) fn end_overdue(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_sign_up WHERE created < $1", &[&oldest])?;
    Ok(())
}

/// Keeps that an account has accepted a version of the terms, and in which language it was read.
pub(super) fn accept(tx: &Tx, account: &str, (version, locale): (&str, Locale), now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_terms (account, version, locale, accepted) VALUES ($1, $2, $3, $4)",
        &[&account, &version, &locale.tag(), &now],
    )?;
    Ok(())
}
