//! The two steps, at both doors.

use madrone_authz::Actor;
use madrone_web::components::Link;
use madrone_web::{Cookie, Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use super::store::Challenge;
use super::view::{Said, SignIn};
use super::{Door, safe_next, store};
use crate::account::{self, Account};
use crate::factor::judge::{self, Answer};
use crate::factor::step::{Place, SecondStep, State};
use crate::factor::{self, Enrolled, Way};
use crate::passcode::Wrong;
use crate::passkey::view::PasskeyForm;
use crate::security::mail::{Change, tell};
use crate::session::Proof;
use crate::{Limits, code, limit, mail, password, phone, recovery, session, trust};

/// The cookie that holds the token of the second step.
pub(crate) const STEP: &str = "madrone-step";

/// Where the second step is shown.
const HERE: &str = "/sign-in/verify";

/// Where it leads when time or tries ran out.
const OVER: &str = "/sign-in?expired=1";

/// What the address of the page says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
    out: String,
    welcome: String,
    expired: String,
    ended: String,
    passkey: String,
    passcode: String,
}

/// The form of the first step.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Credentials {
    username: String,
    password: String,
    next: String,
}

/// The form of the second step; in the page's address, only the way.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    way: String,
    code: String,
    /// Whether to trust this device.
    trust: String,
}

pub(crate) fn show_patient(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    show(cx, Door::Patient, &asked.0)
}

pub(crate) fn show_clinic(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    show(cx, Door::Clinic, &asked.0)
}

fn show(cx: &mut Cx, door: Door, asked: &Asked) -> PageResult {
    if cx
        .session()
        .is_some_and(|session| session.is_staff() == (door == Door::Clinic))
    {
        return cx.redirect(safe_next(&asked.next, door));
    }
    if cx.session().is_none() && cx.session_token().is_some() {
        // Of a session that is over: the next visit should not be told of it again.
        cx.set_cookie(Cookie::no_session());
    }
    let said = match asked {
        Asked { out, .. } if !out.is_empty() => Said::SignedOut,
        Asked { welcome, .. } if !welcome.is_empty() => Said::Welcome,
        Asked { expired, .. } if !expired.is_empty() => Said::Expired,
        Asked { ended, .. } if !ended.is_empty() => Said::Ended,
        Asked { passcode, .. } if !passcode.is_empty() => Said::Passcode(Wrong::parse(passcode)),
        Asked { passkey, .. } if !passkey.is_empty() => Said::NoPasskey,
        _ => Said::Nothing,
    };
    cx.render(&SignIn::new(cx, door, ("", &asked.next), said))
}

pub(crate) fn take_patient(work: &mut Work, form: Form<Credentials>) -> PageResult {
    take(work, Door::Patient, form.0)
}

pub(crate) fn take_clinic(work: &mut Work, form: Form<Credentials>) -> PageResult {
    take(work, Door::Clinic, form.0)
}

/// The first step. An unknown username takes the same time and gets the same answer as a wrong password.
fn take(work: &mut Work, door: Door, form: Credentials) -> PageResult {
    let username = form.username.clone();
    let account = work.write(move |cx| {
        let account = account::by_username(cx.tx(), &username)?;
        count_attempt(cx, &username, account.as_ref())?;
        Ok(account.filter(|account| door.admits(account.role)))
    })?;
    let hash = account.as_ref().map_or(password::NOBODY, |account| &account.password);
    let right = password::verify(&form.password, hash);
    work.write(move |cx| match &account {
        Some(account) if right => begin_second_step(cx, door, account, &form.next),
        _ => {
            let actor = account.as_ref().map_or(Actor::Anonymous, Account::actor);
            cx.note(actor, "sign-in", false);
            cx.invalid(&SignIn::new(cx, door, (&form.username, &form.next), Said::Wrong))
        }
    })
}

