//! SQL of `identity_invitation`.

use madrone_db::{Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

/// An invitation that can still be taken.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) chart: String,
    /// Where its link goes; `None` when its code is handed over.
    pub(crate) email: Option<String>,
    pub(crate) locale: Option<Locale>,
}

const COLUMNS: &str = "id, chart, email, locale";

fn read(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.get(0)?,
        chart: row.get(1)?,
        email: row.get(2)?,
        locale: row.get::<Option<String>>(3)?.as_deref().and_then(Locale::parse),
    })
}

pub(crate) fn insert(tx: &Tx, invitation: &Invitation, token: Option<&str>, now: Instant) -> Result<()> {
    // A new one for the same chart takes the place of those before it.
    tx.execute("DELETE FROM identity_invitation WHERE chart = $1", &[&invitation.chart])?;
    tx.execute(
        "INSERT INTO identity_invitation (id, chart, email, locale, token, created, tries, used)
         VALUES ($1, $2, $3, $4, $5, $6, 0, FALSE)",
        &[
            &invitation.id,
            &invitation.chart,
            &invitation.email,
            &invitation.locale.map(|locale| locale.tag().to_owned()),
            &token.map(str::to_owned),
            &now,
        ],
    )?;
    Ok(())
}

/// Gives an unused invitation the token that its mail will hold.
pub(crate) fn set_token(tx: &Tx, id: &str, token: &str) -> Result<Option<Invitation>> {
    tx.query_opt(
        &format!("UPDATE identity_invitation SET token = $2 WHERE id = $1 AND used = FALSE RETURNING {COLUMNS}"),
        &[&id, &token],
        read,
    )
}

/// The open invitation of a token: not used, begun after `oldest`, tried fewer than `tries` times.
pub(crate) fn open(tx: &Tx, token: &str, oldest: Instant, tries: i64) -> Result<Option<Invitation>> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM identity_invitation
             WHERE token = $1 AND used = FALSE AND created > $2 AND tries < $3"
        ),
        &[&token, &oldest, &tries],
        read,
    )
}

/// When the open invitation of a chart was made, and whether it is handed over.
pub(crate) fn of_chart(tx: &Tx, chart: &str, oldest: Instant, tries: i64) -> Result<Option<(Instant, bool)>> {
    tx.query_opt(
        "SELECT created, email IS NULL FROM identity_invitation
         WHERE chart = $1 AND used = FALSE AND created > $2 AND tries < $3",
        &[&chart, &oldest, &tries],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn tried(tx: &Tx, id: &str) -> Result<()> {
    tx.execute("UPDATE identity_invitation SET tries = tries + 1 WHERE id = $1", &[&id])?;
    Ok(())
}

/// Marks it used; false when somebody was quicker, or a new one took its place.
pub(crate) fn take(tx: &Tx, id: &str) -> Result<bool> {
    Ok(tx.execute(
        "UPDATE identity_invitation SET used = TRUE WHERE id = $1 AND used = FALSE",
        &[&id],
    )? == 1)
}
