//! A text message to one mobile number, or a call to any number.

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

/// Something that a call reads out, and reads once more. Nobody knows who answers: it names the clinic, and holds no more
/// than a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// The number as E.164 has it.
    pub to: String,
    /// The language to read in, as a tag: `es`.
    pub language: String,
    /// What is read.
    pub text: String,
}

/// Says only that there is a call: a number is personal, and the text holds a sign-in code.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

/// The provider's own name for a message or a call that it took. What it says later about delivery names the message so.
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

/// What the provider tells of its own accord.
#[derive(Clone, PartialEq, Eq)]
pub enum SmsNews {
    /// Somebody has written to the portal's number.
    Reply {
        /// The provider's name for what they wrote; the same when it tells twice.
        id: SmsId,
        /// Who, as E.164 has it.
        from: String,
        /// What. It may be clinical: it is not kept and not logged.
        text: String,
        /// Whether the provider has answered already, as some do to STOP, START and HELP.
        answered: bool,
    },
    /// What has become of a message that it took.
    Delivery {
        /// Which.
        id: SmsId,
        /// `None` while it is on its way.
        outcome: Option<Result<(), SmsRefusal>>,
    },
}

/// Says only that there is news: a number is personal.
impl std::fmt::Debug for SmsNews {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmsNews").finish_non_exhaustive()
    }
}

/// News as it came over HTTP, with what shows who sent it.
#[derive(Clone, Copy)]
pub struct SmsRequest<'r> {
    /// The portal's address that it was sent to, as the provider was told it: whatever host the request named.
    pub address: &'r str,
    /// The headers, names in small letters.
    pub headers: &'r [(String, String)],
    /// The fields of the form.
    pub form: &'r [(String, String)],
}

/// The request is not the provider's, or cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the request is not signed by the provider of text messages, or cannot be read")]
pub struct NotTheirs;

/// Sends text messages, and understands what their provider tells of them.
pub trait SmsProvider: Send + Sync {
    /// Hands `sms` to the provider. `Ok` means that the provider has taken it, not that it has arrived. It goes over the
    /// network: call it from a job, with no transaction open.
    ///
    /// # Errors
    /// [`SmsError::Retry`] when a later try may succeed, [`SmsError::Permanent`] when none will.
    fn send(&self, sms: &Sms) -> Result<SmsId, SmsError>;

    /// Whether it makes calls.
    fn calls(&self) -> bool;

    /// Has the provider call somebody. `Ok` means that it has taken the call, not that anybody has answered. As
    /// [`SmsProvider::send`], it goes over the network.
    ///
    /// # Errors
    /// As [`SmsProvider::send`]; [`SmsError::Permanent`] too where the provider makes none.
    fn call(&self, call: &Call) -> Result<SmsId, SmsError>;

    /// Reads what the provider tells.
    ///
    /// # Errors
    /// [`NotTheirs`] when anybody else may have sent it.
    fn hear(&self, request: SmsRequest<'_>) -> Result<SmsNews, NotTheirs>;

    /// What the provider is answered, as a content type and a body: with `text` to send back to who wrote.
    fn answer(&self, text: Option<&str>) -> (&'static str, String);
}
