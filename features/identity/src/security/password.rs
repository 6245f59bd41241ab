//! Changing the password: the old one once more, then the new one. Whoever came in by the old one elsewhere is out.

use madrone_web::{Cx, Failure, Form, PageResult, Work};
use serde::Deserialize;

use super::mail::{self, Change};
use super::view::ChangePassword;
use super::{Done, done, signed_in};
use crate::account::{self, Account};
use crate::{Limits, limit, passcode, password, session, sign_in, trust};

/// The form.
#[derive(Clone, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

/// The keys of what is wrong with each field.
#[derive(Clone, Copy, Default)]
pub(super) struct Wrong {
    pub(super) current: Option<&'static str>,
    pub(super) password: Option<&'static str>,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let account = own(cx)?;
    cx.render(&ChangePassword::new(cx, &account.username, Wrong::default()))
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let Typed { current, password } = form.0;
    let account = work.write(|cx| {
        let account = own(cx)?;
        let most = cx.app().setting::<Limits>().sign_ins_per_account;
        limit::count(cx.tx(), "password", &account.id, most, cx.now())?;
        Ok(account)
    })?;
    let own = [account.username.as_str(), &account.name, &account.email];
    let wrong = Wrong {
        current: (!password::verify(&current, &account.password)).then_some("security-password-current-wrong"),
        password: password::judge(work.app(), &password, &own)
            .err()
            .map(password::Weak::key),
    };
    if wrong.current.is_some() || wrong.password.is_some() {
        return work.write(move |cx| {
            cx.note(account.actor(), "change-password", false);
            cx.invalid(&ChangePassword::new(cx, &account.username, wrong))
        });
    }
    let hash = password::hash(&password, &work.app().random);
    work.write(move |cx| set(cx, &account, &hash))
}

fn set(cx: &mut Cx, account: &Account, hash: &str) -> PageResult {
    let session = signed_in(cx)?;
    trust::store::end_all(cx.tx(), &account.id)?;
    passcode::store::end_all(cx.tx(), &account.id)?;
    account::set_password(cx.tx(), &account.id, hash)?;
    session::end_others(cx, &session)?;
    sign_in::store::end_all(cx.tx(), &account.id)?;
    mail::tell(cx, &account.id, Change::Password)?;
    cx.note(session.actor, "change-password", true);
    done(cx, Done::Password)
}

fn own(cx: &Cx) -> Result<Account, Failure> {
    let session = signed_in(cx)?;
    account::by_id(cx.tx(), session.actor.id())?.ok_or(Failure::SignInFirst)
}
