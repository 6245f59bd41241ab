//! The job that looks for the chart a request means, and sends a code to the contact on file if there is no doubt.

use std::sync::Arc;

use madrone_accounts::phone;
use madrone_authz::{Action, Actor, Area, audit};
use madrone_db::{Access, Db, Error, Result, Tx};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_kernel::Instant;
use madrone_notify::{deliver, later, send_text, text};
use madrone_phone::Number;
use madrone_ports::Mailer;
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::{Request, find, store};
use crate::on_file::{self, OnFile};
use crate::{Limits, account, code, sign_up};
use madrone_accounts::matching::{self, Claim, Standing, Why};

const LOOK: &str = "identity-look-for-chart";

/// Who looks, on the audit's record.
const PART: &str = "sign-up";

/// Asks for the chart of a request to be looked for. `sign_up` is whose browser waits for a code.
pub(super) fn ask_for_look(cx: &Cx, request: &str, sign_up: &str) -> Result<()> {
    let payload = json!({ "request": request, "sign-up": sign_up, "locale": cx.locale().tag() });
    enqueue(cx.tx(), LOOK, &payload, cx.now())
}

/// The chart that a code may go to, and where it goes.
struct Found {
    chart: String,
    contact: String,
}

/// The job.
pub(crate) fn look(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let (request, token) = (
            text(payload, "request")?.to_owned(),
            text(payload, "sign-up")?.to_owned(),
        );
        let fresh = code::new_code(&app.random);
        let kept = code::kept(&app, &token, &fresh);
        let now = app.clock.now();
        let today = now.timestamp().to_zoned(app.site.zone.clone()).date();
        let texts = app.setting::<Limits>().texts;
        let contact = db.wait(Access::Write, move |tx| {
            let Some(open) = store::open(tx, &request)? else {
                return Ok(None);
            };
            match judge(tx, &open, texts, (now, today))? {
                Ok(found) if sign_up::store::found(tx, &token, (&found.chart, &found.contact), &kept)? => {
                    Ok(Some(found.contact))
                }
                // Nobody waits any more, or there is doubt. Why is not kept: the page of the queue looks again.
                _ => store::queue(tx, &request, now).map(|()| None),
            }
        });
        if let Some(contact) = contact.map_err(later)? {
            match Number::parse(&contact) {
                Some(number) => send_text(&app, db, &number, sign_up::mail::code_text(&app, payload, &fresh))?,
                None => deliver(
                    mailer.as_ref(),
                    sign_up::mail::code_mail(&app, payload, contact, &fresh),
                )?,
            }
        }
        forget(&app, db, now);
        Ok(())
    };
    (LOOK, Arc::new(handler))
}

/// Forgets what is over. In a transaction of its own, so that nobody's page has to be tried again for it; if it does not
/// come about, the next request sees to it.
fn forget(app: &App, db: &Db, now: Instant) {
    let kept = app.setting::<Limits>().requests_kept;
    let forgotten: Result<()> = db.wait(Access::Write, move |tx| {
        store::forget(tx, now.minus(kept))?;
        sign_up::forget(tx, now)
    });
    if let Err(error) = forgotten {
        tracing::warn!(%error, "old requests to sign up are kept for now");
    }
}

/// Looks for the one chart that is meant, and whether a code may go there.
fn judge(
    tx: &Tx,
    request: &Request,
    texts: bool,
    (now, today): (Instant, jiff::civil::Date),
) -> Result<Result<Found, Why>> {
    let about = ("", "sign-up", now);
    let (opened, entry) =
        madrone_authz::open_all(&Actor::System { part: PART }, Action::view(Area::Demographics), about);
    audit::keep(tx, entry);
    let access = opened.map_err(|refusal| Error::Engine(refusal.to_string()))?;
    let claim = &request.claim;
    let candidates = find::born_then(tx, &access, claim)?;
    let on_file = match matching::only_match(claim, &candidates, today) {
        Ok(on_file) => on_file,
        Err(why) => return Ok(Err(why)),
    };
    let by_text = if texts { number(tx, claim, on_file)? } else { None };
    let Some(contact) = matching::address(claim, on_file).map(str::to_owned).or(by_text) else {
        return Ok(Err(Why::NoAddress));
    };
    let contacts = [claim.contact.as_str(), &contact];
    let is_shared = find::is_shared(tx, &access, &on_file.chart, &contacts)?;
    let standing = Standing {
        is_shared,
        ..standing(tx, on_file, &contacts, now)?
    };
    let found = Found {
        chart: on_file.chart.clone(),
        contact,
    };
    Ok(matching::may_send(standing).map(|()| found))
}

/// The number on file that a code may go to as a text message, as it is on file: the claimed one, else the first.
fn number(tx: &Tx, claim: &Claim, on_file: &OnFile) -> Result<Option<String>> {
    let claimed = Number::parse(&claim.contact);
    let mut numbers: Vec<(&String, Number)> = on_file
        .phones
        .iter()
        .filter_map(|written| Some((written, Number::parse(written)?)))
        .collect();
    numbers.sort_by_key(|(_, number)| Some(number) != claimed.as_ref());
    for (written, number) in numbers {
        if !phone::consent(tx, &number)?.stopped {
            return Ok(Some(written.clone()));
        }
    }
    Ok(None)
}

/// What is known of the chart by itself; its opening is on the audit's record under its patient.
fn standing(tx: &Tx, on_file: &OnFile, contacts: &[&str], now: Instant) -> Result<Standing> {
    let Some(access) = on_file::open_as(tx, PART, &on_file.chart, now)? else {
        return Ok(Standing {
            is_fresh: true,
            ..Standing::default()
        });
    };
    Ok(Standing {
        has_account: account::by_chart(tx, &on_file.chart)?.is_some(),
        is_shared: false,
        is_fresh: find::is_fresh(tx, &access, contacts, now)?,
        sent: sign_up::store::sent(tx, &on_file.chart, now.minus(sign_up::LIVES))?,
    })
}
