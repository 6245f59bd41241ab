//! One language for one reader.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::{Arg, Catalog, Locale};

/// Speaks one language, in the clinic's time zone. Cheap to clone: two shared pointers.
#[derive(Clone, Debug)]
pub struct Words {
    catalog: Arc<Catalog>,
    locale: Locale,
    zone: TimeZone,
}

impl Words {
    /// Words of `catalog` in `locale`, with times as clocks in `zone` show them.
    pub fn new(catalog: Arc<Catalog>, locale: Locale, zone: TimeZone) -> Self {
        Self { catalog, locale, zone }
    }

    /// The same catalog and zone in another language.
    #[must_use]
    pub fn in_locale(&self, locale: Locale) -> Self {
        Self { locale, ..self.clone() }
    }

    /// The language spoken.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The clinic's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The message `key`. A key that does not exist is logged once and returned as it is: a page with an odd word is
    /// better than no page.
    pub fn t<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.catalog.plain(self.locale, key)
    }

    /// The message `key` with one variable.
    pub fn t1<'a>(&self, key: &str, name: &str, value: impl Into<Arg<'a>>) -> String {
        self.with(key, &[(name, value.into())])
    }

    /// The message `key` with two variables, each a name and a value.
    pub fn t2<'a, 'b>(
        &self,
        key: &str,
        first: (&str, impl Into<Arg<'a>>),
        second: (&str, impl Into<Arg<'b>>),
    ) -> String {
        self.with(key, &[(first.0, first.1.into()), (second.0, second.1.into())])
    }

    /// The message `key` with any number of variables.
    pub fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.catalog.filled(self.locale, key, args)
    }

    /// Whether there is a message `key`: for keys made from codes in data, which may have none.
    pub fn has(&self, key: &str) -> bool {
        self.catalog.has(self.locale, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(locale: Locale) -> Words {
        const EN: &str = "visits-title = Visits\nvisits-of = Visits of { $who }\nvisits-n = { $n ->\n    [one] { $n } visit\n   *[other] { $n } visits to { $who }\n}\n";
        const ES: &str = "visits-title = Consultas\nvisits-of = Consultas de { $who }\nvisits-n = { $n ->\n    [one] { $n } consulta\n   *[other] { $n } consultas con { $who }\n}\n";
        let catalog = Catalog::builder()
            .add(Locale::En, "visits", EN)
            .add(Locale::Es, "visits", ES)
            .build()
            .unwrap();
        Words::new(Arc::new(catalog), locale, TimeZone::UTC)
    }

    #[test]
    fn a_message_is_said_in_the_readers_language() {
        let en = words(Locale::En);
        assert_eq!(en.t("visits-title"), "Visits");
        assert_eq!(en.in_locale(Locale::Es).t("visits-title"), "Consultas");
        assert_eq!(
            en.in_locale(Locale::Es).t1("visits-of", "who", "Núria"),
            "Consultas de Núria"
        );
    }

    #[test]
    fn a_count_chooses_the_plural_and_is_grouped() {
        let en = words(Locale::En);
        assert_eq!(en.t2("visits-n", ("n", 1), ("who", "Dr. Ortiz")), "1 visit");
        assert_eq!(
            en.t2("visits-n", ("n", 1234_usize), ("who", "Dr. Ortiz")),
            "1,234 visits to Dr. Ortiz"
        );
    }

    #[test]
    fn what_a_person_wrote_is_never_read_as_a_message() {
        assert_eq!(
            words(Locale::En).t1("visits-of", "who", "{ visits-title }"),
            "Visits of { visits-title }"
        );
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(words(Locale::En).t("visits-lost"), "visits-lost");
        assert!(!words(Locale::En).has("visits-lost"));
    }
}
