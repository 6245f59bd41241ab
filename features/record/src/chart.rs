//! Reading the chart: the one place where this room talks to the store, so that what a page shows is what its holder
//! may see, and so that what resources refer to is fetched in one go.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use madrone_authz::ChartAccess;
use madrone_chart::{Head, Refused, Stored};
use madrone_db::Tx;
use madrone_fhir::ResourceType;
use madrone_fhir::view::{self, Reference};
use madrone_kernel::Instant;
use madrone_web::Failure;
use quick_cache::sync::Cache;
use serde_json::Value;

use crate::say;

/// A resource as pages read it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: ResourceType,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) updated: Instant,
    pub(crate) json: Arc<Value>,
}

impl Item {
    fn of(stored: &Stored) -> Option<Self> {
        (!stored.deleted).then(|| Self {
            kind: stored.kind,
            id: stored.id.clone(),
            version: stored.version,
            updated: stored.updated,
            json: parsed(stored),
        })
    }

    /// `Type/id`.
    pub(crate) fn reference(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// The code at `status`.
    pub(crate) fn status(&self) -> &str {
        view::text(&self.json, "status").unwrap_or_default()
    }
}

/// How many texts are remembered as values: those of a few hundred sessions, some ten megabytes.
const REMEMBERED: usize = 4096;

/// The value of a resource's text. A person opens one page after another of the same few resources, and reading a text
/// takes longer than finding it; so the latest are remembered, by the text itself, so that no value outlives its text.
fn parsed(stored: &Stored) -> Arc<Value> {
    static REMEMBER: LazyLock<Cache<String, Arc<Value>>> = LazyLock::new(|| Cache::new(REMEMBERED));
    if let Some(known) = REMEMBER.get(&stored.text) {
        return known;
    }
    let value = Arc::new(stored.json());
    REMEMBER.insert(stored.text.clone(), Arc::clone(&value));
    value
}

/// So many versions of a resource are looked at.
const VERSIONS: u32 = 20;

/// One page of a search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
    pub(crate) included: Vec<Item>,
    pub(crate) next: Option<String>,
}

/// A key to a chart together with the transaction it is used in.
#[derive(Clone, Copy)]
pub(crate) struct Chart<'a> {
    pub(crate) tx: &'a Tx,
    pub(crate) access: &'a ChartAccess,
}

impl<'a> Chart<'a> {
    pub(crate) fn new(tx: &'a Tx, access: &'a ChartAccess) -> Self {
        Self { tx, access }
    }

    /// One page of a search; empty where resources of this type may not be read.
    pub(crate) fn search(self, kind: ResourceType, query: &str) -> Result<Found, Failure> {
        if !self.access.sees(kind) {
            return Ok(Found::default());
        }
        let page = madrone_chart::search_text(self.tx, self.access, kind, query)
            .map_err(|refused| turned_away(refused, query))?;
        Ok(Found {
            items: page.matches.iter().filter_map(Item::of).collect(),
            included: page.included.iter().filter_map(Item::of).collect(),
            next: page.next,
        })
    }

    /// One page of a search without the texts, and the cursor of the next; nothing where resources of this type may not
    /// be read.
    pub(crate) fn heads(self, kind: ResourceType, query: &str) -> Result<(Vec<Head>, Option<String>), Failure> {
        if !self.access.sees(kind) {
            return Ok((Vec::new(), None));
        }
        madrone_chart::heads(self.tx, self.access, kind, query).map_err(|refused| turned_away(refused, query))
    }

    /// When something last changed among the resources of these types.
    pub(crate) fn last_change(self, kinds: &[ResourceType]) -> Result<Option<Instant>, Failure> {
        madrone_chart::last_change(self.tx, self.access, kinds).map_err(failed)
    }

    /// Those of `heads` that nothing refers to by one of these references.
    pub(crate) fn unreferred(self, heads: Vec<Head>, by: &[(ResourceType, &str)]) -> Result<Vec<Head>, Failure> {
        madrone_chart::unreferred(self.tx, self.access, heads, by).map_err(failed)
    }

