//! How long ago, how old, and what part of the day it is.

use jiff::Unit;
use jiff::civil::Date;
use madrone_kernel::Instant;

use crate::Words;

impl Words {
    /// "today", "yesterday", "3 days ago", "in 2 weeks": to stand beside the date, never instead of it. Weeks from 14
    /// days on, months from two on, years from two on.
    pub fn relative(&self, day: Date, today: Date) -> String {
        let days = days_between(today, day);
        match days {
            0 => return self.t("common-today").into_owned(),
            -1 => return self.t("common-yesterday").into_owned(),
            1 => return self.t("common-tomorrow").into_owned(),
            _ => {}
        }
        let months = months_between(day.min(today), day.max(today));
        let (unit, count) = match days.abs() {
            away @ ..14 => ("days", away),
            away if months < 2 => ("weeks", away / 7),
            _ if months < 24 => ("months", months),
            _ => ("years", months / 12),
        };
        let key = format!("common-{}-{unit}", if days < 0 { "ago" } else { "in" });
        self.t1(&key, "n", count)
    }

    /// How old someone born on `birth` is: days to two weeks, weeks to two months, months to two years, then years, as
    /// clinics say it. Of someone born after `today`, 0 days.
    pub fn age(&self, birth: Date, today: Date) -> String {
        let days = days_between(birth, today).max(0);
        let months = months_between(birth, today.max(birth));
        let (key, count) = match () {
            () if days < 14 => ("common-age-days", days),
            () if months < 2 => ("common-age-weeks", days / 7),
            () if months < 24 => ("common-age-months", months),
            () => ("common-age-years", months / 12),
        };
        self.t1(key, "n", count)
    }

    /// "Good morning, Maria": by the clinic's clock; afternoon begins at 12, evening at 18 and lasts until 4.
    pub fn greeting(&self, name: &str, now: Instant) -> String {
        let part = match now.timestamp().to_zoned(self.zone().clone()).hour() {
            4..12 => "morning",
            12..18 => "afternoon",
            _ => "evening",
        };
        self.t1(&format!("common-good-{part}"), "name", name)
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Whole months from `from` to the same day or later.
fn months_between(from: Date, to: Date) -> i64 {
    from.until((Unit::Month, to))
        .map_or(0, |span| i64::from(span.get_months()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::{Catalog, Locale};

    fn words(locale: Locale) -> Words {
        Words::new(
            Arc::new(Catalog::builder().build().unwrap()),
            locale,
            TimeZone::get("America/Los_Angeles").unwrap(),
        )
    }

    #[test]
    fn days_near_today_have_names_and_farther_ones_are_counted() {
        let today = date(2026, 11, 26);
        let said = |locale, day| words(locale).relative(day, today);
        assert_eq!(said(Locale::En, today), "today");
        assert_eq!(said(Locale::En, date(2026, 11, 25)), "yesterday");
        assert_eq!(said(Locale::Es, date(2026, 11, 27)), "mañana");
        assert_eq!(said(Locale::En, date(2026, 11, 23)), "3 days ago");
        assert_eq!(said(Locale::Es, date(2026, 11, 23)), "hace 3 días");
        assert_eq!(said(Locale::En, date(2026, 12, 10)), "in 2 weeks");
        assert_eq!(said(Locale::En, date(2026, 9, 26)), "2 months ago");
        assert_eq!(said(Locale::En, date(2024, 11, 27)), "23 months ago");
        assert_eq!(said(Locale::Es, date(2024, 11, 26)), "hace 2 años");
    }

    #[test]
    fn small_children_are_counted_in_smaller_units() {
        let today = date(2026, 11, 26);
        let age = |birth| words(Locale::En).age(birth, today);
        assert_eq!(age(date(2026, 11, 25)), "1 day");
        assert_eq!(age(date(2026, 10, 20)), "5 weeks");
        assert_eq!(age(date(2025, 11, 26)), "12 months");
        assert_eq!(age(date(2024, 11, 26)), "2 years");
        assert_eq!(age(date(1944, 11, 27)), "81 years");
        assert_eq!(age(date(2027, 1, 1)), "0 days");
        assert_eq!(words(Locale::Es).age(date(2026, 11, 25), today), "1 día");
    }

    #[test]
    fn the_greeting_follows_the_clinics_clock() {
        let said = |locale, now: &str| words(locale).greeting("Maria", now.parse::<jiff::Timestamp>().unwrap().into());
        assert_eq!(said(Locale::En, "2026-11-26T18:00:00Z"), "Good morning, Maria");
        assert_eq!(said(Locale::Es, "2026-11-26T21:00:00Z"), "Buenas tardes, Maria");
        assert_eq!(said(Locale::Es, "2026-11-27T03:00:00Z"), "Buenas noches, Maria");
    }
}
