//! Numbers as the reader writes them.

use std::sync::OnceLock;

use icu_decimal::input::Decimal;
use icu_decimal::{DecimalFormatter, options::DecimalFormatterOptions};

use crate::{Locale, Words};

impl Words {
    /// A count with the language's grouping: `12,345`.
    pub fn integer(&self, count: i64) -> String {
        decimal(self.locale(), &count.to_string())
    }

    /// A decimal as FHIR writes it, every digit kept: `7.10` stays `7.10`, since the last zero of a laboratory value says
    /// how finely it was measured. The part before the point is grouped. Anything but plain digits (an exponent, words)
    /// comes back as it was given.
    ///
    /// Spanish here is that of the United States, which writes a point before decimals as English does (CLDR `es-US`):
    /// a dose must not change its look between the label of the bottle and the portal.
    pub fn decimal(&self, text: &str) -> String {
        decimal(self.locale(), text)
    }
}

pub(crate) fn decimal(locale: Locale, text: &str) -> String {
    static FORMATTERS: [OnceLock<DecimalFormatter>; Locale::MOST] = [const { OnceLock::new() }; Locale::MOST];
    let formatter = FORMATTERS[locale.index()].get_or_init(|| {
        DecimalFormatter::try_new(locale.cldr().into(), DecimalFormatterOptions::default())
            .expect("icu falls back to data that it is built with")
    });
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain =
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match text.parse::<Decimal>() {
        Ok(number) if plain => formatter.format(&number).to_string(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_of_a_laboratory_value_is_kept() {
        for locale in Locale::BUILT_IN {
            for text in ["7.10", "0.050", "-1.0", "140", "0"] {
                assert_eq!(decimal(locale, text), text);
            }
        }
    }

    #[test]
    fn large_numbers_are_grouped_and_odd_ones_left_alone() {
        assert_eq!(decimal(Locale::En, "250000"), "250,000");
        assert_eq!(decimal(Locale::Es, "12345.60"), "12,345.60");
        for odd in ["1.0e3", "", "-", "1.2.3", "<5", "99999999999999999999999999999x"] {
            assert_eq!(decimal(Locale::En, odd), odd);
        }
    }
}
