//! The page of the devices, and what a device is called.

use askama::Template;
use madrone_accounts::browser;
use madrone_authn::agent::{Agent, Form};
use madrone_i18n::Words;
use madrone_web::components::{Badge, BadgeKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell, SignedIn};

use super::store::Session;
use crate::recovery;
use crate::sign_in::Door;
use crate::trust::store::Trusted;

/// The signed-in devices of an account.
#[derive(Template)]
#[template(path = "devices.html")]
pub(super) struct Devices {
    pub(super) shell: Shell,
    pub(super) heading: String,
    pub(super) lede: String,
    pub(super) list: Vec<Device>,
    pub(super) trusted_heading: String,
    pub(super) trusted_text: String,
    pub(super) trusted: Vec<Device>,
    pub(super) revoke: String,
    pub(super) others_heading: String,
    pub(super) others_text: String,
    pub(super) sign_out_others: String,
    pub(super) only_this: String,
    pub(super) unknown_heading: String,
    pub(super) unknown_text: String,
    pub(super) new_password: Link,
}

/// One device.
pub(super) struct Device {
    pub(super) icon: &'static str,
    pub(super) name: String,
    pub(super) lines: Vec<String>,
    /// "This device", on the one in front of the reader.
    pub(super) here: Option<Badge>,
    pub(super) action: String,
    pub(super) sign_out: String,
}

impl Devices {
    pub(super) fn new(cx: &Cx, (sessions, here): (&[Session], i64), trusted: &[Trusted], done: &str) -> Self {
        let words = cx.words();
        let key = |name: &str| words.t(name).into_owned();
        let heading = key("device-page-heading");
        let mut shell = cx.shell(heading.clone());
        shell.notice = match done {
            "one" => Some(Notice::new(NoticeKind::Done, key("device-page-done-one"))),
            "revoked" => Some(Notice::new(NoticeKind::Done, key("device-trust-done-revoked"))),
            "others" => Some(Notice::new(NoticeKind::Done, key("device-page-done-others"))),
            _ => None,
        };
        let phone = &cx.site().phone;
        let door = if cx.session().is_some_and(SignedIn::is_staff) {
            Door::Clinic
        } else {
            Door::Patient
        };
        Self {
            shell,
            heading,
            lede: key("device-page-lede"),
            list: sessions
                .iter()
                .map(|one| Device::new(words, one, one.id == here))
                .collect(),
            trusted_heading: key("device-trust-heading"),
            trusted_text: key("device-trust-text"),
            trusted: trusted.iter().map(|one| Device::trusted(words, one)).collect(),
            revoke: key("device-trust-revoke"),
            others_heading: key("device-page-others-heading"),
            others_text: key("device-page-others-text"),
            sign_out_others: key("device-page-sign-out-others"),
            only_this: key("device-page-only-this"),
            unknown_heading: key("device-page-unknown-heading"),
            unknown_text: if phone.is_empty() {
                key("device-page-unknown-text")
            } else {
                words.t1("device-page-unknown-text-phone", "phone", phone.as_str())
            },
            new_password: Link::new(
                recovery::from_door("/recover/password", door),
                key("device-page-new-password"),
            ),
        }
    }
}

impl Device {
    fn new(words: &Words, session: &Session, here: bool) -> Self {
        let name = browser::name(words, &session.agent);
        let last = if here {
            words.t("device-in-use").into_owned()
        } else {
            words.t1("device-last-used", "when", words.day_time(session.seen))
        };
        Self {
            icon: icon(&session.agent),
            lines: vec![
                words.t1("device-signed-in", "when", words.day_time(session.created)),
                last,
            ],
            here: here.then(|| Badge::new(BadgeKind::InRange, words.t("device-here"))),
            action: format!("/account/devices/{}/sign-out", session.handle()),
            sign_out: words.t1("device-sign-out", "device", name.as_str()),
            name,
        }
    }
}

impl Device {
    fn trusted(words: &Words, trusted: &Trusted) -> Self {
        let name = browser::name(words, &trusted.agent);
        Self {
            icon: icon(&trusted.agent),
            lines: vec![words.t1("device-trust-since", "when", words.day_time(trusted.created))],
            here: None,
            action: format!("/account/devices/trusted/{}/revoke", trusted.handle()),
            sign_out: words.t1("device-trust-revoke-one", "device", name.as_str()),
            name,
        }
    }
}

fn icon(agent: &str) -> &'static str {
    match Agent::read(agent).form {
        Form::Phone => "smartphone",
        Form::Computer => "monitor",
    }
}
