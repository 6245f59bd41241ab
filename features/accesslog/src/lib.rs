//! Who has opened a chart, for the patient whose chart it is: the audit's own rows in plain words.
//!
//! What never enters: deciding and recording; the door to the chart does both.

mod by;
mod csv;
mod deed;
mod log;
mod visit;

use madrone_i18n::Locale;
use madrone_web::{Room, Routes};

/// This room's routes and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::chart()
                .get("/access-log", log::show)
                .get("/access-log/download", csv::download),
        ],
        words: vec![
            (Locale::En, "accesslog", include_str!("../locales/en.ftl")),
            (Locale::Es, "accesslog", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}
