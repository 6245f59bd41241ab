//! The page of the devices that are signed in: seeing them, and signing them out from here.

use madrone_notify::push;
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, SignedIn};
use serde::Deserialize;

use super::store::Session;
use super::view::Devices;
use super::{Leaving, end_others, lives, sign_out, store};
use crate::{Limits, code, passcode, trust};

/// What the address says was done.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(super) done: String,
}

impl Session {
    /// What a form calls it: nothing that is guessed, used again, or good for signing in.
    pub(super) fn handle(&self) -> String {
        code::hashed(&self.token)
    }
}

/// The sessions of `session`'s account that are still good, this one first, then by their last use.
fn living(cx: &Cx, session: &SignedIn) -> Result<Vec<Session>, Failure> {
    let limits = cx.app().setting::<Limits>();
    let mut all = store::of_account(cx.tx(), session.actor.id())?;
    all.retain(|one| lives(&limits, one.created, one.seen, cx.now()));
    all.sort_by_key(|one| (one.id != session.session, std::cmp::Reverse(one.seen)));
    Ok(all)
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let session = signed_in(cx)?;
    let (all, trusted) = (living(cx, &session)?, trust::all(cx)?);
    cx.render(&Devices::new(cx, (&all, session.session), &trusted, &asked.0.done))
}

/// Signs out one device.
pub(crate) fn sign_out_one(cx: &mut Cx, handle: Path) -> PageResult {
    let session = signed_in(cx)?;
    let Some(one) = living(cx, &session)?.into_iter().find(|one| one.handle() == handle.0) else {
        // Ended in the meantime, or somebody else's: both look the same.
        cx.note(session.actor, "sign-out-device", false);
        return Err(Failure::NotFound);
    };
    if one.id == session.session {
        return sign_out(cx, Form(Leaving::default()));
    }
    store::end(cx.tx(), one.id)?;
    if let Some(browser) = &one.browser {
        push::remove(cx.tx(), session.actor.id(), browser)?;
    }
    cx.note(session.actor, "sign-out-device", true);
    cx.redirect("/account/devices?done=one")
}

/// Signs out every device but this one, and lets none in again by its passcode.
pub(crate) fn sign_out_others(cx: &mut Cx) -> PageResult {
    let session = signed_in(cx)?;
    end_others(cx, &session)?;
    passcode::store::end_all(cx.tx(), session.actor.id())?;
    cx.note(session.actor, "sign-out-others", true);
    cx.redirect("/account/devices?done=others")
}

fn signed_in(cx: &Cx) -> Result<SignedIn, Failure> {
    cx.session().cloned().ok_or(Failure::SignInFirst)
}
