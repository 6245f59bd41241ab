//! The page on which somebody says what they want to be told of, by what, and when.

pub(crate) mod browsers;
mod rules;
mod view;

use madrone_accounts::phone;
use madrone_notify::{Pushing, Texting, preferences, push, save};
use madrone_web::{Channel, Cx, Failure, Form, PageResult, Query};
use serde::Deserialize;

use rules::{Said, Wrong};
use view::Settings;

/// Where the page is.
const PAGE: &str = "/settings/notifications";

/// What the page was opened with.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    /// Its form was saved.
    saved: String,
    /// What was done about browsers.
    browser: String,
}

/// Whether somebody can be told by a channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    /// The site has no such channel.
    Never,
    /// There is nothing that it could lead to: no number that has said yes, no browser.
    NotYet,
    Ready,
}

/// By what somebody can be told.
#[derive(Clone, Copy)]
struct Ways {
    texts: Reach,
    push: Reach,
}

impl Ways {
    fn of(cx: &Cx) -> Result<Self, Failure> {
        let (app, actor) = (cx.app(), cx.actor());
        let texts = match app.setting::<Texting>().0 {
            Some(_) => reach(phone::for_notices(cx.tx(), actor.id())?.is_some()),
            None => Reach::Never,
        };
        let push = match app.setting::<Pushing>().0 {
            Some(_) => reach(!push::browsers(cx.tx(), actor.id())?.is_empty()),
            None => Reach::Never,
        };
        Ok(Self { texts, push })
    }

    fn reach(self, channel: Channel) -> Reach {
        match channel {
            Channel::Email => Reach::Ready,
            Channel::Sms => self.texts,
            Channel::Push => self.push,
        }
    }
}

fn reach(ready: bool) -> Reach {
    if ready { Reach::Ready } else { Reach::NotYet }
}

/// `GET /settings/notifications`
pub(crate) fn show(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    let wishes = preferences(cx.tx(), cx.actor().id())?;
    let mut page = Settings::new(cx, &wishes, &Said::of(&wishes), Wrong::default())?;
    match (wish.0.saved.as_str(), wish.0.browser.as_str()) {
        ("1", _) => page.say(cx, "notifications-saved"),
        (_, "on") => page.say(cx, "notifications-browser-on"),
        (_, "off") => page.say(cx, "notifications-browser-off"),
        _ => {}
    }
    cx.render(&page)
}

/// `POST /settings/notifications`
pub(crate) fn take(cx: &mut Cx, form: Form<Said>) -> PageResult {
    let actor = cx.actor();
    let mut wishes = preferences(cx.tx(), actor.id())?;
    let (ways, said) = (Ways::of(cx)?, form.0);
    for topic in cx.app().topics() {
        for channel in Channel::ALL {
            // What cannot be chosen now was not on the form, and stays as it was chosen before.
            if ways.reach(channel) == Reach::Ready {
                wishes.choose(topic, channel, said.has_ticked(topic, channel));
            }
        }
    }
    let wrong = said.put_times(&mut wishes);
    if wrong.any() {
        return cx.invalid(&Settings::new(cx, &wishes, &said, wrong)?);
    }
    save(cx.tx(), actor.id(), &wishes)?;
    cx.redirect("/settings/notifications?saved=1")
}
