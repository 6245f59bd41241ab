//! How often something may be tried. Counted in the database by the hour, so that restarts and several servers agree.

mod store;

use madrone_db::Tx;
use madrone_kernel::Instant;
use madrone_web::Failure;

const HOUR: i64 = 3_600_000_000;

/// Counts one more attempt, whatever becomes of the transaction, and says whether it is within `most` for this hour.
///
/// # Errors
/// [`Failure::TooMany`] when it is not.
pub fn count(tx: &Tx, kind: &'static str, subject: &str, most: i64, now: Instant) -> Result<(), Failure> {
    let hour = now.micros() / HOUR;
    let had: i64 = store::count(tx, kind, subject, hour)?;
    let counted = subject.to_owned();
    tx.keep(move |tx| store::add(tx, kind, &counted, hour));
    if had < most {
        return Ok(());
    }
    let left = (hour + 1) * HOUR - now.micros();
    Err(Failure::TooMany(u64::try_from(left / 1_000_000).unwrap_or(0) + 1))
}
