//! Words, dates and numbers in the language of the reader.
//!
//! Each room brings its words as one Fluent file per language (`locales/en.ftl`, `locales/es.ftl`); [`Catalog`] gathers
//! them once at start, and a [`Words`] speaks one language for one request, in the clinic's time zone. Dates and
//! numbers come from Unicode's CLDR through icu. A third language is one file that the clinic brings; see [`added`].
//!
//! What never enters: knowledge of any room, of HTML, or of who is reading.

pub mod added;
mod arg;
mod catalog;
mod check;
mod dates;
mod locale;
mod numbers;
mod partial_date;
mod spans;
mod words;

pub use arg::Arg;
pub use catalog::{Builder, Catalog, Problem};
pub use locale::Locale;
pub use partial_date::PartialDate;
pub use words::Words;