/// Counts an attempt. A browser that the account has signed in from has a count of its own: else a stranger who goes on
/// guessing would lock its owner out for as long as they like (OWASP's device cookies).
fn count_attempt(cx: &Cx, username: &str, account: Option<&Account>) -> Result<(), Failure> {
    let limits = cx.app().setting::<Limits>();
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "address", &address, limits.sign_ins_per_address, cx.now())?;
    let most = limits.sign_ins_per_account;
    if let Some(account) = account
        && let Some(browser) = session::browser::known(cx, &account.id)?
    {
        let subject = format!("{} {browser}", account.id);
        return limit::count(cx.tx(), "browser", &subject, most, cx.now());
    }
    // Hashed: people type passwords into the wrong field.
    let subject = code::hashed(&account::folded(username));
    limit::count(cx.tx(), "username", &subject, most, cx.now())
}

fn begin_second_step(cx: &mut Cx, door: Door, account: &Account, next: &str) -> PageResult {
    if trust::is_trusted(cx, account)? {
        session::begin(cx, account, Proof::Device)?;
        cx.note(account.actor(), "sign-in", true);
        return cx.redirect(safe_next(next, door));
    }
    let limits = cx.app().setting::<Limits>();
    store::end_overdue(cx.tx(), cx.now().minus(limits.code_lives))?;
    let token = code::new_token(cx.random());
    let hash = code::hashed(&token);
    store::insert(
        cx.tx(),
        &hash,
        &Challenge::new(&account.id, safe_next(next, door), cx.now()),
    )?;
    if let Some(way) = ways(cx, account)?.first().filter(|way| way.is_sent()) {
        send_code(cx, &hash, account, *way)?;
    }
    cx.set_cookie(Cookie::new(STEP, token, Some(limits.code_lives)));
    cx.redirect(HERE)
}

fn send_code(cx: &Cx, challenge: &str, account: &Account, way: Way) -> Result<(), Failure> {
    let most = cx.app().setting::<Limits>().codes_per_account;
    limit::count(cx.tx(), "code", &account.id, most, cx.now())?;
    store::set_way(cx.tx(), challenge, way)?;
    Ok(mail::ask_for_code(cx, challenge)?)
}

fn ways(cx: &Cx, account: &Account) -> Result<Vec<Way>, Failure> {
    let limits = cx.app().setting::<Limits>();
    Ok(Enrolled::of(cx.tx(), &account.id)?.ways(account.role, &limits))
}

/// The second step that this browser is at, if it is still open.
fn challenge(cx: &Cx) -> Result<Option<(String, Challenge, Account)>, Failure> {
    let Some(token) = cx.cookie(STEP).map(code::hashed) else {
        return Ok(None);
    };
    let limits = cx.app().setting::<Limits>();
    let found = store::find(cx.tx(), &token)?;
    let Some(challenge) = found.filter(|found| found.session.is_none() && found.is_open(&limits, cx.now())) else {
        return Ok(None);
    };
    let account = account::by_id(cx.tx(), &challenge.account)?;
    Ok(account.map(|account| (token, challenge, account)))
}

/// The page of the second step. `way` is the one that was asked for: the first that is open, where that is not.
fn page(
    cx: &Cx,
    (account, challenge): (&Account, &Challenge),
    way: Option<Way>,
    error: Option<String>,
) -> Result<SecondStep, Failure> {
    let (ways, door) = (ways(cx, account)?, Door::of(account.role));
    let place = Place {
        heading: cx.t("web-code-heading"),
        why: String::new(),
        path: HERE,
        send: "/sign-in/resend",
        next: String::new(),
        leave: Link::new(door.path(), cx.t("identity-start-over")),
        trust: trust::is_offered(cx, account).then(|| cx.t("device-trust")),
        passkey: PasskeyForm::to_sign_in(cx, (&challenge.next, recovery::name_of(door)), false),
    };
    let way = chosen(way, &ways);
    let state = State {
        account,
        number: phone::masked(cx, account, &ways)?,
        way,
        ways: &ways,
        sent: !way.is_sent() || way == challenge.way,
        error,
    };
    Ok(SecondStep::new(cx, place, state))
}

