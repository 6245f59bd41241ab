//! What the provider of text messages tells: what people answer, and what became of each message.
//!
//! STOP ends messages to a number at once and is confirmed once; START begins them again; HELP says who writes. Whatever
//! else somebody writes may be clinical: it is answered with whom to call, and neither kept nor logged.

mod news;

use madrone_i18n::Locale;
use madrone_web::{Room, Routes};

/// Where the provider tells.
pub const NEWS: &str = "/hooks/text-messages";

/// This room's route and words.
pub fn room() -> Room {
    Room {
        routes: vec![Routes::program().post(NEWS, news::take)],
        words: vec![
            (Locale::En, "texting", include_str!("../locales/en.ftl")),
            (Locale::Es, "texting", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}
