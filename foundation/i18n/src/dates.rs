//! Dates and times as the reader writes them, in the clinic's time zone.
//!
//! Spaces inside a date and inside a time are non-breaking, so that no line ends between "November" and "26"; the space
//! after the comma between weekday, date and time is an ordinary one, where a line may end.

use std::fmt::Display;
use std::sync::OnceLock;

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{MDE, T, YM, YMD, YMDE};
use icu_datetime::input::{Date as IcuDate, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use jiff::civil::Date;
use madrone_kernel::Instant;

use crate::{Locale, PartialDate, Words};

impl Words {
    /// "Thursday, November 26, 2026"
    pub fn date_long(&self, day: Date) -> String {
        breakable_after_weekday(&self.formats().long.format(&gregorian(day)))
    }

    /// "November 26, 2026"
    pub fn date(&self, day: Date) -> String {
        unbreakable(&self.formats().date.format(&gregorian(day)))
    }

    /// "Nov 26, 2026": for tables.
    pub fn date_short(&self, day: Date) -> String {
        unbreakable(&self.formats().short.format(&gregorian(day)))
    }

    /// "November 2026", for any day of that month.
    pub fn month_year(&self, day: Date) -> String {
        unbreakable(&self.formats().month.format(&gregorian(day)))
    }

    /// "10:20 AM"
    pub fn time(&self, at: Instant) -> String {
        let at = self.local(at);
        let time = Time::try_new(at.hour().unsigned_abs(), at.minute().unsigned_abs(), 0, 0);
        unbreakable(
            &self
                .formats()
                .time
                .format(&time.expect("a clock shows an hour and a minute")),
        )
    }

    /// "November 26, 2026, 10:20 AM"
    pub fn date_time(&self, at: Instant) -> String {
        format!("{}, {}", self.date(self.day_of(at)), self.time(at))
    }

    /// "Nov 26, 2026, 10:20 AM": for tables.
    pub fn date_time_short(&self, at: Instant) -> String {
        format!("{}, {}", self.date_short(self.day_of(at)), self.time(at))
    }

    /// "Thursday, November 26, 10:20 AM": for moments near enough that the year goes without saying, as appointments are.
    pub fn day_time(&self, at: Instant) -> String {
        let day = breakable_after_weekday(&self.formats().day.format(&gregorian(self.day_of(at))));
        format!("{day}, {}", self.time(at))
    }

    /// A FHIR date as precisely as it was written: "2026", "November 2026", "November 26, 2026", or with the time.
    pub fn partial_date(&self, date: PartialDate) -> String {
        match date {
            PartialDate::Year(year) => year.to_string(),
            PartialDate::Month(year, month) => self.month_year(first_of(year, month)),
            PartialDate::Day(day) => self.date(day),
            PartialDate::Instant(at) => self.date_time(at.into()),
        }
    }

    /// The day, month or year of a FHIR date, without its time: "Nov 26, 2026", for tables.
    pub fn partial_date_short(&self, date: PartialDate) -> String {
        match date {
            PartialDate::Day(day) => self.date_short(day),
            PartialDate::Instant(at) => self.date_short(self.day_of(at.into())),
            coarser => self.partial_date(coarser),
        }
    }

    /// [`Words::partial_date`] of a FHIR text; a text that is no date is shown as it stands.
    pub fn fhir_date(&self, text: &str) -> String {
        PartialDate::parse(text).map_or_else(|| text.to_owned(), |date| self.partial_date(date))
    }

    /// [`Words::partial_date_short`] of a FHIR text; a text that is no date is shown as it stands.
    pub fn fhir_date_short(&self, text: &str) -> String {
        PartialDate::parse(text).map_or_else(|| text.to_owned(), |date| self.partial_date_short(date))
    }

    /// The day that the clinic's calendar shows at this moment.
    pub fn day_of(&self, at: Instant) -> Date {
        self.local(at).date()
    }

    fn local(&self, at: Instant) -> jiff::Zoned {
        at.timestamp().to_zoned(self.zone().clone())
    }

    fn formats(&self) -> &'static Formats {
        static FORMATS: [OnceLock<Formats>; Locale::MOST] = [const { OnceLock::new() }; Locale::MOST];
        FORMATS[self.locale().index()].get_or_init(|| Formats::new(self.locale()))
    }
}

type DateFormat<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// One language's formatters, made once: making one costs far more than using it.
struct Formats {
    long: DateFormat<YMDE>,
    date: DateFormat<YMD>,
    short: DateFormat<YMD>,
    month: DateFormat<YM>,
    day: DateFormat<MDE>,
    time: NoCalendarFormatter<T>,
}

