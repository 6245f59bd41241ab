//! What this room sends: codes and invitations. Both are made at the moment they are sent, so that no queue, log or
//! backup ever holds one.

use std::sync::Arc;

use madrone_accounts::phone;
use madrone_db::{Access, Db, Result, Tx};
use madrone_i18n::Words;
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{bound_code, call_with_code, deliver, later, send_text, text, words};
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use crate::factor::Way;
use crate::{Limits, account, code, invitation, sign_in};

const SEND_CODE: &str = "identity-send-code";
const SEND_INVITATION: &str = "identity-send-invitation";

/// Asks for a code for the challenge with this hash, in the reader's language.
pub(crate) fn ask_for_code(cx: &Cx, challenge: &str) -> Result<()> {
    let payload = json!({ "challenge": challenge, "locale": cx.locale().tag() });
    enqueue(cx.tx(), SEND_CODE, &payload, cx.now())
}

/// Asks for an invitation to be mailed.
pub(crate) fn ask_for_invitation(tx: &Tx, id: &str, now: madrone_kernel::Instant) -> Result<()> {
    enqueue(tx, SEND_INVITATION, &json!({ "invitation": id }), now)
}

pub(crate) fn send_code(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let challenge = text(payload, "challenge")?.to_owned();
        let fresh = code::new_code(&app.random);
        let kept = code::kept(&app, &challenge, &fresh);
        let asked = db.wait(Access::Write, move |tx| {
            let Some(found) = sign_in::store::find(tx, &challenge)? else {
                return Ok(None);
            };
            sign_in::store::set_code(tx, &challenge, &kept)?;
            let number = match found.way {
                Way::Call => phone::for_calls(tx, &found.account)?,
                _ => phone::for_texts(tx, &found.account)?,
            };
            let account = account::by_id(tx, &found.account)?;
            Ok(account.map(|account| (found.way, account, number)))
        });
        // The attempt may be over by now; then nobody waits for a code.
        let Some((way, account, number)) = asked.map_err(later)? else {
            return Ok(());
        };
        let words = words(&app, text(payload, "locale").ok(), account.locale);
        match (way, number) {
            (Way::Sms, Some(number)) => return send_text(&app, db, &number, code_text(&app, &words, &fresh)),
            (Way::Call, Some(number)) => return call_with_code(&app, db, &number, &words, &fresh),
            // The number was taken away, or stopped, after the code was asked for.
            (Way::Sms | Way::Call, None) => return Ok(()),
            _ => {}
        }
        let minutes = i64::try_from(app.setting::<Limits>().code_lives.as_secs() / 60).unwrap_or(0);
        let clinic = app.site.clinic.as_str();
        deliver(
            mailer.as_ref(),
            Mail {
                to: account.email,
                subject: words.t1("identity-mail-code-subject", "clinic", clinic),
                text: words.with(
                    "identity-mail-code-text",
                    &[
                        ("clinic", clinic.into()),
                        ("code", fresh.as_str().into()),
                        ("minutes", minutes.into()),
                    ],
                ),
                html: None,
            },
        )
    };
    (SEND_CODE, Arc::new(handler))
}

/// The text message with a code.
pub(crate) fn code_text(app: &App, words: &Words, code: &str) -> String {
    let said = words.t2(
        "identity-text-code",
        ("clinic", app.site.clinic.as_str()),
        ("code", code),
    );
    bound_code(app, &said, code)
}

pub(crate) fn send_invitation(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "invitation")?.to_owned();
        let fresh = madrone_authn::spoken::new(&app.random);
        let kept = invitation::kept(&fresh);
        let invitation = db.wait(Access::Write, move |tx| invitation::store::set_token(tx, &id, &kept));
        let Some(invitation) = invitation.map_err(later)? else {
            return Ok(());
        };
        let Some(to) = invitation.email else {
            return Ok(());
        };
        let words = words(&app, None, invitation.locale);
        let (clinic, link) = (
            app.site.clinic.as_str(),
            format!("{}/sign-up?code={fresh}", app.site.public_url),
        );
        deliver(
            mailer.as_ref(),
            Mail {
                to,
                subject: words.t1("identity-mail-invitation-subject", "clinic", clinic),
                text: words.t2(
                    "identity-mail-invitation-text",
                    ("clinic", clinic),
                    ("link", link.as_str()),
                ),
                html: None,
            },
        )
    };
    (SEND_INVITATION, Arc::new(handler))
}
