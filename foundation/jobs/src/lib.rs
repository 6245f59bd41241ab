//! A durable queue: what leaves the house is asked for in the transaction that causes it, and done afterwards by threads
//! of their own — claim, do, record the outcome.
//!
//! Payloads hold ids and never secrets: a code is made when it is sent. A job may run twice (a crash between doing and
//! recording), so what it does must bear that.
//!
//! What never enters: what any kind of job does; rooms bring their handlers.

mod runner;
mod store;

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use serde_json::Value;

pub use runner::{Failed, Handler, Handlers, Runner, run_due};

/// Asks for a job of `kind` at `run_at` or soon after, if this transaction commits.
///
/// # Errors
/// When the database fails.
pub fn enqueue(tx: &Tx, kind: &'static str, payload: &Value, run_at: Instant) -> Result<()> {
    store::insert(tx, kind, &payload.to_string(), run_at)
}
