//! FHIR values in the reader's words. Codes become words where the locale files have them and stay as given where not;
//! numbers keep their digits; dates are no finer than they were written.

use std::sync::LazyLock;

use madrone_fhir::view::{self, CodeableConcept, HumanName, Quantity};
use madrone_i18n::{Locale, PartialDate, Words};
use madrone_kernel::Instant;
use serde_json::Value;

use crate::chart::searched;

/// Speaks FHIR in one language.
#[derive(Clone, Copy)]
pub(crate) struct Say<'w> {
    words: &'w Words,
}

impl<'w> Say<'w> {
    pub(crate) fn new(words: &'w Words) -> Self {
        Self { words }
    }

    /// The words themselves.
    pub(crate) fn words(self) -> &'w Words {
        self.words
    }

    /// The message `record-{key}`.
    pub(crate) fn t(self, key: &str) -> String {
        self.words.t(&format!("record-{key}")).into_owned()
    }

    /// The message `record-{key}` with one variable.
    pub(crate) fn t1<'a>(self, key: &str, name: &str, value: impl Into<madrone_i18n::Arg<'a>>) -> String {
        self.words.t1(&format!("record-{key}"), name, value)
    }

    /// The words of `code` in `group` (`record-status-final`), if there are any.
    pub(crate) fn known(self, group: &str, code: &str) -> Option<String> {
        let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let key = format!("record-{group}-{code}");
        (plain && self.words.has(&key)).then(|| self.words.t(&key).into_owned())
    }

    /// The words of `code` in `group`; an unknown code as it was given, with spaces for its hyphens.
    pub(crate) fn code(self, group: &str, code: &str) -> String {
        self.known(group, code)
            .unwrap_or_else(|| sentence(&code.replace(['-', '_'], " ")))
    }

    /// The words of the code at `path`.
    pub(crate) fn code_at(self, value: &Value, path: &str, group: &str) -> Option<String> {
        view::text(value, path).map(|code| self.code(group, code))
    }

    /// A concept that stands for a code of `group`: our words for its code, else its own.
    pub(crate) fn coded(self, concept: &Value, group: &str) -> Option<String> {
        let view = CodeableConcept::of(concept);
        let ours = view.codings.iter().find_map(|coding| self.known(group, coding.code?));
        ours.or_else(|| view.display().map(sentence))
    }

    /// What to call a concept: [`name`], in the reader's language where we know it by its code. What the clinic calls in
    /// words of its own keeps them: they may say more than the code does.
    pub(crate) fn named(self, concept: &Value) -> Option<String> {
        let text = view::text(concept, "text");
        // In the language of the record its own words are the best.
        if text.is_some() && self.words.locale() == Locale::En {
            return name(concept);
        }
        let text = text.map(madrone_fhir::fold);
        let english = self.words.in_locale(Locale::En);
        let ours = CodeableConcept::of(concept).codings.into_iter().find_map(|coding| {
            let (group, code) = (format!("code-{}", group_of(coding.system?)), coding.code?);
            let in_english = Say::new(&english).known(&group, code)?;
            let same = [Some(in_english.as_str()), coding.display];
            let says_more = |text| same.into_iter().flatten().all(|name| madrone_fhir::fold(name) != text);
            if text.clone().is_some_and(says_more) {
                return None;
            }
            self.known(&group, code)
        });
        ours.or_else(|| name(concept))
    }

    /// The search for what is called `typed`: by the words of the record, or by the codes that the reader's language has
    /// other words for.
    pub(crate) fn sought(self, parameter: &str, typed: &str) -> String {
        static LOINC: LazyLock<Vec<&str>> = LazyLock::new(|| {
            let keys = include_str!("../locales/codes.en.ftl").lines();
            keys.filter_map(|line| line.strip_prefix("record-code-loinc-")?.split(' ').next())
                .collect()
        });
        // From the beginning of a word on: sodium is in no episode.
        let folded = |words: &str| format!(" {}", madrone_fhir::fold(words.trim()).replace(['(', '/', '-'], " "));
        let wanted = folded(typed);
        let is_called = |code: &&&str| {
            let name = self.known("code-loinc", code);
            name.is_some_and(|name| folded(&name).contains(&wanted))
        };
        let codes: Vec<&str> = match self.words.locale() {
            Locale::En => Vec::new(),
            _ => LOINC.iter().filter(is_called).copied().collect(),
        };
        if codes.is_empty() {
            format!("{parameter}:text={}", searched(typed))
        } else {
            format!("{parameter}={}", codes.join(","))
        }
    }

    /// A date, dateTime or instant without its time of day.
    pub(crate) fn day(self, text: &str) -> String {
        match PartialDate::parse(text) {
            Some(PartialDate::Instant(at)) => self.words.date(self.words.day_of(at.into())),
            Some(date) => self.words.partial_date(date),
            None => text.to_owned(),
        }
    }

    /// The first of `paths` that has a date, in words and without its time of day. A period counts by its start.
    pub(crate) fn day_at(self, value: &Value, paths: &[&str]) -> Option<String> {
        date_text(value, paths).map(|text| self.day(text))
    }

    /// As [`Say::day_at`], written short: for rows, where a date stands beside other things.
    pub(crate) fn short_day_at(self, value: &Value, paths: &[&str]) -> Option<String> {
        date_text(value, paths).map(|text| self.words.fhir_date_short(text))
    }

    /// The first of `paths` that has a date, with its time of day where it has one.
    pub(crate) fn time_at(self, value: &Value, paths: &[&str]) -> Option<String> {
        date_text(value, paths).map(|text| self.words.fhir_date(text))
    }

    /// A moment as its day.
    pub(crate) fn day_of(self, at: Instant) -> String {
        self.words.date(self.words.day_of(at))
    }

    /// A `Period`: "March 3, 2024 to March 9, 2024", "since 2019".
    pub(crate) fn period(self, period: &Value) -> Option<String> {
        let day = |path| view::text(period, path).map(|text| self.day(text));
        Some(match (day("start"), day("end")) {
            (Some(start), Some(end)) if start == end => start,
            (Some(start), Some(end)) => self.words.t2("record-from-to", ("from", start), ("to", end)),
            (Some(start), None) => self.t1("since", "date", start),
            (None, Some(end)) => self.t1("until", "date", end),
            (None, None) => return None,
        })
    }

    /// A `Quantity`: "5.4 mmol/L", "<5 mg".
    pub(crate) fn quantity(self, quantity: &Value) -> Option<String> {
        let view = Quantity::of(quantity);
        let number = self.words.decimal(view.value.as_deref()?);
        let unit = self.unit(&view);
        let joined = if unit == "%" || unit.is_empty() {
            String::new()
        } else {
            "\u{a0}".to_owned()
        };
        Some(format!("{}{number}{joined}{unit}", comparator(view.comparator)))
    }

    /// The unit of a quantity: our words for what people count in, else as it was given.
    pub(crate) fn unit(self, quantity: &Quantity<'_>) -> String {
        let Some(given) = quantity.unit_words() else {
            return String::new();
        };
        let count = if quantity.number() == Some(1.0) { 1 } else { 2 };
        match counted(given) {
            Some(unit) => self.t1(&format!("unit-{unit}"), "count", count),
            None => unit_words(given),
        }
    }

    /// A `Range`: "2 to 3 tablets".
    pub(crate) fn range(self, range: &Value) -> Option<String> {
        let end = |path: &str| range.get(path).and_then(|end| self.quantity(end));
        Some(match (end("low"), end("high")) {
            (Some(low), Some(high)) => self.words.t2("record-from-to", ("from", low), ("to", high)),
            (Some(low), None) => self.t1("or-more", "amount", low),
            (None, Some(high)) => self.t1("or-less", "amount", high),
            (None, None) => return None,
        })
    }

    /// A `Ratio`: "1:128", "5 mg / 2 mL".
    pub(crate) fn ratio(self, ratio: &Value) -> Option<String> {
        let part = |path: &str| ratio.get(path).and_then(|part| self.quantity(part));
        let (above, below) = (part("numerator")?, part("denominator")?);
        let plain = view::text(ratio, "numerator.unit")
            .or(view::text(ratio, "denominator.unit"))
            .is_none();
        Some(if plain {
            format!("{above}:{below}")
        } else {
            format!("{above} / {below}")
        })
    }
}

