//! Asking for a new address or number, proving it, and taking a number away.

use madrone_accounts::phone::{self, Source, Word};
use madrone_accounts::{Limits, account, code, limit};
use madrone_authz::{Action, Area, ChartAccess};
use madrone_phone::Number;
use madrone_web::{Cx, Failure, Form, PageResult, Path};
use serde::Deserialize;

use super::mail;
use super::store::{self, Proof};
use super::view::{Change as Page, ask_code, path};
use crate::change::{self, Change};
use crate::part::Part;
use crate::{save, telecom};

/// The wording that people agree to on the page; its number grows with every change of what it says.
const WORDING: &str = "profile-consent 1";

/// The form of an address or number.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    value: String,
}

/// The form of a code.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TypedCode {
    code: String,
}

/// How a new address or number is proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Proved {
    Mail,
    Text,
    /// The clinic calls there.
    Call,
}

impl Proved {
    pub(super) fn of(cx: &Cx, part: Part) -> Self {
        match part {
            Part::Email => Self::Mail,
            Part::Mobile if cx.app().setting::<Limits>().texts => Self::Text,
            _ => Self::Call,
        }
    }
}

fn part(name: &str) -> Result<Part, Failure> {
    let part = Part::parse(name).filter(|part| Part::REACHED.contains(part));
    part.ok_or(Failure::NotFound)
}

fn account(cx: &Cx) -> Result<account::Account, Failure> {
    account::by_id(cx.tx(), cx.actor().id())?.ok_or(Failure::SignInFirst)
}

/// What stands there now.
fn value_now(cx: &Cx, access: &ChartAccess, part: Part) -> Result<String, Failure> {
    Ok(match part {
        Part::Email => account(cx)?.email,
        part => telecom::read(part, &save::patient(cx, access)?.json()),
    })
}

/// The page as it is first shown.
fn page(cx: &Cx, access: &ChartAccess, part: Part) -> Result<Page, Failure> {
    let calls = change::to_be_called(cx.tx(), access.patient_id().unwrap_or_default())?;
    let waits = calls
        .into_iter()
        .find(|call| call.part == part)
        .and_then(|call| call.number);
    Ok(Page::new(cx, part, &value_now(cx, access, part)?, waits.as_deref()))
}

pub(super) fn show(cx: &mut Cx, Path(name): Path) -> PageResult {
    let part = part(&name)?;
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let page = page(cx, &access, part)?;
    cx.render(&page)
}

pub(super) fn take(cx: &mut Cx, Path(name): Path, form: Form<Typed>) -> PageResult {
    let part = part(&name)?;
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let typed = form.0.value.trim();
    let value = match read(part, typed) {
        Ok(value) if value == value_now(cx, &access, part)? => Err("profile-contact-same"),
        Ok(value) if part == Part::Mobile && is_stopped(cx, &value)? => Err("profile-wrong-stopped"),
        read => read,
    };
    let value = match value {
        Ok(value) => value,
        Err(wrong) => {
            let page = page(cx, &access, part)?.wrong(cx, typed, wrong);
            return cx.invalid(&page);
        }
    };
    if Proved::of(cx, part) == Proved::Call {
        let stored = save::patient(cx, &access)?;
        change::add(cx, &Change::wished(cx, &access, part, (&stored, &value)))?;
        return cx.redirect("/settings/profile?saved=call");
    }
    let account = account(cx)?.id;
    count_code(cx, &account, &value)?;
    if let Some(number) = Number::parse(&value).filter(|_| part == Part::Mobile) {
        let source = Source::Page {
            wording: WORDING,
            locale: cx.locale(),
        };
        phone::say(cx.tx(), &number, Word::Codes, source, cx.now())?;
    }
    store::begin(cx.tx(), &account, (part, &value), cx.now())?;
    mail::ask_for_code(cx, &account)?;
    cx.redirect(format!("{}/code", path(part)))
}

/// Reads what was typed.
///
/// # Errors
/// The key of what is wrong with it.
fn read(part: Part, typed: &str) -> Result<String, &'static str> {
    if part == Part::Email {
        let fits = account::is_email(typed) && typed.chars().count() <= crate::about::LONGEST;
        return if fits {
            Ok(typed.to_owned())
        } else {
            Err("profile-wrong-email")
        };
    }
    let number = Number::parse(typed).ok_or("profile-wrong-phone")?;
    Ok(number.to_string())
}

/// Whether the owner of a number has stopped text messages.
fn is_stopped(cx: &Cx, number: &str) -> Result<bool, Failure> {
    let Some(number) = Number::parse(number) else {
        return Ok(false);
    };
    Ok(phone::consent(cx.tx(), &number)?.stopped)
}

/// Counts a code against the account that asks and whom it goes to: a stranger is not to get them all day.
fn count_code(cx: &Cx, account: &str, value: &str) -> Result<(), Failure> {
    let most = cx.app().setting::<Limits>().codes_per_account;
    limit::count(cx.tx(), "code", account, most, cx.now())?;
    limit::count(cx.tx(), "code-contact", &code::hashed(value), most, cx.now())
}

