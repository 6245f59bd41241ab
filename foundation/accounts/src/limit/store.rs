//! SQL of `account_attempt`.

use madrone_db::{Result, Tx};

pub(super) fn count(tx: &Tx, kind: &str, subject: &str, hour: i64) -> Result<i64> {
    let sql = "SELECT count FROM account_attempt WHERE kind = $1 AND subject = $2 AND hour = $3";
    Ok(tx
        .query_opt(sql, &[&kind, &subject, &hour], |row| row.get(0))?
        .unwrap_or(0))
}

pub(super) fn add(tx: &Tx, kind: &str, subject: &str, hour: i64) -> Result<()> {
    tx.execute("DELETE FROM account_attempt WHERE hour < $1", &[&(hour - 1)])?;
    tx.execute(
        "INSERT INTO account_attempt (kind, subject, hour, count) VALUES ($1, $2, $3, 1)
         ON CONFLICT (kind, subject, hour) DO UPDATE SET count = account_attempt.count + 1",
        &[&kind, &subject, &hour],
    )?;
    Ok(())
}
