//! The pages of the queue.

use askama::Template;
use madrone_i18n::Words;
use madrone_web::components::{
    Badge, BadgeKind, Cell, Choice, ErrorSummary, Fact, Field, FieldKind, Link, Notice, NoticeKind, Row, Table,
};
use madrone_web::{Cx, List, Shell, Sought, Worklist};

use super::candidates::Candidate;
use super::clinic::{Noted, REASONS, address};
use super::{Outcome, Queued, Step};
use crate::invitation;
use crate::on_file::{Name, OnFile};
use madrone_accounts::matching::{Agreement, Claim};

/// A field that looks for charts.
struct Search {
    label: String,
    value: String,
    submit: String,
    clear: Option<Link>,
}

const LIST: List = List {
    name: "signup-queue",
    path: "/clinic/signups",
    said: &["mailed", "declined"],
};

/// The list at the clinic.
pub(super) fn list(cx: &Cx, sought: &Sought, all: &[Queued]) -> Worklist {
    let row = |queued: &Queued| {
        let claim = &queued.request.claim;
        let text = format!("{} {} {}", full_name(claim), claim.contact, claim.birth_date);
        (text, row(cx.words(), queued))
    };
    let rows = all.iter().map(row).collect();
    Worklist::new(cx, LIST, sought, rows)
}

fn row(words: &Words, queued: &Queued) -> Row {
    let request = &queued.request;
    let row = Row::new(address(&request.id), "user", full_name(&request.claim))
        .line(words.t1("signup-born", "date", words.date(request.claim.birth_date)))
        .line(words.t1("signup-asked", "at", words.date_time(request.created)));
    match queued.resolved {
        Some((outcome, _)) => row.badge(Badge::new(BadgeKind::Plain, outcome_said(words, outcome))),
        None if queued.was_called => row.badge(Badge::new(BadgeKind::Plain, words.t("signup-was-called"))),
        None => row,
    }
}

fn full_name(claim: &Claim) -> String {
    format!("{} {}", claim.given, claim.family)
}

fn outcome_said(words: &Words, outcome: Outcome) -> String {
    words.t(&format!("signup-outcome-{}", outcome.name())).into_owned()
}

/// One request beside the charts that it may mean.
#[derive(Template)]
#[template(path = "clinic/signup.html")]
pub(super) struct Show {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    facts: Vec<Fact>,
    /// What became of it.
    resolved: Option<Notice>,
    reopen: Option<Link>,
    charts_heading: String,
    /// What stands in the place of charts where none are shown.
    no_charts: Option<String>,
    charts: Vec<ChartCard>,
    search: Option<Search>,
    action: String,
    called_heading: String,
    called_note: Field,
    called_button: String,
    decline_heading: String,
    decline_text: String,
    decline_reason: Field,
    decline_note: Field,
    decline_button: String,
    history_heading: String,
    history: Vec<Row>,
}

/// A chart beside the request.
struct ChartCard {
    name: String,
    href: Link,
    table: Table,
    /// What speaks for care.
    warnings: Vec<Notice>,
    chart: String,
    hand: Option<String>,
    mail: Option<String>,
    /// Why no code can be made.
    not: Option<String>,
}

