//! Results as rows of lists.

use std::collections::HashMap;

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::components::{Badge, BadgeKind, Flag, Row};
use serde_json::Value;

use super::reading::{Person, Reading, limits, reading};
use super::{DATES, page_of, value};
use crate::chart::Item;
use crate::say::Say;

/// How the value of an Observation, or the worst of its components, lies.
pub(crate) fn reading_of(observation: &Value, person: &Person, say: Say<'_>) -> Reading {
    let one = |part: &Value| {
        let limits = limits(part, observation, person);
        let number = value::measured(part, say).and_then(|value| value.number);
        reading(part, number.as_ref(), limits, say)
    };
    let parts = value::components(observation);
    let own = one(observation);
    if own != Reading::Unknown || parts.is_empty() {
        return own;
    }
    parts.into_iter().map(one).max_by_key(rank).unwrap_or_default()
}

/// How much a reading matters.
fn rank(reading: &Reading) -> u8 {
    match reading {
        Reading::Unknown => 0,
        Reading::Said(_) => 1,
        Reading::InRange => 2,
        Reading::Outside | Reading::Above | Reading::Below => 3,
        Reading::Critical | Reading::CriticalHigh | Reading::CriticalLow => 4,
    }
}

/// What a result is called.
pub(crate) fn title(result: &Value, say: Say<'_>) -> String {
    view::get(result, "code")
        .and_then(|code| say.named(code))
        .unwrap_or_else(|| say.t("unnamed-result"))
}

/// The badge of a status that the reader must know of; none for what is final.
pub(crate) fn status_badge(result: &Value, say: Say<'_>) -> Option<Badge> {
    let status = view::text(result, "status")?;
    let kind = match status {
        "final" | "unknown" => return None,
        "amended" | "corrected" | "appended" => BadgeKind::Corrected,
        "entered-in-error" | "cancelled" => BadgeKind::Due,
        _ => BadgeKind::Plain,
    };
    Some(Badge::new(kind, say.code("status", status)))
}

/// Whether the value of a result must not be relied on.
pub(crate) fn is_void(result: &Value) -> bool {
    matches!(view::text(result, "status"), Some("entered-in-error" | "cancelled"))
}

/// An Observation as a row: name, value, date, flag.
pub(crate) fn observation_row(item: &Item, person: &Person, say: Say<'_>) -> Row {
    let json = &item.json;
    let value = if is_void(json) {
        String::new()
    } else {
        value::in_one_line(json, say)
    };
    let mut row = Row::new(page_of(item.kind, &item.id), icon(item), title(json, say))
        .line(shortened(&value))
        .line(say.short_day_at(json, DATES).unwrap_or_default());
    if !is_void(json) {
        row.badges.extend(reading_of(json, person, say).badge(say));
    }
    row.badges.extend(status_badge(json, say));
    row
}

/// A DiagnosticReport as a row: name, what it holds, date, how much of it is out of range.
pub(crate) fn report_row(item: &Item, members: &HashMap<String, &Value>, person: &Person, say: Say<'_>) -> Row {
    let json = &item.json;
    let results: Vec<&Value> = view::all(json, "result.reference")
        .into_iter()
        .filter_map(|reference| members.get(reference.as_str()?).copied())
        .filter(|result| !value::is_group(result))
        .collect();
    let said = match results.as_slice() {
        [] => view::text(json, "conclusion").map(shortened).unwrap_or_default(),
        [one] => value::in_one_line(one, say),
        many => say.t1("result-count", "count", many.len()),
    };
    let mut row = Row::new(page_of(item.kind, &item.id), icon(item), title(json, say))
        .line(said)
        .line(say.short_day_at(json, DATES).unwrap_or_default());
    if !is_void(json) {
        row.badges.extend(panel_badge(&results, person, say));
    }
    row.badges.extend(status_badge(json, say));
    row
}

/// How many of a panel's results are out of range; of a single one, what it is.
fn panel_badge(results: &[&Value], person: &Person, say: Say<'_>) -> Option<Badge> {
    let readings: Vec<Reading> = results.iter().map(|result| reading_of(result, person, say)).collect();
    if let [one] = readings.as_slice() {
        return one.badge(say);
    }
    let out = readings.iter().filter(|reading| reading.is_out()).count();
    let worst = readings.iter().max_by_key(|reading| rank(reading))?;
    match worst {
        _ if out > 0 => {
            // Some may be above and others below: the words only count them.
            let flag = if worst.flag() == Flag::Critical {
                Flag::Critical
            } else {
                Flag::Above
            };
            Some(flag.badge(say.t1("out-count", "count", out)))
        }
        Reading::InRange if readings.iter().all(|reading| *reading == Reading::InRange) => {
            Some(Reading::InRange.flag().badge(say.t("all-in-range")))
        }
        _ => None,
    }
}

/// The sign of a kind of result.
pub(crate) fn icon(item: &Item) -> &'static str {
    let has = |code: &str| {
        view::all(&item.json, "category.coding.code")
            .iter()
            .any(|value| *value == code)
    };
    if has("vital-signs") {
        "heart-pulse"
    } else if has("imaging") || has("RAD") || has("LP29684-5") {
        "activity"
    } else if has("laboratory") || has("LAB") || item.kind == ResourceType::DiagnosticReport {
        "flask-conical"
    } else {
        "clipboard-list"
    }
}

/// The first line of a text, no longer than a row has room for.
pub(crate) fn shortened(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim();
    if line.chars().count() <= 110 {
        return line.to_owned();
    }
    let cut: String = line.chars().take(108).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// The badge of what is new.
pub(crate) fn new_badge(say: Say<'_>) -> Badge {
    Badge::new(BadgeKind::New, say.t("new"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn sodium(code: &str) -> Value {
        json!({"code": {"text": "Sodium"}, "valueQuantity": {"value": 140, "unit": "mmol/L"},
            "interpretation": [{"coding": [{"code": code}]}]})
    }

    #[test]
    fn a_panel_says_how_many_are_out_of_range_and_is_critical_only_if_one_is() {
        let words = words();
        let say = Say::new(&words);
        let badge = |codes: &[&str]| {
            let results: Vec<Value> = codes.iter().map(|code| sodium(code)).collect();
            panel_badge(&results.iter().collect::<Vec<_>>(), &Person::default(), say).unwrap()
        };
        assert_eq!(badge(&["N", "H", "L"]).text, "2 out of range");
        assert_eq!(badge(&["N", "H", "L"]).kind, BadgeKind::Above);
        assert_eq!(badge(&["N", "LL", "H"]).kind, BadgeKind::Critical);
        assert_eq!(badge(&["N", "N"]).kind, BadgeKind::InRange);
    }

    #[test]
    fn what_was_entered_in_error_shows_no_value() {
        let words = words();
        let mut json = sodium("HH");
        json["status"] = json!("entered-in-error");
        let updated = madrone_kernel::Instant::from_micros(0);
        let item = Item {
            kind: ResourceType::Observation,
            id: "o".into(),
            version: 1,
            updated,
            json: json.into(),
        };
        let row = observation_row(&item, &Person::default(), Say::new(&words));
        assert!(row.lines.is_empty());
        assert_eq!(row.badges.len(), 1);
        assert_eq!(row.badges[0].text, "Entered by mistake");
    }

    #[test]
    fn long_texts_end_at_a_word() {
        let text = "word ".repeat(60);
        let short = shortened(&text);
        assert!(short.ends_with("word…") && short.chars().count() < 112);
    }
}
