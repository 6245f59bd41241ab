//! SQL of `identity_request`.

use madrone_db::{Error, Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

use super::{Outcome, Request};
use madrone_accounts::matching::Claim;

/// The columns that [`read`] reads.
pub(super) const COLUMNS: &str = "id, created, given, family, birth_date, sex, postal_code, contact, locale";

pub(super) fn read(row: &Row) -> Result<Request> {
    Ok(Request {
        id: row.get(0)?,
        created: row.get(1)?,
        claim: Claim {
            given: row.get(2)?,
            family: row.get(3)?,
            birth_date: row.get::<String>(4)?.parse().map_err(|_| Error::Column(4))?,
            sex: row.get(5)?,
            postal_code: row.get(6)?,
            contact: row.get(7)?,
        },
        locale: Locale::parse(&row.get::<String>(8)?).unwrap_or_default(),
    })
}

/// Keeps a request, which waits for the clinic from `waits_from` on.
pub(super) fn insert(tx: &Tx, request: &Request, waits_from: Instant) -> Result<()> {
    let Request {
        id,
        created,
        claim,
        locale,
    } = request;
    tx.execute(
        "INSERT INTO identity_request
         (id, created, given, family, birth_date, sex, postal_code, contact, locale, waits_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            id,
            created,
            &claim.given,
            &claim.family,
            &claim.birth_date.to_string(),
            &claim.sex,
            &claim.postal_code,
            &claim.contact,
            &locale.tag(),
            &waits_from,
        ],
    )?;
    Ok(())
}

/// A request that nothing has become of yet.
pub(super) fn open(tx: &Tx, id: &str) -> Result<Option<Request>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM identity_request WHERE id = $1 AND outcome IS NULL"),
        &[&id],
        read,
    )
}

/// Puts a request into the queue.
pub(crate) fn queue(tx: &Tx, id: &str, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE identity_request SET waits_from = $2 WHERE id = $1",
        &[&id, &now],
    )?;
    Ok(())
}

/// Keeps what became of a request; false when something had before.
pub(crate) fn resolve(tx: &Tx, id: &str, outcome: Outcome, now: Instant) -> Result<bool> {
    let sql = "UPDATE identity_request SET outcome = $2, resolved = $3 WHERE id = $1 AND outcome IS NULL";
    Ok(tx.execute(sql, &[&id, &outcome.name(), &now])? == 1)
}

/// Forgets what was resolved before `oldest`, with its history.
pub(super) fn forget(tx: &Tx, oldest: Instant) -> Result<()> {
    tx.execute(
        "DELETE FROM identity_request_step
         WHERE request IN (SELECT id FROM identity_request WHERE resolved < $1)",
        &[&oldest],
    )?;
    tx.execute("DELETE FROM identity_request WHERE resolved < $1", &[&oldest])?;
    Ok(())
}
