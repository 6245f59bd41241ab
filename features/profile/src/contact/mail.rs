//! The code to a new address or number, and the word to the old one.

use std::sync::Arc;

use madrone_accounts::{Limits, account, code, phone};
use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{bound_code, call, deliver, later, send_text, text, words_of};
use madrone_phone::Number;
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::store;
use crate::part::Part;

const SEND_CODE: &str = "profile-send-code";
const TELL: &str = "profile-tell";

/// What is kept of a code for an address or a number.
pub(super) fn kept(app: &App, account: &str, value: &str, typed: &str) -> String {
    code::kept(app, &format!("contact {account} {value}"), typed)
}

/// Asks for a code to what the account waits with.
pub(super) fn ask_for_code(cx: &Cx, account: &str) -> Result<()> {
    let payload = json!({ "account": account, "locale": cx.locale().tag() });
    enqueue(cx.tx(), SEND_CODE, &payload, cx.now())
}

/// The job that sends a code.
pub(crate) fn send_code(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let (fresh, house) = (code::new_code(&app.random), Arc::clone(&app));
        let made = fresh.clone();
        let found = db.wait(Access::Write, move |tx| {
            let (Some(account), Some(proof)) = (account::by_id(tx, &id)?, store::find(tx, &id)?) else {
                return Ok(None);
            };
            store::set_code(tx, &id, &kept(&house, &id, &proof.value, &made))?;
            Ok(Some((account.locale, proof)))
        });
        // Nobody may wait for it any more.
        let Some((locale, proof)) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, locale, payload);
        let clinic = app.site.clinic.as_str();
        if let Some(number) = Number::parse(&proof.value).filter(|_| proof.part != Part::Email) {
            let said = words.t2("profile-text-code", ("clinic", clinic), ("code", fresh.as_str()));
            return send_text(&app, db, &number, bound_code(&app, &said, &fresh));
        }
        let minutes = i64::try_from(app.setting::<Limits>().code_lives.as_secs() / 60).unwrap_or(0);
        let mail = Mail {
            to: proof.value,
            subject: words.t1("profile-mail-code-subject", "clinic", clinic),
            text: words.with(
                "profile-mail-code-text",
                &[
                    ("clinic", clinic.into()),
                    ("code", fresh.as_str().into()),
                    ("minutes", minutes.into()),
                ],
            ),
            html: None,
        };
        deliver(mailer.as_ref(), mail)
    };
    (SEND_CODE, Arc::new(handler))
}

/// Has those told who read what is sent to the account until now: its e-mail address, and its number for codes or the one
/// that is replaced.
pub(super) fn tell(cx: &Cx, (account, email): (&str, &str), part: Part, old: &str) -> Result<()> {
    let tell = |to: Value| {
        let mut payload = json!({ "part": part.name(), "account": account, "locale": cx.locale().tag() });
        if let (Some(payload), Some(to)) = (payload.as_object_mut(), to.as_object()) {
            payload.extend(to.clone());
        }
        enqueue(cx.tx(), TELL, &payload, cx.now())
    };
    tell(json!({ "email": email }))?;
    if !cx.app().setting::<Limits>().texts {
        return Ok(());
    }
    let number = match part {
        Part::Mobile => Number::parse(old),
        _ => phone::for_texts(cx.tx(), account)?,
    };
    match number {
        Some(number) => tell(json!({ "number": number.e164() })),
        None => Ok(()),
    }
}

/// The job that tells.
pub(crate) fn told(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let account = db.wait(Access::Read, move |tx| account::by_id(tx, &id));
        let locale = account.map_err(later)?.and_then(|account| account.locale);
        let (words, clinic) = (words_of(&app, locale, payload), app.site.clinic.as_str());
        let part = text(payload, "part")?;
        let what = words.t1(&format!("profile-told-{part}"), "clinic", clinic);
        let call = call(&app, &words);
        if let Some(number) = payload["number"].as_str().and_then(Number::parse) {
            return send_text(&app, db, &number, format!("{clinic}: {what} {call}"));
        }
        let mail = Mail {
            to: text(payload, "email")?.to_owned(),
            subject: words.t1("profile-told-subject", "clinic", clinic),
            text: [what, words.t("profile-told-not-you").into_owned(), call].join("\n\n"),
            html: None,
        };
        deliver(mailer.as_ref(), mail)
    };
    (TELL, Arc::new(handler))
}
