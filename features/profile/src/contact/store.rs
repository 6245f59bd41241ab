//! SQL of `profile_proof`.

use madrone_db::{Error, Result, Tx};
use madrone_kernel::Instant;

use crate::part::Part;

/// An address or number that waits for its code.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    pub(super) part: Part,
    pub(super) value: String,
    /// The code's keyed hash, once it is sent.
    pub(super) code: Option<String>,
    pub(super) created: Instant,
    pub(super) tries: i64,
}

/// Lets an account wait for the code that goes to `value`, in place of any other.
pub(super) fn begin(tx: &Tx, account: &str, (part, value): (Part, &str), now: Instant) -> Result<()> {
    end(tx, account)?;
    tx.execute(
        "INSERT INTO profile_proof (account, part, value, created, tries) VALUES ($1, $2, $3, $4, 0)",
        &[&account, &part.name(), &value, &now],
    )?;
    Ok(())
}

pub(super) fn find(tx: &Tx, account: &str) -> Result<Option<Proof>> {
    let sql = "SELECT part, value, code, created, tries FROM profile_proof WHERE account = $1";
    tx.query_opt(sql, &[&account], |row| {
        let part: String = row.get(0)?;
        Ok(Proof {
            part: Part::parse(&part).ok_or(Error::Column(0))?,
            value: row.get(1)?,
            code: row.get(2)?,
            created: row.get(3)?,
            tries: row.get(4)?,
        })
    })
}

pub(super) fn set_code(tx: &Tx, account: &str, code: &str) -> Result<()> {
    tx.execute(
        "UPDATE profile_proof SET code = $2 WHERE account = $1",
        &[&account, &code],
    )?;
    Ok(())
}

pub(super) fn tried(tx: &Tx, account: &str) -> Result<()> {
    tx.execute(
        "UPDATE profile_proof SET tries = tries + 1 WHERE account = $1",
        &[&account],
    )?;
    Ok(())
}

/// Ends it; false when somebody was quicker.
pub(super) fn end(tx: &Tx, account: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM profile_proof WHERE account = $1", &[&account])? == 1)
}
