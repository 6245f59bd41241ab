//! SQL of `account_holder`. The functions are those of [`super`].

use madrone_authz::Role;
use madrone_db::{Result, Row, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

use super::{Account, Entry};

/// The columns that [`read`] reads, of an account `a`.
const COLUMNS: &str = "a.id, a.username, a.role, a.name, a.email, a.locale, a.chart, a.password";

/// What holds for an account `a` that can be used. To whoever asks by a name, an address or a token, there is no other.
const ENABLED: &str = "a.disabled IS NULL";

/// What holds for an account `a` that has a password here: the organisation's own sign-in does not vouch for it.
const LOCAL: &str = "a.password <> 'none'";

fn read(row: &Row) -> Result<Account> {
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

pub(super) fn insert(tx: &Tx, account: &Account, now: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO account_holder (id, username, role, name, email, locale, chart, password, created)
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

pub(super) fn is_taken(tx: &Tx, username: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM account_holder WHERE username = $1";
    Ok(tx.query_opt(sql, &[&username], |_| Ok(()))?.is_some())
}

pub(super) fn by_username(tx: &Tx, username: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM account_holder a WHERE a.username = $1 AND {ENABLED} AND {LOCAL}"),
        &[&username],
        read,
    )
}

/// The account `id`; none where it is disabled.
pub fn by_id(tx: &Tx, id: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM account_holder a WHERE a.id = $1 AND {ENABLED}"),
        &[&id],
        read,
    )
}

/// Every account of an e-mail address, by username. Case does not count (beyond ASCII the engines would differ).
pub fn by_email(tx: &Tx, email: &str) -> Result<Vec<Account>> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM account_holder a
             WHERE lower(a.email) = lower($1) AND {ENABLED} AND {LOCAL} ORDER BY a.username"
        ),
        &[&email],
        read,
    )
}

/// Gives an account a password, by its hash.
pub fn set_password(tx: &Tx, id: &str, password: &str) -> Result<()> {
    tx.execute(
        "UPDATE account_holder SET password = $2 WHERE id = $1",
        &[&id, &password],
    )?;
    Ok(())
}

/// Notes that somebody came in by the account.
pub fn signed_in(tx: &Tx, id: &str, now: Instant) -> Result<()> {
    tx.execute("UPDATE account_holder SET signed_in = $2 WHERE id = $1", &[&id, &now])?;
    Ok(())
}

/// The account of a chart, disabled or not: a chart has one at most.
pub fn by_chart(tx: &Tx, chart: &str) -> Result<Option<Account>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM account_holder a WHERE a.chart = $1"),
        &[&chart],
        read,
    )
}

const ENTRY: &str = "a.created, a.signed_in, a.disabled";

fn read_entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        account: read(row)?,
        created: row.get(8)?,
        signed_in: row.get(9)?,
        disabled: row.get(10)?,
    })
}

/// The account `id`, disabled or not.
pub fn entry(tx: &Tx, id: &str) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS}, {ENTRY} FROM account_holder a WHERE a.id = $1");
    tx.query_opt(&sql, &[&id], read_entry)
}

/// Everybody who works at the clinic, in no order.
pub fn staff(tx: &Tx) -> Result<Vec<Entry>> {
    let sql = format!("SELECT {COLUMNS}, {ENTRY} FROM account_holder a WHERE a.role IS NOT NULL");
    tx.query(&sql, &[], read_entry)
}

/// The patient's account of a chart, disabled or not.
pub fn patient_of_chart(tx: &Tx, chart: &str) -> Result<Option<Entry>> {
    let sql = format!("SELECT {COLUMNS}, {ENTRY} FROM account_holder a WHERE a.chart = $1 AND a.role IS NULL");
    tx.query_opt(&sql, &[&chart], read_entry)
}

/// The patients' accounts with this username or e-mail address, whole, disabled or not.
pub fn patients_named(tx: &Tx, username: &str, email: &str) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS}, {ENTRY} FROM account_holder a
         WHERE (a.username = $1 OR lower(a.email) = lower($2)) AND a.chart IS NOT NULL AND a.role IS NULL
         ORDER BY a.username"
    );
    tx.query(&sql, &[&username, &email], read_entry)
}

/// How many administrators besides `id` can sign in.
pub fn other_administrators(tx: &Tx, id: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM account_holder WHERE role = $1 AND disabled IS NULL AND id <> $2";
    let count = tx.query_opt(sql, &[&Role::Administrator.name(), &id], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}

/// Gives an account of the clinic another role.
pub fn set_role(tx: &Tx, id: &str, role: Role) -> Result<()> {
    tx.execute(
        "UPDATE account_holder SET role = $2 WHERE id = $1",
        &[&id, &role.name()],
    )?;
    Ok(())
}

/// Switches an account off, since then, or on.
pub fn set_disabled(tx: &Tx, id: &str, since: Option<Instant>) -> Result<()> {
    tx.execute("UPDATE account_holder SET disabled = $2 WHERE id = $1", &[&id, &since])?;
    Ok(())
}

/// Changes the name, the e-mail address and the role to those of `account`.
pub fn update(tx: &Tx, account: &Account) -> Result<()> {
    tx.execute(
        "UPDATE account_holder SET name = $2, email = $3, role = $4 WHERE id = $1",
        &[
            &account.id,
            &account.name,
            &account.email,
            &account.role.map(|role| role.name().to_owned()),
        ],
    )?;
    Ok(())
}
