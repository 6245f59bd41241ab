//! The course of one test: which earlier results may be drawn together, and the chart of them.

use jiff::civil::Date;
use madrone_fhir::ResourceType;
use madrone_fhir::view::{self, Coding};
use madrone_web::Failure;
use madrone_web::components::{AxisWords, Flag, TickUnit, TrendChart, TrendPoint, TrendTexts, UsualRange, trend_chart};
use serde_json::Value;

use super::DATES;
use super::reading::{Person, Usual, limits, reading};
use super::row::is_void;
use super::value::{Number, measured};
use crate::chart::{Chart, Item, encoded};
use crate::say::{self, Say};

/// How many results a trend goes back; more would stand too close to be told apart.
pub(crate) const MOST: usize = 30;

/// What is drawn: a test by its code, in one unit.
pub(crate) struct Course<'a> {
    pub(crate) name: String,
    /// The code of the Observation or of the component.
    pub(crate) code: &'a Value,
    pub(crate) number: &'a Number,
    pub(crate) unit: &'a str,
    pub(crate) usual: Option<&'a Usual>,
}

/// The Observations with the same code as `observation`, newest first.
pub(crate) fn same_test(chart: Chart<'_>, observation: &Value) -> Result<Vec<Item>, Failure> {
    let Some((system, code)) = view::get(observation, "code").and_then(naming) else {
        return Ok(Vec::new());
    };
    chart.list(
        ResourceType::Observation,
        &format!("code={}&_sort=-date", encoded(&format!("{system}|{code}"))),
        MOST,
    )
}

/// The code that names a test, and its system: LOINC's before others.
fn naming(code: &Value) -> Option<(&str, &str)> {
    let codings = || view::all(code, "coding").into_iter().map(Coding::of);
    let loinc = codings().find(|coding| coding.system == Some("http://loinc.org"));
    let coding = loinc.or_else(|| codings().next())?;
    Some((coding.system?, coding.code?))
}

/// The chart of `course` through `observations`; `None` when there are fewer than two points.
pub(crate) fn chart(
    course: &Course<'_>,
    observations: &[Item],
    person: &Person,
    say: Say<'_>,
) -> Option<Box<TrendChart>> {
    let points = points(course, observations, person, say);
    let range = course.usual.map_or(UsualRange::default(), |usual| UsualRange {
        low: usual.limits.low,
        high: usual.limits.high,
    });
    let words = say.words();
    let number = |number: f64| words.decimal(&trimmed(number));
    let date = |unit: TickUnit, date: Date| match unit {
        TickUnit::Year => date.year().to_string(),
        TickUnit::Month => say.t1("axis-month", "month", words.month_year(date)),
        TickUnit::Day => words.date_short(date),
    };
    let usual_words = course
        .usual
        .map(|usual| say.t1("usual-range", "range", usual.words.as_str()));
    let texts = TrendTexts {
        spoken: spoken(course, &points, say),
        range: usual_words.unwrap_or_default(),
        show_table: say.t("show-table"),
        caption: [course.name.as_str(), course.unit]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        head: [say.t("date"), say.t("result"), say.t("how-it-lies")],
        legend: [
            (Flag::Unknown, say.t("flag-unknown")),
            (Flag::InRange, say.t("flag-in-range")),
            (Flag::Above, say.t("flag-above")),
            (Flag::Below, say.t("flag-below")),
            (Flag::Critical, say.t("flag-critical")),
        ]
        .into(),
    };
    trend_chart(
        &points,
        range,
        AxisWords {
            number: &number,
            date: &date,
        },
        texts,
    )
    .map(Box::new)
}

fn points(course: &Course<'_>, observations: &[Item], person: &Person, say: Say<'_>) -> Vec<TrendPoint> {
    let Some(code) = naming(course.code) else {
        return Vec::new();
    };
    let point = |item: &Item| point(course, part_of(&item.json, code)?, &item.json, person, say);
    observations.iter().filter_map(point).collect()
}

