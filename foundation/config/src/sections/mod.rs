//! The sections, in the order of the reference.

mod browser_notices;
mod database;
mod family;
mod log;
mod mail;
mod security;
mod server;
mod site;
mod staff_sign_in;
mod text_messages;

pub use browser_notices::BrowserNotices;
pub use database::Database;
pub use family::Family;
pub use log::Log;
pub use mail::Mail;
pub use security::Security;
pub use server::Server;
pub use site::Site;
pub use staff_sign_in::StaffSignIn;
pub use text_messages::TextMessages;

use crate::section::{Field, Section};

/// What the reference and the search for misspelt names need to know of a section.
pub(crate) struct Outline {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) fields: &'static [Field],
}

pub(crate) const ALL: [Outline; 10] = [
    outline::<Server>(),
    outline::<Database>(),
    outline::<Mail>(),
    outline::<TextMessages>(),
    outline::<BrowserNotices>(),
    outline::<Site>(),
    outline::<Security>(),
    outline::<Family>(),
    outline::<StaffSignIn>(),
    outline::<Log>(),
];

const fn outline<S: Section>() -> Outline {
    Outline {
        name: S::NAME,
        about: S::ABOUT,
        fields: S::FIELDS,
    }
}
