//! Search requests: from the names and values of a query string to conditions on the index.

mod condition;
mod number;
mod request;
mod value;

use crate::{Fault, Param, ResourceType};

/// A search of one resource type. All of its conditions hold for a match.
#[derive(Clone, PartialEq, Debug)]
pub struct Query {
    /// The type of the matches.
    pub resource: ResourceType,
    /// The conditions, all of which hold.
    pub all: Vec<Condition>,
    /// `_include`: what the matches refer to.
    pub includes: Vec<Include>,
    /// `_revinclude`: what refers to the matches.
    pub revincludes: Vec<Include>,
    /// `_sort`, the first key first; empty if the request has no wish.
    pub sort: Vec<Sort>,
    /// `_count`: the wished page size.
    pub count: Option<u32>,
    /// `_cursor`: where the page starts, in the words of whoever made it.
    pub cursor: Option<String>,
    /// `_summary=count`, or `_count=0`: the number of matches and nothing else.
    pub only_count: bool,
    /// `_total`: whether to say the number of matches.
    pub total: Total,
    /// `_elements`: the top-level elements to return; empty for all.
    pub elements: Vec<String>,
    /// In lenient reading the parameters that were left out, each with what is wrong with it.
    pub ignored: Vec<Fault>,
}

/// What to do with parameters that are not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handling {
    /// Refuse the request (`Prefer: handling=strict`).
    Strict,
    /// Leave them out and list them in [`Query::ignored`]. Known parameters with bad values are refused all the same.
    Lenient,
}

/// One condition of a search.
#[derive(Clone, PartialEq, Debug)]
pub enum Condition {
    /// An index row of the parameter passes the test. Rows are those of [`Param::rows`], and of [`Param::narrow`] only.
    Param(&'static Param, Test),
    /// The resource has one of these ids (`_id`).
    Id(Vec<String>),
    /// The resource was last written at one of these times (`_lastUpdated`).
    LastUpdated(Vec<DateTest>),
    /// A reference of the parameter leads to a resource of type `target` that fulfils the condition.
    Chain {
        /// The reference.
        param: &'static Param,
        /// The type it leads to.
        target: ResourceType,
        /// What the resource there fulfils.
        condition: Box<Condition>,
    },
    /// A resource (`param.resource`) refers to the match by the parameter and fulfils the condition (`_has`).
    Has {
        /// The reference that leads to the match.
        param: &'static Param,
        /// What the referring resource fulfils.
        condition: Box<Condition>,
    },
    /// At least one holds.
    Any(Vec<Condition>),
    /// Each of them holds.
    All(Vec<Condition>),
}

/// What the index rows of a parameter must be.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// There is none (`true`) or at least one (`false`).
    Missing(bool),
    /// At least one row is one of these.
    Any(Vec<Match>),
    /// No row is any of these; so a resource without rows passes (`:not`).
    None(Vec<Match>),
}

/// What one index row must be.
#[derive(Clone, PartialEq, Debug)]
pub enum Match {
    /// A token.
    Token {
        /// Which system it is in.
        system: System,
        /// Its code; `None` for any in the system.
        code: Option<String>,
    },
    /// A text: of a string, or the words of a token (`:text`); `value` is folded as the index is ([`crate::fold`]), except for [`TextMode::Exact`].
    Text {
        /// How it is compared.
        mode: TextMode,
        /// What it is compared with.
        value: String,
    },
    /// A span of time.
    Date(DateTest),
    /// A number.
    Number(NumberTest),
    /// A quantity.
    Quantity {
        /// The number in the unit.
        value: NumberTest,
        /// The unit, and thereby which numbers of the row are compared.
        unit: UnitTest,
    },
    /// A reference by type and id; `None` for the type where the request names only an id.
    Reference {
        /// The type it leads to.
        resource: Option<ResourceType>,
        /// The id it leads to.
        id: String,
    },
    /// A reference or canonical by URL.
    Url(String),
    /// A URI.
    Uri {
        /// How it is compared.
        mode: UriMode,
        /// What it is compared with.
        value: String,
    },
    /// Both parts of a composite row.
    Composite(Box<[Match; 2]>),
}

