//! Going to the provider, coming back, and the provider's word that somebody has signed out there.

use madrone_authz::{Actor, Role};
use madrone_kernel::new_id;
use madrone_ports::{Identity, IdentityProvider, ProviderError};
use madrone_web::{Cookie, Cx, Failure, Form, Page, PageResult, Query, Work};
use serde::Deserialize;

use super::view::{self, Why};
use super::{LIVES, StaffSignIn, Trip, store, username};
use crate::account::{self, Account};
use crate::session::Proof;
use crate::sign_in::{Door, safe_next};
use crate::{Limits, code, limit, session};

/// The cookie of a [`Trip`].
const TRIP: &str = "madrone-provider";

/// Where to go afterwards.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
    /// Whether somebody who is signed in is to show anew who they are.
    #[serde(default)]
    anew: bool,
}

/// What the browser comes back with (RFC 6749 section 4.1.2).
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    code: String,
    state: String,
    error: String,
}

/// What the provider sends when somebody signs out there.
#[derive(Clone, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    logout_token: String,
}

fn setting(work: &Work) -> Result<(StaffSignIn, std::sync::Arc<dyn IdentityProvider>), Failure> {
    let setting = work.app().setting::<StaffSignIn>();
    let provider = setting.provider.clone().ok_or(Failure::NotFound)?;
    Ok((setting, provider))
}

/// `GET /clinic/sign-in/provider`: off to the provider.
pub(crate) fn begin(work: &mut Work, asked: Query<Asked>) -> PageResult {
    let (_, provider) = setting(work)?;
    let trip = Trip {
        token: code::new_token(&work.app().random),
        began: work.request().now,
        anew: asked.0.anew,
        next: safe_next(&asked.0.next, Door::Clinic),
    };
    match provider.begin(&trip.attempt(work.app())) {
        Ok(address) => work.read(move |cx| {
            cx.set_cookie(Cookie::new(TRIP, trip.cookie(), Some(LIVES)));
            cx.redirect(address.clone())
        }),
        Err(error) => refuse(work, of(&error)),
    }
}

/// `GET /clinic/sign-in/return`: back from there.
pub(crate) fn finish(work: &mut Work, answer: Query<Answer>) -> PageResult {
    let (setting, provider) = setting(work)?;
    let Some(trip) = work.write(counted)? else {
        return work.read(|cx| cx.redirect("/clinic/sign-in?expired=1"));
    };
    let (attempt, answer) = (trip.attempt(work.app()), answer.0);
    if answer.state != attempt.state {
        return refuse(work, Why::Unclear);
    }
    if !answer.error.is_empty() || answer.code.is_empty() {
        return refuse(work, Why::Declined);
    }
    let identity = match provider.finish(&attempt, &answer.code) {
        Ok(identity) => identity,
        Err(error) => return refuse(work, of(&error)),
    };
    let Some(role) = setting.role(&identity.roles) else {
        return refuse(work, Why::NoRole);
    };
    if identity.email.is_none() {
        return refuse(work, Why::NoEmail);
    }
    let came = work.write(move |cx| come_in(cx, &identity, role, &trip.next))?;
    match came {
        Some(page) => Ok(page),
        None => refuse(work, Why::Disabled),
    }
}

/// Counts the answer against its address, and takes the cookie: an answer is looked at once.
fn counted(cx: &mut Cx) -> Result<Option<Trip>, Failure> {
    let most = cx.app().setting::<Limits>().sign_ins_per_address;
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, most, cx.now())?;
    let trip = cx.cookie(TRIP).and_then(|cookie| Trip::read(cookie, cx.now()));
    cx.set_cookie(Cookie::none(TRIP));
    Ok(trip)
}

/// Begins a session of the account that the provider vouches for; `None` where an administrator has switched it off.
fn come_in(cx: &mut Cx, identity: &Identity, role: Role, next: &str) -> Result<Option<Page>, Failure> {
    let account = match store::find(cx.tx(), identity)? {
        Some(id) => match account::by_id(cx.tx(), &id)? {
            Some(known) => brought_up_to_date(cx, known, identity, role)?,
            None => return Ok(None),
        },
        None => made(cx, identity, role)?,
    };
    let token = session::begin(cx, &account, Proof::Provider)?;
    if let Some(name) = &identity.session {
        store::name_session(cx.tx(), &token, name)?;
    }
    cx.note(account.actor(), "sign-in", true);
    cx.redirect(next).map(Some)
}

fn brought_up_to_date(cx: &mut Cx, known: Account, identity: &Identity, role: Role) -> Result<Account, Failure> {
    let account = Account {
        role: Some(role),
        name: identity.name.clone().unwrap_or_else(|| known.name.clone()),
        email: identity.email.clone().unwrap_or_else(|| known.email.clone()),
        ..known.clone()
    };
    if account != known {
        account::update(cx.tx(), &account)?;
    }
    if account.role != known.role {
        let was = known.role.map_or("none", Role::name);
        let target = format!("account {}: {was} to {role}", account.id);
        cx.record(PROVIDER, "change-role", target);
    }
    Ok(account)
}

/// Who does to accounts what the provider says.
const PROVIDER: Actor = Actor::System { part: "staff sign-in" };

fn made(cx: &mut Cx, identity: &Identity, role: Role) -> Result<Account, Failure> {
    let wanted = [identity.username.as_deref(), identity.email.as_deref()];
    let username = username(wanted, |name| account::is_taken(cx.tx(), name))?;
    let account = Account {
        id: new_id(cx.now(), cx.random()),
        name: identity.name.clone().unwrap_or_else(|| username.clone()),
        username,
        role: Some(role),
        email: identity.email.clone().unwrap_or_default(),
        locale: None,
        chart: None,
        password: account::NO_PASSWORD.to_owned(),
    };
    account::create(cx.tx(), &account, cx.now())?;
    store::link(cx.tx(), identity, &account.id)?;
    cx.record(PROVIDER, "add-staff", format!("account {}: {role}", account.id));
    Ok(account)
}

fn of(error: &ProviderError) -> Why {
    tracing::warn!(%error, "the organisation's sign-in did not work");
    match error {
        ProviderError::Unreachable(_) => Why::Unreachable,
        ProviderError::Untrusted(_) => Why::Unclear,
    }
}

/// Says why nobody came in; the record says that somebody tried.
fn refuse(work: &mut Work, why: Why) -> PageResult {
    work.write(move |cx| {
        cx.note(Actor::Anonymous, "sign-in", false);
        cx.render(&view::refused(cx, why))
    })
}

/// `POST /clinic/sign-in/signed-out` (OpenID Connect Back-Channel Logout 1.0): the sessions end before the provider is
/// answered.
pub(crate) fn signed_out(work: &mut Work, said: Form<Said>) -> PageResult {
    let (_, provider) = setting(work)?;
    let said = provider.signed_out(&said.0.logout_token).map_err(|error| {
        tracing::warn!(%error, "a word of signing out was not taken");
        match error {
            ProviderError::Unreachable(_) => Failure::Db(madrone_db::Error::Busy),
            ProviderError::Untrusted(_) => Failure::BadRequest,
        }
    })?;
    work.write(move |cx| {
        if !store::is_news(cx.tx(), &said, cx.now())? {
            return Err(Failure::BadRequest);
        }
        let ended = store::end_sessions(cx.tx(), &said)?;
        cx.record(PROVIDER, "sign-out", format!("{ended} sessions"));
        Ok(Page::Bytes {
            content_type: "text/plain",
            filename: None,
            bytes: Vec::new(),
        })
    })
}
