//! The summary as a document to print.

use madrone_ports::{Block, Document, Section};
use madrone_web::{Cx, Failure};

use super::patient::of_whom;
use super::{Reader, SUMMARY, sections};
use crate::chart::Chart;
use crate::page;
use crate::say::Say;
use crate::sources;

/// The document, in the reader's language.
pub(super) fn document(cx: &Cx, chart: Chart<'_>) -> Result<Document, Failure> {
    let words = cx.words();
    let say = Say::new(words);
    let (parts, used) = sections(
        Reader {
            chart,
            say,
            now: cx.now(),
        },
        &SUMMARY,
        false,
    )?;
    let patient = of_whom(cx, chart, say)?;
    let mut printed: Vec<Section> = parts.iter().map(page::printed).collect();
    printed.push(Section {
        heading: say.t("sources-heading"),
        blocks: vec![Block::Note(sources::line(cx, &used))],
    });
    let site = cx.site();
    let clinic = [&site.clinic, &site.phone]
        .into_iter()
        .filter(|line| !line.is_empty())
        .cloned()
        .collect();
    Ok(Document {
        language: words.locale().tag().to_owned(),
        title: say.t("summary"),
        clinic,
        patient,
        made: say.t1("printed", "when", words.date_time(cx.now())),
        page_label: say
            .words()
            .t2("record-page-of", ("page", "{page}"), ("pages", "{pages}")),
        sections: printed,
    })
}
