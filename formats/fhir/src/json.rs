//! From bytes to JSON, with every digit and the order kept.

use std::fmt;

use serde_json::{Map, Number, Value};

use crate::{Fault, IssueCode};

/// The key under which `serde_json` hands over a number with all its digits (feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// Reads one JSON text. Digits and the order of members are kept; a member that stands twice in an object is refused,
/// because readers disagree on which one counts.
///
/// # Errors
/// One fault without a path, whose words name line and column.
pub fn parse(text: &[u8]) -> Result<Value, Fault> {
    let mut source = serde_json::Deserializer::from_slice(text);
    let value = serde::Deserialize::deserialize(&mut source)
        .and_then(|Strict(value)| source.end().map(|()| value))
        .map_err(|why| {
            Fault::error(
                IssueCode::Structure,
                "",
                format!("This is not JSON: {why}. Nothing was kept."),
            )
        })?;
    Ok(value)
}

/// A value without repeated members.
struct Strict(Value);

impl<'de> serde::Deserialize<'de> for Strict {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Visitor).map(Self)
    }
}

struct Visitor;

impl<'de> serde::de::Visitor<'de> for Visitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        use serde::de::Error;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == NUMBER {
                let digits: String = members.next_value()?;
                return digits.parse::<Number>().map(Value::Number).map_err(A::Error::custom);
            }
            let Strict(value) = members.next_value()?;
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!(
                    "the member \"{name}\" stands twice in one object"
                )));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}