impl Show {
    pub(super) fn new(
        cx: &Cx,
        (queued, steps): (&Queued, &[Step]),
        candidates: Option<&[Candidate]>,
        sought: &Sought,
    ) -> Self {
        let words = cx.words();
        let claim = &queued.request.claim;
        let heading = full_name(claim);
        let is_open = queued.resolved.is_none();
        let charts: Vec<ChartCard> = candidates
            .into_iter()
            .flatten()
            .map(|candidate| chart_card(cx, claim, candidate))
            .collect();
        let no_charts = match candidates {
            Some([]) => Some(cx.t("signup-charts-none")),
            None if is_open => Some(cx.t("signup-charts-shut")),
            _ => None,
        };
        let reasons = REASONS.map(|reason| Choice::new(reason, cx.t(&format!("signup-reason-{reason}"))));
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/clinic/signups", cx.t("signup-queue")),
            heading,
            lede: words.t1("signup-asked", "at", words.date_time(queued.request.created)),
            summary: None,
            facts: claimed(words, claim),
            resolved: queued.resolved.map(|(outcome, at)| Notice {
                title: outcome_said(words, outcome),
                ..Notice::new(NoticeKind::Info, words.date_time(at))
            }),
            reopen: matches!(queued.resolved, Some((Outcome::Declined, _)))
                .then(|| Link::new(format!("{}/reopen", address(&queued.request.id)), cx.t("signup-reopen"))),
            charts_heading: cx.t("signup-charts"),
            no_charts,
            charts,
            search: candidates.is_some().then(|| Search {
                label: cx.t("signup-charts-search"),
                value: sought.q.clone(),
                submit: cx.t("web-search"),
                clear: (!sought.q.is_empty()).then(|| Link::new(address(&queued.request.id), cx.t("web-search-clear"))),
            }),
            action: address(&queued.request.id),
            called_heading: cx.t("signup-called"),
            called_note: note(cx, "called-note"),
            called_button: cx.t("signup-called-button"),
            decline_heading: cx.t("signup-decline"),
            decline_text: cx.t("signup-decline-text"),
            decline_reason: Field::new(FieldKind::Radio, "reason", cx.t("signup-decline-reason"))
                .choices(reasons.into()),
            decline_note: note(cx, "decline-note"),
            decline_button: cx.t("signup-decline-button"),
            history_heading: cx.t("signup-history"),
            history: steps.iter().map(|step| step_row(words, step)).collect(),
        }
    }

    /// With what was typed into its forms.
    pub(super) fn typed(mut self, called: &Noted, declined: &Noted) -> Self {
        self.called_note = self.called_note.value(&called.note);
        self.decline_reason = self.decline_reason.value(&declined.reason);
        self.decline_note = self.decline_note.value(&declined.note);
        self
    }

    /// With the word that it was kept and is not saved.
    pub(super) fn kept(mut self, cx: &Cx) -> Self {
        self.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
        self
    }

    /// With the word that a reason is missing.
    pub(super) fn no_reason(mut self, cx: &Cx) -> Self {
        self.decline_reason = self.decline_reason.error(Some(cx.t("signup-decline-reason-wrong")));
        self.summary = ErrorSummary::of(&cx.t("web-problem"), [&self.decline_reason]);
        self
    }
}

/// Two forms of the page have one.
fn note(cx: &Cx, id: &str) -> Field {
    let mut note = Field::new(FieldKind::Long, "note", cx.t("signup-note"))
        .optional()
        .max_length(1000);
    id.clone_into(&mut note.id);
    note
}

/// What was said, for when no chart stands beside it.
fn claimed(words: &Words, claim: &Claim) -> Vec<Fact> {
    vec![
        Fact::new(words.t("identity-birth-date"), words.date(claim.birth_date)),
        Fact::new(words.t("signup-ask-sex"), sex(words, &claim.sex)),
        Fact::new(words.t("signup-ask-postal-code"), claim.postal_code.clone()),
        Fact::new(words.t("signup-ask-contact"), claim.contact.clone()),
    ]
}

/// A word for FHIR's administrative gender.
fn sex(words: &Words, code: &str) -> String {
    let key = format!("signup-sex-{}", if code.is_empty() { "unsaid" } else { code });
    if words.has(&key) {
        words.t(&key).into_owned()
    } else {
        code.to_owned()
    }
}

