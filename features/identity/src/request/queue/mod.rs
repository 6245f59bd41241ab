//! The clinic's queue: requests that nobody could match for certain, or that were never proved. Staff compare them with
//! charts, match, call or decline.

mod candidates;
pub(crate) mod clinic;
mod store;
mod view;

use madrone_kernel::Instant;

use super::{Outcome, Request};

/// A request as the clinic sees it.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    pub(super) request: Request,
    /// What became of it, and when.
    pub(super) resolved: Option<(Outcome, Instant)>,
    /// Whether somebody called about it.
    pub(super) was_called: bool,
}

/// One thing that the clinic did about a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) at: Instant,
    /// What was done, as the words call it.
    pub(super) kind: String,
    /// Who did it.
    pub(super) name: String,
    pub(super) note: String,
}
