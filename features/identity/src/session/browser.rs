//! The browsers that an account has signed in from: each keeps a random token in a cookie of its own that outlives its
//! sessions, and the account keeps the token's hash. Signing in from one that is not known is told by mail.

use std::sync::Arc;
use std::time::Duration;

use madrone_accounts::browser::{self, COOKIE};
use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{deliver, later, text, words_of};
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cookie, Cx};
use serde_json::{Value, json};

use super::store;
use crate::account::Account;
use crate::{account, code};

const SEND_NOTICE: &str = "identity-send-new-device";

/// How long a browser is remembered after its last sign-in: as long as browsers keep a cookie (RFC 6265bis section 5.5).
const REMEMBERED: Duration = Duration::from_hours(400 * 24);

/// Remembers the browser of this sign-in, and has the person told if the account did not know it. The first one of an
/// account is nobody's news: whoever made the account sits at it. What is kept of its token.
pub(super) fn meet(cx: &mut Cx, account: &Account) -> Result<String> {
    store::forget_browsers(cx.tx(), cx.now().minus(REMEMBERED))?;
    let token = cx
        .cookie(COOKIE)
        .map_or_else(|| code::new_token(cx.random()), str::to_owned);
    let hash = code::hashed(&token);
    if !store::meet_again(cx.tx(), &account.id, &hash, cx.now())? {
        let first = store::knows_no_browser(cx.tx(), &account.id)?;
        store::insert_browser(cx.tx(), &account.id, &hash, &cx.request().agent, cx.now())?;
        if !first {
            let payload = json!({ "account": account.id, "browser": hash, "locale": cx.locale().tag() });
            enqueue(cx.tx(), SEND_NOTICE, &payload, cx.now())?;
        }
    }
    cx.set_cookie(Cookie::new(COOKIE, token, Some(REMEMBERED)));
    Ok(hash)
}

/// What the token of the asking browser is kept as, if `account` has signed in from it.
pub(crate) fn known(cx: &Cx, account: &str) -> Result<Option<String>> {
    let Some(hash) = browser::asking(cx) else {
        return Ok(None);
    };
    Ok(store::browser(cx.tx(), account, &hash)?.map(|_| hash))
}

/// The job that tells of a new browser.
pub(crate) fn send_notice(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let account = text(payload, "account")?.to_owned();
        let browser = text(payload, "browser")?.to_owned();
        let met = db.wait(Access::Read, move |tx| {
            let met = store::browser(tx, &account, &browser)?;
            Ok(account::by_id(tx, &account)?.zip(met))
        });
        let Some((account, (created, agent))) = met.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, account.locale, payload);
        let (device, when) = (browser::name(&words, &agent), words.date_time(created));
        let link = format!("{}/account/devices", app.site.public_url);
        let clinic = app.site.clinic.as_str();
        deliver(
            mailer.as_ref(),
            Mail {
                to: account.email,
                subject: words.t1("device-mail-subject", "clinic", clinic),
                text: words.with(
                    "device-mail-text",
                    &[
                        ("clinic", clinic.into()),
                        ("device", device.as_str().into()),
                        ("when", when.as_str().into()),
                        ("link", link.as_str().into()),
                    ],
                ),
                html: None,
            },
        )
    };
    (SEND_NOTICE, Arc::new(handler))
}
