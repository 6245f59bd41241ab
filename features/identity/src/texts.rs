//! Text messages that say one thing to a number, without a code or a link in it: one job for them all.

use std::sync::Arc;

use madrone_db::{Db, Result};
use madrone_i18n::Locale;
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{call, send_text, text, words};
use madrone_phone::Number;
use madrone_web::{App, Cx};
use serde_json::{Value, json};

const TELL: &str = "identity-text";

/// What is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Said {
    /// Asks whether the number wants notices.
    Ask,
    /// Codes go to another number from now on.
    Replaced,
    /// There is a new account for a chart that has the number on file.
    NewAccount,
    /// The password was changed.
    NewPassword,
}

impl Said {
    const ALL: [Self; 4] = [Self::Ask, Self::Replaced, Self::NewAccount, Self::NewPassword];

    /// The key of its words.
    fn key(self) -> &'static str {
        match self {
            Self::Ask => "phone-text-ask",
            Self::Replaced => "phone-text-old",
            Self::NewAccount => "signup-text-told",
            Self::NewPassword => "recovery-text-told",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.key() == key)
    }
}

/// Has a number told, in the reader's `own` language if it is known, if this transaction commits.
pub(crate) fn tell(cx: &Cx, number: &Number, said: Said, own: Option<Locale>) -> Result<()> {
    let locale = own.unwrap_or(cx.locale()).tag();
    let payload = json!({ "number": number.e164(), "said": said.key(), "locale": locale });
    enqueue(cx.tx(), TELL, &payload, cx.now())
}

/// The job.
pub(crate) fn told(app: &Arc<App>) -> (&'static str, Handler) {
    let app = Arc::clone(app);
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let missing = || Failed::ForGood("the payload names no number or nothing to say".into());
        let number = Number::parse(text(payload, "number")?).ok_or_else(missing)?;
        let said = Said::parse(text(payload, "said")?).ok_or_else(missing)?;
        let words = words(&app, text(payload, "locale").ok(), None);
        let line = words.t1(said.key(), "clinic", app.site.clinic.as_str());
        let message = match said {
            Said::Ask => line,
            // Whoever knows nothing of it has to know whom to call.
            Said::Replaced | Said::NewAccount | Said::NewPassword => format!("{line} {}", call(&app, &words)),
        };
        send_text(&app, db, &number, message)
    };
    (TELL, Arc::new(handler))
}