/// The first of `paths` that has a date as text; a period counts by its start, else by its end.
pub(crate) fn date_text<'v>(value: &'v Value, paths: &[&str]) -> Option<&'v str> {
    paths.iter().find_map(|path| {
        let found = view::get(value, path)?;
        found
            .as_str()
            .or_else(|| view::text(found, "start"))
            .or_else(|| view::text(found, "end"))
    })
}

/// The moment of the first of `paths` that has a date; for ordering.
pub(crate) fn moment(value: &Value, paths: &[&str]) -> Option<Instant> {
    madrone_fhir::date::FhirDate::parse(date_text(value, paths)?).map(|date| date.start().into())
}

/// What to call a concept: the words of whoever recorded it, else those of its codes.
pub(crate) fn name(concept: &Value) -> Option<String> {
    CodeableConcept::of(concept)
        .display()
        .map(|words| sentence(without_tag(words)))
}

/// SNOMED CT's full names end in what kind of thing they name ("Hypertension (disorder)"), which tells people nothing.
fn without_tag(words: &str) -> &str {
    const TAGS: [&str; 16] = [
        "disorder",
        "finding",
        "procedure",
        "situation",
        "regime/therapy",
        "physical object",
        "substance",
        "product",
        "medicinal product",
        "organism",
        "body structure",
        "specimen",
        "qualifier value",
        "observable entity",
        "occupation",
        "environment",
    ];
    let tagged = words.strip_suffix(')').and_then(|words| words.rsplit_once(" ("));
    match tagged {
        Some((plain, tag)) if TAGS.contains(&tag) && !plain.is_empty() => plain,
        _ => words,
    }
}

