//! Who has signed in, as the front door asks for it. The identity room answers.

use madrone_authz::Actor;
use madrone_db::{Result, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;

/// Finds sessions by their token.
pub trait Sessions: Send + Sync + 'static {
    /// The living session of `token`; `None` when there is none, or its time is over.
    ///
    /// # Errors
    /// When the database fails.
    fn find(&self, tx: &Tx, token: &str, now: Instant) -> Result<Option<SignedIn>>;

    /// Keeps what the owner of `token`'s session, living or over by time, has typed and could not send. Nothing is kept for
    /// the token of a session that was signed out.
    ///
    /// # Errors
    /// When the database fails.
    fn keep_draft(&self, tx: &Tx, token: &str, draft: &Draft, now: Instant) -> Result<()>;

    /// The form that was kept for `account` and the address `path`.
    ///
    /// # Errors
    /// When the database fails.
    fn draft(&self, tx: &Tx, account: &str, path: &str, now: Instant) -> Result<Option<String>>;

    /// Forgets it: it was sent.
    ///
    /// # Errors
    /// When the database fails.
    fn end_draft(&self, tx: &Tx, account: &str, path: &str) -> Result<()>;

    /// Forgets what `account` typed on pages under `base`: what they were about is shut to them.
    ///
    /// # Errors
    /// When the database fails.
    fn end_drafts_under(&self, tx: &Tx, account: &str, base: &str) -> Result<()>;
}

/// A form that somebody has filled in and could not send, because the session was over or the second step had to be shown
/// again.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The address that it was to be sent to.
    pub path: String,
    /// Its fields, as forms are encoded.
    pub form: String,
}

/// Says only that there is one: what people type is personal.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

/// The longest form that is kept, in bytes.
const LONGEST: usize = 64 * 1024;

impl Draft {
    /// A form as it was sent to `path`, if it is one of those that are kept: its page says so by a field `draft`. Passwords
    /// and codes stand in no such form.
    pub fn of(path: &str, form: &str) -> Option<Self> {
        if form.len() > LONGEST || !path.starts_with('/') || path.len() > 200 {
            return None;
        }
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(form).ok()?;
        let is_kept = fields.iter().any(|(name, value)| name == "draft" && value == "yes");
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| name != "csrf").collect();
        is_kept.then_some(())?;
        Some(Self {
            path: path.to_owned(),
            form: serde_urlencoded::to_string(fields).ok()?,
        })
    }
}

/// A living session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session's own number, never its token.
    pub session: i64,
    /// Who it is.
    pub actor: Actor,
    /// The language they chose for their account.
    pub locale: Option<Locale>,
    /// When it ends if nothing else is asked for.
    pub end: SessionEnd,
    /// Until when its last second step counts as fresh; `None` when it has shown none.
    pub confirmed_until: Option<Instant>,
    /// Whether the account must set up a stronger second step before it may do anything else.
    pub must_enrol: bool,
}

/// When a session ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionEnd {
    /// The moment.
    pub at: Instant,
    /// Whether another request puts it off: not when the session has reached the longest that it may last.
    pub moves: bool,
}

impl SessionEnd {
    /// The whole seconds that are left at `now`, rounded up: whoever waits so long waits until it is over.
    pub fn seconds_from(self, now: Instant) -> u64 {
        let left = self.at.since(now);
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }
}

/// What of a session's token stays when it is given another: forms are bound to so much of it, and those of other windows
/// hold on. It signs nobody in, and cannot be guessed either (126 bits).
pub fn lasting(token: &str) -> &str {
    token.get(..21).unwrap_or(token)
}

impl SignedIn {
    /// Whether this is someone who works for the clinic.
    pub fn is_staff(&self) -> bool {
        matches!(self.actor, Actor::Staff { .. })
    }

    /// Whether the second step was shown within the last minutes.
    pub fn is_confirmed(&self, now: Instant) -> bool {
        self.confirmed_until.is_some_and(|until| now < until)
    }
}
