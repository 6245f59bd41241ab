//! What a handler gives back.

use madrone_authz::Refusal;

/// The answer to a request that went well.
#[derive(Clone, Debug)]
pub enum Page {
    /// A page.
    Html(String),
    /// Go there (303), after a form was taken.
    SeeOther(String),
    /// A file made for this request.
    Bytes {
        /// Its media type.
        content_type: &'static str,
        /// What the browser should call it; `None` shows it in place.
        filename: Option<String>,
        /// What is in it.
        bytes: Vec<u8>,
    },
}

/// Why a request was not done. Everything a handler wrote is rolled back.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// Not there, or not for the one who asks: both look the same.
    #[error("not found")]
    NotFound,
    /// Whoever asks must sign in first.
    #[error("sign in first")]
    SignInFirst,
    /// The second step must be shown again first.
    #[error("show the second step again first")]
    ConfirmFirst,
    /// A stronger second step must be set up first.
    #[error("set up a second step first")]
    EnrolFirst,
    /// The account has no chart of its own to show.
    #[error("no chart of one's own")]
    NoChart,
    /// A form comes back with its errors and everything that was typed.
    #[error("the form has errors")]
    Invalid(String),
    /// The form did not come from one of our pages, or from one that is too old.
    #[error("the form is not ours")]
    Forged,
    /// What another program sent is not what it should be. It is told so in the words of OAuth (RFC 6749 section 5.2).
    #[error("the request is not one that is taken")]
    BadRequest,
    /// Too often; come back after so many seconds.
    #[error("too many tries")]
    TooMany(u64),
    /// The database said no.
    #[error(transparent)]
    Db(#[from] madrone_db::Error),
    /// Something that should not happen; the sentence is for the log and names no person.
    #[error("{0}")]
    Internal(String),
}

/// What handlers return.
pub type PageResult = Result<Page, Failure>;

impl From<Refusal> for Failure {
    fn from(_: Refusal) -> Self {
        Self::NotFound
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("a page could not be drawn: {error}"))
    }
}

/// What the chart turns down on a page is not there, or should not have been asked: forms are checked before.
impl From<madrone_chart::Refused> for Failure {
    fn from(refused: madrone_chart::Refused) -> Self {
        use madrone_chart::Refused;
        match refused {
            Refused::NotFound | Refused::Gone => Self::NotFound,
            Refused::Database(error) => error.into(),
            other => Self::Internal(format!(
                "the chart turned a page's request down (status {})",
                other.status()
            )),
        }
    }
}
