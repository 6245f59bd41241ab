//! Structural checks: JSON shape, known and required elements, choices, cardinality, the formats of primitives,
//! extensions, contained resources and the form of references. The rules are those of
//! <http://hl7.org/fhir/R4/json.html> and of the element definitions; terminology is not looked at.

mod reference;

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::primitive::Primitive;
use crate::table::{Child, NodeId, TABLE, Table, Type};
use crate::{Fault, IssueCode, ResourceType};

type Object = Map<String, Value>;

/// What to do with elements that R4 does not define.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// They are errors.
    Refuse,
    /// They are kept, with a warning each; so is binary data that is not base64. For records that others made.
    Keep,
}

/// Checks the structure of a resource, of those it contains, and of those in the entries of a bundle. No faults: it can
/// be stored. Allocates only to report.
pub fn check(resource: &Value, unknown: Unknown) -> Vec<Fault> {
    let mut checker = Checker {
        table: &TABLE,
        unknown,
        faults: Vec::new(),
    };
    let name = resource
        .get("resourceType")
        .and_then(Value::as_str)
        .unwrap_or("Resource");
    checker.resource(resource, At::root(name), None);
    checker.faults
}

/// Where the check is: a list on the stack, made into a path only to report.
#[derive(Clone, Copy)]
struct At<'a> {
    parent: Option<&'a At<'a>>,
    name: &'a str,
    index: Option<usize>,
}

impl<'a> At<'a> {
    fn root(name: &'a str) -> Self {
        Self {
            parent: None,
            name,
            index: None,
        }
    }

    fn member(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            name,
            index: None,
        }
    }

    fn item(self, index: usize) -> Self {
        Self {
            index: Some(index),
            ..self
        }
    }

    fn path(&self) -> String {
        let mut path = self.parent.map(|parent| parent.path() + ".").unwrap_or_default();
        path.push_str(self.name);
        if let Some(index) = self.index {
            let _ = write!(path, "[{index}]");
        }
        path
    }
}

struct Checker {
    table: &'static Table,
    unknown: Unknown,
    faults: Vec<Fault>,
}

impl Checker {
    fn error(&mut self, code: IssueCode, at: At, what: impl Into<String>) {
        self.faults.push(Fault::error(code, at.path(), what));
    }

    /// Checks a whole resource. `container` is the resource that contains it.
    fn resource(&mut self, value: &Value, at: At, container: Option<&Object>) {
        let Value::Object(members) = value else {
            return self.error(
                IssueCode::Structure,
                at,
                "A resource is a JSON object: write it in { }.",
            );
        };
        let Some(name) = members.get("resourceType").and_then(Value::as_str) else {
            let what = "The member resourceType is missing: it says which resource this is, such as \"Patient\".";
            return self.error(IssueCode::Structure, at, what);
        };
        let Some(node) = ResourceType::parse(name).and_then(|resource| self.table.node(resource.name())) else {
            let what = format!("FHIR R4 has no resource type \"{}\".", excerpt(name));
            return self.error(IssueCode::Structure, at, what);
        };
        if container.is_some() {
            self.contained(members, at);
        }
        self.object(
            members,
            node,
            at,
            Scope {
                container: container.unwrap_or(members),
                in_resource: true,
            },
        );
    }

    fn contained(&mut self, members: &Object, at: At) {
        if members.contains_key("contained") {
            let what = "A contained resource cannot contain others: put them all into the outermost resource.";
            self.error(IssueCode::Invariant, at.member("contained"), what);
        }
        if !members.contains_key("id") {
            let what = "A contained resource needs an id, so that references (#id) can lead to it.";
            self.error(IssueCode::Required, at.member("id"), what);
        }
    }

