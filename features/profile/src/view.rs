//! What the page says.

use askama::Template;
use madrone_chart::Stored;
use madrone_web::components::{Choice, ErrorSummary, Fact, Field, FieldKind, Notice, NoticeKind};
use madrone_web::{Cx, Shell};
use serde_json::Value;

use crate::about::{About, KNOWN_LANGUAGES, KNOWN_PRONOUNS, LONGEST};
use crate::name::legal;

/// Why the form is shown again.
pub(crate) enum Problem {
    /// It is not.
    None,
    /// Answers that cannot be taken: the field and the key of what to do.
    Wrong(Vec<(&'static str, &'static str)>),
    /// The record has changed since the page was opened; it says this now.
    Changed(Box<About>),
}

#[derive(Template)]
#[template(path = "profile.html")]
pub(crate) struct Profile {
    shell: Shell,
    heading: String,
    lede: String,
    legal: Vec<Fact>,
    legal_why: String,
    summary: Option<ErrorSummary>,
    version: i64,
    about_heading: String,
    about: Vec<Field>,
    address_heading: String,
    address: Vec<Field>,
    button: String,
}

impl Profile {
    pub(crate) fn new(cx: &Cx, stored: &Stored, patient: &Value, said: &About, problem: &Problem) -> Self {
        let words = cx.words();
        let key = |name: &str| words.t(name).into_owned();
        let fields: Vec<_> = said
            .fields()
            .into_iter()
            .map(|(name, value)| field(cx, name, value).error(error(cx, name, value, problem)))
            .collect();
        let summary = match problem {
            Problem::None => None,
            Problem::Wrong(_) => ErrorSummary::of(&key("profile-check"), &fields),
            Problem::Changed(_) => {
                let mut summary = ErrorSummary::general(&key("profile-changed-title"), key("profile-changed"));
                summary.fields = ErrorSummary::of("", &fields).map_or_else(Vec::new, |wrong| wrong.fields);
                Some(summary)
            }
        };
        let (about, address) = fields.split_at(4);
        Self {
            shell: cx.shell(key("profile-title")),
            heading: key("profile-title"),
            lede: key("profile-lede"),
            legal: vec![Fact::new(key("profile-legal"), legal(patient).unwrap_or_default())],
            legal_why: match cx.site().phone.as_str() {
                "" => key("profile-legal-why"),
                phone => words.t1("profile-legal-why-at", "phone", phone),
            },
            summary,
            version: stored.version,
            about_heading: key("profile-about"),
            about: about.to_vec(),
            address_heading: key("profile-address"),
            address: address.to_vec(),
            button: key("profile-save"),
        }
    }

    /// With answers that could not be sent, over the version of the record that they were written over.
    pub(crate) fn kept(cx: &Cx, stored: &Stored, patient: &Value, (said, version): (&About, &str)) -> Self {
        let mut page = Self::new(cx, stored, patient, said, &Problem::None);
        page.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
        page.version = version.parse().unwrap_or(page.version);
        page
    }

    /// Says that the last answers were kept.
    pub(crate) fn say_saved(&mut self, cx: &Cx) {
        self.shell.notice = Some(Notice::new(NoticeKind::Done, cx.t("profile-saved")));
    }
}

/// What stands beside a field.
fn error(cx: &Cx, name: &str, value: &str, problem: &Problem) -> Option<String> {
    match problem {
        Problem::None => None,
        Problem::Wrong(wrong) => wrong.iter().find(|(field, _)| *field == name).map(|(_, key)| cx.t(key)),
        Problem::Changed(now) => {
            let (_, now) = now.fields().into_iter().find(|(field, _)| *field == name)?;
            let said = if now.is_empty() {
                cx.t("profile-not-said")
            } else {
                spoken(cx, name, now)
            };
            (now != value).then(|| cx.words().t1("profile-now", "value", said))
        }
    }
}

/// A value in the reader's words.
pub(crate) fn spoken(cx: &Cx, name: &str, value: &str) -> String {
    let key = match name {
        "pronouns" | "language" | "interpreter" => format!("profile-{name}-{value}"),
        _ => return value.to_owned(),
    };
    if cx.words().has(&key) {
        cx.t(&key)
    } else {
        value.to_owned()
    }
}

fn field(cx: &Cx, name: &'static str, value: &str) -> Field {
    let label = cx.t(&format!("profile-field-{name}"));
    let choice = |answer: &str| Choice::new(answer, spoken(cx, name, answer));
    let choices = |known: &[&str]| {
        let mut choices = vec![Choice::new("", cx.t("profile-not-said"))];
        choices.extend(known.iter().map(|answer| choice(answer)));
        // What the clinic has written down stays a choice of its own.
        if !value.is_empty() && !known.contains(&value) {
            choices.push(choice(value));
        }
        choices
    };
    let (kind, choices) = match name {
        "pronouns" => (FieldKind::Radio, choices(&KNOWN_PRONOUNS.map(|(code, _)| code))),
        "language" => (FieldKind::Select, choices(&KNOWN_LANGUAGES)),
        "interpreter" => (FieldKind::Radio, choices(&["yes", "no"])),
        _ => (FieldKind::Text, Vec::new()),
    };
    let hint = match name {
        "preferred" => cx.t("profile-hint-preferred"),
        "country" => cx.t("profile-hint-country"),
        _ => String::new(),
    };
    let field = Field::new(kind, name, label)
        .optional()
        .choices(choices)
        .value(value)
        .hint(hint);
    let field = if kind == FieldKind::Text {
        field.max_length(u32::try_from(LONGEST).unwrap_or(u32::MAX))
    } else {
        field
    };
    field.autocomplete(match name {
        "preferred" => "nickname",
        "street" => "address-line1",
        "unit" => "address-line2",
        "city" => "address-level2",
        "state" => "address-level1",
        "postal" => "postal-code",
        "country" => "country-name",
        _ => "",
    })
}
