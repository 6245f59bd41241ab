//! The page that asks for a code which was sent to prove an address or a number.

use askama::Template;

use crate::components::{ErrorSummary, Field, FieldKind, Link};
use crate::{Cx, Shell};

/// What was sent, and where its code is typed.
pub struct SentCode {
    /// Where the form goes; `/again` below it sends a new code.
    pub path: String,
    /// The way to another address or number.
    pub back: Link,
    /// Where the code was sent.
    pub lede: String,
    /// What finishes it.
    pub button: String,
    /// What to do when none comes.
    pub again: String,
}

/// The page.
#[derive(Template)]
#[template(path = "ask_code.html")]
pub struct AskCode {
    shell: Shell,
    heading: String,
    sent: SentCode,
    summary: Option<ErrorSummary>,
    code: Field,
    again_heading: String,
    again_path: String,
    again_button: String,
}

impl AskCode {
    /// Asks for the code, with what was wrong with the last one.
    pub fn new(cx: &Cx, sent: SentCode, error: Option<String>) -> Self {
        let heading = cx.t("web-code-heading");
        let code = Field::new(FieldKind::Code, "code", cx.t("web-code"))
            .hint(cx.t("web-code-hint"))
            .autocomplete("one-time-code")
            .max_length(12)
            .error(error);
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            again_path: format!("{}/again", sent.path),
            sent,
            summary: ErrorSummary::of(&cx.t("web-problem"), [&code]),
            code,
            again_heading: cx.t("web-code-again-heading"),
            again_button: cx.t("web-code-again"),
        }
    }
}
