//! Signing in with the digits and the device's key.

use madrone_authn::passcode::{DeviceKey, Digits};
use madrone_authz::Actor;
use madrone_web::{Cookie, Cx, Failure, Form, Page, PageResult, Work};
use serde::Deserialize;
use serde_json::json;

use super::store::{self, Try};
use super::{TRIES, Wrong, bound};
use crate::account;
use crate::passkey::prove::answer;
use crate::passkey::{challenge, party, take_challenge};
use crate::security::mail::{Change, tell};
use crate::session::Proof;
use crate::sign_in::{Door, STEP, safe_next};
use crate::{Limits, limit, password, session};

/// The cookie that ties a challenge to a browser; a passkey may be offered at the same time.
const COOKIE: &str = "madrone-passcode";

/// The form, as the script has filled it in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    /// What the device's key is called.
    id: String,
    /// Of the page that signed.
    origin: String,
    signature: String,
    passcode: String,
    next: String,
}

/// The challenge that the device is to sign.
pub(crate) fn options(cx: &mut Cx) -> PageResult {
    count(cx)?;
    party(cx)?;
    let challenge = challenge(cx, COOKIE)?;
    Ok(answer(&json!({ "challenge": challenge })))
}

fn count(cx: &Cx) -> Result<(), Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    limit::count(cx.tx(), "passcode", &cx.request().address.to_string(), most, cx.now())
}

/// Signs in: both steps at once.
pub(crate) fn sign_in(work: &mut Work, form: Form<Answer>) -> PageResult {
    let said = form.0.clone();
    // Commits whatever comes of it: a try that was not counted would be free.
    let begun = work.write(move |cx| begin(cx, &said))?;
    match begun {
        Ok((attempt, challenge)) => {
            let right = fits(work, &form.0, &attempt, &challenge);
            work.write(move |cx| finish(cx, &attempt, right, &form.0.next))
        }
        Err(why) => work.read(move |cx| again(cx, why)),
    }
}

/// Uses the challenge up and counts the try.
fn begin(cx: &mut Cx, said: &Answer) -> Result<Result<(Try, String), Wrong>, Failure> {
    count(cx)?;
    let challenge = take_challenge(cx, COOKIE)?;
    let Some(challenge) = challenge.filter(|_| party(cx).is_ok_and(|party| party.accepts(&said.origin))) else {
        cx.note(Actor::Anonymous, "passcode", false);
        return Ok(Err(Wrong::Unjudged));
    };
    if let Some(attempt) = store::begin_try(cx.tx(), &said.id)? {
        return Ok(Ok((attempt, challenge)));
    }
    gone(cx, &said.id)?;
    Ok(Err(Wrong::Gone))
}

/// Whether device and digits are right. Hashes, so no transaction is open.
fn fits(work: &Work, said: &Answer, attempt: &Try, challenge: &str) -> bool {
    let key = DeviceKey::parse(&attempt.key);
    let signed = key.is_some_and(|key| key.signed((&said.origin, challenge), &said.signature));
    let digits = Digits::parse(&said.passcode).filter(|_| signed);
    digits.is_some_and(|digits| password::verify(&bound(work.app(), &attempt.id, &digits), &attempt.passcode))
}

fn finish(cx: &mut Cx, attempt: &Try, right: bool, next: &str) -> PageResult {
    let account = account::by_id(cx.tx(), &attempt.account)?;
    let account = account.filter(|account| Door::Patient.admits(account.role) && account.signs_in_here());
    let Some(account) = account else {
        cx.note(Actor::Anonymous, "passcode", false);
        return again(cx, Wrong::Gone);
    };
    if right && store::used(cx.tx(), &attempt.id, cx.now())? {
        session::begin(cx, &account, Proof::Passcode)?;
        cx.set_cookie(Cookie::none(STEP));
        cx.note(account.actor(), "sign-in", true);
        return cx.redirect(safe_next(next, Door::Patient));
    }
    cx.note(account.actor(), "sign-in", false);
    if attempt.count < TRIES {
        return again(cx, Wrong::Left(TRIES - attempt.count));
    }
    gone(cx, &attempt.id)?;
    again(cx, Wrong::Gone)
}

/// Takes away a passcode that was wrong too often, and tells its owner; once, however many ask.
fn gone(cx: &mut Cx, id: &str) -> Result<(), Failure> {
    match store::end(cx.tx(), id)? {
        Some(account) => Ok(tell(cx, &account, Change::PasscodeGone)?),
        None => Ok(()),
    }
}

fn again(cx: &Cx, why: Wrong) -> Result<Page, Failure> {
    cx.redirect(format!("{}?passcode={}", Door::Patient.path(), why.name()))
}
