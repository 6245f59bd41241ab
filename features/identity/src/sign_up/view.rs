//! The pages of signing up.

use askama::Template;
use madrone_web::components::{Choice, ErrorSummary, Fact, Field, FieldKind, Link, Notice, NoticeKind, Row};
use madrone_web::{Cx, Shell};

use super::store::SignUp;
use super::terms::Terms;
use super::{account, start};
use crate::account::masked;
use crate::on_file::OnFile;

/// A code and a birth date, or the way for those who have no code.
#[derive(Template)]
#[template(path = "sign_up/start.html")]
pub(super) struct Start {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    ask_code: bool,
    code: Field,
    birth_date: Field,
    button: String,
    /// For those who have no code.
    no_code: Vec<Row>,
    have_account: String,
    sign_in: Link,
}

impl Start {
    pub(super) fn new(cx: &Cx, typed: &start::Typed, is_over: bool) -> Self {
        let words = cx.words();
        let heading = cx.t("signup-heading");
        let mut shell = cx.shell(heading.clone());
        shell.notice = is_over.then(|| Notice::new(NoticeKind::Warning, call(cx, "signup-over")));
        Self {
            shell,
            heading,
            lede: words.t1("signup-lede", "clinic", cx.site().clinic.as_str()),
            summary: None,
            ask_code: typed.code.is_empty(),
            code: Field::new(FieldKind::Text, "code", cx.t("signup-code"))
                .hint(cx.t("signup-code-hint"))
                .autocomplete("off")
                .max_length(40)
                .value(typed.code.as_str()),
            birth_date: birth_date(cx, &typed.birth_date, None).hint(cx.t("identity-birth-date-hint")),
            button: cx.t("identity-continue"),
            no_code: vec![
                Row::new("/sign-up/request", "search", cx.t("signup-no-code")).line(cx.t("signup-no-code-hint")),
            ],
            have_account: cx.t("identity-have-account"),
            sign_in: Link::new("/sign-in", cx.t("identity-sign-in")),
        }
    }

    /// With the one answer that every wrong combination gets.
    pub(super) fn wrong(self, cx: &Cx) -> Self {
        let why = call(cx, "signup-wrong");
        Self {
            summary: Some(ErrorSummary::general(&cx.t("web-problem"), why)),
            ask_code: true,
            ..self
        }
    }
}

pub(super) fn birth_date(cx: &Cx, value: &str, wrong: Option<&str>) -> Field {
    Field::new(FieldKind::Date, "birth_date", cx.t("identity-birth-date"))
        .autocomplete("bday")
        .value(value)
        .error(wrong.map(|key| cx.t(key)))
}

/// Words that tell whom to call, with the number where there is one.
pub(super) fn call(cx: &Cx, key: &str) -> String {
    let first = cx.t(key);
    let call = match cx.site().phone.as_str() {
        "" => cx.t("signup-call"),
        phone => cx.words().t1("signup-call-at", "phone", phone),
    };
    format!("{first} {call}")
}

/// A username, a password, the terms.
#[derive(Template)]
#[template(path = "sign_up/account.html")]
pub(super) struct Choose {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    facts: Vec<Fact>,
    email: Option<Field>,
    username: Field,
    password: Field,
    terms: Terms,
    show_terms: String,
    accept: Field,
    button: String,
}

/// The keys of what is wrong with each field.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wrong {
    pub(super) email: Option<&'static str>,
    pub(super) username: Option<&'static str>,
    pub(super) password: Option<&'static str>,
    pub(super) terms: Option<&'static str>,
}

impl Choose {
    pub(super) fn new(cx: &Cx, (sign_up, on_file): (&SignUp, &OnFile), typed: &account::Typed, wrong: Wrong) -> Self {
        let error = |key: Option<&str>| key.map(|key| cx.t(key));
        let heading = cx.t("signup-account-heading");
        let known = sign_up.proven_email();
        let email = known.is_none().then(|| {
            Field::new(FieldKind::Email, "email", cx.t("signup-email"))
                .hint(cx.t("signup-email-hint"))
                .autocomplete("email")
                .max_length(254)
                .value(typed.email.as_str())
                .error(error(wrong.email))
        });
        let username = Field::new(FieldKind::Text, "username", cx.t("identity-new-username"))
            .hint(cx.t("identity-new-username-hint"))
            .autocomplete("username")
            .max_length(40)
            .value(typed.username.as_str())
            .error(error(wrong.username));
        let password = Field::new(FieldKind::Password, "password", cx.t("identity-new-password"))
            .hint(cx.t("identity-new-password-hint"))
            .autocomplete("new-password")
            .reveal(cx.t("identity-show"), cx.t("identity-hide"))
            .error(error(wrong.password));
        let accept = Field::new(FieldKind::Checkbox, "terms", cx.t("terms-heading"))
            .choices(vec![Choice::new("yes", cx.t("signup-accept"))])
            .value(typed.terms.as_str())
            .error(error(wrong.terms));
        let summary = ErrorSummary::of(
            &cx.t("web-problem"),
            email.iter().chain([&username, &password, &accept]),
        );
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: cx.words().t1("signup-account-lede", "name", on_file.name.as_str()),
            summary,
            facts: facts(cx, known, on_file),
            email,
            username,
            password,
            terms: Terms::new(cx),
            show_terms: cx.t("signup-show-terms"),
            accept,
            button: cx.t("identity-make-account"),
        }
    }
}

/// Where the clinic will write and call: the address that is proven, the telephone as it is on file.
fn facts(cx: &Cx, email: Option<&str>, on_file: &OnFile) -> Vec<Fact> {
    let email = email.map(|email| Fact {
        term: cx.t("signup-fact-email"),
        lines: vec![email.to_owned(), cx.t("signup-fact-proven")],
    });
    let phone = on_file.phones.first().map(|phone| Fact {
        term: cx.t("signup-fact-phone"),
        lines: vec![phone.clone(), cx.t("signup-fact-on-file")],
    });
    email.into_iter().chain(phone).collect()
}

/// The code from the mail.
#[derive(Template)]
#[template(path = "sign_up/verify.html")]
pub(super) struct Verify {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    code: Field,
    button: String,
    none_heading: String,
    none: Vec<String>,
    way: Link,
}

impl Verify {
    pub(super) fn new(cx: &Cx, sign_up: &SignUp, wrong: Option<String>) -> Self {
        let heading = cx.t("signup-verify-heading");
        let code = Field::new(FieldKind::Code, "code", cx.t("signup-verify-code"))
            .hint(cx.t("web-code-hint"))
            .autocomplete("one-time-code")
            .max_length(12)
            .error(wrong);
        let clinic = cx.site().clinic.as_str();
        let (lede, none, way) = if sign_up.proven {
            let to = masked(sign_up.contact.as_deref().unwrap_or_default());
            (
                cx.words().t1("signup-verify-lede", "email", to),
                vec![cx.t("signup-verify-none")],
                Link::new("/sign-up/account", cx.t("signup-verify-back")),
            )
        } else {
            (
                cx.words().t1("signup-asked-lede", "clinic", clinic),
                vec![cx.t("signup-asked-none"), call(cx, "signup-asked-next")],
                Link::new("/", cx.t("signup-asked-leave")),
            )
        };
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede,
            summary: ErrorSummary::of(&cx.t("web-problem"), [&code]),
            code,
            button: cx.t("identity-continue"),
            none_heading: cx.t("web-code-again-heading"),
            none,
            way,
        }
    }
}
