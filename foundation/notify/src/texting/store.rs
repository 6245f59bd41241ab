//! SQL of `notify_text`.

use std::time::Duration;

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_ports::{SmsId, SmsRefusal};

use super::Outcome;

/// How long it is kept what became of a message.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Keeps that a message to `number` was taken by the provider. What became of it may have been told already.
pub(super) fn sent(tx: &Tx, id: &SmsId, number: &str, now: Instant) -> Result<()> {
    tx.execute("DELETE FROM notify_text WHERE sent < $1", &[&now.minus(KEPT)])?;
    tx.execute(
        "INSERT INTO notify_text (id, number, outcome, sent) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET number = excluded.number",
        &[&id.0, &number, &Outcome::OnItsWay.name(), &now],
    )?;
    Ok(())
}

/// Keeps that the provider took no message to `number`.
pub(super) fn refused(tx: &Tx, number: &str, refusal: SmsRefusal, now: Instant) -> Result<()> {
    let id = format!("refused {number}");
    tx.execute(
        "INSERT INTO notify_text (id, number, outcome, sent) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, sent = excluded.sent",
        &[&id, &number, &Outcome::Failed(refusal).name(), &now],
    )?;
    Ok(())
}

/// Keeps what became of a message; whose number it went to, where that is known by now.
pub(super) fn told(tx: &Tx, id: &SmsId, outcome: Outcome, now: Instant) -> Result<Option<String>> {
    tx.query_opt(
        "INSERT INTO notify_text (id, number, outcome, sent) VALUES ($1, '', $2, $3)
         ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome RETURNING number",
        &[&id.0, &outcome.name(), &now],
        |row| row.get(0),
    )
}

/// What became of the last message to `number`.
pub(super) fn last(tx: &Tx, number: &str) -> Result<Option<Outcome>> {
    let sql = "SELECT outcome FROM notify_text WHERE number = $1 ORDER BY sent DESC, id DESC LIMIT 1";
    let name: Option<String> = tx.query_opt(sql, &[&number], |row| row.get(0))?;
    Ok(name.and_then(|name| Outcome::parse(&name)))
}
