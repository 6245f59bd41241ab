//! The clinic's side: the card beside a chart, and the list of what patients changed in their personal information.

pub(crate) mod card;
mod handlers;
mod view;

use madrone_authz::Role;
use madrone_web::{Audience, NavBadge, NavEntry, Routes};

/// Who looks at what patients changed.
const ROLES: &[Role] = &[Role::FrontDesk, Role::Records];

/// The list's addresses.
pub(crate) fn routes() -> Routes {
    Routes::staff()
        .get("/clinic/profile-changes", handlers::index)
        .get("/clinic/profile-changes/{id}", handlers::show)
        .post("/clinic/profile-changes/{id}/accept", handlers::accept)
        .post("/clinic/profile-changes/{id}/undo", handlers::undo)
}

/// Its place in the clinic's navigation.
pub(crate) fn place() -> NavEntry {
    NavEntry {
        audience: Audience::Only(ROLES),
        href: "/clinic/profile-changes",
        label: "profile-changes",
        icon: "user-cog",
        order: 40,
        bottom: Some((40, "profile-changes-short")),
        also: &[],
        badge: Some(NavBadge::Clinic(handlers::badge)),
        areas: &[],
    }
}
