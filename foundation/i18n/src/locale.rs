//! The languages that Madrone speaks, and how one is chosen.

/// A language the portal can speak.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Locale {
    /// English as written in the United States.
    #[default]
    En,
    /// Spanish as written in the United States: twelve-hour times, and a point before decimals.
    Es,
}

impl Locale {
    /// Every language, in the order in which a choice of them is offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The tag for `<html lang>`, cookies, settings and file names.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// What the language calls itself: how people who read nothing else find it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The locale whose dates and numbers icu writes.
    pub(crate) fn cldr(self) -> icu_locale_core::Locale {
        match self {
            Self::En => icu_locale_core::locale!("en-US"),
            Self::Es => icu_locale_core::locale!("es-US"),
        }
    }

    /// The language of a BCP 47 tag, whatever its region: `es`, `es-MX`, `ES_us`. `None` for one we do not speak.
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4): the one of highest weight that we
    /// speak, the earlier of equals. `None` when the reader asked for none of ours.
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in accept_language.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().unwrap_or(0.0),
                None => 1.0,
            };
            if let Some(locale) = Self::parse(tag)
                && weight > best.map_or(0.0, |(_, weight)| weight)
            {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn a_region_does_not_change_the_language() {
        assert_eq!(Locale::parse("es-MX"), Some(Locale::Es));
        assert_eq!(Locale::parse("EN_us"), Some(Locale::En));
        assert_eq!(Locale::parse("est"), None);
        assert_eq!(Locale::parse(""), None);
    }

    #[test]
    fn the_heaviest_language_we_speak_wins() {
        assert_eq!(
            Locale::negotiate("fr-CH, fr;q=0.9, es;q=0.8, en;q=0.7, *;q=0.5"),
            Some(Locale::Es)
        );
        assert_eq!(Locale::negotiate("en;q=0.2,es-419; q=0.9"), Some(Locale::Es));
        assert_eq!(Locale::negotiate("en,es"), Some(Locale::En));
        assert_eq!(Locale::negotiate("es;q=0, en;q=0.1"), Some(Locale::En));
        assert_eq!(Locale::negotiate("fr, de"), None);
        assert_eq!(Locale::negotiate(""), None);
    }
}
