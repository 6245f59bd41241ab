//! A patient's account from the clinic's side: whether there is one, when it was last used, and helping somebody back in
//! who has lost everything that signs them in. Whoever has seen the person and a photo ID makes a code that is shown once;
//! with it the person chooses a new password on a device of their own (`recovery/in_person.rs`).
//!
//! The record says who looked at what kind of ID, and never its number. The person is told by mail at once, so that it
//! cannot be done behind their back.

pub(crate) mod handlers;
mod view;

use madrone_authz::{Actor, Role};
use madrone_web::components::Link;
use madrone_web::{Cx, Failure, Routes};

use crate::account;

/// Who may verify patients in person.
const ROLES: [Role; 2] = [Role::FrontDesk, Role::Administrator];

/// The most codes that one of the staff makes within an hour: far more than people come, far fewer than there are patients.
const PER_HOUR: i64 = 30;

/// The pages of it.
pub(crate) fn routes() -> Routes {
    Routes::staff()
        .get("/clinic/admin/patients", handlers::find)
        .get("/clinic/patients/{id}/sign-in-help", handlers::show)
        .post("/clinic/patients/{id}/sign-in-help", handlers::make)
}

/// What somebody showed to be known by. Photo IDs that a government issues; the number is nobody's business.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PhotoId {
    DriversLicense,
    StateCard,
    Passport,
    Military,
    Tribal,
    Other,
}

impl PhotoId {
    const ALL: [Self; 6] = [
        Self::DriversLicense,
        Self::StateCard,
        Self::Passport,
        Self::Military,
        Self::Tribal,
        Self::Other,
    ];

    /// Its name in the form, the words and the record.
    fn name(self) -> &'static str {
        match self {
            Self::DriversLicense => "drivers-license",
            Self::StateCard => "state-card",
            Self::Passport => "passport",
            Self::Military => "military",
            Self::Tribal => "tribal",
            Self::Other => "other",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// When the account of a chart was last used, in words; `None` where there is none.
pub(crate) fn last_used(cx: &Cx, chart: &str) -> Result<Option<String>, Failure> {
    let entry = account::patient_of_chart(cx.tx(), chart)?;
    Ok(entry.map(|entry| view::last_used(cx, &entry)))
}

/// The way from a chart to helping its patient back in, for those who may.
pub(crate) fn way(cx: &Cx, chart: &str) -> Option<Link> {
    let may = matches!(cx.actor(), Actor::Staff { role, .. } if ROLES.contains(&role));
    may.then(|| Link::new(format!("/clinic/patients/{chart}/sign-in-help"), cx.t("desk-way")))
}
