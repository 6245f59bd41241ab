//! The two steps, at both doors.

use madrone_authz::Actor;
use madrone_web::{Cookie, Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::view::{Said, SignIn, Verify};
use super::{Door, safe_next, store};
use crate::account::{self, Account, masked};
use crate::{Limits, code, limit, mail, password, session};

/// The cookie that holds the token of the second step.
const STEP: &str = "madrone-step";

/// What the address of the page says.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    out: String,
    #[serde(default)]
    welcome: String,
    #[serde(default)]
    expired: String,
    #[serde(default)]
    ended: String,
}

/// The form of the first step.
#[derive(Clone, Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The form of the second step.
#[derive(Clone, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    code: String,
}

pub(crate) fn show_patient(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    show(cx, Door::Patient, &asked.0)
}

pub(crate) fn show_clinic(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    show(cx, Door::Clinic, &asked.0)
}

fn show(cx: &mut Cx, door: Door, asked: &Asked) -> PageResult {
    if cx
        .session()
        .is_some_and(|session| session.is_staff() == (door == Door::Clinic))
    {
        return cx.redirect(safe_next(&asked.next, door));
    }
    if cx.session().is_none() && cx.session_token().is_some() {
        // Of a session that is over: the next visit should not be told of it again.
        cx.set_cookie(Cookie::no_session());
    }
    let said = match asked {
        Asked { out, .. } if !out.is_empty() => Said::SignedOut,
        Asked { welcome, .. } if !welcome.is_empty() => Said::Welcome,
        Asked { expired, .. } if !expired.is_empty() => Said::Expired,
        Asked { ended, .. } if !ended.is_empty() => Said::Ended,
        _ => Said::Nothing,
    };
    cx.render(&SignIn::new(cx, door, ("", &asked.next), said))
}

pub(crate) fn take_patient(work: &mut Work, form: Form<Credentials>) -> PageResult {
    take(work, Door::Patient, form.0)
}

pub(crate) fn take_clinic(work: &mut Work, form: Form<Credentials>) -> PageResult {
    take(work, Door::Clinic, form.0)
}

/// The first step. An unknown username takes the same time and gets the same answer as a wrong password.
fn take(work: &mut Work, door: Door, form: Credentials) -> PageResult {
    let username = form.username.clone();
    let account = work.write(move |cx| {
        count_attempt(cx, &username)?;
        Ok(account::by_username(cx.tx(), &username)?.filter(|account| door.admits(account.role)))
    })?;
    let hash = account.as_ref().map_or(limit::NOBODY, |account| &account.password);
    let given: String = form.password.chars().take(password::LONGEST).collect();
    let right = password::verify(&given, hash);
    work.write(move |cx| match &account {
        Some(account) if right => begin_second_step(cx, door, account, &form.next),
        _ => {
            let actor = account.as_ref().map_or(Actor::Anonymous, Account::actor);
            cx.note(actor, "sign-in", false);
            cx.invalid(&SignIn::new(cx, door, (&form.username, &form.next), Said::Wrong))
        }
    })
}

fn count_attempt(cx: &Cx, username: &str) -> Result<(), Failure> {
    let limits = cx.app().setting::<Limits>();
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, limits.sign_ins_per_address, cx.now())?;
    // Hashed: people type passwords into the wrong field.
    let subject = code::hashed(&account::folded(username));
    limit::count(cx.tx(), "username", &subject, limits.sign_ins_per_account, cx.now())
}

fn begin_second_step(cx: &mut Cx, door: Door, account: &Account, next: &str) -> PageResult {
    let limits = cx.app().setting::<Limits>();
    limit::count(cx.tx(), "code", &account.id, limits.codes_per_account, cx.now())?;
    store::end_overdue(cx.tx(), cx.now().minus(limits.code_lives))?;
    let token = code::new_token(cx.random());
    let challenge = code::hashed(&token);
    store::insert(cx.tx(), &challenge, &account.id, &safe_next(next, door), cx.now())?;
    mail::ask_for_code(cx, &challenge)?;
    cx.set_cookie(Cookie::new(STEP, token, Some(limits.code_lives)));
    cx.redirect("/sign-in/verify")
}

/// The second step that this browser is at, if it is still open.
fn challenge(cx: &Cx) -> Result<Option<(String, store::Challenge, Account)>, Failure> {
    let Some(token) = cx.cookie(STEP) else { return Ok(None) };
    let (token, limits) = (code::hashed(token), cx.app().setting::<Limits>());
    let Some(challenge) = store::find(cx.tx(), &token)? else {
        return Ok(None);
    };
    if cx.now().since(challenge.created) >= limits.code_lives || challenge.tries >= limits.code_tries {
        return Ok(None);
    }
    let account = account::store::by_id(cx.tx(), &challenge.account)?;
    Ok(account.map(|account| (token, challenge, account)))
}

fn door_of(account: &Account) -> Door {
    Door::of(account.role)
}

pub(crate) fn show_code(cx: &mut Cx) -> PageResult {
    match challenge(cx)? {
        Some((_, _, account)) => cx.render(&Verify::new(cx, &masked(&account.email), door_of(&account), None)),
        None => cx.redirect("/sign-in?expired=1"),
    }
}

/// What became of a code. Decided in a transaction that commits either way: a try that was not counted would be free.
enum Outcome {
    In(String),
    Wrong { sent_to: String, door: Door, left: i64 },
    Over,
}

pub(crate) fn take_code(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0.code;
    let outcome = work.write(move |cx| try_code(cx, &typed))?;
    work.write(move |cx| match &outcome {
        Outcome::In(next) => cx.redirect(next.clone()),
        Outcome::Over => cx.redirect("/sign-in?expired=1"),
        Outcome::Wrong { sent_to, door, left } => {
            let error = cx.words().t1("identity-code-wrong", "left", *left);
            cx.invalid(&Verify::new(cx, sent_to, *door, Some(error)))
        }
    })
}

fn try_code(cx: &mut Cx, typed: &str) -> Result<Outcome, Failure> {
    let Some((token, challenge, account)) = challenge(cx)? else {
        return Ok(Outcome::Over);
    };
    let fits = code::digits(typed)
        .zip(challenge.code)
        .is_some_and(|(digits, kept)| code::sealed(cx.app(), &token, &digits) == kept);
    if fits {
        store::end(cx.tx(), &token)?;
        session::begin(cx, &account)?;
        cx.set_cookie(Cookie::none(STEP));
        cx.note(account.actor(), "sign-in", true);
        return Ok(Outcome::In(challenge.next));
    }
    store::tried(cx.tx(), &token)?;
    cx.note(account.actor(), "sign-in", false);
    let left = cx.app().setting::<Limits>().code_tries - challenge.tries - 1;
    if left == 0 {
        store::end(cx.tx(), &token)?;
        return Ok(Outcome::Over);
    }
    Ok(Outcome::Wrong {
        sent_to: masked(&account.email),
        door: door_of(&account),
        left,
    })
}

/// A new code for the same step. The old one no longer fits; the tries are not given back.
pub(crate) fn send_again(cx: &mut Cx) -> PageResult {
    let Some((token, _, account)) = challenge(cx)? else {
        return cx.redirect("/sign-in?expired=1");
    };
    limit::count(
        cx.tx(),
        "code",
        &account.id,
        cx.app().setting::<Limits>().codes_per_account,
        cx.now(),
    )?;
    mail::ask_for_code(cx, &token)?;
    cx.redirect("/sign-in/verify")
}
