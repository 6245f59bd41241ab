//! Prefixes, dates, numbers and quantities of a request.

use super::request::invalid;
use super::value::{split, unescape};
use super::{Compare, DateTest, Match, NumberTest, UnitTest};
use crate::Fault;
use crate::date::span;
use crate::extract::{UCUM, canonical};

const DAY: i64 = 86_400_000_000;

/// Takes a prefix off; without one it is `eq`.
fn prefix(value: &str) -> (Compare, &str) {
    let compare = match value.get(..2) {
        Some("eq") => Compare::Eq,
        Some("ne") => Compare::Ne,
        Some("gt") => Compare::Gt,
        Some("ge") => Compare::Ge,
        Some("lt") => Compare::Lt,
        Some("le") => Compare::Le,
        Some("sa") => Compare::Sa,
        Some("eb") => Compare::Eb,
        Some("ap") => Compare::Ap,
        _ => return (Compare::Eq, value),
    };
    (compare, &value[2..])
}

/// Reads `[prefix]date`.
pub(super) fn date(name: &str, value: &str) -> Result<DateTest, Fault> {
    let (compare, text) = prefix(value);
    // A plus that was not escaped in the address arrives as a space.
    let (mut from, mut until) = span(text).or_else(|| span(&text.replace(' ', "+"))).ok_or_else(|| {
        let what = "Write a date of the calendar such as 2026, 2026-11, 2026-11-22 or 2026-11-22T09:30:00Z, after a \
                    prefix (eq ne gt ge lt le sa eb ap) or none.";
        invalid(name, what)
    })?;
    if compare == Compare::Ap {
        let slack = until.saturating_sub(from).max(DAY);
        (from, until) = (from.saturating_sub(slack), until.saturating_add(slack));
    }
    Ok(DateTest { compare, from, until })
}

/// Reads `[prefix]number`.
pub(super) fn number(name: &str, value: &str) -> Result<NumberTest, Fault> {
    let (compare, text) = prefix(value);
    let wrong = || {
        invalid(
            name,
            "Write a number such as 5.4, after a prefix (eq ne gt ge lt le sa eb ap) or none.",
        )
    };
    let decimal = Decimal::of(text).ok_or_else(wrong)?;
    let (low, high) = match compare {
        Compare::Ap => {
            let slack = decimal.value.abs() / 10.0;
            (decimal.value - slack, decimal.value + slack)
        }
        _ => (decimal.low, decimal.high),
    };
    Ok(NumberTest {
        compare,
        value: decimal.value,
        low,
        high,
    })
}

/// Reads `[prefix]number`, `[prefix]number|system|code` or `[prefix]number||unit`.
pub(super) fn quantity(name: &str, value: &str) -> Result<Match, Fault> {
    let pieces: Vec<String> = split(value, '|').into_iter().map(unescape).collect();
    let (amount, system, code) = match &pieces[..] {
        [amount] => (amount, "", ""),
        [amount, system, code] => (amount, system.as_str(), code.as_str()),
        _ => return Err(invalid(name, "Write number, number|system|code or number||unit.")),
    };
    let mut value = number(name, amount)?;
    let unit = match (system, code) {
        ("", "") => UnitTest::Any,
        ("", unit) => UnitTest::Word(unit.to_owned()),
        (_, "") => {
            return Err(invalid(
                name,
                "Write the unit's code after its system: number|system|code.",
            ));
        }
        (UCUM, code) => match (
            canonical(code, value.low, value.high),
            canonical(code, value.value, value.value),
        ) {
            (Some(ends), Some(middle)) => {
                value = NumberTest {
                    value: middle.low,
                    low: ends.low,
                    high: ends.high,
                    ..value
                };
                UnitTest::Canonical(ends.dimension)
            }
            _ => UnitTest::Coded {
                system: system.to_owned(),
                code: code.to_owned(),
            },
        },
        (system, code) => UnitTest::Coded {
            system: system.to_owned(),
            code: code.to_owned(),
        },
    };
    Ok(Match::Quantity { value, unit })
}

/// A number and what it may stand for by its digits: half a unit of the last digit to each side.
struct Decimal {
    value: f64,
    low: f64,
    high: f64,
}

impl Decimal {
    /// Reads `-5.40`, `1e2`. With an exponent R4 counts one digit more: 1e2 is 95 to 105, not 50 to 150.
    fn of(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<i32>().ok()?)),
            None => (text, None),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(digits) || !is_digits(fraction) || exponent.is_some_and(|exponent| exponent.abs() > 300) {
            return None;
        }
        let fraction = if mantissa.contains('.') { fraction } else { "" };
        let places = i32::try_from(fraction.len()).ok()? - exponent.unwrap_or(0);
        // Whole numbers and their halves are exact, so that the ends are the nearest numbers to what people mean.
        let steps: i128 = format!("{whole}{fraction}")
            .parse()
            .ok()
            .filter(|steps: &i128| steps.abs() < 10_i128.pow(30))?;
        let (finer, half, places) = if exponent.is_some() {
            (100, 5, places + 2)
        } else {
            (10, 5, places + 1)
        };
        let end = |steps: i128| format!("{steps}e{}", -places).parse().ok();
        Some(Self {
            value: text.parse().ok()?,
            low: end(steps * finer - half)?,
            high: end(steps * finer + half)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> (f64, f64) {
        let test = number("x", text).unwrap();
        (test.low, test.high)
    }

    #[test]
    fn a_number_stands_for_all_that_rounds_to_its_digits() {
        assert_eq!(range("100"), (99.5, 100.5));
        assert_eq!(range("100.00"), (99.995, 100.005));
        assert_eq!(range("1e2"), (95.0, 105.0));
        assert_eq!(range("5.4"), (5.35, 5.45));
        assert_eq!(range("-5.4"), (-5.45, -5.35));
        assert_eq!(range("0.010"), (0.0095, 0.0105));
        assert_eq!(range("-0.4"), (-0.45, -0.35));
        assert_eq!(range("ap100"), (90.0, 110.0));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "gt", "abc", "5,4", "5.", ".5", "--5", "1e999", "inf", "NaN", "eqeq5", "5 mg",
        ] {
            assert!(number("x", text).is_err(), "{text}");
        }
        assert!(number("x", &"9".repeat(50)).is_err());
    }

    #[test]
    fn about_a_date_is_wider_by_its_length() {
        let test = date("x", "ap2020-03-09").unwrap();
        assert_eq!(test.until - test.from, 3 * DAY);
        let test = date("x", "ap2020-03-09T10:00:00Z").unwrap();
        assert_eq!(test.until - test.from, 2 * DAY + 1_000_000);
    }

    #[test]
    fn a_zone_whose_plus_became_a_space_is_read() {
        assert_eq!(
            date("x", "ge2020-03-09T10:00:00 01:00"),
            date("x", "ge2020-03-09T10:00:00+01:00")
        );
        assert!(date("x", "2020-03-32").is_err());
    }
}
