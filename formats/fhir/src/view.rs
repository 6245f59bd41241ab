//! Small typed views of the data types that pages show. They borrow from the resource, read what is there, and give
//! `None` or nothing where it is not; they check nothing.

use serde_json::Value;

use crate::ResourceType;
use crate::date::FhirDate;

/// Every value at `path`, element names joined by dots (`code.coding.system`), going through arrays.
pub fn all<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    collect(value, path, &mut found);
    found
}

fn collect<'a>(value: &'a Value, path: &str, found: &mut Vec<&'a Value>) {
    let (name, rest) = first_name(path);
    for value in items(value).filter_map(|value| member(value, name)) {
        match rest {
            Some(rest) => collect(value, rest, found),
            None => found.extend(items(value)),
        }
    }
}

fn first_name(path: &str) -> (&str, Option<&str>) {
    path.split_once('.')
        .map_or((path, None), |(name, rest)| (name, Some(rest)))
}

/// The member of an object. Elements have few members, and among few it is quicker to look than to hash the name.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    const FEW: usize = 16;
    let members = value.as_object()?;
    if members.len() > FEW {
        return members.get(name);
    }
    members.iter().find_map(|(own, value)| (own == name).then_some(value))
}

/// The first value at `path`: see [`all`].
pub fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let (name, rest) = first_name(path);
    items(value)
        .filter_map(|value| member(value, name))
        .find_map(|value| match rest {
            Some(rest) => get(value, rest),
            None => items(value).next(),
        })
}

/// The first text at `path`: see [`all`].
pub fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    get(value, path)?.as_str()
}

/// The first date at `path`: see [`all`].
pub fn date(value: &Value, path: &str) -> Option<FhirDate> {
    FhirDate::parse(text(value, path)?)
}

/// The items of an array, or the value itself.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value
        .as_array()
        .map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
        .iter()
}

/// The values of the extensions of `element` with this URL, as whole extensions.
pub fn extensions<'a>(element: &'a Value, url: &str) -> impl Iterator<Item = &'a Value> {
    let url = url.to_owned();
    let extensions = element.get("extension").and_then(Value::as_array);
    extensions
        .into_iter()
        .flatten()
        .filter(move |extension| extension["url"] == url.as_str())
}

/// A `Coding`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Coding<'a> {
    /// The code system's URL.
    pub system: Option<&'a str>,
    /// The code in it.
    pub code: Option<&'a str>,
    /// The code in words.
    pub display: Option<&'a str>,
    /// Whether a person chose this coding.
    pub user_selected: bool,
}

impl<'a> Coding<'a> {
    /// Reads a `Coding`.
    pub fn of(value: &'a Value) -> Self {
        Self {
            system: text(value, "system"),
            code: text(value, "code"),
            display: text(value, "display"),
            user_selected: value["userSelected"] == true,
        }
    }

    /// Whether it is this code in this system.
    pub fn is(&self, system: &str, code: &str) -> bool {
        self.system == Some(system) && self.code == Some(code)
    }
}

/// A `CodeableConcept`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeableConcept<'a> {
    /// The words of whoever recorded it.
    pub text: Option<&'a str>,
    /// The codes for it.
    pub codings: Vec<Coding<'a>>,
}

impl<'a> CodeableConcept<'a> {
    /// Reads a `CodeableConcept`.
    pub fn of(value: &'a Value) -> Self {
        Self {
            text: text(value, "text"),
            codings: all(value, "coding").into_iter().map(Coding::of).collect(),
        }
    }

    /// What to call it: its text, else the words of the coding that a person chose, else of the first that has words,
    /// else the first code. `None` if it has none of them.
    pub fn display(&self) -> Option<&'a str> {
        let chosen = self
            .codings
            .iter()
            .find(|coding| coding.user_selected)
            .and_then(|coding| coding.display);
        self.text
            .or(chosen)
            .or_else(|| self.codings.iter().find_map(|coding| coding.display))
            .or_else(|| self.codings.iter().find_map(|coding| coding.code))
    }

    /// Whether one of its codings is this code in this system.
    pub fn has(&self, system: &str, code: &str) -> bool {
        self.codings.iter().any(|coding| coding.is(system, code))
    }

    /// Its code in this system.
    pub fn code_in(&self, system: &str) -> Option<&'a str> {
        self.codings
            .iter()
            .find(|coding| coding.system == Some(system))
            .and_then(|coding| coding.code)
    }
}

