//! SQL of `identity_passkey` and `identity_passkey_challenge`.

use madrone_db::{Error, Result, Row, Tx};
use madrone_kernel::Instant;

use madrone_authn::webauthn::{Algorithm, Key};

/// A passkey, as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct Passkey {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: Instant,
    pub(crate) used: Option<Instant>,
}

pub(super) fn insert(tx: &Tx, account: &str, (key, name): (&Key, &str), now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_passkey (id, account, name, algorithm, key, counter, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &key.id,
            &account,
            &name,
            &key.algorithm.number(),
            &key.public,
            &key.counter,
            &now,
        ],
    )?;
    Ok(())
}

/// The passkeys of an account, the oldest first.
pub(crate) fn all(tx: &Tx, account: &str) -> Result<Vec<Passkey>> {
    let sql = "SELECT id, name, created, used FROM identity_passkey WHERE account = $1 ORDER BY created, id";
    tx.query(sql, &[&account], |row| {
        Ok(Passkey {
            id: row.get(0)?,
            name: row.get(1)?,
            created: row.get(2)?,
            used: row.get(3)?,
        })
    })
}

pub(crate) fn count(tx: &Tx, account: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM identity_passkey WHERE account = $1";
    Ok(tx.query_opt(sql, &[&account], |row| row.get(0))?.unwrap_or(0))
}

/// A passkey's key, and the account that it is of.
pub(super) fn find(tx: &Tx, id: &str) -> Result<Option<(String, Key)>> {
    let sql = "SELECT account, id, algorithm, key, counter FROM identity_passkey WHERE id = $1";
    tx.query_opt(sql, &[&id], read)
}

fn read(row: &Row) -> Result<(String, Key)> {
    let algorithm = Algorithm::parse(row.get(2)?);
    let key = Key {
        id: row.get(1)?,
        algorithm: algorithm.ok_or_else(|| Error::Engine("a passkey's algorithm is not known".into()))?,
        public: row.get(3)?,
        counter: row.get(4)?,
    };
    Ok((row.get(0)?, key))
}

/// Notes a use, up to which its authenticator has counted; false when another use was quicker.
pub(super) fn used(tx: &Tx, key: &Key, counter: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_passkey SET counter = $3, used = $4 WHERE id = $1 AND counter = $2";
    Ok(tx.execute(sql, &[&key.id, &key.counter, &counter, &now])? == 1)
}

/// Takes one away from its account; false when it has none such.
pub(super) fn remove(tx: &Tx, account: &str, id: &str) -> Result<bool> {
    let sql = "DELETE FROM identity_passkey WHERE id = $2 AND account = $1";
    Ok(tx.execute(sql, &[&account, &id])? == 1)
}

pub(crate) fn remove_all(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM identity_passkey WHERE account = $1", &[&account])?;
    Ok(())
}

pub(super) fn insert_challenge(tx: &Tx, token: &str, challenge: &str, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_passkey_challenge (token, challenge, created) VALUES ($1, $2, $3)",
        &[&token, &challenge, &now],
    )?;
    Ok(())
}

/// The challenge of a token from after `oldest`, which is used up by this.
pub(super) fn take_challenge(tx: &Tx, token: &str, oldest: Instant) -> Result<Option<String>> {
    let sql = "DELETE FROM identity_passkey_challenge WHERE token = $1 AND created > $2 RETURNING challenge";
    tx.query_opt(sql, &[&token, &oldest], |row| row.get(0))
}

pub(super) fn end_overdue(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute("DELETE FROM identity_passkey_challenge WHERE created <= $1", &[&oldest])?;
    Ok(())
}
