//! The pages about test results.

use std::collections::HashMap;

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::components::{Choice, EmptyState, Field, FieldKind, Link, Pager, Row, Tab};
use madrone_web::{Cx, Failure, PageResult, Path, Query};
use serde_json::Value;

use super::list::{self, Reader, Show, Wish};
use super::reading::Person;
use super::row::{self, observation_row};
use super::show::{self, Lens};
use super::trend::{self, Course};
use super::{DATES, page_of, report, store, unread, value};
use crate::chart::{Chart, Item, Related};
use crate::download::{self, FilePath};
use crate::page::{Article, Block, Search, Section, Tabs};
use crate::say::{self, Say};
use crate::sources;

/// The kinds of results that the list can be narrowed to.
const KINDS: [&str; 6] = ["", "lab", "imaging", "pathology", "vitals", "other"];

/// `GET /results`
pub(crate) fn index(cx: &mut Cx, Query(wish): Query<Wish>) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Results))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let person = person(chart)?;
    let account = cx.actor().id().to_owned();
    let reader = Reader {
        account: &account,
        person: &person,
        now: cx.now(),
    };
    let listed = list::list(chart, &wish, &reader, say)?;

    let mut blocks = Vec::new();
    let found_none = listed.rows.is_empty();
    if !found_none {
        blocks.push(Block::Rows(listed.rows));
    } else if listed.next.is_none() {
        blocks.push(Block::Empty(empty(&wish, say)));
    }
    if let Some(day) = listed.looked_back_to {
        blocks.push(Block::Small(say.t1("looked-back", "date", day)));
    }
    let pager = Pager {
        label: say.t("pages"),
        newer: (!wish.is_first()).then(|| Link::new(wish.first_page().href(), say.t("newest"))),
        older: listed.next.map(|next| Link::new(next.href(), say.t("older"))),
    };
    // What a narrower list holds is not known here.
    let is_whole = wish.kind.is_empty() && !wish.is_filtered();
    let oldest = if is_whole { oldest(chart, say)? } else { None };
    cx.render(&Article {
        shell: cx.shell(say.t("results")),
        title: say.t("results"),
        lede: say.t("results-lede"),
        tabs: tabs(&wish, say),
        search: Some(search(&wish, say)),
        main: vec![Section::new("", blocks)],
        pager: Some(pager),
        sources: sources::of_list(cx, &listed.items, oldest),
        ..Article::default()
    })
}

/// The day of the oldest result of any kind.
fn oldest(chart: Chart<'_>, say: Say<'_>) -> Result<Option<String>, Failure> {
    let searches = [
        (ResourceType::DiagnosticReport, unread::REPORTS, "date"),
        (ResourceType::Observation, unread::OBSERVATIONS, "date"),
    ];
    sources::oldest_found(chart, &searches, DATES, say)
}

fn tabs(wish: &Wish, say: Say<'_>) -> Tabs {
    let tab = |kind: &str| Tab {
        href: Wish::of_kind(kind).href(),
        label: say.t(&format!("results-kind-{}", if kind.is_empty() { "all" } else { kind })),
        count: None,
        current: wish.kind == kind,
    };
    Tabs {
        label: say.t("results-kinds"),
        all: KINDS.into_iter().map(tab).collect(),
    }
}

fn search(wish: &Wish, say: Say<'_>) -> Search {
    let choices = [("", "show-everything"), ("new", "show-new"), ("out", "show-out")];
    let choices = choices.map(|(value, key)| Choice::new(value, say.t(key)));
    let show = Field::new(FieldKind::Select, "show", say.t("show"))
        .optional()
        .choices(choices.into());
    Search {
        action: "/results".into(),
        label: say.t("search-results"),
        value: wish.q.clone(),
        submit: say.t("search"),
        clear: wish
            .is_filtered()
            .then(|| Link::new(Wish::of_kind(&wish.kind).href(), say.t("clear-search"))),
        hidden: if wish.kind.is_empty() {
            Vec::new()
        } else {
            vec![("kind", wish.kind.clone())]
        },
        filters: vec![show.value(wish.show.clone())],
    }
}

/// Why nothing is shown: the reader's own filters, or that there is nothing.
fn empty(wish: &Wish, say: Say<'_>) -> EmptyState {
    let unfiltered = Link::new(Wish::of_kind(&wish.kind).href(), say.t("clear-search"));
    let (key, icon, actions) = match wish.show() {
        _ if !wish.q.is_empty() => ("none-found", "search-x", vec![unfiltered]),
        Show::New => ("none-new", "circle-check", vec![unfiltered]),
        Show::OutOfRange => ("none-out", "circle-check", vec![unfiltered]),
        Show::Everything if !wish.kind.is_empty() => (
            "none-of-kind",
            "flask-conical",
            vec![Link::new("/results", say.t("results-kind-all"))],
        ),
        Show::Everything => (
            "no-results",
            "flask-conical",
            vec![Link::new("/visits", say.t("see-visits"))],
        ),
    };
    EmptyState {
        icon,
        title: say.t(&format!("{key}-title")),
        why: say.t(&format!("{key}-why")),
        actions,
    }
}