impl Formats {
    fn new(locale: Locale) -> Self {
        const BUILT_IN: &str = "icu falls back to data that it is built with";
        let written = if has_dates(&locale.cldr()) { locale } else { Locale::En };
        let preferences = || written.cldr().into();
        Self {
            long: DateFormat::try_new(preferences(), YMDE::long()).expect(BUILT_IN),
            date: DateFormat::try_new(preferences(), YMD::long()).expect(BUILT_IN),
            short: DateFormat::try_new(preferences(), YMD::medium()).expect(BUILT_IN),
            month: DateFormat::try_new(preferences(), YM::long()).expect(BUILT_IN),
            day: DateFormat::try_new(preferences(), MDE::long()).expect(BUILT_IN),
            time: NoCalendarFormatter::try_new(preferences(), T::hm()).expect(BUILT_IN),
        }
    }
}

/// Whether icu knows how dates are written there: what it does not know it writes as its root, with numbers for months.
fn has_dates(locale: &icu_locale_core::Locale) -> bool {
    let written = |locale: icu_locale_core::Locale| {
        let format = DateFormat::try_new(locale.into(), YMD::long()).ok()?;
        Some(format.format(&gregorian(Date::constant(2026, 11, 26))).to_string())
    };
    written(locale.clone()) != written(icu_locale_core::Locale::UNKNOWN)
}

fn gregorian(day: Date) -> IcuDate<Gregorian> {
    IcuDate::try_new_gregorian(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
        .expect("jiff's days are days of the Gregorian calendar")
}

fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or_default()
}

/// The text with every space, also the narrow one that CLDR puts before "AM", made non-breaking. The narrow one is in
/// few fonts.
fn unbreakable(text: &impl Display) -> String {
    text.to_string().replace([' ', '\u{202f}'], "\u{a0}")
}

fn breakable_after_weekday(text: &impl Display) -> String {
    unbreakable(text).replacen(",\u{a0}", ", ", 1)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::tz::TimeZone;

    use super::*;
    use crate::Catalog;

    const DAY: Date = Date::constant(2026, 11, 26);

    fn words(locale: Locale) -> Words {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        Words::new(Arc::new(Catalog::builder().build().unwrap()), locale, zone)
    }

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    /// Shows non-breaking spaces as `~`.
    fn seen(text: String) -> String {
        text.replace('\u{a0}', "~")
    }

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let (en, es) = (words(Locale::En), words(Locale::Es));
        assert_eq!(seen(en.date_long(DAY)), "Thursday, November~26,~2026");
        assert_eq!(seen(es.date_long(DAY)), "jueves, 26~de~noviembre~de~2026");
        assert_eq!(seen(en.date(DAY)), "November~26,~2026");
        assert_eq!(seen(es.date(DAY)), "26~de~noviembre~de~2026");
        assert_eq!(seen(en.date_short(DAY)), "Nov~26,~2026");
        assert_eq!(seen(es.date_short(DAY)), "26~nov~2026");
        assert_eq!(seen(en.month_year(DAY)), "November~2026");
        assert_eq!(seen(es.month_year(DAY)), "noviembre~de~2026");
    }

    #[test]
    fn times_are_those_of_the_clinics_clock() {
        let (en, es) = (words(Locale::En), words(Locale::Es));
        let winter = at("2026-11-26T18:20:00Z");
        assert_eq!(seen(en.time(winter)), "10:20~AM");
        assert_eq!(seen(es.time(winter)), "10:20~a.m.");
        assert_eq!(seen(en.time(at("2026-07-01T18:20:00Z"))), "11:20~AM");
        assert_eq!(seen(en.day_time(winter)), "Thursday, November~26, 10:20~AM");
        assert_eq!(seen(es.day_time(winter)), "jueves, 26~de~noviembre, 10:20~a.m.");
        assert_eq!(
            seen(en.date_time(at("2026-01-01T05:00:00Z"))),
            "December~31,~2025, 9:00~PM"
        );
    }

    #[test]
    fn a_fhir_date_is_shown_no_finer_than_it_was_written() {
        let en = words(Locale::En);
        assert_eq!(en.fhir_date("2026"), "2026");
        assert_eq!(seen(en.fhir_date("2026-11")), "November~2026");
        assert_eq!(seen(en.fhir_date("2026-11-26")), "November~26,~2026");
        assert_eq!(
            seen(en.fhir_date("2026-11-26T10:20:00-08:00")),
            "November~26,~2026, 10:20~AM"
        );
        assert_eq!(seen(en.fhir_date_short("2026-11-27T02:20:00Z")), "Nov~26,~2026");
        assert_eq!(en.fhir_date("last spring"), "last spring");
    }
}
