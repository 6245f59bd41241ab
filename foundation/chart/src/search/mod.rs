//! Search: a request becomes one statement that finds the numbers of a page's matches in the index alone, a second that
//! reads their texts, and one more for each step of what comes along.

mod compare;
mod condition;
mod counts;
mod cursor;
mod include;
mod order;
mod plan;
#[cfg(test)]
mod plans;
mod words;

use madrone_authz::ChartAccess;
use madrone_db::{Param, Tx, Value};
use madrone_fhir::ResourceType;
use madrone_fhir::search::{Handling, Query, Total};

use crate::Refused;
use crate::heads::load;
use crate::stored::Stored;

pub(crate) use condition::Search;
pub use counts::counts_by_type;
pub(crate) use cursor::{Cursor, KeyType, Way};
pub(crate) use plan::Table;

/// The size of a page that is not asked for, and the largest.
const PAGE: u32 = 50;
const LARGEST: u32 = 500;

/// One page of what a search finds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// The matches, in the order asked for.
    pub matches: Vec<Stored>,
    /// What comes along with them (`_include`, `_revinclude`), each once, none that is a match of this page.
    pub included: Vec<Stored>,
    /// The `_cursor` of the next page; `None` on the last.
    pub next: Option<String>,
    /// How many matches there are on all pages, where that was asked for.
    pub total: Option<i64>,
}

/// One page of the resources that `query` finds, among those that the key opens.
///
/// # Errors
/// Faults of the query that only show here, such as a cursor that is none of ours.
pub fn search(tx: &Tx, access: &ChartAccess, query: &Query) -> Result<Page, Refused> {
    if query.only_count {
        return Ok(Page {
            total: Some(count(tx, access, query)?),
            ..Page::default()
        });
    }
    let (rids, next) = found_rids(tx, access, query)?;
    let matches = load(tx, &rids)?;
    let included = include::along(tx, access, query, &matches)?;
    let total = match query.total {
        Total::Accurate | Total::Estimate => Some(count(tx, access, query)?),
        Total::Unsaid | Total::None => None,
    };
    Ok(Page {
        matches,
        included,
        next,
        total,
    })
}

/// The numbers of one page's matches, and the cursor of the next page.
pub(crate) fn found_rids(tx: &Tx, access: &ChartAccess, query: &Query) -> Result<(Vec<i64>, Option<String>), Refused> {
    let wanted = query.count.unwrap_or(PAGE).clamp(1, LARGEST);
    order::page(&mut Search::new(tx, access), query, wanted)
}

/// How many resources `query` finds, whatever its page.
///
/// # Errors
/// As [`search`].
pub fn count(tx: &Tx, access: &ChartAccess, query: &Query) -> Result<i64, Refused> {
    let mut search = Search::new(tx, access);
    let Some(found) = plan::Found::of(&mut search, query)? else {
        return Ok(0);
    };
    let sql = format!(
        "SELECT count(*) FROM (SELECT DISTINCT {} AS rid FROM {}) AS found",
        found.rid,
        found.rows()
    );
    Ok(search.query_opt(&sql, |row| row.get(0))?.unwrap_or(0))
}

/// Searches by the text of a query string, as rooms write it: `category=laboratory&_sort=-date&_count=50`. Values are
/// percent-encoded.
///
/// # Errors
/// As [`search`]; a fault when the text names a parameter that there is not.
pub fn search_text(tx: &Tx, access: &ChartAccess, kind: ResourceType, query: &str) -> Result<Page, Refused> {
    search(tx, access, &parse(kind, query)?)
}

pub(crate) fn parse(kind: ResourceType, query: &str) -> Result<Query, Refused> {
    Query::parse(kind, &pairs(query), Handling::Strict).map_err(|fault| Refused::Faults(vec![fault]))
}

/// The decoded names and values of a query string.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced)
            .decode_utf8_lossy()
            .into_owned()
    };
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The ids of the first `limit` resources that a query finds.
pub(crate) fn ids_of(tx: &Tx, access: &ChartAccess, query: &Query, limit: u32) -> Result<Vec<String>, Refused> {
    let (rids, _) = order::page(&mut Search::new(tx, access), query, limit)?;
    Ok(load(tx, &rids)?.into_iter().map(|stored| stored.id).collect())
}

impl Search<'_> {
    pub(crate) fn query<T>(
        &self,
        sql: &str,
        map: impl FnMut(&madrone_db::Row) -> madrone_db::Result<T>,
    ) -> Result<Vec<T>, Refused> {
        #[cfg(test)]
        plans::note(sql, &self.values);
        Ok(self.tx.query(sql, &self.params(), map)?)
    }

    pub(crate) fn query_opt<T>(
        &self,
        sql: &str,
        map: impl FnMut(&madrone_db::Row) -> madrone_db::Result<T>,
    ) -> Result<Option<T>, Refused> {
        #[cfg(test)]
        plans::note(sql, &self.values);
        Ok(self.tx.query_opt(sql, &self.params(), map)?)
    }

    fn params(&self) -> Vec<&dyn Param> {
        self.values.iter().map(|value: &Value| value as &dyn Param).collect()
    }
}
