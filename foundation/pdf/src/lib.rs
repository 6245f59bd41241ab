//! PDFs by typst: tagged, in the language of their words, and PDF/UA-1 wherever their letters allow it.
//!
//! One fixed template lays out every document. What a document says reaches it as a JSON file in a file system of two
//! files that exists in memory only, so that no text, whoever wrote it, is ever read as markup or reaches a real file.
//!
//! Only the binary links this crate: typst is much of the time that a whole build takes.

mod world;

use madrone_ports::{Document, PdfError, PdfRenderer};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use world::{OnePage, Shelf};

/// Makes PDFs with typst. Holds the fonts and typst's library, a few megabytes: make one and share it.
pub struct TypstRenderer {
    shelf: Shelf,
    accessible: PdfStandards,
}

impl TypstRenderer {
    /// A renderer, with its fonts read.
    pub fn new() -> Self {
        Self {
            shelf: Shelf::new(),
            accessible: PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard cannot contradict itself"),
        }
    }

    fn lay_out(&self, document: &Document) -> Result<PagedDocument, PdfError> {
        let page = OnePage::new(&self.shelf, document);
        typst::compile(&page)
            .output
            .map_err(|problems| PdfError::Layout(counted(&problems)))
    }

    fn export(&self, document: &PagedDocument) -> Result<Vec<u8>, PdfError> {
        let options = |standards| PdfOptions {
            standards,
            creator: Smart::Custom(None),
            ..PdfOptions::default()
        };
        // PDF/UA-1 refuses a letter that no font of ours has. Such a document is still tagged, and far better than none.
        typst_pdf::pdf(document, &options(self.accessible.clone()))
            .or_else(|_| typst_pdf::pdf(document, &options(PdfStandards::default())))
            .map_err(|problems| PdfError::Export(counted(&problems)))
    }
}

impl Default for TypstRenderer {
    fn default() -> Self {
        Self::new()
    }
}

impl PdfRenderer for TypstRenderer {
    fn render(&self, document: &Document) -> Result<Vec<u8>, PdfError> {
        let outcome = self.lay_out(document).and_then(|laid_out| self.export(&laid_out));
        // typst remembers what it has laid out. That is one patient's record: forget it.
        typst::comemo::evict(0);
        outcome
    }
}

/// How much went wrong, not what: typst's own messages may quote the document.
fn counted(problems: &[SourceDiagnostic]) -> String {
    format!("{} problems in the template", problems.len())
}

#[cfg(test)]
mod tests;
