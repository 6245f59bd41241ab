//! Setting a number up, and taking it away.

use madrone_accounts::phone::{self, Source, Word};
use madrone_i18n::Locale;
use madrone_notify::last_outcome;
use madrone_phone::Number;
use madrone_web::{Cx, Failure, Form, PageResult, Query};
use serde::Deserialize;

use super::store::{self, Proof};
use super::view::{SetUp, State, Wrong, ask_code};
use super::{account, mail};
use crate::security::mail::{Change, tell};
use crate::security::{Done, done, signed_in};
use crate::texts::{self, Said};
use crate::{Limits, code, limit};

/// The wording that people agree to on the page; its number grows with every change of what it says.
const WORDING: &str = "phone-consent 1";

/// The same for notices.
const NOTICES_WORDING: &str = "phone-notices 1";

/// The same for calls.
const CALLS_WORDING: &str = "phone-consent-calls 1";

/// Where the code is typed.
pub(super) const CODE: &str = "/account/security/phone/code";

/// What the page's address says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Set up another number, though there is one.
    new: String,
}

/// The form of a number.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) number: String,
    /// `call`, or the usual text messages.
    pub(super) by: String,
    pub(super) notices: String,
}

impl Typed {
    /// Whether a call is to read codes out.
    pub(super) fn calls(&self, cx: &Cx) -> bool {
        self.by == "call" && cx.app().setting::<Limits>().calls
    }
}

/// The form of a code.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedCode {
    code: String,
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let account = account(cx)?;
    match phone::of_account(cx.tx(), &account)? {
        Some(found) if asked.0.new.is_empty() => {
            let consent = phone::consent(cx.tx(), &found.number)?;
            let outcome = last_outcome(cx.tx(), &found.number)?;
            cx.render(&State::new(cx, &found, consent, outcome))
        }
        _ => cx.render(&SetUp::new(cx, &Typed::default(), None)),
    }
}

/// Sends a code to a number.
pub(crate) fn take(cx: &mut Cx, form: Form<Typed>) -> PageResult {
    let account = account(cx)?;
    let typed = form.0;
    let calls = typed.calls(cx);
    let wrong = |cx: &mut Cx, wrong| cx.invalid(&SetUp::new(cx, &typed, Some(wrong)));
    let Some(number) = Number::parse(&typed.number) else {
        return wrong(cx, Wrong::NoNumber);
    };
    if !calls && phone::consent(cx.tx(), &number)?.stopped {
        return wrong(cx, Wrong::Stopped);
    }
    count_code(cx, &account, &number)?;
    let source = Source::Page {
        wording: if calls { CALLS_WORDING } else { WORDING },
        locale: cx.locale(),
    };
    phone::say(cx.tx(), &number, Word::Codes, source, cx.now())?;
    let notices = !calls && !typed.notices.is_empty();
    store::begin(cx.tx(), &account, (&number, calls, notices), cx.now())?;
    mail::ask_for_code(cx, &account)?;
    cx.redirect(CODE)
}

/// Counts a code against the account that asks and the number that gets it: a stranger's phone is not to ring all day.
fn count_code(cx: &Cx, account: &str, number: &Number) -> Result<(), Failure> {
    let most = cx.app().setting::<Limits>().codes_per_account;
    limit::count(cx.tx(), "code", account, most, cx.now())?;
    limit::count(cx.tx(), "code-number", &code::hashed(&number.e164()), most, cx.now())
}

/// The number that waits for a code, if that may still be typed.
fn waiting(cx: &Cx, account: &str) -> Result<Option<Proof>, Failure> {
    let limits = cx.app().setting::<Limits>();
    let found = store::find(cx.tx(), account)?;
    Ok(found.filter(|proof| proof.tries < limits.code_tries && cx.now().since(proof.created) < limits.code_lives))
}

pub(crate) fn show_code(cx: &mut Cx) -> PageResult {
    let account = account(cx)?;
    match waiting(cx, &account)? {
        Some(proof) => cx.render(&ask_code(cx, &proof, None)),
        None => cx.redirect("/account/security/phone?new=1"),
    }
}

pub(crate) fn send_again(cx: &mut Cx) -> PageResult {
    let account = account(cx)?;
    let Some(proof) = waiting(cx, &account)? else {
        return cx.redirect("/account/security/phone?new=1");
    };
    count_code(cx, &account, &proof.number)?;
    mail::ask_for_code(cx, &account)?;
    cx.redirect(CODE)
}

/// Takes the number, if the code is the one that was sent there. A wrong try is kept whatever is answered.
pub(crate) fn take_code(cx: &mut Cx, form: Form<TypedCode>) -> PageResult {
    let account = account(cx)?;
    let Some(proof) = waiting(cx, &account)? else {
        return cx.redirect("/account/security/phone?new=1");
    };
    let typed = code::digits(&form.0.code).map(|typed| mail::kept(cx.app(), &account, &proof.number, &typed));
    let fits = typed.is_some() && typed == proof.code && store::end(cx.tx(), &account)?;
    if !fits {
        let tried = account.clone();
        cx.tx().keep(move |tx| store::tried(tx, &tried));
        let left = cx.app().setting::<Limits>().code_tries - proof.tries - 1;
        if left == 0 {
            return cx.redirect("/account/security/phone?new=1");
        }
        let error = cx.words().t1("web-code-wrong", "left", left);
        return cx.invalid(&ask_code(cx, &proof, Some(error)));
    }
    if let Some(old) = phone::for_texts(cx.tx(), &account)?.filter(|old| *old != proof.number) {
        texts::tell(cx, &old, Said::Replaced, language(cx))?;
    }
    phone::set(cx.tx(), &account, (&proof.number, proof.calls), cx.now())?;
    if proof.notices {
        ask_for_notices(cx, &proof.number)?;
    }
    tell(cx, &account, Change::PhoneAdded)?;
    cx.note(signed_in(cx)?.actor, "phone", true);
    done(cx, Done::PhoneAdded)
}

/// The language that the account has chosen.
fn language(cx: &Cx) -> Option<Locale> {
    cx.session().and_then(|session| session.locale)
}

/// Asks the number itself whether it wants notices.
fn ask_for_notices(cx: &Cx, number: &Number) -> Result<(), Failure> {
    let source = Source::Page {
        wording: NOTICES_WORDING,
        locale: cx.locale(),
    };
    phone::say(cx.tx(), number, Word::Notices, source, cx.now())?;
    Ok(texts::tell(cx, number, Said::Ask, language(cx))?)
}

pub(crate) fn ask_notices(cx: &mut Cx) -> PageResult {
    let account = account(cx)?;
    let Some(found) = phone::of_account(cx.tx(), &account)?.filter(|found| !found.calls) else {
        return cx.redirect("/account/security/phone");
    };
    let consent = phone::consent(cx.tx(), &found.number)?;
    if consent.stopped || consent.notices {
        return cx.redirect("/account/security/phone");
    }
    count_code(cx, &account, &found.number)?;
    ask_for_notices(cx, &found.number)?;
    cx.redirect("/account/security/phone")
}

/// Takes the number away. Codes by mail are left to everybody who may have a number here.
pub(crate) fn remove(cx: &mut Cx) -> PageResult {
    let account = account(cx)?;
    phone::remove(cx.tx(), &account)?;
    tell(cx, &account, Change::PhoneRemoved)?;
    cx.note(signed_in(cx)?.actor, "phone-removed", true);
    done(cx, Done::PhoneRemoved)
}
