//! Personal information: what a patient says of herself, and what the clinic sees of it beside her chart.
//!
//! All of it stands in the FHIR Patient. A change leaves every element that it is not about as it was received, and a
//! Provenance that names its author.

mod about;
mod address;
mod clinic;
mod element;
mod name;
mod patient;
mod save;
mod view;

use madrone_i18n::Locale;
use madrone_web::{Card, CardPlace, Room, Routes};

/// This room's routes, its card at the clinic, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            // Who finds a device open does not change where somebody's mail goes.
            Routes::person()
                .confirmed()
                .get("/settings/profile", patient::show)
                .post("/settings/profile", patient::take),
        ],
        cards: vec![Card {
            place: CardPlace::Chart,
            order: 0,
            draw: clinic::card,
        }],
        words: vec![
            (Locale::En, "profile", include_str!("../locales/en.ftl")),
            (Locale::Es, "profile", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}
