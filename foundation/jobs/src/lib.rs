//! A durable queue: what leaves the house is asked for in the transaction that causes it, and done afterwards by threads
//! of their own — claim, do, record the outcome. What somebody asked for just now never waits for what happens to many at
//! once: jobs with a key ([`enqueue_once`]) have a thread of their own.
//!
//! Payloads hold ids and never secrets: a code is made when it is sent. A job may run twice (a crash between doing and
//! recording), so what it does must bear that; what cannot is done [`Handlers::once`]. What is given up stays, with the
//! reason, until somebody at the clinic has it tried again or drops it.
//!
//! What comes round every day ([`Handlers::daily`]) is no job: nobody has to ask for it.
//!
//! What never enters: what any kind of job does; rooms bring their handlers.

mod daily;
mod handlers;
mod runner;
mod store;

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use serde_json::Value;

pub use daily::{Daily, Days};
pub use handlers::{Failed, HandOver, Handler, Handlers, Prepare, Step};
pub use runner::{Runner, run_due};
pub use store::{GivenUp, Waiting, count_given_up, drop_given_up, given_up, try_again, waiting};

/// Why a job was given up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It failed each time that it was tried.
    Tried,
    /// It can never go well.
    Refused,
    /// The portal stopped while it was handed over: it may have left, and is not sent twice.
    Unknown,
    /// Nothing here does jobs of its kind.
    Nobody,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Tried, Self::Refused, Self::Unknown, Self::Nobody];

    /// Its name in the table, in addresses and in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tried => "tried",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Nobody => "nobody",
        }
    }

    /// The reason of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Asks for a job of `kind` at `run_at` or soon after, if this transaction commits.
///
/// # Errors
/// When the database fails.
pub fn enqueue(tx: &Tx, kind: &'static str, payload: &Value, run_at: Instant) -> Result<()> {
    store::insert(tx, kind, None, (&payload.to_string(), run_at)).map(drop)
}

/// The same, unless a job with this `key` was asked for within the last [`KEY_DAYS`] days, done or not; false then.
///
/// # Errors
/// When the database fails.
pub fn enqueue_once(tx: &Tx, kind: &'static str, key: &str, payload: &Value, run_at: Instant) -> Result<bool> {
    store::insert(tx, kind, Some(key), (&payload.to_string(), run_at))
}

/// For so many days after a job is done, its key keeps another from being asked for.
pub const KEY_DAYS: u64 = 30;
