//! A further language is one file. The languages of a process are set once, so these tests have one of their own.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use madrone_i18n::{Catalog, Locale, Words, added};

fn german() -> (Locale, Arc<Catalog>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/languages");
    added::add_from(&folder).unwrap();
    (
        Locale::parse("de-AT").unwrap(),
        Arc::new(Catalog::builder().build().unwrap()),
    )
}

#[test]
fn a_file_is_a_language() {
    let (german, catalog) = german();
    let words = Words::new(catalog, german, TimeZone::UTC);
    let today = date(2026, 11, 26);
    assert_eq!(german.own_name(), "Deutsch");
    assert_eq!(words.relative(today, today), "heute");
    assert_eq!(words.date(today).replace('\u{a0}', " "), "26. November 2026");
}

#[test]
fn what_it_lacks_is_said_in_english() {
    let (german, catalog) = german();
    let words = Words::new(Arc::clone(&catalog), german, TimeZone::UTC);
    assert_eq!(words.relative(date(2026, 11, 25), date(2026, 11, 26)), "yesterday");
    let lacks = catalog.lacks(german);
    for problem in [
        "`common-yesterday` is missing",
        "`common-tomorow` is not a message of the portal",
        "`common-ago-days` uses $days, in English $n",
    ] {
        assert!(lacks.iter().any(|found| found == problem), "{problem} in {lacks:?}");
    }
}

#[test]
fn it_is_asked_for_by_its_tag_or_its_language() {
    let (german, _) = german();
    assert_eq!(Locale::negotiate("fr, de;q=0.9, en;q=0.5"), Some(german));
    assert_eq!(Locale::parse("en-AT"), Some(Locale::En));
    assert_eq!(Locale::all().collect::<Vec<_>>(), [Locale::En, Locale::Es, german]);
}

#[test]
fn a_folder_that_is_not_there_is_refused_with_what_to_do() {
    let fault = added::add_from(Path::new("no-such-folder")).unwrap_err().to_string();
    assert!(
        fault.contains("no-such-folder: cannot be read") && fault.ends_with("name a folder"),
        "{fault}"
    );
}
