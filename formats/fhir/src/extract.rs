//! From a resource to its rows in the search index.

mod amount;
mod value;

use serde_json::Value;

use crate::expression::{Expression, Item};
use crate::index::{Entry, IndexValue};
use crate::param::{Definition, Part, params};
use crate::table::{TABLE, Type};
use crate::{Param, ResourceType};

pub(crate) use amount::{UCUM, canonical};
pub(crate) use value::of_type;

/// Every index row of `value`, a resource of type `resource` that has passed [`crate::check`]; no row twice. What the
/// check would refuse gives no rows.
///
/// References to what the resource contains (`#id`) and conditional ones (`Patient?identifier=…`) have no rows: the
/// former lead nowhere else, the latter are to be resolved before.
pub fn extract(resource: ResourceType, value: &Value) -> Vec<Entry<'_>> {
    let mut entries = Vec::with_capacity(16);
    let Some(start) = TABLE.node(resource.name()).map(Type::Complex) else {
        return entries;
    };
    for param in params(resource) {
        let mut rows = Rows {
            first: entries.len(),
            entries: &mut entries,
            param,
        };
        match &param.definition {
            Definition::Own(expression) => expression.each(value, start, &mut |item| {
                value::rows(param.kind, param.has_text, item, &mut |value| rows.push(value));
            }),
            Definition::Pairs(expression, parts) => expression.each(value, start, &mut |item| {
                pairs(parts, item, &mut rows);
            }),
            Definition::Others | Definition::Both(_) => {}
        }
    }
    entries
}

/// The rows of one parameter.
struct Rows<'e, 'a> {
    entries: &'e mut Vec<Entry<'a>>,
    first: usize,
    param: &'static Param,
}

impl<'a> Rows<'_, 'a> {
    fn push(&mut self, value: IndexValue<'a>) {
        if !self.entries[self.first..].iter().any(|entry| entry.value == value) {
            self.entries.push(Entry {
                param: self.param,
                value,
            });
        }
    }
}

/// Every value of the first part with every value of the second.
fn pairs<'a>([first, second]: &[Part; 2], item: Item<'a>, rows: &mut Rows<'_, 'a>) {
    let seconds = part(second, item);
    if seconds.is_empty() {
        return;
    }
    for first in part(first, item) {
        for second in &seconds {
            rows.push(IndexValue::Composite(Box::new([first.clone(), second.clone()])));
        }
    }
}

fn part<'a>(part: &Part, item: Item<'a>) -> Vec<IndexValue<'a>> {
    let mut values = Vec::new();
    let expression: &Expression = &part.expression;
    expression.each(item.value, item.kind, &mut |inner| {
        value::rows(part.kind, false, inner, &mut |value| values.push(value));
    });
    values
}

#[cfg(test)]
mod tests;
