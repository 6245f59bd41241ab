//! An invitation: one person, by name and address, may ask for access to one chart, once, within seven days, and proves
//! with the patient's birth date that they know whose it is.

pub(crate) mod ask;
pub(crate) mod mail;
pub(crate) mod store;

use std::time::Duration;

use madrone_authz::Areas;
use madrone_authz::relation::Kind;
use madrone_kernel::Instant;

/// How long an invitation holds.
pub(crate) const LIVES: Duration = Duration::from_hours(7 * 24);

/// How many wrong birth dates end it.
pub(crate) const TRIES: i64 = 5;

/// How far an invitation has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Pending,
    Accepted,
    Declined,
    Cancelled,
    /// The birth date was wrong too often.
    Spent,
}

impl State {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Cancelled => "cancelled",
            Self::Spent => "spent",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [
            Self::Pending,
            Self::Accepted,
            Self::Declined,
            Self::Cancelled,
            Self::Spent,
        ]
        .into_iter()
        .find(|state| state.name() == name)
    }
}

/// An invitation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    /// The id of the Patient.
    pub(crate) patient: String,
    /// Who is invited, as whoever invites calls them.
    pub(crate) name: String,
    pub(crate) email: String,
    /// The language of the mail: that of whoever invites.
    pub(crate) locale: String,
    pub(crate) relationship: String,
    pub(crate) kind: Kind,
    pub(crate) areas: Areas,
    pub(crate) sensitive: bool,
    pub(crate) until: Option<Instant>,
    pub(crate) made: Instant,
    /// The account that made it.
    pub(crate) made_by: String,
    /// How many birth dates were wrong.
    pub(crate) tries: i64,
    pub(crate) state: State,
}

impl Invitation {
    /// Whether it can be answered at `now`.
    pub(crate) fn is_open(&self, now: Instant) -> bool {
        self.state == State::Pending && self.tries < TRIES && now < self.made.plus(LIVES)
    }

    /// How it stands, as the patient reads it: what nobody answered is over after its days.
    pub(crate) fn standing(&self, now: Instant) -> &'static str {
        match self.state {
            State::Pending if !self.is_open(now) => "expired",
            state => state.name(),
        }
    }
}
