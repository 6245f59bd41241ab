//! The pages at the desk.

use madrone_authz::{Action, Actor, Area, Entry, Role};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query};
use serde::Deserialize;

use super::view::{self, Find, Help, Person, Wrong};
use super::{PER_HOUR, PhotoId, ROLES};
use crate::account::{self, Account};
use crate::recovery::in_person;
use crate::security::mail::{Change, tell};
use crate::{limit, on_file, recovery, session, sign_in};

/// Who is looked for.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    q: String,
}

/// The checklist.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Checked {
    pub(super) shown: String,
    pub(super) looked: String,
}

/// `GET /clinic/admin/patients`: for administrators, who open no chart and find accounts by what signs in.
pub(crate) fn find(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    cx.only(&[Role::Administrator])?;
    let sought = wish.0.q.trim();
    let found = match sought {
        "" => Vec::new(),
        _ => account::patients_named(cx.tx(), &account::folded(sought), sought)?,
    };
    cx.render(&Find::new(cx, sought, &found))
}

/// `GET /clinic/patients/{id}/sign-in-help`
pub(crate) fn show(cx: &mut Cx, Path(chart): Path) -> PageResult {
    let (_, person) = open(cx, &chart)?;
    cx.render(&Help::new(cx, &person, &Checked::default(), Wrong::default()))
}

/// `POST /clinic/patients/{id}/sign-in-help`: the code is in the answer and nowhere else.
pub(crate) fn make(cx: &mut Cx, Path(chart): Path, form: Form<Checked>) -> PageResult {
    let (by, person) = open(cx, &chart)?;
    let shown = PhotoId::parse(&form.0.shown);
    let wrong = Wrong {
        shown: shown.is_none(),
        looked: form.0.looked.is_empty(),
    };
    let Some(shown) = shown.filter(|_| !wrong.looked && person.entry.disabled.is_none()) else {
        return cx.invalid(&Help::new(cx, &person, &form.0, wrong));
    };
    limit::count(cx.tx(), "in-person", by.id(), PER_HOUR, cx.now())?;
    let code = re_enrol(cx, &by, &person.entry.account, shown)?;
    cx.render(&view::slip(cx, &person, &code))
}

/// Whoever is in by the account is out, and a fresh code is all that opens it until the person has used it: the old
/// password stays good, so that a code made by mistake takes nothing away.
fn re_enrol(cx: &mut Cx, by: &Actor, account: &Account, shown: PhotoId) -> Result<String, Failure> {
    session::end_all(cx.tx(), &account.id)?;
    sign_in::store::end_all(cx.tx(), &account.id)?;
    recovery::end_links(cx, &account.id)?;
    let code = in_person::make(cx, &account.id)?;
    tell(cx, &account.id, Change::InPerson)?;
    let entry = Entry {
        at: cx.now(),
        request: cx.request().id.clone(),
        actor: by.clone(),
        action: "verify-in-person",
        area: "",
        patient: account.chart.clone(),
        target: format!("account {}: {}", account.id, shown.name()),
        allowed: true,
    };
    cx.audit(entry);
    Ok(code)
}

/// Who acts, and the person whose account it is. The front desk opens the chart; administrators see the account alone.
fn open(cx: &mut Cx, chart: &str) -> Result<(Actor, Person), Failure> {
    let by = cx.only(&ROLES)?;
    let on_file = match &by {
        Actor::Staff {
            role: Role::FrontDesk, ..
        } => {
            let access = cx.open_chart_of(chart, Action::write(Area::Demographics))?;
            on_file::load(cx.tx(), &access)?
        }
        _ => None,
    };
    let entry = account::patient_of_chart(cx.tx(), chart)?.ok_or(Failure::NotFound)?;
    Ok((by, Person { entry, on_file }))
}
