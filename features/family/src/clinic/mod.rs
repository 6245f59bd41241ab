//! The clinic's side: who may open a patient's chart, connecting and ending by what the papers say, and the list of people
//! who ask to be connected.

pub(crate) mod chart;
pub(crate) mod held;
pub(crate) mod queue;
pub(crate) mod store;

use madrone_authz::Role;
use madrone_web::{Audience, Card, CardPlace, NavBadge, NavEntry, Routes};

/// Who takes in papers.
pub(crate) const ROLES: &[Role] = &[Role::FrontDesk, Role::Records];

pub(crate) fn routes() -> Routes {
    Routes::staff()
        .get("/clinic/proxies", queue::index)
        .get("/clinic/proxies/{id}", queue::show)
        .post("/clinic/proxies/{id}", queue::take)
        .get("/clinic/patients/{id}/family", chart::show)
        .post("/clinic/patients/{id}/family", chart::invite)
        .post("/clinic/patients/{id}/family/change", chart::change)
        .get("/clinic/patients/{id}/held", held::index)
        .get("/clinic/patients/{id}/held/{kind}/{item}", held::show)
        .post("/clinic/patients/{id}/held/{kind}/{item}", held::take)
}

pub(crate) fn place() -> NavEntry {
    NavEntry {
        audience: Audience::Only(ROLES),
        href: "/clinic/proxies",
        label: "proxies-list",
        icon: "users",
        order: 50,
        bottom: None,
        also: &[],
        badge: Some(NavBadge::Clinic(queue::badge)),
        areas: &[],
    }
}

pub(crate) const CARD: Card = Card {
    place: CardPlace::Chart,
    order: 20,
    draw: chart::card,
};
