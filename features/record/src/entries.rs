//! What pages of entries have in common: the two parts of a list that is read whole, and the details that an allergy, a
//! health issue and a medicine share.

use madrone_fhir::view;
use madrone_web::components::{Badge, EmptyState, Fact, Link};
use madrone_web::{Cx, PageResult};
use serde_json::Value;

use crate::chart::{Item, Related};
use crate::page::{Article, Block, Entry, Section, fact, fact_lines, plain_badge};
use crate::say::Say;
use crate::sources;

/// How a list is shown in two parts: what counts now, and what is past.
pub(crate) struct NowAndPast {
    /// Names its words: `conditions`, `conditions-lede`, `current-conditions`, `past-conditions`, `no-conditions-title`,
    /// `no-conditions-why`.
    pub(crate) key: &'static str,
    pub(crate) icon: &'static str,
    /// Where to look when nothing counts now: the address, and the key of its words.
    pub(crate) instead: (&'static str, &'static str),
    /// Where resources keep the date that people know them by, the best first.
    pub(crate) dates: &'static [&'static str],
    pub(crate) is_now: fn(&Item) -> bool,
    pub(crate) entry: fn(&Item, &Related, Say<'_>) -> Entry,
}

impl NowAndPast {
    /// The page of `items`.
    pub(crate) fn page(&self, cx: &Cx, items: Vec<Item>, related: &Related) -> PageResult {
        let say = Say::new(cx.words());
        let sources = sources::of_list(cx, &items, sources::oldest_of(&items, self.dates, say));
        let (now, past): (Vec<Item>, Vec<Item>) = items.into_iter().partition(self.is_now);
        let part = |when: &str, items: &[Item]| {
            let entries = items.iter().map(|item| (self.entry)(item, related, say)).collect();
            Section::new(say.t(&format!("{when}-{}", self.key)), vec![Block::Entries(entries)])
        };
        let mut main = vec![if now.is_empty() {
            let (href, label) = self.instead;
            Section::nothing(EmptyState {
                icon: self.icon,
                title: say.t(&format!("no-{}-title", self.key)),
                why: say.t(&format!("no-{}-why", self.key)),
                actions: vec![Link::new(href, say.t(label))],
            })
        } else {
            part("current", &now)
        }];
        if !past.is_empty() {
            main.push(part("past", &past));
        }
        cx.render(&Article {
            shell: cx.shell(say.t(self.key)),
            back: Some(Link::new("/health", say.t("health"))),
            title: say.t(self.key),
            lede: say.t(&format!("{}-lede", self.key)),
            print: say.t("print"),
            main,
            sources,
            ..Article::default()
        })
    }
}

/// How sure it is, where it is not certain.
pub(crate) fn doubt(resource: &Value, say: Say<'_>) -> Option<Badge> {
    let verified = view::text(resource, "verificationStatus.coding.code")?;
    (verified != "confirmed").then(|| plain_badge(say.code("verification", verified)))
}

/// When it was recorded, by whom, and what they noted.
pub(crate) fn recorded(details: &mut Vec<Fact>, resource: &Value, related: &Related, say: Say<'_>) {
    fact(details, say.t("recorded"), say.day_at(resource, &["recordedDate"]));
    let who = related.name_at(resource, &["recorder", "asserter"]);
    fact(details, say.t("recorded-by"), who);
    notes(details, resource, say);
}

/// The notes of whoever recorded it.
pub(crate) fn notes(details: &mut Vec<Fact>, resource: &Value, say: Say<'_>) {
    let notes = view::all(resource, "note")
        .into_iter()
        .filter_map(|note| view::text(note, "text").map(str::to_owned));
    fact_lines(details, say.t("note"), notes.collect());
}
