//! How a medicine is taken, in words: what the prescriber wrote, else made from the structured dosage.

use madrone_fhir::view::{self, CodeableConcept, Quantity};
use serde_json::Value;

use crate::say::{self, Say};

/// The instructions of a prescription or statement, one line each in their order.
pub(crate) fn instructions(resource: &Value, say: Say<'_>) -> Vec<String> {
    let mut dosages: Vec<&Value> = view::all(resource, "dosageInstruction");
    dosages.extend(view::all(resource, "dosage"));
    dosages.sort_by_key(|dosage| dosage["sequence"].as_i64().unwrap_or(i64::MAX));
    dosages
        .into_iter()
        .filter_map(|dosage| instruction(dosage, say))
        .collect()
}

/// One dosage: the words for the patient, else the prescriber's, else made from its parts.
fn instruction(dosage: &Value, say: Say<'_>) -> Option<String> {
    let written = ["patientInstruction", "text"]
        .into_iter()
        .find_map(|name| view::text(dosage, name));
    let extra: Vec<String> = view::all(dosage, "additionalInstruction")
        .into_iter()
        .filter_map(say::name)
        .collect();
    let mut line = match written.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => text.to_owned(),
        None => built(dosage, say),
    };
    for more in extra {
        if !line.is_empty() {
            line.push_str(". ");
        }
        line.push_str(&more);
    }
    (!line.is_empty()).then(|| say::sentence(&line))
}

/// "1 tablet, by mouth, 2 times a day, before meals, as needed for pain, for 10 days"
fn built(dosage: &Value, say: Say<'_>) -> String {
    let mut parts = Vec::new();
    parts.extend(dose(dosage, say));
    parts.extend(view::get(dosage, "route").and_then(|route| say.coded(route, "route")));
    parts.extend(view::get(dosage, "timing").and_then(|timing| timed(timing, say)));
    parts.extend(as_needed(dosage, say));
    parts.join(", ")
}

fn dose(dosage: &Value, say: Say<'_>) -> Option<String> {
    let amount = view::get(dosage, "doseAndRate")?;
    let dose = amount.get("doseQuantity").and_then(|quantity| {
        let words = say.quantity(quantity)?;
        let has_unit = Quantity::of(quantity).unit_words().is_some();
        Some(if has_unit {
            words
        } else {
            say.t1("at-a-time", "amount", words.strip_suffix(".0").unwrap_or(&words))
        })
    });
    let dose = dose.or_else(|| amount.get("doseRange").and_then(|range| say.range(range)));
    let rate = amount.get("rateQuantity").and_then(|quantity| say.quantity(quantity));
    let rate = rate.or_else(|| amount.get("rateRatio").and_then(|ratio| say.ratio(ratio)));
    dose.or(rate)
}

fn as_needed(dosage: &Value, say: Say<'_>) -> Option<String> {
    let reason = view::get(dosage, "asNeededCodeableConcept").map(CodeableConcept::of);
    match reason.and_then(|reason| reason.display()) {
        Some(reason) => Some(say.t1("as-needed-for", "reason", reason)),
        None => (dosage["asNeededBoolean"] == true).then(|| say.t("as-needed")),
    }
}