/// `GET /results/{id}`: a DiagnosticReport; where there is none, the Observation with this id.
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Results))?;
    let chart = Chart::new(cx.tx(), &access);
    if let Some(report) = chart.read(ResourceType::DiagnosticReport, &id)? {
        if let Some(only) = only_result(chart, &report)? {
            return show_observation(cx, chart, &only);
        }
        mark(cx, [&report])?;
        return show_report(cx, chart, &report);
    }
    show_observation(cx, chart, &observation(chart, &id)?)
}

/// `GET /results/Observation/{id}`
pub(crate) fn show_single(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Results))?;
    let chart = Chart::new(cx.tx(), &access);
    show_observation(cx, chart, &observation(chart, &id)?)
}

fn observation(chart: Chart<'_>, id: &str) -> Result<Item, Failure> {
    chart.read(ResourceType::Observation, id)?.ok_or(Failure::NotFound)
}

/// The one result of a report that holds nothing else: the reader wants the value, and not a table of one row.
fn only_result(chart: Chart<'_>, report: &Item) -> Result<Option<Item>, Failure> {
    let is_void = row::is_void(&report.json);
    if is_void || view::all(&report.json, "result").len() != 1 || report.json.get("presentedForm").is_some() {
        return Ok(None);
    }
    let only = members(chart, &report.json, "result.reference")?.pop();
    Ok(only.filter(|only| !value::is_group(&only.json)))
}

fn show_observation(cx: &Cx, chart: Chart<'_>, item: &Item) -> PageResult {
    let words = cx.words().clone();
    let say = Say::new(&words);
    let json = &*item.json;
    let person = person(chart)?;
    let around = chart.search(
        ResourceType::DiagnosticReport,
        &format!("result=Observation/{}&_count=3", item.id),
    )?;
    let report = around.items.first();
    let beside = report
        .map(|report| members(chart, &report.json, "result.reference"))
        .transpose()?
        .unwrap_or_default();
    mark(
        cx,
        [item]
            .into_iter()
            .chain(report.filter(|report| view::all(&report.json, "result").len() == 1)),
    )?;
    let members = members(chart, json, "hasMember.reference")?;
    let orders = orders(chart, [item].into_iter().chain(report))?;
    let related = chart.related([item].into_iter().chain(report).chain(&orders).chain(&members))?;
    let lens = Lens {
        say,
        person: &person,
        related: &related,
    };

    let reading = row::reading_of(json, &person, say);
    let critical = reading.flag() == madrone_web::components::Flag::Critical;
    let mut first = show::notices(json, &cx.site().phone, critical, say);
    let mut main = Vec::new();
    if row::is_void(json) {
        main.push(Section::new("", first));
    } else {
        first.extend(show::key(json, lens));
        let components = value_parts(json).map(|part| (part, json, None));
        first.extend(show::table(components, lens));
        let linked = members
            .iter()
            .map(|member| (&*member.json, &*member.json, Some(page_of(member.kind, &member.id))));
        first.extend(show::table(linked, lens));
        if first.iter().all(|block| matches!(block, Block::Notice(_))) {
            first.push(Block::Paragraph(say.t("no-value")));
        }
        first.extend(show::notes(json, lens));
        main.push(Section::new("", first));
        main.extend(report.and_then(|report| from_report(report, json, lens)));
        main.extend(course(chart, json, lens)?);
    }
    let orderer = orderer(&orders, &related);
    let lede = lede(json, orderer.as_deref(), say);
    main.extend(background(chart, item, orderer, lens)?);
    let aside = siblings(item, report, &beside, &person, say);
    page(cx, item, lede, main, aside.into_iter().collect())
}

/// What stands below a result of either kind: its earlier values, and where it comes from.
fn background(chart: Chart<'_>, item: &Item, orderer: Option<String>, lens: Lens<'_>) -> Result<Vec<Section>, Failure> {
    let versions = if item.version > 1 {
        chart.history(item.kind, &item.id)?
    } else {
        Vec::new()
    };
    let mut sections: Vec<Section> = earlier(&item.json, &versions, lens.say).into_iter().collect();
    let facts = vec![Block::Facts(show::facts(&item.json, orderer, lens))];
    sections.push(Section::new(lens.say.t("about-this-result"), facts));
    Ok(sections)
}

