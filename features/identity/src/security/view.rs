//! The pages of an account's security.

use askama::Template;
use madrone_accounts::phone::Phone;
use madrone_kernel::Instant;
use madrone_web::components::{
    Badge, BadgeKind, ErrorSummary, Fact, Field, FieldKind, Link, Notice, NoticeKind, Row, Square,
};
use madrone_web::{Cx, Failure, Shell};

use super::Done;
use super::password::Wrong;
use crate::Limits;
use crate::account::{Account, masked};
use crate::factor::store::AuthenticatorApp;
use crate::factor::{Enrolled, Way};
use madrone_authn::totp;

/// Everything an account signs in with.
#[derive(Template)]
#[template(path = "security/overview.html")]
pub(super) struct Overview {
    shell: Shell,
    heading: String,
    lede: String,
    /// Asks for a second way where there is only one.
    advice: Option<Notice>,
    second_heading: String,
    second: Vec<Row>,
    first_heading: String,
    first: Vec<Row>,
}

impl Overview {
    /// `must` is whether a second step must be set up before anything else.
    /// `phone` is the one that codes go to, and whether its owner has stopped text messages.
    pub(super) fn new(
        cx: &Cx,
        (account, enrolled, phone): (&Account, Enrolled, Option<(Phone, bool)>),
        passcodes: i64,
        done: Option<Done>,
        must: bool,
    ) -> Self {
        let heading = cx.t("security-heading");
        let mut shell = cx.shell(heading.clone());
        shell.notice = done.map(|done| said(cx, done));
        let ways = enrolled.ways(account.role, &cx.app().setting::<Limits>());
        Self {
            shell,
            heading,
            lede: cx.t("security-lede"),
            advice: advice(cx, &ways, must),
            second_heading: cx.t("security-second-heading"),
            second: [passkeys(cx, enrolled)]
                .into_iter()
                .chain(account.role.is_none().then(|| passcode_row(cx, passcodes)))
                .chain([app(cx, enrolled)])
                .chain(texts(cx, account, phone))
                .chain([email(cx, account, &ways), codes(cx, enrolled)])
                .collect(),
            first_heading: cx.t("security-first-heading"),
            first: vec![
                Row::new("/account/password", "lock", cx.t("security-password")).line(cx.t("security-password-line")),
                Row::new("/account/devices", "monitor", cx.t("device-page-heading")).line(cx.t("device-page-lede")),
            ],
        }
    }
}

fn said(cx: &Cx, done: Done) -> Notice {
    let kind = match done {
        Done::LastOne => NoticeKind::Warning,
        _ => NoticeKind::Done,
    };
    Notice::new(kind, cx.t(&format!("security-done-{}", done.name())))
}

fn advice(cx: &Cx, ways: &[Way], must: bool) -> Option<Notice> {
    let name = if must {
        "security-must"
    } else if ways.len() < 2 {
        "security-advice"
    } else {
        return None;
    };
    Some(Notice {
        kind: if must { NoticeKind::Warning } else { NoticeKind::Info },
        title: cx.t(name),
        text: cx.t(&format!("{name}-text")),
    })
}

fn on(cx: &Cx, row: Row) -> Row {
    row.badge(Badge::new(BadgeKind::InRange, cx.t("security-on")))
}

fn passkeys(cx: &Cx, enrolled: Enrolled) -> Row {
    let row = Row::new("/account/security/passkeys", "fingerprint", cx.t("passkey-heading"));
    if enrolled.passkeys > 0 {
        return on(cx, row.line(cx.words().t1("passkey-count", "count", enrolled.passkeys)));
    }
    row.line(cx.t("passkey-off"))
}

fn passcode_row(cx: &Cx, count: i64) -> Row {
    let row = Row::new("/account/security/passcode", "lock", cx.t("passcode-heading"));
    if count > 0 {
        return on(cx, row.line(cx.words().t1("passcode-count", "count", count)));
    }
    row.line(cx.t("passcode-off"))
}

