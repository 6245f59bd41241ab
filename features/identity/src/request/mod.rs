//! Asking to sign up without a code: what somebody says of herself, looked for among the clinic's patients, and the queue of
//! what is for people to decide.
//!
//! The page answers before anybody looks, always the same. A job looks afterwards; it sends a code to the contact on file
//! of the one chart that is meant beyond doubt, and leaves everything else to the clinic.

pub(crate) mod ask;
mod find;
pub(crate) mod queue;
pub(crate) mod search;
pub(crate) mod store;
mod view;

use madrone_i18n::Locale;
use madrone_kernel::Instant;

use madrone_accounts::matching::Claim;

pub(crate) use search::look;

/// What somebody has asked for, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Request {
    pub(crate) id: String,
    pub(crate) created: Instant,
    pub(crate) claim: Claim,
    /// The language that she read the page in.
    pub(crate) locale: Locale,
}

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// She proved who she is, and made an account.
    Made,
    /// The clinic knew her, and made her an activation code.
    Matched,
    /// The clinic turned it down.
    Declined,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Made, Self::Matched, Self::Declined];

    /// Its name in the table and in the words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Matched => "matched",
            Self::Declined => "declined",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}
