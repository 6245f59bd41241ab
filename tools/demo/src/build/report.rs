//! Reports in words or as a document: imaging, pathology, microbiology, procedures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::{Seen, Status, Story, at, compact, profile, refer};
use crate::clinic::Actor;
use crate::code::{Code, hl7};

/// What a report comes as, beside its conclusion.
pub(crate) enum Attached<'a> {
    Text(&'a str),
    Pdf(Vec<u8>),
}

/// A report to tell.
pub(crate) struct Report<'a> {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    /// Its name on the clinic's pages.
    pub(crate) name: &'static str,
    /// LOINC part of the service (radiology, cardiology, pathology), or a code of HL7 table 0074.
    pub(crate) section: &'static str,
    pub(crate) status: Status,
    /// When the study was, and when it was read.
    pub(crate) date: Date,
    pub(crate) read: Date,
    pub(crate) by: Actor,
    pub(crate) conclusion: &'static str,
    pub(crate) attached: Attached<'a>,
}

impl Story<'_> {
    /// Adds a report that a visit asked for.
    pub(crate) fn report(&mut self, seen: Option<&Seen>, report: Report<'_>) -> String {
        let (kind, bytes) = match report.attached {
            Attached::Text(text) => ("text/plain; charset=utf-8", text.trim().as_bytes().to_vec()),
            Attached::Pdf(file) => ("application/pdf", file),
        };
        let read = at(report.read, Time::constant(14, 30, 0, 0));
        self.add(
            report.slug,
            "subject",
            compact(json!({
                "resourceType": "DiagnosticReport",
                "meta": profile(if report.section.starts_with("LP") {
                    "us-core-diagnosticreport-note"
                } else {
                    "us-core-diagnosticreport-lab"
                }),
                "status": report.status.code(),
                "category": [section(report.section)],
                "code": report.code.called(report.name),
                "encounter": seen.map(|seen| refer(&seen.encounter)),
                "effectiveDateTime": at(report.date, Time::constant(9, 30, 0, 0)),
                "issued": read,
                "performer": [report.by.reference()],
                "conclusion": report.conclusion,
                "presentedForm": [{
                    "contentType": kind,
                    "language": "en",
                    "data": BASE64.encode(&bytes),
                    "title": report.name,
                    "creation": read,
                }],
            })),
        )
    }
}

fn section(code: &str) -> Value {
    let display = match code {
        "LP29684-5" => "Radiology",
        "LP29708-2" => "Cardiology",
        "LP7839-6" => "Pathology",
        "MB" => return hl7("v2-0074", "MB", "Microbiology"),
        _ => return hl7("v2-0074", "LAB", "Laboratory"),
    };
    json!({ "coding": [{ "system": "http://loinc.org", "code": code, "display": display }], "text": display })
}
