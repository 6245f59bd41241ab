//! What is wrong with a resource or a request, where, and what to do about it.

use std::fmt;

/// One finding, ready to become an `OperationOutcome.issue`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Fault {
    /// Where, as `FHIRPath` writes it (`Observation.component[2].valueQuantity.value`); for a request the name of the
    /// parameter; empty when the whole text is meant.
    pub path: String,
    /// Whether it forbids the write or request.
    pub severity: Severity,
    /// What is wrong and what to do, in words for the person who sent it. Never repeats values of the resource beyond
    /// a short excerpt.
    pub what: String,
    /// The kind of problem, from HL7's list.
    pub code: IssueCode,
}

impl Fault {
    /// A finding that forbids.
    pub fn error(code: IssueCode, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            severity: Severity::Error,
            what: what.into(),
            code,
        }
    }

    /// A finding that is only said.
    pub fn warning(code: IssueCode, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, path, what)
        }
    }

    /// Whether it forbids the write or request.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// `path: what`, for log lines and the command line.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.what)
        } else {
            write!(f, "{}: {}", self.path, self.what)
        }
    }
}

/// Whether a finding forbids or is only said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The resource or request cannot be taken as it is.
    Error,
    /// It can; but someone should look.
    Warning,
}

impl Severity {
    /// The code for `OperationOutcome.issue.severity`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The codes of <http://hl7.org/fhir/R4/valueset-issue-type.html> that are used here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IssueCode {
    /// The JSON or the shape of an element is wrong.
    Structure,
    /// A required element is missing.
    Required,
    /// A value is not in the format of its type.
    Value,
    /// A rule of FHIR between elements is broken.
    Invariant,
    /// The request cannot be understood.
    Invalid,
    /// Known to FHIR, not done by this server.
    NotSupported,
}

impl IssueCode {
    /// The code for `OperationOutcome.issue.code`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Required => "required",
            Self::Value => "value",
            Self::Invariant => "invariant",
            Self::Invalid => "invalid",
            Self::NotSupported => "not-supported",
        }
    }
}
