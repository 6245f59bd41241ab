//! References between the entries of a transaction, and to what a search finds.

use std::collections::HashMap;

use madrone_authz::ChartAccess;
use madrone_db::Tx;
use madrone_fhir::{ResourceType, references, rewrite_references};
use serde_json::Value;

use crate::Refused;
use crate::prepared::is_conditional;
use crate::resource::the_one;

/// What references lead to, by what they say.
#[derive(Default)]
pub(super) struct References {
    /// By `fullUrl`.
    entries: HashMap<String, String>,
    /// By search.
    found: HashMap<String, String>,
}

impl References {
    /// The entry with this `fullUrl` is written as `kind/id`.
    pub(super) fn learn(&mut self, full_url: Option<&str>, kind: ResourceType, id: &str) {
        if let Some(url) = full_url {
            self.entries.insert(url.to_owned(), format!("{kind}/{id}"));
        }
    }

    /// Makes the references of a resource, which stands under `full_url`, lead to the ids given here.
    pub(super) fn follow(
        &mut self,
        tx: &Tx,
        access: &ChartAccess,
        full_url: Option<&str>,
        resource: &mut Value,
    ) -> Result<(), Refused> {
        let mut searches = Vec::new();
        references(resource, &mut |reference| {
            if is_conditional(reference) && !self.found.contains_key(reference) {
                searches.push(reference.to_owned());
            }
        });
        for reference in searches {
            let target = search(tx, access, &reference)?;
            self.found.insert(reference, target);
        }
        let base = full_url.and_then(base_of);
        rewrite_references(resource, |reference| {
            let entry = self.entries.get(reference).or_else(|| self.found.get(reference));
            // A relative reference is meant beside the resource that it stands in.
            entry
                .or_else(|| self.entries.get(&format!("{}{reference}", base?)))
                .cloned()
        });
        Ok(())
    }
}

/// `Type/id` of the one resource that the search of a reference finds.
fn search(tx: &Tx, access: &ChartAccess, reference: &str) -> Result<String, Refused> {
    let nothing = || Refused::Nothing(reference.to_owned());
    let (name, query) = reference.split_once('?').ok_or_else(nothing)?;
    let kind = ResourceType::parse(name).ok_or_else(nothing)?;
    let id = the_one(tx, access, kind, query)?.ok_or_else(nothing)?;
    Ok(format!("{kind}/{id}"))
}

/// `https://example.org/fhir/` of `https://example.org/fhir/Patient/1`.
fn base_of(full_url: &str) -> Option<&str> {
    let (rest, _) = full_url.rsplit_once('/')?;
    let (base, kind) = rest.rsplit_once('/')?;
    ResourceType::parse(kind)?;
    full_url.get(..=base.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_stands_before_type_and_id() {
        assert_eq!(
            base_of("https://example.org/fhir/Patient/1"),
            Some("https://example.org/fhir/")
        );
        assert_eq!(base_of("urn:uuid:1"), None);
    }
}
