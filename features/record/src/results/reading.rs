//! How a result lies against what is usual. What the laboratory said counts more than arithmetic with its range; only
//! what the laboratory called critical is critical.

use madrone_fhir::view::{self, Quantity};
use madrone_web::components::{Badge, Flag};
use serde_json::Value;

use super::value::Number;
use crate::say::{self, Say};

/// What is said of a result.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Reading {
    /// Nothing is known.
    #[default]
    Unknown,
    InRange,
    Above,
    Below,
    /// Not as usual, without a direction.
    Outside,
    CriticalHigh,
    CriticalLow,
    Critical,
    /// Words that say neither: "Positive", "Resistant".
    Said(String),
}

impl Reading {
    /// How it is drawn.
    pub(crate) fn flag(&self) -> Flag {
        match self {
            Self::Unknown | Self::Said(_) => Flag::Unknown,
            Self::InRange => Flag::InRange,
            Self::Above | Self::Outside => Flag::Above,
            Self::Below => Flag::Below,
            Self::CriticalHigh | Self::CriticalLow | Self::Critical => Flag::Critical,
        }
    }

    /// Whether it lies outside what is usual.
    pub(crate) fn is_out(&self) -> bool {
        matches!(self.flag(), Flag::Above | Flag::Below | Flag::Critical)
    }

    /// In words; empty where nothing is known.
    pub(crate) fn words(&self, say: Say<'_>) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::InRange => say.t("flag-in-range"),
            Self::Above => say.t("flag-above"),
            Self::Below => say.t("flag-below"),
            Self::Outside => say.t("flag-outside"),
            Self::CriticalHigh => say.t("flag-critical-high"),
            Self::CriticalLow => say.t("flag-critical-low"),
            Self::Critical => say.t("flag-critical"),
            Self::Said(words) => words.clone(),
        }
    }

    /// The badge that says it.
    pub(crate) fn badge(&self, say: Say<'_>) -> Option<Badge> {
        (*self != Self::Unknown).then(|| self.flag().badge(self.words(say)))
    }
}

/// What is known of the person that ranges may depend on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Person {
    /// `male`, `female` …
    pub(crate) sex: Option<String>,
    /// The birth date, for the age when a result was taken.
    pub(crate) born: Option<jiff::civil::Date>,
}

impl Person {
    /// Reads a Patient.
    pub(crate) fn of(patient: &Value) -> Self {
        let born = view::text(patient, "birthDate").and_then(|text| text.parse().ok());
        Self {
            sex: view::text(patient, "gender").map(str::to_owned),
            born,
        }
    }

    /// The age in years on the day of `observation`.
    fn age(&self, observation: &Value) -> Option<f64> {
        let at = say::moment(observation, super::DATES)?.timestamp();
        let day = jiff::tz::Offset::UTC.to_datetime(at).date();
        let days = day.since(self.born?).ok()?.get_days();
        Some(f64::from(days) / 365.25)
    }
}

/// The ends of what is usual, as far as there are any in the unit of the result.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

/// The usual range that applies to one result.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Usual {
    pub(crate) limits: Limits,
    /// The range in words.
    pub(crate) words: String,
    /// The lower end as written.
    pub(crate) low_words: String,
    /// The upper end as written.
    pub(crate) high_words: String,
}

/// The range of `part` (an Observation or a component) that applies to `person`; `whole` is the Observation that holds
/// the dates.
pub(crate) fn usual(part: &Value, whole: &Value, person: &Person, say: Say<'_>) -> Option<Usual> {
    let range = fitting(part, whole, person)?;
    let text = |path: &str| {
        let digits = view::number(range, path);
        digits.map(|digits| say.words().decimal(&digits)).unwrap_or_default()
    };
    let (low_words, high_words) = (text("low.value"), text("high.value"));
    let words = match (low_words.is_empty(), high_words.is_empty()) {
        (false, false) => say
            .words()
            .t2("record-from-to", ("from", &low_words), ("to", &high_words)),
        (false, true) => say.t1("or-more", "amount", &low_words),
        (true, false) => say.t1("or-less", "amount", &high_words),
        (true, true) => view::text(range, "text")?.trim().to_owned(),
    };
    Some(Usual {
        limits: ends(range, part),
        words,
        low_words,
        high_words,
    })
}

/// The ends of that range alone, where nobody reads it.
pub(crate) fn limits(part: &Value, whole: &Value, person: &Person) -> Option<Limits> {
    Some(ends(fitting(part, whole, person)?, part))
}

/// The reference range of `part` that is meant for `person`.
fn fitting<'v>(part: &'v Value, whole: &Value, person: &Person) -> Option<&'v Value> {
    let ranges = view::all(part, "referenceRange");
    let mut fitting = ranges.into_iter().filter(|range| applies(range, whole, person));
    let range = fitting.next()?;
    // Two that both seem to fit depend on something that we do not know: the laboratory's flag must do.
    fitting.next().is_none().then_some(range)
}

