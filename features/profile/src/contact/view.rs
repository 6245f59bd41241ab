//! The pages of an address or number.

use askama::Template;
use madrone_web::components::{ErrorSummary, Fact, Field, FieldKind, Link};
use madrone_web::{AskCode, Cx, SentCode, Shell};

use super::handlers::Proved;
use crate::part::Part;

/// Where a way to reach her is changed.
pub(super) fn path(part: Part) -> String {
    format!("/settings/profile/contact/{}", part.name())
}

/// Asks for another address or number, and says how it will be proved.
#[derive(Template)]
#[template(path = "contact.html")]
pub(super) struct Change {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    now: Vec<Fact>,
    action: String,
    value: Field,
    /// What is agreed to by sending it.
    consent: String,
    button: String,
    /// The way to take it away, where there is one that can be missed.
    remove: Option<Link>,
    remove_heading: String,
}

impl Change {
    /// With what stands there `now`, and the number that `waits` for the clinic's call.
    pub(super) fn new(cx: &Cx, part: Part, now: &str, waits: Option<&str>) -> Self {
        let clinic = cx.site().clinic.as_str();
        let heading = cx.t(&format!("profile-part-{}", part.name()));
        let proved = Proved::of(cx, part);
        let (lede, button) = match proved {
            Proved::Mail => ("profile-contact-by-mail", "profile-contact-send-mail"),
            Proved::Text => ("profile-contact-by-text", "profile-contact-send-text"),
            Proved::Call => ("profile-contact-by-call", "profile-contact-send-call"),
        };
        let is_email = part == Part::Email;
        let (kind, label, hint, autocomplete) = if is_email {
            (FieldKind::Email, "profile-contact-email", "", "email")
        } else {
            (
                FieldKind::Phone,
                "profile-contact-phone",
                "profile-contact-phone-hint",
                "tel",
            )
        };
        let value = Field::new(kind, "value", cx.t(label))
            .hint(if hint.is_empty() { String::new() } else { cx.t(hint) })
            .autocomplete(autocomplete)
            .max_length(100);
        let mut facts = vec![Fact::new(
            cx.t("profile-contact-now"),
            if now.is_empty() {
                cx.t("profile-not-said")
            } else {
                now.to_owned()
            },
        )];
        facts.extend(waits.map(|number| Fact::new(cx.t("profile-contact-waits"), number)));
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/settings/profile", cx.t("profile-title")),
            heading,
            lede: cx.words().t1(lede, "clinic", clinic),
            summary: None,
            now: facts,
            action: path(part),
            value,
            consent: if proved == Proved::Text {
                cx.words().t1("profile-consent", "clinic", clinic)
            } else {
                String::new()
            },
            button: cx.t(button),
            remove: (!is_email && (!now.is_empty() || waits.is_some()))
                .then(|| Link::new(format!("{}/remove", path(part)), cx.t("profile-contact-remove"))),
            remove_heading: cx.t("profile-contact-remove-heading"),
        }
    }

    /// With what is wrong with what was typed.
    pub(super) fn wrong(mut self, cx: &Cx, typed: &str, key: &str) -> Self {
        let wrong = cx.words().t1(key, "clinic", cx.site().clinic.as_str());
        self.value = self.value.value(typed).error(Some(wrong));
        self.summary = ErrorSummary::of(&cx.t("profile-check"), [&self.value]);
        self
    }
}

/// Asks for the code that was sent.
pub(super) fn ask_code(cx: &Cx, part: Part, value: &str, error: Option<String>) -> AskCode {
    let by = if part == Part::Email { "mail" } else { "text" };
    let sent = SentCode {
        path: format!("{}/code", path(part)),
        back: Link::new(path(part), cx.t("profile-code-other")),
        lede: cx.words().t1(&format!("profile-code-by-{by}"), "to", value),
        button: cx.t("profile-code-finish"),
        again: cx.t(&format!("profile-code-again-{by}")),
    };
    AskCode::new(cx, sent, error)
}
