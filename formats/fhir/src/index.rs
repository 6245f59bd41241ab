//! What stands in the search index.

use std::borrow::Cow;

use crate::{Param, ResourceType};

/// One row of the search index.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry<'a> {
    /// The parameter that the row answers.
    pub param: &'static Param,
    /// What it says.
    pub value: IndexValue<'a>,
}

/// The value of one index row. The variant may differ from the parameter's kind: a token parameter that allows `:text`
/// also has [`IndexValue::Text`] rows, and a reference with an identifier a [`IndexValue::Token`] row for `:identifier`.
#[derive(Clone, PartialEq, Debug)]
pub enum IndexValue<'a> {
    /// A code in its system. Also, for an identifier with a type, a second row whose system is
    /// `of-type:TYPE-SYSTEM|TYPE-CODE` and whose code is the identifier's value, for `:of-type`.
    Token {
        /// The system; `None` where none is given or none is meant (`code`, `boolean`, contact points).
        system: Option<Cow<'a, str>>,
        /// The code or value; empty if only the system is known.
        code: Cow<'a, str>,
    },
    /// A text, for search that ignores case, accents and spacing, and for exact search.
    Text {
        /// The text without accents, in lower case, with single spaces: see [`crate::fold`].
        folded: String,
        /// The text as it stands.
        exact: Cow<'a, str>,
    },
    /// A span of time in microseconds since 1970 UTC. Days without a zone are days in UTC.
    Date {
        /// The first moment; [`crate::date::OPEN_START`] for a period without start.
        from: i64,
        /// The first moment after it; [`crate::date::OPEN_END`] for a period without end.
        until: i64,
    },
    /// A reference to a resource by type and id, as this server names its own.
    Reference {
        /// The type it leads to.
        resource: ResourceType,
        /// The id it leads to.
        id: Cow<'a, str>,
        /// The version it insists on.
        version: Option<Cow<'a, str>>,
    },
    /// A reference or canonical by URL: absolute, `urn:`, or a canonical. A canonical with a version has two rows, one
    /// without the version and one with (`url|version`).
    Url(Cow<'a, str>),
    /// A quantity as given and, if its unit is UCUM, in the canonical units of its dimension.
    Quantity(Quantity<'a>),
    /// A number; `low` and `high` are the same unless a comparator or a range says otherwise.
    Number {
        /// The smallest it may be.
        low: f64,
        /// The largest it may be.
        high: f64,
    },
    /// A URI, compared as it stands.
    Uri(Cow<'a, str>),
    /// Two values that belong together, in the order of the parameter's parts.
    Composite(Box<[IndexValue<'a>; 2]>),
}

/// A quantity in the index. Open ends (`<5`, ranges) are [`f64::MIN`] and [`f64::MAX`].
#[derive(Clone, PartialEq, Debug)]
pub struct Quantity<'a> {
    /// The smallest it may be, in the unit as given.
    pub low: f64,
    /// The largest it may be, in the unit as given.
    pub high: f64,
    /// The system of the unit's code.
    pub system: Option<Cow<'a, str>>,
    /// The unit's code.
    pub code: Option<Cow<'a, str>>,
    /// The unit in words.
    pub unit: Option<Cow<'a, str>>,
    /// The same in canonical units.
    pub canonical: Option<Canonical>,
}

/// A quantity in the canonical units of its dimension: see [`madrone_units`].
#[derive(Clone, PartialEq, Debug)]
pub struct Canonical {
    /// The smallest it may be.
    pub low: f64,
    /// The largest it may be.
    pub high: f64,
    /// The dimension's key: equal for units that can be converted into each other.
    pub dimension: String,
}