/// One result as a point: only what counts, is a plain number, and is in the same or a convertible unit.
fn point(course: &Course<'_>, part: &Value, observation: &Value, person: &Person, say: Say<'_>) -> Option<TrendPoint> {
    if is_void(observation) {
        return None;
    }
    let value = measured(part, say)?;
    let number = value.number.as_ref().filter(|number| number.comparator.is_empty())?;
    let drawn = converted(number, &course.number.unit)?;
    let reading = reading(part, Some(number), limits(part, observation, person), say);
    Some(TrendPoint {
        at: say::moment(observation, DATES)?,
        value: drawn,
        shown: if number.unit == course.number.unit {
            value.text
        } else {
            say.words().decimal(&trimmed(drawn))
        },
        date: say.day_at(observation, DATES)?,
        flag: reading.flag(),
        flag_words: reading.words(say),
    })
}

/// The Observation itself, or its component, that has `code`.
fn part_of<'v>(observation: &'v Value, code: (&str, &str)) -> Option<&'v Value> {
    let has = |part: &Value| view::get(part, "code").and_then(naming) == Some(code);
    if has(observation) {
        return Some(observation);
    }
    view::all(observation, "component").into_iter().find(|part| has(part))
}

/// The number in `unit`; `None` when it measures something else.
fn converted(number: &Number, unit: &str) -> Option<f64> {
    if number.unit == unit {
        return Some(number.value);
    }
    madrone_units::convert(number.value, &number.unit, unit)
}

/// Up to four digits that mean something.
fn trimmed(number: f64) -> String {
    let size = number.abs();
    let decimals = match size {
        _ if size >= 100.0 => 1,
        _ if size >= 1.0 => 2,
        _ => 4,
    };
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn spoken(course: &Course<'_>, points: &[TrendPoint], say: Say<'_>) -> String {
    let newest = points.iter().max_by_key(|point| point.at);
    let oldest = points.iter().min_by_key(|point| point.at);
    let (Some(newest), Some(oldest)) = (newest, oldest) else {
        return course.name.clone();
    };
    let unit = course.unit;
    say.words().with(
        "record-trend-spoken",
        &[
            ("name", course.name.as_str().into()),
            ("count", points.len().into()),
            ("first", format!("{} {unit}", oldest.shown).trim().to_owned().into()),
            ("from", oldest.date.as_str().into()),
            ("last", format!("{} {unit}", newest.shown).trim().to_owned().into()),
            ("to", newest.date.as_str().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn glucose(date: &str, value: f64, unit: &str, more: Value) -> Item {
        let mut json = json!({
            "status": "final", "effectiveDateTime": date,
            "code": {"coding": [{"system": "urn:local", "code": "GLU"}, {"system": "http://loinc.org", "code": "2345-7"}]},
            "valueQuantity": {"value": value, "unit": unit, "code": unit}});
        if let (Some(json), Value::Object(more)) = (json.as_object_mut(), more) {
            json.extend(more);
        }
        let updated = madrone_kernel::Instant::from_micros(0);
        Item {
            kind: ResourceType::Observation,
            id: "o".into(),
            version: 1,
            updated,
            json: json.into(),
        }
    }

    fn points(items: &[Item]) -> Vec<String> {
        let words = words();
        let say = Say::new(&words);
        let number = Number {
            value: 1.0,
            comparator: String::new(),
            unit: "mg/dL".into(),
        };
        let code = items[0].json["code"].clone();
        let course = Course {
            name: "Glucose".into(),
            code: &code,
            number: &number,
            unit: "mg/dL",
            usual: None,
        };
        let points = super::points(&course, items, &Person::default(), say);
        points.into_iter().map(|point| point.shown).collect()
    }

    #[test]
    fn only_what_counts_and_can_be_compared_is_drawn() {
        let items = [
            glucose("2026-01-01", 95.0, "mg/dL", json!({})),
            glucose("2025-01-01", 0.95, "g/L", json!({})),
            glucose("2024-01-01", 5.3, "mmol/L", json!({})),
            glucose("2023-01-01", 400.0, "mg/dL", json!({"status": "entered-in-error"})),
            glucose(
                "2022-01-01",
                90.0,
                "mg/dL",
                json!({"valueQuantity": {"value": 90, "comparator": "<", "code": "mg/dL"}}),
            ),
            glucose("2021-01-01", 90.0, "mg/dL", json!({"code": {"text": "something else"}})),
        ];
        assert_eq!(points(&items), ["95.0", "95"]);
    }

    #[test]
    fn loinc_names_a_test_before_local_codes() {
        assert_eq!(
            naming(&glucose("2026", 1.0, "mg/dL", json!({})).json["code"]),
            Some(("http://loinc.org", "2345-7"))
        );
        assert_eq!(naming(&json!({"text": "free"})), None);
    }
}
