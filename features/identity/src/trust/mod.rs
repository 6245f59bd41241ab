//! Devices that need no second step for thirty days, where the site allows it; never those of staff. The password is asked
//! for as before, and before anything that matters the second step is too.
//!
//! Trust has a token of its own, made when it is given: whoever knew a device's cookies before knows nothing of it.

pub(crate) mod store;

use std::time::Duration;

use madrone_db::Result;
use madrone_web::{Cookie, Cx, Failure, PageResult, Path};
use store::Trusted;

use crate::account::Account;
use crate::security::signed_in;
use crate::{Limits, code};

/// How long a device is trusted.
const LIVES: Duration = Duration::from_hours(30 * 24);

/// The cookie that holds the device's token.
const COOKIE: &str = "madrone-trusted";

/// Whether this account may trust devices.
pub(crate) fn is_offered(cx: &Cx, account: &Account) -> bool {
    account.role.is_none() && cx.app().setting::<Limits>().trusted_devices
}

/// Whether this is a device that the account trusts.
pub(crate) fn is_trusted(cx: &Cx, account: &Account) -> Result<bool> {
    match cx.cookie(COOKIE) {
        Some(token) if is_offered(cx, account) => {
            store::is_trusted(cx.tx(), (&code::hashed(token), &account.id), cx.now().minus(LIVES))
        }
        _ => Ok(false),
    }
}

/// Trusts this device from now on.
pub(crate) fn trust(cx: &mut Cx, account: &Account) -> Result<()> {
    store::end_overdue(cx.tx(), cx.now().minus(LIVES))?;
    let token = code::new_token(cx.random());
    let kept = (code::hashed(&token), account.id.clone(), cx.request().agent.clone());
    store::insert(cx.tx(), (&kept.0, &kept.1, &kept.2), cx.now())?;
    cx.set_cookie(Cookie::new(COOKIE, token, Some(LIVES)));
    cx.note(account.actor(), "trust-device", true);
    Ok(())
}

/// The devices that are trusted now by whoever has signed in, the newest first.
pub(crate) fn all(cx: &Cx) -> std::result::Result<Vec<Trusted>, Failure> {
    let session = signed_in(cx)?;
    Ok(store::all(cx.tx(), session.actor.id(), cx.now().minus(LIVES))?)
}

impl Trusted {
    /// What a form calls it: nothing that is good for signing in.
    pub(crate) fn handle(&self) -> String {
        code::hashed(&self.token)
    }
}

/// Trusts a device no longer.
pub(crate) fn revoke(cx: &mut Cx, handle: Path) -> PageResult {
    let session = signed_in(cx)?;
    let trusted = all(cx)?.into_iter().find(|one| one.handle() == handle.0);
    let Some(one) = trusted else {
        cx.note(session.actor, "revoke-device", false);
        return Err(Failure::NotFound);
    };
    store::end(cx.tx(), &one.token)?;
    cx.note(session.actor, "revoke-device", true);
    cx.redirect("/account/devices?done=revoked")
}
