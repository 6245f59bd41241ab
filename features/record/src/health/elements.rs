//! Any resource as labelled rows: every element in plain words, whatever its type.

use std::collections::HashMap;

use madrone_fhir::view::{self, Reference};
use madrone_i18n::PartialDate;
use madrone_web::components::Fact;
use serde_json::{Map, Value};

use crate::chart::Related;
use crate::medications::dosage;
use crate::say::{self, Say};

/// What resources are read with.
#[derive(Clone, Copy)]
pub(crate) struct Lens<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) related: &'a Related,
    /// What the resources that `owner` refers to are called, by `Type/id`.
    pub(crate) titles: &'a HashMap<String, String>,
    pub(crate) owner: &'a Value,
}

/// Members of a resource that are shown elsewhere on the page or mean nothing to people.
const HIDDEN: [&str; 7] = [
    "resourceType",
    "id",
    "meta",
    "text",
    "contained",
    "implicitRules",
    "language",
];

/// Whether a member holds extensions. Those that change the meaning of what they stand in are read like the others.
fn holds_extensions(name: &str) -> bool {
    matches!(name, "extension" | "modifierExtension")
}

/// Types that stand at the end of a choice element's name (`value[x]`).
const CHOICES: [&str; 20] = [
    "CodeableConcept",
    "DateTime",
    "Reference",
    "Quantity",
    "Boolean",
    "Integer",
    "PositiveInt",
    "Period",
    "String",
    "Coding",
    "Timing",
    "Ratio",
    "Range",
    "Money",
    "Age",
    "Duration",
    "Identifier",
    "Attachment",
    "Canonical",
    "Uri",
];

/// Every element of `resource` as a fact, but those that the page shows in another way.
pub(crate) fn facts(resource: &Value, but: &[&str], lens: Lens<'_>) -> Vec<Fact> {
    let Some(members) = resource.as_object() else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    for (name, value) in members {
        if HIDDEN.contains(&name.as_str()) || but.contains(&name.as_str()) || name.starts_with('_') {
            continue;
        }
        if holds_extensions(name) {
            facts.extend(extensions(value, lens));
            continue;
        }
        let lines = lines(value, lens);
        if !lines.is_empty() {
            facts.push(Fact {
                term: label(name, lens.say),
                lines,
            });
        }
    }
    facts
}

/// Extensions by the last part of their URL.
fn extensions(list: &Value, lens: Lens<'_>) -> Vec<Fact> {
    let fact = |extension: &Value| {
        let url = view::text(extension, "url")?;
        let name = url
            .trim_end_matches('/')
            .rsplit('/')
            .next()?
            .trim_start_matches("us-core-");
        let own = extension
            .as_object()?
            .iter()
            .find(|(name, _)| name.starts_with("value"));
        let known = |(_, value): &(&String, &Value)| lens.say.known(&format!("code-{name}"), value.as_str()?);
        let found = match own {
            Some(own) => known(&own).map_or_else(|| lines(own.1, lens), |known| vec![known]),
            None => inner_lines(extension.get("extension")?, lens),
        };
        (!found.is_empty()).then(|| Fact {
            term: label(name, lens.say),
            lines: found,
        })
    };
    view::items(list).filter_map(fact).collect()
}

/// An extension of several parts, such as a race: its text is left out where a part says the same, and what a lone part
/// is called where there is no other.
fn inner_lines(parts: &Value, lens: Lens<'_>) -> Vec<String> {
    let said: Vec<&str> = view::all(parts, "valueCoding.display")
        .into_iter()
        .filter_map(Value::as_str)
        .collect();
    let repeats = |part: &&Value| {
        let is_text = view::text(part, "url") == Some("text");
        is_text && view::text(part, "valueString").is_some_and(|text| said.contains(&text))
    };
    let parts: Vec<Value> = view::items(parts).filter(|part| !repeats(part)).cloned().collect();
    let facts = extensions(&Value::Array(parts), lens);
    match facts.as_slice() {
        [only] => only.lines.clone(),
        all => all
            .iter()
            .map(|fact| format!("{}: {}", fact.term, fact.lines.join(", ")))
            .collect(),
    }
}

