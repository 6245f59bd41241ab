//! The pages of a number.

use askama::Template;
use madrone_accounts::phone::{Consent, Phone};
use madrone_notify::Outcome;
use madrone_ports::SmsRefusal;
use madrone_web::components::{Choice, ErrorSummary, Fact, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{AskCode, Cx, SentCode, Shell};

use super::enrol::{CODE, Typed};
use super::store::Proof;
use crate::Limits;

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    NoNumber,
    Stopped,
}

/// Asks for a number, and says what its owner agrees to.
#[derive(Template)]
#[template(path = "phone/set_up.html")]
pub(super) struct SetUp {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    number: Field,
    /// How codes come, where there is a choice.
    by: Option<Field>,
    notices: Field,
    consent: Vec<String>,
    button: String,
}

impl SetUp {
    pub(super) fn new(cx: &Cx, typed: &Typed, wrong: Option<Wrong>) -> Self {
        let heading = cx.t("phone-set-up");
        let clinic = cx.site().clinic.as_str();
        let error = wrong.map(|wrong| match wrong {
            Wrong::NoNumber => cx.t("phone-wrong"),
            Wrong::Stopped => cx.words().t1("phone-wrong-stopped", "clinic", clinic),
        });
        let number = Field::new(FieldKind::Phone, "number", cx.t("phone-number"))
            .hint(cx.t("phone-number-hint"))
            .autocomplete("tel")
            .max_length(30)
            .value(&typed.number)
            .error(error);
        let calls = cx.app().setting::<Limits>().calls;
        let by = if typed.calls(cx) { "call" } else { "text" };
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/account/security", cx.t("security-heading")),
            heading,
            lede: cx.t("phone-lede"),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&number]),
            number,
            by: calls.then(|| {
                Field::new(FieldKind::Radio, "by", cx.t("phone-by"))
                    .choices(
                        ["text", "call"]
                            .map(|by| Choice::new(by, cx.t(&format!("phone-by-{by}"))))
                            .into(),
                    )
                    .value(by)
            }),
            notices: Field::new(FieldKind::Checkbox, "notices", cx.t("phone-notices-heading"))
                .optional()
                .choices(vec![Choice {
                    hint: cx.t("phone-notices-hint"),
                    chosen: !typed.notices.is_empty(),
                    ..Choice::new("yes", cx.t("phone-notices"))
                }]),
            consent: [Some("phone-consent"), calls.then_some("phone-consent-calls")]
                .into_iter()
                .flatten()
                .map(|key| cx.words().t1(key, "clinic", clinic))
                .collect(),
            button: cx.t("phone-send"),
        }
    }
}

/// Asks for the code that was sent.
pub(super) fn ask_code(cx: &Cx, proof: &Proof, error: Option<String>) -> AskCode {
    let number = proof.number.to_string();
    let (lede, again) = if proof.calls {
        ("identity-call-lede-sent", "identity-call-resend")
    } else {
        ("identity-text-lede-sent", "identity-text-resend")
    };
    let sent = SentCode {
        path: CODE.to_owned(),
        back: Link::new("/account/security/phone?new=1", cx.t("phone-other")),
        lede: cx.words().t1(lede, "number", number.as_str()),
        button: cx.t("phone-finish"),
        again: cx.t(again),
    };
    AskCode::new(cx, sent, error)
}

/// The number that is set up.
#[derive(Template)]
#[template(path = "phone/index.html")]
pub(super) struct State {
    shell: Shell,
    back: Link,
    heading: String,
    /// Says that messages or calls do not reach it.
    problem: Option<Notice>,
    facts: Vec<Fact>,
    notices_heading: String,
    notices_text: String,
    /// The button that asks the number; empty where nothing is to be asked.
    notices_button: String,
    other: Link,
    remove_heading: String,
    remove_text: String,
    remove: String,
}

impl State {
    pub(super) fn new(cx: &Cx, phone: &Phone, consent: Consent, outcome: Option<Outcome>) -> Self {
        let heading = cx.t("phone-heading");
        let clinic = cx.site().clinic.as_str();
        let (text, button) = match consent {
            _ if phone.calls => ("phone-called", ""),
            Consent { stopped: true, .. } => ("phone-notices-stopped", ""),
            Consent { notices: true, .. } => ("phone-notices-on", ""),
            Consent { asked: true, .. } => ("phone-notices-asked", "phone-notices-again"),
            _ => ("phone-notices-off", "phone-notices-ask"),
        };
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/account/security", cx.t("security-heading")),
            heading,
            problem: problem(cx, phone, consent, outcome),
            facts: vec![
                Fact::new(cx.t("phone-number"), phone.number.to_string()),
                Fact::new(cx.t("phone-verified"), cx.words().day_time(phone.verified)),
            ],
            notices_heading: cx.t("phone-notices-heading"),
            notices_text: cx.words().t1(text, "clinic", clinic),
            notices_button: if button.is_empty() { String::new() } else { cx.t(button) },
            other: Link::new("/account/security/phone?new=1", cx.t("phone-other")),
            remove_heading: cx.t("phone-remove-heading"),
            remove_text: cx.t("phone-remove-text"),
            remove: cx.t("phone-remove"),
        }
    }
}

fn problem(cx: &Cx, phone: &Phone, consent: Consent, outcome: Option<Outcome>) -> Option<Notice> {
    let clinic = cx.site().clinic.as_str();
    let key = match outcome {
        Some(Outcome::Failed(refusal)) if phone.calls => match refusal {
            SmsRefusal::NoSuchNumber => "phone-call-failed-no-such-number".to_owned(),
            SmsRefusal::NotAllowed => "phone-call-failed-not-allowed".to_owned(),
            _ => "phone-call-failed-other".to_owned(),
        },
        _ if phone.calls => return None,
        _ if consent.stopped => "phone-stopped".to_owned(),
        Some(failed @ Outcome::Failed(_)) => format!("phone-failed-{}", failed.name()),
        _ => return None,
    };
    Some(Notice::new(NoticeKind::Warning, cx.words().t1(&key, "clinic", clinic)))
}