fn ends(range: &Value, part: &Value) -> Limits {
    let unit = view::text(part, "valueQuantity.code").or_else(|| view::text(part, "valueQuantity.unit"));
    let same_unit = |end: &Quantity<'_>| {
        let own = end.code.or(end.unit);
        let same_words = end.unit.is_some() && end.unit == view::text(part, "valueQuantity.unit");
        own.is_none() || unit.is_none() || own == unit || same_words
    };
    let end = |path: &str| {
        let end = Quantity::of(view::get(range, path)?);
        end.number().filter(|_| same_unit(&end))
    };
    Limits {
        low: end("low"),
        high: end("high"),
    }
}

/// Whether a reference range is one of what is usual and meant for this person.
fn applies(range: &Value, whole: &Value, person: &Person) -> bool {
    let kind = view::text(range, "type.coding.code");
    if kind.is_some_and(|kind| kind != "normal") {
        return false;
    }
    let fits_sex = view::all(range, "appliesTo.coding").into_iter().all(|coding| {
        let of = |code: &str| coding["code"] == code;
        let display = coding["display"].as_str().unwrap_or_default().to_lowercase();
        // Administrative gender, v3 gender, and SNOMED CT's findings.
        let female = of("female") || of("F") || of("248152002") || display == "female";
        let male = of("male") || of("M") || of("248153007") || display == "male";
        match person.sex.as_deref() {
            Some("female") => !male,
            Some("male") => !female,
            _ => !male && !female,
        }
    });
    let years = |path: &str| {
        let end = Quantity::of(view::get(range, path)?);
        let number = end.number()?;
        Some(match end.code.or(end.unit).unwrap_or("a") {
            "mo" | "months" | "month" => number / 12.0,
            "wk" | "weeks" | "week" => number / 52.18,
            "d" | "days" | "day" => number / 365.25,
            _ => number,
        })
    };
    let (from, to) = (years("age.low"), years("age.high"));
    if from.is_none() && to.is_none() {
        return fits_sex;
    }
    let fits_age = match person.age(whole) {
        Some(age) => from.is_none_or(|from| age >= from) && to.is_none_or(|to| age < to + 1.0),
        None => false,
    };
    fits_sex && fits_age
}

/// What the laboratory said of `part`, else where its number lies within `limits`.
pub(crate) fn reading(part: &Value, number: Option<&Number>, limits: Option<Limits>, say: Say<'_>) -> Reading {
    let said = view::all(part, "interpretation")
        .into_iter()
        .find_map(|concept| interpretation(concept, say));
    said.unwrap_or_else(|| computed(number, limits))
}

/// HL7's `ObservationInterpretation` (v3 and v2 table 0078).
fn interpretation(concept: &Value, say: Say<'_>) -> Option<Reading> {
    let codes: Vec<&str> = view::all(concept, "coding")
        .into_iter()
        .filter_map(|coding| view::text(coding, "code"))
        .collect();
    for code in &codes {
        return Some(match *code {
            "HH" => Reading::CriticalHigh,
            "LL" => Reading::CriticalLow,
            "AA" => Reading::Critical,
            "H" | "HU" | "HX" | ">" | "H>" => Reading::Above,
            "L" | "LU" | "LX" | "<" | "L<" => Reading::Below,
            "A" => Reading::Outside,
            "N" => Reading::InRange,
            other => match say.known("interpretation", other) {
                Some(words) => Reading::Said(words),
                None => continue,
            },
        });
    }
    say::name(concept).map(Reading::Said)
}

fn computed(number: Option<&Number>, limits: Option<Limits>) -> Reading {
    let (Some(number), Some(usual)) = (number, limits) else {
        return Reading::Unknown;
    };
    let value = number.value;
    // "<5" lies below 10 for certain, and "<5" with a range from 3 may lie anywhere.
    match number.comparator.as_str() {
        "" => from_flag(Flag::of(value, usual.low, usual.high)),
        "<" | "<=" if usual.low.is_some_and(|low| value <= low) => Reading::Below,
        "<" | "<=" if usual.low.is_none() && usual.high.is_some_and(|high| value <= high) => Reading::InRange,
        ">" | ">=" if usual.high.is_some_and(|high| value >= high) => Reading::Above,
        ">" | ">=" if usual.high.is_none() && usual.low.is_some_and(|low| value >= low) => Reading::InRange,
        _ => Reading::Unknown,
    }
}