    fn object(&mut self, members: &Object, node: NodeId, at: At, scope: Scope) {
        if members.is_empty() {
            return self.error(
                IssueCode::Structure,
                at,
                "An object cannot be empty: leave the element out.",
            );
        }
        let mut seen = 0_u128;
        for (name, value) in members {
            let Some(child) = self.table.child(node, name) else {
                match self.beside(node, name) {
                    Some(child) => {
                        seen |= child.bit();
                        self.companion(child, members, value, at.member(name), scope);
                    }
                    None if scope.in_resource && name == "resourceType" => {}
                    None => self.unknown_element(node, at.member(name)),
                }
                continue;
            };
            if seen & child.bit() != 0 {
                self.only_one_of(child, members, node, at);
            }
            seen |= child.bit();
            self.element(child, members, value, at.member(name), scope);
        }
        for element in self.table.missing(node, seen) {
            let name = if element.choice {
                format!("{}[x]", element.name)
            } else {
                element.name.to_owned()
            };
            let what = format!("{} needs the element {name}: add it.", self.table.name(node));
            self.error(IssueCode::Required, at.member(element.name), what);
        }
        // Beside a primitive an id alone is enough.
        let may_be_id = scope.in_resource || node == self.table.element;
        if members.len() == 1 && members.contains_key("id") && !may_be_id {
            let what = "An element needs a value or content besides its id.";
            self.error(IssueCode::Invariant, at, what);
        }
        if node == self.table.extension {
            self.extension(members, at);
        }
    }

