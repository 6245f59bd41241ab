//! Signing up: showing who one is, by an activation code or by a code sent to the contact on file, then choosing a username
//! and a password and accepting the terms. At most four pages, of which the last is signing in.
//!
//! What a stranger sees never depends on whether a chart exists: a request is kept and answered before anybody looks for
//! the chart it may mean, and a job does that afterwards. Codes go to contacts that were on file before, never to what
//! was typed, until it is certain who typed it.

pub(crate) mod account;
pub(crate) mod mail;
pub(crate) mod start;
pub(crate) mod store;
pub(crate) mod terms;
pub(crate) mod verify;
mod view;

use std::time::Duration;

use madrone_db::Tx;
use madrone_kernel::Instant;
use madrone_web::{Cookie, Cx, Failure};

use crate::code;
use store::SignUp;

/// The cookie that holds the token of a sign-up.
const COOKIE: &str = "madrone-sign-up";

/// How long somebody has from the first page to the last.
pub(crate) const LIVES: Duration = Duration::from_hours(1);

/// How long a code by mail holds, from the page before it.
pub(crate) const CODE_LIVES: Duration = Duration::from_mins(30);

/// Where somebody is led whose sign-up is over.
const OVER: &str = "/sign-up?over=1";

/// Begins a sign-up in this browser.
fn begin(cx: &mut Cx, sign_up: SignUp) -> Result<SignUp, Failure> {
    let token = code::new_token(cx.random());
    let sign_up = SignUp {
        token: code::hashed(&token),
        created: cx.now(),
        ..sign_up
    };
    store::insert(cx.tx(), &sign_up)?;
    cx.set_cookie(Cookie::new(COOKIE, token, Some(LIVES)));
    Ok(sign_up)
}

/// Begins the sign-up of somebody who has asked for it without a code; its name in the table.
pub(crate) fn begin_asked(cx: &mut Cx, request: &str) -> Result<String, Failure> {
    let asked = SignUp {
        request: Some(request.to_owned()),
        ..SignUp::new()
    };
    Ok(begin(cx, asked)?.token)
}

/// The sign-up that this browser is at, if it is still open.
fn current(cx: &Cx) -> Result<Option<SignUp>, Failure> {
    let Some(token) = cx.cookie(COOKIE) else {
        return Ok(None);
    };
    let found = store::find(cx.tx(), &code::hashed(token))?;
    Ok(found.filter(|sign_up| cx.now().since(sign_up.created) < LIVES))
}

/// Forgets sign-ups whose time is over.
pub(crate) fn forget(tx: &Tx, now: Instant) -> Result<(), madrone_db::Error> {
    store::end_overdue(tx, now.minus(LIVES))
}

/// Ends a sign-up, in the database and in this browser.
fn end(cx: &mut Cx, sign_up: &SignUp) -> Result<(), Failure> {
    store::end(cx.tx(), &sign_up.token)?;
    cx.set_cookie(Cookie::none(COOKIE));
    Ok(())
}
