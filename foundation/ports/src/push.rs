//! A notice to one browser.

use std::time::Duration;

/// Where and how a browser is written to, as it said itself (the W3C's Push API). Whoever knows all of it can send to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at its maker's push service.
    pub endpoint: String,
    /// Its public key, `p256dh`, in base64url.
    pub key: String,
    /// The secret that it shares with the portal, `auth`, in base64url.
    pub secret: String,
}

/// Says only that there is one: it is as good as a password.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// Why a notice did not leave. The words may be logged: they hold nothing of it, and no address.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PushError {
    /// The browser wants no more, or there is none any more: forget it.
    #[error("the browser takes no notices any more")]
    Gone,
    /// It may work later: try again, and not before `after` where the push service says how long to wait.
    #[error("the notice could not be sent now: {why}")]
    Retry {
        /// What went wrong.
        why: String,
        /// How long the push service wants to be left alone.
        after: Option<Duration>,
    },
    /// It will never work for this notice: give up and say so.
    #[error("the notice was refused: {0}")]
    Permanent(String),
}

/// Sends notices to browsers.
pub trait Pusher: Send + Sync {
    /// The portal's public key, in base64url: a browser asks its push service to take notices from its owner only.
    fn public_key(&self) -> &str;

    /// Whether anything could be sent `to` there: its address and keys can be read.
    fn reaches(&self, to: &Subscription) -> bool;

    /// Hands `message` to the browser's push service. `Ok` means that the service has taken it, not that anybody saw it.
    /// It goes over the network: call it from a job, with no transaction open.
    ///
    /// # Errors
    /// [`PushError`].
    fn send(&self, to: &Subscription, message: &[u8]) -> Result<(), PushError>;
}
