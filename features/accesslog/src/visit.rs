//! What somebody did in one go: a page or two leave many rows in the record, and are one line here.

use std::time::Duration;

use jiff::civil::Date;
use madrone_authz::audit::Written;
use madrone_i18n::Words;
use madrone_kernel::Instant;

use crate::deed::{self, Deed};
use crate::strange::may_be_strange;

/// Whoever comes back later than this comes anew.
const APART: Duration = Duration::from_mins(30);

/// A visit to the chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Visit {
    pub(crate) day: Date,
    pub(crate) who: String,
    pub(crate) role: String,
    /// What was done, the latest first.
    pub(crate) deeds: Vec<Deed>,
    pub(crate) began: Instant,
    pub(crate) ended: Instant,
    pub(crate) allowed: bool,
    /// The place in the record of its latest entry, where somebody may ask about it.
    pub(crate) strange: Option<i64>,
    actor: (String, String),
}

/// The visits among `entries`, the newest first as they are, for the person of `account`.
pub(crate) fn visits(words: &Words, entries: &[Written], account: &str) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for entry in entries {
        let (day, deed) = (words.day_of(entry.at), Deed::of(entry));
        let actor = (entry.actor_kind.clone(), entry.actor_id.clone());
        let goes_on = visits.last_mut().filter(|visit| {
            let same = visit.actor == actor && visit.allowed == entry.allowed && visit.day == day;
            same && visit.began.since(entry.at) <= APART
        });
        if let Some(visit) = goes_on {
            visit.began = entry.at;
            let new = visit.deeds.iter_mut().try_fold(deed, |deed, known| known.join(deed));
            visit.deeds.extend(new);
            continue;
        }
        visits.push(Visit {
            day,
            who: deed::who(words, entry, account),
            role: deed::role(words, entry, account),
            deeds: vec![deed],
            began: entry.at,
            ended: entry.at,
            allowed: entry.allowed,
            strange: may_be_strange(entry, account).then_some(entry.seq),
            actor,
        });
    }
    visits
}
