//! A page that says what happened and what to do next: links that do not open, mail that is on its way, a door that stays
//! shut.

use askama::Template;
use madrone_web::components::Link;
use madrone_web::{Cx, Shell};

#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    shell: Shell,
    heading: String,
    lede: String,
    lines: Vec<String>,
    way: Link,
    /// Filled where the way on is plain; an outline where the next step is not in the portal.
    style: &'static str,
    other: Option<Link>,
    /// Below the card: who helps, or what to name to them. Empty where there is no need.
    last: String,
}

impl Message {
    pub(crate) fn new(cx: &Cx, heading: String, lede: String, lines: Vec<String>, way: Link) -> Self {
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede,
            lines,
            way,
            style: "filled",
            other: None,
            last: String::new(),
        }
    }

    /// With another way on, less likely than the first.
    pub(crate) fn or(self, other: Link) -> Self {
        Self {
            other: Some(other),
            ..self
        }
    }

    pub(crate) fn in_outline(self) -> Self {
        Self {
            style: "outline",
            ..self
        }
    }

    pub(crate) fn ending(self, last: String) -> Self {
        Self { last, ..self }
    }
}
