//! What the page's address asks for: whose looks, and of when.

use jiff::civil::Date;
use jiff::{ToSpan as _, tz::TimeZone};
use madrone_authz::audit::{Looked, Who};
use madrone_kernel::Instant;
use serde::Deserialize;

/// Whose looks are asked for, by their names in addresses and words.
pub(crate) const WHO: [&str; 4] = ["all", "clinic", "you", "portal"];

/// The query of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    pub(crate) who: String,
    /// The first day, as `2026-11-26`; empty for all.
    pub(crate) from: String,
    /// The last day.
    pub(crate) until: String,
    /// The place in the record before which the page begins; empty for the newest.
    pub(crate) before: String,
}

impl Query {
    /// One of [`WHO`].
    pub(crate) fn who(&self) -> &'static str {
        WHO.into_iter().find(|who| *who == self.who).unwrap_or(WHO[0])
    }

    /// Whether fewer than all looks are asked for.
    pub(crate) fn narrows(&self) -> bool {
        self.who() != WHO[0] || day(&self.from).is_some() || day(&self.until).is_some()
    }

    /// What is asked of the record, for the account that asks. Days are those of the clinic's `zone`; what is no day is
    /// not asked for.
    pub(crate) fn looked<'q>(&self, account: &'q str, zone: &TimeZone) -> Looked<'q> {
        let begins = |day: Date| Some(Instant::from(day.to_zoned(zone.clone()).ok()?.timestamp()));
        Looked {
            who: match self.who() {
                "clinic" => Who::Staff,
                "you" => Who::Account(account),
                "portal" => Who::System,
                _ => Who::Anybody,
            },
            from: day(&self.from).and_then(begins),
            until: day(&self.until)
                .and_then(|day| day.checked_add(1.day()).ok())
                .and_then(begins),
            before: self.before.parse().unwrap_or(i64::MAX),
        }
    }

    /// The address of `page` with this query: `who`, the same days, and where to go on.
    pub(crate) fn address(&self, page: &str, who: &str, before: Option<i64>) -> String {
        let days = [("from", &self.from), ("until", &self.until)];
        let days = days
            .into_iter()
            .filter_map(|(name, text)| Some(format!("&{name}={}", day(text)?)));
        let before = before.map(|before| format!("&before={before}"));
        format!("{page}?who={who}{}", days.chain(before).collect::<String>())
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(who: &str, from: &str, until: &str) -> Query {
        Query {
            who: who.into(),
            from: from.into(),
            until: until.into(),
            before: String::new(),
        }
    }

    #[test]
    fn days_are_the_clinics_and_the_last_one_counts() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let asked = query("clinic", "2026-11-26", "2026-11-26");
        let looked = asked.looked("1", &zone);
        let span = (
            looked.from.map(|at| at.to_string()),
            looked.until.map(|at| at.to_string()),
        );
        assert_eq!(
            span,
            (Some("2026-11-26T08:00:00Z".into()), Some("2026-11-27T08:00:00Z".into()))
        );
        assert_eq!(looked.who, Who::Staff);
    }

    #[test]
    fn what_nobody_could_mean_asks_for_everything() {
        let asked = query("them", "soon", "9999-99-99");
        let looked = asked.looked("1", &TimeZone::UTC);
        assert!(looked.from.is_none() && looked.until.is_none() && !asked.narrows());
        assert_eq!((looked.who, looked.before), (Who::Anybody, i64::MAX));
        assert_eq!(
            asked.address("/access-log", "you", Some(7)),
            "/access-log?who=you&before=7"
        );
        assert_eq!(
            query("you", "2026-11-01", "x").address("/access-log", "all", None),
            "/access-log?who=all&from=2026-11-01"
        );
    }
}