/// What an element is called: our word for it, else its own name taken apart.
pub(crate) fn label(name: &str, say: Say<'_>) -> String {
    if let Some(known) = say.known("element", name) {
        return known;
    }
    let base = CHOICES
        .iter()
        .find_map(|kind| name.strip_suffix(kind))
        .filter(|base| !base.is_empty())
        .unwrap_or(name);
    if let Some(known) = say.known("element", base) {
        return known;
    }
    let mut words = String::new();
    for letter in base.chars() {
        match letter {
            '-' | '_' => words.push(' '),
            _ if letter.is_uppercase() && !words.is_empty() => {
                words.push(' ');
                words.extend(letter.to_lowercase());
            }
            _ => words.push(letter),
        }
    }
    say::sentence(&words)
}

/// A value in words, one line for each item.
pub(crate) fn lines(value: &Value, lens: Lens<'_>) -> Vec<String> {
    view::items(value)
        .filter_map(|item| line(item, lens))
        .filter(|line| !line.is_empty())
        .collect()
}

fn line(value: &Value, lens: Lens<'_>) -> Option<String> {
    let say = lens.say;
    match value {
        Value::Null | Value::Array(_) => None,
        Value::Bool(truth) => Some(say.t(if *truth { "yes" } else { "no" })),
        Value::Number(number) => Some(say.words().decimal(&number.to_string())),
        Value::String(text) => Some(text_line(text, say)),
        Value::Object(members) => object(value, members, lens),
    }
}

/// Dates and codes in words, other text as it stands.
fn text_line(text: &str, say: Say<'_>) -> String {
    let date = || {
        PartialDate::parse(text)
            .filter(|_| text.len() >= 10)
            .map(|date| say.words().partial_date(date))
    };
    date()
        .or_else(|| say.known("status", text))
        .unwrap_or_else(|| text.to_owned())
}

fn object(value: &Value, members: &Map<String, Value>, lens: Lens<'_>) -> Option<String> {
    let say = lens.say;
    let has = |name: &str| members.contains_key(name);
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if has("reference") {
        let name = lens.related.name(lens.owner, value);
        return name.or_else(|| title(value, lens));
    }
    if has("coding") {
        return say.named(value);
    }
    if has("dueDate") {
        return Some(aim(value, members, lens));
    }
    if has("repeat") {
        return dosage::timed(value, say);
    }
    if has("numerator") {
        return say.ratio(value);
    }
    if has("low") || has("high") {
        return say.range(value);
    }
    if has("family") || has("given") {
        return say::person(value);
    }
    if has("line") || has("city") || has("postalCode") {
        return Some(address(value));
    }
    if has("contentType") || has("data") {
        return Some(text("title").map_or_else(|| say.t("file"), str::to_owned));
    }
    if let Some(currency) = text("currency") {
        let amount = view::number(value, "value").map(|amount| say.words().decimal(&amount))?;
        return Some(if currency == "USD" {
            format!("${amount}")
        } else {
            format!("{amount}\u{a0}{currency}")
        });
    }
    if members.get("value").is_some_and(Value::is_number) {
        return say.quantity(value);
    }
    if let Some(words) = text("value") {
        let kind = members
            .get("type")
            .filter(|kind| kind.is_object())
            .and_then(|kind| say.named(kind));
        return Some(kind.map_or_else(|| words.to_owned(), |kind| format!("{kind}: {words}")));
    }
    let only = |names: &[&str]| {
        members
            .keys()
            .all(|name| names.contains(&name.as_str()) || name == "extension" || name == "id")
    };
    if only(&["start", "end"]) {
        return say.period(value);
    }
    if only(&["system", "code", "display", "version", "userSelected"]) {
        let concept = serde_json::json!({ "coding": [value] });
        return say.named(&concept).or_else(|| text("code").map(say::sentence));
    }
    if only(&["text", "authorString", "authorReference", "time"]) {
        return text("text").map(say::sentence);
    }
    if only(&["display", "type", "identifier"]) && has("display") {
        return text("display").map(str::to_owned);
    }
    Some(parts(members, lens))
}

