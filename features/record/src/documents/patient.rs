//! The pages about documents.

use madrone_authz::{Action, Area};
use madrone_fhir::ResourceType;
use madrone_fhir::view as fhir;
use madrone_web::components::{EmptyState, Fact, Link, Tab};
use madrone_web::{Cx, Failure, PageResult, Path, Query};
use serde::Deserialize;

use super::view;
use crate::chart::{Chart, Item, Related, encoded};
use crate::download::{self, FilePath};
use crate::page::{self, Article, Block, Search, Section, Tabs, fact, fact_lines};
use crate::results;
use crate::say::{self, Say};
use crate::sources;

/// How many documents a page has.
const ROWS: usize = 25;

/// What the reader asked for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    kind: String,
    q: String,
    cursor: String,
}

/// `GET /documents`
pub(crate) fn index(cx: &mut Cx, Query(wish): Query<Wish>) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Documents))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let mut wanted = match wish.kind.as_str() {
        "notes" => "category=clinical-note&".to_owned(),
        "other" => "category:not=clinical-note&".to_owned(),
        _ => String::new(),
    };
    if !wish.q.trim().is_empty() {
        wanted = format!("{wanted}{}&", say.sought("type", &wish.q));
    }
    let mut query = format!("{wanted}_sort=-date&_count={ROWS}");
    if !wish.cursor.is_empty() {
        query = format!("{query}&_cursor={}", encoded(&wish.cursor));
    }
    let found = chart.search(ResourceType::DocumentReference, &query)?;
    let mut items = found.items;
    items.retain(|item| item.status() != "entered-in-error");
    let related = chart.related(&items)?;
    let rows: Vec<_> = items.iter().map(|item| view::row(item, &related, say)).collect();
    let kept = format!("/documents?kind={}&q={}", encoded(&wish.kind), encoded(&wish.q));
    let block = if rows.is_empty() {
        Block::Empty(empty(&wish, say))
    } else {
        Block::Rows(rows)
    };
    let searches = [(ResourceType::DocumentReference, wanted.as_str(), "date")];
    let oldest = sources::oldest_found(chart, &searches, view::DATES, say)?;
    cx.render(&Article {
        shell: cx.shell(say.t("documents")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("documents"),
        lede: say.t("documents-lede"),
        tabs: tabs(&wish, say),
        search: Some(Search {
            action: "/documents".into(),
            label: say.t("search-documents"),
            value: wish.q.clone(),
            submit: say.t("search"),
            clear: (!wish.q.is_empty()).then(|| Link::new("/documents", say.t("clear-search"))),
            hidden: if wish.kind.is_empty() {
                Vec::new()
            } else {
                vec![("kind", wish.kind.clone())]
            },
            filters: Vec::new(),
        }),
        main: vec![Section::new("", vec![block])],
        pager: Some(page::pager(&kept, wish.cursor.is_empty(), found.next.as_deref(), say)),
        sources: sources::of_list(cx, &items, oldest),
        ..Article::default()
    })
}

fn tabs(wish: &Wish, say: Say<'_>) -> Tabs {
    let tab = |kind: &str, key: &str| Tab {
        href: if kind.is_empty() {
            "/documents".to_owned()
        } else {
            format!("/documents?kind={kind}")
        },
        label: say.t(key),
        count: None,
        current: wish.kind == kind,
    };
    Tabs {
        label: say.t("documents-kinds"),
        all: vec![
            tab("", "results-kind-all"),
            tab("notes", "documents-notes"),
            tab("other", "documents-other"),
        ],
    }
}

fn empty(wish: &Wish, say: Say<'_>) -> EmptyState {
    let narrowed = !wish.q.is_empty() || !wish.kind.is_empty();
    let (key, link) = if narrowed {
        ("none-found", Link::new("/documents", say.t("clear-search")))
    } else {
        ("no-documents", Link::new("/visits", say.t("see-visits")))
    };
    EmptyState {
        icon: "folder",
        title: say.t(&format!("{key}-title")),
        why: say.t(&format!("{key}-why")),
        actions: vec![link],
    }
}

