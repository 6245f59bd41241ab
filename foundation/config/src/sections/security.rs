//! Limits on signing in.

use std::num::NonZeroU16;
use std::path::PathBuf;

use crate::section::section;
use crate::{Days, Hours, Minutes, Secret};

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
        /// How long a second step counts as fresh. After that it is asked for again before a password, a second step or
        /// a device is changed.
        confirm_minutes: Minutes = "10",
        /// Whether staff may sign in with a code by e-mail. Such a code is no proof of the person, only of the mailbox:
        /// without this setting it lets staff do nothing but set up an authenticator app or a passkey.
        staff_mailed_codes: bool = "false",
        /// Whether patients may let a device of theirs sign in without the second step for 30 days. It is asked for all the
        /// same before anything that matters is changed. Staff never may.
        trusted_devices: bool = "false",
        /// A file of passwords that were found in breaches, which nobody may choose: lines `SHA1:COUNT`, sorted by the SHA-1
        /// in hexadecimal digits, as Pwned Passwords gives them out ordered by hash. It is searched where it lies and
        /// may be of any size. Without it, a list of half a million common ones is used, which is built in.
        breached_passwords: Option<PathBuf> = "",
        /// The keys that seal secrets in the database, each `NAME:KEY` with 32 bytes in base64url, the newest first,
        /// with commas between. For secret stores; otherwise a file is plainer.
        sealing_keys: Option<Secret> = "none",
        /// The file with those keys, one a line, the newest first. Without it, `madrone.keys` beside the database file,
        /// or in the working folder where the database is a server. It is made when it is first needed, readable by its
        /// owner only. Keep a copy apart from the database's backups: without it, authenticator apps must be set up anew.
        sealing_key_file: Option<PathBuf> = "",
        /// How many requests to sign up without a code from one address within an hour.
        sign_up_requests_per_address: NonZeroU16 = "20",
        /// How long a request to sign up without a code is kept after the clinic, or its proof, has settled it.
        sign_up_request_days: Days = "90",
    }
}
