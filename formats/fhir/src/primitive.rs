//! The primitive types and their formats, after <http://hl7.org/fhir/R4/datatypes.html>.

use serde_json::{Number, Value};

use crate::date::{Scan, is_time};
use crate::references::is_id;

/// The longest `string`, in characters ("strings SHALL NOT exceed 1MB").
const LONGEST: usize = 1024 * 1024;

/// A primitive type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Primitive {
    Base64Binary,
    Boolean,
    Canonical,
    Code,
    Date,
    DateTime,
    Decimal,
    Id,
    Instant,
    Integer,
    Markdown,
    Oid,
    PositiveInt,
    String,
    Time,
    UnsignedInt,
    Uri,
    Url,
    Uuid,
    Xhtml,
}

impl Primitive {
    const NAMES: [(&'static str, Self); 20] = [
        ("base64Binary", Self::Base64Binary),
        ("boolean", Self::Boolean),
        ("canonical", Self::Canonical),
        ("code", Self::Code),
        ("date", Self::Date),
        ("dateTime", Self::DateTime),
        ("decimal", Self::Decimal),
        ("id", Self::Id),
        ("instant", Self::Instant),
        ("integer", Self::Integer),
        ("markdown", Self::Markdown),
        ("oid", Self::Oid),
        ("positiveInt", Self::PositiveInt),
        ("string", Self::String),
        ("time", Self::Time),
        ("unsignedInt", Self::UnsignedInt),
        ("uri", Self::Uri),
        ("url", Self::Url),
        ("uuid", Self::Uuid),
        ("xhtml", Self::Xhtml),
    ];

    /// The type that FHIR calls `name`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, primitive)| *primitive)
    }

    /// What FHIR calls it.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, primitive)| *primitive == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether `value` is of this type, in JSON and in format.
    pub(crate) fn accepts(self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.accepts_text(text),
            Value::Number(number) => self.accepts_number(number),
            Value::Bool(_) => self == Self::Boolean,
            _ => false,
        }
    }

    fn accepts_text(self, text: &str) -> bool {
        match self {
            Self::String | Self::Markdown => is_string(text),
            Self::Code => is_code(text),
            Self::Uri | Self::Url | Self::Canonical => !text.is_empty() && !text.contains(char::is_whitespace),
            Self::DateTime => Scan::of(text).is_some_and(|scan| scan.is_day_or_less() || scan.is_full()),
            Self::Instant => Scan::of(text).is_some_and(|scan| scan.is_full()),
            Self::Date => Scan::of(text).is_some_and(|scan| scan.is_day_or_less()),
            Self::Time => is_time(text),
            Self::Id => is_id(text),
            Self::Oid => text.strip_prefix("urn:oid:").is_some_and(is_oid),
            Self::Uuid => text.strip_prefix("urn:uuid:").is_some_and(is_uuid),
            Self::Base64Binary => is_base64(text),
            Self::Xhtml => is_div(text),
            Self::Boolean | Self::Decimal | Self::Integer | Self::PositiveInt | Self::UnsignedInt => false,
        }
    }

    fn accepts_number(self, number: &Number) -> bool {
        // Written with a point or exponent it is a decimal, even where the value is whole.
        let whole = || {
            number.as_i64().filter(|_| {
                number
                    .as_str()
                    .bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_digit())
            })
        };
        match self {
            Self::Decimal => true,
            Self::Integer => whole().is_some_and(|value| i32::try_from(value).is_ok()),
            Self::UnsignedInt => whole().is_some_and(|value| (0..=i64::from(i32::MAX)).contains(&value)),
            Self::PositiveInt => whole().is_some_and(|value| (1..=i64::from(i32::MAX)).contains(&value)),
            _ => false,
        }
    }

    /// What a value of this type looks like, in words that follow "must be".
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::Base64Binary => "base64: a text of groups of four of A-Z a-z 0-9 + / with = at the end",
            Self::Boolean => "true or false, without quotes",
            Self::Canonical | Self::Uri | Self::Url => "a URI: a text that is not empty and has no white space",
            Self::Code => "a code: a text with no white space at its ends and no more than one space in a row",
            Self::Date => "a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD",
            Self::DateTime => {
                "a date of the calendar: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with Z or a zone such as -08:00"
            }
            Self::Decimal => "a number, without quotes",
            Self::Id => "an id: 1 to 64 of A-Z a-z 0-9 - .",
            Self::Instant => "a moment: YYYY-MM-DDThh:mm:ss with Z or a zone such as -08:00",
            Self::Integer => "a whole number from -2147483648 to 2147483647, without quotes, point or exponent",
            Self::Markdown | Self::String => {
                "a text that is not empty, has no control characters but tab and line ends, and at most 1048576 characters"
            }
            Self::Oid => "an OID: urn:oid: and numbers joined by dots, the first 0, 1 or 2",
            Self::PositiveInt => "a whole number from 1 to 2147483647, without quotes, point or exponent",
            Self::Time => "a time of day: hh:mm:ss, without a zone",
            Self::UnsignedInt => "a whole number from 0 to 2147483647, without quotes, point or exponent",
            Self::Uuid => "a UUID in lower case: urn:uuid: and 8-4-4-4-12 hexadecimal digits",
            Self::Xhtml => "XHTML: one <div> element",
        }
    }
}

fn is_string(text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|byte| byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r'));
    plain && !text.is_empty() && (text.len() <= LONGEST || text.chars().count() <= LONGEST)
}

fn is_code(text: &str) -> bool {
    let mut after_space = true;
    for character in text.chars() {
        let space = character.is_whitespace();
        if space && after_space {
            return false;
        }
        after_space = space;
    }
    !after_space
}

