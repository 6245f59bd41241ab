//! SQL of `profile_change`.

use madrone_db::{Error, Param, Result, Row, Tx};
use madrone_kernel::Instant;

use super::{Change, Outcome};
use crate::part::Part;

/// The most rows of a list.
const MOST: i64 = 400;

fn read(row: &Row) -> Result<Change> {
    let (part, outcome): (String, Option<String>) = (row.get(1)?, row.get(11)?);
    let outcome = outcome.map(|name| Outcome::parse(&name).ok_or(Error::Column(11)));
    let settled: Option<Instant> = row.get(12)?;
    let settler: Option<String> = row.get(13)?;
    Ok(Change {
        saved: row.get(0)?,
        part: Part::parse(&part).ok_or(Error::Column(1))?,
        chart: row.get(2)?,
        resource: row.get(3)?,
        was: row.get(4)?,
        became: row.get(5)?,
        address: row.get(6)?,
        number: row.get(7)?,
        at: row.get(8)?,
        account: row.get(9)?,
        name: row.get(10)?,
        outcome: outcome
            .transpose()?
            .zip(settled)
            .map(|(outcome, at)| (outcome, at, settler.unwrap_or_default())),
    })
}

fn all(tx: &Tx, which: &str, params: &[&dyn Param]) -> Result<Vec<Change>> {
    let sql = format!(
        "SELECT saved, part, chart, resource, was, became, address, number, at, account, name, outcome, settled, settler
         FROM profile_change WHERE {which}"
    );
    tx.query(&sql, params, read)
}

/// Those that nobody has looked at, the oldest first.
pub(crate) fn open(tx: &Tx) -> Result<Vec<Change>> {
    all(
        tx,
        "outcome IS NULL ORDER BY at, saved LIMIT CAST($1 AS BIGINT)",
        &[&MOST],
    )
}

/// Those that somebody has looked at, the latest first.
pub(crate) fn settled(tx: &Tx) -> Result<Vec<Change>> {
    all(
        tx,
        "settled IS NOT NULL ORDER BY settled DESC, saved LIMIT CAST($1 AS BIGINT)",
        &[&MOST],
    )
}

/// All that was saved at once, in the order of the parts.
pub(crate) fn of(tx: &Tx, saved: &str) -> Result<Vec<Change>> {
    let mut changes = all(tx, "saved = $1", &[&saved])?;
    changes.sort_by_key(|change| Part::OF_PATIENT.iter().position(|part| *part == change.part));
    Ok(changes)
}

/// The numbers that the clinic is to call before they come into the chart.
pub(crate) fn to_be_called(tx: &Tx, chart: &str) -> Result<Vec<Change>> {
    all(
        tx,
        "chart = $1 AND number IS NOT NULL AND outcome IS NULL ORDER BY at",
        &[&chart],
    )
}

/// How many times somebody saved what nobody has looked at, as far as a badge can say it.
pub(crate) fn count(tx: &Tx) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT DISTINCT saved FROM profile_change WHERE outcome IS NULL LIMIT 100) AS few";
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.unwrap_or(0))
}

pub(super) fn insert(tx: &Tx, change: &Change) -> Result<()> {
    tx.execute(
        "INSERT INTO profile_change (saved, part, chart, resource, was, became, address, number, at, account, name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &change.saved,
            &change.part.name(),
            &change.chart,
            &change.resource,
            &change.was,
            &change.became,
            &change.address,
            &change.number,
            &change.at,
            &change.account,
            &change.name,
        ],
    )?;
    Ok(())
}

/// Forgets the number of this part that waits for the clinic's call.
pub(crate) fn withdraw(tx: &Tx, chart: &str, part: Part) -> Result<()> {
    tx.execute(
        "DELETE FROM profile_change WHERE chart = $1 AND part = $2 AND number IS NOT NULL AND outcome IS NULL",
        &[&chart, &part.name()],
    )?;
    Ok(())
}

/// Notes what became of a change; false when somebody was quicker.
pub(crate) fn settle(tx: &Tx, change: &Change, outcome: Outcome, (now, settler): (Instant, &str)) -> Result<bool> {
    let sql = "UPDATE profile_change SET outcome = $3, settled = $4, settler = $5
               WHERE saved = $1 AND part = $2 AND outcome IS NULL";
    let params: [&dyn Param; 5] = [&change.saved, &change.part.name(), &outcome.name(), &now, &settler];
    Ok(tx.execute(sql, &params)? == 1)
}
