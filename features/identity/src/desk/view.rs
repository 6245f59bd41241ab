//! What the pages at the desk show.

use askama::Template;
use madrone_accounts::Entry;
use madrone_web::components::{Badge, BadgeKind, Choice, EmptyState, ErrorSummary, Fact, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Shell};

use super::PhotoId;
use super::handlers::Checked;
use crate::account::{Account, masked};
use crate::on_file::OnFile;
use crate::recovery::in_person;
use crate::slip::{Slip, Text};

/// Whose account it is.
pub(super) struct Person {
    pub(super) entry: Entry,
    /// What the chart says, for those who may open it.
    pub(super) on_file: Option<OnFile>,
}

/// "Last sign-in: …".
pub(super) fn last_used(cx: &Cx, entry: &Entry) -> String {
    match entry.signed_in {
        Some(at) => cx.words().t1("desk-last", "when", cx.words().date_time(at)),
        None => cx.t("desk-never"),
    }
}

/// What is wrong with the checklist.
#[derive(Clone, Copy, Default)]
pub(super) struct Wrong {
    pub(super) shown: bool,
    pub(super) looked: bool,
}

/// The account, and the checklist.
#[derive(Template)]
#[template(path = "desk/help.html")]
pub(super) struct Help {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    badges: Vec<Badge>,
    facts: Vec<Fact>,
    /// Why nobody can be helped here.
    not: Option<String>,
    check_heading: String,
    check_text: String,
    summary: Option<ErrorSummary>,
    action: String,
    fields: [Field; 2],
    after: Vec<String>,
    button: String,
}

impl Help {
    pub(super) fn new(cx: &Cx, person: &Person, checked: &Checked, wrong: Wrong) -> Self {
        let Entry { account, disabled, .. } = &person.entry;
        let kinds = PhotoId::ALL.map(|kind| Choice::new(kind.name(), cx.t(&format!("desk-id-{}", kind.name()))));
        let shown = Field::new(FieldKind::Radio, "shown", cx.t("desk-shown"))
            .hint(cx.t("desk-shown-hint"))
            .choices(kinds.into())
            .value(&checked.shown)
            .error(wrong.shown.then(|| cx.t("desk-shown-wrong")));
        let looked = Field::new(FieldKind::Checkbox, "looked", cx.t("desk-looked"))
            .choices(vec![Choice::new("yes", cx.t("desk-looked-yes"))])
            .value(&checked.looked)
            .error(wrong.looked.then(|| cx.t("desk-looked-wrong")));
        let fields = [shown, looked];
        let is_off = disabled.is_some();
        Self {
            shell: cx.shell(cx.t("desk-heading")),
            back: back(cx, person),
            heading: cx.t("desk-heading"),
            lede: cx.words().t1("desk-lede", "name", account.name.as_str()),
            badges: is_off
                .then(|| Badge::new(BadgeKind::Due, cx.t("admin-state-off")))
                .into_iter()
                .collect(),
            facts: facts(cx, person),
            not: is_off.then(|| cx.t("desk-off")),
            check_heading: cx.t("desk-check-heading"),
            check_text: cx.t("desk-check-text"),
            summary: ErrorSummary::of(&cx.t("web-problem"), &fields),
            action: help_with(account),
            fields,
            after: (1..=3).map(|step| cx.t(&format!("desk-after-{step}"))).collect(),
            button: cx.t("desk-button"),
        }
    }
}

/// The page of helping with a patient's account; such an account has a chart.
fn help_with(account: &Account) -> String {
    let chart = account.chart.as_deref().unwrap_or_default();
    format!("/clinic/patients/{chart}/sign-in-help")
}

fn facts(cx: &Cx, person: &Person) -> Vec<Fact> {
    let (words, entry) = (cx.words(), &person.entry);
    let account = &entry.account;
    let born = person.on_file.as_ref().and_then(|on_file| on_file.birth_date);
    let born = born.map(|day| Fact::new(cx.t("desk-born"), words.date_long(day)));
    let came = entry
        .signed_in
        .map_or_else(|| cx.t("admin-never"), |at| words.date_time(at));
    let mut facts = vec![Fact::new(cx.t("desk-name"), &account.name)];
    facts.extend(born);
    facts.extend([
        Fact::new(cx.t("identity-username"), &account.username),
        Fact::new(cx.t("admin-email"), masked(&account.email)),
        Fact::new(cx.t("admin-last"), came),
        Fact::new(cx.t("admin-made"), words.date_time(entry.created)),
    ]);
    facts
}

fn back(cx: &Cx, person: &Person) -> Link {
    if let Some(on_file) = &person.on_file {
        let chart = format!("/clinic/patients/{}", on_file.chart);
        return Link::new(chart, cx.t("signup-portal-back"));
    }
    Link::new("/clinic/admin/patients", cx.t("desk-find-heading"))
}

/// The code that brings somebody back in, to be handed over.
pub(super) fn slip(cx: &Cx, person: &Person, code: &str) -> Slip {
    let locale = person.on_file.as_ref().and_then(|on_file| on_file.locale);
    let theirs = cx.words().in_locale(locale.unwrap_or(cx.locale()));
    let said = |name: &str| theirs.t(name).into_owned();
    let account = &person.entry.account;
    let address = format!("{}{}", cx.site().public_url, in_person::PATH);
    let ends = theirs.time(cx.now().plus(in_person::LIVES));
    let text = Text {
        heading: said("desk-slip-heading"),
        lede: theirs.t2(
            "desk-slip-for",
            ("name", account.name.as_str()),
            ("username", account.username.as_str()),
        ),
        label: said("desk-slip-code"),
        steps: vec![
            theirs.t1("desk-slip-open", "address", address),
            said("desk-slip-type"),
            said("desk-slip-choose"),
            said("desk-slip-second"),
        ],
        until: theirs.t1("desk-slip-until", "time", ends),
    };
    let ours = (cx.t("desk-heading"), cx.t("desk-slip-once"));
    Slip::new(cx, &theirs, ours, back(cx, person), code, text)
}

/// Finding a patient's account by what signs in.
#[derive(Template)]
#[template(path = "desk/find.html")]
pub(super) struct Find {
    shell: Shell,
    heading: String,
    lede: String,
    label: String,
    value: String,
    submit: String,
    clear: Option<Link>,
    rows: Vec<Row>,
    empty: Option<EmptyState>,
}

impl Find {
    pub(super) fn new(cx: &Cx, sought: &str, found: &[Entry]) -> Self {
        let row = |entry: &Entry| {
            let account = &entry.account;
            let row = Row::new(help_with(account), "user", &account.name)
                .line(format!("{} · {}", account.username, masked(&account.email)))
                .line(last_used(cx, entry));
            match entry.disabled {
                Some(_) => row.badge(Badge::new(BadgeKind::Due, cx.t("admin-state-off"))),
                None => row,
            }
        };
        let nobody = || EmptyState {
            icon: "search-x",
            title: cx.t("desk-nobody"),
            why: cx.t("desk-nobody-why"),
            actions: Vec::new(),
        };
        Self {
            shell: cx.shell(cx.t("desk-find-heading")),
            heading: cx.t("desk-find-heading"),
            lede: cx.t("desk-find-lede"),
            label: cx.t("desk-find"),
            value: sought.to_owned(),
            submit: cx.t("admin-search"),
            clear: (!sought.is_empty()).then(|| Link::new("/clinic/admin/patients", cx.t("admin-clear"))),
            rows: found.iter().map(row).collect(),
            empty: (!sought.is_empty() && found.is_empty()).then(nobody),
        }
    }
}