    /// The texts of `heads`.
    pub(crate) fn texts(self, heads: &[Head]) -> Result<Vec<Item>, Failure> {
        let texts = madrone_chart::texts(self.tx, self.access, heads).map_err(failed)?;
        Ok(texts.iter().filter_map(Item::of).collect())
    }

    /// The items of a search, newest page first, up to `most`.
    pub(crate) fn list(self, kind: ResourceType, query: &str, most: usize) -> Result<Vec<Item>, Failure> {
        let count = most.min(200);
        let mut items = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut text = format!("{query}&_count={count}");
            if let Some(cursor) = &cursor {
                text = format!("{text}&_cursor={}", encoded(cursor));
            }
            let found = self.search(kind, text.trim_start_matches('&'))?;
            items.extend(found.items);
            cursor = found.next.filter(|_| items.len() < most);
            if cursor.is_none() {
                items.truncate(most);
                return Ok(items);
            }
        }
    }

    /// How many resources of each type the chart holds for its holder.
    pub(crate) fn counts(self) -> Result<HashMap<ResourceType, u64>, Failure> {
        madrone_chart::counts_by_type(self.tx, self.access).map_err(failed)
    }

    /// One resource; `None` when it is not there or not to be seen.
    pub(crate) fn read(self, kind: ResourceType, id: &str) -> Result<Option<Item>, Failure> {
        if !self.access.sees(kind) {
            return Ok(None);
        }
        let stored = madrone_chart::read(self.tx, self.access, kind, id).map_err(failed)?;
        Ok(stored.as_ref().and_then(Item::of))
    }

    /// The versions of a resource, newest first.
    pub(crate) fn history(self, kind: ResourceType, id: &str) -> Result<Vec<Item>, Failure> {
        let found = madrone_chart::history(self.tx, self.access, kind, Some(id), None, VERSIONS).map_err(failed)?;
        Ok(found.versions.iter().filter_map(Item::of).collect())
    }

    /// The resources of these references (`Type/id`) that are here and may be seen, in one go.
    pub(crate) fn resolve(self, references: &[String]) -> Result<Vec<Item>, Failure> {
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = references.iter().map(String::as_str);
        let found = madrone_chart::read_references(self.tx, self.access, wanted).map_err(failed)?;
        Ok(found
            .values()
            .filter_map(Item::of)
            .filter(|item| self.access.sees(item.kind))
            .collect())
    }

    /// The patient.
    pub(crate) fn patient(self) -> Result<Option<Item>, Failure> {
        match self.access.patient_id() {
            Some(id) => self.read(ResourceType::Patient, id),
            None => Ok(None),
        }
    }

    /// What `resources` refer to without saying its name: people, places, medicines.
    pub(crate) fn related<'r>(self, resources: impl IntoIterator<Item = &'r Item>) -> Result<Related, Failure> {
        let mut wanted = BTreeSet::new();
        for item in resources {
            nameless(&item.json, &mut wanted);
        }
        let wanted: Vec<String> = wanted.into_iter().collect();
        Ok(Related::of(self.resolve(&wanted)?))
    }
}

/// What somebody typed, as the value of a search: by its letters, and as part of a query string.
pub(crate) fn searched(typed: &str) -> String {
    encoded(&fhir_text(typed.trim()))
}

/// Commas, dollars and bars mean something in FHIR's searches; in a name they are themselves.
fn fhir_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, ',' | '$' | '|' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// `text` as a value in a query string.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn turned_away(refused: Refused, query: &str) -> Failure {
    match refused {
        // A cursor comes from the address, where anybody may change it.
        Refused::Faults(_) if query.contains("_cursor=") => Failure::NotFound,
        other => failed(other),
    }
}

fn failed(refused: Refused) -> Failure {
    match refused {
        Refused::Database(error) => Failure::Db(error),
        other => Failure::Internal(format!("the chart could not be read: {other}")),
    }
}

/// Types whose resources are asked for because they give a name to what refers to them.
fn gives_a_name(kind: ResourceType) -> bool {
    use ResourceType as T;
    matches!(
        kind,
        T::Practitioner
            | T::PractitionerRole
            | T::Organization
            | T::Location
            | T::RelatedPerson
            | T::CareTeam
            | T::HealthcareService
            | T::Medication
            | T::Specimen
            | T::Condition
            | T::Device
            | T::ServiceRequest
    )
}

