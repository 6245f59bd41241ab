//! The code that proves a number, as a text message or by a call.

use std::sync::Arc;

use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{call_with_code, later, send_text, text, words_of};
use madrone_phone::Number;
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::store;
use crate::{account, code, mail};

const SEND_CODE: &str = "identity-send-phone-code";

/// What is kept of a code for a number.
pub(super) fn kept(app: &App, account: &str, number: &Number, code: &str) -> String {
    code::kept(app, &format!("phone {account} {}", number.e164()), code)
}

/// Asks for a code to the number that waits for one.
pub(super) fn ask_for_code(cx: &Cx, account: &str) -> Result<()> {
    let payload = json!({ "account": account, "locale": cx.locale().tag() });
    enqueue(cx.tx(), SEND_CODE, &payload, cx.now())
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
            Ok(Some((account.locale, proof)))
        });
        // Nobody may wait for it any more.
        let Some((locale, proof)) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, locale, payload);
        if proof.calls {
            return call_with_code(&app, db, &proof.number, &words, &fresh);
        }
        send_text(&app, db, &proof.number, mail::code_text(&app, &words, &fresh))
    };
    (SEND_CODE, Arc::new(handler))
}
