//! The kinds of values, and how each is read from text.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;
use madrone_i18n::Locale;

/// A kind of value.
pub(crate) trait Value: Sized {
    /// What a value looks like, for the reference and for "must be …".
    const FORM: &'static str;

    /// The value that `text` writes.
    fn parse(text: &str) -> Option<Self>;
}

/// Kinds that the standard library reads.
macro_rules! from_str {
    ($($type:ty: $form:literal),+ $(,)?) => {$(
        impl Value for $type {
            const FORM: &'static str = $form;

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )+};
}
from_str! {
    String: "text",
    SocketAddr: "an address and port, as `127.0.0.1:8080` or `[::1]:8080`",
    IpAddr: "an IP address",
    NonZeroU16: "a whole number from 1 to 65535",
    bool: "`true` or `false`",
}

impl Value for PathBuf {
    const FORM: &'static str = "a file";

    fn parse(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| text.into())
    }
}

impl Value for TimeZone {
    const FORM: &'static str = "a time zone's name, as `America/Chicago`";

    fn parse(text: &str) -> Option<Self> {
        Self::get(text).ok()
    }
}

impl Value for Locale {
    const FORM: &'static str = "`en` or `es`";

    fn parse(text: &str) -> Option<Self> {
        Self::BUILT_IN.into_iter().find(|locale| locale.tag() == text)
    }
}

/// Empty, or the word `none`, is no value.
impl<T: Value> Value for Option<T> {
    const FORM: &'static str = T::FORM;

    fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text == "none" {
            Some(None)
        } else {
            T::parse(text).map(Some)
        }
    }
}

/// A TOML array, or in a variable the same with commas between.
impl Value for Vec<IpAddr> {
    const FORM: &'static str = "a list of IP addresses";

    fn parse(text: &str) -> Option<Self> {
        text.split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(Value::parse)
            .collect()
    }
}

/// Text that is not for logs: it holds, or may hold, a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl Value for Secret {
    const FORM: &'static str = "text that is kept out of logs";

    fn parse(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

/// `https://portal.example.org`: scheme, host and port; no path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl {
    text: String,
    https: bool,
}

impl BaseUrl {
    /// Without a slash at the end: paths begin with one.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether what goes there is encrypted.
    pub fn is_https(&self) -> bool {
        self.https
    }
}

impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Value for BaseUrl {
    const FORM: &'static str = "an address without a path, as `https://portal.example.org`";

    fn parse(text: &str) -> Option<Self> {
        let uri: http::Uri = text.parse().ok()?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let bare = uri.path_and_query().is_none_or(|path| path.as_str() == "/");
        bare.then(|| Self {
            text: format!("{scheme}://{authority}"),
            https: scheme == "https",
        })
    }
}

/// `#0d5357`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

impl Value for Colour {
    const FORM: &'static str = "a colour, as `#0d5357`";

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let number = digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16))?
            .ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self {
            rgb: [red, green, blue],
        })
    }
}

/// Lengths of time, each in the unit that its setting is thought in.
macro_rules! spans {
    ($($(#[doc = $doc:literal])+ $name:ident = $form:literal, |$count:ident| $duration:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(NonZeroU16);

        impl $name {
            /// This length of time.
            pub fn duration(self) -> Duration {
                let $count = self.0.get();
                $duration
            }
        }

        impl Value for $name {
            const FORM: &'static str = $form;

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok().map(Self)
            }
        }
    )+};
}
spans! {
    /// A length of time written in seconds.
    Seconds = "seconds, from 1 to 65535", |count| Duration::from_secs(count.into());
    /// A length of time written in minutes.
    Minutes = "minutes, from 1 to 65535", |count| Duration::from_secs(u64::from(count) * 60);
    /// A length of time written in hours.
    Hours = "hours, from 1 to 65535", |count| Duration::from_secs(u64::from(count) * 3600);
    /// A length of time written in days.
    Days = "days, from 1 to 65535", |count| Duration::from_secs(u64::from(count) * 86_400);
}

/// How log lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Value for LogFormat {
    const FORM: &'static str = "`text` or `json`";

    fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// How weighty a log line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Something failed that should not.
    Error,
    /// Something to look at.
    Warn,
    /// What happens in the large.
    Info,
    /// What happens in detail.
    Debug,
    /// Everything.
    Trace,
}

impl Level {
    /// The word for it, as the settings and the tracing library write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

impl Value for Level {
    const FORM: &'static str = "`error`, `warn`, `info`, `debug` or `trace`";

    fn parse(text: &str) -> Option<Self> {
        [Self::Error, Self::Warn, Self::Info, Self::Debug, Self::Trace]
            .into_iter()
            .find(|level| level.as_str() == text)
    }
}
