//! A plain evaluation of search parameters, written without a look at ours: it knows just the expressions that US Core's
//! parameters use.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::Value;

/// The values at a parameter's expression.
pub(crate) fn values<'v>(expression: &str, resource: &'v Value) -> Vec<&'v Value> {
    let mut out = Vec::new();
    for path in expression.split('|') {
        let path = path.trim().trim_start_matches('(');
        // `(Patient.deceased as dateTime)` and `Condition.onset.as(dateTime)` both ask for one type of a choice.
        let (path, kind) = match path.split_once(" as ") {
            Some((path, kind)) => (path, Some(kind.trim_end_matches(')'))),
            None => match path.split_once(".as(") {
                Some((path, kind)) => (path, Some(kind.trim_end_matches(')'))),
                None => (path, None),
            },
        };
        out.extend(follow(&steps(path), kind, vec![resource]));
    }
    out
}

/// The steps of a path, apart at dots that stand in no brackets.
fn steps(path: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in path.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '.' if depth == 0 => {
                steps.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    steps.push(&path[start..]);
    steps
}

fn follow<'v>(steps: &[&str], kind: Option<&str>, start: Vec<&'v Value>) -> Vec<&'v Value> {
    let mut found = start;
    // The first step is the type of the resource.
    for (place, step) in steps.iter().enumerate().skip(1) {
        let last = place + 1 == steps.len();
        found = match step.strip_prefix("where(").and_then(|rest| rest.strip_suffix(')')) {
            Some(condition) => found.into_iter().filter(|value| fulfils(condition, value)).collect(),
            None => found
                .into_iter()
                .flat_map(|value| children(value, step, kind.filter(|_| last)))
                .collect(),
        };
    }
    found
}

fn fulfils(condition: &str, value: &Value) -> bool {
    if condition == "resolve() is Patient" {
        return value["reference"]
            .as_str()
            .is_some_and(|reference| reference.starts_with("Patient/"));
    }
    let (name, wanted) = condition
        .split_once('=')
        .expect("the conditions of US Core compare one element");
    value[name.trim()] == wanted.trim().trim_matches('\'')
}

/// The members called `name`, or those of a choice of types (`valueString`), of one type only where `kind` says so.
fn children<'v>(value: &'v Value, name: &str, kind: Option<&str>) -> Vec<&'v Value> {
    let is_choice = |rest: &str| match kind {
        Some(kind) => rest.eq_ignore_ascii_case(kind),
        None => rest.starts_with(|c: char| c.is_ascii_uppercase()),
    };
    let members = value.as_object().into_iter().flatten();
    let called = members.filter(|(member, _)| {
        member
            .strip_prefix(name)
            .is_some_and(|rest| (rest.is_empty() && kind.is_none()) || is_choice(rest))
    });
    called
        .flat_map(|(_, value)| {
            value
                .as_array()
                .map_or_else(|| vec![value], |items| items.iter().collect())
        })
        .collect()
}

/// System and code of what a token parameter looks at.
pub(crate) fn tokens(value: &Value) -> Vec<(Option<String>, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(code) = text(value) {
        return vec![(None, code)];
    }
    if let Some(flag) = value.as_bool() {
        return vec![(None, flag.to_string())];
    }
    if let Some(codings) = value["coding"].as_array() {
        return codings.iter().flat_map(tokens).collect();
    }
    let code = text(&value["code"]).or_else(|| text(&value["value"]));
    code.map(|code| (text(&value["system"]), code)).into_iter().collect()
}

/// The texts of what a string parameter looks at.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    if let Some(text) = value.as_str() {
        return vec![text.to_owned()];
    }
    let parts = [
        "text",
        "family",
        "given",
        "prefix",
        "suffix",
        "line",
        "city",
        "district",
        "state",
        "postalCode",
        "country",
    ];
    parts
        .iter()
        .flat_map(|part| children(value, part, None))
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Without accents, in lower case, with single spaces.
pub(crate) fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c => c,
    };
    let lower: String = text.to_lowercase().chars().map(letter).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// First and last moment of what a date parameter looks at, in microseconds; the last not belonging to it.
pub(crate) fn span(value: &Value) -> Option<(i64, i64)> {
    if let Some(text) = value.as_str() {
        return span_of(text);
    }
    let end = |name: &str| value[name].as_str().and_then(span_of);
    if value.get("start").is_none() && value.get("end").is_none() {
        return None;
    }
    Some((
        end("start").map_or(i64::MIN, |span| span.0),
        end("end").map_or(i64::MAX, |span| span.1),
    ))
}

fn span_of(text: &str) -> Option<(i64, i64)> {
    if text.contains('T') {
        let from = text.parse::<Timestamp>().ok()?.as_microsecond();
        let length = if text.contains('.') { 1_000 } else { 1_000_000 };
        return Some((from, from + length));
    }
    let midnight = |day: Date| {
        day.to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|at| at.timestamp().as_microsecond())
    };
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next(), parts.next());
    let or_first = |part: Option<&str>| part.unwrap_or("1").parse::<i8>().ok();
    let from = Date::new(year, or_first(month)?, or_first(day)?).ok()?;
    let until = match (month, day) {
        (None, _) => from.checked_add(1.year()),
        (_, None) => from.checked_add(1.month()),
        _ => from.checked_add(1.day()),
    };
    Some((midnight(from)?, midnight(until.ok()?)?))
}
