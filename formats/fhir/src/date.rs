//! Dates as FHIR writes them: partial, or to the fraction of a second with a zone.
//!
//! Search compares spans of time. A year, month or day without a zone is that span in UTC: FHIR gives days no zone, and
//! every reader of the index must choose the same one.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// The start of a period that has none, in microseconds.
pub const OPEN_START: i64 = i64::MIN;
/// The end of a period that has none, in microseconds.
pub const OPEN_END: i64 = i64::MAX;

/// A `date`, `dateTime` or `instant` with the precision it was written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FhirDate {
    /// `2020`
    Year(i16),
    /// `2020-03`: year and month.
    Month(i16, i8),
    /// `2020-03-09`
    Day(Date),
    /// `2020-03-09T10:00:00-08:00`: the moment, and the offset it was written with.
    Instant(Timestamp, Offset),
}

impl FhirDate {
    /// Reads a `date`, `dateTime` or `instant`; `None` if it is none of them.
    pub fn parse(text: &str) -> Option<Self> {
        let scan = Scan::of(text)?;
        if scan.time.is_some() {
            let (at, offset) = scan.moment().filter(|_| scan.is_full())?;
            return Some(Self::Instant(at, offset));
        }
        Some(match (scan.month, scan.day) {
            (None, _) => Self::Year(scan.year),
            (Some(month), None) => Self::Month(scan.year, month),
            (Some(month), Some(day)) => Self::Day(Date::new(scan.year, month, day).ok()?),
        })
    }

    /// The first moment that it may mean, days taken in UTC: what lists are ordered by.
    pub fn start(self) -> Timestamp {
        let day = match self {
            Self::Instant(at, _) => return at,
            Self::Year(year) => Date::constant(year, 1, 1),
            Self::Month(year, month) => Date::constant(year, month, 1),
            Self::Day(day) => day,
        };
        midnight(day).unwrap_or(Timestamp::MIN)
    }
}

/// The span that a `date`, `dateTime` or `instant` means, in microseconds since 1970 UTC: its first moment and the first
/// one after it. Also reads a time without seconds or zone (taken as UTC), which search requests may write. `None` if
/// it is no date.
pub fn span(text: &str) -> Option<(i64, i64)> {
    let scan = Scan::of(text)?;
    if let Some(time) = scan.time {
        let from = scan.moment()?.0.as_microsecond();
        return Some((from, from.saturating_add(time.length)));
    }
    let first = Date::new(scan.year, scan.month.unwrap_or(1), scan.day.unwrap_or(1)).ok()?;
    let next = match (scan.month, scan.day) {
        (None, _) => first.checked_add(jiff::Span::new().years(1)),
        (Some(_), None) => first.checked_add(jiff::Span::new().months(1)),
        (Some(_), Some(_)) => first.tomorrow(),
    };
    let until = next.ok().and_then(midnight).map_or(OPEN_END, Timestamp::as_microsecond);
    Some((midnight(first)?.as_microsecond(), until))
}

fn midnight(day: Date) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// The parts of a date as written, each in its range and the day on the calendar.
#[derive(Clone, Copy)]
pub(crate) struct Scan {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
}

#[derive(Clone, Copy)]
struct Time {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    nanosecond: i32,
    /// How long the last digit lasts, in microseconds, at least one.
    length: i64,
    /// East of UTC, in seconds.
    offset: Option<i32>,
}

impl Scan {
    /// Reads `YYYY[-MM[-DD[Thh:mm[:ss[.fff]][Z|±hh:mm]]]]`.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let year = i16::try_from(number(bytes, 0, 4)?).ok().filter(|&year| year > 0)?;
        let mut scan = Self {
            year,
            month: None,
            day: None,
            time: None,
        };
        if bytes.len() == 4 {
            return Some(scan);
        }
        scan.month = Some(separated(bytes, 4, b'-', 1..=12)?);
        if bytes.len() == 7 {
            return Some(scan);
        }
        scan.day = Some(separated(bytes, 7, b'-', 1..=days_in_month(year, scan.month?))?);
        if bytes.len() > 10 {
            scan.time = Some(Time::of(bytes.strip_prefix(&bytes[..10])?.strip_prefix(b"T")?)?);
        }
        Some(scan)
    }

    /// Whether it has no time: a `date`.
    pub(crate) fn is_day_or_less(&self) -> bool {
        self.time.is_none()
    }

    /// Whether it has a time with seconds and a zone: an `instant`.
    pub(crate) fn is_full(&self) -> bool {
        self.time
            .is_some_and(|time| time.second.is_some() && time.offset.is_some())
    }

    fn moment(&self) -> Option<(Timestamp, Offset)> {
        let time = self.time?;
        // A leap second is the last one of its minute: clocks here do not have it.
        let second = time.second.unwrap_or(0).min(59);
        let day = Date::new(self.year, self.month?, self.day?).ok()?;
        let offset = Offset::from_seconds(time.offset.unwrap_or(0)).ok()?;
        Some((
            offset
                .to_timestamp(day.at(time.hour, time.minute, second, time.nanosecond))
                .ok()?,
            offset,
        ))
    }
}

