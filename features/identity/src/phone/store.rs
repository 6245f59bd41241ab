//! SQL of `identity_phone_proof`.

use madrone_db::{Error, Result, Tx};
use madrone_kernel::Instant;
use madrone_phone::Number;

/// A number that waits for its code.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) number: Number,
    /// Whether a call reads the code out there.
    pub(super) calls: bool,
    /// Whether notices are wanted there too.
    pub(super) notices: bool,
    /// The code's keyed hash, once it is sent.
    pub(super) code: Option<String>,
    pub(super) created: Instant,
    pub(super) tries: i64,
}

/// Lets an account wait for the code that goes to `number`, in place of any other.
pub(super) fn begin(
    tx: &Tx,
    account: &str,
    (number, calls, notices): (&Number, bool, bool),
    now: Instant,
) -> Result<()> {
    end(tx, account)?;
    tx.execute(
        "INSERT INTO identity_phone_proof (account, number, calls, notices, created, tries)
         VALUES ($1, $2, $3, $4, $5, 0)",
        &[&account, &number.e164(), &calls, &notices, &now],
    )?;
    Ok(())
}

pub(crate) fn find(tx: &Tx, account: &str) -> Result<Option<Proof>> {
    let sql = "SELECT number, calls, notices, code, created, tries FROM identity_phone_proof WHERE account = $1";
    tx.query_opt(sql, &[&account], |row| {
        let number: String = row.get(0)?;
        Ok(Proof {
            number: Number::parse(&number).ok_or_else(|| Error::Engine("a number in the database is none".into()))?,
            calls: row.get(1)?,
            notices: row.get(2)?,
            code: row.get(3)?,
            created: row.get(4)?,
            tries: row.get(5)?,
        })
    })
}

pub(super) fn set_code(tx: &Tx, account: &str, code: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_phone_proof SET code = $2 WHERE account = $1",
        &[&account, &code],
    )?;
    Ok(())
}

pub(super) fn tried(tx: &Tx, account: &str) -> Result<()> {
    tx.execute(
        "UPDATE identity_phone_proof SET tries = tries + 1 WHERE account = $1",
        &[&account],
    )?;
    Ok(())
}

/// Ends it; false when somebody was quicker.
pub(super) fn end(tx: &Tx, account: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM identity_phone_proof WHERE account = $1", &[&account])? == 1)
}
