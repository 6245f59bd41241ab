//! Documents to print and keep.

use serde::Serialize;

/// A document as a tree of plain text. Nothing in it is markup: whatever a person or another system wrote is shown as it
/// was written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Document {
    /// The language of the words, as a BCP 47 tag: a screen reader speaks it so.
    pub language: String,
    /// The heading of the first page and the title of the file.
    pub title: String,
    /// Who issues it: the clinic's name, and what it prints beside it, one line each.
    pub clinic: Vec<String>,
    /// Whose it is, on every page: "Maria Alvarez, born March 4, 1979".
    pub patient: String,
    /// When it was made, at the foot of every page: "Printed November 22, 2026, 9:30 AM".
    pub made: String,
    /// The words beside the page number, with `{page}` and `{pages}` in their places: "Page {page} of {pages}".
    pub page_label: String,
    /// The parts, in order.
    pub sections: Vec<Section>,
}

/// A part of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// One thing in a section.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", content = "content", rename_all = "snake_case")]
pub enum Block {
    /// A smaller heading inside the section.
    Heading(String),
    /// Running text. Line breaks are kept.
    Paragraph(String),
    /// Less weighty text: where something comes from, what is not known.
    Note(String),
    /// Names and what they are: "Date of birth", "March 4, 1979".
    Rows(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A list of points.
    List(Vec<String>),
}

/// A table. Its columns are named on every page that it reaches.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The cells by row. A row shorter than the columns ends in empty cells; what is longer is left out.
    pub rows: Vec<Vec<String>>,
}

/// Why there is no PDF. Holds nothing of the document.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PdfError {
    /// The document could not be laid out.
    #[error("the document could not be laid out: {0}")]
    Layout(String),
    /// The laid-out document could not be written as a PDF.
    #[error("the document could not be written: {0}")]
    Export(String),
}

/// Makes PDFs. It costs tens of milliseconds of CPU: call it from a worker thread, with no transaction open.
pub trait PdfRenderer: Send + Sync {
    /// The bytes of the PDF of `document`.
    ///
    /// # Errors
    /// [`PdfError`], when the renderer itself fails; no text makes it fail.
    fn render(&self, document: &Document) -> Result<Vec<u8>, PdfError>;
}
