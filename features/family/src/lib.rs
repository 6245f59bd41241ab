//! Friends and family: whose charts somebody may open besides their own, whom patients let into theirs, and how either ends.
//!
//! Who sees what is decided by the door (`madrone_authz::family`), from relationships that only this room writes, by keys
//! with the right to share. What FHIR has of it (`RelatedPerson`, Consent) is written beside them, for everybody else to read.

mod accept;
mod birthday;
mod clinic;
mod connect;
mod grant;
mod invitation;
mod keep;
mod minor;
mod overview;
mod person;
mod scope;
mod soon;
mod words;

use std::sync::Arc;

use madrone_i18n::Locale;
use madrone_jobs::{Daily, Handlers};
use madrone_ports::Mailer;
use madrone_web::{App, Audience, Channel, Event, NavEntry, Room, Routes, Topic};

pub use grant::give;
pub use minor::MinorConsent;

/// What patients and those they let in are told of each other's decisions.
const TOPIC: Topic = Topic {
    name: "family-sharing",
    order: 70,
    on: &[Channel::Email, Channel::Push],
    locked: false,
};

/// Somebody has answered an invitation, or has left.
const ANSWERED: Event = event("family-answered");
/// Access to somebody's chart has begun, changed or ended.
const CHANGED: Event = event("family-changed");
/// A birthday comes that changes what parents see.
const BIRTHDAY: Event = event("family-birthday-soon");
/// Somebody is an adult from today on.
const ADULT: Event = event("family-adult");

const fn event(name: &'static str) -> Event {
    Event {
        name,
        topic: &TOPIC,
        urgent: false,
    }
}

/// This room's routes, its place in the navigation, and words.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::person()
                .get("/family", overview::show)
                .get("/sharing", overview::sharing)
                .get("/sharing/items", keep::index)
                .get("/sharing/items/{kind}/{id}", keep::show)
                .post("/sharing/items/{kind}/{id}", keep::take)
                .get("/family/connect", connect::show)
                .post("/family/connect", connect::take)
                .post("/family/records/{id}/leave", person::leave),
            Routes::chart().get("/birthday", birthday::show),
            // Who finds a device open lets nobody in.
            Routes::person()
                .confirmed()
                .get("/family/invite", invitation::ask::show)
                .post("/family/invite", invitation::ask::take)
                .post("/family/invitations/{id}/cancel", invitation::ask::cancel)
                .get("/family/people/{id}", person::show)
                .post("/family/people/{id}", person::take)
                .get("/family/people/{id}/remove", person::ask_remove)
                .post("/family/people/{id}/remove", person::remove),
            Routes::public()
                .get("/family/invited", accept::landing)
                .get("/family/join", accept::show_join)
                .work_post("/family/join", accept::take_join),
            Routes::person()
                .get("/family/accept", accept::show)
                .post("/family/accept", accept::take),
            clinic::routes(),
        ],
        cards: vec![clinic::CARD],
        nav: vec![
            clinic::place(),
            NavEntry {
                audience: Audience::Patient,
                href: "/family",
                label: "family-nav",
                icon: "users",
                order: 90,
                bottom: Some((90, "family-nav-short")),
                also: &["/sharing"],
                badge: None,
                areas: &[],
            },
        ],
        words: vec![
            (Locale::En, "family", include_str!("../locales/en.ftl")),
            (Locale::Es, "family", include_str!("../locales/es.ftl")),
            (Locale::En, "proxies", include_str!("../locales/proxies.en.ftl")),
            (Locale::Es, "proxies", include_str!("../locales/proxies.es.ftl")),
        ],
        topics: vec![&TOPIC],
        events: vec![&ANSWERED, &CHANGED, &BIRTHDAY, &ADULT],
    }
}

/// What this room does behind the pages.
pub fn jobs(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> Handlers {
    let (house, zone) = (Arc::clone(app), app.site.zone.clone());
    let birthdays: Daily = Arc::new(move |tx, days| soon::tell_of_birthdays(&house, tx, days));
    Handlers::from([invitation::mail::job(app, mailer)]).daily("family-birthdays", zone, birthdays)
}
