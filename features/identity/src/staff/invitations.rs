//! Inviting somebody to work with the portal.

use madrone_authz::Role;
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Path};

use super::store::{self, Invitation};
use super::view::{Invite, InviteForm, Wrong};
use super::{LIVES, administrator, mail};
use crate::account;

/// The longest name that is taken.
const LONGEST_NAME: usize = 100;

/// `GET /clinic/admin/accounts/invite`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    administrator(cx)?;
    let kept = cx.draft::<InviteForm>()?;
    let page = Invite::new(cx, &kept.clone().unwrap_or_default(), Wrong::default());
    cx.render(&if kept.is_some() { page.kept(cx) } else { page })
}

/// `POST /clinic/admin/accounts/invite`
pub(crate) fn take(cx: &mut Cx, form: Form<InviteForm>) -> PageResult {
    let by = administrator(cx)?;
    let typed = form.0;
    let (name, email) = (typed.name.trim(), typed.email.trim());
    let role = Role::parse(&typed.role);
    let wrong = Wrong {
        name: name.is_empty() || name.chars().count() > LONGEST_NAME,
        email: !account::is_email(email),
        role: role.is_none(),
    };
    let Some(role) = role.filter(|_| !wrong.any()) else {
        return cx.invalid(&Invite::new(cx, &typed, wrong));
    };
    let invitation = Invitation {
        id: new_id(cx.now(), cx.random()),
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        locale: None,
        inviter: by.name().to_owned(),
        created: cx.now(),
    };
    store::insert_invitation(cx.tx(), &invitation, cx.now().minus(LIVES))?;
    mail::ask_for_invitation(cx, &invitation.id)?;
    cx.record(by, "invite-staff", format!("invitation {}: {role}", invitation.id));
    cx.redirect("/clinic/admin/accounts?show=invited&done=invited")
}

/// `POST /clinic/admin/invitations/{id}/resend`: a new link; the old one no longer opens.
pub(crate) fn resend(cx: &mut Cx, id: Path) -> PageResult {
    let by = administrator(cx)?;
    let invitation = store::invitation(cx.tx(), &id.0)?.ok_or(Failure::NotFound)?;
    store::renew(cx.tx(), &invitation.id, cx.now())?;
    mail::ask_for_invitation(cx, &invitation.id)?;
    cx.record(by, "invite-staff", format!("invitation {}: again", invitation.id));
    cx.redirect("/clinic/admin/accounts?show=invited&done=invited")
}

/// `POST /clinic/admin/invitations/{id}/withdraw`
pub(crate) fn withdraw(cx: &mut Cx, id: Path) -> PageResult {
    let by = administrator(cx)?;
    if !store::take(cx.tx(), &id.0)? {
        return Err(Failure::NotFound);
    }
    cx.record(by, "withdraw-invitation", format!("invitation {}", id.0));
    cx.redirect("/clinic/admin/accounts?show=invited&done=withdrawn")
}
