//! What somebody is let see: everything or chosen areas, until when, and whether what is sensitive is among it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use madrone_authz::relation::Kind;
use madrone_authz::{Area, Areas};
use madrone_kernel::Instant;
use serde::Deserialize;

/// The areas that can be chosen, in the order of the form. Who else sees a chart is shared with nobody.
pub(crate) const CHOICES: [Area; 12] = [
    Area::Appointments,
    Area::Messages,
    Area::Results,
    Area::Medications,
    Area::Conditions,
    Area::Allergies,
    Area::Immunizations,
    Area::Visits,
    Area::Documents,
    Area::Billing,
    Area::Demographics,
    Area::Other,
];

/// A form's fields as they were sent: boxes share a name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    pub(crate) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.0.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }
}

/// What somebody is let see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Scope {
    /// Whether it is everything, areas to come too.
    pub(crate) all: bool,
    /// The areas, where it is not.
    pub(crate) areas: Areas,
    /// Whether what carries a sensitivity label is among it.
    pub(crate) sensitive: bool,
    /// The last day; `None` for no end.
    pub(crate) until: Option<Date>,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            all: true,
            areas: Areas::NONE,
            sensitive: false,
            until: None,
        }
    }
}

impl Scope {
    /// Reads the part of a form; what is wrong with it comes as field and word.
    pub(crate) fn read(fields: &Fields, today: Date) -> (Self, Vec<(&'static str, &'static str)>) {
        let mut wrong = Vec::new();
        let all = fields.text("what") != "some";
        let chosen = |area: &Area| fields.all("area").any(|name| name == area.name());
        let areas: Areas = CHOICES.into_iter().filter(chosen).collect();
        if !all && areas.is_empty() {
            wrong.push(("area", "family-wrong-area"));
        }
        let until = fields.text("until").parse::<Date>().ok();
        if fields.has("until") && until.is_none_or(|until| until < today) {
            wrong.push(("until", "family-wrong-until"));
        }
        let scope = Self {
            all,
            areas,
            sensitive: fields.has("sensitive"),
            until,
        };
        (scope, wrong)
    }

    /// The kind of relationship that it makes.
    pub(crate) fn kind(&self) -> Kind {
        if self.all { Kind::Proxy } else { Kind::Delegate }
    }

    /// Every area that it opens.
    pub(crate) fn opened(&self) -> Areas {
        if self.all {
            CHOICES.into_iter().collect()
        } else {
            self.areas
        }
    }

    /// When it ends: with the last day, where the clinic is.
    pub(crate) fn end(&self, zone: &TimeZone) -> Option<Instant> {
        let after = self.until?.tomorrow().ok()?;
        let midnight = after.to_zoned(zone.clone()).ok()?;
        Some(Instant::from_micros(midnight.timestamp().as_microsecond()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(form: &[(&str, &str)]) -> (Scope, Vec<(&'static str, &'static str)>) {
        let fields = form.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Scope::read(&Fields(fields.collect()), date(2026, 11, 22))
    }

    #[test]
    fn what_is_chosen_is_what_is_shared() {
        let (scope, wrong) = read(&[
            ("what", "some"),
            ("area", "results"),
            ("area", "billing"),
            ("area", "sharing"),
        ]);
        assert_eq!((scope.kind(), wrong), (Kind::Delegate, vec![]));
        assert_eq!(scope.opened(), [Area::Results, Area::Billing].into_iter().collect());
        assert!(!scope.sensitive && scope.until.is_none());
        let (scope, _) = read(&[("what", "all"), ("sensitive", "yes")]);
        assert_eq!(scope.kind(), Kind::Proxy);
        assert!(scope.sensitive && !scope.opened().holds(Area::Sharing));
    }

    #[test]
    fn nothing_chosen_and_days_that_are_over_are_said() {
        assert_eq!(read(&[("what", "some")]).1, [("area", "family-wrong-area")]);
        assert_eq!(read(&[("until", "2026-11-21")]).1, [("until", "family-wrong-until")]);
        assert_eq!(read(&[("until", "soon")]).1, [("until", "family-wrong-until")]);
        assert_eq!(read(&[("until", "2026-11-22")]).1, []);
    }

    #[test]
    fn the_last_day_counts_whole() {
        let (scope, _) = read(&[("until", "2026-11-30")]);
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        assert_eq!(scope.end(&zone).unwrap().to_string(), "2026-12-01T08:00:00Z");
    }
}
