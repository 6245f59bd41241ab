//! Words for tests: this room's own, in English, on a clock in California.

use std::sync::Arc;

use jiff::tz::TimeZone;
use madrone_i18n::{Catalog, Locale, Words};

/// This room's words in English.
pub(crate) fn words() -> Words {
    let mut builder = Catalog::builder();
    for (locale, name, text) in crate::room().words {
        builder = builder.add(locale, name, text);
    }
    let catalog = builder.build().expect("this room's words fit together");
    let zone = TimeZone::get("America/Los_Angeles").expect("the zone is in the bundled data");
    Words::new(Arc::new(catalog), Locale::En, zone)
}
