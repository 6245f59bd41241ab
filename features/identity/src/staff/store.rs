//! SQL of `identity_staff_invitation`.

use madrone_authz::Role;
use madrone_db::{Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

/// An invitation to work with the portal.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) locale: Option<Locale>,
    pub(super) inviter: String,
    pub(super) created: Instant,
}

const INVITATION: &str = "id, email, name, role, locale, inviter, created";

fn read_invitation(row: &Row) -> Result<Option<Invitation>> {
    let Some(role) = Role::parse(&row.get::<String>(3)?) else {
        return Ok(None);
    };
    Ok(Some(Invitation {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        role,
        locale: row.get::<Option<String>>(4)?.as_deref().and_then(Locale::parse),
        inviter: row.get(5)?,
        created: row.get(6)?,
    }))
}

/// Keeps an invitation; it takes the place of an earlier one to the same address. Forgets those from before `oldest`.
pub(super) fn insert_invitation(tx: &Tx, invitation: &Invitation, oldest: Instant) -> Result<()> {
    tx.execute(
        "DELETE FROM identity_staff_invitation WHERE lower(email) = lower($1) OR created < $2",
        &[&invitation.email, &oldest],
    )?;
    tx.execute(
        "INSERT INTO identity_staff_invitation (id, email, name, role, locale, inviter, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &invitation.id,
            &invitation.email,
            &invitation.name,
            &invitation.role.name(),
            &invitation.locale.map(|locale| locale.tag().to_owned()),
            &invitation.inviter,
            &invitation.created,
        ],
    )?;
    Ok(())
}

/// The invitations that can still be taken: made after `oldest`, the newest first.
pub(super) fn open_invitations(tx: &Tx, oldest: Instant) -> Result<Vec<Invitation>> {
    let sql =
        format!("SELECT {INVITATION} FROM identity_staff_invitation WHERE created > $1 ORDER BY created DESC, id");
    Ok(tx
        .query(&sql, &[&oldest], read_invitation)?
        .into_iter()
        .flatten()
        .collect())
}

pub(super) fn invitation(tx: &Tx, id: &str) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {INVITATION} FROM identity_staff_invitation WHERE id = $1");
    Ok(tx.query_opt(&sql, &[&id], read_invitation)?.flatten())
}

/// The invitation of a token, if it was made after `oldest`.
pub(super) fn invitation_of(tx: &Tx, token: &str, oldest: Instant) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {INVITATION} FROM identity_staff_invitation WHERE token = $1 AND created > $2");
    Ok(tx.query_opt(&sql, &[&token, &oldest], read_invitation)?.flatten())
}

/// Gives an invitation the token that its mail will hold; one that it had before no longer fits.
pub(super) fn set_token(tx: &Tx, id: &str, token: &str) -> Result<()> {
    let sql = "UPDATE identity_staff_invitation SET token = $2 WHERE id = $1";
    tx.execute(sql, &[&id, &token])?;
    Ok(())
}

/// Makes an invitation as good as new; nobody has its link until it is sent.
pub(super) fn renew(tx: &Tx, id: &str, now: Instant) -> Result<()> {
    let sql = "UPDATE identity_staff_invitation SET token = NULL, created = $2 WHERE id = $1";
    tx.execute(sql, &[&id, &now])?;
    Ok(())
}

/// Takes an invitation away; false when somebody was quicker.
pub(super) fn take(tx: &Tx, id: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM identity_staff_invitation WHERE id = $1", &[&id])? == 1)
}
