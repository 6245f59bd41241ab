//! Tokens, texts and URIs in SQL.

use madrone_db::Value;
use madrone_fhir::fold;
use madrone_fhir::search::{System, TextMode, UriMode};

use super::Search;
use crate::rows::{URL, capped, hashed};

/// Greater than every text that begins with what stands before it.
const LAST: char = '\u{10ffff}';

impl Search<'_> {
    pub(crate) fn token(&mut self, alias: &str, system: &System, code: Option<&str>) -> String {
        let mut tests = Vec::new();
        if let Some(code) = code {
            tests.push(format!("{alias}.code = {}", self.bind(capped(code))));
        }
        match system {
            System::Any => {}
            System::Without => tests.push(format!("{alias}.system = 0")),
            System::Is(system) => tests.push(format!("{alias}.system = {}", self.bind(hashed(system)))),
        }
        if tests.is_empty() {
            "1 = 1".to_owned()
        } else {
            tests.join(" AND ")
        }
    }

    pub(crate) fn text(&mut self, alias: &str, mode: TextMode, value: &str) -> String {
        match mode {
            TextMode::Starts => self.begins(&format!("{alias}.folded"), capped(value)),
            TextMode::Contains => {
                let escaped = capped(value)
                    .replace('\\', "\\\\")
                    .replace('%', "\\%")
                    .replace('_', "\\_");
                let pattern = self.bind(format!("%{escaped}%"));
                format!("{alias}.folded LIKE {pattern} ESCAPE '\\'")
            }
            TextMode::Exact => {
                let (folded, exact) = (fold(value), capped(value));
                let (folded, exact) = (self.bind(capped(&folded)), self.bind(exact));
                format!("{alias}.folded = {folded} AND {alias}.exact = {exact}")
            }
        }
    }

    /// `column` begins with `value`.
    fn begins(&mut self, column: &str, value: &str) -> String {
        let (from, until) = (self.bind(value), self.bind(format!("{value}{LAST}")));
        format!("{column} >= {from} AND {column} < {until}")
    }

    pub(crate) fn uri(&mut self, alias: &str, mode: UriMode, value: &str) -> String {
        let code = format!("{alias}.code");
        let value = capped(value);
        let test = match mode {
            UriMode::Is => format!("{code} = {}", self.bind(value)),
            UriMode::Below => {
                let begins = self.begins(&code, value);
                if value.ends_with(['/', '#', '?']) {
                    begins
                } else {
                    let next = i64::try_from(value.chars().count() + 1).unwrap_or(i64::MAX);
                    // `substr` counts characters on both engines; an INTEGER is what PostgreSQL's wants.
                    format!(
                        "{begins} AND substr({code}, CAST({} AS INTEGER), 1) IN ('', '/', '#', '?')",
                        self.bind(next)
                    )
                }
            }
            UriMode::Above => {
                let ends = value.char_indices().filter(|(_, c)| matches!(c, '/' | '#' | '?'));
                let mut above: Vec<&str> = ends.flat_map(|(at, _)| [&value[..at], &value[..=at]]).collect();
                above.push(value);
                let above: Vec<Value> = above.into_iter().map(Value::from).collect();
                self.is_one_of(&code, &above)
            }
        };
        format!("{test} AND {alias}.system = {URL}")
    }
}
