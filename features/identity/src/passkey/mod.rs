//! Passkeys: signing in with a fingerprint, a face or a device's PIN, which is both steps at once. What has to hold,
//! and who we are to a browser, is in [`madrone_authn::webauthn`].
//!
//! A passkey knows whose it is, so nobody types a username. The authenticator must have seen the person, not only a touch.
//! Each challenge is one browser's, answered once, and good for five minutes.

pub(crate) mod enrol;
pub(crate) mod prove;
pub(crate) mod store;
pub(crate) mod view;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_authn::webauthn::RelyingParty;
use madrone_web::{Cookie, Cx, Failure};

use crate::code;

/// How long a challenge may be answered.
pub(crate) const LIVES: Duration = Duration::from_mins(5);

/// The cookie that ties a challenge to a browser.
const COOKIE: &str = "madrone-passkey";

/// Who this site is to browsers.
///
/// # Errors
/// [`Failure::NotFound`] where it is reached by a number, which no passkey can belong to.
pub(crate) fn party(cx: &Cx) -> Result<RelyingParty, Failure> {
    RelyingParty::of(&cx.site().public_url).ok_or(Failure::NotFound)
}

/// What is said in place of a form that cannot work: `key`'s words, with the address at which it would, or that this site's
/// address is the reason.
pub(crate) fn unable(cx: &Cx, key: &str) -> String {
    match party(cx) {
        Ok(party) => cx.words().t1(key, "address", party.address()),
        Err(_) => cx
            .words()
            .t1("passkey-by-number", "address", cx.site().public_url.as_str()),
    }
}

/// A new challenge for this browser, in place of any other that `cookie` ties to it.
pub(crate) fn challenge(cx: &mut Cx, cookie: &'static str) -> Result<String, Failure> {
    store::end_overdue(cx.tx(), cx.now().minus(LIVES))?;
    let (token, challenge) = (code::new_token(cx.random()), code::new_token(cx.random()));
    store::insert_challenge(cx.tx(), &code::hashed(&token), &challenge, cx.now())?;
    cx.set_cookie(Cookie::new(cookie, token, Some(LIVES)));
    Ok(challenge)
}

/// This browser's challenge, if it has one that may still be answered. It is used up.
pub(crate) fn take_challenge(cx: &mut Cx, cookie: &'static str) -> Result<Option<String>, Failure> {
    let Some(token) = cx.cookie(cookie).map(code::hashed) else {
        return Ok(None);
    };
    cx.set_cookie(Cookie::none(cookie));
    Ok(store::take_challenge(cx.tx(), &token, cx.now().minus(LIVES))?)
}

/// What an authenticator calls an account: nothing that says who it is.
fn handle(account: &str) -> String {
    BASE64.encode(account)
}
