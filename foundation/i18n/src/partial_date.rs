//! FHIR's dates, which may stop at the year or the month.

use jiff::Timestamp;
use jiff::civil::Date;

/// A FHIR `date`, `dateTime` or `instant`, as precise as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PartialDate {
    /// `2026`
    Year(i16),
    /// `2026-11`: year and month.
    Month(i16, i8),
    /// `2026-11-26`
    Day(Date),
    /// `2026-11-26T10:20:00-08:00`
    Instant(Timestamp),
}

impl PartialDate {
    /// Reads FHIR's text; `None` when it is not one of the four forms or names a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        match text.len() {
            4 => Some(Self::Year(digits(text)?)),
            7 => {
                let (year, month) = text.split_once('-')?;
                let month = i8::try_from(digits(month)?).ok()?;
                let first = Date::new(digits(year)?, month, 1).ok()?;
                Some(Self::Month(first.year(), first.month()))
            }
            10 => text.parse().ok().map(Self::Day),
            _ => text.parse().ok().map(Self::Instant),
        }
    }
}

fn digits(text: &str) -> Option<i16> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_precision_is_kept() {
        assert_eq!(PartialDate::parse("2026"), Some(PartialDate::Year(2026)));
        assert_eq!(PartialDate::parse("2026-11"), Some(PartialDate::Month(2026, 11)));
        assert_eq!(
            PartialDate::parse("2026-11-26"),
            Some(PartialDate::Day(Date::constant(2026, 11, 26)))
        );
        let instant = PartialDate::parse("2026-11-26T10:20:00-08:00");
        assert_eq!(
            instant,
            Some(PartialDate::Instant("2026-11-26T18:20:00Z".parse().unwrap()))
        );
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "-123",
            "20x6",
            "2026-13",
            "2026-00",
            "2026-02-30",
            "2026-11-26T10:20",
            "soon, maybe",
            "+2026-1",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
