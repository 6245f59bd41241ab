//! SQL of `identity_account`.

use madrone_authz::Role;
use madrone_db::{Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

use super::Account;

/// The columns that [`read`] reads, from position `at` on.
pub(crate) const COLUMNS: &str = "a.id, a.username, a.role, a.name, a.email, a.locale, a.chart, a.password";

/// What holds for an account `a` that can be used. To whoever asks by a name, an address or a token, there is no other.
pub(crate) const ENABLED: &str = "a.disabled IS NULL";

/// What holds for an account `a` that has a password here: the organisation's own sign-in does not vouch for it.
const LOCAL: &str = "NOT EXISTS (SELECT 1 FROM identity_provider_account p WHERE p.account = a.id)";

pub(crate) fn read(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        username: row.get(1)?,
        role: row.get::<Option<String>>(2)?.as_deref().and_then(Role::parse),
        name: row.get(3)?,
        email: row.get(4)?,
        locale: row.get::<Option<String>>(5)?.as_deref().and_then(Locale::parse),
        chart: row.get(6)?,
        password: row.get(7)?,
    })
}

pub(crate) fn insert(tx: &Tx, account: &Account, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO identity_account (id, username, role, name, email, locale, chart, password, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &account.id,
            &account.username,
            &account.role.map(|role| role.name().to_owned()),
            &account.name,
            &account.email,
            &account.locale.map(|locale| locale.tag().to_owned()),
            &account.chart,
            &account.password,
            &now,
        ],
    )?;
    Ok(())
}

pub(crate) fn is_taken(tx: &Tx, username: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM identity_account WHERE username = $1";
    Ok(tx.query_opt(sql, &[&username], |_| Ok(()))?.is_some())
}

pub(crate) fn by_username(tx: &Tx, username: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM identity_account a WHERE a.username = $1 AND {ENABLED} AND {LOCAL}"),
        &[&username],
        read,
    )
}

pub(crate) fn by_id(tx: &Tx, id: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM identity_account a WHERE a.id = $1 AND {ENABLED}"),
        &[&id],
        read,
    )
}

/// Every account of an e-mail address, by username. Case does not count (beyond ASCII the engines would differ).
pub(crate) fn by_email(tx: &Tx, email: &str) -> Result<Vec<Account>> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM identity_account a
             WHERE lower(a.email) = lower($1) AND {ENABLED} AND {LOCAL} ORDER BY a.username"
        ),
        &[&email],
        read,
    )
}

pub(crate) fn set_password(tx: &Tx, id: &str, password: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_account SET password = $2 WHERE id = $1",
        &[&id, &password],
    )?;
    Ok(())
}

/// Notes that somebody came in by the account.
pub(crate) fn signed_in(tx: &Tx, id: &str, now: Instant) -> Result<()> {
    tx.execute("UPDATE identity_account SET signed_in = $2 WHERE id = $1", &[&id, &now])?;
    Ok(())
}

/// The account of a chart, disabled or not: a chart has one at most.
pub(crate) fn by_chart(tx: &Tx, chart: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM identity_account a WHERE a.chart = $1"),
        &[&chart],
        read,
    )
}
