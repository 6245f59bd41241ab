//! Sessions: kept on the server, known by a token in a cookie, ended by time or by signing out.
//!
//! A session ends when nothing was asked for during the idle limit, or at the absolute limit however busy it was; the
//! page says it a minute before (`foundation/assets/scripts/session.js`). The browsers that an account has signed in from
//! are remembered apart from its sessions, so that a new one is told of.

pub(crate) mod browser;
pub(crate) mod devices;
pub(crate) mod draft;
mod proof;
pub(crate) mod store;
mod view;

use std::time::Duration;

use madrone_accounts::browser::asking;
use madrone_authz::Actor;
use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_notify::push;
use madrone_web::{Cookie, Cx, Draft, Failure, Form, Page, PageResult, SessionEnd, Sessions, SignedIn, lasting};
use serde::Deserialize;

use crate::account::{self, Account};
use crate::{Limits, code};
pub(crate) use proof::Proof;

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
        let Some((found, account)) = store::by_token(tx, &code::hashed(token))? else {
            return Ok(None);
        };
        if !lives(&self.limits, found.created, found.seen, now) {
            return Ok(None);
        }
        let mut seen = found.seen;
        if now.since(seen) >= SEEN_EVERY.min(self.limits.idle / 4) {
            let id = found.id;
            tx.keep(move |tx| store::seen(tx, id, now));
            seen = now;
        }
        Ok(Some(SignedIn {
            session: found.id,
            actor: account.actor(),
            locale: account.locale,
            end: end(&self.limits, found.created, seen),
            confirmed_until: found.verified.map(|at| at.plus(self.limits.confirmed)),
            must_enrol: Proof::parse(&found.proof)
                .is_none_or(|proof| proof.only_lets_enrol(account.role, &self.limits)),
        }))
    }

    fn keep_draft(&self, tx: &Tx, token: &str, draft: &Draft, now: Instant) -> Result<()> {
        draft::keep(tx, &self.limits, token, draft, now)
    }

    fn draft(&self, tx: &Tx, account: &str, path: &str, now: Instant) -> Result<Option<String>> {
        store::draft(tx, account, path, now.minus(self.limits.absolute))
    }

    fn end_draft(&self, tx: &Tx, account: &str, path: &str) -> Result<()> {
        store::end_draft(tx, account, path)
    }

    fn end_drafts_under(&self, tx: &Tx, account: &str, base: &str) -> Result<()> {
        store::end_drafts_under(tx, account, base)
    }
}

/// Whether a session that began and was last used then is still good.
pub(crate) fn lives(limits: &Limits, created: Instant, seen: Instant, now: Instant) -> bool {
    end(limits, created, seen).at > now
}

fn end(limits: &Limits, created: Instant, seen: Instant) -> SessionEnd {
    let (idle, absolute) = (seen.plus(limits.idle), created.plus(limits.absolute));
    SessionEnd {
        at: idle.min(absolute),
        moves: idle < absolute,
    }
}

/// Begins a session on this device, with a token of its own; a session that the device still had ends. `proof` is
/// what it rests on. What is kept of the token.
pub(crate) fn begin(cx: &mut Cx, account: &Account, proof: impl Into<Proof>) -> Result<String> {
    if let Some(old) = cx.session_token() {
        store::end_token(cx.tx(), &code::hashed(old))?;
    }
    let token = code::new_token(cx.random());
    store::end_overdue(cx.tx(), cx.now().minus(cx.app().setting::<Limits>().absolute))?;
    let (hash, browser) = (code::hashed(&token), browser::meet(cx, account)?);
    let place = (browser.as_str(), cx.request().agent.as_str());
    store::insert(cx.tx(), (&hash, &account.id), place, proof.into(), cx.now())?;
    account::signed_in(cx.tx(), &account.id, cx.now())?;
    cx.set_cookie(Cookie::session(token));
    Ok(hash)
}

/// Notes that the second step was shown again, and gives the session another token (OWASP ASVS 5.0, 7.2.4).
pub(crate) fn shown_again(cx: &mut Cx, session: &SignedIn) -> Result<()> {
    let fresh = code::new_token(cx.random());
    let token = format!("{}{fresh}", cx.session_token().map(lasting).unwrap_or_default());
    store::renew(cx.tx(), session.session, &code::hashed(&token), cx.now())?;
    cx.set_cookie(Cookie::session(token));
    Ok(())
}

/// Ends every session of the account, and the notices in every browser of its.
pub(crate) fn end_all(tx: &Tx, account: &str) -> Result<()> {
    store::end_all(tx, account)?;
    push::remove_others(tx, account, None)
}

/// The same for every browser but the one that asks.
pub(crate) fn end_others(cx: &Cx, session: &SignedIn) -> Result<()> {
    let account = session.actor.id();
    store::end_others(cx.tx(), account, session.session)?;
    push::remove_others(cx.tx(), account, asking(cx).as_deref())
}

/// What the script says of why it signs out.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Leaving {
    /// The time was over: nobody meant it.
    idle: String,
}

/// Signs out this device.
pub(crate) fn sign_out(cx: &mut Cx, leaving: Form<Leaving>) -> PageResult {
    let staff = cx.session().is_some_and(SignedIn::is_staff);
    if let Some(session) = cx.session() {
        let (id, actor) = (session.session, session.actor.clone());
        store::end(cx.tx(), id)?;
        // Whoever signs out on purpose leaves nothing behind.
        if leaving.0.idle.is_empty() {
            store::end_all_drafts(cx.tx(), actor.id())?;
            if let Some(browser) = asking(cx) {
                push::remove(cx.tx(), actor.id(), &browser)?;
            }
        }
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

/// Renews this session, as every request does, and answers with the seconds that it has left.
pub(crate) fn stay(cx: &mut Cx) -> PageResult {
    let session = cx.session().ok_or(Failure::SignInFirst)?;
    Ok(Page::Bytes {
        content_type: "text/plain",
        filename: None,
        bytes: session.end.seconds_from(cx.now()).to_string().into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: u64) -> Instant {
        Instant::from_micros(0).plus(Duration::from_mins(minutes))
    }

    #[test]
    fn a_session_ends_by_idling_or_by_age_whichever_is_first() {
        let limits = Limits::default();
        let early = end(&limits, at(0), at(10));
        assert_eq!((early.at, early.moves), (at(25), true));
        let late = end(&limits, at(0), at(710));
        assert_eq!(
            (late.at, late.moves),
            (at(720), false),
            "using it no longer puts the end off"
        );
        assert!(lives(&limits, at(0), at(10), at(24)) && !lives(&limits, at(0), at(10), at(25)));
    }
}
