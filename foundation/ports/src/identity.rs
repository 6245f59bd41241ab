//! The organisation's own sign-in: a provider that knows who works there (OpenID Connect).

use madrone_kernel::Instant;

/// One attempt to sign in: what binds the provider's answer to the browser that asked. Fresh each time, and unguessable.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Where the provider sends the browser back to.
    pub return_to: String,
    /// Comes back with the browser (RFC 6749 section 10.12).
    pub state: String,
    /// Comes back in the signed token (OpenID Connect Core section 3.1.2.1).
    pub nonce: String,
    /// Shown when the code is redeemed; the provider was given its hash (PKCE, RFC 7636).
    pub verifier: String,
    /// Where somebody is to show anew who they are, although the provider knows them: since when.
    pub anew_since: Option<Instant>,
}

/// Says only that there is an attempt: what is in it signs people in.
impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempt").finish_non_exhaustive()
    }
}

/// Somebody, as the provider vouches for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Who vouches.
    pub issuer: String,
    /// Who it is: never changes and never goes to somebody else, within the issuer.
    pub subject: String,
    /// The provider's own session, where it names one.
    pub session: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// What they sign in with there.
    pub username: Option<String>,
    /// Where mail reaches them; `None` where the provider says that it is not proved.
    pub email: Option<String>,
    /// The values of the claim that roles are read from.
    pub roles: Vec<String>,
}

/// The provider's word that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedOut {
    /// Who says so.
    pub issuer: String,
    /// The word's own number; good once.
    pub id: String,
    /// How long the number has to be remembered.
    pub expires: Instant,
    /// Who has signed out; of every session where `session` is `None`.
    pub subject: Option<String>,
    /// Which session is over.
    pub session: Option<String>,
}

/// Why the provider could not be asked, or its answer is not taken. The words may be logged: they name no person, and hold
/// no code or token.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProviderError {
    /// It may work later.
    #[error("the sign-in provider cannot be used now: {0}")]
    Unreachable(String),
    /// What it said is not what it should say. Never believed, however often it is tried.
    #[error("the sign-in provider's answer is not taken: {0}")]
    Untrusted(String),
}

/// Knows who works for the organisation. Each call may go over the network: call it from a worker thread, with no
/// transaction open.
pub trait IdentityProvider: Send + Sync {
    /// The address that the browser is sent to.
    ///
    /// # Errors
    /// [`ProviderError::Unreachable`] when the provider cannot be found.
    fn begin(&self, attempt: &Attempt) -> Result<String, ProviderError>;

    /// Redeems the code that the browser came back with.
    ///
    /// # Errors
    /// [`ProviderError`], for a code that is not this attempt's too.
    fn finish(&self, attempt: &Attempt, code: &str) -> Result<Identity, ProviderError>;

    /// Reads a word of the provider that somebody has signed out there.
    ///
    /// # Errors
    /// [`ProviderError::Untrusted`] when it is none.
    fn signed_out(&self, token: &str) -> Result<SignedOut, ProviderError>;
}
