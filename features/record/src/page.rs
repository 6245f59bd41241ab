//! What this room's pages are made of: sections of blocks. A page of the record differs from the next in what it says,
//! not in how it is drawn, and a printed document is made of the same sections.

use askama::Template;
use madrone_ports::{Block as Printed, Section as PrintedSection, Table as PrintedTable};
use madrone_web::Shell;
use madrone_web::components::{
    Badge, DateTile, EmptyState, Fact, Field, Link, Notice, Pager, RangeBar, Row, Tab, Table, TrendChart,
};

use crate::chart::encoded;
use crate::say::Say;

/// A page of the record.
#[derive(Template, Default)]
#[template(path = "article.html")]
pub(crate) struct Article {
    pub(crate) shell: Shell,
    pub(crate) back: Option<Link>,
    pub(crate) title: String,
    pub(crate) lede: String,
    pub(crate) badges: Vec<Badge>,
    /// Printing, downloading: ways to take the page along.
    pub(crate) ways: Vec<Link>,
    /// The words of the print button; empty for none.
    pub(crate) print: String,
    pub(crate) tabs: Tabs,
    pub(crate) search: Option<Search>,
    pub(crate) main: Vec<Section>,
    pub(crate) pager: Option<Pager>,
    pub(crate) sources: String,
    pub(crate) aside: Vec<Section>,
    /// What other rooms put beside it, drawn.
    pub(crate) cards: Vec<String>,
}

/// Views of the same list, with their name for screen readers.
#[derive(Default)]
pub(crate) struct Tabs {
    pub(crate) label: String,
    pub(crate) all: Vec<Tab>,
}

/// A list's search and filter.
pub(crate) struct Search {
    pub(crate) action: String,
    /// What the words that are searched for are; empty for a list that has only filters.
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) submit: String,
    pub(crate) clear: Option<Link>,
    /// What is kept: name and value.
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) filters: Vec<Field>,
}

/// A part of a page under one heading.
#[derive(Default)]
pub(crate) struct Section {
    /// Empty where the page's own heading is enough.
    pub(crate) heading: String,
    pub(crate) link: Option<Link>,
    pub(crate) blocks: Vec<Block>,
}

impl Section {
    pub(crate) fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            heading: heading.into(),
            link: None,
            blocks,
        }
    }

    /// What stands in the place of a list that is empty.
    pub(crate) fn nothing(why: EmptyState) -> Self {
        Self::new("", vec![Block::Empty(why)])
    }

    /// A section, unless nothing is in it.
    pub(crate) fn unless_empty(heading: impl Into<String>, blocks: Vec<Block>) -> Option<Self> {
        (!blocks.is_empty()).then(|| Self::new(heading, blocks))
    }

    #[must_use]
    pub(crate) fn link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }
}

/// One thing in a section.
pub(crate) enum Block {
    Key(KeyResult),
    Notice(Notice),
    Paragraph(String),
    /// Text as somebody else wrote it, under a smaller heading that may be empty, and what stands below it.
    Note {
        heading: String,
        text: String,
        by: String,
    },
    Facts(Vec<Fact>),
    Rows(Vec<Row>),
    Table(Table),
    Trend(Box<TrendChart>),
    Entries(Vec<Entry>),
    Visit(NextVisit),
    Empty(EmptyState),
    /// Less weighty: where something comes from, what is not known.
    Small(String),
}

/// The value that a page is about.
#[derive(Default)]
pub(crate) struct KeyResult {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) unit: String,
    /// Words are set smaller than numbers.
    pub(crate) is_words: bool,
    pub(crate) badges: Vec<Badge>,
    pub(crate) bar: Option<RangeBar>,
    pub(crate) below: Vec<String>,
}

/// A visit with its day's leaf.
pub(crate) struct NextVisit {
    pub(crate) tile: DateTile,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    pub(crate) ways: Vec<Link>,
}

/// Something of the record with its details in place: an allergy, a medicine.
#[derive(Default)]
pub(crate) struct Entry {
    /// The place on the page that links lead to.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) badges: Vec<Badge>,
    pub(crate) lines: Vec<String>,
    /// What is folded away until asked for, and the words to ask for it.
    pub(crate) details: Vec<Fact>,
    pub(crate) show_details: String,
    /// Others of the same, by links, under a smaller heading; all folded away with the details.
    pub(crate) more: String,
    pub(crate) links: Vec<Link>,
}

