//! How an account signs in, on pages of its own: its password and its second steps. Whoever changes something here has
//! shown the second step within the last minutes, and is told of the change by mail.

pub(crate) mod confirm;
pub(crate) mod mail;
pub(crate) mod password;
pub(crate) mod view;

use madrone_accounts::phone;
use madrone_web::{Channel, Cx, Failure, PageResult, Query, Routes, SignedIn, Topic};
use serde::Deserialize;

use crate::factor::{self, Enrolled};
use crate::{account, passcode, passkey};

/// The pages that say how an account signs in, and where the second step is shown again.
pub(crate) fn routes() -> Routes {
    Routes::signed_in()
        .get("/settings/security", show_settings)
        .get("/account/security", show)
        .get("/account/confirm", confirm::show)
        .work_post("/account/confirm", confirm::take)
        .post("/account/confirm/send", confirm::send)
        .post("/account/confirm/passkey", passkey::prove::confirm)
}

/// The pages that change it.
pub(crate) fn confirmed_routes() -> Routes {
    Routes::signed_in()
        .confirmed()
        .get("/account/password", password::show)
        .work_post("/account/password", password::take)
        .get("/account/security/app", factor::app::show)
        .post("/account/security/app", factor::app::take)
        .post("/account/security/app/remove", factor::app::remove)
        .get("/account/security/passkeys", passkey::enrol::show)
        .post("/account/security/passkeys", passkey::enrol::take)
        .post("/account/security/passkeys/options", passkey::enrol::options)
        .post("/account/security/passkeys/{id}/remove", passkey::enrol::remove)
        .get("/account/security/codes", factor::codes::show)
        .work_post("/account/security/codes", factor::codes::make)
}

/// What the address says: what was done, or that a second step must be set up first.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
    first: String,
}

/// What became of a form, said on the page that it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Done {
    AppAdded,
    AppRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    PhoneAdded,
    PhoneRemoved,
    LastOne,
    Password,
}

impl Done {
    const ALL: [Self; 8] = [
        Self::AppAdded,
        Self::AppRemoved,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::PhoneAdded,
        Self::PhoneRemoved,
        Self::LastOne,
        Self::Password,
    ];

    /// Its name in addresses and words.
    fn name(self) -> &'static str {
        match self {
            Self::AppAdded => "app",
            Self::AppRemoved => "app-removed",
            Self::PasskeyAdded => "passkey",
            Self::PasskeyRemoved => "passkey-removed",
            Self::PhoneAdded => "phone",
            Self::PhoneRemoved => "phone-removed",
            Self::LastOne => "last-one",
            Self::Password => "password",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.name() == name)
    }
}

/// Where the mails about an account's safety stand in the settings of notices: this room sends them itself, always.
pub(crate) const TOPIC: Topic = Topic {
    name: "identity-security",
    order: 100,
    on: &[Channel::Email],
    locked: true,
};

/// To the page that says what was done.
pub(crate) fn done(cx: &Cx, what: Done) -> PageResult {
    cx.redirect(format!("/account/security?done={}", what.name()))
}

/// Who has signed in.
pub(crate) fn signed_in(cx: &Cx) -> Result<SignedIn, Failure> {
    cx.session().cloned().ok_or(Failure::SignInFirst)
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let session = signed_in(cx)?;
    let account = account::by_id(cx.tx(), session.actor.id())?.ok_or(Failure::SignInFirst)?;
    let enrolled = Enrolled::of(cx.tx(), &account.id)?;
    let first = session.must_enrol && !asked.0.first.is_empty();
    let phone = match phone::of_account(cx.tx(), &account.id)? {
        Some(found) => {
            let stopped = phone::consent(cx.tx(), &found.number)?.stopped;
            Some((found, stopped))
        }
        None => None,
    };
    cx.render(&view::Overview::new(
        cx,
        (&account, enrolled, phone),
        passcode::store::count(cx.tx(), &account.id)?,
        Done::parse(&asked.0.done),
        first,
    ))
}

/// The settings lead here.
pub(crate) fn show_settings(cx: &mut Cx) -> PageResult {
    cx.redirect("/account/security")
}
