//! Files of the record, handed out safely.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::{Failure, FromRequest, Incoming, Page, PageResult};
use serde_json::Value;

use crate::chart::Chart;
use crate::files::{self, FileKind, Place};

/// `…/{id}/file/{n}`: a resource and the number of one of its attachments.
#[derive(Clone, Debug)]
pub(crate) struct FilePath {
    pub(crate) id: String,
    pub(crate) number: usize,
}

impl FromRequest for FilePath {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        let part = |name: &str| from.path.get(name).cloned().ok_or(Failure::NotFound);
        Ok(Self {
            id: part("id")?,
            number: part("n")?.parse().map_err(|_| Failure::NotFound)?,
        })
    }
}

/// The content of an attachment: in place when it cannot run anything, else as a file to keep.
pub(crate) fn attachment(chart: Chart<'_>, attachment: &Value, title: &str) -> PageResult {
    let said = view::text(attachment, "contentType").unwrap_or_default();
    let title = view::text(attachment, "title").unwrap_or(title);
    match files::place(attachment) {
        Place::Here(bytes) => Ok(page(title, said, bytes)),
        Place::Binary(id) => {
            let (content_type, bytes) = binary(chart, &id)?.ok_or(Failure::NotFound)?;
            Ok(page(title, if said.is_empty() { &content_type } else { said }, bytes))
        }
        Place::Elsewhere(_) | Place::Nowhere => Err(Failure::NotFound),
    }
}

/// The media type and the content of a Binary.
pub(crate) fn binary(chart: Chart<'_>, id: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let Some(binary) = chart.read(ResourceType::Binary, id)? else {
        return Ok(None);
    };
    let bytes = view::text(&binary.json, "data").and_then(files::decode);
    let content_type = view::text(&binary.json, "contentType").unwrap_or_default().to_owned();
    Ok(bytes.map(|bytes| (content_type, bytes)))
}

fn page(title: &str, content_type: &str, bytes: Vec<u8>) -> Page {
    let kind = FileKind::of(content_type, &bytes);
    let filename = (!kind.is_shown()).then(|| files::filename(title, content_type));
    Page::Bytes {
        content_type: kind.content_type(),
        filename,
        bytes,
    }
}
