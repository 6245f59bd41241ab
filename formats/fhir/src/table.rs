//! The structure of R4's types, read once from `definitions/elements.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::ResourceType;
use crate::primitive::Primitive;

/// The table, read at first use.
pub(crate) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../definitions/elements.txt")));

/// The structure of every type.
pub(crate) struct Table {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    children: Vec<Child>,
    /// The hash tables of all nodes, one after the other: places in `children`, plus one; 0 is free.
    slots: Vec<u16>,
    types: HashMap<&'static str, NodeId>,
    /// `Extension`
    pub(crate) extension: NodeId,
    /// `Reference`
    pub(crate) reference: NodeId,
    /// `Element`: what stands beside a primitive, under its name with an underscore.
    pub(crate) element: NodeId,
}

/// A type, or a group of elements within one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeId(u16);

struct Node {
    /// The name of the type; for a group, of its type and its path in it.
    name: &'static str,
    /// Its first element.
    elements: u16,
    /// Bit n: its n-th element is required.
    required: u128,
    slots: u32,
    mask: u32,
}

/// An element of a node, as the definitions name it: `value[x]` is one element.
pub(crate) struct Element {
    /// Its name, without `[x]`.
    pub(crate) name: &'static str,
    /// Whether it is a choice of types: `value[x]`.
    pub(crate) choice: bool,
    /// The most there may be; `u8::MAX` for no limit.
    pub(crate) max: u8,
    min: u8,
}

impl Element {
    /// Whether JSON writes it as an array.
    pub(crate) fn is_list(&self) -> bool {
        self.max > 1
    }
}

/// A member of a JSON object: an element, or one type of a choice.
pub(crate) struct Child {
    /// The member's name: `valueQuantity`.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Type,
    /// The types that a reference may lead to; empty for any.
    pub(crate) targets: &'static [ResourceType],
    element: u16,
    place: u8,
}

impl Child {
    /// The bit of its element within the node.
    pub(crate) fn bit(&self) -> u128 {
        1 << self.place
    }
}

/// What an element holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Primitive(Primitive),
    Complex(NodeId),
    /// A whole resource of any type.
    Resource,
}

impl Table {
    /// The node of a data type or resource type.
    pub(crate) fn node(&self, name: &str) -> Option<NodeId> {
        self.types.get(name).copied()
    }

    /// The name of a type; for a group, of its type and its path in it.
    pub(crate) fn name(&self, node: NodeId) -> &'static str {
        self.nodes[usize::from(node.0)].name
    }

    /// What FHIR calls the type.
    pub(crate) fn type_name(&self, kind: Type) -> &'static str {
        match kind {
            Type::Primitive(primitive) => primitive.name(),
            Type::Complex(node) => self.name(node),
            Type::Resource => "Resource",
        }
    }

    /// The type that FHIR calls `name`.
    pub(crate) fn kind(&self, name: &str) -> Option<Type> {
        Primitive::parse(name)
            .map(Type::Primitive)
            .or_else(|| self.node(name).map(Type::Complex))
    }

    /// The member of `node` called `name` in JSON.
    pub(crate) fn child(&self, node: NodeId, name: &str) -> Option<&Child> {
        let node = &self.nodes[usize::from(node.0)];
        let mut slot = hash(name) & node.mask;
        loop {
            let child = match self.slots[(node.slots + slot) as usize] {
                0 => return None,
                place => &self.children[usize::from(place) - 1],
            };
            if child.name == name {
                return Some(child);
            }
            slot = (slot + 1) & node.mask;
        }
    }

    /// The element that a member belongs to.
    pub(crate) fn element_of(&self, child: &Child) -> &Element {
        &self.elements[usize::from(child.element)]
    }

    /// Every member of the element of `node` called `name` without `[x]`: one, or one for each type of a choice.
    pub(crate) fn members(&self, node: NodeId, name: &str) -> impl Iterator<Item = &Child> {
        let slots = &self.nodes[usize::from(node.0)];
        let range = slots.slots as usize..=(slots.slots + slots.mask) as usize;
        let children = self.slots[range].iter().filter(|&&place| place > 0);
        children
            .map(|place| &self.children[usize::from(*place) - 1])
            .filter(move |child| self.element_of(child).name == name)
    }

    /// The names of the required elements of `node` that are not among `seen`.
    pub(crate) fn missing(&self, node: NodeId, seen: u128) -> impl Iterator<Item = &Element> {
        let node = &self.nodes[usize::from(node.0)];
        let missing = node.required & !seen;
        let first = usize::from(node.elements);
        (0..u128::BITS as usize)
            .filter(move |place| missing >> place & 1 == 1)
            .map(move |place| &self.elements[first + place])
    }

    fn read(text: &'static str) -> Self {
        let sections = sections(text);
        let mut builder = Builder::default();
        for section in &sections {
            let node = builder.new_node(section.name);
            builder.types.insert(section.name, node);
        }
        for section in &sections {
            builder.add(section, &sections);
        }
        let known = |name| {
            builder
                .types
                .get(name)
                .copied()
                .expect("the table defines the data types that it uses")
        };
        Self {
            extension: known("Extension"),
            reference: known("Reference"),
            element: known("Element"),
            nodes: builder.nodes,
            elements: builder.elements,
            children: builder.children,
            slots: builder.slots,
            types: builder.types,
        }
    }
}