/// Cards of the home page.
#[derive(Template)]
#[template(path = "card.html")]
pub(crate) struct HomeCard {
    pub(crate) shell: Shell,
    pub(crate) section: Section,
    pub(crate) is_hero: bool,
}

/// The section as it is printed. What only a screen can show is left out.
pub(crate) fn printed(section: &Section) -> PrintedSection {
    PrintedSection {
        heading: section.heading.clone(),
        blocks: section.blocks.iter().flat_map(printed_block).collect(),
    }
}

fn printed_block(block: &Block) -> Vec<Printed> {
    match block {
        Block::Paragraph(text) => vec![Printed::Paragraph(text.clone())],
        Block::Small(text) => vec![Printed::Note(text.clone())],
        Block::Note { heading, text, by } => {
            let heading = (!heading.is_empty()).then(|| Printed::Heading(heading.clone()));
            let by = (!by.is_empty()).then(|| Printed::Note(by.clone()));
            heading
                .into_iter()
                .chain([Printed::Paragraph(text.clone())])
                .chain(by)
                .collect()
        }
        Block::Facts(facts) => {
            vec![Printed::Rows(
                facts
                    .iter()
                    .map(|fact| (fact.term.clone(), fact.lines.join("\n")))
                    .collect(),
            )]
        }
        Block::Rows(rows) => vec![Printed::List(rows.iter().map(printed_row).collect())],
        Block::Entries(entries) => vec![Printed::List(entries.iter().map(printed_entry).collect())],
        Block::Table(table) => vec![Printed::Table(PrintedTable {
            columns: table.head.clone(),
            rows: table
                .rows
                .iter()
                .map(|cells| cells.iter().map(printed_cell).collect())
                .collect(),
        })],
        Block::Empty(empty) => vec![Printed::Note(empty.title.clone())],
        Block::Key(_) | Block::Notice(_) | Block::Trend(_) | Block::Visit(_) => Vec::new(),
    }
}

fn printed_row(row: &Row) -> String {
    joined(
        [&row.title]
            .into_iter()
            .chain(&row.lines)
            .chain(row.badges.iter().map(|badge| &badge.text)),
    )
}

fn printed_entry(entry: &Entry) -> String {
    joined(
        [&entry.title]
            .into_iter()
            .chain(&entry.lines)
            .chain(entry.badges.iter().map(|badge| &badge.text)),
    )
}

fn printed_cell(cell: &madrone_web::components::Cell) -> String {
    joined(
        [&cell.text]
            .into_iter()
            .chain(cell.badge.iter().map(|badge| &badge.text)),
    )
}

fn joined<'t>(parts: impl Iterator<Item = &'t String>) -> String {
    parts
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Leads through the pages of the list at `here`, which may have a query of its own, by cursors: back to the newest, on to
/// what is older.
pub(crate) fn pager(here: &str, is_first: bool, next: Option<&str>, say: Say<'_>) -> Pager {
    let joint = if here.contains('?') { '&' } else { '?' };
    let older = next.map(|cursor| format!("{here}{joint}cursor={}", encoded(cursor)));
    Pager {
        label: say.t("pages"),
        newer: (!is_first).then(|| Link::new(here, say.t("newest"))),
        older: older.map(|href| Link::new(href, say.t("older"))),
    }
}

/// A badge that is a neutral fact.
pub(crate) fn plain_badge(text: impl Into<String>) -> Badge {
    Badge {
        text: text.into(),
        ..Badge::default()
    }
}

/// A fact, if there is something to say.
pub(crate) fn fact(facts: &mut Vec<Fact>, term: impl Into<String>, line: Option<String>) {
    if let Some(line) = line.filter(|line| !line.is_empty()) {
        facts.push(Fact::new(term, line));
    }
}

/// A fact of several lines, if there are any.
pub(crate) fn fact_lines(facts: &mut Vec<Fact>, term: impl Into<String>, lines: Vec<String>) {
    if !lines.is_empty() {
        facts.push(Fact {
            term: term.into(),
            lines,
        });
    }
}
