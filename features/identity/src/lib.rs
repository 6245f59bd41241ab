//! Who people are: accounts, passwords and codes, sessions, invitations, signing up.
//!
//! An account is a person with a chart of their own or none, or someone who works for the clinic. Signing in takes two
//! steps: a password, then a code of an authenticator app, by text message, by e-mail or from paper. What is told to strangers never
//! depends on whether an account exists.
//!
//! What never enters: what anybody may see; the door to the charts decides that.

mod desk;
pub mod factor;
pub mod invitation;
mod mail;
mod message;
mod passcode;
mod passkey;
mod phone;
mod provider;
mod recovery;
mod request;
mod security;
pub mod session;
mod sign_in;
mod sign_up;
mod slip;
mod staff;
mod texts;
mod trust;

use std::sync::Arc;

use madrone_accounts::{account, code, limit, on_file, password};
use madrone_i18n::Locale;
use madrone_jobs::Handlers;
use madrone_ports::Mailer;
use madrone_seal::KeyRing;
use madrone_web::{App, Audience, Card, CardPlace, Failure, NavBadge, NavEntry, Room, Routes};

pub use madrone_accounts::Limits;
pub use provider::StaffSignIn;

/// The keys that seal what is read again. The house is given them when it is put together.
#[derive(Clone, Default, Debug)]
pub struct Sealing(pub Option<Arc<KeyRing>>);

impl Sealing {
    fn ring(&self) -> Result<&KeyRing, Failure> {
        let missing = || Failure::Internal("the house was given no keys to seal with".into());
        self.0.as_deref().ok_or_else(missing)
    }
}

