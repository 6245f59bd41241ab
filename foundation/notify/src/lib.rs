//! What every room's jobs need to write to somebody: the words in the reader's language, and what becomes of a job when
//! the database or the mail does not answer.
//!
//! What never enters: what happened and how it is said. A room brings its own jobs and words, and no word of a chart
//! stands in either.

use madrone_db::Error;
use madrone_i18n::{Locale, Words};
use madrone_jobs::Failed;
use madrone_ports::{Mail, Mailer, SendError};
use madrone_web::App;
use serde_json::Value;

/// The text `name` of a job's payload.
///
/// # Errors
/// For good, when there is none: no later try would find it.
pub fn text<'p>(payload: &'p Value, name: &str) -> Result<&'p str, Failed> {
    payload[name]
        .as_str()
        .ok_or_else(|| Failed::ForGood(format!("the payload has no {name}")))
}

/// The words in the language that was `asked` for (a tag such as `es`), else in the reader's `own`, else in the clinic's.
#[must_use]
pub fn words(app: &App, asked: Option<&str>, own: Option<Locale>) -> Words {
    app.words(asked.and_then(Locale::parse).or(own).unwrap_or(app.site.locale))
}

/// Whom to call when something is not right: the last line of a notice.
#[must_use]
pub fn call(app: &App, words: &Words) -> String {
    match app.site.phone.as_str() {
        "" => words.t("web-notice-call").into_owned(),
        phone => words.t1("web-notice-call-at", "phone", phone),
    }
}

/// What becomes of a job when the database fails: it is tried again.
#[must_use]
pub fn later(error: Error) -> Failed {
    Failed::ForNow(error.to_string())
}

/// Sends `mail`.
///
/// # Errors
/// For now, when another try may do; for good, when the address or the mail itself is refused.
pub fn deliver(mailer: &dyn Mailer, mail: Mail) -> Result<(), Failed> {
    mailer.send(&mail).map_err(|error| match error {
        SendError::Retry(why) => Failed::ForNow(why),
        SendError::Permanent(why) => Failed::ForGood(why),
    })
}
