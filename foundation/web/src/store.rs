//! SQL of `web_secret`, and of the question whether the database answers.

use madrone_db::{Error, Result, Tx};

/// The secret `name`; `fresh` becomes it where there is none yet.
pub(crate) fn secret_or(tx: &Tx, name: &str, fresh: &str) -> Result<String> {
    tx.execute(
        "INSERT INTO web_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        &[&name, &fresh],
    )?;
    tx.query_opt("SELECT value FROM web_secret WHERE name = $1", &[&name], |row| {
        row.get(0)
    })?
    .ok_or_else(|| Error::Engine("web_secret could not be kept".into()))
}

/// Whether the database answers.
pub(crate) fn answers(tx: &Tx) -> Result<()> {
    tx.query_opt("SELECT 1", &[], |_| Ok(())).map(|_| ())
}
