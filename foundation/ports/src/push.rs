//! A notice to one browser that asked for notices (Web Push, RFC 8030).

use std::time::Duration;

/// Where a browser takes notices, as its `PushSubscription` gives it. Whoever has it can send there: it is stored sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at the browser maker's push service.
    pub endpoint: String,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// What the browser shares with the sender only, base64url.
    pub auth: String,
}

/// Says only that there is a subscription: its address stands for one person's browser.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// How much a notice matters (RFC 8030, section 5.3): what is not urgent may wait until the phone is charged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Urgency {
    /// On power and on Wi-Fi.
    VeryLow,
    /// On either.
    Low,
    /// As messages are.
    #[default]
    Normal,
    /// At once, though the battery is low.
    High,
}

/// A notice to one browser. It carries no clinical words: it is read on lock screens.
#[derive(Clone, PartialEq, Eq)]
pub struct Push {
    /// Where to.
    pub to: Subscription,
    /// What the page's service worker is given, at most 3,993 bytes. Only the browser can read it.
    pub payload: Vec<u8>,
    /// How long the push service keeps it for a browser that is away. Zero: now or never.
    pub ttl: Duration,
    /// How much it matters.
    pub urgency: Urgency,
    /// Takes the place of a waiting notice of the same topic: at most 32 letters, digits, `-` and `_`.
    pub topic: Option<String>,
}

/// Says only that there is a notice.
impl std::fmt::Debug for Push {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Push").finish_non_exhaustive()
    }
}

/// Why a notice did not leave. The words may be logged: they hold no address and nothing of the payload.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PushError {
    /// The subscription is dead: forget it. The browser asks anew if its owner still wants notices.
    #[error("the browser no longer takes notices")]
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

/// Sends notices to browsers. A call goes over the network: call it from a job, with no transaction open.
pub trait Pusher: Send + Sync {
    /// Hands `push` to the browser's push service. `Ok` means that the service has taken it, not that it was shown.
    ///
    /// # Errors
    /// [`PushError::Gone`] when the subscription is dead, [`PushError::Retry`] when a later try may succeed,
    /// [`PushError::Permanent`] when none will.
    fn send(&self, push: &Push) -> Result<(), PushError>;
}
