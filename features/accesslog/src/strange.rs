//! "This looks strange": the person whose record it is asks the clinic about an entry, and the privacy officer answers.

use askama::Template;
use madrone_accounts::account;
use madrone_authz::audit::{self, Looked, Who, Written};
use madrone_authz::{Action, Area, ChartAccess, Role};
use madrone_db::Result as DbResult;
use madrone_kernel::new_id;
use madrone_notify::{Notice, tell};
use madrone_web::components::{ErrorSummary, Fact, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Failure, Form, List, PageResult, Path, Query, Shell, Sought, Worklist};
use serde::Deserialize;

use crate::deed::{self, Deed};
use crate::store::{self, Report};
use crate::{ANSWERED, log};

/// Who looks into what patients ask about their record.
pub(crate) const ROLES: &[Role] = &[Role::Records];

/// The longest note and answer, in characters.
const LONGEST: u32 = 1000;

const LIST: List = List {
    name: "accesslog-list",
    path: "/clinic/access-reports",
    said: &["explained", "wrong"],
};

#[derive(Template)]
#[template(path = "strange.html")]
struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    facts: Vec<Fact>,
    said: String,
    action: String,
    fields: Vec<Field>,
    /// Values of `do` with their words; none where there is nothing left to say.
    buttons: Vec<(&'static str, String)>,
}

/// What either form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    note: String,
    #[serde(rename = "do")]
    outcome: String,
}

/// Whether an entry may be asked about by the person of `account`: others' looks, not the portal's work or one's own.
pub(crate) fn may_be_strange(entry: &Written, account: &str) -> bool {
    entry.actor_kind != "system" && entry.actor_id != account
}

/// The entry at `seq` about the chart that `access` opens.
fn entry_at(cx: &Cx, access: &ChartAccess, seq: i64) -> Result<Option<Written>, Failure> {
    let looked = Looked {
        who: Who::Anybody,
        from: None,
        until: None,
        before: seq.saturating_add(1),
    };
    let latest = audit::of_chart(cx.tx(), access, looked, 1)?.into_iter().next();
    Ok(latest.filter(|entry| entry.seq == seq))
}

fn find(cx: &mut Cx, seq: &str) -> Result<(ChartAccess, Written), Failure> {
    let seq = seq.parse().map_err(|_| Failure::NotFound)?;
    let access = cx.open_chart(Action::view(Area::Sharing))?;
    let entry = entry_at(cx, &access, seq)?.filter(|entry| may_be_strange(entry, cx.actor().id()));
    Ok((access, entry.ok_or(Failure::NotFound)?))
}

/// `GET /access-log/entries/{seq}`
pub(crate) fn show(cx: &mut Cx, Path(seq): Path) -> PageResult {
    let (_, entry) = find(cx, &seq)?;
    let actor = cx.actor();
    let report = store::of_account(cx.tx(), actor.id(), entry.seq)?;
    let mut facts = facts_of(cx, &entry, actor.id());
    let said = report.as_ref().map_or("accesslog-strange-lede".into(), |report| {
        format!("accesslog-strange-{}", report.state)
    });
    let fact = |key: &str, value: &str| Fact::new(cx.t(key), value.to_owned());
    if let Some(report) = report.as_ref() {
        facts.extend((!report.note.is_empty()).then(|| fact("accesslog-strange-said", &report.note)));
        facts.extend((!report.answer.is_empty()).then(|| fact("accesslog-strange-answer", &report.answer)));
    }
    let note = Field::new(FieldKind::Long, "note", cx.t("accesslog-strange-note"))
        .optional()
        .hint(cx.t("accesslog-strange-note-hint"))
        .max_length(LONGEST);
    let heading = cx.t("accesslog-strange");
    cx.render(&Page {
        shell: cx.shell(heading.clone()),
        back: Link::new(log::PAGE, cx.t("accesslog-heading")),
        heading,
        lede: cx.t(&said),
        summary: None,
        facts,
        said: String::new(),
        action: format!("/access-log/entries/{}", entry.seq),
        fields: if report.is_none() { vec![note] } else { Vec::new() },
        buttons: if report.is_none() {
            vec![("ask", cx.t("accesslog-strange-ask"))]
        } else {
            Vec::new()
        },
    })
}

/// `POST /access-log/entries/{seq}`
pub(crate) fn ask(cx: &mut Cx, Path(seq): Path, form: Form<Typed>) -> PageResult {
    let (access, entry) = find(cx, &seq)?;
    let actor = cx.actor();
    let new = Report {
        id: new_id(cx.now(), cx.random()),
        patient: access.patient_id().ok_or(Failure::NotFound)?.to_owned(),
        seq: entry.seq,
        account: actor.id().to_owned(),
        name: actor.name().to_owned(),
        note: form.0.note.trim().chars().take(LONGEST as usize).collect(),
        made: cx.now(),
        state: String::new(),
        answer: String::new(),
    };
    // Sent twice, it is one.
    store::add(cx.tx(), &new)?;
    cx.redirect(format!("/access-log/entries/{}", entry.seq))
}