/// Mixes the first and last eight bytes and the length: few names in one object agree in all of them.
fn hash(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let (head, tail) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (
            bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
            bytes.len() as u64,
        ),
    };
    let mixed = (head ^ tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as u32
}

/// The lines of one type.
struct Section {
    name: &'static str,
    base: &'static str,
    lines: Vec<Line>,
}

/// One element as the file writes it.
#[derive(Clone, Copy)]
struct Line {
    /// The path of the group it stands in; empty at the top.
    parent: &'static str,
    path: &'static str,
    name: &'static str,
    min: u8,
    max: u8,
    types: &'static str,
}

fn sections(text: &'static str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::with_capacity(200);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let mut word = || words.next().expect("each line of the table has its columns");
        let first = word();
        if first == "=" {
            sections.push(Section {
                name: word(),
                base: word(),
                lines: Vec::with_capacity(16),
            });
            continue;
        }
        let (parent, name) = first.rsplit_once('.').unwrap_or(("", first));
        let (min, max, types) = (word(), word(), word());
        sections
            .last_mut()
            .expect("the first line of the table begins a type")
            .lines
            .push(Line {
                parent,
                path: first,
                name,
                min: min.parse().expect("lower limits are small numbers"),
                max: if max == "*" {
                    u8::MAX
                } else {
                    max.parse().expect("upper limits are small numbers")
                },
                types,
            });
    }
    sections
}

/// The table while it is read.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    children: Vec<Child>,
    slots: Vec<u16>,
    types: HashMap<&'static str, NodeId>,
}

impl Builder {
    fn new_node(&mut self, name: &'static str) -> NodeId {
        self.nodes.push(Node {
            name,
            elements: 0,
            required: 0,
            slots: 0,
            mask: 0,
        });
        NodeId(small(self.nodes.len() - 1))
    }

    fn add(&mut self, section: &Section, all: &[Section]) {
        let mut groups: HashMap<&'static str, NodeId> = HashMap::new();
        groups.insert("", self.types[section.name]);
        for line in section.lines.iter().filter(|line| is_group(line.types)) {
            let node = self.new_node(leak(format!("{}.{}", section.name, line.path)));
            groups.insert(line.path, node);
        }
        let mut own: HashMap<&'static str, Vec<Line>> = HashMap::new();
        own.insert("", inherited(section.base, all));
        for line in &section.lines {
            if is_group(line.types) {
                own.insert(line.path, inherited(line.types, all));
            }
            own.get_mut(line.parent)
                .expect("a group stands before its elements")
                .push(*line);
        }
        for (path, lines) in own {
            self.fill(groups[path], &lines, &groups);
        }
    }

