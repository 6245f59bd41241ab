//! A code that the clinic hands over: once on the screen, and on paper. What the patient reads is in the patient's
//! language.

use askama::Template;
use madrone_i18n::Words;
use madrone_web::components::Link;
use madrone_web::{Cx, Shell};

#[derive(Template)]
#[template(path = "slip.html")]
pub(crate) struct Slip {
    shell: Shell,
    back: Link,
    lang: &'static str,
    heading: String,
    lede: String,
    label: String,
    code: String,
    steps: Vec<String>,
    until: String,
    note: String,
    print: String,
}

/// What one kind of slip says, in the patient's language.
pub(crate) struct Text {
    pub(crate) heading: String,
    /// Whose it is.
    pub(crate) lede: String,
    /// What the code is called.
    pub(crate) label: String,
    /// What to do with it.
    pub(crate) steps: Vec<String>,
    /// How long it is good for.
    pub(crate) until: String,
}

impl Slip {
    /// `theirs` are the patient's words; `title` and `note` are for whoever makes the slip.
    pub(crate) fn new(
        cx: &Cx,
        theirs: &Words,
        (title, note): (String, String),
        back: Link,
        code: &str,
        text: Text,
    ) -> Self {
        Self {
            shell: cx.shell(title),
            back,
            lang: theirs.locale().tag(),
            heading: text.heading,
            lede: text.lede,
            label: text.label,
            code: code.to_owned(),
            steps: text.steps,
            until: text.until,
            note,
            print: cx.t("signup-slip-print"),
        }
    }
}
