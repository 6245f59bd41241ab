//! Taking an invitation: the link from the mail, a username and a password. Signing in afterwards takes both steps.

use madrone_authz::Actor;
use madrone_db::{Constraint, Error};
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::LIVES;
use super::store::{self, Invitation};
use super::view::{self, Join, JoinWrong};
use crate::account::{self, Account};
use crate::password::Weak;
use crate::{Limits, code, limit, password};

/// What the link says.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Linked {
    #[serde(default)]
    code: String,
}

/// The form.
#[derive(Clone, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) username: String,
    #[serde(default)]
    pub(super) password: String,
}

/// `GET /join`. Looking does not use the link up: programs that check mails for harm look too.
pub(crate) fn show(cx: &mut Cx, linked: Query<Linked>) -> PageResult {
    match opened(cx, &linked.0.code)? {
        Some(invitation) => {
            let typed = Typed {
                code: linked.0.code,
                username: String::new(),
                password: String::new(),
            };
            cx.render(&Join::new(cx, &invitation, &typed, JoinWrong::default()))
        }
        None => cx.render(&view::gone(cx)),
    }
}

/// `POST /join`
pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0;
    let asked = typed.code.clone();
    // Commits either way: a try that was not counted would be free.
    let Some(invitation) = work.write(move |cx| counted(cx, &asked))? else {
        return work.read(|cx| cx.render(&view::gone(cx)));
    };
    let username = account::folded(&typed.username);
    let own = [username.as_str(), &invitation.name, &invitation.email];
    let wrong = JoinWrong {
        username: (!account::is_username(&username)).then_some("identity-username-wrong"),
        password: password::judge(work.app(), &typed.password, &own).err().map(Weak::key),
    };
    if wrong.any() {
        return again(work, invitation, typed, wrong);
    }
    let hash = password::hash(&typed.password, &work.app().random);
    let taken = invitation.clone();
    let outcome = work.write(move |cx| make_account(cx, &taken, (&username, &hash)));
    match outcome {
        Err(Failure::Db(Error::Constraint(Constraint::Unique))) => {
            let wrong = JoinWrong {
                username: Some("identity-username-taken"),
                ..JoinWrong::default()
            };
            again(work, invitation, typed, wrong)
        }
        other => other,
    }
}

fn again(work: &mut Work, invitation: Invitation, typed: Typed, wrong: JoinWrong) -> PageResult {
    work.read(move |cx| cx.invalid(&Join::new(cx, &invitation, &typed, wrong)))
}

fn counted(cx: &mut Cx, code: &str) -> Result<Option<Invitation>, Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, most, cx.now())?;
    let found = opened(cx, code)?;
    if found.is_none() {
        cx.note(Actor::Anonymous, "join", false);
    }
    Ok(found)
}

fn opened(cx: &Cx, code: &str) -> Result<Option<Invitation>, Failure> {
    let token = code::hashed(code.trim());
    Ok(store::invitation_of(cx.tx(), &token, cx.now().minus(LIVES))?)
}

fn make_account(cx: &mut Cx, invitation: &Invitation, (username, hash): (&str, &str)) -> PageResult {
    if !store::take(cx.tx(), &invitation.id)? {
        return cx.render(&view::gone(cx));
    }
    let account = Account {
        id: new_id(cx.now(), cx.random()),
        username: username.to_owned(),
        role: Some(invitation.role),
        name: invitation.name.clone(),
        email: invitation.email.clone(),
        locale: Some(cx.locale()),
        chart: None,
        password: hash.to_owned(),
    };
    account::create(cx.tx(), &account, cx.now())?;
    cx.record(account.actor(), "join", format!("invitation {}", invitation.id));
    cx.redirect("/clinic/sign-in?welcome=1")
}