/// The number beside the place in the navigation.
pub(crate) fn badge(cx: &Cx) -> DbResult<u64> {
    Ok(u64::try_from(store::count_open(cx.tx())?).unwrap_or(0))
}

/// `GET /clinic/access-reports`
pub(crate) fn index(cx: &mut Cx, Query(sought): Query<Sought>) -> PageResult {
    cx.only(ROLES)?;
    let all = store::reports(cx.tx(), !sought.is_settled())?;
    let rows = all.into_iter().map(|report| {
        let row = Row::new(
            format!("/clinic/access-reports/{}", report.id),
            "eye",
            report.name.clone(),
        )
        .line(report.note.clone())
        .line(cx.words().date_time(report.made));
        (format!("{} {}", report.name, report.note), row)
    });
    let rows = rows.collect();
    cx.render(&Worklist::new(cx, LIST, &sought, rows))
}

/// `GET /clinic/access-reports/{id}`
pub(crate) fn show_report(cx: &mut Cx, Path(id): Path) -> PageResult {
    let page = report_page(cx, &id, &Typed::default(), None)?;
    cx.render(&page)
}

/// `POST /clinic/access-reports/{id}`
pub(crate) fn answer(cx: &mut Cx, Path(id): Path, form: Form<Typed>) -> PageResult {
    cx.only(ROLES)?;
    let typed = form.0;
    let outcome = LIST.said.iter().find(|said| **said == typed.outcome);
    let (Some(outcome), false) = (outcome, typed.note.trim().is_empty()) else {
        let page = report_page(cx, &id, &typed, Some("accesslog-wrong-answer"))?;
        return cx.invalid(&page);
    };
    let report = store::by_id(cx.tx(), &id)?.ok_or(Failure::NotFound)?;
    let said: String = typed.note.trim().chars().take(LONGEST as usize).collect();
    if !store::settle(cx.tx(), &id, (outcome, &said), (cx.actor().name(), cx.now()))? {
        return cx.redirect(LIST.path);
    }
    if account::by_id(cx.tx(), &report.account)?.is_some() {
        let notice = Notice {
            account: &report.account,
            event: &ANSWERED,
            occasion: &id,
            path: log::PAGE,
        };
        tell(cx.app(), cx.tx(), notice, cx.now())?;
    }
    cx.redirect(format!("{}?said={outcome}", LIST.path))
}

fn report_page(cx: &mut Cx, id: &str, typed: &Typed, wrong: Option<&'static str>) -> Result<Page, Failure> {
    cx.only(ROLES)?;
    let report = store::by_id(cx.tx(), id)?.ok_or(Failure::NotFound)?;
    let access = cx.open_chart_of(&report.patient, Action::view(Area::Sharing))?;
    let patient = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let fact = |key: &str, value: String| Fact::new(cx.t(key), value);
    let mut facts = vec![
        fact("accesslog-report-patient", patient.name),
        fact("accesslog-report-by", report.name.clone()),
        fact("accesslog-report-made", cx.words().date_time(report.made)),
    ];
    facts.extend((!report.note.is_empty()).then(|| fact("accesslog-strange-said", report.note.clone())));
    if let Some(entry) = entry_at(cx, &access, report.seq)? {
        facts.extend(facts_of(cx, &entry, ""));
        facts.push(fact("accesslog-report-target", entry.target));
    }
    let is_open = report.state == "open";
    facts.extend((!is_open).then(|| fact("accesslog-strange-answer", report.answer.clone())));
    let field = Field::new(FieldKind::Long, "note", cx.t("accesslog-report-answer"))
        .hint(cx.t("accesslog-report-answer-hint"))
        .value(typed.note.as_str())
        .max_length(LONGEST)
        .error(wrong.map(|key| cx.t(key)));
    let fields = if is_open { vec![field] } else { Vec::new() };
    let outcomes = LIST.said.iter().filter(|_| is_open);
    Ok(Page {
        shell: cx.shell(report.name.clone()),
        back: Link::new(LIST.path, cx.t("accesslog-list")),
        heading: report.name,
        lede: String::new(),
        summary: ErrorSummary::of(&cx.t("accesslog-check"), &fields),
        facts,
        said: if is_open {
            String::new()
        } else {
            cx.t(&format!("accesslog-list-{}", report.state))
        },
        action: format!("{}/{}", LIST.path, report.id),
        fields,
        buttons: outcomes
            .map(|said| (*said, cx.t(&format!("accesslog-report-{said}"))))
            .collect(),
    })
}

/// Who it was, what they did and when, for the person of `account`.
fn facts_of(cx: &Cx, entry: &Written, account: &str) -> Vec<Fact> {
    let words = cx.words();
    let (who, role) = (deed::who(words, entry, account), deed::role(words, entry, account));
    let mut lines = Deed::of(entry).said(words);
    if !entry.allowed {
        lines = format!("{lines} ({})", cx.t("accesslog-refused"));
    }
    vec![
        Fact::new(
            cx.t("accesslog-who"),
            if role.is_empty() { who } else { format!("{who}, {role}") },
        ),
        Fact::new(cx.t("accesslog-what"), lines),
        Fact::new(cx.t("accesslog-when"), words.date_time(entry.at)),
    ]
}
