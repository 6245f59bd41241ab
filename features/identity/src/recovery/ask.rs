//! Asking: which of the two is lost, then the username, or the e-mail address or number. The answer is always the same.

use madrone_authz::Actor;
use madrone_kernel::new_id;
use madrone_phone::Number;
use madrone_web::{Cx, Failure, Form, PageResult, Query};
use serde::Deserialize;

use super::view::{self, Ask, Choice};
use super::{APART, KEPT, Lost, PER_ADDRESS, door, from_door, mail, store};
use crate::account::{self, Account};
use crate::factor::Way;
use crate::{Limits, limit};

/// What the address of these pages says.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    door: String,
}

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    who: String,
    door: String,
    /// How a link is wanted.
    by: String,
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    cx.render(&Choice::new(cx, door(&asked.0.door)))
}

pub(crate) fn show_password(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    cx.render(&Ask::new(cx, Lost::Password, door(&asked.0.door), None))
}

pub(crate) fn show_username(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    cx.render(&Ask::new(cx, Lost::Username, door(&asked.0.door), None))
}

pub(crate) fn take_password(cx: &mut Cx, form: Form<Typed>) -> PageResult {
    take(cx, Lost::Password, &form.0)
}

pub(crate) fn take_username(cx: &mut Cx, form: Form<Typed>) -> PageResult {
    take(cx, Lost::Username, &form.0)
}

pub(crate) fn show_link_sent(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    cx.render(&view::sent(cx, Lost::Password, door(&asked.0.door)))
}

pub(crate) fn show_username_sent(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    cx.render(&view::sent(cx, Lost::Username, door(&asked.0.door)))
}

fn take(cx: &mut Cx, lost: Lost, form: &Typed) -> PageResult {
    let address = cx.request().address.to_string();
    limit::count(cx.tx(), "recovery", &address, PER_ADDRESS, cx.now())?;
    let (typed, door) = (form.who.trim(), door(&form.door));
    if !lost.is_answered_by(typed, cx.app().setting::<Limits>().texts) {
        return cx.invalid(&Ask::new(cx, lost, door, Some(typed)));
    }
    let number = Number::parse(typed).filter(|_| lost == Lost::Username);
    let account = match (lost, &number) {
        (Lost::Password, _) => account::by_username(cx.tx(), typed)?,
        (Lost::Username, None) => account::by_email(cx.tx(), typed)?.into_iter().next(),
        (Lost::Username, Some(number)) => account::by_phone(cx.tx(), number)?.into_iter().next(),
    };
    let by_text = number.is_some() || lost == Lost::Password && form.by == Way::Sms.name();
    let way = if by_text { Way::Sms } else { Way::Email };
    ask_for_message(cx, (lost, way), account.as_ref())?;
    cx.redirect(from_door(&format!("{}/sent", lost.path()), door))
}

/// Asks for the mail or the text message. Whoever is unknown, or was sent one just now, leaves a request that leads nowhere and a job that
/// does nothing: from outside all three look alike, also to a clock.
fn ask_for_message(cx: &mut Cx, (lost, way): (Lost, Way), account: Option<&Account>) -> Result<(), Failure> {
    let id = account.map_or("", |account| &account.id);
    let has_one = store::has_one_since(cx.tx(), lost, id, cx.now().minus(APART))?;
    let to = account.filter(|_| !has_one).map(|account| account.id.as_str());
    let recovery = new_id(cx.now(), cx.random());
    store::insert(cx.tx(), (&recovery, lost), to, cx.now().minus(KEPT), cx.now())?;
    mail::ask_for(cx, &recovery, way)?;
    let actor = account.map_or(Actor::Anonymous, Account::actor);
    cx.note(actor, "recovery", to.is_some());
    Ok(())
}
