//! A report's text and files: what the laboratory or the radiologist wrote.

use madrone_fhir::view;
use madrone_web::components::Row;
use serde_json::Value;

use crate::files::{self, Place};
use crate::page::Block;
use crate::plain;
use crate::say::{self, Say};

/// What a report says in words: its conclusion, its text, and where there is neither, its narrative.
pub(crate) fn texts(report: &Value, say: Say<'_>) -> Vec<Block> {
    let note = |heading: &str, text: String| Block::Note {
        heading: say.t(heading),
        text,
        by: String::new(),
    };
    let mut blocks = Vec::new();
    let conclusion = view::text(report, "conclusion")
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let codes: Vec<String> = view::all(report, "conclusionCode")
        .into_iter()
        .filter_map(say::name)
        .collect();
    match (conclusion, codes.is_empty()) {
        (Some(text), _) => blocks.push(note("conclusion", text.to_owned())),
        (None, false) => blocks.push(note("conclusion", codes.join("\n"))),
        (None, true) => {}
    }
    let bodies = view::all(report, "presentedForm").into_iter().filter_map(files::text);
    blocks.extend(
        bodies
            .filter(|text| Some(text.trim()) != conclusion)
            .map(|text| note("report-text", text)),
    );
    if blocks.is_empty()
        && view::all(report, "result").is_empty()
        && let Some(text) = view::text(report, "text.div")
            .map(plain::text_of)
            .filter(|text| !text.is_empty())
    {
        blocks.push(note("report-text", text));
    }
    blocks
}

/// The attachments at `path` that are not read on the page itself, as rows; `under` is the address that the number of
/// the attachment follows.
pub(crate) fn file_rows(attachments: &[&Value], under: &str, say: Say<'_>) -> Vec<Row> {
    let row = |(number, attachment): (usize, &&Value)| {
        let title = view::text(attachment, "title").map_or_else(|| say.t("file"), str::to_owned);
        let content_type = view::text(attachment, "contentType").unwrap_or_default();
        let row = match files::place(attachment) {
            Place::Here(_) if files::text(attachment).is_some() => return None,
            Place::Here(_) | Place::Binary(_) => Row::new(format!("{under}/{number}"), "download", title),
            Place::Elsewhere(url) => Row::new(url, "external-link", title).line(say.t("file-elsewhere")),
            Place::Nowhere => Row::new("", "cloud-off", title).line(say.t("file-nowhere")),
        };
        Some(
            row.line(
                say.known("file-type", &content_type.replace(['/', '+', '.'], "-"))
                    .unwrap_or_default(),
            )
            .line(say.day_at(attachment, &["creation"]).unwrap_or_default()),
        )
    };
    attachments.iter().enumerate().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn a_narrative_is_shown_only_where_nothing_better_is_and_never_as_markup() {
        let words = words();
        let say = Say::new(&words);
        let div = "<div><script>alert(1)</script><p>Chest is clear.</p></div>";
        let only = texts(&json!({"text": {"div": div}}), say);
        assert!(matches!(&only[0], Block::Note { text, .. } if text == "Chest is clear."));
        let better = texts(&json!({"text": {"div": div}, "conclusion": "Normal."}), say);
        assert_eq!(better.len(), 1);
        assert!(matches!(&better[0], Block::Note { text, .. } if text == "Normal."));
        assert!(
            texts(
                &json!({"text": {"div": div}, "result": [{"reference": "Observation/1"}]}),
                say
            )
            .is_empty()
        );
    }

    #[test]
    fn a_file_that_is_not_here_leads_nowhere_and_says_so() {
        let words = words();
        let lost = json!({"title": "Scan", "contentType": "application/pdf"});
        let rows = file_rows(&[&lost], "/results/r/file", Say::new(&words));
        assert_eq!(rows[0].href, "");
        let here = json!({"contentType": "application/pdf", "data": "JVBERi0="});
        assert_eq!(
            file_rows(&[&lost, &here], "/results/r/file", Say::new(&words))[1].href,
            "/results/r/file/1"
        );
    }
}
