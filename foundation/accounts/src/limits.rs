//! The site's limits on signing in.

use std::time::Duration;

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
    /// Whether the site sends text messages.
    pub texts: bool,
    /// Whether it makes calls that read codes out.
    pub calls: bool,
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
            texts: false,
            calls: false,
        }
    }
}