/// A `HumanName`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HumanName<'a> {
    /// What the name is for: `official`, `usual`, `old` …
    pub usage: Option<&'a str>,
    /// The whole name as it should be shown.
    pub text: Option<&'a str>,
    /// The family name.
    pub family: Option<&'a str>,
    /// Given names in order, middle names among them.
    pub given: Vec<&'a str>,
    /// Before the name: Dr., Mrs.
    pub prefix: Vec<&'a str>,
    /// After the name: Jr., MD.
    pub suffix: Vec<&'a str>,
}

impl<'a> HumanName<'a> {
    /// Reads a `HumanName`.
    pub fn of(value: &'a Value) -> Self {
        let texts = |name| all(value, name).into_iter().filter_map(Value::as_str).collect();
        Self {
            usage: text(value, "use"),
            text: text(value, "text"),
            family: text(value, "family"),
            given: texts("given"),
            prefix: texts("prefix"),
            suffix: texts("suffix"),
        }
    }

    /// The name to show among `names` (`Patient.name`): the usual one, else the official, else the first that is
    /// neither old nor a maiden name, else the first.
    pub fn best(names: &'a Value) -> Option<Self> {
        let names: Vec<_> = items(names).filter(|name| name.is_object()).map(Self::of).collect();
        let with = |usage| names.iter().position(|name| name.usage == Some(usage));
        let current = || {
            names
                .iter()
                .position(|name| !matches!(name.usage, Some("old" | "maiden")))
        };
        let place = with("usual").or_else(|| with("official")).or_else(current).unwrap_or(0);
        names.into_iter().nth(place)
    }

    /// The place of the legal name among `names`: the official one, else the last usual one (a name to use that somebody
    /// said later stands before it), else the first that is in use.
    pub fn legal_place(names: &Value) -> Option<usize> {
        let usages: Vec<_> = items(names).map(|name| text(name, "use").unwrap_or_default()).collect();
        let official = usages.iter().position(|usage| *usage == "official");
        let usual = || usages.iter().rposition(|usage| *usage == "usual");
        let in_use = |usage: &&str| !matches!(*usage, "old" | "maiden" | "nickname");
        official.or_else(usual).or_else(|| usages.iter().position(in_use))
    }

    /// The legal name among `names`; whoever checks a person's papers compares this one.
    pub fn legal(names: &'a Value) -> Option<Self> {
        items(names).nth(Self::legal_place(names)?).map(Self::of)
    }

    /// The place of the name that somebody goes by, where it is another than the legal one (HL7 Gender Harmony: the use
    /// `usual`).
    pub fn preferred_place(names: &Value) -> Option<usize> {
        let usual = items(names).position(|name| name["use"] == "usual")?;
        (Self::legal_place(names) != Some(usual)).then_some(usual)
    }

    /// The given names in one line; all of the name where it has none.
    pub fn given_or_full(&self) -> String {
        if self.given.is_empty() {
            self.full()
        } else {
            self.given.join(" ")
        }
    }

    /// The name in one line: its text, else prefix, given names, family name and suffix.
    pub fn full(&self) -> String {
        if let Some(text) = self.text {
            return text.to_owned();
        }
        let parts = self
            .prefix
            .iter()
            .chain(&self.given)
            .chain(&self.family)
            .chain(&self.suffix);
        parts.copied().collect::<Vec<_>>().join(" ")
    }

    /// Given names and family name, without what stands before and after.
    pub fn plain(&self) -> String {
        let parts: Vec<_> = self.given.iter().chain(&self.family).copied().collect();
        if parts.is_empty() { self.full() } else { parts.join(" ") }
    }
}

/// A `Quantity`, or one of its kind (`Age`, `Duration` …).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity<'a> {
    /// The number with every digit as it was sent.
    pub value: Option<String>,
    /// `<`, `<=`, `>=` or `>`.
    pub comparator: Option<&'a str>,
    /// The unit in words.
    pub unit: Option<&'a str>,
    /// The system of the unit's code.
    pub system: Option<&'a str>,
    /// The unit's code.
    pub code: Option<&'a str>,
}

impl<'a> Quantity<'a> {
    /// Reads a `Quantity`.
    pub fn of(value: &'a Value) -> Self {
        Self {
            value: number(value, "value"),
            comparator: text(value, "comparator"),
            unit: text(value, "unit"),
            system: text(value, "system"),
            code: text(value, "code"),
        }
    }

    /// The number, for arithmetic and drawing.
    pub fn number(&self) -> Option<f64> {
        self.value.as_deref()?.parse().ok()
    }

