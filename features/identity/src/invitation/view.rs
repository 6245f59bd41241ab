//! The clinic's pages of a patient's way into the portal.

use askama::Template;
use madrone_i18n::Words;
use madrone_web::components::{Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};

use super::clinic::Standing;
use super::{LIVES, address, said, why_not};
use crate::account::masked;
use crate::on_file::OnFile;
use crate::slip::{Slip, Text};

/// The portal, beside a chart.
#[derive(Template)]
#[template(path = "clinic/portal_card.html")]
pub(super) struct Card {
    pub(super) heading: String,
    pub(super) lines: Vec<String>,
    pub(super) way: Option<Link>,
}

/// How the patient stands to the portal.
pub(super) fn state(words: &Words, standing: Standing) -> Vec<String> {
    let none = words.t("signup-portal-none").into_owned();
    match standing {
        Standing::HasAccount => vec![words.t("signup-portal-has").into_owned()],
        Standing::NotInvited => vec![none],
        Standing::Invited { at, by_hand } => {
            let key = if by_hand {
                "signup-portal-code-out"
            } else {
                "signup-portal-mail-out"
            };
            vec![none, words.t1(key, "date", words.date(words.day_of(at)))]
        }
    }
}

/// What can be made, or why nothing can.
#[derive(Template)]
#[template(path = "clinic/portal.html")]
pub(super) struct Portal {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    state: Vec<String>,
    action: String,
    /// Why there is no code to be had.
    not: Option<String>,
    hand_heading: String,
    hand_text: String,
    hand_button: String,
    mail_heading: String,
    mail_text: String,
    /// `None` where nothing can be mailed.
    mail_button: Option<String>,
}

impl Portal {
    pub(super) fn new(cx: &Cx, on_file: &OnFile, standing: Standing) -> Self {
        let words = cx.words();
        let today = words.day_of(cx.now());
        let not = match standing {
            Standing::HasAccount => Some(cx.t("signup-not-has-account")),
            _ => why_not(words, on_file, today),
        };
        let (mail_text, mail_button) = match address(on_file, today) {
            Ok(email) => (
                words.t1("signup-mail-text", "email", masked(email)),
                Some(cx.t("signup-mail-button")),
            ),
            Err(why) => (said(words, &why).unwrap_or_default(), None),
        };
        let heading = cx.t("signup-portal");
        Self {
            shell: cx.shell(heading.clone()),
            back: back(cx, on_file),
            heading,
            lede: words.t1("signup-portal-lede", "name", on_file.name.as_str()),
            state: state(words, standing),
            action: format!("/clinic/patients/{}/portal", on_file.chart),
            not,
            hand_heading: cx.t("signup-hand-heading"),
            hand_text: cx.t("signup-hand-text"),
            hand_button: cx.t("signup-hand-button"),
            mail_heading: cx.t("signup-mail-heading"),
            mail_text,
            mail_button,
        }
    }

    /// With the word that a link is on its way.
    pub(super) fn mailed(mut self, cx: &Cx, email: &str) -> Self {
        let text = cx.words().t1("signup-mailed", "email", email);
        self.shell.notice = Some(Notice::new(NoticeKind::Done, text));
        self
    }
}

/// The activation code, to be handed over.
pub(super) fn slip(cx: &Cx, on_file: &OnFile, code: &str) -> Slip {
    let theirs = cx.words().in_locale(on_file.locale.unwrap_or(cx.locale()));
    let said = |name: &str| theirs.t(name).into_owned();
    let address = format!("{}/sign-up", cx.site().public_url);
    let until = theirs.date(theirs.day_of(cx.now().plus(LIVES)));
    let text = Text {
        heading: said("signup-slip-heading"),
        lede: theirs.t1("signup-slip-for", "name", on_file.name.as_str()),
        label: said("signup-slip-code"),
        steps: vec![
            theirs.t1("signup-slip-step-open", "address", address),
            said("signup-slip-step-type"),
            said("signup-slip-step-choose"),
        ],
        until: theirs.t1("signup-slip-until", "date", until),
    };
    let ours = (text.heading.clone(), cx.t("signup-slip-kept"));
    Slip::new(cx, &theirs, ours, back(cx, on_file), code, text)
}

fn back(cx: &Cx, on_file: &OnFile) -> Link {
    Link::new(
        format!("/clinic/patients/{}", on_file.chart),
        cx.t("signup-portal-back"),
    )
}
