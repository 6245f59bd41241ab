//! Signed-in devices: kept on the server, known by a token in a cookie, ended by time or by signing out.

pub(crate) mod store;

use std::time::Duration;

use madrone_authz::Actor;
use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_web::{Cookie, Cx, PageResult, Sessions, SignedIn};

use crate::account::Account;
use crate::{Limits, code};

/// A session's last use is written at most this often, so that reading does not write each time.
const SEEN_EVERY: Duration = Duration::from_mins(1);

/// Finds sessions for the front door.
#[derive(Clone, Copy, Debug)]
pub struct Finder {
    limits: Limits,
}

impl Finder {
    /// Finds sessions that are within `limits`.
    pub fn new(limits: Limits) -> Self {
        Self { limits }
    }
}

impl Sessions for Finder {
    fn find(&self, tx: &Tx, token: &str, now: Instant) -> Result<Option<SignedIn>> {
        let Some(found) = store::by_token(tx, &code::hashed(token))? else {
            return Ok(None);
        };
        if now.since(found.seen) >= self.limits.idle || now.since(found.created) >= self.limits.absolute {
            return Ok(None);
        }
        if now.since(found.seen) >= SEEN_EVERY {
            let id = found.id;
            tx.keep(move |tx| store::seen(tx, id, now));
        }
        Ok(Some(SignedIn {
            session: found.id,
            actor: found.account.actor(),
            locale: found.account.locale,
        }))
    }
}

/// Begins a session on this device, with a token of its own; a session that the device still had ends.
pub(crate) fn begin(cx: &mut Cx, account: &Account) -> Result<()> {
    if let Some(old) = cx.session_token() {
        store::end_token(cx.tx(), &code::hashed(old))?;
    }
    let token = code::new_token(cx.random());
    store::end_overdue(cx.tx(), cx.now().minus(cx.app().setting::<Limits>().absolute))?;
    store::insert(
        cx.tx(),
        &code::hashed(&token),
        &account.id,
        &cx.request().agent,
        cx.now(),
    )?;
    cx.set_cookie(Cookie::session(token));
    Ok(())
}

/// Signs out this device.
pub(crate) fn sign_out(cx: &mut Cx) -> PageResult {
    let staff = cx.session().is_some_and(SignedIn::is_staff);
    if let Some(session) = cx.session() {
        let (id, actor) = (session.session, session.actor.clone());
        store::end(cx.tx(), id)?;
        cx.note(actor, "sign-out", true);
    } else {
        cx.note(Actor::Anonymous, "sign-out", true);
    }
    cx.set_cookie(Cookie::no_session());
    cx.redirect(if staff {
        "/clinic/sign-in?out=1"
    } else {
        "/sign-in?out=1"
    })
}
