//! The page of a list that the clinic works off: what waits, and behind a second tab what is done, with a search.

use askama::Template;
use serde::Deserialize;

use crate::components::{EmptyState, Link, Notice, NoticeKind, Row, Tab};
use crate::{Cx, Shell};

/// What a worklist's address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    /// The words that narrow it.
    pub q: String,
    settled: String,
    said: String,
}

impl Sought {
    /// Whether what is done is asked for, in place of what waits.
    pub fn is_settled(&self) -> bool {
        !self.settled.is_empty()
    }
}

/// Which list it is. Its words begin with its name: `NAME`, `NAME-lede`, `NAME-tabs`, `NAME-waiting`, `NAME-settled`,
/// `NAME-search`, and for an empty list `NAME-no-waiting`, `NAME-no-settled`, `NAME-no-found`, each with a `-why`.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Its name in words.
    pub name: &'static str,
    /// Where it is.
    pub path: &'static str,
    /// What its address may say that was just done: the message `NAME-SAID`.
    pub said: &'static [&'static str],
}

/// A list that is longer has a search.
const SHORT: usize = 5;

/// The page.
#[derive(Template)]
#[template(path = "worklist.html")]
pub struct Worklist {
    shell: Shell,
    heading: String,
    lede: String,
    tabs_label: String,
    tabs: Vec<Tab>,
    path: &'static str,
    search: Option<Search>,
    rows: Vec<Row>,
    empty: Option<EmptyState>,
}

/// The field that narrows the list.
struct Search {
    label: String,
    value: String,
    submit: String,
    clear: Option<Link>,
}

impl Worklist {
    /// The page of `list`. Each of `all` has the text that it is found by.
    pub fn new(cx: &Cx, list: List, sought: &Sought, all: Vec<(String, Row)>) -> Self {
        let List { name, path, said } = list;
        let key = |part: &str| cx.t(&format!("{name}-{part}"));
        let (count, asks) = (all.len(), !sought.q.is_empty());
        let words = madrone_fhir::fold(&sought.q);
        let fits = |text: &str| {
            let text = madrone_fhir::fold(text);
            words.split(' ').all(|word| text.contains(word))
        };
        let rows: Vec<Row> = all
            .into_iter()
            .filter_map(|(text, row)| fits(&text).then_some(row))
            .collect();
        let settled = format!("{path}?settled=1");
        let tab = |href: &str, part: &str, current| Tab {
            href: href.to_owned(),
            label: key(part),
            count: None,
            current,
        };
        let mut shell = cx.shell(cx.t(name));
        let said = said.iter().find(|said| **said == sought.said);
        shell.notice = said.map(|said| Notice::new(NoticeKind::Done, key(said)));
        let here = if sought.is_settled() { settled.as_str() } else { path };
        Self {
            shell,
            heading: cx.t(name),
            lede: key("lede"),
            tabs_label: key("tabs"),
            tabs: vec![
                tab(path, "waiting", !sought.is_settled()),
                tab(&settled, "settled", sought.is_settled()),
            ],
            path,
            search: (count > SHORT || asks).then(|| Search {
                label: key("search"),
                value: sought.q.clone(),
                submit: cx.t("web-search"),
                clear: asks.then(|| Link::new(here, cx.t("web-search-clear"))),
            }),
            empty: rows.is_empty().then(|| {
                let part = match (count, sought.is_settled()) {
                    (1.., _) => "found",
                    (0, true) => "settled",
                    (0, false) => "waiting",
                };
                EmptyState {
                    icon: if count == 0 { "circle-check" } else { "search-x" },
                    title: key(&format!("no-{part}")),
                    why: key(&format!("no-{part}-why")),
                    actions: Vec::new(),
                }
            }),
            rows,
        }
    }
}