fn chosen(way: Option<Way>, ways: &[Way]) -> Way {
    let open = way.filter(|way| ways.contains(way));
    open.or_else(|| ways.first().copied()).unwrap_or(Way::Email)
}

pub(crate) fn show_code(cx: &mut Cx, typed: Query<Typed>) -> PageResult {
    match challenge(cx)? {
        Some((_, challenge, account)) => {
            let page = page(cx, (&account, &challenge), Way::parse(&typed.0.way), None)?;
            cx.render(&page)
        }
        None => cx.redirect(OVER),
    }
}

/// What became of a code. Decided in a transaction that commits either way: a try that was not counted would be free.
enum Outcome {
    In(String),
    Wrong(Box<(Account, Challenge)>, i64),
    Over,
}

pub(crate) fn take_code(work: &mut Work, form: Form<Typed>) -> PageResult {
    let Typed { way, code, trust } = form.0;
    let asked = work.read(move |cx| {
        let Some((_, _, account)) = challenge(cx)? else {
            return Ok(None);
        };
        let way = chosen(Way::parse(&way), &ways(cx, &account)?);
        Ok(Some((way, factor::store::any_code(cx.tx(), &account.id)?)))
    })?;
    let Some((way, kept)) = asked else {
        return work.read(|cx| cx.redirect(OVER));
    };
    let answer = Answer::read(way, &code, kept.as_deref());
    let outcome = work.write(move |cx| try_code(cx, &answer, !trust.is_empty()))?;
    work.write(move |cx| match &outcome {
        Outcome::In(next) => cx.redirect(next.clone()),
        Outcome::Over => cx.redirect(OVER),
        Outcome::Wrong(attempt, left) => {
            let (account, challenge) = attempt.as_ref();
            let key = match way {
                Way::Recovery => "identity-recovery-code-wrong",
                Way::Passkey | Way::App | Way::Sms | Way::Call | Way::Email => "web-code-wrong",
            };
            let error = cx.words().t1(key, "left", *left);
            let page = page(cx, (account, challenge), Some(way), Some(error))?;
            cx.invalid(&page)
        }
    })
}

fn try_code(cx: &mut Cx, answer: &Answer, trusted: bool) -> Result<Outcome, Failure> {
    let Some((token, challenge, account)) = challenge(cx)? else {
        return Ok(Outcome::Over);
    };
    if judge::fits(cx, &account, answer, Some((&token, &challenge)))? {
        store::end(cx.tx(), &token)?;
        session::begin(cx, &account, answer.way())?;
        if trusted && trust::is_offered(cx, &account) {
            trust::trust(cx, &account)?;
        }
        cx.set_cookie(Cookie::none(STEP));
        cx.note(account.actor(), "sign-in", true);
        return Ok(Outcome::In(challenge.next));
    }
    store::tried(cx.tx(), &token)?;
    cx.note(account.actor(), "sign-in", false);
    let left = cx.app().setting::<Limits>().code_tries - challenge.tries - 1;
    if left == 0 {
        store::end(cx.tx(), &token)?;
        tell(cx, &account.id, Change::WrongCodes)?;
        return Ok(Outcome::Over);
    }
    Ok(Outcome::Wrong(Box::new((account, challenge)), left))
}

/// A new code for the same step, by the way that was asked for. The old one no longer fits; the tries are not given back.
pub(crate) fn send_again(cx: &mut Cx, form: Form<Typed>) -> PageResult {
    let Some((token, _, account)) = challenge(cx)? else {
        return cx.redirect(OVER);
    };
    let ways = ways(cx, &account)?;
    let way = factor::sent_way(&form.0.way, &ways)?;
    send_code(cx, &token, &account, way)?;
    match ways.first() {
        Some(first) if *first == way => cx.redirect(HERE),
        _ => cx.redirect(format!("{HERE}?way={}", way.name())),
    }
}