/// `GET /documents/{id}`: a `DocumentReference` or a `Composition`.
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Documents))?;
    let chart = Chart::new(cx.tx(), &access);
    let item = match chart.read(ResourceType::DocumentReference, &id)? {
        Some(item) => item,
        None => chart.read(ResourceType::Composition, &id)?.ok_or(Failure::NotFound)?,
    };
    let related = chart.related([&item])?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let mut blocks = body(chart, &item, say)?;
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(say.t("document-empty")));
    }
    let title = view::title(&item.json, say);
    cx.render(&Article {
        shell: cx.shell(&title),
        back: Some(Link::new("/documents", say.t("all-documents"))),
        lede: view::by(&item, &related, say),
        badges: crate::visits::view::status(&item.json, "current", say)
            .into_iter()
            .collect(),
        ways: sources::who_sees(cx, &item).into_iter().collect(),
        print: say.t("print"),
        main: vec![
            Section::new("", blocks),
            Section::new(
                say.t("about-this-document"),
                vec![Block::Facts(facts(&item, &title, &related, say))],
            ),
        ],
        title,
        sources: sources::line(cx, std::slice::from_ref(&item)),
        ..Article::default()
    })
}

fn body(chart: Chart<'_>, item: &Item, say: Say<'_>) -> Result<Vec<Block>, Failure> {
    if item.kind == ResourceType::Composition {
        return Ok(view::sections(&item.json));
    }
    let note = |text| Block::Note {
        heading: String::new(),
        text,
        by: String::new(),
    };
    let mut blocks: Vec<Block> = view::texts(chart, &item.json)?.into_iter().map(note).collect();
    let attachments = fhir::all(&item.json, "content.attachment");
    let files = results::file_rows(&attachments, &format!("/documents/{}/file", item.id), say);
    if !files.is_empty() {
        blocks.push(Block::Rows(files));
    }
    Ok(blocks)
}

fn facts(item: &Item, title: &str, related: &Related, say: Say<'_>) -> Vec<Fact> {
    let json = &item.json;
    let mut facts = Vec::new();
    let name = |path| fhir::get(json, path).and_then(say::name);
    fact(&mut facts, say.t("kind"), name("type").filter(|name| name != title));
    fact(&mut facts, say.t("category"), name("category"));
    fact(
        &mut facts,
        say.t("description"),
        fhir::text(json, "description").map(say::sentence),
    );
    fact(&mut facts, say.t("date"), say.time_at(json, view::DATES));
    fact_lines(&mut facts, say.t("written-by"), related.names(json, "author"));
    fact(
        &mut facts,
        say.t("signed-by"),
        related.name_at(json, &["authenticator", "attester.party"]),
    );
    fact(&mut facts, say.t("kept-by"), related.name_at(json, &["custodian"]));
    fact(
        &mut facts,
        say.t("of-visit"),
        fhir::get(json, "context.period").and_then(|period| say.period(period)),
    );
    fact(&mut facts, say.t("status"), say.code_at(json, "status", "visit-status"));
    fact(&mut facts, say.t("state"), say.code_at(json, "docStatus", "status"));
    facts
}

/// `GET /documents/{id}/file/{n}`
pub(crate) fn file(cx: &mut Cx, at: FilePath) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Documents))?;
    let chart = Chart::new(cx.tx(), &access);
    let document = chart
        .read(ResourceType::DocumentReference, &at.id)?
        .ok_or(Failure::NotFound)?;
    let title = fhir::get(&document.json, "type")
        .and_then(say::name)
        .unwrap_or_default();
    let attachments = fhir::all(&document.json, "content.attachment");
    download::attachment(chart, attachments.get(at.number).ok_or(Failure::NotFound)?, &title)
}
