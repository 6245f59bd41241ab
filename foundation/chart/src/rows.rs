//! The index rows of one resource, before anybody knows its number: texts in one piece of memory, rows as places in it.

use std::cell::RefCell;
use std::collections::HashMap;

use aws_lc_rs::digest;
use madrone_fhir::{Entry, IndexValue, Kind, ResourceType, params};

/// `system` of token rows whose code is a URL or URI.
pub(crate) const URL: i64 = 1;

/// Both times of the row that says that there is no date.
pub(crate) const NO_DATE: i64 = i64::MIN;

/// `param` of references that no search parameter leads along.
pub(crate) const ELSEWHERE: i64 = 0;

/// Bits of `edge`.
pub(crate) const LEAST: i64 = 1;
pub(crate) const GREATEST: i64 = 2;

/// The most bytes of a text in the index: PostgreSQL's B-trees refuse rows of a third of a page.
const LONGEST: usize = 400;

/// `text` as the index keeps it.
pub(crate) fn capped(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// The number that stands for a URI: the first 8 bytes of its SHA-256. 0 for none.
pub(crate) fn hashed(uri: &str) -> i64 {
    thread_local! {
        // A record names few systems, again and again.
        static KNOWN: RefCell<HashMap<String, i64>> = RefCell::default();
    }
    if uri.is_empty() {
        return 0;
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(number) = known.get(uri) {
            return *number;
        }
        let digest = digest::digest(&digest::SHA256, uri.as_bytes());
        let first = digest.as_ref().first_chunk().expect("a SHA-256 has 32 bytes");
        let number = match i64::from_le_bytes(*first) {
            // Kept for what is no hash.
            0 | URL => 2,
            other => other,
        };
        if known.len() >= 1024 {
            known.clear();
        }
        known.insert(uri.to_owned(), number);
        number
    })
}

/// A piece of [`Rows::words`].
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) param: i64,
    pub(crate) code: Span,
    pub(crate) system: i64,
}

#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) param: i64,
    pub(crate) folded: Span,
    pub(crate) exact: Span,
    pub(crate) edge: i64,
}

#[derive(Debug)]
pub(crate) struct Date {
    pub(crate) param: i64,
    pub(crate) since: i64,
    pub(crate) until: i64,
    pub(crate) edge: i64,
}

#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) param: i64,
    /// A place in [`Rows::targets`].
    pub(crate) target: usize,
}

#[derive(Debug)]
pub(crate) struct Quantity {
    pub(crate) param: i64,
    pub(crate) code: Span,
    pub(crate) system: i64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) unit_system: i64,
    pub(crate) unit_code: Span,
    pub(crate) unit_word: Span,
    pub(crate) canonical_low: f64,
    pub(crate) canonical_high: f64,
    pub(crate) dimension: Span,
}

/// All index rows of a resource.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    words: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) texts: Vec<Text>,
    pub(crate) dates: Vec<Date>,
    pub(crate) links: Vec<Link>,
    pub(crate) quantities: Vec<Quantity>,
    /// What references lead to, each once.
    pub(crate) targets: Vec<(ResourceType, Span)>,
}