    /// The unit to show: its words, else its code.
    pub fn unit_words(&self) -> Option<&'a str> {
        self.unit.or(self.code)
    }
}

/// The number at `path` with every digit as it was sent: see [`all`].
pub fn number(value: &Value, path: &str) -> Option<String> {
    match get(value, path)? {
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A `Reference`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reference<'a> {
    /// The reference as written.
    pub reference: Option<&'a str>,
    /// In words what it leads to.
    pub display: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Reads a `Reference`.
    pub fn of(value: &'a Value) -> Self {
        Self {
            reference: text(value, "reference"),
            display: text(value, "display"),
        }
    }

    /// Type and id, if it leads to a resource of this server (`Patient/1`, `Patient/1/_history/2`).
    pub fn local(&self) -> Option<(ResourceType, &'a str)> {
        crate::references::local(self.reference?).map(|(resource, id, _)| (resource, id))
    }

    /// The id of a contained resource, if it leads to one (`#p1`).
    pub fn contained(&self) -> Option<&'a str> {
        self.reference?.strip_prefix('#')
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_go_through_arrays() {
        let resource = json!({ "code": { "coding": [{ "code": "a" }, { "system": "s", "code": "b" }] }, "note": [] });
        assert_eq!(all(&resource, "code.coding.code"), [&json!("a"), &json!("b")]);
        assert_eq!(text(&resource, "code.coding.system"), Some("s"));
        assert_eq!(
            (get(&resource, "note.text"), get(&resource, "code.text.x")),
            (None, None)
        );
    }

    #[test]
    fn a_concept_is_called_by_its_text_then_by_the_chosen_coding() {
        let display = |value: Value| CodeableConcept::of(&value).display().map(str::to_owned);
        let codings = json!([{ "display": "first" }, { "display": "chosen", "userSelected": true }]);
        assert_eq!(
            display(json!({ "text": "words", "coding": codings })).as_deref(),
            Some("words")
        );
        assert_eq!(display(json!({ "coding": codings })).as_deref(), Some("chosen"));
        assert_eq!(
            display(json!({ "coding": [{ "code": "c" }, { "display": "d" }] })).as_deref(),
            Some("d")
        );
        assert_eq!(display(json!({ "coding": [{ "code": "c" }] })).as_deref(), Some("c"));
        assert_eq!(display(json!({})), None);
    }

    #[test]
    fn the_usual_name_is_shown_before_the_official_and_never_an_old_one_if_there_is_another() {
        let names = json!([{ "use": "old", "family": "A" }, { "use": "official", "family": "B", "given": ["X", "Y"],
            "prefix": ["Dr."], "suffix": ["MD"] }, { "use": "usual", "text": "Bea" }]);
        assert_eq!(HumanName::best(&names).unwrap().full(), "Bea");
        let official = HumanName::of(&names[1]);
        assert_eq!(
            (official.full().as_str(), official.plain().as_str()),
            ("Dr. X Y B MD", "X Y B")
        );
        let names = json!([{ "use": "maiden", "family": "A" }, { "family": "B" }]);
        assert_eq!(HumanName::best(&names).unwrap().family, Some("B"));
        assert_eq!(
            HumanName::best(&json!([{ "use": "old", "family": "A" }]))
                .unwrap()
                .family,
            Some("A")
        );
        assert_eq!(HumanName::best(&json!([])), None);
    }

    #[test]
    fn a_quantity_keeps_its_digits() {
        let value = crate::parse(br#"{ "value": 5.40, "unit": "mg/dL", "comparator": "<" }"#).unwrap();
        let quantity = Quantity::of(&value);
        assert_eq!(
            (quantity.value.as_deref(), quantity.number()),
            (Some("5.40"), Some(5.4))
        );
        assert_eq!((quantity.unit_words(), quantity.comparator), (Some("mg/dL"), Some("<")));
    }

    #[test]
    fn a_reference_says_where_it_leads() {
        let reference = |text: &str| json!({ "reference": text, "display": "Dr. Ortiz" });
        let local = reference("Practitioner/1/_history/3");
        assert_eq!(Reference::of(&local).local(), Some((ResourceType::Practitioner, "1")));
        assert_eq!(Reference::of(&reference("#p")).contained(), Some("p"));
        assert_eq!(Reference::of(&reference("https://a/Patient/1")).local(), None);
    }

    #[test]
    fn extensions_are_found_by_url() {
        let element = json!({ "extension": [{ "url": "a", "valueCode": "1" }, { "url": "b" }, { "url": "a" }] });
        assert_eq!(extensions(&element, "a").count(), 2);
    }
}