/// How often, when and for how long (FHIR's `Timing`).
pub(crate) fn timed(timing: &Value, say: Say<'_>) -> Option<String> {
    if let Some(words) = view::get(timing, "code").and_then(|code| say.coded(code, "timing")) {
        return Some(words);
    }
    let repeat = timing.get("repeat")?;
    let mut parts = Vec::new();
    parts.extend(often(repeat, say));
    let list = |name: &str, group: &str| {
        let words = view::all(repeat, name)
            .into_iter()
            .filter_map(|code| Some(say.code(group, code.as_str()?)));
        words.collect::<Vec<_>>().join(", ")
    };
    parts.extend(
        [list("when", "when"), list("dayOfWeek", "day")]
            .into_iter()
            .filter(|words| !words.is_empty()),
    );
    if let Some(times) = repeat.get("timeOfDay").and_then(Value::as_array) {
        let times: Vec<&str> = times
            .iter()
            .filter_map(Value::as_str)
            .map(|time| time.get(..5).unwrap_or(time))
            .collect();
        parts.push(say.t1("at-times", "times", times.join(", ")));
    }
    if let Some(duration) = length(repeat, "boundsDuration", say) {
        parts.push(say.t1("for-duration", "duration", duration));
    } else if let Some(period) = repeat.get("boundsPeriod").and_then(|period| say.period(period)) {
        parts.push(period);
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// "2 times a day", "every 8 hours", "every 3 days"
fn often(repeat: &Value, say: Say<'_>) -> Option<String> {
    let whole = |name: &str| view::number(repeat, name).and_then(|number| number.parse::<f64>().ok());
    let frequency = whole("frequency").unwrap_or(1.0);
    let period = whole("period")?;
    let unit = view::text(repeat, "periodUnit")?;
    let one_period = (period - 1.0).abs() < f64::EPSILON;
    if one_period && say.words().has(&format!("record-times-a-{unit}")) {
        return Some(say.t1(&format!("times-a-{unit}"), "count", round(frequency)));
    }
    let once = (frequency - 1.0).abs() < f64::EPSILON;
    let span = span(&period.to_string(), unit, say);
    Some(if once {
        say.t1("every", "span", span)
    } else {
        say.words()
            .t2("record-times-every", ("count", round(frequency)), ("span", span))
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "how often a medicine is taken is a small number"
)]
fn round(number: f64) -> i64 {
    number.round() as i64
}

/// "8 hours": a number of FHIR's units of time.
fn span(number: &str, unit: &str, say: Say<'_>) -> String {
    let known = say.words().has(&format!("record-unit-{unit}"));
    match number.parse::<f64>() {
        Ok(count) if known && count.fract() == 0.0 => say.t1(&format!("unit-{unit}"), "count", round(count)),
        _ => format!("{} {}", say.words().decimal(number), say.code("unit-some", unit)),
    }
}

fn length(repeat: &Value, name: &str, say: Say<'_>) -> Option<String> {
    let duration = repeat.get(name)?;
    let number = view::number(duration, "value")?;
    let unit = view::text(duration, "code").or_else(|| view::text(duration, "unit"))?;
    Some(span(&number, unit, say))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn said(dosage: Value) -> String {
        let words = words();
        instructions(&json!({"dosageInstruction": [dosage]}), Say::new(&words)).join(" | ")
    }

    #[test]
    fn what_the_prescriber_wrote_is_kept() {
        assert_eq!(
            said(json!({"text": "Take 1 tablet each evening", "timing": {"repeat": {"frequency": 9}}})),
            "Take 1 tablet each evening"
        );
        assert_eq!(
            said(json!({"text": "1 tab po qd", "patientInstruction": "one tablet a day"})),
            "One tablet a day"
        );
    }

    #[test]
    fn a_structured_dosage_is_put_into_words() {
        let dosage = json!({
            "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "when": ["AC"],
                "boundsDuration": {"value": 10, "code": "d"}}},
            "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
            "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
            "asNeededCodeableConcept": {"text": "pain"}});
        assert_eq!(
            said(dosage),
            "1\u{a0}tablet, by mouth, 2 times a day, before meals, for 10 days, as needed for pain"
        );
    }

    #[test]
    fn intervals_are_said_as_such() {
        let every = |frequency: i64, period: i64, unit: &str| {
            said(json!({"timing": {"repeat": {"frequency": frequency, "period": period, "periodUnit": unit}}}))
        };
        assert_eq!(every(1, 8, "h"), "Every 8 hours");
        assert_eq!(every(1, 1, "d"), "1 time a day");
        assert_eq!(every(1, 1, "wk"), "1 time a week");
        assert_eq!(every(2, 3, "d"), "2 times every 3 days");
    }

    #[test]
    fn a_dose_without_a_unit_is_a_number_at_a_time() {
        let dosage: Value = serde_json::from_str(r#"{"doseAndRate":[{"doseQuantity":{"value":1.0}}]}"#).unwrap();
        assert_eq!(said(dosage), "1 at a time");
    }

    #[test]
    fn nothing_is_invented_where_nothing_is_known() {
        assert_eq!(said(json!({"sequence": 1})), "");
    }
}
