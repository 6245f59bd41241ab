//! The page where the second step is shown: while signing in, and again before something that matters.

use askama::Template;
use madrone_web::components::{ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};

use super::Way;
use crate::account::{Account, masked};
use crate::passkey::unable;
use crate::passkey::view::PasskeyForm;

/// Where the page stands.
pub(crate) struct Place {
    pub(crate) heading: String,
    /// Said before what the way itself says; may be empty.
    pub(crate) why: String,
    /// Where the page is, and where its form goes.
    pub(crate) path: &'static str,
    /// Where a code is asked for.
    pub(crate) send: &'static str,
    /// Where to go afterwards, where the form must carry it.
    pub(crate) next: String,
    /// The way out.
    pub(crate) leave: Link,
    /// The words that offer to trust this device, where that is offered.
    pub(crate) trust: Option<String>,
    /// The button for whoever has a passkey.
    pub(crate) passkey: Option<PasskeyForm>,
}

/// What has happened so far.
pub(crate) struct State<'a> {
    pub(crate) account: &'a Account,
    /// The number that codes by text message go to, masked; empty where there is none.
    pub(crate) number: String,
    /// The ways that are open to the account.
    pub(crate) ways: &'a [Way],
    /// The one that the page is about.
    pub(crate) way: Way,
    /// Whether a code is on its way, or not needed.
    pub(crate) sent: bool,
    /// What was wrong with the last code.
    pub(crate) error: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "second_step.html")]
pub(crate) struct SecondStep {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    path: &'static str,
    send: &'static str,
    way: &'static str,
    next: String,
    /// Absent until a code was asked for.
    code: Option<Field>,
    trust: Option<String>,
    button: String,
    send_first: String,
    /// Present where codes are sent.
    again: Option<Again>,
    others_heading: String,
    others: Vec<Other>,
    /// Present where the account has one; with its style.
    passkey: Option<PasskeyForm>,
    passkey_style: &'static str,
    /// Asks for a browser that can, where there is nothing but passkeys.
    unable: String,
    leave: Link,
}

/// Asking for another code.
pub(crate) struct Again {
    heading: String,
    text: String,
    button: String,
}

/// Another way.
pub(crate) struct Other {
    /// Empty where a code must be asked for first.
    href: String,
    way: &'static str,
    label: String,
}

impl SecondStep {
    pub(crate) fn new(cx: &Cx, place: Place, state: State<'_>) -> Self {
        let (words, way) = (cx.words(), state.way);
        let email = masked(&state.account.email);
        let lede = match way {
            Way::Passkey => cx.t("passkey-lede-use"),
            Way::App => cx.t("identity-app-lede"),
            Way::Sms if state.sent => words.t1("identity-text-lede-sent", "number", state.number.as_str()),
            Way::Sms => words.t1("identity-text-lede", "number", state.number.as_str()),
            Way::Call if state.sent => words.t1("identity-call-lede-sent", "number", state.number.as_str()),
            Way::Call => words.t1("identity-call-lede", "number", state.number.as_str()),
            Way::Email if state.sent => words.t1("identity-code-lede", "email", email.as_str()),
            Way::Email => words.t1("identity-email-lede", "email", email.as_str()),
            Way::Recovery => cx.t("identity-recovery-code-lede"),
        };
        let code = field(cx, way)
            .filter(|_| state.sent)
            .map(|field| field.error(state.error));
        let others = state
            .ways
            .iter()
            .filter(|other| **other != way && **other != Way::Passkey);
        let others = others.map(|other| Other::new(cx, &place, *other)).collect();
        Self {
            shell: cx.shell(place.heading.clone()),
            heading: place.heading,
            lede: if place.why.is_empty() {
                lede
            } else {
                format!("{} {lede}", place.why)
            },
            summary: ErrorSummary::of(&cx.t("web-problem"), &code),
            others,
            path: place.path,
            send: place.send,
            way: way.name(),
            next: place.next,
            trust: place.trust,
            button: cx.t("identity-continue"),
            send_first: cx.t("identity-send-code"),
            again: (way.is_sent() && code.is_some()).then(|| Again {
                heading: cx.t("web-code-again-heading"),
                text: cx.t(match way {
                    Way::Sms => "identity-text-resend",
                    Way::Call => "identity-call-resend",
                    _ => "identity-resend-text",
                }),
                button: cx.t("web-code-again"),
            }),
            code,
            passkey: place.passkey.filter(|_| state.ways.contains(&Way::Passkey)),
            passkey_style: if way == Way::Passkey { "filled" } else { "outline" },
            unable: if way == Way::Passkey {
                unable(cx, "passkey-unable")
            } else {
                String::new()
            },
            others_heading: cx.t("identity-other-ways"),
            leave: place.leave,
        }
    }
}

impl SecondStep {
    /// The same, saying that a passkey was not taken.
    pub(crate) fn failed(mut self, cx: &Cx, failed: bool) -> Self {
        if failed {
            self.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("passkey-failed")));
        }
        self
    }
}

impl Other {
    fn new(cx: &Cx, place: &Place, way: Way) -> Self {
        let label = cx.t(&format!("identity-by-{}", way.name()));
        let next = url_part(&place.next);
        let href = match way {
            Way::Sms | Way::Call | Way::Email => String::new(),
            Way::Passkey | Way::App | Way::Recovery => format!("{}?way={}{next}", place.path, way.name()),
        };
        let way = way.name();
        Self { href, way, label }
    }
}

/// `&next=…`, or nothing where there is nothing to carry.
pub(crate) fn url_part(next: &str) -> String {
    if next.is_empty() {
        return String::new();
    }
    let next = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
    format!("&next={next}")
}

/// What is typed for a way; nothing for a passkey.
fn field(cx: &Cx, way: Way) -> Option<Field> {
    match way {
        Way::Passkey => None,
        Way::App | Way::Sms | Way::Call | Way::Email => Some(
            Field::new(FieldKind::Code, "code", cx.t("web-code"))
                .hint(cx.t("web-code-hint"))
                .autocomplete("one-time-code")
                .max_length(12),
        ),
        Way::Recovery => Some(
            Field::new(FieldKind::Text, "code", cx.t("identity-recovery-code"))
                .hint(cx.t("identity-recovery-code-hint"))
                .autocomplete("off")
                .max_length(24),
        ),
    }
}
