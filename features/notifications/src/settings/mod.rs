//! The page on which somebody says what they want to be told of, by what, and when.

mod rules;
mod view;

use madrone_accounts::phone;
use madrone_notify::{Texting, preferences, save};
use madrone_web::{Channel, Cx, Failure, Form, PageResult, Query};
use serde::Deserialize;

use rules::{Said, Wrong};
use view::Settings;

/// What the page was opened with.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    saved: String,
}

/// Whether text messages can tell somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Texts {
    /// The site sends none.
    Never,
    /// There is no number that has said yes.
    NoNumber,
    Ready,
}

/// `GET /settings/notifications`
pub(crate) fn show(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    let wishes = preferences(cx.tx(), cx.actor().id())?;
    let texts = texts(cx)?;
    let mut page = Settings::new(cx, &wishes, &Said::of(&wishes), (texts, Wrong::default()));
    if wish.0.saved == "1" {
        page.say_saved(cx);
    }
    cx.render(&page)
}

/// `POST /settings/notifications`
pub(crate) fn take(cx: &mut Cx, form: Form<Said>) -> PageResult {
    let actor = cx.actor();
    let mut wishes = preferences(cx.tx(), actor.id())?;
    let texts = texts(cx)?;
    let said = form.0;
    for topic in cx.app().topics() {
        for channel in Channel::ALL {
            // What cannot be chosen now was not on the form, and stays as it was chosen before.
            if channel == Channel::Email || texts == Texts::Ready {
                wishes.choose(topic, channel, said.has_ticked(topic, channel));
            }
        }
    }
    let wrong = said.put_times(&mut wishes);
    if wrong.any() {
        return cx.invalid(&Settings::new(cx, &wishes, &said, (texts, wrong)));
    }
    save(cx.tx(), actor.id(), &wishes)?;
    cx.redirect("/settings/notifications?saved=1")
}

fn texts(cx: &Cx) -> Result<Texts, Failure> {
    if cx.app().setting::<Texting>().0.is_none() {
        return Ok(Texts::Never);
    }
    let number = phone::for_notices(cx.tx(), cx.actor().id())?;
    Ok(number.map_or(Texts::NoNumber, |_| Texts::Ready))
}
