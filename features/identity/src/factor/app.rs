//! Setting up an authenticator app, using it, and taking it away.

use madrone_web::{Cx, Failure, Form, PageResult, Query, SignedIn};
use serde::Deserialize;

use super::{Enrolled, Way, store};
use crate::account::{self, Account};
use crate::security::mail::{self, Change};
use crate::security::view::{App, SetUpApp};
use crate::security::{Done, done, signed_in};
use crate::session;
use crate::{Sealing, code};
use madrone_authn::totp::{self, SECRET_LEN};

/// What the page's address says.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    /// Set up another phone, though there is an app.
    #[serde(default)]
    new: String,
}

/// The form that confirms an app: the secret that the page showed, sealed, and a code that the app made of it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Confirm {
    secret: String,
    code: String,
}

/// What a sealed secret belongs to: it opens nowhere but in its account's row.
pub(crate) fn belongs_to(account: &str) -> String {
    format!("identity_app {account}")
}

/// What the secret on a page belongs to: it can be confirmed in the session that it was shown in, and no other.
fn shown_in(session: &SignedIn) -> String {
    format!("an app set up in session {}", session.session)
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let session = signed_in(cx)?;
    match store::app(cx.tx(), session.actor.id())? {
        Some(app) if asked.0.new.is_empty() => cx.render(&App::new(cx, &app)),
        _ => {
            let secret: [u8; SECRET_LEN] = cx.random().bytes();
            let page = set_up(cx, &session, &secret, None)?;
            cx.render(&page)
        }
    }
}

fn set_up(cx: &Cx, session: &SignedIn, secret: &[u8], error: Option<String>) -> Result<SetUpApp, Failure> {
    let ring = cx.app().setting::<Sealing>();
    let sealed = ring.ring()?.seal(&shown_in(session), secret, cx.random());
    let sealed = sealed.map_err(|why| Failure::Internal(why.to_string()))?;
    let account = account::by_id(cx.tx(), session.actor.id())?.ok_or(Failure::SignInFirst)?;
    SetUpApp::new(cx, &account.username, (secret, sealed), error)
}

/// Takes the app, if it makes the right code.
pub(crate) fn take(cx: &mut Cx, form: Form<Confirm>) -> PageResult {
    let session = signed_in(cx)?;
    let ring = cx.app().setting::<Sealing>();
    let Ok(secret) = ring.ring()?.open(&shown_in(&session), &form.0.secret) else {
        // Shown in a session that is over: the page makes a new one.
        return cx.redirect("/account/security/app?new=1");
    };
    let step = code::digits(&form.0.code).and_then(|typed| totp::step_of(&secret, &typed, None, cx.now()));
    let Some(step) = step else {
        let page = set_up(cx, &session, &secret, Some(cx.t("security-app-wrong")))?;
        return cx.invalid(&page);
    };
    let account = session.actor.id();
    let sealed = ring.ring()?.seal(&belongs_to(account), &secret, cx.random());
    let sealed = sealed.map_err(|why| Failure::Internal(why.to_string()))?;
    store::set_app(cx.tx(), account, (&sealed, step), cx.now())?;
    session::store::strengthened(cx.tx(), session.session, Way::App)?;
    mail::tell(cx, account, Change::AppAdded)?;
    cx.note(session.actor.clone(), "authenticator-app", true);
    done(cx, Done::AppAdded)
}

/// Takes the app away, unless nothing would be left that this account may sign in with.
pub(crate) fn remove(cx: &mut Cx) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    let without = Enrolled {
        app: false,
        ..Enrolled::of(cx.tx(), account)?
    };
    if without.leaves_nothing(cx) {
        return done(cx, Done::LastOne);
    }
    store::remove_app(cx.tx(), account)?;
    mail::tell(cx, account, Change::AppRemoved)?;
    cx.note(session.actor.clone(), "authenticator-app-removed", true);
    done(cx, Done::AppRemoved)
}

/// Whether an account's app made this code, which is then used up.
pub(super) fn fits(cx: &Cx, account: &Account, typed: &str) -> Result<bool, Failure> {
    let Some(app) = store::app(cx.tx(), &account.id)? else {
        return Ok(false);
    };
    let ring = cx.app().setting::<Sealing>();
    let secret = ring.ring()?.open(&belongs_to(&account.id), &app.secret);
    let secret = secret.map_err(|why| Failure::Internal(format!("an authenticator app's secret: {why}")))?;
    match totp::step_of(&secret, typed, Some(app.last_step), cx.now()) {
        Some(step) => Ok(store::spend_step(cx.tx(), &account.id, step, cx.now())?),
        None => Ok(false),
    }
}
