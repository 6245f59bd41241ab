//! Round numbers and dates for the two scales of a chart.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Unit};
use madrone_kernel::Instant;

/// What a date on the lower scale stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TickUnit {
    /// A year: "2025".
    Year,
    /// A month: "Mar 2025".
    Month,
    /// A day: "Mar 4".
    Day,
}

/// How far `at` is on the way from `from` to `to`; the middle when there is no way.
pub(super) fn share(from: Instant, to: Instant, at: Instant) -> f64 {
    if from == to {
        0.5
    } else {
        seconds(from, at) / seconds(from, to)
    }
}

fn seconds(from: Instant, to: Instant) -> f64 {
    to.since(from).as_secs_f64() - from.since(to).as_secs_f64()
}

/// At most five round numbers (1, 2 or 5 times a power of ten apart) from `low` to `high`.
pub(super) fn round_numbers(low: f64, high: f64) -> impl Iterator<Item = f64> {
    let rough = (high - low) / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|times| times * power)
        .into_iter()
        .find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    let first = (low / step).ceil();
    // The product, not a sum, so that rounding errors do not add up; then off what a step of this size cannot have.
    let tidy = move |number: f64| (number / power).round() * power;
    (0..6)
        .map(move |n| tidy((first + f64::from(n)) * step))
        .take_while(move |number| *number <= high)
}

/// Evenly spaced beginnings of years, months or days from `from` to `to`, each with its moment; as many as fit where
/// `most` years would (and one). Days are those of UTC: on a scale of years or months the difference cannot be seen.
pub(super) fn dates(from: Instant, to: Instant, most: usize) -> impl Iterator<Item = (TickUnit, Date, Instant)> {
    let (first, last) = (date(from), date(to));
    let days = (last - first)
        .total((Unit::Day, jiff::SpanRelativeTo::days_are_24_hours()))
        .unwrap_or(0.0);
    let per = days / f64::from(u32::try_from(most.max(1)).unwrap_or(1));
    let (unit, every) = spacing(per);
    let start = begin(unit, every, first);
    std::iter::successors(start, move |date| next(unit, every, *date))
        .map(move |date| (unit, date, moment(date)))
        .skip_while(move |(_, _, at)| *at < from)
        .take_while(move |(_, _, at)| *at <= to)
}

/// The unit, and how many of it lie between two ticks, where a year's four figures need `days`. Days and months have
/// longer words, so that fewer of them find room.
fn spacing(days: f64) -> (TickUnit, i16) {
    const STEPS: [(f64, TickUnit, i16); 12] = [
        (0.8, TickUnit::Day, 1),
        (1.6, TickUnit::Day, 2),
        (5.5, TickUnit::Day, 7),
        (11.0, TickUnit::Day, 14),
        (17.0, TickUnit::Month, 1),
        (34.0, TickUnit::Month, 2),
        (51.0, TickUnit::Month, 3),
        (102.0, TickUnit::Month, 6),
        (380.0, TickUnit::Year, 1),
        (760.0, TickUnit::Year, 2),
        (1900.0, TickUnit::Year, 5),
        (3700.0, TickUnit::Year, 10),
    ];
    let fits = STEPS.into_iter().find(|(at_most, ..)| days <= *at_most);
    fits.map_or((TickUnit::Year, 20), |(_, unit, every)| (unit, every))
}

/// The last beginning of such a span that is not after `date`.
fn begin(unit: TickUnit, every: i16, date: Date) -> Option<Date> {
    match unit {
        TickUnit::Day => Some(date),
        TickUnit::Month => {
            let month = i16::from(date.month()) - 1;
            let month = i8::try_from(month - month % every + 1).ok()?;
            Date::new(date.year(), month, 1).ok()
        }
        TickUnit::Year => Date::new(date.year() - date.year().rem_euclid(every), 1, 1).ok(),
    }
}

fn next(unit: TickUnit, every: i16, date: Date) -> Option<Date> {
    let step = match unit {
        TickUnit::Day => every.days(),
        TickUnit::Month => every.months(),
        TickUnit::Year => every.years(),
    };
    date.checked_add(step).ok()
}

fn date(at: Instant) -> Date {
    at.timestamp().to_zoned(TimeZone::UTC).date()
}

fn moment(date: Date) -> Instant {
    date.to_zoned(TimeZone::UTC)
        .map_or(Instant::from_micros(0), |midnight| midnight.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::{TickUnit, dates, moment, round_numbers, spacing};
    use jiff::civil::date;

    #[test]
    fn the_scale_has_round_numbers_within_it() {
        assert_eq!(round_numbers(83.0, 174.0).collect::<Vec<_>>(), [100.0, 150.0]);
        assert_eq!(round_numbers(3.9, 5.6).collect::<Vec<_>>(), [4.0, 4.5, 5.0, 5.5]);
        assert_eq!(round_numbers(0.0, 0.07).collect::<Vec<_>>(), [0.0, 0.02, 0.04, 0.06]);
        assert_eq!(round_numbers(-3.0, 5.0).collect::<Vec<_>>(), [-2.0, 0.0, 2.0, 4.0]);
    }

    #[test]
    fn dates_are_beginnings_of_years_or_months_within_the_span() {
        let ticks = |from, to, most| {
            let labels = dates(moment(from), moment(to), most).map(|(unit, date, _)| (unit, date.to_string()));
            labels.collect::<Vec<_>>()
        };
        let years = ticks(date(2023, 4, 1), date(2026, 11, 20), 5);
        assert_eq!(
            years,
            [2024, 2025, 2026].map(|year| (TickUnit::Year, format!("{year}-01-01")))
        );
        let months = ticks(date(2026, 1, 10), date(2026, 6, 20), 5);
        assert_eq!(
            months,
            ["03", "05"].map(|month| (TickUnit::Month, format!("2026-{month}-01")))
        );
        let days = ticks(date(2026, 1, 30), date(2026, 2, 3), 9);
        assert_eq!(days.len(), 5);
    }

    #[test]
    fn a_century_has_few_dates() {
        assert_eq!(spacing(36_500.0 / 5.0), (TickUnit::Year, 20));
        let many = dates(moment(date(1950, 1, 1)), moment(date(2026, 1, 1)), 9).count();
        assert!(many <= 10, "{many}");
    }
}
