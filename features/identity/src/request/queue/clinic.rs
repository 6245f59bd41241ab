//! The queue of requests at the clinic: look, compare with charts, match, call, decline.

use madrone_authz::{Action, Actor, Area, Role};
use madrone_db::Result;
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, Routes, Sought};
use serde::Deserialize;

use super::view::{self, Show};
use super::{Queued, Step, candidates, store};
use crate::invitation::clinic::Made;
use crate::invitation::{self, NotInvited};
use crate::on_file;
use crate::request::{self, Outcome};

/// Who works the queue. Administrators open no charts: they see what was asked, and decline or call.
pub(crate) const ROLES: &[Role] = &[Role::FrontDesk, Role::Records, Role::Administrator];

/// The most characters of a note.
const LONGEST: usize = 1000;

/// Why a request is turned down.
pub(super) const REASONS: [&str; 4] = ["stranger", "unproven", "unreachable", "other"];

/// The form that lets a patient in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Match {
    chart: String,
    how: String,
}

/// The forms with a note.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Noted {
    pub(super) reason: String,
    pub(super) note: String,
}

/// The queue's addresses.
pub(crate) fn routes() -> Routes {
    Routes::staff()
        .get("/clinic/signups", index)
        .get("/clinic/signups/{id}", show)
        .post("/clinic/signups/{id}/match", settle)
        .post("/clinic/signups/{id}/called", called)
        .post("/clinic/signups/{id}/decline", decline)
        .post("/clinic/signups/{id}/reopen", reopen)
}

/// The number beside the place in the navigation.
pub(crate) fn badge(cx: &Cx) -> Result<u64> {
    Ok(u64::try_from(store::count(cx.tx(), cx.now())?).unwrap_or(0))
}

/// `GET /clinic/signups`
pub(crate) fn index(cx: &mut Cx, Query(sought): Query<Sought>) -> PageResult {
    role(cx)?;
    let rows = if sought.is_settled() {
        store::settled(cx.tx())?
    } else {
        store::waiting(cx.tx(), cx.now())?
    };
    cx.render(&view::list(cx, &sought, &rows))
}

/// `GET /clinic/signups/{id}`
pub(crate) fn show(cx: &mut Cx, Path(id): Path, Query(sought): Query<Sought>) -> PageResult {
    let mut page = page(cx, &id, &sought)?;
    let called: Option<Noted> = cx.draft_to(&format!("{}/called", address(&id)))?;
    let declined: Option<Noted> = cx.draft_to(&format!("{}/decline", address(&id)))?;
    if called.is_some() || declined.is_some() {
        page = page
            .typed(&called.unwrap_or_default(), &declined.unwrap_or_default())
            .kept(cx);
    }
    cx.render(&page)
}

fn page(cx: &mut Cx, id: &str, sought: &Sought) -> Result<Show, Failure> {
    let opens_charts = role(cx)? != Role::Administrator;
    let queued = find(cx, id)?;
    let candidates = if opens_charts && queued.resolved.is_none() {
        Some(candidates::of(cx, &queued.request.claim, &sought.q)?)
    } else {
        None
    };
    let steps = store::steps(cx.tx(), id)?;
    Ok(Show::new(cx, (&queued, &steps), candidates.as_deref(), sought))
}

/// `POST /clinic/signups/{id}/match`: makes an activation code for the chart that the staff found. Where that cannot be, or
/// somebody else settled the request, its page says so.
pub(crate) fn settle(cx: &mut Cx, Path(id): Path, form: Form<Match>) -> PageResult {
    role(cx)?;
    let queued = find(cx, &id)?;
    let Match { chart, how } = form.0;
    let access = cx.open_chart_of(&chart, Action::write(Area::Demographics))?;
    let on_file = on_file::load(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    if queued.resolved.is_some() {
        return cx.redirect(address(&id));
    }
    let made = match invitation::clinic::invite(cx, &on_file, how == "mail") {
        Ok(made) => made,
        Err(NotInvited::Database(error)) => return Err(error.into()),
        Err(_) => return cx.redirect(address(&id)),
    };
    request::store::resolve(cx.tx(), &id, Outcome::Matched, cx.now())?;
    add_step(cx, &id, "matched", chart)?;
    match made {
        Made::Code(code) => invitation::clinic::slip(cx, &on_file, &code),
        Made::MailedTo(_) => cx.redirect("/clinic/signups?said=mailed"),
    }
}

/// `POST /clinic/signups/{id}/called`
pub(crate) fn called(cx: &mut Cx, Path(id): Path, form: Form<Noted>) -> PageResult {
    role(cx)?;
    find(cx, &id)?;
    add_step(cx, &id, "called", form.0.note)?;
    cx.redirect(address(&id))
}

/// `POST /clinic/signups/{id}/decline`
pub(crate) fn decline(cx: &mut Cx, Path(id): Path, form: Form<Noted>) -> PageResult {
    role(cx)?;
    find(cx, &id)?;
    let typed = form.0;
    let Some(reason) = REASONS.into_iter().find(|known| *known == typed.reason) else {
        let page = page(cx, &id, &Sought::default())?;
        return cx.invalid(&page.typed(&Noted::default(), &typed).no_reason(cx));
    };
    if request::store::resolve(cx.tx(), &id, Outcome::Declined, cx.now())? {
        add_step(cx, &id, &format!("declined-{reason}"), typed.note)?;
    }
    cx.redirect("/clinic/signups?said=declined")
}

/// `POST /clinic/signups/{id}/reopen`: takes back that a request was declined.
pub(crate) fn reopen(cx: &mut Cx, Path(id): Path) -> PageResult {
    role(cx)?;
    find(cx, &id)?;
    if store::reopen(cx.tx(), &id, Outcome::Declined)? {
        add_step(cx, &id, "reopened", String::new())?;
    }
    cx.redirect(address(&id))
}

pub(super) fn address(id: &str) -> String {
    format!("/clinic/signups/{id}")
}

/// The role of whoever asks, if the queue is theirs.
fn role(cx: &Cx) -> Result<Role, Failure> {
    match cx.actor() {
        Actor::Staff { role, .. } if ROLES.contains(&role) => Ok(role),
        _ => Err(Failure::NotFound),
    }
}

fn find(cx: &Cx, id: &str) -> Result<Queued, Failure> {
    store::find(cx.tx(), id)?.ok_or(Failure::NotFound)
}

fn add_step(cx: &mut Cx, request: &str, kind: &str, note: String) -> Result<(), Failure> {
    let actor = cx.actor();
    let step = Step {
        at: cx.now(),
        kind: kind.to_owned(),
        name: actor.name().to_owned(),
        note: note.trim().chars().take(LONGEST).collect(),
    };
    let id = new_id(cx.now(), cx.random());
    store::add_step(cx.tx(), (request, &id), actor.id(), &step)?;
    cx.note(actor, "sign-up-request", true);
    Ok(())
}
