//! SQL of `identity_provider_account` and `identity_provider_logout`, and of sessions by the provider's names for them.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_ports::{Identity, SignedOut};

use crate::account::Account;
use crate::account::store::{COLUMNS, read};

/// The account that a provider vouches for, and whether it can be used.
pub(super) fn find(tx: &Tx, identity: &Identity) -> Result<Option<(Account, bool)>> {
    let sql = format!(
        "SELECT {COLUMNS}, a.disabled IS NULL FROM identity_provider_account p JOIN identity_account a ON a.id = p.account
         WHERE p.issuer = $1 AND p.subject = $2"
    );
    tx.query_opt(&sql, &[&identity.issuer, &identity.subject], |row| {
        Ok((read(row)?, row.get(8)?))
    })
}

pub(super) fn link(tx: &Tx, identity: &Identity, account: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_provider_account (issuer, subject, account) VALUES ($1, $2, $3)",
        &[&identity.issuer, &identity.subject, &account],
    )?;
    Ok(())
}

/// Brings the account up to what the provider says now.
pub(super) fn update(tx: &Tx, account: &Account) -> Result<()> {
    tx.execute(
        "UPDATE identity_account SET name = $2, email = $3, role = $4 WHERE id = $1",
        &[
            &account.id,
            &account.name,
            &account.email,
            &account.role.map(|role| role.name().to_owned()),
        ],
    )?;
    Ok(())
}

/// Notes what the provider calls the session with this token.
pub(super) fn name_session(tx: &Tx, token: &str, name: &str) -> Result<()> {
    let sql = "UPDATE identity_session SET provider_session = $2 WHERE token = $1";
    tx.execute(sql, &[&token, &name])?;
    Ok(())
}

/// Remembers a word of signing out until it is too old to be taken anyway; false when it has been said before.
pub(super) fn is_news(tx: &Tx, said: &SignedOut, now: Instant) -> Result<bool> {
    tx.execute("DELETE FROM identity_provider_logout WHERE expires < $1", &[&now])?;
    let new = tx.execute(
        "INSERT INTO identity_provider_logout (issuer, id, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[&said.issuer, &said.id, &said.expires],
    )?;
    Ok(new == 1)
}

/// Ends the sessions that are meant; how many there were.
pub(super) fn end_sessions(tx: &Tx, said: &SignedOut) -> Result<u64> {
    let mut sql = "DELETE FROM identity_session WHERE account IN
                   (SELECT account FROM identity_provider_account WHERE issuer = $1"
        .to_owned();
    let (subject, session) = (said.subject.as_deref(), said.session.as_deref());
    match (&subject, &session) {
        (Some(subject), Some(session)) => {
            sql.push_str(" AND subject = $2) AND provider_session = $3");
            tx.execute(&sql, &[&said.issuer, subject, session])
        }
        (Some(subject), None) => {
            sql.push_str(" AND subject = $2)");
            tx.execute(&sql, &[&said.issuer, subject])
        }
        (None, Some(session)) => {
            sql.push_str(") AND provider_session = $2");
            tx.execute(&sql, &[&said.issuer, session])
        }
        (None, None) => Ok(0),
    }
}
