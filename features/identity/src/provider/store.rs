//! SQL of `identity_provider_account` and `identity_provider_logout`, and of sessions by the provider's names for them.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_ports::{Identity, SignedOut};

/// The id of the account that a provider vouches for.
pub(super) fn find(tx: &Tx, identity: &Identity) -> Result<Option<String>> {
    let sql = "SELECT account FROM identity_provider_account WHERE issuer = $1 AND subject = $2";
    tx.query_opt(sql, &[&identity.issuer, &identity.subject], |row| row.get(0))
}

pub(super) fn link(tx: &Tx, identity: &Identity, account: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_provider_account (issuer, subject, account) VALUES ($1, $2, $3)",
        &[&identity.issuer, &identity.subject, &account],
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
