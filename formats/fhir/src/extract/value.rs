//! From a value of some FHIR type to what the index keeps of it, after the tables of
//! <http://hl7.org/fhir/R4/search.html#ptypes>.

use std::borrow::Cow;

use serde_json::Value;

use super::amount;
use crate::date::{OPEN_END, OPEN_START, span};
use crate::expression::Item;
use crate::index::IndexValue;
use crate::param::Kind;
use crate::references::local;
use crate::table::TABLE;
use crate::text::{fold, fold_contact};
use crate::view::all;

/// Calls `push` with each row that `item` has for a parameter of `kind`.
pub(super) fn rows<'a>(kind: Kind, with_text: bool, item: Item<'a>, push: &mut impl FnMut(IndexValue<'a>)) {
    let name = TABLE.type_name(item.kind);
    match kind {
        Kind::Token => token(name, item.value, with_text, push),
        Kind::String => string(name, item.value, push),
        Kind::Date => date(name, item.value).into_iter().for_each(push),
        Kind::Reference => reference(name, item.value, push),
        Kind::Quantity => match name {
            "Range" => amount::range(item.value).into_iter().for_each(push),
            "Money" => amount::money(item.value).into_iter().for_each(push),
            "Quantity" | "Age" | "Duration" | "Count" | "Distance" => {
                amount::quantity(item.value).into_iter().for_each(push);
            }
            _ => {}
        },
        Kind::Number => number(name, item.value).into_iter().for_each(push),
        Kind::Uri => item
            .value
            .as_str()
            .map(|uri| IndexValue::Uri(uri.into()))
            .into_iter()
            .for_each(push),
        // Composites are made of rows of other kinds.
        Kind::Composite => {}
    }
}

pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

fn token<'a>(name: &str, value: &'a Value, with_text: bool, push: &mut impl FnMut(IndexValue<'a>)) {
    match name {
        "CodeableConcept" => concept(value, with_text, push),
        "Coding" => {
            coding(value, push);
            if with_text {
                words(text(value, "display"), push);
            }
        }
        "Identifier" => identifier(value, push),
        "ContactPoint" => {
            if let Some(contact) = text(value, "value") {
                push(IndexValue::Token {
                    system: None,
                    code: fold_contact(contact).into(),
                });
            }
        }
        _ => match value {
            Value::String(code) => push(plain(code)),
            Value::Bool(truth) => push(plain(if *truth { "true" } else { "false" })),
            Value::Number(digits) => push(plain(digits.as_str())),
            _ => {}
        },
    }
}

fn plain(code: &str) -> IndexValue<'_> {
    IndexValue::Token {
        system: None,
        code: code.into(),
    }
}

fn concept<'a>(value: &'a Value, with_text: bool, push: &mut impl FnMut(IndexValue<'a>)) {
    let codings = value
        .get("coding")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    for one in codings {
        coding(one, push);
    }
    if codings.is_empty() {
        // So that `:missing` knows of a concept that has only words.
        push(plain(""));
    }
    if with_text {
        words(text(value, "text"), push);
        for one in codings {
            words(text(one, "display"), push);
        }
    }
}

fn coding<'a>(value: &'a Value, push: &mut impl FnMut(IndexValue<'a>)) {
    let (system, code) = (text(value, "system"), text(value, "code"));
    push(IndexValue::Token {
        system: system.map(Cow::Borrowed),
        code: code.unwrap_or_default().into(),
    });
}

fn words<'a>(words: Option<&'a str>, push: &mut impl FnMut(IndexValue<'a>)) {
    if let Some(exact) = words {
        push(IndexValue::Text {
            folded: fold(exact),
            exact: exact.into(),
        });
    }
}

fn identifier<'a>(value: &'a Value, push: &mut impl FnMut(IndexValue<'a>)) {
    let code = text(value, "value").unwrap_or_default();
    push(IndexValue::Token {
        system: text(value, "system").map(Cow::Borrowed),
        code: code.into(),
    });
    for kind in all(value, "type.coding") {
        let system = of_type(
            text(kind, "system").unwrap_or_default(),
            text(kind, "code").unwrap_or_default(),
        );
        push(IndexValue::Token {
            system: Some(system.into()),
            code: code.into(),
        });
    }
}

