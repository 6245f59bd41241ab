//! SQL of `account_phone` and `account_word`.

use madrone_db::{Error, Result, Row, Tx};
use madrone_kernel::Instant;
use madrone_phone::Number;

use super::{Phone, Source, Word};

/// Reads a number that was written by [`Number::e164`].
fn number(row: &Row, place: usize) -> Result<Number> {
    let text: String = row.get(place)?;
    Number::parse(&text).ok_or_else(|| Error::Engine("a telephone number in the database is none".into()))
}

/// The number of an account.
///
/// # Errors
/// When the database fails.
pub fn of_account(tx: &Tx, account: &str) -> Result<Option<Phone>> {
    let sql = "SELECT number, calls, verified FROM account_phone WHERE account = $1";
    tx.query_opt(sql, &[&account], |row| {
        Ok(Phone {
            number: number(row, 0)?,
            calls: row.get(1)?,
            verified: row.get(2)?,
        })
    })
}

/// The ids of the accounts whose text messages go to this number.
///
/// # Errors
/// When the database fails.
pub fn by_number(tx: &Tx, number: &Number) -> Result<Vec<String>> {
    let sql = "SELECT account FROM account_phone WHERE number = $1 AND calls = FALSE ORDER BY account";
    tx.query(sql, &[&number.e164()], |row| row.get(0))
}

/// Gives an account this number in place of any other; `calls` says that codes are read out there.
///
/// # Errors
/// When the database fails.
pub fn set(tx: &Tx, account: &str, (number, calls): (&Number, bool), now: Instant) -> Result<()> {
    remove(tx, account)?;
    tx.execute(
        "INSERT INTO account_phone (account, number, calls, verified) VALUES ($1, $2, $3, $4)",
        &[&account, &number.e164(), &calls, &now],
    )?;
    Ok(())
}

/// Takes its number from an account.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &Tx, account: &str) -> Result<()> {
    tx.execute("DELETE FROM account_phone WHERE account = $1", &[&account])?;
    Ok(())
}

/// What was said of a number, the oldest first.
pub(super) fn words(tx: &Tx, number: &str) -> Result<Vec<Word>> {
    let sql = "SELECT word FROM account_word WHERE number = $1 ORDER BY id";
    let words: Vec<String> = tx.query(sql, &[&number], |row| row.get(0))?;
    Ok(words.iter().filter_map(|word| Word::parse(word)).collect())
}

/// Keeps a word; false when the message that it stands in was kept before.
pub(super) fn keep(tx: &Tx, number: &str, word: Word, source: Source<'_>, now: Instant) -> Result<bool> {
    let (place, wording, locale, message) = match source {
        Source::Page { wording, locale } => ("page", Some(wording), Some(locale.tag()), None),
        Source::Message(id) => ("message", None, None, Some(id)),
        Source::Provider => ("provider", None, None, None),
    };
    let kept = tx.execute(
        "INSERT INTO account_word (number, word, source, wording, locale, message, said)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message) DO NOTHING",
        &[&number, &word.name(), &place, &wording, &locale, &message, &now],
    )?;
    Ok(kept == 1)
}