fn app(cx: &Cx, enrolled: Enrolled) -> Row {
    let row = Row::new("/account/security/app", "smartphone", cx.t("security-app"));
    if enrolled.app {
        return on(cx, row.line(cx.t("security-app-on")));
    }
    row.line(cx.t("security-app-off"))
}

/// Codes by phone, where they are for the account, and whether the phone has stopped text messages.
fn texts(cx: &Cx, account: &Account, phone: Option<(Phone, bool)>) -> Option<Row> {
    if account.role.is_some() || !cx.app().setting::<Limits>().texts {
        return None;
    }
    let row = Row::new("/account/security/phone", "message-circle", cx.t("phone-heading"));
    Some(match phone {
        None => row.line(cx.t("phone-off")),
        Some((phone, true)) if !phone.calls => row.line(cx.t("phone-on-stopped")),
        Some((phone, _)) => {
            let key = if phone.calls {
                "phone-on-called"
            } else {
                "phone-on-texted"
            };
            on(
                cx,
                row.line(cx.words().t1(key, "number", phone.number.to_string().as_str())),
            )
        }
    })
}

fn email(cx: &Cx, account: &Account, ways: &[Way]) -> Row {
    let row = Row::new("", "mail", cx.t("security-email"));
    if ways.contains(&Way::Email) {
        let to = masked(&account.email);
        return on(cx, row.line(cx.words().t1("security-email-on", "email", to.as_str())));
    }
    row.line(cx.t("security-email-off"))
}

fn codes(cx: &Cx, enrolled: Enrolled) -> Row {
    let row = Row::new("/account/security/codes", "clipboard-list", cx.t("security-codes"));
    if enrolled.codes > 0 {
        return on(
            cx,
            row.line(cx.words().t1("security-codes-left", "left", enrolled.codes)),
        );
    }
    row.line(cx.t("security-codes-off"))
}

fn back(cx: &Cx) -> Link {
    Link::new("/account/security", cx.t("security-heading"))
}

/// The authenticator app that is set up.
#[derive(Template)]
#[template(path = "security/app.html")]
pub(crate) struct App {
    shell: Shell,
    back: Link,
    heading: String,
    facts: Vec<Fact>,
    new: Link,
    remove_heading: String,
    remove_text: String,
    remove: String,
}

impl App {
    pub(crate) fn new(cx: &Cx, app: &AuthenticatorApp) -> Self {
        let heading = cx.t("security-app");
        let when = |at: Instant| cx.words().day_time(at);
        let used = app.used.map_or_else(|| cx.t("security-never-used"), when);
        Self {
            shell: cx.shell(heading.clone()),
            back: back(cx),
            heading,
            facts: vec![
                Fact::new(cx.t("security-set-up"), when(app.created)),
                Fact::new(cx.t("security-last-used"), used),
            ],
            new: Link::new("/account/security/app?new=1", cx.t("security-app-new-phone")),
            remove_heading: cx.t("security-app-remove-heading"),
            remove_text: cx.t("security-app-remove-text"),
            remove: cx.t("security-app-remove"),
        }
    }
}

/// Setting one up: the square, the same to type, and the code that shows that it worked.
#[derive(Template)]
#[template(path = "security/set_up_app.html")]
pub(crate) struct SetUpApp {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    steps: Vec<String>,
    square: Square,
    square_label: String,
    open: Link,
    typed_label: String,
    typed: Vec<String>,
    sealed: String,
    code: Field,
    button: String,
}

