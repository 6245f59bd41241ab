//! The text messages about a number: the code that proves it, the question whether it wants notices, and the word to one
//! that was replaced.

use std::sync::Arc;

use madrone_accounts::phone;
use madrone_db::{Access, Db, Result};
use madrone_i18n::Words;
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{later, send_text, text, words_of};
use madrone_phone::Number;
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::store;
use crate::{account, code, mail};

const SEND_CODE: &str = "identity-send-phone-code";
const ASK: &str = "identity-ask-phone";
const TELL_OLD: &str = "identity-tell-old-phone";

/// What is kept of a code for a number.
pub(super) fn kept(app: &App, account: &str, number: &Number, code: &str) -> String {
    code::kept(app, &format!("phone {account} {}", number.e164()), code)
}

fn about(cx: &Cx, account: &str) -> Value {
    json!({ "account": account, "locale": cx.locale().tag() })
}

/// Asks for a code to the number that waits for one.
pub(super) fn ask_for_code(cx: &Cx, account: &str) -> Result<()> {
    enqueue(cx.tx(), SEND_CODE, &about(cx, account), cx.now())
}

/// Asks for the question whether the account's number wants notices.
pub(super) fn ask_for_yes(cx: &Cx, account: &str) -> Result<()> {
    enqueue(cx.tx(), ASK, &about(cx, account), cx.now())
}

/// Has a number told that it gets no more codes.
pub(super) fn tell_old(cx: &Cx, number: &Number) -> Result<()> {
    let payload = json!({ "number": number.e164(), "locale": cx.locale().tag() });
    enqueue(cx.tx(), TELL_OLD, &payload, cx.now())
}

pub(crate) fn send_code(app: &Arc<App>) -> (&'static str, Handler) {
    let app = Arc::clone(app);
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let (fresh, house) = (code::new_code(&app.random), Arc::clone(&app));
        let made = fresh.clone();
        let found = db.wait(Access::Write, move |tx| {
            let (Some(account), Some(proof)) = (account::by_id(tx, &id)?, store::find(tx, &id)?) else {
                return Ok(None);
            };
            store::set_code(tx, &id, &kept(&house, &id, &proof.number, &made))?;
            Ok(Some((account.locale, proof.number)))
        });
        // Nobody may wait for it any more.
        let Some((locale, number)) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, locale, payload);
        send_text(&app, db, &number, mail::code_text(&app, &words, &fresh))
    };
    (SEND_CODE, Arc::new(handler))
}

pub(crate) fn ask(app: &Arc<App>) -> (&'static str, Handler) {
    let app = Arc::clone(app);
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let found = db.wait(Access::Read, move |tx| {
            let locale = account::by_id(tx, &id)?.and_then(|account| account.locale);
            Ok(phone::of_account(tx, &id)?.map(|phone| (locale, phone.number)))
        });
        let Some((locale, number)) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, locale, payload);
        send_text(&app, db, &number, of_clinic(&app, &words, "phone-text-ask"))
    };
    (ASK, Arc::new(handler))
}

pub(crate) fn told_old(app: &Arc<App>) -> (&'static str, Handler) {
    let app = Arc::clone(app);
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let number = Number::parse(text(payload, "number")?);
        let number = number.ok_or_else(|| Failed::ForGood("the payload has no telephone number".into()))?;
        let words = words_of(&app, None, payload);
        send_text(&app, db, &number, of_clinic(&app, &words, "phone-text-old"))
    };
    (TELL_OLD, Arc::new(handler))
}

fn of_clinic(app: &App, words: &Words, key: &str) -> String {
    words.t1(key, "clinic", app.site.clinic.as_str())
}
