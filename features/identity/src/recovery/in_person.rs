//! Getting back in with a code from the clinic, where somebody has seen who it is: for those who have lost their password
//! and their mailbox or phone too. The code stands for both steps once; what was set up before is forgotten.
//!
//! A code has sixty random bits, so it is known by itself and nobody can use up somebody else's tries.

use std::time::Duration;

use madrone_authz::Actor;
use madrone_db::Result as DbResult;
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Work};
use serde::Deserialize;

use super::store::{self, Recovery};
use super::view::{AskCode, NewPassword};
use super::{KEPT, PER_ADDRESS, mail};
use crate::account::{self, Account};
use crate::session::Proof;
use crate::{factor, limit, password, session, sign_in};
use madrone_authn::spoken;

/// Where the code is taken.
pub(crate) const PATH: &str = "/recover/in-person";

/// How long a code holds.
pub(crate) const LIVES: Duration = Duration::from_mins(30);

/// The form.
#[derive(Clone, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    code: String,
    /// Absent on the first page.
    password: Option<String>,
}

/// Makes a code for the account, in the place of any other way back in. It is nowhere but in the answer.
pub(crate) fn make(cx: &Cx, account: &str) -> DbResult<String> {
    let fresh = spoken::new(cx.random());
    let id = new_id(cx.now(), cx.random());
    let token = kept(cx, &fresh).unwrap_or_default();
    store::insert_code(cx.tx(), (&id, account, &token), cx.now().minus(KEPT), cx.now())?;
    Ok(fresh)
}

/// What is kept of a code: `None` for what cannot be one.
fn kept(cx: &Cx, typed: &str) -> Option<String> {
    spoken::read(typed).map(|code| cx.app().keyed_hash("in-person", &code))
}

/// `GET /recover/in-person`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    cx.render(&AskCode::new(cx, "", false))
}

/// `POST /recover/in-person`: first the code alone, then again with the new password.
pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let Typed { code, password } = form.0;
    let asked = code.clone();
    // Commits either way: a try that was not counted would be free.
    let Some((recovery, account)) = work.write(move |cx| counted(cx, &asked))? else {
        return work.read(move |cx| cx.invalid(&AskCode::new(cx, &code, true)));
    };
    let Some(password) = password else {
        return work.read(move |cx| cx.render(&NewPassword::in_person(cx, &code, &account, None)));
    };
    let own = [account.username.as_str(), &account.name, &account.email];
    if let Err(weak) = password::judge(work.app(), &password, &own) {
        return work.read(move |cx| cx.invalid(&NewPassword::in_person(cx, &code, &account, Some(weak))));
    }
    let hash = password::hash(&password, &work.app().random);
    work.write(move |cx| set(cx, &recovery, &account, &hash))
}

fn counted(cx: &mut Cx, typed: &str) -> Result<Option<(Recovery, Account)>, Failure> {
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "recovery", &address, PER_ADDRESS, cx.now())?;
    let found = match kept(cx, typed) {
        Some(token) => store::open_code(cx.tx(), &token, cx.now().minus(LIVES))?,
        None => None,
    };
    let account = match &found {
        Some(recovery) => account::by_id(cx.tx(), &recovery.account)?,
        None => None,
    };
    if account.is_none() {
        cx.note(Actor::Anonymous, "in-person", false);
    }
    Ok(found.zip(account))
}

/// The new password takes the place of all that was; the person is in, and led to set up a second step.
fn set(cx: &mut Cx, recovery: &Recovery, account: &Account, hash: &str) -> PageResult {
    if !store::take(cx.tx(), &recovery.id, cx.now())? {
        return cx.redirect(PATH);
    }
    store::end_all(cx.tx(), &account.id, cx.now())?;
    account::set_password(cx.tx(), &account.id, hash)?;
    // While it has its number still.
    mail::tell(cx, &recovery.id, account)?;
    factor::forget_all(cx.tx(), &account.id)?;
    session::end_all(cx.tx(), &account.id)?;
    sign_in::store::end_all(cx.tx(), &account.id)?;
    session::begin(cx, account, Proof::Clinic)?;
    cx.note(account.actor(), "in-person", true);
    cx.redirect("/account/security")
}
