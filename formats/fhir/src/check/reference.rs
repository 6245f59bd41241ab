//! The form of references, after <http://hl7.org/fhir/R4/references.html>.

use serde_json::Value;

use super::{At, Checker, Object, Scope, excerpt};
use crate::primitive::{is_oid, is_uuid};
use crate::references::local;
use crate::table::Child;
use crate::{Fault, IssueCode, ResourceType};

impl Checker {
    pub(super) fn reference(&mut self, child: &Child, members: &Object, at: At, scope: Scope) {
        let Some(text) = members.get("reference").and_then(Value::as_str) else {
            return;
        };
        if let Some(id) = text.strip_prefix('#') {
            if !id.is_empty() && !contains(scope.container, id) {
                let what = format!("Nothing with the id \"{}\" is contained in this resource.", excerpt(id));
                self.error(IssueCode::Invariant, at.member("reference"), what);
            }
            return;
        }
        let Some(target) = target(text) else {
            let what = format!(
                "\"{}\" is no reference: write Type/id, an absolute URL, urn:uuid:…, urn:oid:…, #id or Type?search.",
                excerpt(text)
            );
            return self.error(IssueCode::Value, at.member("reference"), what);
        };
        if let Some(resource) = target.filter(|resource| !child.targets.is_empty() && !child.targets.contains(resource))
        {
            let names: Vec<_> = child.targets.iter().map(|target| target.name()).collect();
            let what = format!("FHIR R4 expects {} here, not {resource}.", names.join(", "));
            self.faults
                .push(Fault::warning(IssueCode::Value, at.member("reference").path(), what));
        }
    }
}

/// The type that a reference leads to, if it says so; `None` if it has none of the forms.
#[expect(
    clippy::option_option,
    reason = "no reference at all differs from a reference that says no type"
)]
fn target(text: &str) -> Option<Option<ResourceType>> {
    if let Some((resource, _, _)) = local(text) {
        return Some(Some(resource));
    }
    if let Some(uuid) = text.strip_prefix("urn:uuid:") {
        return (is_uuid(uuid) || is_uuid(&uuid.to_ascii_lowercase())).then_some(None);
    }
    if let Some(oid) = text.strip_prefix("urn:oid:") {
        return is_oid(oid).then_some(None);
    }
    if let Some((resource, search)) = text.split_once('?')
        && let Some(resource) = ResourceType::parse(resource)
    {
        return (!search.is_empty()).then_some(Some(resource));
    }
    is_absolute(text).then_some(None)
}

fn is_absolute(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_is_good = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    scheme_is_good && !rest.is_empty() && !rest.contains(char::is_whitespace)
}

fn contains(container: &Object, id: &str) -> bool {
    let contained = container.get("contained").and_then(Value::as_array);
    contained
        .into_iter()
        .flatten()
        .any(|resource| resource.get("id").and_then(Value::as_str) == Some(id))
}