/// The system under which an identifier stands by its type, for `:of-type`.
pub(crate) fn of_type(system: &str, code: &str) -> String {
    format!("of-type:{system}|{code}")
}

fn string<'a>(name: &str, value: &'a Value, push: &mut impl FnMut(IndexValue<'a>)) {
    match name {
        "HumanName" => {
            parts(value, &["text", "family", "given", "prefix", "suffix"], push);
            // So that "maria lopez" finds a name that is written in parts.
            let whole = crate::view::HumanName::of(value).plain();
            if !whole.is_empty() {
                push(IndexValue::Text {
                    folded: fold(&whole),
                    exact: whole.into(),
                });
            }
        }
        "Address" => {
            parts(
                value,
                &["text", "line", "city", "district", "state", "postalCode", "country"],
                push,
            );
        }
        "CodeableConcept" => {
            words(text(value, "text"), push);
            parts(value, &["coding.display"], push);
        }
        _ => words(value.as_str(), push),
    }
}

fn parts<'a>(value: &'a Value, names: &[&str], push: &mut impl FnMut(IndexValue<'a>)) {
    for name in names {
        for part in all(value, name) {
            words(part.as_str(), push);
        }
    }
}

fn date<'a>(name: &str, value: &Value) -> Option<IndexValue<'a>> {
    let (from, until) = match name {
        "Period" => period(value)?,
        "Timing" => timing(value)?,
        _ => span(value.as_str()?)?,
    };
    Some(IndexValue::Date { from, until })
}

/// From the start of its start to the end of its end; what is not there is open.
fn period(value: &Value) -> Option<(i64, i64)> {
    let start = text(value, "start").and_then(span);
    let end = text(value, "end").and_then(span);
    start.or(end)?;
    Some((
        start.map_or(OPEN_START, |(from, _)| from),
        end.map_or(OPEN_END, |(_, until)| until),
    ))
}

/// From the first to the last of its events and bounds.
fn timing(value: &Value) -> Option<(i64, i64)> {
    let events = all(value, "event")
        .into_iter()
        .filter_map(|event| span(event.as_str()?));
    let bounds = value
        .get("repeat")
        .and_then(|repeat| period(repeat.get("boundsPeriod")?));
    events
        .chain(bounds)
        .reduce(|(from, until), (other_from, other_until)| (from.min(other_from), until.max(other_until)))
}

fn reference<'a>(name: &str, value: &'a Value, push: &mut impl FnMut(IndexValue<'a>)) {
    match name {
        "Reference" => {
            if let Some(row) = text(value, "reference").and_then(target) {
                push(row);
            }
            if let Some(value) = value.get("identifier") {
                let code = text(value, "value").unwrap_or_default();
                push(IndexValue::Token {
                    system: text(value, "system").map(Cow::Borrowed),
                    code: code.into(),
                });
            }
        }
        "canonical" | "uri" | "url" | "oid" | "uuid" => {
            let Some(url) = value.as_str() else { return };
            push(IndexValue::Url(url.into()));
            if let Some((unversioned, _)) = url.split_once('|') {
                push(IndexValue::Url(unversioned.into()));
            }
        }
        _ => {}
    }
}

/// Where a reference leads; `None` for what has no row.
fn target(reference: &str) -> Option<IndexValue<'_>> {
    if let Some((resource, id, version)) = local(reference) {
        return Some(IndexValue::Reference {
            resource,
            id: id.into(),
            version: version.map(Cow::Borrowed),
        });
    }
    let is_elsewhere = reference.contains(':') && !reference.starts_with('#') && !is_conditional(reference);
    is_elsewhere.then(|| IndexValue::Url(reference.into()))
}

/// `Patient?identifier=…`; a URL with a query is none.
fn is_conditional(reference: &str) -> bool {
    let resource = reference.split_once('?').map(|(resource, _)| resource);
    resource.is_some_and(|resource| crate::ResourceType::parse(resource).is_some())
}

fn number<'a>(name: &str, value: &Value) -> Option<IndexValue<'a>> {
    if name == "Range" {
        let Some(IndexValue::Quantity(range)) = amount::range(value) else {
            return None;
        };
        return Some(IndexValue::Number {
            low: range.low,
            high: range.high,
        });
    }
    let number = amount::number(value)?;
    Some(IndexValue::Number {
        low: number,
        high: number,
    })
}
