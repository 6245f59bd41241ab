//! The one source of time. Everything that needs "now" is given a [`Clock`]; tests freeze and move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A moment in UTC, to the microsecond: what the database keeps as a `BIGINT`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment and `span` more; stops at the ends of what 64 bits hold.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span_micros(span)))
    }

    /// This moment less `span`; stops at the ends of what 64 bits hold.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(span_micros(span)))
    }

    /// The time from `earlier` to this moment; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// As jiff's timestamp, for calendars and zones. Moments outside the years -9999 to 9999 become the nearest it has.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl From<jiff::Timestamp> for Instant {
    fn from(at: jiff::Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

/// RFC 3339 in UTC, as FHIR's `instant` wants it: `2026-11-22T09:30:00.123456Z`.
impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}

fn span_micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

/// Tells the time. Clones share the same hands: advancing one frozen clock advances its clones.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    frozen: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `at` until [`Clock::advance`] moves it.
    pub fn frozen(at: Instant) -> Self {
        Self {
            frozen: Some(Arc::new(AtomicI64::new(at.micros()))),
        }
    }

    /// The time now.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that all others are told to use"
    )]
    pub fn now(&self) -> Instant {
        match &self.frozen {
            Some(at) => Instant(at.load(Ordering::SeqCst)),
            None => jiff::Timestamp::now().into(),
        }
    }

    /// Moves a frozen clock on. The machine's own clock does not move for us.
    pub fn advance(&self, span: Duration) {
        if let Some(at) = &self.frozen {
            at.fetch_add(span_micros(span), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_stands_still_until_it_is_moved() {
        let clock = Clock::frozen(Instant::from_micros(1_000_000));
        let held = clock.clone();
        assert_eq!(clock.now(), clock.now());
        clock.advance(Duration::from_secs(2));
        assert_eq!(held.now().micros(), 3_000_000);
    }

    #[test]
    fn an_instant_reads_as_rfc_3339_with_its_microseconds() {
        assert_eq!(
            Instant::from_micros(1_700_000_000_000_001).to_string(),
            "2023-11-14T22:13:20.000001Z"
        );
    }

    #[test]
    fn spans_never_run_backwards() {
        assert_eq!(Instant::from_micros(1).since(Instant::from_micros(5)), Duration::ZERO);
    }
}
