//! The terms of use. Whoever accepts them accepts a version: a change of their words is a new one.

use askama::Template;
use madrone_i18n::Words;
use madrone_web::{Cx, PageResult, Shell};

/// The version that `locales/terms.*.ftl` hold: the day from which it holds.
pub(crate) const VERSION: &str = "2026-11-01";

/// The parts, as their words are called.
const PARTS: [&str; 6] = ["what", "emergency", "account", "records", "mail", "end"];

/// The terms in the reader's language.
pub(super) struct Terms {
    /// A heading and a paragraph each.
    pub(super) parts: Vec<(String, String)>,
    pub(super) version: String,
    /// Which text counts, and whether a translation was reviewed.
    pub(super) review: String,
}

impl Terms {
    pub(super) fn new(cx: &Cx) -> Self {
        let words: &Words = cx.words();
        let clinic = cx.site().clinic.as_str();
        let part = |name: &&str| {
            let heading = words.t(&format!("terms-{name}")).into_owned();
            (heading, words.t1(&format!("terms-{name}-text"), "clinic", clinic))
        };
        Self {
            parts: PARTS.iter().map(part).collect(),
            review: words.t("terms-review").into_owned(),
            version: words.t1("terms-version", "date", words.fhir_date(VERSION)),
        }
    }
}

#[derive(Template)]
#[template(path = "terms.html")]
struct Page {
    shell: Shell,
    heading: String,
    terms: Terms,
}

/// `GET /terms`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let heading = cx.t("terms-heading");
    cx.render(&Page {
        shell: cx.shell(heading.clone()),
        heading,
        terms: Terms::new(cx),
    })
}
