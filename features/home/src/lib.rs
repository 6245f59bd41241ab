//! The first pages: welcome, home, the clinic's start, and the menu of a phone.
//!
//! Home shows what the rooms have put on it; it knows none of them.

mod clinic;
mod home;
mod welcome;

use madrone_i18n::Locale;
use madrone_web::{Audience, NavEntry, Room, Routes};

/// This room's routes, places in the navigation, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::public().get("/", welcome::show),
            Routes::chart().get("/home", home::show),
            Routes::staff().get("/clinic", clinic::show),
            Routes::signed_in().get("/menu", welcome::menu),
        ],
        nav: vec![
            NavEntry {
                audience: Audience::Patient,
                href: "/home",
                label: "home-nav",
                icon: "house",
                order: 0,
                bottom: Some((0, "home-nav")),
                also: &[],
                badge: None,
                areas: &[],
            },
            NavEntry {
                audience: Audience::Staff,
                href: "/clinic",
                label: "home-clinic-nav",
                icon: "house",
                order: 0,
                bottom: Some((0, "home-clinic-nav")),
                also: &[],
                badge: None,
                areas: &[],
            },
        ],
        words: vec![
            (Locale::En, "home", include_str!("../locales/en.ftl")),
            (Locale::Es, "home", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}
