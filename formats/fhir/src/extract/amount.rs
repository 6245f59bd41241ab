//! Numbers and quantities in the index.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::value::text;
use crate::index::{Canonical, IndexValue, Quantity};

/// The code system of units.
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";
/// The code system of currencies.
const CURRENCY: &str = "urn:iso:std:iso:4217";

/// How many units a thread remembers. Records use a few hundred; a sender who invents more is read anew each time.
const REMEMBERED: usize = 1024;

thread_local! {
    static UNITS: RefCell<HashMap<String, Option<madrone_units::Unit>>> = RefCell::new(HashMap::new());
}

/// `low..=high` of the UCUM unit `code` in canonical units; `None` if it is no UCUM unit.
pub(crate) fn canonical(code: &str, low: f64, high: f64) -> Option<Canonical> {
    UNITS.with_borrow_mut(|units| {
        if !units.contains_key(code) {
            if units.len() >= REMEMBERED {
                units.clear();
            }
            units.insert(code.to_owned(), madrone_units::parse(code).ok());
        }
        let unit = units.get(code)?.as_ref()?;
        // Open ends stay open.
        let end = |value: f64| {
            if value.abs() < f64::MAX {
                unit.to_canonical(value)
            } else {
                value
            }
        };
        Some(Canonical {
            low: end(low),
            high: end(high),
            dimension: unit.canonical().dimension,
        })
    })
}

pub(super) fn number(value: &Value) -> Option<f64> {
    value.as_number()?.as_str().parse().ok()
}

/// A `Quantity` or one of its kind.
pub(super) fn quantity(value: &Value) -> Option<IndexValue<'_>> {
    let (low, high) = ends(value)?;
    Some(with_unit(low, high, value))
}

/// A `Range`: from `low` to `high`, either of which may be open. The unit is that of the end that has one.
pub(super) fn range(value: &Value) -> Option<IndexValue<'_>> {
    let low = value.get("low");
    let high = value.get("high");
    let end = |end: Option<&Value>| end.and_then(|end| number(end.get("value")?));
    let unit = low.or(high)?;
    let (from, until) = (end(low), end(high));
    from.or(until)?;
    Some(with_unit(from.unwrap_or(f64::MIN), until.unwrap_or(f64::MAX), unit))
}

/// A `Money`: its currency is a unit of ISO 4217.
pub(super) fn money(value: &Value) -> Option<IndexValue<'_>> {
    let amount = number(value.get("value")?)?;
    let code = text(value, "currency").map(Cow::Borrowed);
    let system = code.is_some().then_some(Cow::Borrowed(CURRENCY));
    Some(IndexValue::Quantity(Quantity {
        low: amount,
        high: amount,
        system,
        code,
        unit: None,
        canonical: None,
    }))
}

fn with_unit(low: f64, high: f64, value: &Value) -> IndexValue<'_> {
    let system = text(value, "system");
    let code = text(value, "code");
    let canonical = code
        .filter(|_| system == Some(UCUM))
        .and_then(|code| canonical(code, low, high));
    IndexValue::Quantity(Quantity {
        low,
        high,
        system: system.map(Cow::Borrowed),
        code: code.map(Cow::Borrowed),
        unit: text(value, "unit").map(Cow::Borrowed),
        canonical,
    })
}

/// What the number may be, by its comparator: `<5` is anything up to 5.
fn ends(value: &Value) -> Option<(f64, f64)> {
    let amount = number(value.get("value")?)?;
    Some(match text(value, "comparator") {
        Some("<" | "<=") => (f64::MIN, amount),
        Some(">" | ">=") => (amount, f64::MAX),
        _ => (amount, amount),
    })
}