/// The clinical name of a concept, where it says something that [`name`] does not.
pub(crate) fn clinical_name(concept: &Value) -> Option<String> {
    let view = CodeableConcept::of(concept);
    let shown = madrone_fhir::fold(without_tag(view.display()?));
    let other = view.codings.iter().filter_map(|coding| coding.display);
    other
        .into_iter()
        .find(|display| madrone_fhir::fold(without_tag(display)) != shown)
        .map(str::to_owned)
}

/// The name of a person among `names` as records and papers bear it: the legal one.
pub(crate) fn person(names: &Value) -> Option<String> {
    HumanName::legal(names)
        .map(|name| name.full())
        .filter(|name| !name.is_empty())
}

/// The first letter as a capital, unless what follows shows that the case means something (`pH`, `mRNA`).
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if first.is_lowercase() && !second.is_some_and(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// Comparators as people write them.
pub(crate) fn comparator(comparator: Option<&str>) -> &'static str {
    match comparator {
        Some("<") => "<",
        Some("<=") => "≤",
        Some(">=") => "≥",
        Some(">") => ">",
        _ => "",
    }
}

/// What the words for a system's codes are kept under: for most the last part of its address.
fn group_of(system: &str) -> &str {
    match system {
        "http://loinc.org" => "loinc",
        "urn:ietf:bcp:47" => "language",
        "urn:oid:2.16.840.1.113883.6.238" => "race",
        _ => system.rsplit('/').next().unwrap_or(system),
    }
}

/// The units that people count in, under the names that records give them.
fn counted(unit: &str) -> Option<&'static str> {
    Some(match unit.to_lowercase().as_str() {
        "tablet" | "tablets" | "tab" | "tabs" | "{tbl}" | "{tablet}" => "tablet",
        "capsule" | "capsules" | "cap" | "caps" | "{capsule}" => "capsule",
        "puff" | "puffs" | "{puff}" => "puff",
        "drop" | "drops" | "[drp]" => "drop",
        "application" | "applications" | "{application}" => "application",
        "/min" | "per minute" | "{beats}/min" | "beats/min" | "beats/minute" | "{breaths}/min" | "breaths/min"
        | "breaths/minute" => "per-minute",
        _ => return None,
    })
}

