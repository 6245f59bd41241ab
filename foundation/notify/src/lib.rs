//! How people are told of what happens: notices by the ways and at the times that each has chosen, and what every room's
//! own jobs need to write to somebody (the words in the reader's language, delivery, when to try again).
//!
//! What never enters: what happened and how it is said. A room brings its own events, jobs and words, and no word of a
//! chart stands in any.

mod notice;
pub mod push;
mod texting;

use madrone_db::Error;
use madrone_i18n::{Locale, Words};
use madrone_jobs::Failed;
use madrone_ports::{Mail, Mailer, SendError};
use madrone_web::App;
use serde_json::Value;

pub use notice::{Notice, Preferences, Quiet, jobs, mail, preferences, save, short, tell};
pub use push::{PushSender, Pushing};
pub use texting::{Outcome, Texting, bound_code, call_with_code, last_outcome, send_text, told};

/// The words of every notice. A room of the house brings them.
pub const WORDS: [(Locale, &str, &str); 2] = [
    (Locale::En, "notify", include_str!("../locales/en.ftl")),
    (Locale::Es, "notify", include_str!("../locales/es.ftl")),
];

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

/// The words for the person of an account: in the language of the account, else in that of the request which the job's
/// `payload` carries as `locale`. The account comes first because a stranger may have made the request.
#[must_use]
pub fn words_of(app: &App, own: Option<Locale>, payload: &Value) -> Words {
    let asked = payload["locale"].as_str().and_then(Locale::parse);
    words(app, None, own.or(asked))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A mail server that always answers the same.
    struct Answers(Result<(), SendError>);

    impl Mailer for Answers {
        fn send(&self, _: &Mail) -> Result<(), SendError> {
            self.0.clone()
        }
    }

    fn delivered_to(answer: Result<(), SendError>) -> Result<(), Failed> {
        let mail = Mail {
            to: "maria@example.org".to_owned(),
            subject: "Hello".to_owned(),
            text: "Hello".to_owned(),
            html: None,
        };
        deliver(&Answers(answer), mail)
    }

    #[test]
    fn only_what_may_go_well_later_is_tried_again() {
        assert_eq!(delivered_to(Ok(())), Ok(()));
        let busy = delivered_to(Err(SendError::Retry("the server is busy".to_owned())));
        assert_eq!(busy, Err(Failed::ForNow("the server is busy".to_owned())));
        let refused = delivered_to(Err(SendError::Permanent("there is no such address".to_owned())));
        assert_eq!(refused, Err(Failed::ForGood("there is no such address".to_owned())));
    }

    #[test]
    fn a_payload_that_lacks_something_is_given_up_and_says_what() {
        let payload = json!({ "account": "7", "at": 5 });
        assert_eq!(text(&payload, "account"), Ok("7"));
        for name in ["browser", "at"] {
            let why = format!("the payload has no {name}");
            assert_eq!(text(&payload, name), Err(Failed::ForGood(why)));
        }
    }
}