impl SetUpApp {
    /// `secret` as it is, and as the form carries it.
    pub(crate) fn new(
        cx: &Cx,
        username: &str,
        (secret, sealed): (&[u8], String),
        error: Option<String>,
    ) -> Result<Self, Failure> {
        let heading = cx.t("security-app-set-up");
        let typable = totp::typable(secret);
        let address = totp::address(&cx.site().clinic, username, &typable);
        let code = Field::new(FieldKind::Code, "code", cx.t("web-code"))
            .hint(cx.t("security-app-code-hint"))
            .autocomplete("one-time-code")
            .max_length(12)
            .error(error);
        Ok(Self {
            shell: cx.shell(heading.clone()),
            back: back(cx),
            heading,
            lede: cx.t("security-app-lede"),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&code]),
            steps: (1..=3).map(|step| cx.t(&format!("security-app-step-{step}"))).collect(),
            square: Square::of(&address)?,
            square_label: cx.t("security-app-square"),
            open: Link::new(address, cx.t("security-app-open")),
            typed_label: cx.t("security-app-typed"),
            typed: groups(&typable),
            sealed,
            code,
            button: cx.t("security-app-button"),
        })
    }
}

/// A secret in groups of four, as it is read out.
fn groups(secret: &str) -> Vec<String> {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect()
}

/// The recovery codes: how many are left, or ten new ones, shown once.
#[derive(Template)]
#[template(path = "security/codes.html")]
pub(crate) struct RecoveryCodes {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    state: String,
    codes: Vec<String>,
    codes_label: String,
    keep: Vec<String>,
    print: String,
    make: String,
    make_text: String,
}

impl RecoveryCodes {
    /// `made` is how many are left and when they were made; `codes` are new ones.
    pub(crate) fn new(cx: &Cx, made: Option<(i64, Instant)>, codes: &[String]) -> Self {
        let heading = cx.t(if codes.is_empty() {
            "security-codes"
        } else {
            "security-codes-new"
        });
        let state = made.map(|(left, at)| {
            let on = cx.words().day_time(at);
            cx.words()
                .t2("security-codes-state", ("left", left), ("when", on.as_str()))
        });
        Self {
            shell: cx.shell(heading.clone()),
            back: back(cx),
            heading,
            lede: cx.t("security-codes-lede"),
            state: state.unwrap_or_else(|| cx.t("security-codes-none")),
            codes: codes.to_vec(),
            codes_label: cx
                .words()
                .t1("security-codes-label", "clinic", cx.site().clinic.as_str()),
            keep: ["security-codes-once", "security-codes-keep"]
                .map(|key| cx.t(key))
                .into(),
            print: cx.t("security-codes-print"),
            make: cx.t(if made.is_some() {
                "security-codes-again"
            } else {
                "security-codes-make"
            }),
            make_text: if made.is_some() {
                cx.t("security-codes-again-text")
            } else {
                String::new()
            },
        }
    }
}

/// The old password and the new one.
#[derive(Template)]
#[template(path = "security/password.html")]
pub(super) struct ChangePassword {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    username: String,
    current: Field,
    password: Field,
    button: String,
    forgot: Link,
}

impl ChangePassword {
    pub(super) fn new(cx: &Cx, username: &str, wrong: Wrong) -> Self {
        let heading = cx.t("security-password-heading");
        let field = |name: &str, label: &str, autocomplete, wrong: Option<&str>| {
            Field::new(FieldKind::Password, name, cx.t(label))
                .autocomplete(autocomplete)
                .reveal(cx.t("identity-show"), cx.t("identity-hide"))
                .error(wrong.map(|key| cx.t(key)))
        };
        let current = field(
            "current",
            "security-password-current",
            "current-password",
            wrong.current,
        );
        let password = field("password", "recovery-new-password", "new-password", wrong.password)
            .hint(cx.t("identity-new-password-hint"));
        Self {
            shell: cx.shell(heading.clone()),
            back: back(cx),
            heading,
            lede: cx.t("security-password-lede"),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&current, &password]),
            username: username.to_owned(),
            current,
            password,
            button: cx.t("recovery-new-button"),
            forgot: Link::new("/recover/password", cx.t("security-password-forgot")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_out_in_groups() {
        assert_eq!(groups("ABCDEFGHIJ"), ["ABCD", "EFGH", "IJ"]);
    }
}
