//! An account's passkeys: seeing them, adding one, taking one away.

use madrone_db::{Constraint, Error};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, SignedIn};
use serde::Deserialize;
use serde_json::json;

use super::view::Passkeys;
use super::{COOKIE, LIVES, challenge, handle, party, prove, store, take_challenge};
use crate::factor::{Enrolled, Way};
use crate::security::mail::{self, Change};
use crate::security::{Done, done, signed_in};
use crate::{account, session};
use madrone_authn::webauthn::{Algorithm, Expected, Key, Made, Refused};

/// Characters of a name.
pub(super) const LONGEST_NAME: usize = 60;

/// The form that a script fills in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Added {
    name: String,
    credential: String,
}

/// What the address says.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    /// The last one was not taken.
    #[serde(default)]
    failed: String,
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let session = signed_in(cx)?;
    let all = store::all(cx.tx(), session.actor.id())?;
    cx.render(&Passkeys::new(cx, &all, !asked.0.failed.is_empty()))
}

/// What the browser is to ask an authenticator for. Those that have one for this account already are left out.
pub(crate) fn options(cx: &mut Cx) -> PageResult {
    let session = signed_in(cx)?;
    let account = account::by_id(cx.tx(), session.actor.id())?.ok_or(Failure::SignInFirst)?;
    let (party, challenge) = (party(cx)?, challenge(cx, COOKIE)?);
    let known = store::all(cx.tx(), &account.id)?;
    Ok(prove::answer(&json!({
        "challenge": challenge,
        "rp": { "id": party.id(), "name": cx.site().clinic },
        "user": { "id": handle(&account.id), "name": account.username, "displayName": account.name },
        "pubKeyCredParams": Algorithm::ALL.map(|one| json!({ "type": "public-key", "alg": one.number() })),
        "excludeCredentials": known.iter().map(|one| json!({ "type": "public-key", "id": one.id })).collect::<Vec<_>>(),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "none",
        "timeout": LIVES.as_millis(),
    })))
}

pub(crate) fn take(cx: &mut Cx, form: Form<Added>) -> PageResult {
    let session = signed_in(cx)?;
    let key = match made(cx, &form.0.credential)? {
        Ok(key) => key,
        Err(why) => {
            tracing::info!(request = cx.request().id, %why, "a new passkey was refused");
            cx.note(session.actor, "passkey-added", false);
            return cx.redirect("/account/security/passkeys?failed=1");
        }
    };
    let typed: String = form.0.name.trim().chars().take(LONGEST_NAME).collect();
    let name = if typed.is_empty() { cx.t("passkey-one") } else { typed };
    keep(cx, &session, (&key, &name))
}

fn made(cx: &mut Cx, credential: &str) -> Result<Result<Key, Refused>, Failure> {
    let Some(challenge) = take_challenge(cx, COOKIE)? else {
        return Ok(Err(Refused::Challenge));
    };
    let party = party(cx)?;
    let expected = Expected {
        party: &party,
        challenge: &challenge,
    };
    Ok(Made::parse(credential).and_then(|made| made.verified(expected)))
}

fn keep(cx: &mut Cx, session: &SignedIn, new: (&Key, &str)) -> PageResult {
    let account = session.actor.id();
    match cx.tx().savepoint(|tx| store::insert(tx, account, new, cx.now())) {
        // Somebody's already, so nobody else's.
        Err(Error::Constraint(Constraint::Unique)) => return cx.redirect("/account/security/passkeys?failed=1"),
        outcome => outcome?,
    }
    session::store::strengthened(cx.tx(), session.session, Way::Passkey)?;
    mail::tell(cx, account, Change::PasskeyAdded)?;
    cx.note(session.actor.clone(), "passkey-added", true);
    done(cx, Done::PasskeyAdded)
}

/// Takes one away, unless nothing would be left that this account may sign in with.
pub(crate) fn remove(cx: &mut Cx, id: Path) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    let enrolled = Enrolled::of(cx.tx(), account)?;
    let without = Enrolled {
        passkeys: enrolled.passkeys - 1,
        ..enrolled
    };
    if without.leaves_nothing(cx) {
        return done(cx, Done::LastOne);
    }
    if !store::remove(cx.tx(), account, &id.0)? {
        return Err(Failure::NotFound);
    }
    mail::tell(cx, account, Change::PasskeyRemoved)?;
    cx.note(session.actor.clone(), "passkey-removed", true);
    done(cx, Done::PasskeyRemoved)
}