/// Components; none for a value that stands alone.
fn value_parts(observation: &Value) -> impl Iterator<Item = &Value> {
    value::components(observation).into_iter()
}

fn show_report(cx: &Cx, chart: Chart<'_>, item: &Item) -> PageResult {
    let words = cx.words().clone();
    let say = Say::new(&words);
    let json = &*item.json;
    let person = person(chart)?;
    // A group among the results would stand as an empty row among those it groups.
    let (groups, members): (Vec<Item>, Vec<Item>) = members(chart, json, "result.reference")?
        .into_iter()
        .partition(|member| value::is_group(&member.json));
    let orders = orders(chart, [item])?;
    let related = chart.related([item].into_iter().chain(&orders).chain(&members))?;
    let lens = Lens {
        say,
        person: &person,
        related: &related,
    };

    let critical = members
        .iter()
        .any(|member| row::reading_of(&member.json, &person, say).flag() == madrone_web::components::Flag::Critical);
    let mut first = show::notices(json, &cx.site().phone, critical, say);
    let missing = view::all(json, "result")
        .len()
        .saturating_sub(members.len() + groups.len());
    if !row::is_void(json) {
        let linked = members
            .iter()
            .map(|member| (&*member.json, &*member.json, Some(page_of(member.kind, &member.id))));
        first.extend(show::table(linked, lens));
        if missing > 0 {
            first.push(Block::Small(say.t1("members-missing", "count", missing)));
        }
        first.extend(report::texts(json, say));
        let files = view::all(json, "presentedForm");
        let files = report::file_rows(&files, &format!("/results/{}/file", item.id), say);
        if !files.is_empty() {
            first.push(Block::Rows(files));
        }
        if first.iter().all(|block| matches!(block, Block::Notice(_))) {
            first.push(Block::Paragraph(say.t("no-value")));
        }
        let conclusion = view::text(json, "conclusion").map(str::trim);
        let notes = members.iter().flat_map(|member| show::notes(&member.json, lens));
        first.extend(notes.filter(|note| !matches!(note, Block::Note { text, .. } if Some(text.trim()) == conclusion)));
    }
    let mut main = vec![Section::new("", first)];
    let orderer = orderer(&orders, &related);
    let lede = lede(json, orderer.as_deref(), say);
    main.extend(background(chart, item, orderer, lens)?);
    let groups: Vec<Row> = groups
        .iter()
        // Under this address there is this report.
        .filter(|group| group.id != item.id)
        .map(|group| observation_row(group, &person, say))
        .collect();
    let aside = (!groups.is_empty()).then(|| Section::new(say.t("belongs-with"), vec![Block::Rows(groups)]));
    page(cx, item, lede, main, aside.into_iter().collect())
}

fn page(cx: &Cx, item: &Item, lede: String, main: Vec<Section>, aside: Vec<Section>) -> PageResult {
    let say = Say::new(cx.words());
    let title = row::title(&item.json, say);
    cx.render(&Article {
        shell: cx.shell(&title),
        back: Some(Link::new("/results", say.t("all-results"))),
        title,
        lede,
        ways: sources::who_sees(cx, item).into_iter().collect(),
        print: say.t("print"),
        main,
        aside,
        sources: sources::line(cx, std::slice::from_ref(item)),
        ..Article::default()
    })
}

