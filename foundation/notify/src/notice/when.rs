//! When a notice may go out: quiet hours and the hour of the digest, by the clock on the person's wall.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};
use madrone_kernel::Instant;

/// Hours in which nobody wants to be rung up, each day: from one time of the wall clock to another, over midnight where the
/// second is the earlier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quiet {
    /// They begin.
    pub from: Time,
    /// They end.
    pub until: Time,
}

impl Quiet {
    /// `at`, or the end of the quiet hours that it lies in.
    pub(super) fn over(self, at: Instant, zone: &TimeZone) -> Instant {
        let local = at.timestamp().to_zoned(zone.clone());
        let time = local.time();
        let is_quiet = if self.from < self.until {
            (self.from..self.until).contains(&time)
        } else {
            time >= self.from || time < self.until
        };
        if !is_quiet {
            return at;
        }
        let days = i64::from(time >= self.until);
        // Where clocks go back, an end that came once already does not come again.
        on_day(&local, days, self.until).map_or(at, |end| end.max(at))
    }
}

/// The next full hour `hour` after `at`.
pub(super) fn next_hour(hour: i8, at: Instant, zone: &TimeZone) -> Instant {
    let local = at.timestamp().to_zoned(zone.clone());
    let time = Time::new(hour.clamp(0, 23), 0, 0, 0).unwrap_or(Time::midnight());
    let next = (0..=2)
        .filter_map(|days| on_day(&local, days, time))
        .find(|next| *next > at);
    next.unwrap_or(at)
}

/// That time of the wall clock, so many days after `local`. Where clocks go forward over it, as much later.
fn on_day(local: &Zoned, days: i64, time: Time) -> Option<Instant> {
    let day = local.date().checked_add(days.days()).ok()?;
    let at = day.to_datetime(time).to_zoned(local.time_zone().clone()).ok()?;
    Some(at.timestamp().into())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{datetime, time};

    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("America/Los_Angeles").unwrap()
    }

    /// What the end of quiet hours is for each moment, both as UTC.
    fn over((from, until): ((i8, i8), (i8, i8)), at: &str) -> String {
        let quiet = Quiet {
            from: time(from.0, from.1, 0, 0),
            until: time(until.0, until.1, 0, 0),
        };
        let at: jiff::Timestamp = at.parse().unwrap();
        quiet.over(at.into(), &zone()).to_string()
    }

    #[test]
    fn quiet_hours_hold_over_midnight_and_within_a_day() {
        let night = ((21, 0), (8, 0));
        assert_eq!(over(night, "2026-11-27T04:59:59Z"), "2026-11-27T04:59:59Z", "20:59");
        assert_eq!(over(night, "2026-11-27T05:00:00Z"), "2026-11-27T16:00:00Z", "21:00");
        assert_eq!(over(night, "2026-11-27T15:59:00Z"), "2026-11-27T16:00:00Z", "7:59");
        assert_eq!(over(night, "2026-11-27T16:00:00Z"), "2026-11-27T16:00:00Z", "8:00");
        let siesta = ((13, 0), (15, 30));
        assert_eq!(over(siesta, "2026-11-26T22:00:00Z"), "2026-11-26T23:30:00Z", "14:00");
        assert_eq!(over(siesta, "2026-11-26T20:00:00Z"), "2026-11-26T20:00:00Z", "12:00");
    }

    #[test]
    fn the_night_in_which_clocks_go_forward_is_an_hour_shorter() {
        assert_eq!(over(((22, 0), (7, 0)), "2026-03-08T07:00:00Z"), "2026-03-08T14:00:00Z");
        // 2:30 is not on the clock that night.
        assert_eq!(over(((22, 0), (2, 30)), "2026-03-08T09:00:00Z"), "2026-03-08T10:30:00Z");
    }

    #[test]
    fn the_night_in_which_clocks_go_back_is_an_hour_longer_and_ends_once() {
        assert_eq!(over(((22, 0), (7, 0)), "2026-11-01T06:00:00Z"), "2026-11-01T15:00:00Z");
        // 1:10 for the second time: the hours ended at 1:30, the first time.
        assert_eq!(over(((22, 0), (1, 30)), "2026-11-01T09:10:00Z"), "2026-11-01T09:10:00Z");
    }

    #[test]
    fn a_digest_comes_at_its_hour_each_day_whatever_clocks_do() {
        let at = |day, hour| {
            datetime(2026, 3, day, hour, 0, 0, 0)
                .to_zoned(zone())
                .unwrap()
                .timestamp()
                .into()
        };
        assert_eq!(next_hour(9, at(7, 8), &zone()), at(7, 9));
        assert_eq!(
            next_hour(9, at(7, 9), &zone()),
            at(8, 9),
            "the next one, once this one has come"
        );
        assert_eq!(next_hour(9, at(7, 23), &zone()), at(8, 9), "23 hours between them");
    }
}
