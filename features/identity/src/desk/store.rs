//! SQL of patients' accounts, disabled ones too.

use madrone_db::{Result, Row, Tx};
use madrone_kernel::Instant;

/// A patient's account as the clinic sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PatientAccount {
    pub(crate) id: String,
    pub(crate) chart: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) created: Instant,
    pub(crate) signed_in: Option<Instant>,
    pub(crate) disabled: Option<Instant>,
}

const COLUMNS: &str = "id, chart, username, name, email, created, signed_in, disabled";

fn read(row: &Row) -> Result<PatientAccount> {
    Ok(PatientAccount {
        id: row.get(0)?,
        chart: row.get(1)?,
        username: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        created: row.get(5)?,
        signed_in: row.get(6)?,
        disabled: row.get(7)?,
    })
}

pub(crate) fn of_chart(tx: &Tx, chart: &str) -> Result<Option<PatientAccount>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_account WHERE chart = $1 AND role IS NULL");
    tx.query_opt(&sql, &[&chart], read)
}

/// The accounts with this username or e-mail address, whole.
pub(super) fn named(tx: &Tx, username: &str, email: &str) -> Result<Vec<PatientAccount>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM identity_account
         WHERE (username = $1 OR lower(email) = lower($2)) AND chart IS NOT NULL AND role IS NULL ORDER BY username"
    );
    tx.query(&sql, &[&username, &email], read)
}
