//! Personal information: what a patient says of herself, how the clinic is told of what she changes, and what it sees of
//! it beside her chart.
//!
//! All of it stands in the FHIR Patient and, for whom to call in an emergency, in `RelatedPerson`s. A change leaves every
//! element that it is not about as it was received, and a Provenance that names its author.

mod about;
mod address;
mod change;
mod clinic;
mod coded;
mod contact;
mod edit;
mod element;
mod field;
mod language;
mod name;
mod overview;
mod part;
mod person;
mod save;
mod say;
mod telecom;

use std::sync::Arc;

use madrone_i18n::Locale;
use madrone_jobs::Handlers;
use madrone_ports::Mailer;
use madrone_web::{App, Card, CardPlace, Channel, Event, Room, Routes, Topic};

/// Where the clinic's answers to changes stand in the settings of notices.
const TOPIC: Topic = Topic {
    name: "profile-changes",
    order: 80,
    on: &[Channel::Email, Channel::Push],
    locked: false,
};

/// The clinic has put back what a patient changed.
const UNDONE: Event = Event {
    name: "profile-undone",
    topic: &TOPIC,
    urgent: false,
};

/// This room's routes, its card and its place at the clinic, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::person().get("/settings/profile", overview::show),
            // Who finds a device open does not change where somebody's mail goes.
            Routes::person()
                .confirmed()
                .get("/settings/profile/{section}", edit::show)
                .post("/settings/profile/{section}", edit::take),
            contact::routes(),
            person::routes(),
            clinic::routes(),
        ],
        nav: vec![clinic::place()],
        cards: vec![Card {
            place: CardPlace::Chart,
            order: 0,
            draw: clinic::card::card,
        }],
        words: vec![
            (Locale::En, "profile", include_str!("../locales/en.ftl")),
            (Locale::Es, "profile", include_str!("../locales/es.ftl")),
        ],
        topics: vec![&TOPIC],
        events: vec![&UNDONE],
    }
}

/// What this room does behind the pages.
pub fn jobs(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> Handlers {
    Handlers::from([contact::send_code(app, mailer), contact::told(app, mailer)])
}
