//! The page of an account's passkeys, and the button that uses one.

use askama::Template;
use madrone_accounts::browser;
use madrone_web::components::{ErrorSummary, Field, FieldKind, Link};
use madrone_web::{Cx, Shell};

use super::enrol::LONGEST_NAME;
use super::store::Passkey;
use super::{party, unable};

/// A form that a script fills in: it stays hidden where there is none, or where the browser knows no passkeys.
pub(crate) struct PasskeyForm {
    /// Where the filled-in form goes.
    pub(crate) action: &'static str,
    /// Where the browser learns what to ask for.
    pub(crate) options: &'static str,
    /// The host at which passkeys work.
    pub(crate) host: String,
    pub(crate) next: String,
    pub(crate) door: &'static str,
    /// Whether passkeys are offered while the username is typed.
    pub(crate) offered: bool,
    pub(crate) button: String,
    pub(crate) failed: String,
}

impl PasskeyForm {
    /// The button that signs in; `None` where this site cannot have passkeys.
    pub(crate) fn to_sign_in(cx: &Cx, (next, door): (&str, &'static str), offered: bool) -> Option<Self> {
        Self::new(cx, "/sign-in/passkey", next).map(|form| Self { door, offered, ..form })
    }

    /// The button that confirms.
    pub(crate) fn to_confirm(cx: &Cx, next: &str) -> Option<Self> {
        Self::new(cx, "/account/confirm/passkey", next)
    }

    fn new(cx: &Cx, action: &'static str, next: &str) -> Option<Self> {
        Some(Self {
            action,
            options: "/sign-in/passkey/options",
            host: party(cx).ok()?.id().to_owned(),
            next: next.to_owned(),
            door: "",
            offered: false,
            button: cx.t("passkey-use"),
            failed: cx.t("passkey-failed"),
        })
    }
}

/// One passkey.
pub(super) struct One {
    name: String,
    lines: Vec<String>,
    action: String,
    remove: String,
}

/// The page.
#[derive(Template)]
#[template(path = "passkey/index.html")]
pub(super) struct Passkeys {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    list: Vec<One>,
    none: String,
    remove: String,
    add_heading: String,
    /// Said where the form below cannot work.
    unable: String,
    host: Option<String>,
    name: Field,
    button: String,
    failed: String,
}

impl Passkeys {
    pub(super) fn new(cx: &Cx, all: &[Passkey], failed: bool) -> Self {
        let heading = cx.t("passkey-heading");
        let host = party(cx).ok().map(|party| party.id().to_owned());
        let longest = u32::try_from(LONGEST_NAME).unwrap_or(0);
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/account/security", cx.t("security-heading")),
            heading,
            lede: cx.t("passkey-lede"),
            summary: failed.then(|| ErrorSummary::general(&cx.t("web-problem"), cx.t("passkey-not-added"))),
            list: all.iter().map(|one| One::new(cx, one)).collect(),
            none: cx.t("passkey-none"),
            remove: cx.t("passkey-remove"),
            add_heading: cx.t("passkey-add-heading"),
            unable: unable(cx, "passkey-unable"),
            host,
            name: Field::new(FieldKind::Text, "name", cx.t("passkey-name"))
                .hint(cx.t("passkey-name-hint"))
                .max_length(longest)
                .value(browser::name(cx.words(), &cx.request().agent)),
            button: cx.t("passkey-add"),
            failed: cx.t("passkey-failed"),
        }
    }
}

impl One {
    fn new(cx: &Cx, passkey: &Passkey) -> Self {
        let words = cx.words();
        let when = |at| words.day_time(at);
        let last = match passkey.used {
            Some(at) => words.t1("passkey-used", "when", when(at).as_str()),
            None => cx.t("passkey-never-used"),
        };
        Self {
            lines: vec![words.t1("passkey-made", "when", when(passkey.created).as_str()), last],
            action: format!("/account/security/passkeys/{}/remove", passkey.id),
            remove: words.t1("passkey-remove-one", "name", passkey.name.as_str()),
            name: passkey.name.clone(),
        }
    }
}
