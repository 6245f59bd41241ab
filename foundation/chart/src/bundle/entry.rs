//! One request of a bundle.

use madrone_fhir::{IssueCode, ResourceType};
use serde_json::Value;

use crate::Refused;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    Delete,
    Post,
    Put,
    Get,
}

/// What `request.url` names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// `Patient`
    Type(ResourceType),
    /// `Patient/1`
    Instance(ResourceType, String),
    /// `Patient/1/_history/2`
    Version(ResourceType, String, i64),
    /// `Patient?identifier=1`
    Query(ResourceType, String),
}

impl Target {
    pub(super) fn kind(&self) -> ResourceType {
        let (Self::Type(kind) | Self::Instance(kind, _) | Self::Version(kind, ..) | Self::Query(kind, _)) = self;
        *kind
    }

    fn parse(url: &str) -> Option<Self> {
        if let Some((kind, query)) = url.split_once('?') {
            return Some(Self::Query(ResourceType::parse(kind)?, query.to_owned()));
        }
        let mut parts = url.split('/');
        let kind = ResourceType::parse(parts.next()?)?;
        Some(match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::Type(kind),
            (Some(id), None, ..) if !id.is_empty() => Self::Instance(kind, id.to_owned()),
            (Some(id), Some("_history"), Some(version), None) => {
                Self::Version(kind, id.to_owned(), version.parse().ok()?)
            }
            _ => return None,
        })
    }
}

pub(super) struct Entry {
    pub(super) method: Method,
    pub(super) target: Target,
    pub(super) full_url: Option<String>,
    pub(super) if_none_exist: Option<String>,
    pub(super) if_match: Option<i64>,
    resource: Option<Value>,
}

impl Entry {
    pub(super) fn read(frame: &Value, resource: Option<Value>) -> Result<Self, Refused> {
        let text = |path: &str| madrone_fhir::view::text(frame, path);
        let fault = |path: &str, what: &str| Refused::fault(IssueCode::Invalid, path, what);
        let method = match text("request.method") {
            Some("DELETE") => Method::Delete,
            Some("POST") => Method::Post,
            Some("PUT") => Method::Put,
            Some("GET") => Method::Get,
            _ => {
                let what = "Each entry needs a request with the method GET, POST, PUT or DELETE.";
                return Err(fault("request.method", what));
            }
        };
        let url = text("request.url").unwrap_or_default();
        let target = Target::parse(url.trim_start_matches('/'))
            .ok_or_else(|| fault("request.url", "Write a type, a type and id, or a type and a search."))?;
        let if_match = match text("request.ifMatch") {
            Some(tag) => Some(version_of(tag).ok_or_else(|| fault("request.ifMatch", "Write a version as W/\"3\"."))?),
            None => None,
        };
        let entry = Self {
            method,
            target,
            full_url: text("fullUrl").map(str::to_owned),
            if_none_exist: text("request.ifNoneExist").map(|query| query.trim_start_matches('?').to_owned()),
            if_match,
            resource,
        };
        if matches!(method, Method::Post | Method::Put)
            && ResourceType::of(entry.resource()?) != Some(entry.target.kind())
        {
            return Err(fault(
                "resource.resourceType",
                "The resource is of another type than request.url says.",
            ));
        }
        Ok(entry)
    }

    pub(super) fn resource(&self) -> Result<&Value, Refused> {
        self.resource.as_ref().ok_or_else(Self::no_resource)
    }

    pub(super) fn resource_mut(&mut self) -> Result<&mut Value, Refused> {
        self.resource.as_mut().ok_or_else(Self::no_resource)
    }

    fn no_resource() -> Refused {
        Refused::fault(
            IssueCode::Required,
            "resource",
            "What is created or updated needs a resource.",
        )
    }

    /// The resource has this id, or none.
    pub(super) fn expect_id(&self, id: &str) -> Result<(), Refused> {
        match self.resource()?.get("id").and_then(Value::as_str) {
            Some(own) if own != id => Err(Refused::fault(
                IssueCode::Invalid,
                "resource.id",
                "The resource has another id than request.url says.",
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn wrong_url() -> Refused {
        let what = "POST goes to a type, PUT and DELETE to a type and id or to a type and a search.";
        Refused::fault(IssueCode::Invalid, "request.url", what)
    }
}

/// The version in an entity tag: 3 in `W/"3"`.
fn version_of(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    tag.trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_type_an_instance_a_version_or_a_search() {
        let patient = ResourceType::Patient;
        assert_eq!(Target::parse("Patient"), Some(Target::Type(patient)));
        assert_eq!(Target::parse("Patient/1"), Some(Target::Instance(patient, "1".into())));
        assert_eq!(
            Target::parse("Patient/1/_history/2"),
            Some(Target::Version(patient, "1".into(), 2))
        );
        assert_eq!(
            Target::parse("Patient?a=b/c"),
            Some(Target::Query(patient, "a=b/c".into()))
        );
        for wrong in ["", "Nothing/1", "Patient/", "Patient/1/2", "Patient/1/_history/x"] {
            assert_eq!(Target::parse(wrong), None, "{wrong}");
        }
    }
}
