//! The list of accounts, and one of them.

use madrone_authz::{Actor, Role};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query};
use serde::Deserialize;

use super::index::{Index, Wish};
use super::mail::{Told, tell};
use super::second_steps::SecondSteps;
use super::view::{Asked, Confirm, MemberPage};
use super::{LIVES, administrator, store};
use crate::{account, factor, recovery, session, sign_in};
use madrone_accounts::{Forbidden, Member};

/// What the address says was done.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Done {
    #[serde(default)]
    done: String,
}

/// The form of the role.
#[derive(Clone, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    role: String,
}

/// `GET /clinic/admin`
pub(crate) fn start(cx: &mut Cx) -> PageResult {
    administrator(cx)?;
    cx.redirect("/clinic/admin/accounts")
}

/// `GET /clinic/admin/accounts`
pub(crate) fn index(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    administrator(cx)?;
    let members = account::staff(cx.tx())?
        .into_iter()
        .filter_map(Member::of)
        .collect::<Vec<_>>();
    let invitations = store::open_invitations(cx.tx(), cx.now().minus(LIVES))?;
    cx.render(&Index::new(cx, &wish.0, members, &invitations)?)
}

/// `GET /clinic/admin/accounts/{id}`
pub(crate) fn show(cx: &mut Cx, id: Path, done: Query<Done>) -> PageResult {
    let by = administrator(cx)?;
    let member = found(cx, &id)?;
    let page = page(cx, &by, &member, None)?;
    cx.render(&page.done(cx, &done.0.done))
}

/// `POST /clinic/admin/accounts/{id}/role`
pub(crate) fn change_role(cx: &mut Cx, id: Path, form: Form<Chosen>) -> PageResult {
    let by = administrator(cx)?;
    let member = found(cx, &id)?;
    let Some(role) = Role::parse(&form.0.role) else {
        return refuse(cx, &by, &member, "admin-role-wrong");
    };
    if role == member.role {
        return cx.redirect(place(&member, ""));
    }
    let others = account::other_administrators(cx.tx(), &member.id)?;
    if let Err(why) = member.may_change_its_role(by.id(), others) {
        return forbid(cx, &by, &member, why);
    }
    account::set_role(cx.tx(), &member.id, role)?;
    tell(cx, &member.id, Told::Role(role))?;
    let target = format!("account {}: {} to {role}", member.id, member.role);
    cx.record(by, "change-role", target);
    cx.redirect(place(&member, "role"))
}

/// `GET /clinic/admin/accounts/{id}/disable`
pub(crate) fn ask_disable(cx: &mut Cx, id: Path) -> PageResult {
    administrator(cx)?;
    let member = found(cx, &id)?;
    cx.render(&Confirm::new(cx, &member, Asked::Disable))
}

/// `POST /clinic/admin/accounts/{id}/disable`: whoever is signed in by it is out at once.
pub(crate) fn disable(cx: &mut Cx, id: Path) -> PageResult {
    let by = administrator(cx)?;
    let member = found(cx, &id)?;
    let others = account::other_administrators(cx.tx(), &member.id)?;
    if let Err(why) = member.may_be_disabled(by.id(), others) {
        return forbid(cx, &by, &member, why);
    }
    if member.is_enabled() {
        account::set_disabled(cx.tx(), &member.id, Some(cx.now()))?;
        close(cx, &member)?;
        tell(cx, &member.id, Told::Disabled)?;
        cx.record(by, "disable-account", format!("account {}", member.id));
    }
    cx.redirect(place(&member, "disabled"))
}

/// `POST /clinic/admin/accounts/{id}/enable`
pub(crate) fn enable(cx: &mut Cx, id: Path) -> PageResult {
    let by = administrator(cx)?;
    let member = found(cx, &id)?;
    if !member.is_enabled() {
        account::set_disabled(cx.tx(), &member.id, None)?;
        tell(cx, &member.id, Told::Enabled)?;
        cx.record(by, "enable-account", format!("account {}", member.id));
    }
    cx.redirect(place(&member, "enabled"))
}

/// `GET /clinic/admin/accounts/{id}/reset`
pub(crate) fn ask_reset(cx: &mut Cx, id: Path) -> PageResult {
    administrator(cx)?;
    let member = found(cx, &id)?;
    cx.render(&Confirm::new(cx, &member, Asked::Reset))
}

/// `POST /clinic/admin/accounts/{id}/reset`: signed out everywhere, second steps forgotten, and a link to choose a new
/// password.
pub(crate) fn reset(cx: &mut Cx, id: Path) -> PageResult {
    let by = administrator(cx)?;
    let member = found(cx, &id)?;
    if let Err(why) = member.may_be_helped(by.id()) {
        return forbid(cx, &by, &member, why);
    }
    close(cx, &member)?;
    factor::forget_all(cx.tx(), &member.id)?;
    tell(cx, &member.id, Told::Reset)?;
    // A disabled account is sent nothing that opens it.
    if member.is_enabled() {
        recovery::send_link(cx, &member.id)?;
    }
    cx.record(by, "reset-account", format!("account {}", member.id));
    cx.redirect(place(&member, "reset"))
}

fn found(cx: &Cx, id: &Path) -> Result<Member, Failure> {
    account::entry(cx.tx(), &id.0)?
        .and_then(Member::of)
        .ok_or(Failure::NotFound)
}

/// Ends everything by which somebody is in, or could come in without the password.
fn close(cx: &Cx, member: &Member) -> Result<(), Failure> {
    session::end_all(cx.tx(), &member.id)?;
    sign_in::store::end_all(cx.tx(), &member.id)?;
    recovery::end_links(cx, &member.id)?;
    Ok(())
}

fn place(member: &Member, done: &str) -> String {
    let mark = if done.is_empty() { "" } else { "?done=" };
    format!("/clinic/admin/accounts/{}{mark}{done}", member.id)
}

/// Says why it is not done, on the account's page; the attempt is on the record.
fn forbid(cx: &mut Cx, by: &Actor, member: &Member, why: Forbidden) -> PageResult {
    cx.note(by.clone(), "administer", false);
    refuse(cx, by, member, why.key())
}

fn refuse(cx: &Cx, by: &Actor, member: &Member, why: &str) -> PageResult {
    cx.invalid(&page(cx, by, member, Some(cx.t(why)))?)
}

/// The account's page as the administrator `by` sees it.
fn page(cx: &Cx, by: &Actor, member: &Member, error: Option<String>) -> Result<MemberPage, Failure> {
    let steps = SecondSteps::of(cx.tx(), &member.id)?;
    Ok(MemberPage::new(cx, (member, &steps), member.id == by.id(), error))
}
