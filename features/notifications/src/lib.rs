//! How people are told: what each wants to be told of, by what, and when; and what waits to leave or could not, for those
//! who run the portal.
//!
//! What never enters: what happened. Rooms bring their events, and `notify` sends.

mod queue;
mod settings;

use madrone_authz::Role;
use madrone_i18n::Locale;
use madrone_web::{Audience, NavBadge, NavEntry, Room, Routes};

/// This room's routes, its place in the administrators' navigation, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::person()
                .get("/settings/notifications", settings::show)
                .post("/settings/notifications", settings::take)
                .post("/settings/notifications/browsers", settings::browsers::turn_on)
                .post(
                    "/settings/notifications/browsers/{id}/remove",
                    settings::browsers::turn_off,
                ),
            Routes::staff()
                .get("/clinic/admin/queue", queue::show)
                .post("/clinic/admin/queue/{kind}/again", queue::again)
                .get("/clinic/admin/queue/{kind}/drop", queue::ask_drop)
                .post("/clinic/admin/queue/{kind}/drop", queue::drop),
        ],
        nav: vec![NavEntry {
            audience: Audience::Only(&[Role::Administrator]),
            href: "/clinic/admin/queue",
            label: "queue-nav",
            icon: "mail",
            order: 220,
            bottom: None,
            also: &[],
            badge: Some(NavBadge::Clinic(queue::badge)),
            areas: &[],
        }],
        words: [
            (Locale::En, "notifications", include_str!("../locales/en.ftl")),
            (Locale::Es, "notifications", include_str!("../locales/es.ftl")),
            (Locale::En, "queue", include_str!("../locales/queue.en.ftl")),
            (Locale::Es, "queue", include_str!("../locales/queue.es.ftl")),
        ]
        .into_iter()
        .chain(madrone_notify::WORDS)
        .collect(),
        ..Room::default()
    }
}
