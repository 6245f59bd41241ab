//! Mail to one person.

/// A message to one person. It carries no clinical words: mail is read on lock screens and by whoever shares the account.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address, `maria@example.org`.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The message as plain text. Always there: it is what every reader can read.
    pub text: String,
    /// The same message as a page, if it gains by it.
    pub html: Option<String>,
}

/// Says only that there is a mail: an address is personal, and the text may hold a sign-in code.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").finish_non_exhaustive()
    }
}

/// Why a mail did not leave. The words may be logged: they hold no address and nothing that the other server said.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SendError {
    /// It may work later: try again.
    #[error("the mail could not be sent now: {0}")]
    Retry(String),
    /// It will never work for this mail: give up and say so.
    #[error("the mail was refused: {0}")]
    Permanent(String),
}

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Hands `mail` to the mail server. `Ok` means that the server has taken it, not that it has arrived.
    ///
    /// # Errors
    /// [`SendError::Retry`] when a later try may succeed, [`SendError::Permanent`] when none will.
    fn send(&self, mail: &Mail) -> Result<(), SendError>;
}