    fn fill(&mut self, node: NodeId, lines: &[Line], groups: &HashMap<&'static str, NodeId>) {
        let first_element = self.elements.len();
        let first_child = self.children.len();
        let mut required = 0;
        for (place, line) in lines.iter().enumerate() {
            let choice = line.name.strip_suffix("[x]");
            let name = choice.unwrap_or(line.name);
            let element = small(self.elements.len());
            let place = u8::try_from(place).expect("no type has more than 128 elements");
            self.elements.push(Element {
                name,
                choice: choice.is_some(),
                max: line.max,
                min: line.min,
            });
            if self.elements[usize::from(element)].min > 0 {
                required |= 1 << place;
            }
            for kind in split_types(line.types) {
                let (code, targets) = kind.split_once('(').unwrap_or((kind, ""));
                let name = if choice.is_some() {
                    leak(format!("{name}{}", capital(code)))
                } else {
                    name
                };
                let kind = self.kind(code, line, groups);
                self.children.push(Child {
                    name,
                    kind,
                    targets: targets_of(targets),
                    element,
                    place,
                });
            }
        }
        let count = self.children.len() - first_child;
        let size = (count * 2).next_power_of_two().max(2);
        let slots = self.slots.len();
        self.slots.resize(slots + size, 0);
        let mask = u32::from(small(size - 1));
        for place in first_child..self.children.len() {
            let mut slot = hash(self.children[place].name) & mask;
            while self.slots[slots + slot as usize] > 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slots + slot as usize] = small(place + 1);
        }
        let node = &mut self.nodes[usize::from(node.0)];
        node.elements = small(first_element);
        node.required = required;
        node.slots = u32::try_from(slots).expect("the table is small");
        node.mask = mask;
    }

    fn kind(&self, code: &str, line: &Line, groups: &HashMap<&'static str, NodeId>) -> Type {
        if let Some(path) = code.strip_prefix('#') {
            return Type::Complex(groups[path]);
        }
        if let Some(group) = groups.get(line.path).filter(|_| is_group(code)) {
            return Type::Complex(*group);
        }
        if let Some(primitive) = Primitive::parse(code) {
            return Type::Primitive(primitive);
        }
        if code == "Resource" || ResourceType::parse(code).is_some() {
            return Type::Resource;
        }
        Type::Complex(
            self.types
                .get(code)
                .copied()
                .expect("the table defines the data types that it uses"),
        )
    }
}

fn small(number: usize) -> u16 {
    u16::try_from(number).expect("the table has fewer than 65,536 rows")
}

/// The table lives as long as the program.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn is_group(types: &str) -> bool {
    matches!(types, "BackboneElement" | "Element")
}

/// The elements of the type called `base` and of those it is based on.
fn inherited(base: &str, all: &[Section]) -> Vec<Line> {
    let Some(section) = all.iter().find(|section| section.name == base) else {
        return Vec::new();
    };
    let mut lines = inherited(section.base, all);
    lines.extend(&section.lines);
    lines
}

/// Splits `Reference(A,B)|string` at the bars.
fn split_types(types: &str) -> impl Iterator<Item = &str> {
    types.split('|').map(|kind| kind.trim_end_matches(')'))
}

fn targets_of(names: &str) -> &'static [ResourceType] {
    if names.is_empty() {
        return &[];
    }
    names
        .split(',')
        .filter_map(ResourceType::parse)
        .collect::<Vec<_>>()
        .leak()
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(resource: &str, path: &str) -> String {
        let mut kind = TABLE.kind(resource).unwrap();
        for name in path.split('.') {
            let Type::Complex(node) = kind else { panic!("{path}") };
            kind = TABLE.child(node, name).unwrap_or_else(|| panic!("{path}")).kind;
        }
        TABLE.type_name(kind).to_owned()
    }

    #[test]
    fn every_resource_type_is_defined() {
        for resource in ResourceType::all() {
            assert!(TABLE.node(resource.name()).is_some(), "{resource}");
        }
    }

    #[test]
    fn members_are_found_through_groups_choices_bases_and_references_to_content() {
        assert_eq!(kind_of("Observation", "component.referenceRange.low"), "Quantity");
        assert_eq!(kind_of("Observation", "valueQuantity.value"), "decimal");
        assert_eq!(
            kind_of("Observation", "modifierExtension.valueReference.identifier"),
            "Identifier"
        );
        assert_eq!(kind_of("Questionnaire", "item.item.item.linkId"), "string");
        assert_eq!(kind_of("Patient", "contained"), "Resource");
        assert_eq!(kind_of("Condition", "onsetAge.comparator"), "code");
        assert_eq!(
            kind_of(
                "MedicationRequest",
                "dosageInstruction.timing.repeat.boundsPeriod.start"
            ),
            "dateTime"
        );
        assert_eq!(kind_of("Patient", "id"), "id");
    }

    #[test]
    fn a_choice_is_one_element_with_a_member_for_each_type() {
        let node = TABLE.node("Observation").unwrap();
        let mut names: Vec<_> = TABLE.members(node, "effective").map(|child| child.name).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "effectiveDateTime",
                "effectiveInstant",
                "effectivePeriod",
                "effectiveTiming"
            ]
        );
        assert!(TABLE.child(node, "effective").is_none());
    }
}
