//! The languages that Madrone speaks, and how one is chosen.

use crate::added;

/// A language the portal can speak: English, Spanish, or one that the clinic added with a file (see [`crate::added`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Locale(u8);

#[expect(
    non_upper_case_globals,
    reason = "they stand in patterns, and read as the variants of an enum do"
)]
impl Locale {
    /// English as written in the United States: what other languages lack is said in it.
    pub const En: Self = Self(0);
    /// Spanish as written in the United States: twelve-hour times, and a point before decimals.
    pub const Es: Self = Self(1);
}

impl Locale {
    /// The languages whose words are compiled in.
    pub const BUILT_IN: [Self; 2] = [Self::En, Self::Es];

    /// How many languages one portal speaks at most.
    pub const MOST: usize = 8;

    /// Every language, in the order in which a choice of them is offered.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::BUILT_IN.into_iter().chain(Self::added())
    }

    /// The languages that files brought.
    pub fn added() -> impl Iterator<Item = Self> {
        (2..).take(added::all().len()).map(Self)
    }

    /// The tag for `<html lang>`, cookies, settings and file names.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            added => added.file().tag.as_str(),
        }
    }

    /// What the language calls itself: how people who read nothing else find it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            added => added.file().own_name.as_str(),
        }
    }

    /// The locale whose dates and numbers icu writes, where it knows it.
    pub(crate) fn cldr(self) -> icu_locale_core::Locale {
        match self {
            Self::En => icu_locale_core::locale!("en-US"),
            Self::Es => icu_locale_core::locale!("es-US"),
            added => added.file().cldr.clone(),
        }
    }

    /// Its place in tables of one thing for each language.
    pub(crate) fn index(self) -> usize {
        self.0.into()
    }

    /// The file of a language that is not compiled in.
    pub(crate) fn file(self) -> &'static added::Language {
        &added::all()[self.index() - Self::BUILT_IN.len()]
    }

    /// The language of a BCP 47 tag: the one that has this very tag, else the first of that language, whatever its
    /// region: `es`, `es-MX`, `ES_us`. `None` for one we do not speak.
    pub fn parse(tag: &str) -> Option<Self> {
        let subtags = |tag: &'static str| tag.split('-');
        let asked = || tag.trim().split(['-', '_']);
        let same =
            |ours: Option<&str>, theirs: Option<&str>| ours.zip(theirs).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        let exact = Self::all().find(|locale| {
            subtags(locale.tag()).count() == asked().count()
                && subtags(locale.tag())
                    .zip(asked())
                    .all(|(a, b)| a.eq_ignore_ascii_case(b))
        });
        exact.or_else(|| Self::all().find(|locale| same(subtags(locale.tag()).next(), asked().next())))
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
