//! How often something may be tried. Counted in the database by the hour, so that restarts and several servers agree.

mod store;

use std::time::Duration;

use madrone_db::Tx;
use madrone_kernel::Instant;
use madrone_web::Failure;

/// The site's limits on signing in.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a session lasts without a request.
    pub idle: Duration,
    /// How long a session lasts in all.
    pub absolute: Duration,
    /// How long a code is good for.
    pub code_lives: Duration,
    /// How many wrong codes end the attempt.
    pub code_tries: i64,
    /// Attempts to sign in to one account within an hour.
    pub sign_ins_per_account: i64,
    /// Attempts to sign in from one address within an hour.
    pub sign_ins_per_address: i64,
    /// Codes sent to one account within an hour.
    pub codes_per_account: i64,
    /// How long a second step counts as fresh.
    pub confirmed: Duration,
    /// Whether staff may work after signing in with a code by e-mail.
    pub staff_mailed_codes: bool,
    /// Requests to sign up without a code from one address within an hour. A clinic's waiting room is one address.
    pub requests_per_address: i64,
    /// How long a request to sign up is kept after it was resolved.
    pub requests_kept: Duration,
    /// Whether patients may trust a device.
    pub trusted_devices: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            idle: Duration::from_mins(15),
            absolute: Duration::from_hours(12),
            code_lives: Duration::from_mins(10),
            code_tries: 5,
            sign_ins_per_account: 20,
            sign_ins_per_address: 200,
            codes_per_account: 10,
            confirmed: Duration::from_mins(10),
            staff_mailed_codes: false,
            requests_per_address: 20,
            requests_kept: Duration::from_hours(90 * 24),
            trusted_devices: false,
        }
    }
}

/// Stands in for the password of an account that does not exist, so that checking takes as long: Argon2id with the
/// same costs, and 32 zero bytes that no password is known to give.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=47104,t=3,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const HOUR: i64 = 3_600_000_000;

/// Counts one more attempt, whatever becomes of the transaction, and says whether it is within `most` for this hour.
///
/// # Errors
/// [`Failure::TooMany`] when it is not.
pub(crate) fn count(tx: &Tx, kind: &'static str, subject: &str, most: i64, now: Instant) -> Result<(), Failure> {
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

#[cfg(test)]
mod tests {
    use super::NOBODY;
    use crate::password;

    #[test]
    fn nobodys_hash_costs_as_much_as_anybodys_and_fits_nothing() {
        let random = madrone_kernel::Random::seeded(1);
        let head = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(head(NOBODY), head(&password::hash("anything at all", &random)));
        assert!(!password::verify("nobody is here", NOBODY));
    }
}
