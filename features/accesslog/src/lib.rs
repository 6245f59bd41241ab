//! Who has opened a chart, for the patient whose chart it is: the audit's own rows in plain words.
//!
//! What never enters: deciding and recording; the door to the chart does both.

mod by;
mod csv;
mod deed;
mod log;
mod store;
mod strange;
mod visit;

use madrone_i18n::Locale;
use madrone_web::{Audience, Channel, Event, NavBadge, NavEntry, Room, Routes, Topic};

/// What the clinic answers to questions about this list.
const TOPIC: Topic = Topic {
    name: "accesslog-answers",
    order: 75,
    on: &[Channel::Email, Channel::Push],
    locked: false,
};

/// The clinic has looked into an entry.
const ANSWERED: Event = Event {
    name: "accesslog-answered",
    topic: &TOPIC,
    urgent: false,
};

/// This room's routes, its place in the clinic's navigation, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::chart()
                .get("/access-log", log::show)
                .get("/access-log/download", csv::download)
                .get("/access-log/entries/{id}", strange::show)
                .post("/access-log/entries/{id}", strange::ask),
            Routes::staff()
                .get("/clinic/access-reports", strange::index)
                .get("/clinic/access-reports/{id}", strange::show_report)
                .post("/clinic/access-reports/{id}", strange::answer),
        ],
        nav: vec![NavEntry {
            audience: Audience::Only(strange::ROLES),
            href: "/clinic/access-reports",
            label: "accesslog-list",
            icon: "eye",
            order: 55,
            bottom: None,
            also: &[],
            badge: Some(NavBadge::Clinic(strange::badge)),
            areas: &[],
        }],
        topics: vec![&TOPIC],
        events: vec![&ANSWERED],
        words: vec![
            (Locale::En, "accesslog", include_str!("../locales/en.ftl")),
            (Locale::Es, "accesslog", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}
