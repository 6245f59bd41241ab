//! What the form says, and what it means.

use std::collections::BTreeMap;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use madrone_notify::{Preferences, Quiet};
use madrone_web::{Channel, Topic};
use serde::Deserialize;

/// Where nobody has said so yet, the night is suggested.
const NIGHT: (&str, &str) = ("21:00", "08:00");

/// The form as it was sent. What is ticked comes under `TOPIC.CHANNEL`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(super) quiet: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) digest: String,
    pub(super) zone: String,
    #[serde(flatten)]
    ticked: BTreeMap<String, String>,
}

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Wrong {
    /// The quiet hours are no hours, or end when they begin.
    pub(super) hours: bool,
    pub(super) digest: bool,
    pub(super) zone: bool,
}

impl Wrong {
    pub(super) fn any(self) -> bool {
        self.hours || self.digest || self.zone
    }
}

/// The name of a checkbox.
pub(super) fn tick(topic: &Topic, channel: Channel) -> String {
    format!("{}.{}", topic.name, channel.name())
}

impl Said {
    /// What the form says before somebody changes it.
    pub(super) fn of(wishes: &Preferences) -> Self {
        let (from, until) = wishes.quiet.map_or_else(
            || (NIGHT.0.to_owned(), NIGHT.1.to_owned()),
            |quiet| (written(quiet.from), written(quiet.until)),
        );
        Self {
            quiet: if wishes.quiet.is_some() { "yes" } else { "no" }.to_owned(),
            from,
            until,
            digest: wishes.digest.map_or_else(String::new, |hour| hour.to_string()),
            zone: wishes.zone.clone().unwrap_or_default(),
            ticked: BTreeMap::new(),
        }
    }

    pub(super) fn has_ticked(&self, topic: &Topic, channel: Channel) -> bool {
        self.ticked.contains_key(&tick(topic, channel))
    }

    /// Puts the times into `wishes`, as far as they can be taken.
    pub(super) fn put_times(&self, wishes: &mut Preferences) -> Wrong {
        let hours = match (time(&self.from), time(&self.until)) {
            _ if self.quiet != "yes" => Some(None),
            (Some(from), Some(until)) if from != until => Some(Some(Quiet { from, until })),
            _ => None,
        };
        let digest = match self.digest.as_str() {
            "" => Some(None),
            hour => hour.parse::<i8>().ok().filter(|hour| (0..24).contains(hour)).map(Some),
        };
        let zone = match self.zone.as_str() {
            "" => Some(None),
            name => TimeZone::get(name).ok().map(|_| Some(name.to_owned())),
        };
        let wrong = Wrong {
            hours: hours.is_none(),
            digest: digest.is_none(),
            zone: zone.is_none(),
        };
        wishes.quiet = hours.flatten();
        wishes.digest = digest.flatten();
        wishes.zone = zone.flatten();
        wrong
    }
}

/// A time of the day as forms have it: `21:30`.
pub(super) fn written(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(quiet: &str, (from, until): (&str, &str), digest: &str, zone: &str) -> (Preferences, Wrong) {
        let said = Said {
            quiet: quiet.into(),
            from: from.into(),
            until: until.into(),
            digest: digest.into(),
            zone: zone.into(),
            ticked: BTreeMap::new(),
        };
        let mut wishes = Preferences::default();
        let wrong = said.put_times(&mut wishes);
        (wishes, wrong)
    }

    #[test]
    fn what_the_form_says_is_what_it_says_again() {
        let (wishes, wrong) = said("yes", ("22:30", "07:00"), "18", "Europe/Madrid");
        assert_eq!(wrong, Wrong::default());
        let again = Said::of(&wishes);
        assert_eq!(
            (again.quiet.as_str(), again.from.as_str(), again.until.as_str()),
            ("yes", "22:30", "07:00")
        );
        assert_eq!((again.digest.as_str(), again.zone.as_str()), ("18", "Europe/Madrid"));
    }

    #[test]
    fn hours_that_are_none_matter_only_where_they_are_to_be_quiet() {
        for hours in [("21:00", "21:00"), ("25:00", "07:00"), ("", "07:00"), ("nine", "ten")] {
            assert!(said("yes", hours, "", "").1.hours, "{hours:?}");
            assert_eq!(said("no", hours, "", "").1, Wrong::default());
        }
    }

    #[test]
    fn an_hour_or_a_zone_that_does_not_exist_is_not_taken() {
        assert!(said("no", NIGHT, "24", "").1.digest && said("no", NIGHT, "soon", "").1.digest);
        assert!(said("no", NIGHT, "", "Mars/Olympus").1.zone);
    }
}