/// Whether `text` is an OID without its `urn:oid:`.
pub(crate) fn is_oid(text: &str) -> bool {
    let mut arcs = text.split('.');
    let first = arcs.next().is_some_and(|arc| matches!(arc, "0" | "1" | "2"));
    let arc = |arc: &str| {
        !arc.is_empty() && arc.bytes().all(|byte| byte.is_ascii_digit()) && (arc == "0" || !arc.starts_with('0'))
    };
    first && text.contains('.') && arcs.all(arc)
}

/// Whether `text` is a UUID in lower case without its `urn:uuid:`.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

fn is_base64(text: &str) -> bool {
    let mut letters = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'=' => padding += 1,
            b' ' | b'\t' | b'\n' | b'\r' => {}
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => letters += 1,
            _ => return false,
        }
    }
    letters > 0 && padding <= 2 && (letters + padding).is_multiple_of(4)
}

/// A light look: the page that shows a narrative parses and cleans it.
fn is_div(text: &str) -> bool {
    let text = text.trim();
    let opened = text
        .strip_prefix("<div")
        .is_some_and(|rest| rest.starts_with([' ', '>', '/', '\n', '\t', '\r']));
    opened && (text.ends_with("</div>") || text.ends_with("/>"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn assert_formats(primitive: Primitive, good: &[Value], bad: &[Value]) {
        for value in good {
            assert!(primitive.accepts(value), "{} {value}", primitive.name());
        }
        for value in bad {
            assert!(!primitive.accepts(value), "{} {value}", primitive.name());
        }
    }

    fn number(digits: &str) -> Value {
        serde_json::from_str(digits).unwrap()
    }

    #[test]
    fn numbers_are_numbers_and_stay_in_range() {
        use Primitive::{Decimal, Integer, PositiveInt, UnsignedInt};
        assert_formats(
            Decimal,
            &[number("1.50"), number("-0.0"), number("1e400")],
            &[json!("1.5"), json!(true)],
        );
        let (max, over) = (number("2147483647"), number("2147483648"));
        assert_formats(
            Integer,
            &[number("-2147483648"), max.clone()],
            &[over.clone(), number("1.0"), number("1e2")],
        );
        assert_formats(
            UnsignedInt,
            &[number("0"), max.clone()],
            &[number("-1"), over.clone(), json!("1")],
        );
        assert_formats(PositiveInt, &[number("1"), max], &[number("0"), over]);
    }

    #[test]
    fn dates_have_the_precision_their_type_allows() {
        let (day, full) = (json!("2020-02-29"), json!("2020-02-29T10:00:00Z"));
        let local = json!("2020-02-29T10:00:00");
        assert_formats(
            Primitive::Date,
            &[day.clone(), json!("2020-02"), json!("2020")],
            &[full.clone(), json!("20200229")],
        );
        assert_formats(
            Primitive::DateTime,
            &[day.clone(), full.clone()],
            &[local.clone(), json!("2020-02-29T10:00Z")],
        );
        assert_formats(Primitive::Instant, std::slice::from_ref(&full), &[day, local]);
        assert_formats(
            Primitive::Time,
            &[json!("10:00:00"), json!("23:59:60.5")],
            &[json!("10:00"), json!("10:00:00Z")],
        );
    }

    #[test]
    fn texts_are_not_empty_and_hold_no_control_characters() {
        assert_formats(
            Primitive::String,
            &[json!("a\tb\r\n"), json!(" ")],
            &[json!(""), json!("a\u{0}"), json!(1)],
        );
        assert_formats(
            Primitive::Code,
            &[json!("a b"), json!("é")],
            &[json!(" a"), json!("a "), json!("a  b"), json!("")],
        );
        let long = "é".repeat(LONGEST);
        assert_formats(Primitive::Markdown, &[json!(long)], &[json!(long.clone() + "é")]);
    }

    #[test]
    fn identifiers_have_their_forms() {
        assert_formats(
            Primitive::Id,
            &[json!("a-1.B"), json!("a".repeat(64))],
            &[json!("a_b"), json!("a".repeat(65))],
        );
        let uuid = "urn:uuid:c757873d-ec9a-4326-a141-556f43239520";
        assert_formats(
            Primitive::Uuid,
            &[json!(uuid)],
            &[json!(&uuid[9..]), json!(uuid.to_uppercase())],
        );
        assert_formats(
            Primitive::Oid,
            &[json!("urn:oid:2.16.840"), json!("urn:oid:1.0")],
            &[
                json!("urn:oid:3.1"),
                json!("urn:oid:1"),
                json!("urn:oid:1.02"),
                json!("1.2.3"),
            ],
        );
        assert_formats(
            Primitive::Uri,
            &[json!("a/b?c")],
            &[json!(""), json!("a b"), json!("a\n")],
        );
    }

    #[test]
    fn base64_comes_in_groups_of_four() {
        let good = [json!("QUJD"), json!("QUI="), json!("QQ==\r\n"), json!("QU JD")];
        assert_formats(
            Primitive::Base64Binary,
            &good,
            &[json!("QUJ"), json!("QU=D"), json!("Q==="), json!(""), json!("QU*D")],
        );
    }

    #[test]
    fn a_narrative_is_one_div() {
        let good = [
            json!("<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"),
            json!("<div/>"),
        ];
        assert_formats(
            Primitive::Xhtml,
            &good,
            &[json!("a"), json!("<divx></div>"), json!("<p>a</p>")],
        );
    }
}