impl Time {
    /// Reads `hh:mm[:ss[.fff]][Z|±hh:mm]`.
    fn of(bytes: &[u8]) -> Option<Self> {
        let hour = part(bytes, 0, 0..=23)?;
        let minute = separated(bytes, 2, b':', 0..=59)?;
        let mut time = Self {
            hour,
            minute,
            second: None,
            nanosecond: 0,
            length: 60_000_000,
            offset: None,
        };
        let mut rest = &bytes[5..];
        if rest.first() == Some(&b':') {
            time.second = Some(separated(rest, 0, b':', 0..=60)?);
            time.length = 1_000_000;
            rest = &rest[3..];
            if let [b'.', fraction @ ..] = rest {
                let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
                time.read_fraction(&fraction[..digits])?;
                rest = &fraction[digits..];
            }
        }
        time.offset = match rest {
            [] => None,
            b"Z" => Some(0),
            [sign @ (b'+' | b'-'), zone @ ..] if zone.len() == 5 => {
                let (hours, minutes) = (part(zone, 0, 0..=14)?, separated(zone, 2, b':', 0..=59)?);
                let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
                (seconds <= 14 * 3600).then_some(if *sign == b'-' { Some(-seconds) } else { Some(seconds) })?
            }
            _ => return None,
        };
        Some(time)
    }

    fn read_fraction(&mut self, digits: &[u8]) -> Option<()> {
        let mut worth = 100_000_000;
        for digit in digits {
            self.nanosecond += i32::from(digit - b'0') * worth;
            worth /= 10;
            self.length = (self.length / 10).max(1);
        }
        (!digits.is_empty()).then_some(())
    }
}

/// Whether `text` is a FHIR `time`: `hh:mm:ss[.fff]`, without a zone.
pub(crate) fn is_time(text: &str) -> bool {
    Time::of(text.as_bytes()).is_some_and(|time| time.second.is_some() && time.offset.is_none())
}

fn number(bytes: &[u8], from: usize, digits: usize) -> Option<u32> {
    bytes.get(from..from + digits)?.iter().try_fold(0, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

/// The two digits at `from`, if they are in the range.
fn part(bytes: &[u8], from: usize, range: std::ops::RangeInclusive<i8>) -> Option<i8> {
    i8::try_from(number(bytes, from, 2)?)
        .ok()
        .filter(|value| range.contains(value))
}

/// The separator at `from` and the two digits after it, if they are in the range.
fn separated(bytes: &[u8], from: usize, separator: u8, range: std::ops::RangeInclusive<i8>) -> Option<i8> {
    (bytes.get(from) == Some(&separator)).then_some(())?;
    part(bytes, from + 1, range)
}

fn days_in_month(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_microsecond()
    }

    fn assert_span(text: &str, from: &str, until: &str) {
        assert_eq!(span(text), Some((micros(from), micros(until))), "{text}");
    }

    #[test]
    fn a_partial_date_is_the_whole_of_its_span_in_utc() {
        assert_span("2020", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        assert_span("2020-02", "2020-02-01T00:00:00Z", "2020-03-01T00:00:00Z");
        assert_span("2020-12", "2020-12-01T00:00:00Z", "2021-01-01T00:00:00Z");
        assert_span("2020-02-29", "2020-02-29T00:00:00Z", "2020-03-01T00:00:00Z");
    }

    #[test]
    fn a_time_lasts_as_long_as_its_last_digit() {
        assert_span(
            "2020-03-09T10:00:00-08:00",
            "2020-03-09T18:00:00Z",
            "2020-03-09T18:00:01Z",
        );
        assert_span(
            "2020-03-09T10:00:00.25Z",
            "2020-03-09T10:00:00.25Z",
            "2020-03-09T10:00:00.26Z",
        );
        assert_span("2020-03-09T10:00", "2020-03-09T10:00:00Z", "2020-03-09T10:01:00Z");
        assert_span(
            "2020-03-09T10:00:00.1234567+14:00",
            "2020-03-08T20:00:00.123456Z",
            "2020-03-08T20:00:00.123457Z",
        );
    }

    #[test]
    fn the_last_year_has_an_open_end() {
        assert_eq!(span("9999").map(|(_, until)| until), Some(OPEN_END));
    }

    #[test]
    fn days_that_no_calendar_has_are_no_dates() {
        for text in [
            "2021-02-29",
            "1900-02-29",
            "2020-04-31",
            "2020-13",
            "2020-00",
            "2020-01-00",
            "0000",
            "20200",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn times_out_of_range_or_cut_short_are_no_dates() {
        for time in [
            "T24:00:00Z",
            "T10:60:00Z",
            "T10:00:61Z",
            "T10:00:00+15:00",
            "T10:00:00+14:30",
            "T10",
            "T10:00:00.Z",
        ] {
            assert_eq!(span(&format!("2020-01-01{time}")), None, "{time}");
        }
        for text in [
            "",
            "2020-",
            "2020-1-1",
            "2020-01-01 10:00:00Z",
            "2020-01-01T10:00:00Zx",
            "２０２０",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn the_precision_and_the_offset_are_kept() {
        assert_eq!(FhirDate::parse("2020"), Some(FhirDate::Year(2020)));
        assert_eq!(FhirDate::parse("2020-03"), Some(FhirDate::Month(2020, 3)));
        assert_eq!(
            FhirDate::parse("2020-03-09"),
            Some(FhirDate::Day(Date::constant(2020, 3, 9)))
        );
        let Some(FhirDate::Instant(at, offset)) = FhirDate::parse("2020-03-09T10:00:00-08:00") else {
            panic!()
        };
        assert_eq!(
            (at.as_microsecond(), offset.seconds()),
            (micros("2020-03-09T18:00:00Z"), -8 * 3600)
        );
        assert_eq!(FhirDate::parse("2020-03-09T10:00:00"), None);
    }
}
