//! The summary as a page and as a file.

use madrone_authz::{Action, Area};
use madrone_web::components::Link;
use madrone_web::{Cx, Failure, Page, PageResult, Work};

use super::{Reader, SUMMARY, pdf, sections, who};
use crate::chart::Chart;
use crate::page::Article;
use crate::say::Say;
use crate::{files, sources};

/// `GET /summary`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let (main, used) = sections(
        Reader {
            chart,
            say,
            now: cx.now(),
        },
        &SUMMARY,
        true,
    )?;
    let patient = chart.patient()?.ok_or(Failure::NotFound)?;
    cx.render(&Article {
        shell: cx.shell(say.t("summary")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("summary"),
        lede: who(&patient.json, say),
        ways: vec![Link::new("/summary.pdf", say.t("download-pdf"))],
        print: say.t("print"),
        main,
        sources: sources::line(cx, &used),
        ..Article::default()
    })
}

/// `GET /summary.pdf`
pub(crate) fn download(work: &mut Work) -> PageResult {
    let document = work.read(|cx| {
        let access = cx.open_chart(Action::view(Area::Demographics))?;
        pdf::document(cx, Chart::new(cx.tx(), &access))
    })?;
    let bytes = work
        .app()
        .pdf
        .render(&document)
        .map_err(|why| Failure::Internal(why.to_string()))?;
    let filename = Some(files::filename(&document.title, "application/pdf"));
    Ok(Page::Bytes {
        content_type: "application/pdf",
        filename,
        bytes,
    })
}
