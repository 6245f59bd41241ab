//! What typst can see: a template, one document, a few fonts, and nothing else.

use madrone_ports::Document;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// What all documents share.
pub(crate) struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: FileId,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        // Noto Sans for what is read; DejaVu Sans for the signs and scripts that it lacks.
        let files = [notosans::REGULAR_TTF, notosans::BOLD_TTF, dejavu::sans::regular()];
        let fonts: Vec<Font> = files
            .into_iter()
            .flat_map(|file| Font::iter(Bytes::new(file)))
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(
                named("document.typ"),
                include_str!("../templates/document.typ").to_owned(),
            ),
            data: named("document.json"),
        }
    }
}

fn named(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name is a path");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// The world of one document.
pub(crate) struct OnePage<'a> {
    shelf: &'a Shelf,
    json: Bytes,
}

impl<'a> OnePage<'a> {
    pub(crate) fn new(shelf: &'a Shelf, document: &Document) -> Self {
        let mut json = serde_json::to_value(document).expect("a tree of texts is JSON");
        json["language"] = language(&document.language).into();
        Self {
            shelf,
            json: Bytes::from_string(json.to_string()),
        }
    }
}

/// The language without its region, which is all that typst takes; English when it is no language tag.
fn language(tag: &str) -> String {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_lowercase());
    if known { language } else { "en".to_owned() }
}

impl World for OnePage<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.shelf.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.shelf.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shelf.data {
            Ok(self.json.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    /// No clock: the date of printing is part of the document.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
