//! A document as it is shown: a `DocumentReference`, or a `Composition`.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::Failure;
use madrone_web::components::Row;
use serde_json::Value;

use crate::chart::{Chart, Item, Related};
use crate::files::{self, Place};
use crate::page::Block;
use crate::say::{self, Say};
use crate::visits::view::status;
use crate::{download, plain};

/// Where a document keeps its date, the best first.
pub(crate) const DATES: &[&str] = &["date", "context.period", "effectiveDateTime", "issued"];

/// LOINC's codes for notes, as US Core uses them in `category`.
const NOTES: [&str; 6] = ["34117-2", "51847-2", "11506-3", "18842-5", "28570-0", "34133-9"];

/// Whether a report is a note of a visit and not a result.
pub(crate) fn is_note(report: &Value) -> bool {
    view::all(report, "category.coding.code")
        .iter()
        .any(|code| NOTES.iter().any(|note| *code == note))
}

/// What a document is called.
pub(crate) fn title(document: &Value, say: Say<'_>) -> String {
    let own = view::text(document, "title").map(str::to_owned);
    let kind = || {
        ["type", "code", "category"]
            .into_iter()
            .find_map(|path| view::get(document, path).and_then(|kind| say.named(kind)))
    };
    let described = || view::text(document, "description").map(say::sentence);
    let titled = || view::text(document, "content.attachment.title").map(str::to_owned);
    own.or_else(kind)
        .or_else(described)
        .or_else(titled)
        .unwrap_or_else(|| say.t("document"))
}

/// Who wrote it and when.
pub(crate) fn by(item: &Item, related: &Related, say: Say<'_>) -> String {
    let who = related.name_at(&item.json, &["author", "authenticator", "attester.party"]);
    let day = say.day_at(&item.json, DATES);
    who.into_iter().chain(day).collect::<Vec<_>>().join(", ")
}

/// A document as a row.
pub(crate) fn row(item: &Item, related: &Related, say: Say<'_>) -> Row {
    let mut row =
        Row::new(format!("/documents/{}", item.id), "file-text", title(&item.json, say)).line(by(item, related, say));
    // In another language the title says what the description repeats.
    let kind = view::get(&item.json, "type").and_then(say::name);
    let described = view::text(&item.json, "description")
        .map(say::sentence)
        .filter(|text| *text != row.title && Some(text) != kind.as_ref());
    row = row.line(described.unwrap_or_default());
    row.badges
        .extend(status(&item.json, "current", say).filter(|_| item.kind == ResourceType::DocumentReference));
    row
}

/// A document read in place.
pub(crate) fn note(item: &Item, text: String, related: &Related, say: Say<'_>) -> Block {
    Block::Note {
        heading: title(&item.json, say),
        text,
        by: by(item, related, say),
    }
}

/// The texts of a document that can be read on a page: those in it, and those in a Binary.
pub(crate) fn texts(chart: Chart<'_>, document: &Value) -> Result<Vec<String>, Failure> {
    let mut texts = Vec::new();
    for attachment in view::all(document, "content.attachment") {
        let content_type = view::text(attachment, "contentType").unwrap_or_default();
        let text = match files::place(attachment) {
            Place::Here(_) => files::text(attachment),
            Place::Binary(id) if files::is_text(content_type) => {
                download::binary(chart, &id)?.and_then(|(_, bytes)| files::text_of(content_type, bytes))
            }
            _ => None,
        };
        texts.extend(text);
    }
    Ok(texts)
}

/// The sections of a Composition, with those inside them, as notes.
pub(crate) fn sections(composition: &Value) -> Vec<Block> {
    let mut blocks = Vec::new();
    for section in view::all(composition, "section") {
        let text = view::text(section, "text.div").map(plain::text_of).unwrap_or_default();
        let heading = view::text(section, "title")
            .map(str::to_owned)
            .or_else(|| view::get(section, "code").and_then(say::name));
        if !text.is_empty() {
            blocks.push(Block::Note {
                heading: heading.unwrap_or_default(),
                text,
                by: String::new(),
            });
        }
        blocks.extend(sections(section));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn a_document_has_some_name() {
        let words = words();
        let say = Say::new(&words);
        assert_eq!(title(&json!({"type": {"text": "progress note"}}), say), "Progress note");
        assert_eq!(
            title(&json!({"content": [{"attachment": {"title": "Scan.pdf"}}]}), say),
            "Scan.pdf"
        );
        assert_eq!(title(&json!({}), say), "Document");
    }

    #[test]
    fn a_description_that_repeats_the_kind_is_left_out_in_any_language() {
        let kind = json!({"coding": [{"system": "http://loinc.org", "code": "11506-3"}], "text": "Progress note"});
        let item = |description: &str| Item {
            kind: ResourceType::DocumentReference,
            id: "x".into(),
            version: 1,
            updated: madrone_kernel::Instant::from_micros(0),
            json: json!({"type": kind, "description": description}).into(),
        };
        let spanish = words().in_locale(madrone_i18n::Locale::Es);
        let lines = |description| row(&item(description), &Related::default(), Say::new(&spanish)).lines;
        assert!(!lines("Progress note").iter().any(|line| line == "Progress note"));
        assert!(lines("Knee, left").iter().any(|line| line == "Knee, left"));
    }

    #[test]
    fn nested_sections_are_all_read() {
        let composition = json!({"section": [
            {"title": "Plan", "text": {"div": "<div>Rest.</div>"}, "section": [{"title": "Diet", "text": {"div": "<p>Less salt</p>"}}]}]});
        let texts: Vec<_> = sections(&composition)
            .into_iter()
            .filter_map(|block| match block {
                Block::Note { heading, text, .. } => Some((heading, text)),
                _ => None,
            })
            .collect();
        assert_eq!(
            texts,
            [
                ("Plan".to_owned(), "Rest.".to_owned()),
                ("Diet".to_owned(), "Less salt".to_owned())
            ]
        );
    }
}