impl Rows {
    pub(crate) fn of(kind: ResourceType, entries: &[Entry<'_>]) -> Self {
        let mut rows = Self::default();
        for entry in entries {
            rows.add(entry.param.id.into(), &entry.value);
        }
        rows.say_what_is_missing(kind);
        rows.mark_edges();
        rows
    }

    pub(crate) fn word(&self, span: Span) -> &str {
        &self.words[span.start as usize..span.end as usize]
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = self.words.len();
        self.words.push_str(capped(text));
        let place = |at: usize| u32::try_from(at).expect("a resource's index words are below 4 GB");
        Span {
            start: place(start),
            end: place(self.words.len()),
        }
    }

    fn add(&mut self, param: i64, value: &IndexValue<'_>) {
        match value {
            IndexValue::Token { system, code } => {
                let (code, system) = (self.keep(code), system.as_deref().map_or(0, hashed));
                self.tokens.push(Token { param, code, system });
            }
            IndexValue::Url(url) | IndexValue::Uri(url) => {
                let code = self.keep(url);
                self.tokens.push(Token {
                    param,
                    code,
                    system: URL,
                });
            }
            IndexValue::Text { folded, exact } => {
                let (folded, exact) = (self.keep(folded), self.keep(exact));
                self.texts.push(Text {
                    param,
                    folded,
                    exact,
                    edge: 0,
                });
            }
            IndexValue::Date { from, until } => {
                self.dates.push(Date {
                    param,
                    since: *from,
                    until: *until,
                    edge: 0,
                });
            }
            IndexValue::Reference { resource, id, .. } => {
                let known = self
                    .targets
                    .iter()
                    .position(|(kind, known)| kind == resource && self.word(*known) == id);
                let target = known.unwrap_or_else(|| {
                    let id = self.keep(id);
                    self.targets.push((*resource, id));
                    self.targets.len() - 1
                });
                self.links.push(Link { param, target });
            }
            IndexValue::Quantity(quantity) => self.quantity(param, None, quantity),
            IndexValue::Number { low, high } => {
                let number = madrone_fhir::Quantity {
                    low: *low,
                    high: *high,
                    system: None,
                    code: None,
                    unit: None,
                    canonical: None,
                };
                self.quantity(param, None, &number);
            }
            // The only pairs with rows of their own are a code and a quantity.
            IndexValue::Composite(parts) => {
                if let [IndexValue::Token { system, code }, IndexValue::Quantity(quantity)] = &**parts {
                    self.quantity(param, Some((system.as_deref(), code)), quantity);
                }
            }
        }
    }

    /// Adds a reference in no search parameter, unless one leads there anyway.
    pub(crate) fn refer(&mut self, resource: ResourceType, id: &str) {
        let is_known = |(kind, known): &(ResourceType, Span)| *kind == resource && self.word(*known) == id;
        if !self.targets.iter().any(is_known) {
            let id = self.keep(id);
            self.targets.push((resource, id));
            self.links.push(Link {
                param: ELSEWHERE,
                target: self.targets.len() - 1,
            });
        }
    }

    fn quantity(&mut self, param: i64, token: Option<(Option<&str>, &str)>, value: &madrone_fhir::Quantity<'_>) {
        let canonical = value.canonical.as_ref();
        let row = Quantity {
            param,
            code: token.map_or_else(Span::default, |(_, code)| self.keep(code)),
            system: token.and_then(|(system, _)| system).map_or(0, hashed),
            low: value.low,
            high: value.high,
            unit_system: value.system.as_deref().map_or(0, hashed),
            unit_code: self.keep(value.code.as_deref().unwrap_or_default()),
            unit_word: self.keep(value.unit.as_deref().unwrap_or_default()),
            canonical_low: canonical.map_or(0.0, |canonical| canonical.low),
            canonical_high: canonical.map_or(0.0, |canonical| canonical.high),
            dimension: self.keep(canonical.map_or("", |canonical| canonical.dimension.as_str())),
        };
        self.quantities.push(row);
    }

    /// Lists are sorted by texts and dates, and what has none of them comes last: so it has a row that says so.
    fn say_what_is_missing(&mut self, kind: ResourceType) {
        for param in params(kind).iter().filter(|param| param.rows == [param.id]) {
            let id = i64::from(param.id);
            match param.kind {
                Kind::Date if self.dates.iter().all(|row| row.param != id) => {
                    self.dates.push(Date {
                        param: id,
                        since: NO_DATE,
                        until: NO_DATE,
                        edge: 0,
                    });
                }
                Kind::String if self.texts.iter().all(|row| row.param != id) => {
                    self.texts.push(Text {
                        param: id,
                        folded: Span::default(),
                        exact: Span::default(),
                        edge: 0,
                    });
                }
                _ => {}
            }
        }
    }

    fn mark_edges(&mut self) {
        self.dates.sort_unstable_by_key(|row| (row.param, row.since, row.until));
        for group in self.dates.chunk_by_mut(|a, b| a.param == b.param) {
            mark(group, |row| &mut row.edge);
        }
        let mut texts = std::mem::take(&mut self.texts);
        texts.sort_unstable_by(|a, b| {
            let key = |row: &Text| (row.param, self.word(row.folded), self.word(row.exact));
            key(a).cmp(&key(b))
        });
        for group in texts.chunk_by_mut(|a, b| a.param == b.param) {
            mark(group, |row| &mut row.edge);
        }
        self.texts = texts;
    }
}

fn mark<T>(group: &mut [T], edge: impl Fn(&mut T) -> &mut i64) {
    if let Some(first) = group.first_mut() {
        *edge(first) |= LEAST;
    }
    if let Some(last) = group.last_mut() {
        *edge(last) |= GREATEST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = "é".repeat(300);
        assert_eq!(capped(&long).len(), 400);
        assert_eq!(capped(&format!("x{long}")).len(), 399);
    }

    #[test]
    fn no_uri_hashes_to_what_stands_for_none_or_a_url() {
        assert_eq!(hashed(""), 0);
        assert!(![0, URL].contains(&hashed("http://loinc.org")));
        assert_eq!(hashed("http://loinc.org"), hashed("http://loinc.org"));
    }
}