/// A UCUM code as people read it: no annotations' braces, no brackets, `10*3` and `m2` as powers.
pub(crate) fn unit_words(unit: &str) -> String {
    match unit {
        "mm[Hg]" => return "mmHg".to_owned(),
        "Cel" => return "°C".to_owned(),
        "[degF]" => return "°F".to_owned(),
        "[lb_av]" => return "lb".to_owned(),
        "[in_i]" => return "in".to_owned(),
        "1" => return String::new(),
        _ => {}
    }
    let unit = unit
        .replace("10*3", "10³")
        .replace("10*6", "10⁶")
        .replace("10*9", "10⁹")
        .replace("_m2", " m²");
    unit.chars().filter(|letter| !"{}[]".contains(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn unknown_codes_are_shown_as_given() {
        let words = words();
        let say = Say::new(&words);
        assert_eq!(say.code("status", "final"), "Final");
        assert_eq!(say.code("status", "half-done"), "Half done");
        assert_eq!(say.code("status", "a b\"{"), "A b\"{");
    }

    #[test]
    fn quantities_keep_their_digits_and_say_their_comparator() {
        let words = words();
        let say = Say::new(&words);
        let quantity: Value = serde_json::from_str(r#"{"value":7.10,"comparator":"<=","unit":"mmol/L"}"#).unwrap();
        assert_eq!(say.quantity(&quantity).unwrap(), "≤7.10\u{a0}mmol/L");
        assert_eq!(say.quantity(&json!({"unit": "mg"})), None);
        assert_eq!(say.quantity(&json!({"value": 97, "code": "%"})).unwrap(), "97%");
    }

    #[test]
    fn what_people_count_in_is_said_in_their_words() {
        let words = words();
        let say = Say::new(&words);
        assert_eq!(
            say.quantity(&json!({"value": 90, "unit": "tablet"})).unwrap(),
            "90\u{a0}tablets"
        );
        assert_eq!(
            say.quantity(&json!({"value": 1, "code": "{tbl}"})).unwrap(),
            "1\u{a0}tablet"
        );
        assert_eq!(
            say.quantity(&json!({"value": 74, "unit": "/min"})).unwrap(),
            "74\u{a0}per minute"
        );
        let spanish = words.in_locale(Locale::Es);
        let quantity = Say::new(&spanish).quantity(&json!({"value": 74, "unit": "beats/minute"}));
        assert_eq!(quantity.unwrap(), "74\u{a0}por minuto");
    }

    #[test]
    fn a_concept_that_we_know_is_named_in_the_readers_language_unless_the_clinic_says_more() {
        let words = words();
        let coding =
            json!({"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH", "display": "mother"});
        let spanish = words.in_locale(Locale::Es);
        let (english, spanish) = (Say::new(&words), Say::new(&spanish));
        let mother = |text: &str| json!({"coding": [coding], "text": text});
        assert_eq!(spanish.named(&json!({"coding": [coding]})).unwrap(), "Madre");
        assert_eq!(spanish.named(&mother("Mother")).unwrap(), "Madre");
        assert_eq!(spanish.named(&mother("Adoptive mother")).unwrap(), "Adoptive mother");
        assert_eq!(english.named(&mother("mom")).unwrap(), "Mom");
        assert_eq!(spanish.named(&json!({"text": "a friend"})).unwrap(), "A friend");
    }

    #[test]
    fn what_is_said_in_the_readers_words_is_found_by_them() {
        let words = words();
        let spanish = words.in_locale(Locale::Es);
        let (english, spanish) = (Say::new(&words), Say::new(&spanish));
        assert_eq!(english.sought("code", "sodium"), "code:text=sodium");
        assert_eq!(spanish.sought("code", "Sodio"), "code=2951-2,2947-0");
        assert_eq!(spanish.sought("type", "evolucion"), "type=11506-3");
        assert_eq!(spanish.sought("code", "zebra"), "code:text=zebra");
    }

    #[test]
    fn a_clinical_name_is_given_only_where_it_adds_something() {
        let concept = json!({"text": "High blood pressure", "coding": [{"display": "Essential hypertension"}]});
        assert_eq!(name(&concept).unwrap(), "High blood pressure");
        assert_eq!(clinical_name(&concept).unwrap(), "Essential hypertension");
        let same = json!({"text": "asthma", "coding": [{"display": "Asthma"}]});
        assert_eq!(clinical_name(&same), None);
        assert_eq!(name(&same).unwrap(), "Asthma");
        assert_eq!(name(&json!({"text": "pH of blood"})).unwrap(), "pH of blood");
    }

    #[test]
    fn what_kind_of_thing_a_name_names_is_left_out() {
        let snomed = |display: &str| name(&json!({"coding": [{ "display": display }]})).unwrap();
        assert_eq!(
            snomed("Chronic congestive heart failure (disorder)"),
            "Chronic congestive heart failure"
        );
        assert_eq!(snomed("Influenza (seasonal)"), "Influenza (seasonal)");
        assert_eq!(
            clinical_name(&json!({"text": "stress", "coding": [{"display": "Stress (finding)"}]})),
            None
        );
    }

    #[test]
    fn units_are_written_as_people_read_them() {
        assert_eq!(unit_words("mm[Hg]"), "mmHg");
        assert_eq!(unit_words("{score}"), "score");
        assert_eq!(unit_words("10*3/uL"), "10³/uL");
        assert_eq!(unit_words("mL/min/{1.73_m2}"), "mL/min/1.73 m²");
    }
}