/// Which system a token is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum System {
    /// Any or none.
    Any,
    /// None.
    Without,
    /// This one.
    Is(String),
}

/// How texts are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextMode {
    /// The folded text starts with the value.
    Starts,
    /// The folded text contains the value.
    Contains,
    /// The exact text is the value.
    Exact,
}

/// How URIs are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UriMode {
    /// They are the same.
    Is,
    /// The row is the value or below it: starts with it and goes on at a `/`, `#`, `?` or the end.
    Below,
    /// The row is the value or above it: the value starts with it.
    Above,
}

/// How a span of time in the index (`row`) compares with the span of the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateTest {
    /// The comparison.
    pub compare: Compare,
    /// The first moment, in microseconds since 1970 UTC.
    pub from: i64,
    /// The first moment after it.
    pub until: i64,
}

/// How a number in the index (`row.low..=row.high`) compares with the request. `low` to `high` (exclusive) is what the
/// number of the request may stand for by its digits: 5.0 is 4.95 to 5.05.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NumberTest {
    /// The comparison.
    pub compare: Compare,
    /// The number as written.
    pub value: f64,
    /// The smallest it may stand for.
    pub low: f64,
    /// What it stands below.
    pub high: f64,
}

/// The prefixes of <http://hl7.org/fhir/R4/search.html#prefix>.
///
/// | prefix | spans of time: row `f..u`, request `from..until` | numbers: row `l..=h`, request `value`, `low..high` |
/// | --- | --- | --- |
/// | `eq` | from ≤ f and u ≤ until | low ≤ l and h < high |
/// | `ne` | not `eq` | not `eq` |
/// | `gt` | u > until | h > value |
/// | `ge` | f ≥ from or u > until | h ≥ value |
/// | `lt` | f < from | l < value |
/// | `le` | u ≤ until or f < from | l ≤ value |
/// | `sa` | f ≥ until | l > value |
/// | `eb` | u ≤ from | h < value |
/// | `ap` | f < until and u > from | h ≥ low and l < high |
///
/// For `ap` the span of the request is widened already: dates by their own length on each side (at least a day),
/// numbers by a tenth of the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "the names are FHIR's prefixes, and the table above says what they mean"
)]
pub enum Compare {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Sa,
    Eb,
    Ap,
}

/// The unit of a quantity in a request, and thereby which numbers of the row are compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UnitTest {
    /// Any unit: the row's numbers as given.
    Any,
    /// This code or unit in words, in whichever system: the row's numbers as given.
    Word(String),
    /// This code in this system (not UCUM): the row's numbers as given.
    Coded {
        /// The system.
        system: String,
        /// The code.
        code: String,
    },
    /// A UCUM unit: the row's canonical numbers, where the dimension is the same. The request's are canonical already.
    Canonical(String),
}

/// What comes along with the matches.
#[derive(Clone, PartialEq, Debug)]
pub struct Include {
    /// The reference that is followed; `param.resource` is where it starts.
    pub param: &'static Param,
    /// Only references to this type.
    pub target: Option<ResourceType>,
    /// Also from what has come along (`:iterate`).
    pub iterate: bool,
}

/// One key of the order.
#[derive(Clone, PartialEq, Debug)]
pub struct Sort {
    /// What is ordered by.
    pub key: SortKey,
    /// The last first.
    pub descending: bool,
}

/// What matches can be ordered by.
#[derive(Clone, PartialEq, Debug)]
pub enum SortKey {
    /// `_id`
    Id,
    /// `_lastUpdated`
    LastUpdated,
    /// The index rows of a parameter: the least one ascending, the greatest descending. Never a composite.
    Param(&'static Param),
}

/// Whether a search says how many matches there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Total {
    /// As the server likes.
    #[default]
    Unsaid,
    /// `_total=none`
    None,
    /// `_total=estimate`: an exact number is a good estimate.
    Estimate,
    /// `_total=accurate`
    Accurate,
}

#[cfg(test)]
mod tests;
