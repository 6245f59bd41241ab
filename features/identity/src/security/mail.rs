//! The mails that tell of a change: to the address on file, in the account's own language.

use std::sync::Arc;

use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_kernel::Instant;
use madrone_notify::{call, deliver, later, text, words_of};
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use crate::account;

const TELL: &str = "identity-tell-security";

/// What has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    AppAdded,
    AppRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    PasscodeAdded,
    PasscodeRemoved,
    /// Wrong too often on its device.
    PasscodeGone,
    PhoneAdded,
    PhoneRemoved,
    /// Its counter went back.
    PasskeyCloned,
    CodesMade,
    CodeUsed,
    Password,
    /// The clinic saw who it is, and handed over a code to choose a new password.
    InPerson,
    /// The password was right, the second step wrong too often.
    WrongCodes,
}

impl Change {
    const ALL: [Self; 15] = [
        Self::AppAdded,
        Self::AppRemoved,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::PasscodeAdded,
        Self::PasscodeRemoved,
        Self::PasscodeGone,
        Self::PhoneAdded,
        Self::PhoneRemoved,
        Self::PasskeyCloned,
        Self::CodesMade,
        Self::CodeUsed,
        Self::Password,
        Self::InPerson,
        Self::WrongCodes,
    ];

    /// Its name in jobs and words.
    fn name(self) -> &'static str {
        match self {
            Self::AppAdded => "app-added",
            Self::AppRemoved => "app-removed",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::PasscodeAdded => "passcode-added",
            Self::PasscodeRemoved => "passcode-removed",
            Self::PasscodeGone => "passcode-gone",
            Self::PhoneAdded => "phone-added",
            Self::PhoneRemoved => "phone-removed",
            Self::PasskeyCloned => "passkey-cloned",
            Self::CodesMade => "codes-made",
            Self::CodeUsed => "code-used",
            Self::Password => "password",
            Self::InPerson => "in-person",
            Self::WrongCodes => "wrong-codes",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.name() == name)
    }
}

/// Has the account told of a change, if this transaction commits.
pub(crate) fn tell(cx: &Cx, account: &str, change: Change) -> Result<()> {
    let payload = json!({
        "account": account,
        "change": change.name(),
        "at": cx.now().micros(),
        "locale": cx.locale().tag(),
    });
    enqueue(cx.tx(), TELL, &payload, cx.now())
}

/// The job that tells.
pub(crate) fn told(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let name = text(payload, "change")?;
        let change = Change::parse(name).ok_or_else(|| Failed::ForGood(format!("there is no change {name}")))?;
        let account = db.wait(Access::Read, move |tx| account::by_id(tx, &id));
        let Some(account) = account.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, account.locale, payload);
        let clinic = app.site.clinic.as_str();
        let at = Instant::from_micros(payload["at"].as_i64().unwrap_or_default());
        let link = format!("{}/account/security", app.site.public_url);
        let what = words.t1(&format!("security-mail-{}", change.name()), "clinic", clinic);
        let when = words.t1("security-mail-when", "when", words.date_time(at).as_str());
        let not_you = words.t1("security-mail-not-you", "link", link.as_str());
        deliver(
            mailer.as_ref(),
            Mail {
                to: account.email,
                subject: words.t1("security-mail-subject", "clinic", clinic),
                text: [what, when, not_you, call(&app, &words)].join("\n\n"),
                html: None,
            },
        )
    };
    (TELL, Arc::new(handler))
}
