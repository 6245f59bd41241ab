//! The devices with a passcode: seeing them, setting one up, taking one away.

use madrone_accounts::on_file;
use madrone_authn::passcode::{DeviceKey, Digits};
use madrone_db::{Constraint, Error};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, Work};
use serde::Deserialize;

use super::bound;
use super::store::{self, New};
use super::view::Passcodes;
use crate::passkey::party;
use crate::security::mail::{Change, tell};
use crate::security::signed_in;
use crate::{account, password};

const HERE: &str = "/account/security/passcode";

/// The part of the system that looks up a birth date.
const PART: &str = "passcode";

/// What the address says was done.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) done: String,
}

/// The form; a script fills the key in.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    passcode: String,
    again: String,
    key: String,
    /// The passcode that this device had.
    replaces: String,
}

/// What is wrong with a new passcode, as the key of the words that say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Refused(pub(super) &'static str);

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    page(cx, &asked.0.done, None)
}

fn page(cx: &mut Cx, done: &str, wrong: Option<Refused>) -> PageResult {
    let session = signed_in(cx)?;
    let all = store::all(cx.tx(), session.actor.id())?;
    let page = Passcodes::new(cx, &all, done, wrong);
    if wrong.is_some() {
        cx.invalid(&page)
    } else {
        cx.render(&page)
    }
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0;
    let own = work.write(own)?;
    let (digits, key) = match judge(&typed, &own) {
        Ok(good) => good,
        Err(why) => return work.read(move |cx| page(cx, "", Some(why))),
    };
    let hash = password::hash(&bound(work.app(), &key.id(), &digits), &work.app().random.clone());
    work.write(move |cx| keep(cx, &key, &hash, &typed.replaces))
}

/// What a stranger may know of the person: the year and the day of birth, either way round.
fn own(cx: &mut Cx) -> Result<Vec<String>, Failure> {
    party(cx)?;
    let account = account::by_id(cx.tx(), signed_in(cx)?.actor.id())?.ok_or(Failure::SignInFirst)?;
    let Some(chart) = account.chart else {
        return Ok(Vec::new());
    };
    let born = on_file::load_as(cx.tx(), PART, &chart, cx.now())?.and_then(|found| found.birth_date);
    let forms = |born: jiff::civil::Date| ["%Y", "%m%d", "%d%m"].map(|form| born.strftime(form).to_string());
    Ok(born.map(forms).into_iter().flatten().collect())
}

fn judge(typed: &Typed, own: &[String]) -> Result<(Digits, DeviceKey), Refused> {
    let digits = Digits::parse(&typed.passcode).ok_or(Refused("passcode-four"))?;
    if digits.are_easy(own) {
        return Err(Refused("passcode-easy"));
    }
    if Digits::parse(&typed.again).as_ref() != Some(&digits) {
        return Err(Refused("passcode-differs"));
    }
    let key = DeviceKey::parse(&typed.key).ok_or(Refused("passcode-failed"))?;
    Ok((digits, key))
}

fn keep(cx: &mut Cx, key: &DeviceKey, hash: &str, replaces: &str) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    store::remove(cx.tx(), account, replaces)?;
    let (id, public, agent) = (key.id(), key.base64url(), cx.request().agent.clone());
    let new = New {
        id: &id,
        key: &public,
        passcode: hash,
        agent: &agent,
    };
    match cx.tx().savepoint(|tx| store::insert(tx, account, &new, cx.now())) {
        // The form was sent twice, or the key is somebody else's: either way nothing is to be done.
        Err(Error::Constraint(Constraint::Unique)) => return cx.redirect(HERE),
        outcome => outcome?,
    }
    tell(cx, account, Change::PasscodeAdded)?;
    cx.note(session.actor.clone(), "passcode-added", true);
    cx.redirect(format!("{HERE}?done=added"))
}

pub(crate) fn remove(cx: &mut Cx, id: Path) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    if !store::remove(cx.tx(), account, &id.0)? {
        return Err(Failure::NotFound);
    }
    tell(cx, account, Change::PasscodeRemoved)?;
    cx.note(session.actor.clone(), "passcode-removed", true);
    cx.redirect(format!("{HERE}?done=removed"))
}