/// This room's routes and words. `limits` are the site's.
pub fn room() -> Room {
    Room {
        routes: vec![
            Routes::public()
                .get("/sign-in", sign_in::handlers::show_patient)
                .work_post("/sign-in", sign_in::handlers::take_patient)
                .get("/clinic/sign-in", sign_in::handlers::show_clinic)
                .work_post("/clinic/sign-in", sign_in::handlers::take_clinic)
                .get("/sign-in/verify", sign_in::handlers::show_code)
                .work_post("/sign-in/verify", sign_in::handlers::take_code)
                .post("/sign-in/resend", sign_in::handlers::send_again)
                .post("/sign-in/passkey/options", passkey::prove::options)
                .post("/sign-in/passkey", passkey::prove::sign_in)
                .post("/sign-in/passcode/options", passcode::prove::options)
                .work_post("/sign-in/passcode", passcode::prove::sign_in)
                .post("/sign-out", session::sign_out)
                .post("/session/keep", session::draft::take)
                .get("/sign-up", sign_up::start::show)
                .work_post("/sign-up", sign_up::start::take)
                .get("/sign-up/request", request::ask::show)
                .post("/sign-up/request", request::ask::take)
                .get("/sign-up/verify", sign_up::verify::show)
                .work_post("/sign-up/verify", sign_up::verify::take)
                .get("/sign-up/account", sign_up::account::show)
                .work_post("/sign-up/account", sign_up::account::take)
                .get("/terms", sign_up::terms::show)
                .get("/recover", recovery::ask::show)
                .get("/recover/password", recovery::ask::show_password)
                .post("/recover/password", recovery::ask::take_password)
                .get("/recover/password/sent", recovery::ask::show_link_sent)
                .get("/recover/username", recovery::ask::show_username)
                .post("/recover/username", recovery::ask::take_username)
                .get("/recover/username/sent", recovery::ask::show_username_sent)
                .get("/recover/new-password", recovery::new_password::show)
                .work_post("/recover/new-password", recovery::new_password::take)
                .get("/recover/done", recovery::new_password::show_done)
                .get("/recover/in-person", recovery::in_person::show)
                .work_post("/recover/in-person", recovery::in_person::take)
                .get("/join", staff::join::show)
                .work_post("/join", staff::join::take)
                .calling_get("/clinic/sign-in/provider", provider::handlers::begin)
                .calling_get("/clinic/sign-in/return", provider::handlers::finish),
            Routes::program().calling_post("/clinic/sign-in/signed-out", provider::handlers::signed_out),
            Routes::signed_in()
                .post("/session/stay", session::stay)
                .get("/account/devices", session::devices::show)
                .post("/account/devices/{id}/sign-out", session::devices::sign_out_one)
                .post("/account/devices/trusted/{id}/revoke", trust::revoke)
                .post("/account/devices/sign-out-others", session::devices::sign_out_others),
            Routes::staff()
                .get("/clinic/patients/{id}/portal", invitation::clinic::show)
                .post("/clinic/patients/{id}/portal", invitation::clinic::make),
            request::queue::clinic::routes(),
            security::routes(),
            security::confirmed_routes(),
            passcode::routes(),
            phone::routes(),
            staff::routes(),
            staff::confirmed_routes(),
            desk::routes(),
        ],
        nav: navigation(),
        cards: vec![Card {
            place: CardPlace::Chart,
            order: 10,
            draw: invitation::card,
        }],
        words: vec![
            (Locale::En, "identity", include_str!("../locales/en.ftl")),
            (Locale::Es, "identity", include_str!("../locales/es.ftl")),
            (Locale::En, "device", include_str!("../locales/device.en.ftl")),
            (Locale::Es, "device", include_str!("../locales/device.es.ftl")),
            (Locale::En, "passcode", include_str!("../locales/passcode.en.ftl")),
            (Locale::Es, "passcode", include_str!("../locales/passcode.es.ftl")),
            (Locale::En, "passkey", include_str!("../locales/passkey.en.ftl")),
            (Locale::Es, "passkey", include_str!("../locales/passkey.es.ftl")),
            (Locale::En, "phone", include_str!("../locales/phone.en.ftl")),
            (Locale::Es, "phone", include_str!("../locales/phone.es.ftl")),
            (Locale::En, "security", include_str!("../locales/security.en.ftl")),
            (Locale::Es, "security", include_str!("../locales/security.es.ftl")),
            (Locale::En, "recovery", include_str!("../locales/recovery.en.ftl")),
            (Locale::Es, "recovery", include_str!("../locales/recovery.es.ftl")),
            (Locale::En, "provider", include_str!("../locales/provider.en.ftl")),
            (Locale::Es, "provider", include_str!("../locales/provider.es.ftl")),
            (Locale::En, "admin", include_str!("../locales/admin.en.ftl")),
            (Locale::Es, "admin", include_str!("../locales/admin.es.ftl")),
            (Locale::En, "desk", include_str!("../locales/desk.en.ftl")),
            (Locale::Es, "desk", include_str!("../locales/desk.es.ftl")),
            (Locale::En, "signup", include_str!("../locales/signup.en.ftl")),
            (Locale::Es, "signup", include_str!("../locales/signup.es.ftl")),
            (Locale::En, "terms", include_str!("../locales/terms.en.ftl")),
            (Locale::Es, "terms", include_str!("../locales/terms.es.ftl")),
        ],
        topics: vec![&security::TOPIC],
        ..Room::default()
    }
}

fn navigation() -> Vec<NavEntry> {
    let signups = NavEntry {
        audience: Audience::Only(request::queue::clinic::ROLES),
        href: "/clinic/signups",
        label: "signup-queue",
        icon: "clipboard-list",
        order: 30,
        bottom: Some((30, "signup-queue-short")),
        also: &[],
        badge: Some(NavBadge::Clinic(request::queue::clinic::badge)),
        areas: &[],
    };
    staff::navigation().into_iter().chain([signups]).collect()
}

/// The jobs of this room: codes, invitations and links, made when they are sent.
pub fn jobs(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> Handlers {
    Handlers::from([
        mail::send_code(app, mailer),
        mail::send_invitation(app, mailer),
        phone::mail::send_code(app),
        session::browser::send_notice(app, mailer),
        recovery::mail::send(app, mailer),
        recovery::mail::told(app, mailer),
        staff::mail::send_invitation(app, mailer),
        staff::mail::told(app, mailer),
        request::look(app, mailer),
        sign_up::mail::send_code(app, mailer),
        sign_up::mail::told(app, mailer),
        texts::told(app),
        security::mail::told(app, mailer),
    ])
}
