//! From bytes to JSON, with every digit and the order kept.

use std::fmt;

use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::{Fault, IssueCode};

/// The key under which `serde_json` hands over a number with all its digits (feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// Reads one JSON text. Digits and the order of members are kept (only exponents are written alike: `1E2` becomes
/// `1e+2`, and `-0` becomes `0`); a member that stands twice in an object is refused,
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

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
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
            match object.entry(name) {
                Entry::Vacant(place) => place.insert(value),
                Entry::Occupied(first) => {
                    return Err(A::Error::custom(format_args!(
                        "the member \"{}\" stands twice in one object",
                        first.key()
                    )));
                }
            };
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(text: &str) -> String {
        parse(text.as_bytes()).unwrap().to_string()
    }

    fn refused(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().what
    }

    #[test]
    fn every_digit_and_the_order_come_back() {
        let text = r#"{"b":1.50,"a":[0.10,-0.0,1e+2,12345678901234567890.12345678901234567890,1e+400],"é":"\u0001"}"#;
        assert_eq!(kept(text), text);
    }

    #[test]
    fn broken_json_is_refused_with_line_and_column() {
        assert!(
            refused("{\n  \"a\": 01\n}").contains("line 2 column"),
            "{}",
            refused("{\n  \"a\": 01\n}")
        );
        for text in ["", "{", "{\"a\":1,}", "[1] 2", "\"\\ud800\"", "{\"a\" 1}", "NaN", "'a'"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn a_member_that_stands_twice_is_refused() {
        let what = refused("{\"status\":\"final\",\n\"status\":\"amended\"}");
        assert!(
            what.contains("\"status\" stands twice") && what.contains("line 2"),
            "{what}"
        );
        assert_eq!(kept(r#"[{"a":1},{"a":1}]"#), r#"[{"a":1},{"a":1}]"#);
    }

    #[test]
    fn nesting_without_end_is_refused() {
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn any_decimal_keeps_its_digits(text in "0|-?(0\\.|[1-9][0-9]{0,40}\\.?)[0-9]{1,40}([eE][+-]?[0-9]{1,3})?") {
            // The sign of an exponent may be written or not; every digit stays.
            let back = kept(&text);
            prop_assert_eq!(back.replace("e+", "e").replace("E+", "E").to_lowercase(),
                text.replace("e+", "e").replace("E+", "E").to_lowercase());
        }
    }
}
