//! Looking at what patients changed: accept it, or put back what stood there before.

use madrone_accounts::account;
use madrone_authz::{Action, Area, ChartAccess};
use madrone_chart::Stored;
use madrone_db::Result;
use madrone_notify::{Notice, tell};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, Sought};
use serde::Deserialize;
use serde_json::{Value, json};

use super::ROLES;
use super::view::{self, Seen, Show};
use crate::change::{self, Change, Outcome};
use crate::part::Part;
use crate::{UNDONE, contact, save, telecom};

/// The form that puts a part back.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    part: String,
}

/// The number beside the place in the navigation.
pub(super) fn badge(cx: &Cx) -> Result<u64> {
    Ok(u64::try_from(change::count(cx.tx())?).unwrap_or(0))
}

/// `GET /clinic/profile-changes`
pub(super) fn index(cx: &mut Cx, Query(sought): Query<Sought>) -> PageResult {
    cx.only(ROLES)?;
    let changes = if sought.is_settled() {
        change::settled(cx.tx())?
    } else {
        change::open(cx.tx())?
    };
    cx.render(&view::list(cx, &sought, &changes))
}

/// `GET /clinic/profile-changes/{id}`
pub(super) fn show(cx: &mut Cx, Path(saved): Path) -> PageResult {
    let (access, changes) = open(cx, &saved, Action::view(Area::Demographics))?;
    let seen: Result<Vec<_>, Failure> = changes.into_iter().map(|change| seen(cx, &access, change)).collect();
    cx.render(&Show::new(cx, &seen?))
}

/// `POST /clinic/profile-changes/{id}/accept`: everything of it that nobody has looked at. A number to call was called.
pub(super) fn accept(cx: &mut Cx, Path(saved): Path) -> PageResult {
    let (access, changes) = open(cx, &saved, Action::write(Area::Demographics))?;
    let name = cx.actor().name().to_owned();
    for change in changes.iter().filter(|change| change.outcome.is_none()) {
        if change::settle(cx.tx(), change, Outcome::Accepted, (cx.now(), &name))? && change.number.is_some() {
            let (_, became) = change.pieces(cx, &access)?;
            put(cx, &access, change, &became)?;
        }
    }
    let actor = cx.actor();
    cx.note(actor, "profile-change", true);
    cx.redirect("/clinic/profile-changes?said=accepted")
}

/// `POST /clinic/profile-changes/{id}/undo`: puts back what stood there before, where nothing newer stands, and tells the
/// patient.
pub(super) fn undo(cx: &mut Cx, Path(saved): Path, form: Form<Chosen>) -> PageResult {
    let (access, changes) = open(cx, &saved, Action::write(Area::Demographics))?;
    let part = Part::parse(&form.0.part).ok_or(Failure::NotFound)?;
    let change = changes.into_iter().find(|change| change.part == part);
    let change = change.ok_or(Failure::NotFound)?;
    let found = seen(cx, &access, change)?;
    let name = cx.actor().name().to_owned();
    let here = format!("/clinic/profile-changes/{saved}");
    if !found.can_be_undone || !change::settle(cx.tx(), &found.change, Outcome::Undone, (cx.now(), &name))? {
        return cx.redirect(here);
    }
    if found.change.number.is_none() {
        put(cx, &access, &found.change, &found.was)?;
        contact::put_back(cx, &found.change, &telecom::said(&found.became))?;
    }
    let told = Notice {
        account: &found.change.account,
        event: &UNDONE,
        occasion: &format!("{saved} {}", part.name()),
        path: "/settings/profile",
    };
    tell(cx.app(), cx.tx(), told, cx.now())?;
    let actor = cx.actor();
    cx.note(actor, "profile-change-undone", true);
    cx.redirect(here)
}

/// All that was saved at once, with the chart open.
fn open(cx: &mut Cx, saved: &str, action: Action) -> Result<(ChartAccess, Vec<Change>), Failure> {
    cx.only(ROLES)?;
    let changes = change::of(cx.tx(), saved)?;
    let chart = changes.first().ok_or(Failure::NotFound)?.chart.clone();
    Ok((cx.open_chart_of(&chart, action)?, changes))
}

/// A change with what stood there, what was made of it, and whether it can be put back.
fn seen(cx: &Cx, access: &ChartAccess, change: Change) -> Result<Seen, Failure> {
    let (was, became) = change.pieces(cx, access)?;
    let now = change.now(cx, access)?;
    let is_newest = change.number.is_some() || change.part.of(&now.json()) == became;
    let has_account = account::by_id(cx.tx(), &change.account)?.is_some();
    Ok(Seen {
        can_be_undone: change.outcome.is_none() && is_newest,
        is_newest,
        was,
        became,
        has_account,
        change,
    })
}

/// Puts `piece` in the place of the part in the chart.
fn put(cx: &Cx, access: &ChartAccess, change: &Change, piece: &Value) -> Result<Option<Stored>, Failure> {
    let now = change.now(cx, access)?;
    let mut resource = now.json();
    if change.part == Part::Contact {
        // Whom nobody named before is no longer to be called; what was said of them stays in the record.
        if piece.is_null() {
            resource["active"] = json!(false);
        } else {
            let meta = resource["meta"].clone();
            change.part.put(&mut resource, piece);
            resource["meta"] = meta;
        }
    } else {
        change.part.put(&mut resource, piece);
    }
    save::write(cx, access, &now, resource)
}
