//! Using a passkey: to sign in, and to confirm before something that matters.

use madrone_authz::Actor;
use madrone_web::{Cookie, Cx, Failure, Form, Page, PageResult};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{COOKIE, LIVES, challenge, handle, party, store, take_challenge};
use crate::account::{self, Account};
use crate::factor::Way;
use crate::factor::step::url_part;
use crate::security::mail::{Change, tell};
use crate::sign_in::{Door, STEP, safe_next};
use crate::{Limits, limit, recovery, session};
use madrone_authn::webauthn::{Expected, Refused, Used};

/// The form that a script fills in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    credential: String,
    next: String,
    /// The door that the page stands at.
    door: String,
}

/// What the browser is to ask its authenticators. Any passkey of this site will do: it knows whose it is.
pub(crate) fn options(cx: &mut Cx) -> PageResult {
    count(cx)?;
    let (party, challenge) = (party(cx)?, challenge(cx, COOKIE)?);
    Ok(answer(&json!({
        "challenge": challenge,
        "rpId": party.id(),
        "userVerification": "required",
        "timeout": LIVES.as_millis(),
    })))
}

/// Options as JSON.
pub(crate) fn answer(options: &Value) -> Page {
    Page::Bytes {
        content_type: "application/json",
        filename: None,
        bytes: options.to_string().into_bytes(),
    }
}

fn count(cx: &Cx) -> Result<(), Failure> {
    // Every page with the form asks once, and again after some minutes.
    let most = cx.app().setting::<Limits>().sign_ins_per_address.saturating_mul(10);
    limit::count(cx.tx(), "passkey", &cx.request().address.to_string(), most, cx.now())
}

/// Signs in: both steps at once.
pub(crate) fn sign_in(cx: &mut Cx, form: Form<Answer>) -> PageResult {
    count(cx)?;
    let Answer { credential, next, door } = form.0;
    let door = recovery::door(&door);
    let Some(account) = proved(cx, &credential)?.filter(|account| door.admits(account.role) && account.signs_in_here())
    else {
        // Redirects, and does not fail: the challenge is used up whatever came of it.
        return cx.redirect(format!("{}?passkey=no", door.path()));
    };
    session::begin(cx, &account, Way::Passkey)?;
    cx.set_cookie(Cookie::none(STEP));
    cx.note(account.actor(), "sign-in", true);
    cx.redirect(safe_next(&next, door))
}

/// Shows the second step again, in a session.
pub(crate) fn confirm(cx: &mut Cx, form: Form<Answer>) -> PageResult {
    let session = cx.session().cloned().ok_or(Failure::SignInFirst)?;
    let Some(account) = proved(cx, &form.0.credential)?.filter(|account| account.id == session.actor.id()) else {
        cx.note(session.actor, "confirm", false);
        return cx.redirect(format!("/account/confirm?passkey=no{}", url_part(&form.0.next)));
    };
    session::shown_again(cx, &session)?;
    cx.note(session.actor, "confirm", true);
    cx.redirect(safe_next(&form.0.next, Door::of(account.role)))
}

/// The account whose passkey this is, if all holds.
fn proved(cx: &mut Cx, credential: &str) -> Result<Option<Account>, Failure> {
    let Some(challenge) = take_challenge(cx, COOKIE)? else {
        return Ok(refused(cx, &Actor::Anonymous, Refused::Challenge));
    };
    let used = match Used::parse(credential) {
        Ok(used) => used,
        Err(why) => return Ok(refused(cx, &Actor::Anonymous, why)),
    };
    let Some((account, key)) = store::find(cx.tx(), &used.id)? else {
        return Ok(refused(cx, &Actor::Anonymous, Refused::Key));
    };
    let Some(account) = account::by_id(cx.tx(), &account)? else {
        return Ok(refused(cx, &Actor::Anonymous, Refused::Key));
    };
    let party = party(cx)?;
    let expected = Expected {
        party: &party,
        challenge: &challenge,
    };
    match used.verified(&key, &handle(&account.id), expected) {
        Ok(counter) if store::used(cx.tx(), &key, counter, cx.now())? => Ok(Some(account)),
        Ok(_) => Ok(refused(cx, &account.actor(), Refused::Cloned)),
        Err(why) => {
            if why == Refused::Cloned {
                tell(cx, &account.id, Change::PasskeyCloned)?;
            }
            Ok(refused(cx, &account.actor(), why))
        }
    }
}

fn refused(cx: &mut Cx, actor: &Actor, why: Refused) -> Option<Account> {
    tracing::info!(request = cx.request().id, %why, "a passkey was refused");
    cx.note(actor.clone(), "passkey", false);
    None
}
