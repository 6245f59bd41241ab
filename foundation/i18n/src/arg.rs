//! What stands in the place of a variable in a message.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value for a variable of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arg<'a> {
    /// Words, already in the reader's language. Also the right form for years, which are not grouped.
    Text(Cow<'a, str>),
    /// A count: chooses the plural form and is written with the language's grouping.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a &str> for Arg<'a> {
    fn from(text: &'a &str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Cow<'_, str>> for Arg<'a> {
    fn from(text: &'a Cow<'_, str>) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// Counts by value, and by reference as templates pass them.
macro_rules! counts {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Arg<'_> {
            fn from(count: $integer) -> Self {
                Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }

        impl From<&$integer> for Arg<'_> {
            fn from(count: &$integer) -> Self {
                Self::from(*count)
            }
        }
    )*};
}
counts!(u8, u16, u32, u64, usize, i32, i64);

impl<'a> From<&'a Arg<'_>> for FluentValue<'a> {
    fn from(arg: &'a Arg<'_>) -> Self {
        match arg {
            Arg::Text(text) => Self::String(Cow::Borrowed(text)),
            Arg::Count(count) => Self::from(*count),
        }
    }
}
