//! The first page: the activation code and the birth date show who it is.

use madrone_authz::Actor;
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::begin;
use super::store::SignUp;
use super::view::Start;
use crate::invitation::{self, LIVES, TRIES};
use crate::{Limits, limit, on_file};

/// What the address of the page says: the code that a mail's link holds, or that a sign-up is over.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Linked {
    code: String,
    over: String,
}

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) code: String,
    pub(super) birth_date: String,
}

pub(crate) fn show(cx: &mut Cx, linked: Query<Linked>) -> PageResult {
    let typed = Typed {
        code: linked.0.code,
        ..Typed::default()
    };
    cx.render(&Start::new(cx, &typed, !linked.0.over.is_empty()))
}

/// Every combination that is not right gets the same answer, whether there is such a code or not.
pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0;
    let asked = typed.clone();
    // Commits either way: a wrong birth date must count.
    if work.write(move |cx| prove(cx, &asked))? {
        return work.read(|cx| cx.redirect("/sign-up/account"));
    }
    work.read(move |cx| cx.invalid(&Start::new(cx, &typed, false).wrong(cx)))
}

/// Begins a sign-up if the code and the birth date belong together.
fn prove(cx: &mut Cx, typed: &Typed) -> Result<bool, Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, most, cx.now())?;
    let token = invitation::kept(&typed.code);
    let Some(open) = invitation::store::open(cx.tx(), &token, cx.now().minus(LIVES), TRIES)? else {
        cx.note(Actor::Anonymous, "sign-up", false);
        return Ok(false);
    };
    let on_file = on_file::load_as(cx.tx(), "sign-up", &open.chart, cx.now())?;
    let born = on_file.and_then(|on_file| on_file.birth_date);
    if born.is_none_or(|born| born.to_string() != typed.birth_date.trim()) {
        invitation::store::tried(cx.tx(), &open.id)?;
        cx.note(Actor::Anonymous, "sign-up", false);
        return Ok(false);
    }
    begin(
        cx,
        SignUp {
            invitation: Some(open.id),
            chart: Some(open.chart),
            contact: open.email,
            proven: true,
            ..SignUp::new()
        },
    )?;
    Ok(true)
}
