//! The health record: test results, medicines, allergies, health issues, immunizations, visits, documents, the summary,
//! and a readable page for everything else that a chart holds.
//!
//! Patients read their own; staff find a patient and see of the chart what their role may. Everything is read through
//! [`chart`], which keeps to the key it is given.
//!
//! What never enters: writing to charts, and advice. Nothing is said about a value that its laboratory or a clinician
//! did not say.

mod allergies;
mod card;
mod chart;
mod chart_at_clinic;
mod conditions;
mod documents;
mod download;
mod entries;
mod files;
mod health;
mod immunizations;
mod medications;
mod page;
mod plain;
mod results;
mod say;
mod sources;
mod summary;
#[cfg(test)]
mod testing;
mod visits;

use std::sync::Arc;

use madrone_authz::{Area, Role};
use madrone_i18n::Locale;
use madrone_jobs::Handlers;
use madrone_web::{App, Audience, Card, CardPlace, NavBadge, NavEntry, Room, Routes};

pub use health::view::page_of;
pub use results::told::tell_of_results;
pub use results::unread::RecentResults;

/// This room's addresses, places in the navigation, cards of the home page and words.
pub fn room() -> Room {
    Room {
        routes: vec![patient_routes(), clinic_routes()],
        nav: navigation(),
        cards: cards(),
        topics: vec![&results::told::RESULTS],
        events: vec![&results::told::NEW_RESULT],
        words: vec![
            (Locale::En, "record", include_str!("../locales/en.ftl")),
            (Locale::Es, "record", include_str!("../locales/es.ftl")),
            (Locale::En, "record", include_str!("../locales/codes.en.ftl")),
            (Locale::Es, "record", include_str!("../locales/codes.es.ftl")),
        ],
    }
}

/// The jobs of this room.
pub fn jobs(app: &Arc<App>) -> Handlers {
    Handlers::from([results::told::job(app)])
}

fn patient_routes() -> Routes {
    Routes::chart()
        .get("/results", results::patient::index)
        .get("/results/{id}", results::patient::show)
        .get("/results/Observation/{id}", results::patient::show_single)
        .get("/results/{id}/file/{n}", results::patient::file)
        .get("/medications", medications::patient::index)
        .get("/medications/list", medications::patient::wallet)
        .get("/allergies", allergies::patient::index)
        .get("/conditions", conditions::patient::index)
        .get("/immunizations", immunizations::patient::index)
        .get("/visits", visits::patient::index)
        .get("/visits/{id}", visits::patient::show)
        .get("/documents", documents::patient::index)
        .get("/documents/{id}", documents::patient::show)
        .get("/documents/{id}/file/{n}", documents::patient::file)
        .get("/summary", summary::patient::show)
        .work_get("/summary.pdf", summary::patient::download)
        .get("/health", health::patient::index)
        .get("/health/{kind}", health::patient::list)
        .get("/health/{kind}/{id}", health::patient::show)
}

fn clinic_routes() -> Routes {
    Routes::staff()
        .get("/clinic/patients", chart_at_clinic::clinic::index)
        .get("/clinic/patients/{id}", chart_at_clinic::clinic::show)
}

fn navigation() -> Vec<NavEntry> {
    let entry = |href, label, icon, order| NavEntry {
        audience: Audience::Patient,
        href,
        label,
        icon,
        order,
        bottom: None,
        also: &[],
        badge: None,
        areas: &[],
    };
    vec![
        NavEntry {
            badge: Some(NavBadge::Chart(results::card::badge)),
            areas: &[Area::Results],
            ..entry("/results", "record-results", "flask-conical", 20)
        },
        NavEntry {
            bottom: Some((40, "record-visits")),
            areas: &[Area::Visits, Area::Appointments],
            ..entry("/visits", "record-visits", "calendar-days", 40)
        },
        NavEntry {
            areas: &[Area::Medications],
            ..entry("/medications", "record-medicines", "pill", 50)
        },
        NavEntry {
            bottom: Some((20, "record-health-short")),
            also: &["/summary", "/allergies", "/conditions", "/immunizations", "/documents"],
            ..entry("/health", "record-health", "heart-pulse", 60)
        },
        NavEntry {
            audience: Audience::Only(&[
                Role::Clinician,
                Role::Nurse,
                Role::FrontDesk,
                Role::Billing,
                Role::Records,
                Role::Pharmacist,
            ]),
            bottom: Some((20, "record-patients")),
            ..entry("/clinic/patients", "record-patients", "users", 20)
        },
    ]
}

fn cards() -> Vec<Card> {
    vec![
        Card {
            place: CardPlace::Main,
            order: 10,
            draw: visits::card::draw_next,
        },
        Card {
            place: CardPlace::Main,
            order: 30,
            draw: results::card::draw,
        },
        Card {
            place: CardPlace::Main,
            order: 60,
            draw: visits::card::draw_latest,
        },
        Card {
            place: CardPlace::Aside,
            order: 30,
            draw: medications::patient::draw_card,
        },
    ]
}
