//! Taking an invitation: the code from the mail and the birth date show who it is; a username and password are chosen.
//! Signing in afterwards takes both steps, so the mail account is proved again.

use madrone_authz::Actor;
use madrone_db::{Constraint, Error};
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::store::Invitation;
use super::view::{SignUp, Typed, Wrong};
use super::{LIVES, TRIES, patient, store};
use crate::account::{self, Account};
use crate::password::Weak;
use crate::{Limits, code, limit, password};

/// The code, as the mail's link holds it.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Linked {
    #[serde(default)]
    code: String,
}

pub(crate) fn show(cx: &mut Cx, linked: Query<Linked>) -> PageResult {
    let typed = Typed {
        code: linked.0.code,
        ..Typed::default()
    };
    cx.render(&SignUp::new(cx, &typed, Wrong::default()))
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0;
    let asked = typed.clone();
    // Commits either way: a wrong birth date must count.
    let invited = work.write(move |cx| prove(cx, &asked))?;
    let Some((invitation, name)) = invited else {
        return again(
            work,
            typed,
            Wrong {
                invitation: Some("identity-invitation-wrong"),
                ..Wrong::default()
            },
        );
    };
    let username = account::folded(&typed.username);
    let wrong = Wrong {
        invitation: None,
        username: (!account::is_username(&username)).then_some("identity-username-wrong"),
        password: password::judge(&typed.password, &[&username, &name, &invitation.email])
            .err()
            .map(Weak::key),
    };
    if wrong.username.is_some() || wrong.password.is_some() {
        return again(work, typed, wrong);
    }
    let hash = password::hash(&typed.password, &work.app().random);
    let outcome = work.write(move |cx| make_account(cx, &invitation, (&username, &name, &hash)));
    match outcome {
        Err(Failure::Db(Error::Constraint(Constraint::Unique))) => again(
            work,
            typed,
            Wrong {
                username: Some("identity-username-taken"),
                ..Wrong::default()
            },
        ),
        other => other,
    }
}

fn again(work: &mut Work, typed: Typed, wrong: Wrong) -> PageResult {
    work.read(move |cx| cx.invalid(&SignUp::new(cx, &typed, wrong)))
}

/// The open invitation and the patient's name, if the code and the birth date belong together.
fn prove(cx: &mut Cx, typed: &Typed) -> Result<Option<(Invitation, String)>, Failure> {
    let limits = cx.app().setting::<Limits>();
    limit::count(
        cx.tx(),
        "address",
        &cx.request().address.to_string(),
        limits.sign_ins_per_address,
        cx.now(),
    )?;
    let token = code::hashed(typed.code.trim());
    let Some(invitation) = store::open(cx.tx(), &token, cx.now().minus(LIVES), TRIES)? else {
        return Ok(None);
    };
    let Some(patient) = patient::load(cx.tx(), &invitation.chart, cx.now())? else {
        return Ok(None);
    };
    if patient.birth_date.len() == 10 && patient.birth_date == typed.birth_date.trim() {
        return Ok(Some((invitation, patient.name)));
    }
    store::tried(cx.tx(), &invitation.id)?;
    cx.note(Actor::Anonymous, "sign-up", false);
    Ok(None)
}

fn make_account(cx: &mut Cx, invitation: &Invitation, (username, name, hash): (&str, &str, &str)) -> PageResult {
    if !store::take(cx.tx(), &invitation.id)? {
        return cx.redirect("/sign-in");
    }
    let account = Account {
        id: new_id(cx.now(), cx.random()),
        username: username.to_owned(),
        role: None,
        name: name.to_owned(),
        email: invitation.email.clone(),
        locale: Some(cx.locale()),
        chart: Some(invitation.chart.clone()),
        password: hash.to_owned(),
    };
    account::create(cx.tx(), &account, cx.now())?;
    cx.note(account.actor(), "sign-up", true);
    cx.redirect("/sign-in?welcome=1")
}