fn from_flag(flag: Flag) -> Reading {
    match flag {
        Flag::Unknown => Reading::Unknown,
        Flag::InRange => Reading::InRange,
        Flag::Above => Reading::Above,
        Flag::Below => Reading::Below,
        Flag::Critical => Reading::Critical,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::value::measured;
    use super::*;
    use crate::testing::words;

    fn read(observation: &Value, person: &Person) -> (Reading, Option<Usual>) {
        let words = words();
        let say = Say::new(&words);
        let usual = usual(observation, observation, person, say);
        let value = measured(observation, say).unwrap_or_default();
        (
            reading(
                observation,
                value.number.as_ref(),
                usual.as_ref().map(|usual| usual.limits),
                say,
            ),
            usual,
        )
    }

    fn ldl(value: f64, interpretation: Option<&str>) -> Value {
        let mut observation = json!({
            "valueQuantity": {"value": value, "unit": "mg/dL", "code": "mg/dL"},
            "referenceRange": [{"high": {"value": 130, "unit": "mg/dL", "code": "mg/dL"}}],
        });
        if let Some(code) = interpretation {
            observation["interpretation"] = json!([{"coding": [{"code": code}]}]);
        }
        observation
    }

    #[test]
    fn what_the_laboratory_said_wins_over_its_range() {
        let anyone = Person::default();
        assert_eq!(read(&ldl(142.0, None), &anyone).0, Reading::Above);
        assert_eq!(read(&ldl(142.0, Some("N")), &anyone).0, Reading::InRange);
        assert_eq!(read(&ldl(120.0, Some("H")), &anyone).0, Reading::Above);
    }

    #[test]
    fn only_what_is_called_critical_is_critical() {
        let anyone = Person::default();
        for (code, flag) in [("HH", Flag::Critical), ("LL", Flag::Critical), ("AA", Flag::Critical)] {
            assert_eq!(read(&ldl(1.0, Some(code)), &anyone).0.flag(), flag);
        }
        for code in ["H", "L", "A", "HU", "HX"] {
            assert_ne!(
                read(&ldl(9999.0, Some(code)), &anyone).0.flag(),
                Flag::Critical,
                "{code}"
            );
        }
        assert_eq!(read(&ldl(9999.0, None), &anyone).0, Reading::Above);
    }

    #[test]
    fn other_interpretations_are_words_without_colour() {
        let observation = json!({"valueString": "x", "interpretation": [{"coding": [{"code": "POS"}]}]});
        let (reading, _) = read(&observation, &Person::default());
        assert_eq!(reading, Reading::Said("Positive".into()));
        assert_eq!(reading.flag(), Flag::Unknown);
    }

    #[test]
    fn a_range_for_another_sex_or_age_is_not_used() {
        let observation = json!({
        "effectiveDateTime": "2026-01-01",
        "valueQuantity": {"value": 13.0, "unit": "g/dL"},
        "referenceRange": [
            {"low": {"value": 13.5}, "appliesTo": [{"coding": [{"code": "male"}]}]},
            {"low": {"value": 12}, "appliesTo": [{"coding": [{"code": "female"}]}], "age": {"low": {"value": 18, "code": "a"}}},
            {"low": {"value": 11}, "age": {"high": {"value": 17, "code": "a"}}},
        ]});
        let born = |date: &str| Some(date.parse().unwrap());
        let woman = Person {
            sex: Some("female".into()),
            born: born("1980-05-05"),
        };
        let man = Person {
            sex: Some("male".into()),
            born: born("1980-05-05"),
        };
        assert_eq!(read(&observation, &woman).0, Reading::InRange);
        assert_eq!(read(&observation, &man).0, Reading::Below);
        assert_eq!(read(&observation, &woman).1.unwrap().words, "12 or more");
    }

    #[test]
    fn when_two_ranges_fit_none_is_computed_with() {
        let observation = json!({
            "valueQuantity": {"value": 50, "unit": "ng/mL"},
            "referenceRange": [{"text": "follicular", "high": {"value": 10}}, {"text": "luteal", "high": {"value": 90}}]});
        assert_eq!(read(&observation, &Person::default()), (Reading::Unknown, None));
    }

    #[test]
    fn a_recommended_range_is_not_the_usual_one() {
        let observation = json!({
            "valueQuantity": {"value": 50},
            "referenceRange": [{"high": {"value": 10}, "type": {"coding": [{"code": "therapeutic"}]}}]});
        assert_eq!(read(&observation, &Person::default()), (Reading::Unknown, None));
    }

    #[test]
    fn comparators_count_only_where_they_are_certain() {
        let with = |comparator: &str, value: f64, range: Value| json!({"valueQuantity": {"value": value, "comparator": comparator}, "referenceRange": [range]});
        let of = |observation: Value| read(&observation, &Person::default()).0;
        assert_eq!(of(with("<", 5.0, json!({"low": {"value": 10}}))), Reading::Below);
        assert_eq!(
            of(with("<", 5.0, json!({"low": {"value": 3}, "high": {"value": 9}}))),
            Reading::Unknown
        );
        assert_eq!(of(with("<", 5.0, json!({"high": {"value": 9}}))), Reading::InRange);
        assert_eq!(of(with(">", 90.0, json!({"high": {"value": 60}}))), Reading::Above);
        assert_eq!(of(with(">", 90.0, json!({"low": {"value": 60}}))), Reading::InRange);
    }

    #[test]
    fn a_range_in_another_unit_or_in_words_is_shown_and_not_computed_with() {
        let observation = json!({
            "valueQuantity": {"value": 5.0, "code": "mmol/L"},
            "referenceRange": [{"high": {"value": 130, "code": "mg/dL"}}]});
        let (reading, usual) = read(&observation, &Person::default());
        assert_eq!(reading, Reading::Unknown);
        assert_eq!(usual.unwrap().words, "130 or less");
        let words = json!({"valueString": "Negative", "referenceRange": [{"text": "Negative"}]});
        assert_eq!(read(&words, &Person::default()).1.unwrap().words, "Negative");
    }
}
