//! Accounts of the clinic's staff from the side of those who run the portal: who has one, what they may do, inviting,
//! switching off, helping back in. Everything here is for administrators, is on the audit's record, and is told by mail to
//! the person whose account it is.

pub(crate) mod accounts;
mod index;
pub(crate) mod invitations;
pub(crate) mod join;
pub(crate) mod mail;
mod second_steps;
mod store;
mod view;

use std::time::Duration;

use madrone_authz::{Actor, Role};
use madrone_web::{Audience, Cx, Failure, NavEntry, Routes};

/// How long an invitation to work with the portal holds.
const LIVES: Duration = Duration::from_hours(7 * 24);

/// The pages on which administrators look somebody up.
pub(crate) fn routes() -> Routes {
    Routes::staff()
        .get("/clinic/admin", accounts::start)
        .get("/clinic/admin/accounts", accounts::index)
}

/// Those on which they decide about accounts: whoever finds an administrator's computer open does not.
pub(crate) fn confirmed_routes() -> Routes {
    Routes::staff()
        .confirmed()
        .get("/clinic/admin/accounts/invite", invitations::show)
        .post("/clinic/admin/accounts/invite", invitations::take)
        .get("/clinic/admin/accounts/{id}", accounts::show)
        .post("/clinic/admin/accounts/{id}/role", accounts::change_role)
        .get("/clinic/admin/accounts/{id}/disable", accounts::ask_disable)
        .post("/clinic/admin/accounts/{id}/disable", accounts::disable)
        .post("/clinic/admin/accounts/{id}/enable", accounts::enable)
        .get("/clinic/admin/accounts/{id}/reset", accounts::ask_reset)
        .post("/clinic/admin/accounts/{id}/reset", accounts::reset)
        .post("/clinic/admin/invitations/{id}/resend", invitations::resend)
        .post("/clinic/admin/invitations/{id}/withdraw", invitations::withdraw)
}

/// The administrators' places in the navigation.
pub(crate) fn navigation() -> Vec<NavEntry> {
    let entry = |href, label, icon, order| NavEntry {
        audience: Audience::Only(&[Role::Administrator]),
        href,
        label,
        icon,
        order,
        bottom: None,
        also: &[],
        badge: None,
        areas: &[],
    };
    vec![
        NavEntry {
            bottom: Some((20, "admin-nav-short")),
            also: &["/clinic/admin/invitations"],
            ..entry("/clinic/admin/accounts", "admin-nav", "user-cog", 200)
        },
        NavEntry {
            also: &["/clinic/patients"],
            ..entry("/clinic/admin/patients", "desk-find-nav", "users", 210)
        },
    ]
}

/// Lets administrators in.
fn administrator(cx: &mut Cx) -> Result<Actor, Failure> {
    cx.only(&[Role::Administrator])
}
