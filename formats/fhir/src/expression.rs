//! The part of `FHIRPath` that search parameters use, compiled once and run on JSON.
//!
//! Paths, unions, `as`, `ofType`, `where(resolve() is T)`, `where(name = 'text')`, and `A.exists() and A != false`.
//! The structure table says which JSON members an element has and which types they hold, so that a misspelt or unknown
//! element is found when the expression is compiled and not when nobody finds a record.

use serde_json::Value;

use crate::ResourceType;
use crate::table::{Child, NodeId, TABLE, Type};

mod parse;

/// A compiled expression.
#[derive(Debug)]
pub(crate) enum Expression {
    /// The results of all paths.
    Union(Vec<Path>),
    /// Whether the path gives something other than `false`.
    Holds(Path),
}

/// One path, from a starting type.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    steps: Vec<Step>,
    /// The types that its results may have.
    kinds: Vec<Type>,
    /// The types of resource that its results may lead to; empty for any, or if they are no references.
    targets: Vec<ResourceType>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Step {
    /// A member of the one type that stands here.
    Member(&'static str, Type),
    /// A member of whichever type stands here.
    Named(String),
    /// Whichever type of a choice there is.
    Choice(String),
    /// Only results of these types.
    Only(Vec<Type>),
    /// Only references to this type.
    LeadsTo(ResourceType),
    /// Only results whose member is this text.
    Where(String, String),
}

/// A result: a JSON value and the type that it is of.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    pub(crate) value: &'a Value,
    pub(crate) kind: Type,
}

static TRUE: Value = Value::Bool(true);
static FALSE: Value = Value::Bool(false);

impl Expression {
    /// Compiles `text`, which starts at the type called `start`: either by its name or with an element of it.
    pub(crate) fn compile(text: &str, start: Type) -> Result<Self, String> {
        parse::Parser::new(text, start).expression()
    }

    /// The types that its results may have.
    pub(crate) fn kinds(&self) -> Vec<Type> {
        match self {
            Self::Union(paths) => paths.iter().flat_map(|path| path.kinds.iter().copied()).collect(),
            Self::Holds(_) => vec![Type::Primitive(crate::primitive::Primitive::Boolean)],
        }
    }

    /// The types of resource that its results may lead to; empty for any, or if they are no references.
    pub(crate) fn targets(&self) -> Vec<ResourceType> {
        let Self::Union(paths) = self else { return Vec::new() };
        if paths.iter().any(|path| path.targets.is_empty()) {
            return Vec::new();
        }
        let mut targets: Vec<_> = paths.iter().flat_map(|path| path.targets.iter().copied()).collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    }

    /// Calls `found` with each result on `value`, which is of the starting type.
    pub(crate) fn each<'a>(&self, value: &'a Value, start: Type, found: &mut impl FnMut(Item<'a>)) {
        let item = Item { value, kind: start };
        match self {
            Self::Union(paths) => paths.iter().for_each(|path| walk(&path.steps, item, found)),
            Self::Holds(path) => {
                let mut holds = false;
                walk(&path.steps, item, &mut |item: Item| holds |= *item.value != FALSE);
                found(Item {
                    value: if holds { &TRUE } else { &FALSE },
                    kind: self.kinds()[0],
                });
            }
        }
    }
}

fn walk<'a>(steps: &[Step], item: Item<'a>, found: &mut impl FnMut(Item<'a>)) {
    let Some((step, rest)) = steps.split_first() else {
        return found(item);
    };
    match step {
        Step::Member(name, kind) => descend(item.value.get(name), *kind, rest, found),
        Step::Named(name) => {
            let child = node(item.kind).and_then(|node| TABLE.child(node, name));
            if let Some(child) = child {
                descend(item.value.get(name), child.kind, rest, found);
            }
        }
        Step::Choice(name) => {
            let (Some(node), Value::Object(members)) = (node(item.kind), item.value) else {
                return;
            };
            for (member, value) in members.iter().filter(|(member, _)| member.starts_with(name.as_str())) {
                if let Some(child) = TABLE
                    .child(node, member)
                    .filter(|child| TABLE.element_of(child).name == name)
                {
                    descend(Some(value), child.kind, rest, found);
                }
            }
        }
        Step::Only(kinds) if kinds.contains(&item.kind) => walk(rest, item, found),
        Step::LeadsTo(resource) if leads_to(item.value) == Some(*resource) => walk(rest, item, found),
        Step::Where(name, text) if item.value.get(name).and_then(Value::as_str) == Some(text) => {
            walk(rest, item, found);
        }
        Step::Only(_) | Step::LeadsTo(_) | Step::Where(..) => {}
    }
}

/// Goes on with a member: an array stands for each of its items, and null for nothing.
fn descend<'a>(value: Option<&'a Value>, kind: Type, rest: &[Step], found: &mut impl FnMut(Item<'a>)) {
    match value {
        None | Some(Value::Null) => {}
        Some(Value::Array(items)) => {
            for value in items.iter().filter(|item| !item.is_null()) {
                walk(rest, Item { value, kind }, found);
            }
        }
        Some(value) => walk(rest, Item { value, kind }, found),
    }
}

fn node(kind: Type) -> Option<NodeId> {
    match kind {
        Type::Complex(node) => Some(node),
        Type::Primitive(_) | Type::Resource => None,
    }
}

