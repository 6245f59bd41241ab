//! A text message to one mobile number.

use std::time::Duration;

/// A text message. It carries no clinical words: it is read on lock screens.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    /// The number as E.164 has it, `+15005550006`.
    pub to: String,
    /// The message as plain text.
    pub text: String,
}

/// Says only that there is a message: a number is personal, and the text may hold a sign-in code.
impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").finish_non_exhaustive()
    }
}

/// The provider's own name for a message that it took. What it says later about delivery names the message so.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SmsId(pub String);

/// Why a number will never get a message, as far as somebody can act on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SmsRefusal {
    /// It is no number that could ring.
    #[error("the number does not exist")]
    NoSuchNumber,
    /// It is a number, but text messages do not reach it: a landline, say.
    #[error("the number does not take text messages")]
    NotMobile,
    /// Its owner answered STOP. Nothing goes there until they answer START.
    #[error("the number's owner has stopped messages")]
    Stopped,
    /// The provider does not send there: the country or the sender is not allowed on this account.
    #[error("the account may not send to the number")]
    NotAllowed,
    /// Anything else that trying again does not change.
    #[error("the provider refused the message")]
    Other,
}

/// Why a message did not leave. The words may be logged: they hold no number and nothing of the text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SmsError {
    /// It may work later: try again, and not before `after` where the provider says how long to wait.
    #[error("the text message could not be sent now: {why}")]
    Retry {
        /// What went wrong.
        why: String,
        /// How long the provider wants to be left alone.
        after: Option<Duration>,
    },
    /// It will never work for this message: give up and say so.
    #[error("the text message was refused: {0}")]
    Permanent(SmsRefusal),
}

/// Sends text messages. A call goes over the network: call it from a job, with no transaction open.
pub trait SmsSender: Send + Sync {
    /// Hands `sms` to the provider. `Ok` means that the provider has taken it, not that it has arrived.
    ///
    /// # Errors
    /// [`SmsError::Retry`] when a later try may succeed, [`SmsError::Permanent`] when none will.
    fn send(&self, sms: &Sms) -> Result<SmsId, SmsError>;
}
