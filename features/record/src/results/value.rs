//! What an Observation, or one of its components, says.

use madrone_fhir::view::{self, Quantity};
use serde_json::Value;

use crate::say::{self, Say};

/// A measured value in words, and as a number where it is one.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Measured {
    /// "142", "<5", "Positive", "1:128"; why there is none where there is none.
    pub(crate) text: String,
    /// "mg/dL"; empty for words.
    pub(crate) unit: String,
    pub(crate) number: Option<Number>,
    /// Whether there is no value, and `text` says why.
    pub(crate) is_absent: bool,
}

/// A value for arithmetic and drawing.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// `<`, `<=`, `>=`, `>`, or empty.
    pub(crate) comparator: String,
    /// The UCUM code, else the unit in words.
    pub(crate) unit: String,
}

impl Measured {
    /// Value and unit in one.
    pub(crate) fn whole(&self) -> String {
        match self.unit.as_str() {
            "" => self.text.clone(),
            "%" => format!("{}%", self.text),
            unit => format!("{}\u{a0}{unit}", self.text),
        }
    }

    fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// Reads the value of an Observation or of a component; `None` where there is neither a value nor a reason why.
pub(crate) fn measured(observation: &Value, say: Say<'_>) -> Option<Measured> {
    let absent = || {
        let reason = view::get(observation, "dataAbsentReason")?;
        let text = say.coded(reason, "absent").unwrap_or_else(|| say.t("absent-unknown"));
        Some(Measured {
            text,
            is_absent: true,
            ..Measured::default()
        })
    };
    value(observation, say).or_else(absent)
}

fn value(observation: &Value, say: Say<'_>) -> Option<Measured> {
    let members = observation.as_object()?;
    let (name, value) = members.iter().find(|(name, _)| name.starts_with("value"))?;
    let words = match name.as_str() {
        "valueQuantity" => return quantity(value, say),
        "valueCodeableConcept" => say.coded(value, "finding")?,
        "valueString" => value.as_str()?.trim().to_owned(),
        "valueBoolean" => say.t(if value == true { "yes" } else { "no" }),
        "valueInteger" => {
            let text = value.to_string();
            let number = text.parse().ok().map(|value| Number {
                value,
                comparator: String::new(),
                unit: "1".into(),
            });
            return Some(Measured {
                text: say.words().decimal(&text),
                number,
                ..Measured::default()
            });
        }
        "valueRange" => say.range(value)?,
        "valueRatio" => say.ratio(value)?,
        "valueTime" => value.as_str()?.to_owned(),
        "valueDateTime" => say.words().fhir_date(value.as_str()?),
        "valuePeriod" => say.period(value)?,
        "valueSampledData" => say.t("sampled-data"),
        _ => return None,
    };
    Some(Measured::words(words))
}

fn quantity(value: &Value, say: Say<'_>) -> Option<Measured> {
    let quantity = Quantity::of(value);
    let digits = quantity.value.as_deref()?;
    let shown = format!(
        "{}{}",
        say::comparator(quantity.comparator),
        say.words().decimal(digits)
    );
    let number = quantity.number().map(|value| Number {
        value,
        comparator: quantity.comparator.unwrap_or_default().to_owned(),
        unit: quantity.code.or(quantity.unit).unwrap_or_default().to_owned(),
    });
    let unit = say.unit(&quantity);
    Some(Measured {
        text: shown,
        unit,
        number,
        is_absent: false,
    })
}

/// The components of an Observation, such as the two pressures of a blood pressure.
pub(crate) fn components(observation: &Value) -> Vec<&Value> {
    view::all(observation, "component")
}

/// Whether an Observation only groups others: it has members and nothing of its own to say.
pub(crate) fn is_group(observation: &Value) -> bool {
    let has = |name: &str| observation.get(name).is_some();
    let has_value = observation
        .as_object()
        .is_some_and(|members| members.keys().any(|name| name.starts_with("value")));
    has("hasMember") && !has("component") && !has("dataAbsentReason") && !has_value
}

/// An Observation in one line: its value, else its components (`120/80 mmHg` for a blood pressure), else the reason why
/// there is none.
pub(crate) fn in_one_line(observation: &Value, say: Say<'_>) -> String {
    if let Some(value) = value(observation, say) {
        return value.whole();
    }
    let parts: Vec<(&Value, Measured)> = components(observation)
        .into_iter()
        .filter_map(|part| Some((part, measured(part, say)?)))
        .collect();
    if let [(first, high), (second, low)] = parts.as_slice()
        && is(first, "8480-6")
        && is(second, "8462-4")
        && high.unit == low.unit
    {
        return format!("{}/{}\u{a0}{}", high.text, low.text, high.unit);
    }
    if parts.is_empty() {
        return measured(observation, say).map(|value| value.text).unwrap_or_default();
    }
    let each = parts
        .iter()
        .map(|(part, value)| match view::get(part, "code").and_then(say::name) {
            Some(name) => format!("{name}: {}", value.whole()),
            None => value.whole(),
        });
    each.collect::<Vec<_>>().join("; ")
}

/// Whether `observation` carries this LOINC code.
fn is(observation: &Value, loinc: &str) -> bool {
    view::all(observation, "code.coding")
        .iter()
        .any(|coding| coding["code"] == loinc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::words;

    fn read(json: &str) -> Measured {
        let words = words();
        measured(&serde_json::from_str(json).unwrap(), Say::new(&words)).unwrap()
    }

    #[test]
    fn numbers_keep_their_digits_comparator_and_unit() {
        let value = read(r#"{"valueQuantity":{"value":5.0,"comparator":"<","unit":"mg/dL","code":"mg/dL"}}"#);
        assert_eq!((value.text.as_str(), value.unit.as_str()), ("<5.0", "mg/dL"));
        assert_eq!(value.number.unwrap().comparator, "<");
    }

    #[test]
    fn words_codes_ratios_and_absence_are_said() {
        assert_eq!(read(r#"{"valueString":" No growth "}"#).text, "No growth");
        assert_eq!(read(r#"{"valueBoolean":true}"#).text, "Yes");
        assert_eq!(
            read(r#"{"valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}}"#).text,
            "1:128"
        );
        assert_eq!(
            read(r#"{"valueCodeableConcept":{"text":"not detected"}}"#).text,
            "Not detected"
        );
        let absent = read(r#"{"dataAbsentReason":{"coding":[{"code":"not-performed"}]}}"#);
        assert!(absent.is_absent && !absent.text.is_empty() && absent.text != "Not performed!");
        let words = words();
        assert_eq!(measured(&serde_json::json!({}), Say::new(&words)), None);
    }

    #[test]
    fn a_group_has_members_and_nothing_to_say() {
        let member = serde_json::json!([{"reference": "Observation/1"}]);
        assert!(is_group(&serde_json::json!({"hasMember": member})));
        assert!(!is_group(
            &serde_json::json!({"hasMember": member, "valueString": "see below"})
        ));
        assert!(!is_group(&serde_json::json!({"valueString": "x"})));
    }

    #[test]
    fn a_blood_pressure_is_one_line() {
        let words = words();
        let pressure = serde_json::json!({"component": [
            {"code": {"coding": [{"code": "8480-6"}]}, "valueQuantity": {"value": 128, "unit": "mm[Hg]"}},
            {"code": {"coding": [{"code": "8462-4"}]}, "valueQuantity": {"value": 82, "unit": "mm[Hg]"}}]});
        assert_eq!(in_one_line(&pressure, Say::new(&words)), "128/82\u{a0}mmHg");
    }
}