/// What a goal aims at, and until when: "A1c: under 7 %, by March 22, 2027".
fn aim(target: &Value, members: &Map<String, Value>, lens: Lens<'_>) -> String {
    let measure = members.get("measure").and_then(|measure| line(measure, lens));
    let detail = members
        .iter()
        .find_map(|(name, value)| line(value, lens).filter(|_| name.starts_with("detail")));
    let what = [measure, detail].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let day = lens.say.day_at(target, &["dueDate"]).unwrap_or_default();
    match what.as_str() {
        "" => lens.say.t1("until", "date", day),
        _ => lens.say.words().t2("record-aim-by", ("what", what), ("date", day)),
    }
}

/// A part with elements of its own: "Role: Nurse; Member: Kim Lee".
fn parts(members: &Map<String, Value>, lens: Lens<'_>) -> String {
    let part = |(name, value): (&String, &Value)| {
        if holds_extensions(name) {
            return extensions(value, lens);
        }
        let lines = lines(value, lens);
        if lines.is_empty() {
            Vec::new()
        } else {
            vec![Fact {
                term: label(name, lens.say),
                lines,
            }]
        }
    };
    let shown = members
        .iter()
        .filter(|(name, _)| *name != "id" && !name.starts_with('_'));
    shown
        .flat_map(part)
        .map(|fact| format!("{}: {}", fact.term, fact.lines.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A reference whose name is not known: the title of what it leads to, else what kind that is.
fn title(reference: &Value, lens: Lens<'_>) -> Option<String> {
    let (kind, id) = Reference::of(reference).local()?;
    let title = lens.titles.get(&format!("{kind}/{id}")).cloned();
    Some(title.unwrap_or_else(|| kind_name(kind, lens.say)))
}

/// What resources of a type are called.
pub(crate) fn kind_name(kind: madrone_fhir::ResourceType, say: Say<'_>) -> String {
    say.known("type", kind.name())
        .unwrap_or_else(|| label(kind.name(), say))
}

fn address(value: &Value) -> String {
    let mut lines: Vec<&str> = view::all(value, "line").into_iter().filter_map(Value::as_str).collect();
    lines.extend(
        ["city", "state", "postalCode", "country"]
            .into_iter()
            .filter_map(|name| view::text(value, name)),
    );
    if lines.is_empty() {
        view::text(value, "text").unwrap_or_default().to_owned()
    } else {
        lines.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn shown(resource: Value) -> Vec<(String, String)> {
        let words = words();
        let related = Related::default();
        let titles = HashMap::from([("Goal/1".to_owned(), "Walk more".to_owned())]);
        let lens = Lens {
            say: Say::new(&words),
            related: &related,
            titles: &titles,
            owner: &resource,
        };
        facts(&resource, &[], lens)
            .into_iter()
            .map(|fact| (fact.term, fact.lines.join(" | ")))
            .collect()
    }

    fn line_of(value: Value) -> String {
        shown(json!({"thing": value}))
            .pop()
            .map(|(_, line)| line)
            .unwrap_or_default()
    }

    #[test]
    fn every_data_type_is_said_in_words() {
        assert_eq!(line_of(json!(true)), "Yes");
        assert_eq!(line_of(json!("2026-11-20")), "November\u{a0}20,\u{a0}2026");
        assert_eq!(line_of(json!({"coding": [{"display": "knee"}]})), "Knee");
        assert_eq!(line_of(json!({"value": 3, "unit": "mm"})), "3\u{a0}mm");
        assert_eq!(line_of(json!({"low": {"value": 1}, "high": {"value": 3}})), "1 to 3");
        assert_eq!(line_of(json!({"value": 20.5, "currency": "USD"})), "$20.5");
        assert_eq!(line_of(json!([{"family": "Lee", "given": ["Ana"]}])), "Ana Lee");
        assert_eq!(
            line_of(json!({"line": ["1 Main St"], "city": "Bend"})),
            "1 Main St, Bend"
        );
        assert_eq!(
            line_of(json!({"reference": "Practitioner/1", "display": "Dr. Ortiz"})),
            "Dr. Ortiz"
        );
        assert_eq!(line_of(json!({"text": "Call back"})), "Call back");
        assert_eq!(
            line_of(json!([{"role": {"text": "nurse"}, "count": 2}])),
            "Role: Nurse; Count: 2"
        );
    }

    #[test]
    fn a_target_says_what_is_aimed_at_and_until_when() {
        let target = json!([{"measure": {"text": "A1c"}, "detailString": "under 7 %", "dueDate": "2027-03-22"}]);
        assert_eq!(line_of(target), "A1c: under 7 %, by March\u{a0}22,\u{a0}2027");
        assert_eq!(
            line_of(json!([{"dueDate": "2027-03-22"}])),
            "Until March\u{a0}22,\u{a0}2027"
        );
    }

    #[test]
    fn a_reference_is_called_by_what_it_leads_to() {
        assert_eq!(line_of(json!({"reference": "Goal/1"})), "Walk more");
        assert_eq!(line_of(json!({"reference": "Goal/2"})), "Goals");
    }

    #[test]
    fn names_of_elements_are_taken_apart() {
        let facts =
            shown(json!({"resourceType": "X", "id": "1", "meta": {}, "someOddThingCodeableConcept": {"text": "a"}}));
        assert_eq!(facts, [("Some odd thing".to_owned(), "A".to_owned())]);
    }

    #[test]
    fn parts_inside_keep_what_is_hidden_only_of_resources() {
        assert_eq!(
            line_of(json!([{"language": {"text": "Spanish"}, "preferred": true}])),
            "Language: Spanish; Preferred: Yes"
        );
        let part = json!([{"text": "a", "code": {"text": "b"}, "extension": [{"url": "x/c", "valueString": "d"}]}]);
        assert_eq!(line_of(part), "Text: a; Name: B; C: d");
        let facts = shown(json!({"modifierExtension": [{"url": "x/not", "valueBoolean": true}]}));
        assert_eq!(facts, [("Not".to_owned(), "Yes".to_owned())]);
    }

    #[test]
    fn what_an_extension_says_twice_is_said_once() {
        let race = |text: &str| {
            let white = json!({"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3", "display": "White"});
            let parts = json!([{"url": "ombCategory", "valueCoding": white}, {"url": "text", "valueString": text}]);
            shown(json!({"extension": [{"url": "http://x.example/us-core-race", "extension": parts}]}))
        };
        assert_eq!(race("White"), [("Race".to_owned(), "White".to_owned())]);
        assert_eq!(
            race("Irish"),
            [("Race".to_owned(), "Group: White | Text: Irish".to_owned())]
        );
        let sex = shown(json!({"extension": [{"url": "http://x.example/us-core-birthsex", "valueCode": "F"}]}));
        assert_eq!(sex, [("Sex at birth".to_owned(), "Female".to_owned())]);
    }

    #[test]
    fn extensions_are_not_lost() {
        let facts = shown(json!({"extension": [
            {"url": "http://x.example/eye-color", "valueString": "brown"},
            {"url": "http://x.example/us-core-race", "extension": [{"url": "text", "valueString": "Asian"}]}]}));
        assert_eq!(facts[0], ("Eye color".to_owned(), "brown".to_owned()));
        assert!(facts[1].1.contains("Asian"));
    }
}
