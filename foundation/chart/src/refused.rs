//! Why a request to the store is turned down, and how that is said in FHIR.

use madrone_fhir::{Fault, IssueCode};
use serde_json::{Value, json};

/// A request that the store turns down.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Refused {
    /// The resource or request is wrong, and how.
    #[error("{}", .0.first().map_or_else(|| "the request is wrong".to_owned(), ToString::to_string))]
    Faults(Vec<Fault>),
    /// There is no such resource, or not for whoever asks.
    #[error("there is no such resource")]
    NotFound,
    /// There was one; it has been deleted.
    #[error("the resource has been deleted")]
    Gone,
    /// The key does not open what was to be written.
    #[error("this may not be written with the access at hand")]
    NotAllowed,
    /// Somebody else has changed the resource since it was read (`If-Match`).
    #[error("the resource has been changed since it was read: its version is {current} now")]
    Conflict {
        /// The version it has now.
        current: i64,
    },
    /// A condition that must fit one resource fits several.
    #[error("{0} fits several resources: it must fit one")]
    Several(String),
    /// A condition that must fit a resource fits none.
    #[error("{0} fits no resource")]
    Nothing(String),
    /// An entry of a bundle was refused, and so is the whole.
    #[error("Bundle.entry[{entry}]: {why}")]
    Entry {
        /// Its place, from 0.
        entry: usize,
        /// Why.
        why: Box<Refused>,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

impl Refused {
    /// One fault.
    pub(crate) fn fault(code: IssueCode, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Faults(vec![Fault::error(code, path, what)])
    }

    /// The HTTP status that FHIR's RESTful interface gives it (<http://hl7.org/fhir/R4/http.html>).
    pub fn status(&self) -> u16 {
        match self {
            // What cannot be read is 400; what can be read and breaks a rule is 422.
            Self::Faults(faults) => {
                let rule = |fault: &Fault| {
                    matches!(
                        fault.code,
                        IssueCode::Required | IssueCode::Value | IssueCode::Invariant
                    )
                };
                if faults.iter().filter(|fault| fault.is_error()).all(rule) {
                    422
                } else {
                    400
                }
            }
            Self::NotFound => 404,
            Self::Gone => 410,
            Self::NotAllowed => 403,
            Self::Conflict { .. } | Self::Several(_) => 412,
            Self::Nothing(_) => 422,
            Self::Entry { why, .. } => why.status(),
            Self::Database(madrone_db::Error::Busy) => 503,
            Self::Database(madrone_db::Error::Conflict) => 409,
            Self::Database(_) => 500,
        }
    }

    /// The OperationOutcome that says so. Database errors are not repeated in it.
    pub fn outcome(&self) -> Value {
        let mut issues = Vec::new();
        self.issues("", &mut issues);
        json!({ "resourceType": "OperationOutcome", "issue": issues })
    }

    fn issues(&self, within: &str, out: &mut Vec<Value>) {
        let code = match self {
            Self::Faults(faults) => {
                out.extend(faults.iter().map(|fault| issue_of(fault, within)));
                return;
            }
            Self::Entry { entry, why } => return why.issues(&format!("{within}Bundle.entry[{entry}]"), out),
            Self::NotFound | Self::Nothing(_) => "not-found",
            Self::Gone => "deleted",
            Self::NotAllowed => "forbidden",
            Self::Conflict { .. } => "conflict",
            Self::Several(_) => "multiple-matches",
            Self::Database(madrone_db::Error::Busy) => "throttled",
            Self::Database(madrone_db::Error::Conflict) => "lock-error",
            Self::Database(_) => "exception",
        };
        let words = match self {
            Self::Database(_) => "The server could not do this now. Try again in a moment.".to_owned(),
            other => other.to_string(),
        };
        let mut issue = json!({ "severity": "error", "code": code, "diagnostics": words });
        if !within.is_empty() {
            issue["expression"] = json!([within]);
        }
        out.push(issue);
    }
}

/// A fault as an issue. Its path is already FHIRPath; for an entry of a bundle it is put behind the entry's.
fn issue_of(fault: &Fault, within: &str) -> Value {
    let mut issue = json!({
        "severity": fault.severity.name(),
        "code": fault.code.name(),
        "diagnostics": fault.to_string(),
    });
    let path = match (within, fault.path.split_once('.')) {
        ("", _) => fault.path.clone(),
        (_, Some((_, rest))) => format!("{within}.resource.{rest}"),
        (_, None) => within.to_owned(),
    };
    if !path.is_empty() {
        issue["expression"] = json!([path]);
    }
    issue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_says_in_which_entry_and_element_the_fault_is() {
        let why = Refused::fault(IssueCode::Required, "Patient.link[0].other", "Add it.");
        let outcome = Refused::Entry {
            entry: 3,
            why: Box::new(why),
        }
        .outcome();
        assert_eq!(
            outcome["issue"][0]["expression"][0],
            "Bundle.entry[3].resource.link[0].other"
        );
        assert_eq!(outcome["issue"][0]["code"], "required");
    }

    #[test]
    fn an_outcome_does_not_repeat_what_the_database_said() {
        let outcome = Refused::Database(madrone_db::Error::Engine("secret".into())).outcome();
        assert!(!outcome.to_string().contains("secret"), "{outcome}");
    }

    #[test]
    fn broken_rules_are_told_from_unreadable_requests() {
        assert_eq!(Refused::fault(IssueCode::Required, "", "").status(), 422);
        assert_eq!(Refused::fault(IssueCode::Structure, "", "").status(), 400);
    }
}
