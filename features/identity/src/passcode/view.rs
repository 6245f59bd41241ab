//! The page of the devices with a passcode, and the form at the door.

use askama::Template;
use madrone_accounts::browser;
use madrone_web::components::{ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};

use super::enrol::Refused;
use super::store::Device;
use crate::passkey::{party, unable};
use crate::sign_in::Door;

fn field(cx: &Cx, name: &'static str, label: &str) -> Field {
    Field::new(FieldKind::Pin, name, cx.t(label))
        .autocomplete("off")
        .max_length(4)
}

/// The form at the door. A script shows it where this browser has a passcode.
pub(crate) struct PasscodeForm {
    pub(crate) host: String,
    /// Whether the browser's is of no more use.
    pub(crate) gone: bool,
    pub(crate) heading: String,
    pub(crate) passcode: Field,
    pub(crate) button: String,
    pub(crate) failed: String,
}

impl PasscodeForm {
    /// `None` at the door of the staff, and where people come by a number.
    pub(crate) fn new(cx: &Cx, door: Door, gone: bool) -> Option<Self> {
        let party = party(cx).ok().filter(|_| door == Door::Patient)?;
        Some(Self {
            host: party.id().to_owned(),
            gone,
            heading: cx.t("passcode-use-heading"),
            passcode: field(cx, "passcode", "passcode-field"),
            button: cx.t("passcode-use"),
            failed: cx.t("passcode-again"),
        })
    }
}

/// One device.
struct One {
    id: String,
    name: String,
    lines: Vec<String>,
    action: String,
    remove: String,
}

/// The page.
#[derive(Template)]
#[template(path = "passcode/index.html")]
pub(super) struct Passcodes {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    list: Vec<One>,
    none: String,
    here: String,
    remove: String,
    add_heading: String,
    /// Said where the form below cannot work.
    unable: String,
    host: Option<String>,
    passcode: Field,
    again: Field,
    button: String,
    failed: String,
}

impl Passcodes {
    pub(super) fn new(cx: &Cx, all: &[Device], done: &str, wrong: Option<Refused>) -> Self {
        let heading = cx.t("passcode-heading");
        let mut shell = cx.shell(heading.clone());
        shell.notice = match done {
            "added" | "removed" => Some(Notice::new(NoticeKind::Done, cx.t(&format!("passcode-done-{done}")))),
            _ => None,
        };
        let said = |key: &str| wrong.filter(|wrong| wrong.0 == key).map(|wrong| cx.t(wrong.0));
        let passcode = field(cx, "passcode", "passcode-field")
            .hint(cx.t("passcode-hint"))
            .error(said("passcode-four").or_else(|| said("passcode-easy")));
        let again = field(cx, "again", "passcode-repeat").error(said("passcode-differs"));
        let problem = cx.t("web-problem");
        let summary = match said("passcode-failed") {
            Some(failed) => Some(ErrorSummary::general(&problem, failed)),
            None => ErrorSummary::of(&problem, [&passcode, &again]),
        };
        Self {
            shell,
            back: Link::new("/account/security", cx.t("security-heading")),
            heading,
            lede: cx.t("passcode-lede"),
            summary,
            list: all.iter().map(|one| One::new(cx, one)).collect(),
            none: cx.t("passcode-none"),
            here: cx.t("device-here"),
            remove: cx.t("passcode-remove"),
            add_heading: cx.t("passcode-add-heading"),
            unable: unable(cx, "passcode-unable"),
            host: party(cx).ok().map(|party| party.id().to_owned()),
            passcode,
            again,
            button: cx.t("passcode-add"),
            failed: cx.t("passcode-failed"),
        }
    }
}

impl One {
    fn new(cx: &Cx, device: &Device) -> Self {
        let words = cx.words();
        let name = browser::name(words, &device.agent);
        let when = |key: &str, at| words.t1(key, "when", words.day_time(at).as_str());
        let last = match device.used {
            Some(at) => when("passcode-used", at),
            None => cx.t("passcode-never-used"),
        };
        Self {
            id: device.id.clone(),
            lines: vec![when("passcode-made", device.created), last],
            action: format!("/account/security/passcode/{}/remove", device.id),
            remove: words.t1("passcode-remove-one", "name", name.as_str()),
            name,
        }
    }
}
