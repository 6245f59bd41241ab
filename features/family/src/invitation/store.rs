//! SQL of `family_invitation`.

use madrone_authz::relation::{Kind, areas, spelled};
use madrone_db::{Result, Row, Tx};
use madrone_kernel::Instant;

use super::{Invitation, State};

const COLUMNS: &str =
    "id, patient, name, email, locale, relationship, kind, areas, sensitive, until, made, made_by, tries, state";

fn read(row: &Row) -> Result<Invitation> {
    let (kind, spelled, state): (String, String, String) = (row.get(6)?, row.get(7)?, row.get(13)?);
    Ok(Invitation {
        id: row.get(0)?,
        patient: row.get(1)?,
        name: row.get(2)?,
        email: row.get(3)?,
        locale: row.get(4)?,
        relationship: row.get(5)?,
        kind: Kind::parse(&kind).ok_or(madrone_db::Error::Column(6))?,
        areas: areas(&spelled),
        sensitive: row.get(8)?,
        until: row.get(9)?,
        made: row.get(10)?,
        made_by: row.get(11)?,
        tries: row.get(12)?,
        state: State::parse(&state).ok_or(madrone_db::Error::Column(13))?,
    })
}

pub(crate) fn insert(tx: &Tx, new: &Invitation) -> Result<()> {
    tx.execute(
        "INSERT INTO family_invitation
         (id, patient, name, email, locale, relationship, kind, areas, sensitive, until, made, made_by, tries, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            &new.id,
            &new.patient,
            &new.name,
            &new.email,
            &new.locale,
            &new.relationship,
            &new.kind.name(),
            &spelled(new.areas),
            &new.sensitive,
            &new.until,
            &new.made,
            &new.made_by,
            &new.tries,
            &new.state.name(),
        ],
    )?;
    Ok(())
}

/// Those of a chart since `oldest`, the newest first.
pub(crate) fn of_patient(tx: &Tx, patient: &str, oldest: Instant) -> Result<Vec<Invitation>> {
    let sql =
        format!("SELECT {COLUMNS} FROM family_invitation WHERE patient = $1 AND made >= $2 ORDER BY made DESC, id");
    tx.query(&sql, &[&patient, &oldest], read)
}

pub(crate) fn by_id(tx: &Tx, id: &str) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM family_invitation WHERE id = $1");
    tx.query_opt(&sql, &[&id], read)
}

pub(crate) fn by_token(tx: &Tx, token: &str) -> Result<Option<Invitation>> {
    let sql = format!("SELECT {COLUMNS} FROM family_invitation WHERE token = $1");
    tx.query_opt(&sql, &[&token], read)
}

/// Sets what the link holds, of one that waits.
pub(crate) fn set_token(tx: &Tx, id: &str, token: &str) -> Result<bool> {
    let sql = "UPDATE family_invitation SET token = $2 WHERE id = $1 AND state = 'pending'";
    Ok(tx.execute(sql, &[&id, &token])? > 0)
}

/// Counts a wrong birth date; the last one spends the invitation.
pub(crate) fn count_try(tx: &Tx, id: &str, most: i64, now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE family_invitation SET tries = tries + 1 WHERE id = $1 AND state = 'pending'",
        &[&id],
    )?;
    tx.execute(
        "UPDATE family_invitation SET state = 'spent', answered = $3
         WHERE id = $1 AND state = 'pending' AND tries >= $2",
        &[&id, &most, &now],
    )?;
    Ok(())
}

/// Answers one that waits; whether it did. Of two answers at once one finds it answered.
pub(crate) fn answer(tx: &Tx, id: &str, state: State, now: Instant) -> Result<bool> {
    let sql = "UPDATE family_invitation SET state = $2, answered = $3 WHERE id = $1 AND state = 'pending'";
    Ok(tx.execute(sql, &[&id, &state.name(), &now])? > 0)
}
