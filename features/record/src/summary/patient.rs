//! The summary as a page and as a file.

use madrone_authz::Action;
use madrone_web::components::Link;
use madrone_web::{Cx, Failure, Page, PageResult, Work};

use super::{Reader, SUMMARY, pdf, sections, who};
use crate::chart::Chart;
use crate::page::Article;
use crate::say::Say;
use crate::{files, sources};

/// `GET /summary`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::enter())?;
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
    let who = of_whom(cx, chart, say)?;
    cx.render(&Article {
        shell: cx.shell(say.t("summary")),
        back: Some(Link::new("/health", say.t("health"))),
        title: say.t("summary"),
        lede: who,
        ways: vec![Link::new("/summary.pdf", say.t("download-pdf"))],
        print: say.t("print"),
        main,
        sources: sources::line(cx, &used),
        ..Article::default()
    })
}

/// Whose summary it is. Where who the patient is stays shut, the name that the frame says.
pub(super) fn of_whom(cx: &Cx, chart: Chart<'_>, say: Say<'_>) -> Result<String, Failure> {
    match (chart.patient()?, cx.whose()) {
        (Some(patient), _) => Ok(who(&patient.json, say)),
        (None, Some(whose)) => Ok(whose.acting.name.clone()),
        (None, None) => Err(Failure::NotFound),
    }
}

/// `GET /summary.pdf`
pub(crate) fn download(work: &mut Work) -> PageResult {
    let document = work.read(|cx| {
        let access = cx.open_chart(Action::enter())?;
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
