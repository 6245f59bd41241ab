//! Limits on signing in.

use std::num::NonZeroU16;

use crate::section::section;
use crate::{Hours, Minutes};

section! {
    /// Limits on signing in and on staying signed in.
    Security = "security" {
        /// How long a session lasts without a request.
        idle_minutes: Minutes = "15",
        /// How long a session lasts in all.
        absolute_hours: Hours = "12",
        /// How long a security code is good for.
        code_minutes: Minutes = "10",
        /// How many wrong security codes end the attempt.
        code_tries: NonZeroU16 = "5",
        /// How many attempts to sign in to one account, right or wrong, within an hour.
        sign_ins_per_account: NonZeroU16 = "20",
        /// How many attempts to sign in from one address within an hour. A clinic's waiting room is one address.
        sign_ins_per_address: NonZeroU16 = "200",
        /// How many security codes are sent to one account within an hour.
        codes_per_account: NonZeroU16 = "10",
    }
}
