//! Attachments: what they are, what they are called, and which of them may be shown in the browser.

use base64::Engine as _;
use madrone_fhir::ResourceType;
use madrone_fhir::view::{self, Reference};
use serde_json::Value;

use crate::plain;

/// How a file is handed to the browser. Only what cannot run anything is shown in place, and only when its first bytes
/// are what its type says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FileKind {
    Pdf,
    Png,
    Jpeg,
    Text,
    /// Everything else is for keeping, not for showing.
    Other,
}

impl FileKind {
    /// The kind of `bytes` that are said to be of `content_type`.
    pub(crate) fn of(content_type: &str, bytes: &[u8]) -> Self {
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        match media_type(content_type).as_str() {
            "application/pdf" if starts(b"%PDF-") => Self::Pdf,
            "image/png" if starts(b"\x89PNG\r\n\x1a\n") => Self::Png,
            "image/jpeg" | "image/jpg" if starts(b"\xff\xd8\xff") => Self::Jpeg,
            "text/plain" if std::str::from_utf8(bytes).is_ok() => Self::Text,
            _ => Self::Other,
        }
    }

    /// The media type that is told to the browser.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
            Self::Other => "application/octet-stream",
        }
    }

    /// Whether it is shown in place.
    pub(crate) fn is_shown(self) -> bool {
        self != Self::Other
    }
}

/// Where the content of an attachment is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In the attachment itself.
    Here(Vec<u8>),
    /// In a Binary of this server.
    Binary(String),
    /// On another server, at this address.
    Elsewhere(String),
    /// Nowhere: described, but not sent.
    Nowhere,
}

/// Where the content of `attachment` is.
pub(crate) fn place(attachment: &Value) -> Place {
    if let Some(bytes) = view::text(attachment, "data").and_then(decode) {
        return Place::Here(bytes);
    }
    let Some(url) = view::text(attachment, "url") else {
        return Place::Nowhere;
    };
    let reference = Reference {
        reference: Some(url),
        display: None,
    };
    match reference.local() {
        Some((ResourceType::Binary, id)) => Place::Binary(id.to_owned()),
        _ if url.starts_with("https://") => Place::Elsewhere(url.to_owned()),
        _ => Place::Nowhere,
    }
}

/// base64 as FHIR allows it, with white space.
pub(crate) fn decode(data: &str) -> Option<Vec<u8>> {
    let packed: String = data.split_ascii_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(packed).ok()
}

/// The text of an attachment whose content is here and readable, as plain text.
pub(crate) fn text(attachment: &Value) -> Option<String> {
    let content_type = view::text(attachment, "contentType").unwrap_or_default();
    if !is_text(content_type) {
        return None;
    }
    let Place::Here(bytes) = place(attachment) else {
        return None;
    };
    text_of(content_type, bytes)
}

/// `bytes` of `content_type` as plain text, if they are text.
pub(crate) fn text_of(content_type: &str, bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok().filter(|_| is_text(content_type))?;
    Some(plain::by_type(content_type, &text)).filter(|text| !text.is_empty())
}

/// Whether content of this type is read on the page itself.
pub(crate) fn is_text(content_type: &str) -> bool {
    matches!(
        media_type(content_type).as_str(),
        "text/plain" | "text/html" | "application/xhtml+xml" | "text/markdown" | "text/rtf-plain"
    )
}

/// What a saved file is called: the title without anything that means something to a file system, and an ending that
/// says what it is.
pub(crate) fn filename(title: &str, content_type: &str) -> String {
    let kept: String = title
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || "-_".contains(letter) {
                letter
            } else {
                ' '
            }
        })
        .take(80)
        .collect();
    let stem = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = if stem.is_empty() { "document" } else { &stem };
    format!("{stem}.{}", ending(content_type))
}

fn ending(content_type: &str) -> &'static str {
    match media_type(content_type).as_str() {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" | "image/jpg" => "jpg",
        "text/plain" => "txt",
        "text/html" | "application/xhtml+xml" => "html",
        "application/xml" | "text/xml" | "application/hl7-sda+xml" => "xml",
        "application/rtf" | "text/rtf" => "rtf",
        "application/dicom" => "dcm",
        _ => "bin",
    }
}

fn media_type(content_type: &str) -> String {
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_cannot_run_is_shown_and_only_when_it_is_what_it_says() {
        assert_eq!(FileKind::of("application/pdf", b"%PDF-1.7 ..."), FileKind::Pdf);
        assert_eq!(FileKind::of("application/pdf", b"<html><script>"), FileKind::Other);
        assert_eq!(FileKind::of("text/html", b"<p>hello"), FileKind::Other);
        assert_eq!(FileKind::of("image/svg+xml", b"<svg onload=evil()>"), FileKind::Other);
        assert_eq!(FileKind::of("Text/Plain; charset=utf-8", b"hello"), FileKind::Text);
        assert_eq!(FileKind::of("text/plain", b"\xff\xfe"), FileKind::Other);
        assert!(!FileKind::Other.is_shown());
        assert_eq!(FileKind::Other.content_type(), "application/octet-stream");
    }

    #[test]
    fn content_is_here_in_a_binary_elsewhere_or_nowhere() {
        assert_eq!(place(&json!({"data": "aGVs\n bG8="})), Place::Here(b"hello".to_vec()));
        assert_eq!(place(&json!({"url": "Binary/b1"})), Place::Binary("b1".into()));
        assert_eq!(
            place(&json!({"url": "https://x.example/a.pdf"})),
            Place::Elsewhere("https://x.example/a.pdf".into())
        );
        assert_eq!(place(&json!({"url": "javascript:alert(1)"})), Place::Nowhere);
        assert_eq!(place(&json!({"title": "lost"})), Place::Nowhere);
    }

    #[test]
    fn html_is_read_as_text() {
        let data = base64::engine::general_purpose::STANDARD.encode("<p>Well <script>x</script>healed</p>");
        let attachment = json!({"contentType": "text/html", "data": data});
        assert_eq!(text(&attachment).unwrap(), "Well healed");
    }

    #[test]
    fn a_saved_file_has_a_harmless_name() {
        assert_eq!(
            filename("../../etc/passwd\n\"x\"", "application/pdf"),
            "etc passwd x.pdf"
        );
        assert_eq!(filename("", "application/zip"), "document.bin");
    }
}
