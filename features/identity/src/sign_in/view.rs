//! The pages of signing in.

use askama::Template;
use madrone_web::components::{ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};

use super::Door;
use crate::passcode::view::PasscodeForm;
use crate::passkey::view::PasskeyForm;
use crate::{StaffSignIn, passcode, recovery};

/// Username and password.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(super) struct SignIn {
    pub(super) shell: Shell,
    pub(super) heading: String,
    pub(super) lede: String,
    pub(super) summary: Option<ErrorSummary>,
    pub(super) username: Field,
    pub(super) password: Field,
    pub(super) action: &'static str,
    /// The organisation's own sign-in, and what stands between it and the form.
    pub(super) provider: Option<(Link, String)>,
    pub(super) next: String,
    pub(super) button: String,
    pub(super) passkey: Option<PasskeyForm>,
    pub(super) passcode: Option<PasscodeForm>,
    pub(super) recover: Link,
    pub(super) is_patient: bool,
    pub(super) new_here: String,
    pub(super) sign_up: String,
    pub(super) emergency: String,
}

/// What is said above the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    Nothing,
    SignedOut,
    Welcome,
    Expired,
    Ended,
    NoPasskey,
    Passcode(passcode::Wrong),
    Wrong,
}

impl SignIn {
    pub(super) fn new(cx: &Cx, door: Door, (username, next): (&str, &str), said: Said) -> Self {
        let words = cx.words();
        let key = |name: &str| words.t(name).into_owned();
        let heading = key(match door {
            Door::Patient => "identity-sign-in-heading",
            Door::Clinic => "identity-clinic-sign-in-heading",
        });
        let mut shell = cx.shell(heading.clone());
        shell.notice = match said {
            Said::SignedOut => Some(Notice::new(NoticeKind::Done, key("identity-signed-out"))),
            Said::Welcome => Some(Notice::new(NoticeKind::Done, key("identity-welcome"))),
            Said::Expired => Some(Notice::new(NoticeKind::Warning, key("identity-expired"))),
            Said::Ended => Some(Notice {
                title: key("device-ended"),
                ..Notice::new(NoticeKind::Info, key("device-ended-text"))
            }),
            Said::NoPasskey => Some(Notice::new(NoticeKind::Warning, key("passkey-failed"))),
            Said::Passcode(wrong) => Some(Notice::new(NoticeKind::Warning, wrong.said(words))),
            Said::Nothing | Said::Wrong => None,
        };
        let mut name = Field::new(FieldKind::Text, "username", key("identity-username"));
        username.clone_into(&mut name.value);
        // The browser offers passkeys among the names that it knows.
        name.autocomplete = "username webauthn";
        name.max_length = 80;
        let mut password = Field::new(FieldKind::Password, "password", key("identity-password"));
        password.autocomplete = "current-password";
        password.max_length = 256;
        password.reveal = Some((key("identity-show"), key("identity-hide")));
        let summary = (said == Said::Wrong).then(|| ErrorSummary::general(&key("web-problem"), key("identity-wrong")));
        Self {
            shell,
            heading,
            lede: key(match door {
                Door::Patient => "identity-sign-in-lede",
                Door::Clinic => "identity-clinic-sign-in-lede",
            }),
            summary,
            username: name,
            password,
            action: door.path(),
            provider: provider(cx, door, next),
            next: next.to_owned(),
            button: key("identity-sign-in"),
            passkey: PasskeyForm::to_sign_in(cx, (next, recovery::name_of(door)), true),
            passcode: PasscodeForm::new(cx, door, said == Said::Passcode(passcode::Wrong::Gone)),
            recover: Link::new(recovery::from_door("/recover", door), key("recovery-link")),
            is_patient: door == Door::Patient,
            new_here: key("identity-new-here"),
            sign_up: key("identity-to-sign-up"),
            emergency: key("identity-emergency"),
        }
    }
}

/// The way to the organisation's own sign-in, where there is one.
fn provider(cx: &Cx, door: Door, next: &str) -> Option<(Link, String)> {
    let setting = cx.app().setting::<StaffSignIn>();
    if door == Door::Patient || setting.provider.is_none() {
        return None;
    }
    let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    let name = cx
        .words()
        .t1("provider-sign-in", "organisation", setting.organisation.as_str());
    let way = Link::new(format!("/clinic/sign-in/provider?{next}"), name);
    Some((way, cx.t("provider-or")))
}
