//! Setting a new password by the link from the mail.

use madrone_authz::Actor;
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::store::{self, Recovery};
use super::view::{self, NewPassword};
use super::{LIVES, door, from_door, mail};
use crate::account::{self, Account};
use crate::sign_in::{self, Door};
use crate::{Limits, code, limit, passcode, password, session, trust};

/// What the link says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Linked {
    code: String,
    door: String,
}

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
    door: String,
    password: String,
}

/// The form, if the link still holds. Looking does not use it up: programs that check mails for harm look too.
pub(crate) fn show(cx: &mut Cx, linked: Query<Linked>) -> PageResult {
    let Linked { code, door: named } = linked.0;
    match opened(cx, &code)? {
        Some((_, account)) => cx.render(&NewPassword::new(cx, &code, &account, None)),
        None => cx.render(&view::gone(cx, door(&named))),
    }
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let Typed {
        code,
        door: named,
        password,
    } = form.0;
    let came_by = door(&named);
    let asked = code.clone();
    // Commits either way: a try that was not counted would be free.
    let Some((recovery, account)) = work.write(move |cx| counted(cx, &asked))? else {
        return work.read(move |cx| cx.render(&view::gone(cx, came_by)));
    };
    let own = [account.username.as_str(), &account.name, &account.email];
    if let Err(weak) = password::judge(work.app(), &password, &own) {
        return work.read(move |cx| cx.invalid(&NewPassword::new(cx, &code, &account, Some(weak))));
    }
    let hash = password::hash(&password, &work.app().random);
    work.write(move |cx| set(cx, &recovery, &account, &hash))
}

pub(crate) fn show_done(cx: &mut Cx, linked: Query<Linked>) -> PageResult {
    cx.render(&view::done(cx, door(&linked.0.door)))
}

fn counted(cx: &mut Cx, token: &str) -> Result<Option<(Recovery, Account)>, Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, most, cx.now())?;
    let found = opened(cx, token)?;
    if found.is_none() {
        cx.note(Actor::Anonymous, "new-password", false);
    }
    Ok(found)
}

/// The request of a link that holds, and whose it is.
fn opened(cx: &Cx, token: &str) -> Result<Option<(Recovery, Account)>, Failure> {
    let token = code::hashed(token.trim());
    let Some(recovery) = store::open(cx.tx(), &token, cx.now().minus(LIVES))? else {
        return Ok(None);
    };
    let account = account::by_id(cx.tx(), &recovery.account)?;
    Ok(account.map(|account| (recovery, account)))
}

/// The new password takes the place of the old one, and whoever came in by the old one is out.
fn set(cx: &mut Cx, recovery: &Recovery, account: &Account, hash: &str) -> PageResult {
    let door = Door::of(account.role);
    if !store::take(cx.tx(), &recovery.id, cx.now())? {
        return cx.render(&view::gone(cx, door));
    }
    store::end_all(cx.tx(), &account.id, cx.now())?;
    trust::store::end_all(cx.tx(), &account.id)?;
    passcode::store::end_all(cx.tx(), &account.id)?;
    account::set_password(cx.tx(), &account.id, hash)?;
    session::end_all(cx.tx(), &account.id)?;
    sign_in::store::end_all(cx.tx(), &account.id)?;
    mail::tell(cx, &recovery.id, account)?;
    cx.note(account.actor(), "new-password", true);
    cx.redirect(from_door("/recover/done", door))
}
