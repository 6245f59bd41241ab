//! The browsers that show somebody's notices: turned on in the browser itself, turned off from anywhere.

use madrone_accounts::browser;
use madrone_authn::agent::{Agent, Form as Held};
use madrone_notify::{PushSender, Pushing, push};
use madrone_ports::Subscription;
use madrone_web::components::{Badge, BadgeKind, Notice, NoticeKind};
use madrone_web::{Cx, Failure, Form, PageResult, Path};
use serde::Deserialize;

use super::rules::{Said, Wrong};
use super::view::Settings;
use super::{PAGE, preferences};

/// What a browser says of how it is written to.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Offered {
    endpoint: String,
    key: String,
    secret: String,
}

/// `POST /settings/notifications/browsers`
pub(crate) fn turn_on(cx: &mut Cx, form: Form<Offered>) -> PageResult {
    let (actor, sender) = (cx.actor(), sender(cx)?);
    let browser = browser::asking(cx).ok_or(Failure::SignInFirst)?;
    let offered = form.0;
    let subscription = Subscription {
        endpoint: offered.endpoint,
        key: offered.key,
        secret: offered.secret,
    };
    if !sender.pusher.reaches(&subscription) {
        let wishes = preferences(cx.tx(), actor.id())?;
        let mut page = Settings::new(cx, &wishes, &Said::of(&wishes), Wrong::default())?;
        page.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("notifications-browser-failed")));
        return cx.invalid(&page);
    }
    let (whose, keys) = (
        (actor.id(), browser.as_str(), cx.request().agent.as_str()),
        (sender.ring.as_ref(), cx.random()),
    );
    push::add(cx.tx(), keys, whose, &subscription, cx.now()).map_err(|why| Failure::Internal(why.to_string()))?;
    cx.redirect(format!("{PAGE}?browser=on"))
}

/// `POST /settings/notifications/browsers/{id}/remove`
pub(crate) fn turn_off(cx: &mut Cx, id: Path) -> PageResult {
    if !push::remove(cx.tx(), cx.actor().id(), &id.0)? {
        return Err(Failure::NotFound);
    }
    cx.redirect(format!("{PAGE}?browser=off"))
}

fn sender(cx: &Cx) -> Result<std::sync::Arc<PushSender>, Failure> {
    cx.app().setting::<Pushing>().0.ok_or(Failure::NotFound)
}

/// The part of the page about them.
pub(super) struct Browsers {
    pub(super) heading: String,
    pub(super) lede: String,
    pub(super) rows: Vec<Row>,
    /// The portal's key, which a browser asks its push service to remember.
    pub(super) key: String,
    /// Whether the browser that shows the page is among them.
    pub(super) here: bool,
    pub(super) turn_on: String,
    pub(super) turn_off: String,
    pub(super) failed: String,
    pub(super) unable: String,
    pub(super) blocked: String,
}

/// A browser.
pub(super) struct Row {
    pub(super) icon: &'static str,
    pub(super) name: String,
    pub(super) since: String,
    pub(super) here: Option<Badge>,
    pub(super) action: String,
    pub(super) spoken: String,
}

impl Browsers {
    /// `None` where the site sends no notices to browsers.
    pub(super) fn of(cx: &Cx) -> Result<Option<Self>, Failure> {
        let Some(sender) = cx.app().setting::<Pushing>().0 else {
            return Ok(None);
        };
        let here = browser::asking(cx);
        let all = push::browsers(cx.tx(), cx.actor().id())?;
        let is_here = |one: &push::Browser| here.as_deref() == Some(one.id.as_str());
        Ok(Some(Self {
            heading: cx.t("notifications-browsers"),
            lede: cx.t("notifications-browsers-lede"),
            here: all.iter().any(is_here),
            rows: all.iter().map(|one| Row::new(cx, one, is_here(one))).collect(),
            key: sender.pusher.public_key().to_owned(),
            turn_on: cx.t("notifications-browser-turn-on"),
            turn_off: cx.t("notifications-browser-turn-off"),
            failed: cx.t("notifications-browser-failed"),
            unable: cx.t("notifications-browser-unable"),
            blocked: cx.t("notifications-browser-blocked"),
        }))
    }
}

impl Row {
    fn new(cx: &Cx, one: &push::Browser, here: bool) -> Self {
        let words = cx.words();
        let name = browser::name(words, &one.agent);
        let when = words.date(words.day_of(one.created));
        Self {
            icon: match Agent::read(&one.agent).form {
                Held::Phone => "smartphone",
                Held::Computer => "monitor",
            },
            since: words.t1("notifications-browser-since", "when", when.as_str()),
            here: here.then(|| Badge::new(BadgeKind::InRange, cx.t("notifications-browser-here"))),
            action: format!("{PAGE}/browsers/{}/remove", one.id),
            spoken: words.t1("notifications-browser-turn-off-one", "browser", name.as_str()),
            name,
        }
    }
}