/// "Collected November 20, 2026. Ordered by Dr. Lena Ortiz."
fn lede(result: &Value, orderer: Option<&str>, say: Say<'_>) -> String {
    let taken = say
        .day_at(result, &DATES[..3])
        .map(|day| say.t1("taken-on", "date", day));
    let released = || {
        say.day_at(result, &["issued"])
            .map(|day| say.t1("released-on", "date", day))
    };
    let ordered = orderer.map(|who| say.t1("ordered-by-sentence", "who", who));
    taken
        .or_else(released)
        .into_iter()
        .chain(ordered)
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the panel's report says besides the values and the notes on this one.
fn from_report(report: &Item, observation: &Value, lens: Lens<'_>) -> Option<Section> {
    let notes: Vec<&str> = view::all(observation, "note.text")
        .into_iter()
        .filter_map(Value::as_str)
        .map(str::trim)
        .collect();
    let mut blocks = report::texts(&report.json, lens.say);
    blocks.retain(|block| !matches!(block, Block::Note { text, .. } if notes.contains(&text.trim())));
    Section::unless_empty("", blocks)
}

/// The course of the value, or of each numeric component.
fn course(chart: Chart<'_>, observation: &Value, lens: Lens<'_>) -> Result<Option<Section>, Failure> {
    let mut parts = vec![observation];
    parts.extend(value_parts(observation));
    let numeric: Vec<_> = parts
        .into_iter()
        .filter_map(|part| Some((part, show::told(part, observation, lens)?)))
        .filter(|(_, told)| told.measured.number.is_some())
        .collect();
    if numeric.is_empty() {
        return Ok(None);
    }
    let same = trend::same_test(chart, observation)?;
    let charts = numeric.iter().filter_map(|(part, told)| {
        let course = Course {
            name: row::title(part, lens.say),
            code: part.get("code")?,
            number: told.measured.number.as_ref()?,
            unit: &told.measured.unit,
            usual: told.usual.as_ref(),
        };
        trend::chart(&course, &same, lens.person, lens.say).map(|chart| (course.name, chart))
    });
    let several = numeric.len() > 1;
    let mut blocks = Vec::new();
    for (name, chart) in charts {
        if several {
            blocks.push(Block::Paragraph(name));
        }
        blocks.push(Block::Trend(chart));
    }
    if !blocks.is_empty() && same.len() == trend::MOST {
        blocks.push(Block::Small(lens.say.t1("trend-latest", "count", trend::MOST)));
    }
    Ok(Section::unless_empty(lens.say.t("over-time"), blocks))
}

fn earlier(result: &Value, versions: &[Item], say: Say<'_>) -> Option<Section> {
    let lines = show::earlier(result, versions, say);
    let blocks = lines.into_iter().map(Block::Paragraph).collect();
    Section::unless_empty(say.t("earlier-values"), blocks)
}

/// The other results of the same panel.
fn siblings(item: &Item, report: Option<&Item>, along: &[Item], person: &Person, say: Say<'_>) -> Option<Section> {
    let report = report?;
    let inside: Vec<&str> = view::all(&report.json, "result.reference")
        .into_iter()
        .filter_map(Value::as_str)
        .collect();
    let place = |other: &Item| inside.iter().position(|reference| **reference == other.reference());
    let mut others: Vec<&Item> = along
        .iter()
        .filter(|other| other.id != item.id && place(other).is_some() && !value::is_group(&other.json))
        .collect();
    others.sort_by_key(|other| place(other));
    let rows: Vec<Row> = others
        .into_iter()
        .map(|other| {
            let mut row = observation_row(other, person, say);
            // The day is that of the page.
            row.lines.truncate(1);
            row
        })
        .collect();
    let link = Link::new(page_of(report.kind, &report.id), say.t("whole-panel"));
    (!rows.is_empty()).then(|| Section::new(say.t("same-panel"), vec![Block::Rows(rows)]).link(link))
}

/// The Observations that `json` names at `path`, in its order.
fn members(chart: Chart<'_>, json: &Value, path: &str) -> Result<Vec<Item>, Failure> {
    let references: Vec<String> = view::all(json, path)
        .into_iter()
        .filter_map(|reference| reference.as_str().map(str::to_owned))
        .collect();
    let mut found: HashMap<String, Item> = chart
        .resolve(&references)?
        .into_iter()
        .map(|item| (item.reference(), item))
        .collect();
    Ok(references
        .iter()
        .filter_map(|reference| found.remove(reference))
        .collect())
}

/// The orders that results are based on.
fn orders<'i>(chart: Chart<'_>, items: impl IntoIterator<Item = &'i Item>) -> Result<Vec<Item>, Failure> {
    let references: Vec<String> = items
        .into_iter()
        .flat_map(|item| view::all(&item.json, "basedOn.reference"))
        .filter_map(|reference| reference.as_str().map(str::to_owned))
        .collect();
    chart.resolve(&references)
}

fn orderer(orders: &[Item], related: &Related) -> Option<String> {
    orders
        .iter()
        .find_map(|order| related.name_at(&order.json, &["requester"]))
}

/// What of the person decides which range applies.
pub(crate) fn person(chart: Chart<'_>) -> Result<Person, Failure> {
    Ok(chart
        .patient()?
        .map(|patient| Person::of(&patient.json))
        .unwrap_or_default())
}

fn mark<'i>(cx: &Cx, items: impl IntoIterator<Item = &'i Item>) -> Result<(), Failure> {
    let opened = items.into_iter().map(|item| (item.reference(), item.version)).collect();
    Ok(store::keep_read(cx.tx(), cx.actor().id().to_owned(), opened, cx.now())?)
}

/// `GET /results/{id}/file/{n}`
pub(crate) fn file(cx: &mut Cx, at: FilePath) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Results))?;
    let chart = Chart::new(cx.tx(), &access);
    let report = chart
        .read(ResourceType::DiagnosticReport, &at.id)?
        .ok_or(Failure::NotFound)?;
    let title = view::get(&report.json, "code").and_then(say::name).unwrap_or_default();
    let attachments = view::all(&report.json, "presentedForm");
    download::attachment(chart, attachments.get(at.number).ok_or(Failure::NotFound)?, &title)
}
