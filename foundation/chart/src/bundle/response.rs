//! What a bundle of requests is answered with.

use serde_json::{Map, Value, json};

use crate::Refused;
use crate::search::Page;
use crate::stored::Stored;
use crate::write::Change;

/// The answer to one entry.
pub(super) struct Answer {
    resource: Option<Value>,
    response: Value,
}

impl Answer {
    pub(super) fn written(stored: &Stored, change: Change) -> Self {
        let status = if change == Change::Created {
            "201 Created"
        } else {
            "200 OK"
        };
        Self {
            resource: None,
            response: version(status, stored),
        }
    }

    pub(super) fn deleted(stored: Option<&Stored>) -> Self {
        let response = match stored {
            Some(stored) => {
                json!({ "status": "204 No Content", "etag": stored.etag(), "lastModified": stored.updated.to_string() })
            }
            None => json!({ "status": "204 No Content" }),
        };
        Self {
            resource: None,
            response,
        }
    }

    pub(super) fn read(stored: &Stored) -> Self {
        Self {
            resource: Some(stored.json()),
            response: version("200 OK", stored),
        }
    }

    pub(super) fn found(page: Value) -> Self {
        Self {
            resource: Some(page),
            response: json!({ "status": "200 OK" }),
        }
    }

    pub(super) fn refused(why: &Refused) -> Self {
        Self {
            resource: None,
            response: json!({ "status": why.status().to_string(), "outcome": why.outcome() }),
        }
    }
}

fn version(status: &str, stored: &Stored) -> Value {
    json!({
        "status": status,
        "location": format!("{}/_history/{}", stored.reference(), stored.version),
        "etag": stored.etag(),
        "lastModified": stored.updated.to_string(),
    })
}

pub(super) fn bundle_of(kind: &str, answers: Vec<Answer>) -> Value {
    let entry = |answer: Answer| {
        let mut entry = Map::new();
        if let Some(resource) = answer.resource {
            entry.insert("resource".to_owned(), resource);
        }
        entry.insert("response".to_owned(), answer.response);
        Value::Object(entry)
    };
    let entries: Vec<Value> = answers.into_iter().map(entry).collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": kind });
    // FHIR has no empty arrays.
    if !entries.is_empty() {
        bundle["entry"] = entries.into();
    }
    bundle
}

/// A page as a Bundle of type `searchset`, without links: who has the address of the request adds them.
pub fn searchset(page: &Page) -> Value {
    let entry =
        |mode: &'static str| move |stored: &Stored| json!({ "resource": stored.json(), "search": { "mode": mode } });
    let matches = page.matches.iter().map(entry("match"));
    let entries: Vec<Value> = matches.chain(page.included.iter().map(entry("include"))).collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset" });
    if let Some(total) = page.total {
        bundle["total"] = total.into();
    }
    if !entries.is_empty() {
        bundle["entry"] = entries.into();
    }
    bundle
}