    /// The primitive that `_name` stands beside.
    fn beside(&self, node: NodeId, name: &str) -> Option<&'static Child> {
        let child = self.table.child(node, name.strip_prefix('_')?)?;
        matches!(child.kind, Type::Primitive(_)).then_some(child)
    }

    fn unknown_element(&mut self, node: NodeId, at: At) {
        let name = self.table.name(node);
        let fault = match self.unknown {
            Unknown::Refuse => Fault::error(
                IssueCode::Structure,
                at.path(),
                format!("{name} has no such element in FHIR R4: check its spelling, or use an extension."),
            ),
            Unknown::Keep => {
                let what = format!("{name} has no such element in FHIR R4. It is kept, but nothing reads it.");
                Fault::warning(IssueCode::Structure, at.path(), what)
            }
        };
        self.faults.push(fault);
    }

    /// A second member of the same element: the first is either its companion (`_value`), or another type of a choice.
    fn only_one_of(&mut self, child: &Child, members: &Object, node: NodeId, at: At) {
        let element = self.table.element_of(child);
        let same = |name: &str| {
            let name = name.strip_prefix('_').unwrap_or(name);
            self.table
                .child(node, name)
                .is_some_and(|other| other.bit() == child.bit() && other.name != child.name)
        };
        // Reported once, at the member that stands later.
        if element.choice
            && members
                .keys()
                .take_while(|name| *name != child.name)
                .any(|name| same(name))
        {
            let what = format!("Only one type of {}[x] may be given: remove the others.", element.name);
            self.error(IssueCode::Structure, at.member(child.name), what);
        }
    }

    fn element(&mut self, child: &'static Child, members: &Object, value: &Value, at: At, scope: Scope) {
        let element = self.table.element_of(child);
        if !element.is_list() {
            if value.is_array() {
                return self.error(
                    IssueCode::Structure,
                    at,
                    "Only one is allowed here: write it without [ ].",
                );
            }
            return self.value(child, value, at, scope);
        }
        let Value::Array(items) = value else {
            return self.error(
                IssueCode::Structure,
                at,
                "Several are allowed here: write an array, in [ ].",
            );
        };
        if items.is_empty() {
            return self.error(
                IssueCode::Structure,
                at,
                "An array cannot be empty: leave the element out.",
            );
        }
        if element.max < u8::MAX && items.len() > usize::from(element.max) {
            self.error(
                IssueCode::Structure,
                at,
                format!("At most {} are allowed here.", element.max),
            );
        }
        for (index, item) in items.iter().enumerate() {
            if item.is_null() && matches!(child.kind, Type::Primitive(_)) && has_companion(members, child, index) {
                continue;
            }
            self.value(child, item, at.item(index), scope);
        }
    }

    fn value(&mut self, child: &'static Child, value: &Value, at: At, scope: Scope) {
        match (child.kind, value) {
            (_, Value::Null) => self.error(IssueCode::Structure, at, "null is no value: leave the element out."),
            (Type::Primitive(primitive), _) => self.primitive(primitive, value, at),
            (Type::Resource, _) => {
                let container = (child.name == "contained").then_some(scope.container);
                self.resource(value, at, container);
            }
            (Type::Complex(node), Value::Object(members)) => {
                self.object(
                    members,
                    node,
                    at,
                    Scope {
                        in_resource: false,
                        ..scope
                    },
                );
                if node == self.table.reference {
                    self.reference(child, members, at, scope);
                }
            }
            (Type::Complex(node), _) => {
                let what = format!("A {} is a JSON object: write it in {{ }}.", self.table.name(node));
                self.error(IssueCode::Structure, at, what);
            }
        }
    }

    fn primitive(&mut self, primitive: Primitive, value: &Value, at: At) {
        if primitive.accepts(value) {
            return;
        }
        let code = if value.is_object() || value.is_array() {
            IssueCode::Structure
        } else {
            IssueCode::Value
        };
        let found = match value {
            Value::String(text) if text.is_empty() => "It is an empty text: leave the element out.".to_owned(),
            Value::String(text) => format!("It is \"{}\".", excerpt(text)),
            Value::Object(_) => "It is an object.".to_owned(),
            Value::Array(_) => "It is an array.".to_owned(),
            other => format!("It is {other}."),
        };
        let what = format!("A {} must be {}. {found}", primitive.name(), primitive.format());
        if primitive == Primitive::Base64Binary && self.unknown == Unknown::Keep && value.is_string() {
            // What others sent in an attachment or hash is kept as it is; who opens it is told that it cannot be read.
            self.faults.push(Fault::warning(code, at.path(), what));
        } else {
            self.error(code, at, what);
        }
    }

    /// Checks `_name`, which carries the id and extensions of the primitive `name`.
    fn companion(&mut self, child: &'static Child, members: &Object, value: &Value, at: At, scope: Scope) {
        let element = self.table.element_of(child);
        let inner = Scope {
            in_resource: false,
            ..scope
        };
        match value {
            Value::Object(extra) if !element.is_list() => self.object(extra, self.table.element, at, inner),
            Value::Array(items) if element.is_list() => {
                let values = members.get(child.name).and_then(Value::as_array);
                if items.iter().all(Value::is_null) || values.is_some_and(|values| items.len() > values.len()) {
                    let what = format!(
                        "It must have as many items as {}, and an object in one of them.",
                        child.name
                    );
                    return self.error(IssueCode::Structure, at, what);
                }
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::Null => {}
                        Value::Object(extra) => self.object(extra, self.table.element, at.item(index), inner),
                        _ => self.error(
                            IssueCode::Structure,
                            at.item(index),
                            "Only null or an object may stand here.",
                        ),
                    }
                }
            }
            _ => {
                let shape = if element.is_list() {
                    "an array of objects and nulls"
                } else {
                    "an object"
                };
                let what = format!("It carries the id and extensions of {}: write {shape}.", child.name);
                self.error(IssueCode::Structure, at, what);
            }
        }
    }

    /// Rule ext-1: an extension has a value or extensions, not both and not neither.
    fn extension(&mut self, members: &Object, at: At) {
        let is_value = |name: &String| name.strip_prefix('_').unwrap_or(name).starts_with("value");
        if members.contains_key("extension") == members.keys().any(is_value) {
            let what = "An extension has either a value[x] or extensions of its own: give one of the two.";
            self.error(IssueCode::Invariant, at, what);
        }
    }
}

/// What holds for everything within one resource.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// The outermost resource: where `#id` is looked for.
    container: &'a Object,
    /// Whether the object is a resource itself, which has `resourceType`.
    in_resource: bool,
}

fn has_companion(members: &Object, child: &Child, index: usize) -> bool {
    let companion = members.get(&format!("_{}", child.name));
    companion
        .and_then(|items| items.get(index))
        .is_some_and(Value::is_object)
}

/// Enough of a value to find it, not enough to tell a story.
fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
