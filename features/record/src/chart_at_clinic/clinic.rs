//! The staff's pages.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_fhir::view::HumanName;
use madrone_web::components::{EmptyState, Link, Notice, NoticeKind, Row};
use madrone_web::{CardPlace, Cx, Failure, PageResult, Path, Query};
use serde::Deserialize;

use super::parts;
use super::sought::{Sought, sought};
use crate::chart::{Chart, Item};
use crate::page::{Article, Block, Search, Section};
use crate::say::Say;
use crate::sources;
use crate::summary::{self, Reader};

/// How many patients a search shows.
const ROWS: usize = 50;

/// What was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    q: String,
}

/// `GET /clinic/patients`
pub(crate) fn index(cx: &mut Cx, Query(wish): Query<Wish>) -> PageResult {
    let access = cx.open_all_charts(Action::view(Area::Demographics))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let blocks = match sought(&wish.q) {
        Sought::Nothing => vec![Block::Paragraph(say.t("find-patient-hint"))],
        Sought::TooLittle => vec![Block::Paragraph(say.t("staff-too-little"))],
        Sought::Query(query) => found(chart, &query, say)?,
    };
    let clear = Link::new("/clinic/patients", say.t("clear-search"));
    cx.render(&Article {
        shell: cx.shell(say.t("patients")),
        title: say.t("patients"),
        search: Some(Search {
            action: "/clinic/patients".into(),
            label: say.t("find-patient"),
            clear: (!wish.q.is_empty()).then_some(clear),
            value: wish.q,
            submit: say.t("search"),
            hidden: Vec::new(),
            filters: Vec::new(),
        }),
        main: vec![Section::new("", blocks)],
        ..Article::default()
    })
}

/// Who was found, by name; a search that finds more than a page has to be narrowed.
fn found(chart: Chart<'_>, query: &str, say: Say<'_>) -> Result<Vec<Block>, Failure> {
    let found = chart.search(ResourceType::Patient, &format!("{query}&_count={ROWS}"))?;
    if found.items.is_empty() {
        return Ok(vec![Block::Empty(EmptyState {
            icon: "search-x",
            title: say.t("no-patient-title"),
            why: say.t("no-patient-why"),
            actions: Vec::new(),
        })]);
    }
    let mut rows: Vec<Row> = found.items.iter().map(|item| row(item, say)).collect();
    rows.sort_by_cached_key(|row| madrone_fhir::fold(&row.title));
    let more = found.next.map(|_| {
        let text = say.t1("more-patients", "count", ROWS);
        Block::Notice(Notice::new(NoticeKind::Info, text))
    });
    Ok(more.into_iter().chain([Block::Rows(rows)]).collect())
}

fn row(item: &Item, say: Say<'_>) -> Row {
    let mut row = Row::new(
        format!("/clinic/patients/{}", item.id),
        "user",
        summary::name(&item.json, say),
    );
    row.lines = known_by(item, say);
    row
}

/// What they go by, and what tells people of the same name apart: the birth date and the record number.
fn known_by(patient: &Item, say: Say<'_>) -> Vec<String> {
    let names = &patient.json["name"];
    let called = HumanName::preferred_place(names)
        .map(|place| say.t1("goes-by", "name", HumanName::of(&names[place]).given_or_full()));
    let born = say
        .day_at(&patient.json, &["birthDate"])
        .map(|day| say.t1("born", "date", day));
    let number = summary::record_number(&patient.json).map(|number| say.t1("record-number", "number", number));
    called.into_iter().chain(born).chain(number).collect()
}

/// `GET /clinic/patients/{id}`
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart_of(&id, Action::view(Area::Demographics))?;
    let chart = Chart::new(cx.tx(), &access);
    let patient = chart.patient()?.ok_or(Failure::NotFound)?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let (main, used) = summary::sections(
        Reader {
            chart,
            say,
            now: cx.now(),
        },
        parts::all(),
        false,
    )?;
    let title = summary::name(&patient.json, say);
    let cards = cx.cards(CardPlace::Chart, &access)?;
    cx.render(&Article {
        shell: cx.shell(&title),
        back: Some(Link::new("/clinic/patients", say.t("patients"))),
        title,
        lede: known_by(&patient, say).join(" · "),
        print: say.t("print"),
        main,
        sources: sources::line(cx, &used),
        cards,
        ..Article::default()
    })
}
