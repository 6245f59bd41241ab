//! Choosing a username and a password, and accepting the terms, once it is certain who it is. Whoever came with a code that
//! was handed over also says where mail reaches her, and proves that before there is an account.

use madrone_authz::Actor;
use madrone_db::{Constraint, Error};
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::store::{self, SignUp};
use super::view::{Choose, Wrong};
use super::{OVER, current, end, mail, terms};
use crate::account::{self, Account};
use crate::on_file::{self, OnFile};
use crate::password::{self, Weak};
use crate::request::Outcome;
use crate::{Limits, invitation, limit, request};

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) email: String,
    pub(super) username: String,
    password: String,
    pub(super) terms: String,
}

/// A sign-up of somebody who has shown who she is, and what her chart says of her.
type Proven = (SignUp, OnFile);

/// What the address of the page says: that the username which was chosen first is somebody else's by now.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    taken: String,
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let Some((sign_up, on_file)) = proven(cx)? else {
        return cx.redirect(OVER);
    };
    let wrong = Wrong {
        username: (!asked.0.taken.is_empty()).then_some("identity-username-taken"),
        ..Wrong::default()
    };
    let typed = Typed {
        email: sign_up
            .contact
            .clone()
            .filter(|contact| account::is_email(contact))
            .unwrap_or_default(),
        ..Typed::default()
    };
    cx.render(&Choose::new(cx, (&sign_up, &on_file), &typed, wrong))
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0;
    let Some((sign_up, on_file)) = work.write(counted)? else {
        return work.read(|cx| cx.redirect(OVER));
    };
    let username = account::folded(&typed.username);
    let email = sign_up.proven_email().unwrap_or_else(|| typed.email.trim()).to_owned();
    let born = on_file.birth_date.map(|born| born.to_string()).unwrap_or_default();
    let wrong = Wrong {
        email: (!account::is_email(&email)).then_some("signup-email-wrong"),
        username: (!account::is_username(&username)).then_some("identity-username-wrong"),
        password: password::judge(
            work.app(),
            &typed.password,
            &[&username, &on_file.name, &email, &born, &born.replace('-', "")],
        )
        .err()
        .map(Weak::key),
        terms: typed.terms.is_empty().then_some("signup-terms-wrong"),
    };
    if wrong != Wrong::default() {
        return again(work, (sign_up, on_file), typed, wrong);
    }
    let hash = password::hash(&typed.password, &work.app().random);
    let (one, other) = ((sign_up.clone(), on_file.clone()), typed);
    let outcome = work.write(move |cx| {
        if sign_up.proven_email().is_some() {
            make(cx, (&sign_up, &on_file), (&email, &username, &hash))
        } else {
            prove_address(cx, &sign_up, (&email, &username, &hash))
        }
    });
    match outcome {
        Err(Failure::Db(Error::Constraint(Constraint::Unique))) => {
            let wrong = Wrong {
                username: Some("identity-username-taken"),
                ..Wrong::default()
            };
            again(work, one, other, wrong)
        }
        other => other,
    }
}

fn again(work: &mut Work, (sign_up, on_file): Proven, typed: Typed, wrong: Wrong) -> PageResult {
    work.read(move |cx| cx.invalid(&Choose::new(cx, (&sign_up, &on_file), &typed, wrong)))
}

fn counted(cx: &mut Cx) -> Result<Option<Proven>, Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, most, cx.now())?;
    proven(cx)
}

/// The sign-up of this browser, if it is certain whose it is.
pub(super) fn proven(cx: &mut Cx) -> Result<Option<Proven>, Failure> {
    let Some(sign_up) = current(cx)?.filter(|sign_up| sign_up.proven) else {
        return Ok(None);
    };
    let Some(chart) = &sign_up.chart else { return Ok(None) };
    let on_file = on_file::load_as(cx.tx(), "sign-up", chart, cx.now())?;
    Ok(on_file.map(|on_file| (sign_up, on_file)))
}

/// Keeps what was chosen until the address that was typed is proven.
fn prove_address(cx: &mut Cx, sign_up: &SignUp, (email, username, hash): (&str, &str, &str)) -> PageResult {
    if account::by_username(cx.tx(), username)?.is_some() {
        return Err(Failure::Db(Error::Constraint(Constraint::Unique)));
    }
    limit::count(
        cx.tx(),
        "code",
        &sign_up.token,
        cx.app().setting::<Limits>().codes_per_account,
        cx.now(),
    )?;
    store::choose(cx.tx(), &sign_up.token, email, (username, hash))?;
    mail::ask_for_code(cx, &sign_up.token)?;
    cx.redirect("/sign-up/verify")
}

/// Makes the account: once for each code and each chart, however often and at once it is asked for.
pub(super) fn make(
    cx: &mut Cx,
    (sign_up, on_file): (&SignUp, &OnFile),
    (email, username, hash): (&str, &str, &str),
) -> PageResult {
    let is_first = account::by_chart(cx.tx(), &on_file.chart)?.is_none() && taken(cx, sign_up)?;
    if !is_first {
        end(cx, sign_up)?;
        cx.note(Actor::Anonymous, "sign-up", false);
        return cx.redirect(OVER);
    }
    let account = Account {
        id: new_id(cx.now(), cx.random()),
        username: username.to_owned(),
        role: None,
        name: on_file.name.clone(),
        email: email.to_owned(),
        locale: Some(cx.locale()),
        chart: Some(on_file.chart.clone()),
        password: hash.to_owned(),
    };
    account::create(cx.tx(), &account, cx.now())?;
    store::accept(cx.tx(), &account.id, (terms::VERSION, cx.locale()), cx.now())?;
    mail::tell(cx, &account, on_file)?;
    end(cx, sign_up)?;
    cx.note(account.actor(), "sign-up", true);
    cx.redirect("/sign-in?welcome=1")
}

/// Uses up what somebody came with; false when it was used before.
fn taken(cx: &Cx, sign_up: &SignUp) -> Result<bool, Failure> {
    Ok(match (&sign_up.invitation, &sign_up.request) {
        (Some(invitation), _) => invitation::store::take(cx.tx(), invitation)?,
        (None, Some(asked)) => request::store::resolve(cx.tx(), asked, Outcome::Made, cx.now())?,
        (None, None) => false,
    })
}
