//! What somebody wants to be told of, how and when.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_web::{Channel, Topic};

use super::{Quiet, store, when};

/// What the person of an account wants.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preferences {
    /// The name of the time zone that they live by (IANA); `None` for the clinic's.
    pub zone: Option<String>,
    /// When nothing is to disturb them.
    pub quiet: Option<Quiet>,
    /// The hour at which what is not urgent comes in one mail; `None` where each comes by itself.
    pub digest: Option<i8>,
    /// What they chose, by the topic's name and the channel's.
    pub(super) choices: BTreeMap<(String, &'static str), bool>,
}

impl Preferences {
    /// Whether they want to be told of `topic` by `channel`.
    pub fn wants(&self, topic: &Topic, channel: Channel) -> bool {
        let usual = topic.on.contains(&channel);
        if topic.locked {
            return usual;
        }
        let chosen = self.choices.get(&(topic.name.to_owned(), channel.name()));
        chosen.copied().unwrap_or(usual)
    }

    /// Chooses. What is locked stays as it is.
    pub fn choose(&mut self, topic: &Topic, channel: Channel, wanted: bool) {
        if !topic.locked {
            self.choices.insert((topic.name.to_owned(), channel.name()), wanted);
        }
    }

    /// The time zone that they live by; `clinic` where they named none.
    pub fn zone(&self, clinic: &TimeZone) -> TimeZone {
        let named = self.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        named.unwrap_or_else(|| clinic.clone())
    }

    /// `at`, or the end of the quiet hours that it lies in.
    pub(super) fn awake_at(&self, at: Instant, clinic: &TimeZone) -> Instant {
        self.quiet.map_or(at, |quiet| quiet.over(at, &self.zone(clinic)))
    }

    /// When the next digest goes out: not within the quiet hours.
    pub(super) fn next_digest(&self, at: Instant, clinic: &TimeZone) -> Instant {
        let due = self
            .digest
            .map_or(at, |hour| when::next_hour(hour, at, &self.zone(clinic)));
        self.awake_at(due, clinic)
    }
}

/// What the person of `account` wants: where they have said nothing, what is usual.
///
/// # Errors
/// When the database fails.
pub fn preferences(tx: &Tx, account: &str) -> Result<Preferences> {
    store::find(tx, account)
}

/// Keeps what they want.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &Tx, account: &str, wishes: &Preferences) -> Result<()> {
    store::save(tx, account, wishes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWS: Topic = Topic {
        name: "news",
        order: 0,
        on: &[Channel::Email],
        locked: false,
    };

    #[test]
    fn what_is_usual_holds_until_somebody_chooses() {
        let mut wishes = Preferences::default();
        assert!(wishes.wants(&NEWS, Channel::Email) && !wishes.wants(&NEWS, Channel::Sms));
        wishes.choose(&NEWS, Channel::Email, false);
        wishes.choose(&NEWS, Channel::Sms, true);
        assert!(!wishes.wants(&NEWS, Channel::Email) && wishes.wants(&NEWS, Channel::Sms));
    }

    #[test]
    fn what_is_locked_cannot_be_switched_off_or_sent_elsewhere() {
        let locked = Topic { locked: true, ..NEWS };
        let mut wishes = Preferences::default();
        for topic in [&NEWS, &locked] {
            wishes.choose(topic, Channel::Email, false);
            wishes.choose(topic, Channel::Sms, true);
        }
        assert!(wishes.wants(&locked, Channel::Email) && !wishes.wants(&locked, Channel::Sms));
    }
}