fn chart_card(cx: &Cx, claim: &Claim, candidate: &Candidate) -> ChartCard {
    let words = cx.words();
    let on_file = &candidate.on_file;
    let today = words.day_of(cx.now());
    let warnings = [
        (candidate.is_young, "signup-warn-young"),
        (candidate.is_shared, "signup-warn-shared"),
        (candidate.is_fresh, "signup-warn-fresh"),
    ];
    let not = if candidate.has_account {
        Some(cx.t("signup-not-has-account"))
    } else {
        invitation::why_not(words, on_file, today)
    };
    let button = |key: &str| words.t1(key, "name", on_file.name.as_str());
    ChartCard {
        name: on_file.name.clone(),
        href: Link::new(format!("/clinic/patients/{}", on_file.chart), cx.t("signup-open-chart")),
        table: table(words, claim, candidate),
        warnings: warnings
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, key)| Notice::new(NoticeKind::Warning, cx.t(key)))
            .collect(),
        chart: on_file.chart.clone(),
        hand: not.is_none().then(|| button("signup-match-hand")),
        mail: (not.is_none() && invitation::can_mail(on_file, today)).then(|| button("signup-match-mail")),
        not,
    }
}

/// Each answer beside what is on file, and how the two stand.
fn table(words: &Words, claim: &Claim, candidate: &Candidate) -> Table {
    let (on_file, compared) = (&candidate.on_file, &candidate.compared);
    let key = |key: &str| words.t(key).into_owned();
    let rows = [
        (key("signup-name"), full_name(claim), names(on_file), compared.name),
        (
            key("identity-birth-date"),
            words.date_short(claim.birth_date),
            on_file
                .birth_date
                .map(|born| words.date_short(born))
                .unwrap_or_default(),
            compared.birth_date,
        ),
        (
            key("signup-ask-sex"),
            sex(words, &claim.sex),
            if on_file.sex.is_empty() {
                String::new()
            } else {
                sex(words, &on_file.sex)
            },
            compared.sex,
        ),
        (
            key("signup-ask-postal-code"),
            claim.postal_code.clone(),
            on_file.postal_codes.join(", "),
            compared.postal_code,
        ),
        (
            key("signup-contact"),
            claim.contact.clone(),
            [on_file.phones.as_slice(), on_file.emails.as_slice()]
                .concat()
                .join(", "),
            compared.contact,
        ),
    ];
    let row = |(term, said, known, agreement): (String, String, String, Agreement)| {
        let known = if known.is_empty() {
            key("signup-not-on-file")
        } else {
            known
        };
        vec![
            Cell::text(term),
            Cell::text(breakable(&said)),
            Cell::text(breakable(&known)).badge(agreement_badge(words, agreement)),
        ]
    };
    Table {
        caption: words.t1("signup-compared", "name", on_file.name.as_str()),
        head: vec![
            key("signup-column-what"),
            key("signup-column-said"),
            key("signup-column-on-file"),
        ],
        rows: rows.into_iter().map(row).collect(),
    }
}

/// With a place to break a line in an e-mail address.
fn breakable(text: &str) -> String {
    text.replace('@', "\u{200b}@")
}

fn agreement_badge(words: &Words, agreement: Agreement) -> Badge {
    let (kind, key) = match agreement {
        Agreement::Same => (BadgeKind::InRange, "same"),
        Agreement::Near => (BadgeKind::Due, "near"),
        Agreement::Differs => (BadgeKind::Due, "differs"),
        Agreement::Unknown => (BadgeKind::Plain, "unknown"),
    };
    Badge::new(kind, words.t(&format!("signup-agrees-{key}")))
}

fn names(on_file: &OnFile) -> String {
    let name = |name: &Name| format!("{} {}", name.given.join(" "), name.family).trim().to_owned();
    let names: Vec<String> = on_file.names.iter().map(name).collect();
    names.join(", ")
}

fn step_row(words: &Words, step: &Step) -> Row {
    let title = words.t(&format!("signup-step-{}", step.kind)).into_owned();
    let by = words.t2(
        "signup-step-by",
        ("name", step.name.as_str()),
        ("at", words.date_time(step.at)),
    );
    if step.kind == "matched" {
        return Row::new(format!("/clinic/patients/{}", step.note), "file-text", title).line(by);
    }
    Row::new("", "history", title).line(by).line(step.note.clone())
}
