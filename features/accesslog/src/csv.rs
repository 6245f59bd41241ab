//! The record as a table for other programs (RFC 4180).

use madrone_web::{Cx, Page, PageResult, Query as Asked};

use crate::by::Query;
use crate::deed::{self, Deed};
use crate::log;

/// The most rows of one file.
const MOST: u32 = 20_000;

/// `GET /access-log/download`
pub(crate) fn download(cx: &mut Cx, Asked(query): Asked<Query>) -> PageResult {
    let entries = log::entries(cx, &query, MOST)?;
    let (words, actor) = (cx.words(), cx.actor());
    let heads = ["when", "name", "role", "what", "outcome"].map(|head| cx.t(&format!("accesslog-head-{head}")));
    let mut text = line(&heads);
    for entry in &entries {
        let local = entry.at.timestamp().to_zoned(words.zone().clone());
        let outcome = if entry.allowed {
            "accesslog-allowed"
        } else {
            "accesslog-refused"
        };
        text += &line(&[
            local.strftime("%Y-%m-%d %H:%M:%S %z").to_string(),
            deed::who(words, entry, actor.id()),
            deed::role(words, entry, actor.id()),
            Deed::of(entry).said(words),
            cx.t(outcome),
        ]);
    }
    Ok(Page::Bytes {
        content_type: "text/csv; charset=utf-8",
        filename: Some("access-log.csv".into()),
        bytes: text.into_bytes(),
    })
}

/// A row. Programs that calculate take what begins so for a formula: an apostrophe says that it is text.
fn line(cells: &[String]) -> String {
    let cell = |text: &String| {
        let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            "'"
        } else {
            ""
        };
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_cell_is_text_whatever_stands_in_it() {
        let cells = ["=HYPERLINK(1)", "Ann \"A\" Lee", "two\r\nlines, one cell"].map(str::to_owned);
        assert_eq!(
            line(&cells),
            "\"'=HYPERLINK(1)\",\"Ann \"\"A\"\" Lee\",\"two\r\nlines, one cell\"\r\n"
        );
    }
}