/// The references in `value` that a name is missing for.
fn nameless(value: &Value, wanted: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| nameless(item, wanted)),
        Value::Object(members) => {
            let reference = Reference::of(value);
            if let Some((kind, id)) = reference.local()
                && reference.display.is_none()
                && gives_a_name(kind)
            {
                wanted.insert(format!("{kind}/{id}"));
            }
            members.values().for_each(|member| nameless(member, wanted));
        }
        _ => {}
    }
}

/// Resources that others refer to, by `Type/id`.
#[derive(Default)]
pub(crate) struct Related(HashMap<String, Arc<Value>>);

impl Related {
    pub(crate) fn of(items: impl IntoIterator<Item = Item>) -> Self {
        Self(items.into_iter().map(|item| (item.reference(), item.json)).collect())
    }

    /// What `reference`, which stands in `owner`, leads to.
    pub(crate) fn find<'v>(&'v self, owner: &'v Value, reference: &Value) -> Option<&'v Value> {
        let reference = Reference::of(reference);
        if let Some(id) = reference.contained() {
            return view::all(owner, "contained")
                .into_iter()
                .find(|inner| view::text(inner, "id") == Some(id));
        }
        let (kind, id) = reference.local()?;
        self.0.get(&format!("{kind}/{id}")).map(Arc::as_ref)
    }

    /// The name of what `reference` leads to: what the reference says, else the target's own.
    pub(crate) fn name(&self, owner: &Value, reference: &Value) -> Option<String> {
        if let Some(display) = Reference::of(reference).display {
            return Some(display.to_owned());
        }
        let target = self.find(owner, reference)?;
        name_of(target).or_else(|| self.name(target, target.get("practitioner")?))
    }

    /// The name at the first of `paths` that has one.
    pub(crate) fn name_at(&self, owner: &Value, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| {
            view::all(owner, path)
                .into_iter()
                .find_map(|reference| self.name(owner, reference))
        })
    }

    /// All names at `path`, each once.
    pub(crate) fn names(&self, owner: &Value, path: &str) -> Vec<String> {
        let mut names = Vec::new();
        for name in view::all(owner, path)
            .into_iter()
            .filter_map(|reference| self.name(owner, reference))
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// What a resource is called by those who refer to it.
pub(crate) fn name_of(resource: &Value) -> Option<String> {
    match resource.get("name") {
        Some(Value::String(name)) => return Some(name.clone()),
        Some(names) if !names.is_null() => {
            if let Some(name) = say::person(names) {
                return Some(name);
            }
        }
        _ => {}
    }
    let concept = |path| view::get(resource, path).and_then(say::name);
    concept("code")
        .or_else(|| concept("type"))
        .or_else(|| view::text(resource, "deviceName.name").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_means_something_to_a_search_is_escaped() {
        assert_eq!(fhir_text("a,b|c$d\\"), "a\\,b\\|c\\$d\\\\");
    }

    #[test]
    fn only_references_without_a_name_are_fetched() {
        let resource = json!({
            "subject": {"reference": "Patient/1"},
            "performer": [{"reference": "Practitioner/2"}, {"reference": "Practitioner/3", "display": "Dr. Three"}],
            "specimen": {"reference": "#s"},
        });
        let mut wanted = BTreeSet::new();
        nameless(&resource, &mut wanted);
        assert_eq!(wanted.into_iter().collect::<Vec<_>>(), ["Practitioner/2"]);
    }

    #[test]
    fn names_come_from_the_reference_the_target_or_what_is_contained() {
        let role = json!({"practitioner": {"display": "Dr. Lena Ortiz"}});
        let related = Related(HashMap::from([("PractitionerRole/1".to_owned(), Arc::new(role))]));
        let owner =
            json!({"contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "aspirin 81 mg"}}]});
        let name = |reference: Value| related.name(&owner, &reference);
        assert_eq!(
            name(json!({"reference": "PractitionerRole/1"})).unwrap(),
            "Dr. Lena Ortiz"
        );
        assert_eq!(name(json!({"reference": "#m"})).unwrap(), "Aspirin 81 mg");
        assert_eq!(name(json!({"reference": "Practitioner/9"})), None);
    }
}