/// What waits for a code of this part, if that may still be typed.
fn waiting(cx: &Cx, account: &str, part: Part) -> Result<Option<Proof>, Failure> {
    let limits = cx.app().setting::<Limits>();
    let found = store::find(cx.tx(), account)?;
    Ok(found.filter(|proof| {
        proof.part == part && proof.tries < limits.code_tries && cx.now().since(proof.created) < limits.code_lives
    }))
}

pub(super) fn show_code(cx: &mut Cx, Path(name): Path) -> PageResult {
    let part = part(&name)?;
    cx.open_chart(Action::view(Area::Demographics))?;
    match waiting(cx, &account(cx)?.id, part)? {
        Some(proof) => cx.render(&ask_code(cx, part, &proof.value, None)),
        None => cx.redirect(path(part)),
    }
}

pub(super) fn send_again(cx: &mut Cx, Path(name): Path) -> PageResult {
    let part = part(&name)?;
    cx.open_chart(Action::write(Area::Demographics))?;
    let account = account(cx)?.id;
    let Some(proof) = waiting(cx, &account, part)? else {
        return cx.redirect(path(part));
    };
    count_code(cx, &account, &proof.value)?;
    mail::ask_for_code(cx, &account)?;
    cx.redirect(format!("{}/code", path(part)))
}

/// Takes the address or number, if the code is the one that was sent there. A wrong try is kept whatever is answered.
pub(super) fn take_code(cx: &mut Cx, Path(name): Path, form: Form<TypedCode>) -> PageResult {
    let part = part(&name)?;
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let account = account(cx)?.id;
    let Some(proof) = waiting(cx, &account, part)? else {
        return cx.redirect(path(part));
    };
    let typed = code::digits(&form.0.code).map(|typed| mail::kept(cx.app(), &account, &proof.value, &typed));
    let fits = typed.is_some() && typed == proof.code && store::end(cx.tx(), &account)?;
    if !fits {
        cx.tx().keep(move |tx| store::tried(tx, &account));
        let left = cx.app().setting::<Limits>().code_tries - proof.tries - 1;
        if left == 0 {
            return cx.redirect(path(part));
        }
        let error = cx.words().t1("web-code-wrong", "left", left);
        return cx.invalid(&ask_code(cx, part, &proof.value, Some(error)));
    }
    put(cx, &access, part, &proof.value)?;
    cx.redirect(format!(
        "/settings/profile?saved={}",
        if part == Part::Email { "email" } else { "phone" }
    ))
}

/// Takes a number away, and one that waits for a call. An account has an e-mail address for as long as it is there.
pub(super) fn remove(cx: &mut Cx, Path(name): Path) -> PageResult {
    let part = part(&name)?;
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    if part == Part::Email {
        return Err(Failure::NotFound);
    }
    change::withdraw(cx.tx(), access.patient_id().unwrap_or_default(), part)?;
    if !value_now(cx, &access, part)?.is_empty() {
        put(cx, &access, part, "")?;
    }
    cx.redirect("/settings/profile?saved=1")
}

/// Puts a proved address or number into the chart and the account, and has the old one told.
fn put(cx: &mut Cx, access: &ChartAccess, part: Part, value: &str) -> Result<(), Failure> {
    let before = account(cx)?;
    let old = value_now(cx, access, part)?;
    let stored = save::patient(cx, access)?;
    let mut patient = stored.json();
    let piece = telecom::piece(part, &part.of(&patient), value);
    part.put(&mut patient, &piece);
    save::save(cx, access, (&stored, patient), Some(&before.email))?;
    mail::tell(cx, (&before.id, &before.email), part, &old)?;
    follow(cx, &before.id, part, (&old, value))?;
    let actor = cx.actor();
    cx.record(actor, "contact", part.name().to_owned());
    Ok(())
}

/// Lets the account go by what stands in the chart: its e-mail address, and its number for codes where that was the old one.
fn follow(cx: &Cx, id: &str, part: Part, (old, new): (&str, &str)) -> Result<(), Failure> {
    match part {
        Part::Email => {
            let mut account = account::by_id(cx.tx(), id)?.ok_or(Failure::NotFound)?;
            new.clone_into(&mut account.email);
            account::update(cx.tx(), &account)?;
        }
        Part::Mobile => {
            let used = phone::of_account(cx.tx(), id)?.map(|phone| phone.number);
            if used.is_some() && used == Number::parse(old) {
                match Number::parse(new) {
                    Some(number) => phone::set(cx.tx(), id, (&number, false), cx.now())?,
                    None => phone::remove(cx.tx(), id)?,
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// When the clinic has put a change back in the chart, the account goes by it too: it has the e-mail address that it had. A
/// number for codes, `now`, is taken away: nobody has proved for some time who reads the old one.
pub(crate) fn put_back(cx: &Cx, change: &Change, now: &str) -> Result<(), Failure> {
    match (change.part, &change.address) {
        (Part::Email, Some(address)) => follow(cx, &change.account, Part::Email, (now, address)),
        (Part::Mobile, _) => follow(cx, &change.account, Part::Mobile, (now, "")),
        _ => Ok(()),
    }
}
