//! The clinic.

use jiff::tz::TimeZone;
use madrone_i18n::Locale;

use crate::Colour;
use crate::section::section;

section! {
    /// The clinic, as pages, mail and printed documents name it.
    Site = "site" {
        /// The clinic's name.
        name: String = "Riverbend Clinic",
        /// The number to call, shown wherever a page says whom to ask.
        phone: String = "",
        /// The street address, on one line.
        address: String = "",
        /// The clinic's time zone, by its name in the IANA database. Visits and days are those of this zone, wherever
        /// the reader is.
        time_zone: TimeZone = "America/Los_Angeles",
        /// The language for people whose browser asks for none that the portal speaks.
        language: Locale = "en",
        /// A folder with one `.ftl` file for each further language. What
        /// one lacks is said in English; `madrone check-config` says how much that is.
        languages: Option<std::path::PathBuf> = "",
        /// An SVG or PNG file with the clinic's logo. Without one, its name stands there.
        logo: Option<std::path::PathBuf> = "",
        /// The colour of buttons and links on light pages.
        brand: Option<Colour> = "",
        /// The same on dark pages.
        brand_dark: Option<Colour> = "",
    }
}
