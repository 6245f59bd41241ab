//! The search parameters that the portal indexes, per resource type.

use crate::ResourceType;

/// What a search parameter compares, after <http://hl7.org/fhir/R4/search.html#ptypes>.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are FHIR's search parameter types")]
pub enum Kind {
    Token,
    String,
    Date,
    Reference,
    Quantity,
    Number,
    Uri,
    Composite,
}

/// One search parameter of one resource type.
#[derive(Debug)]
pub struct Param {
    /// The number that index rows keep. Stable: regenerating the table never changes it.
    pub id: u16,
    /// The type that it belongs to.
    pub resource: ResourceType,
    /// The name as requests write it: `clinical-status`.
    pub name: &'static str,
    /// What it compares.
    pub kind: Kind,
    /// The types that a reference may lead to, as FHIR declares them, less those that `narrow` leaves out; empty for
    /// other kinds and for references to anything.
    pub targets: &'static [ResourceType],
    /// The parameters whose index rows answer this one, by [`Param::id`]: itself, or others where it would only repeat
    /// them (`patient` reads the rows of `subject`; `combo-code` those of `code` and `component-code`). Never empty,
    /// except for a composite of other parameters, which [`crate::search::Query::parse`] takes apart.
    pub rows: &'static [u16],
    /// With rows of another parameter: only those that lead to this type count (`patient` within `subject`).
    pub narrow: Option<ResourceType>,
    pub(crate) definition: crate::expression::Definition,
}

/// Parameters are the same when their numbers are.
impl PartialEq for Param {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Param {}

/// Every parameter of `resource`, in order of name. Empty for types that the portal does not search, which still have
/// `_id` and `_lastUpdated`.
pub fn params(resource: ResourceType) -> &'static [Param] {
    let _ = resource;
    &[]
}

/// The parameter of `resource` called `name`, without modifier.
pub fn param(resource: ResourceType, name: &str) -> Option<&'static Param> {
    let all = params(resource);
    all.binary_search_by(|param| param.name.cmp(name))
        .ok()
        .map(|place| &all[place])
}
