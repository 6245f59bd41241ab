//! What waits to leave, and what was given up: by kind and reason, for administrators. Nothing here says to whom or what.

mod view;

use madrone_authz::{Actor, Role};
use madrone_db::Result;
use madrone_jobs::{GivenUp, Reason};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query};
use serde::Deserialize;

use view::{AskDrop, Queue};

const PAGE: &str = "/clinic/admin/queue";

/// What the address says was done.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Done {
    done: String,
}

/// For what reason the jobs were given up that are meant.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    reason: String,
}

/// `GET /clinic/admin/queue`
pub(crate) fn show(cx: &mut Cx, done: Query<Done>) -> PageResult {
    cx.only(&[Role::Administrator])?;
    let (given_up, waiting) = (madrone_jobs::given_up(cx.tx())?, madrone_jobs::waiting(cx.tx())?);
    cx.render(&Queue::new(cx, &given_up, &waiting, &done.0.done))
}

/// `POST /clinic/admin/queue/{kind}/again`
pub(crate) fn again(cx: &mut Cx, kind: Path, which: Form<Which>) -> PageResult {
    let by = cx.only(&[Role::Administrator])?;
    let group = meant(cx, &kind.0, &which.0)?;
    madrone_jobs::try_again(cx.tx(), &group.kind, group.reason, cx.now())?;
    record(cx, by, "try-jobs-again", &group);
    cx.redirect(format!("{PAGE}?done=again"))
}

/// `GET /clinic/admin/queue/{kind}/drop`
pub(crate) fn ask_drop(cx: &mut Cx, kind: Path, which: Query<Which>) -> PageResult {
    cx.only(&[Role::Administrator])?;
    let group = meant(cx, &kind.0, &which.0)?;
    cx.render(&AskDrop::new(cx, &group))
}

/// `POST /clinic/admin/queue/{kind}/drop`
pub(crate) fn drop(cx: &mut Cx, kind: Path, which: Form<Which>) -> PageResult {
    let by = cx.only(&[Role::Administrator])?;
    let group = meant(cx, &kind.0, &which.0)?;
    madrone_jobs::drop_given_up(cx.tx(), &group.kind, group.reason)?;
    record(cx, by, "drop-jobs", &group);
    cx.redirect(format!("{PAGE}?done=dropped"))
}

/// How many were given up, for the navigation.
pub(crate) fn badge(cx: &Cx) -> Result<u64> {
    Ok(u64::try_from(madrone_jobs::count_given_up(cx.tx())?).unwrap_or(0))
}

/// The jobs of `kind` that were given up for this reason; nothing here where there are none, or none any more.
fn meant(cx: &Cx, kind: &str, which: &Which) -> std::result::Result<GivenUp, Failure> {
    let reason = Reason::parse(&which.reason).ok_or(Failure::NotFound)?;
    let groups = madrone_jobs::given_up(cx.tx())?;
    let group = groups
        .into_iter()
        .find(|group| group.kind == kind && group.reason == reason);
    group.ok_or(Failure::NotFound)
}

fn record(cx: &mut Cx, actor: Actor, action: &'static str, group: &GivenUp) {
    let target = format!("jobs {} {}: {}", group.kind, group.reason.name(), group.count);
    cx.record(actor, action, target);
}