/// The type of resource that a `Reference` leads to, as far as it says: by its form, else by its `type`.
fn leads_to(reference: &Value) -> Option<ResourceType> {
    let text = reference.get("reference").and_then(Value::as_str);
    let of_text = text.and_then(|text| {
        let path = text.split_once("/_history/").map_or(text, |(path, _)| path);
        let mut segments = path.rsplit('/');
        segments
            .next()
            .zip(segments.next())
            .and_then(|(_, resource)| ResourceType::parse(resource))
    });
    of_text.or_else(|| ResourceType::parse(reference.get("type")?.as_str()?))
}

/// The members of the element `name` of each of `kinds`.
fn members<'t>(kinds: &'t [Type], name: &'t str) -> impl Iterator<Item = &'static Child> + 't {
    kinds
        .iter()
        .filter_map(|kind| node(*kind))
        .flat_map(move |node| TABLE.members(node, name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn results(expression: &str, resource: &Value) -> Vec<String> {
        let start = TABLE.kind(resource["resourceType"].as_str().unwrap()).unwrap();
        let mut found = Vec::new();
        Expression::compile(expression, start)
            .unwrap()
            .each(resource, start, &mut |item| {
                found.push(format!("{} {}", TABLE.type_name(item.kind), item.value));
            });
        found
    }

    fn refusal(expression: &str, start: &str) -> String {
        Expression::compile(expression, TABLE.kind(start).unwrap()).unwrap_err()
    }

    #[test]
    fn paths_go_through_arrays_and_skip_what_is_not_there() {
        let patient = json!({ "resourceType": "Patient", "name": [{ "given": ["A", null, "B"] }, { "family": "C" }] });
        assert_eq!(
            results("Patient.name.given", &patient),
            ["string \"A\"", "string \"B\""]
        );
        assert_eq!(
            results("Patient.name.family | Patient.gender", &patient),
            ["string \"C\""]
        );
    }

    #[test]
    fn a_choice_gives_whichever_type_there_is_unless_one_is_named() {
        let quantity = json!({ "resourceType": "Observation", "valueQuantity": { "value": 1 } });
        assert_eq!(results("Observation.value", &quantity), ["Quantity {\"value\":1}"]);
        assert_eq!(results("(Observation.value as Quantity)", &quantity).len(), 1);
        assert_eq!(results("Observation.value.as(CodeableConcept)", &quantity).len(), 0);
        assert_eq!(
            results("Observation.value.ofType(Quantity).value", &quantity),
            ["decimal 1"]
        );
    }

    #[test]
    fn references_are_kept_by_the_type_they_lead_to() {
        let appointment = json!({ "resourceType": "Appointment", "participant": [
            { "actor": { "reference": "Patient/1" } },
            { "actor": { "reference": "https://example.org/fhir/Patient/2/_history/3" } },
            { "actor": { "reference": "urn:uuid:4", "type": "Patient" } },
            { "actor": { "reference": "Practitioner/5" } },
            { "actor": { "display": "somebody" } },
        ] });
        let actors = results(
            "Appointment.participant.actor.where(resolve() is Patient)",
            &appointment,
        );
        assert_eq!(actors.len(), 3, "{actors:?}");
    }

    #[test]
    fn members_of_a_given_text_are_kept() {
        let patient = json!({ "resourceType": "Patient", "telecom": [
            { "system": "phone", "value": "1" }, { "system": "email", "value": "2" }] });
        assert_eq!(
            results("Patient.telecom.where(system='email').value", &patient),
            ["string \"2\""]
        );
        let race = json!({ "resourceType": "Patient", "extension": [
            { "url": "a", "extension": [{ "url": "x", "valueCoding": { "code": "1" } }, { "url": "t", "valueString": "w" }] },
            { "url": "b", "extension": [{ "url": "x", "valueCoding": { "code": "2" } }] }] });
        assert_eq!(
            results("Patient.extension.where(url = 'a').extension.value.code", &race),
            ["code \"1\""]
        );
    }

    #[test]
    fn what_exists_and_is_not_false_holds() {
        let holds =
            |members: Value| results("Patient.deceased.exists() and Patient.deceased != false", &members)[0].clone();
        assert_eq!(holds(json!({ "resourceType": "Patient" })), "boolean false");
        assert_eq!(
            holds(json!({ "resourceType": "Patient", "deceasedBoolean": false })),
            "boolean false"
        );
        assert_eq!(
            holds(json!({ "resourceType": "Patient", "deceasedBoolean": true })),
            "boolean true"
        );
        assert_eq!(
            holds(json!({ "resourceType": "Patient", "deceasedDateTime": "2020" })),
            "boolean true"
        );
    }

    #[test]
    fn what_is_misspelt_or_not_known_is_refused_with_its_name() {
        assert!(refusal("Patient.nmae", "Patient").contains("nmae"));
        assert!(refusal("(Observation.value as Quantty)", "Observation").contains("Quantty"));
        assert!(refusal("Patient.name.first()", "Patient").contains("first"));
        assert!(refusal("Patient.name |", "Patient").contains("end"));
        assert!(refusal("Patient.name)", "Patient").contains(')'));
        assert!(refusal("Observation.code", "Patient").contains("Observation"));
    }
}
