//! Pages: matches in the order asked for, from where the last page ended.
//!
//! Pages hold still while rows are added: each begins behind the keys of the last match before it. Without `_sort` the
//! order is that in which resources first came, or were last written where nothing narrows the search.

use madrone_db::{Row, Value};
use madrone_fhir::search::{Compare, Condition, Match, Query, Sort, SortKey, Test};
use madrone_fhir::{Kind, Param};

use super::Search;
use super::cursor::{Cursor, KeyType, Way};
use super::plan::{self, First, Found, Table, scope_of};
use crate::Refused;
use crate::place::Scope;
use crate::rows::NO_DATE;

/// As many matches are sorted for themselves; more are looked for along the sorted index: in one chart, and in all.
const FEW: usize = 128;
const FEW_OF_ALL: usize = 2048;

/// The numbers of one page's matches, and the cursor of the next page.
pub(crate) fn page(search: &mut Search, query: &Query, wanted: u32) -> Result<(Vec<i64>, Option<String>), Refused> {
    let cursor = query.cursor.as_deref().map(Cursor::read).transpose()?;
    let Some(scope) = scope_of(search, query)? else {
        return Ok((Vec::new(), None));
    };
    let mut pager = Pager {
        query,
        first: None,
        conditions: query.all.iter().collect(),
        scope,
        limit: i64::from(wanted) + 1,
    };
    // A walk that ends by itself begins at no condition.
    if pager.last_moment().is_none() {
        pager.first = plan::first(search, &pager.conditions, &pager.scope)?;
    }
    let way = match &cursor {
        Some(cursor) if pager.may_go(cursor.way) => cursor.way,
        Some(_) => return Err(Cursor::refused()),
        None => pager.choose(search)?,
    };
    let after = cursor
        .map(|cursor| cursor.fits(&pager.key_types(way)))
        .transpose()?
        .map(|cursor| cursor.keys);
    let mut found = match way {
        Way::Number => pager.by_number(search, after)?,
        Way::Updated => pager.by_updated(search, after)?,
        Way::Indexed => pager.by_index(search, after)?,
        Way::Keys => pager.by_keys(search, after)?,
    };
    let more = found.len() > wanted as usize;
    found.truncate(wanted as usize);
    let next = found.last().filter(|_| more).map(|keys| {
        Cursor {
            way,
            keys: keys.clone(),
        }
        .write()
    });
    let rid = |keys: Vec<Value>| match keys.last() {
        Some(Value::Int(rid)) => Some(*rid),
        _ => None,
    };
    Ok((found.into_iter().filter_map(rid).collect(), next))
}

struct Pager<'q> {
    query: &'q Query,
    conditions: Vec<&'q Condition>,
    /// The condition to begin at.
    first: Option<First>,
    scope: Scope,
    limit: i64,
}

impl Pager<'_> {
    /// Whether pages of this search can be in that order.
    fn may_go(&self, way: Way) -> bool {
        match way {
            Way::Number => self.query.sort.is_empty(),
            Way::Updated => self.query.sort.is_empty() || self.by_last_updated().is_some(),
            Way::Indexed => self.indexed().is_some(),
            Way::Keys => !self.query.sort.is_empty(),
        }
    }

    fn choose(&self, search: &Search) -> Result<Way, Refused> {
        let driven = self.first.is_some();
        let few = self.first.is_some_and(|first| first.few);
        Ok(match &self.query.sort[..] {
            [] if driven => Way::Number,
            [] => Way::Updated,
            _ if self.by_last_updated().is_none() && self.indexed().is_none() => Way::Keys,
            _ if self.last_moment().is_some() => Way::Indexed,
            _ if driven && (few || self.are_few(search)?) => Way::Keys,
            _ if self.by_last_updated().is_some() => Way::Updated,
            _ => Way::Indexed,
        })
    }

    /// Whether so few resources fulfil the conditions that sorting them is less than walking along the index.
    fn are_few(&self, search: &Search) -> Result<bool, Refused> {
        let mut counting = Search::new(search.tx, search.access);
        let found = self.found(&mut counting)?;
        let few = if self.scope == Scope::All { FEW_OF_ALL } else { FEW };
        let few = i64::try_from(few).unwrap_or(i64::MAX);
        let limit = counting.bind(few + 1);
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM {} LIMIT {limit}) AS found",
            found.rows()
        );
        Ok(counting.query_opt(&sql, |row| row.get::<i64>(0))?.unwrap_or(0) <= few)
    }

    /// `_sort=_lastUpdated`: whether the last comes first.
    fn by_last_updated(&self) -> Option<bool> {
        match &self.query.sort[..] {
            [
                Sort {
                    key: SortKey::LastUpdated,
                    descending,
                },
            ] => Some(*descending),
            _ => None,
        }
    }

    /// One key whose values stand sorted in the index.
    fn indexed(&self) -> Option<(Table, &'static Param, bool)> {
        let [
            Sort {
                key: SortKey::Param(param),
                descending,
            },
        ] = &self.query.sort[..]
        else {
            return None;
        };
        let table = match param.kind {
            Kind::Date => Table::Date,
            Kind::String => Table::Text,
            _ => return None,
        };
        // Rows of several parameters stand in several places.
        (param.rows.len() == 1).then_some((table, *param, *descending))
    }

    /// `date=sa…&_sort=-date`: the moment at which a walk downwards along the dates may end, and the place of the
    /// condition that is then fulfilled by whatever was walked.
    fn last_moment(&self) -> Option<(usize, Value)> {
        let (_, sorted, true) = self.indexed()? else {
            return None;
        };
        let mut places = self.conditions.iter().enumerate();
        places.find_map(|(place, condition)| match condition {
            Condition::Param(param, Test::Any(matches)) if param.rows == sorted.rows => match &matches[..] {
                [Match::Date(test)] if test.compare == Compare::Sa => Some((place, test.until.into())),
                _ => None,
            },
            _ => None,
        })
    }

    fn key_types(&self, way: Way) -> Vec<KeyType> {
        match way {
            Way::Number => Vec::new(),
            Way::Updated => vec![KeyType::Int],
            Way::Indexed => match self.indexed() {
                Some((Table::Date, ..)) => vec![KeyType::Int; 2],
                _ => vec![KeyType::Text; 2],
            },
            Way::Keys => self.query.sort.iter().map(|sort| key_type(&sort.key)).collect(),
        }
    }

    fn found(&self, search: &mut Search) -> Result<Found, Refused> {
        Found::beginning_at(search, self.query.resource, &self.conditions, self.first, &self.scope)
    }

    fn by_number(&self, search: &mut Search, after: Option<Vec<Value>>) -> Result<Vec<Vec<Value>>, Refused> {
        let found = self.found(search)?;
        let columns = [found.rid.clone()];
        self.walk(search, found, &columns, false, after)
    }

    fn by_updated(&self, search: &mut Search, after: Option<Vec<Value>>) -> Result<Vec<Vec<Value>>, Refused> {
        let mut found = Found::list(search, self.query.resource, &self.scope);
        found.narrow(search, self.query.all.iter(), &self.scope)?;
        let columns = [format!("{}.updated", found.alias), found.rid.clone()];
        self.walk(search, found, &columns, self.by_last_updated().unwrap_or(false), after)
    }

    /// Along the sorted values of one parameter. What has no value has a row that says so; it comes last.
    fn by_index(&self, search: &mut Search, after: Option<Vec<Value>>) -> Result<Vec<Vec<Value>>, Refused> {
        let Some((table, _, descending)) = self.indexed() else {
            return Ok(Vec::new());
        };
        // Downwards those rows stand at the end by themselves.
        if descending {
            return self.walk_index(search, Values::All, after);
        }
        let none = match (table, after.as_deref()) {
            (Table::Date, Some([_, until, _])) => *until == Value::Int(NO_DATE),
            (_, Some([_, exact, _])) => *exact == Value::Text(String::new()),
            _ => false,
        };
        let mut out = Vec::new();
        if !none {
            out = self.walk_index(search, Values::Some, after.clone())?;
        }
        let left = self.limit - i64::try_from(out.len()).unwrap_or(self.limit);
        if left > 0 {
            let mut search = Search::new(search.tx, search.access);
            let mut rest = self.walk_index(&mut search, Values::None, after.filter(|_| none))?;
            rest.truncate(usize::try_from(left).unwrap_or(0));
            out.extend(rest);
        }
        Ok(out)
    }

    fn walk_index(
        &self,
        search: &mut Search,
        values: Values,
        after: Option<Vec<Value>>,
    ) -> Result<Vec<Vec<Value>>, Refused> {
        let Some((table, param, descending)) = self.indexed() else {
            return Ok(Vec::new());
        };
        let mut found = Found::sorted(search, table, param, &self.scope);
        let alias = found.alias.clone();
        let (first, second) = if table == Table::Date {
            ("since", "until")
        } else {
            ("folded", "exact")
        };
        let (first, second) = (format!("{alias}.{first}"), format!("{alias}.{second}"));
        // The plus keeps engines from walking along `until`.
        let (nothing, there) = if table == Table::Date {
            (NO_DATE.to_string(), format!("+{second}"))
        } else {
            ("''".to_owned(), second.clone())
        };
        match values {
            Values::All => {}
            Values::Some => found.tests.push(format!("{there} > {nothing}")),
            Values::None => found
                .tests
                .push(format!("{first} = {nothing} AND {second} = {nothing}")),
        }
        // A resource with several values stands at its least, or downwards at its greatest.
        found
            .tests
            .push(format!("{alias}.edge IN ({}, 3)", if descending { 2 } else { 1 }));
        let mut left: Vec<&Condition> = self.conditions.clone();
        if let Some((place, end)) = self.last_moment() {
            let end = search.bind(end);
            found.tests.push(format!("{first} >= {end}"));
            left.remove(place);
        }
        found.narrow(search, left.into_iter(), &self.scope)?;
        let columns = [first, second, found.rid.clone()];
        self.walk(search, found, &columns, descending, after)
    }

    /// The first rows behind `after` in the order of `columns`.
    fn walk(
        &self,
        search: &mut Search,
        found: Found,
        columns: &[String],
        descending: bool,
        after: Option<Vec<Value>>,
    ) -> Result<Vec<Vec<Value>>, Refused> {
        let mut rows = found.rows();
        if let Some(after) = after {
            let keys: Vec<_> = after.into_iter().map(|key| search.bind(key)).collect();
            let behind = if descending { "<" } else { ">" };
            rows = match columns {
                [only] => format!("{rows} AND {only} {behind} {}", keys.join("")),
                _ => format!("{rows} AND ({}) {behind} ({})", columns.join(", "), keys.join(", ")),
            };
        }
        let direction = if descending { " DESC" } else { "" };
        let order: Vec<_> = columns.iter().map(|column| format!("{column}{direction}")).collect();
        let limit = search.bind(self.limit);
        let sql = format!(
            "SELECT DISTINCT {} FROM {rows} ORDER BY {} LIMIT {limit}",
            columns.join(", "),
            order.join(", ")
        );
        let text = columns.len() == 3 && found.table == Table::Text.name();
        search.query(&sql, |row| {
            let last = columns.len() - 1;
            (0..=last)
                .map(|at| key(row, at, if text && at < last { KeyType::Text } else { KeyType::Int }))
                .collect()
        })
    }

    /// All matches with their keys, sorted.
    fn by_keys(&self, search: &mut Search, after: Option<Vec<Value>>) -> Result<Vec<Vec<Value>>, Refused> {
        let found = self.found(search)?;
        let mut joins = String::new();
        let mut keys = Vec::new();
        for (place, sort) in self.query.sort.iter().enumerate() {
            let (key, join) = self.sort_key(search, sort, place);
            keys.push(format!("{key} AS k{place}"));
            joins.push_str(&join);
        }
        let keyed = format!(
            "SELECT f.rid AS rid, {} FROM (SELECT DISTINCT {} AS rid FROM {}) AS f
             JOIN chart_resource r ON r.rid = f.rid{joins}",
            keys.join(", "),
            found.rid,
            found.rows()
        );
        let behind = after
            .map(|after| format!(" WHERE {}", self.behind(search, &after)))
            .unwrap_or_default();
        let names: Vec<_> = (0..keys.len()).map(|place| format!("o.k{place}")).collect();
        let order = self.query.sort.iter().zip(&names).map(|(sort, name)| {
            let direction = if sort.descending { " DESC" } else { "" };
            // What has no value comes last, on both engines and in both directions.
            format!("CASE WHEN {name} IS NULL THEN 1 ELSE 0 END, {name}{direction}")
        });
        let order: Vec<_> = order.collect();
        let limit = search.bind(self.limit);
        let sql = format!(
            "SELECT {}, o.rid FROM ({keyed}) AS o{behind} ORDER BY {}, o.rid LIMIT {limit}",
            names.join(", "),
            order.join(", ")
        );
        let types = self.key_types(Way::Keys);
        search.query(&sql, |row| {
            let mut keys = Vec::with_capacity(types.len() + 1);
            for (at, wanted) in types.iter().enumerate() {
                keys.push(key(row, at, *wanted)?);
            }
            keys.push(key(row, types.len(), KeyType::Int)?);
            Ok(keys)
        })
    }

    /// The value that a resource is sorted by, and the table that it needs.
    fn sort_key(&self, search: &mut Search, sort: &Sort, place: usize) -> (String, String) {
        let edge = if sort.descending { "max" } else { "min" };
        let param = match &sort.key {
            SortKey::Id => return ("r.id".to_owned(), String::new()),
            SortKey::LastUpdated => return ("r.updated".to_owned(), String::new()),
            SortKey::Param(param) => param,
        };
        let alias = search.alias();
        if param.kind == Kind::Date {
            let of_param = search.of_param(&alias, param);
            let key = format!(
                "(SELECT {edge}({alias}.since) FROM chart_date {alias}
                  WHERE {alias}.rid = f.rid AND {of_param} AND {alias}.until > {NO_DATE})"
            );
            return (key, String::new());
        }
        let (table, column, real) = match param.kind {
            Kind::Token | Kind::Uri => (Table::Token, "code", ""),
            Kind::Reference => (Table::Reference, "target", ""),
            Kind::Quantity | Kind::Number | Kind::Composite => (Table::Quantity, "low", ""),
            Kind::String | Kind::Date => (Table::Text, "folded", ".exact > ''"),
        };
        let real = if real.is_empty() {
            String::new()
        } else {
            format!(" AND {alias}{real}")
        };
        let rows = format!("{}{real}", search.rows_of(table, &alias, param, &self.scope));
        let join = format!(
            " LEFT JOIN (SELECT {alias}.rid AS rid, {edge}({alias}.{column}) AS k FROM {} {alias}
              WHERE {rows} GROUP BY {alias}.rid) AS j{place} ON j{place}.rid = f.rid",
            table.name()
        );
        (format!("j{place}.k"), join)
    }

    /// The test that a match comes behind the one with the keys `after`.
    fn behind(&self, search: &mut Search, after: &[Value]) -> String {
        let (Some(rid), keys) = (after.last(), &after[..after.len().saturating_sub(1)]) else {
            return "1 = 1".to_owned();
        };
        let mut test = format!("o.rid > {}", search.bind(rid.clone()));
        for (place, (key, sort)) in keys.iter().zip(&self.query.sort).enumerate().rev() {
            let name = format!("o.k{place}");
            test = if *key == Value::Null {
                format!("({name} IS NULL AND {test})")
            } else {
                let key = search.bind(key.clone());
                let behind = if sort.descending { "<" } else { ">" };
                format!("({name} {behind} {key} OR {name} IS NULL OR ({name} = {key} AND {test}))")
            };
        }
        test
    }
}

/// Which rows of a sorted parameter.
#[derive(Clone, Copy)]
enum Values {
    All,
    /// Those with a value.
    Some,
    /// Those that say that there is none.
    None,
}

fn key_type(key: &SortKey) -> KeyType {
    match key {
        SortKey::Id => KeyType::Text,
        SortKey::LastUpdated => KeyType::Int,
        SortKey::Param(param) => match param.kind {
            Kind::Date | Kind::Reference => KeyType::Int,
            Kind::Quantity | Kind::Number | Kind::Composite => KeyType::Real,
            Kind::Token | Kind::String | Kind::Uri => KeyType::Text,
        },
    }
}

fn key(row: &Row, at: usize, wanted: KeyType) -> madrone_db::Result<Value> {
    Ok(match wanted {
        KeyType::Int => row.get::<Option<i64>>(at)?.map_or(Value::Null, Value::Int),
        KeyType::Real => row.get::<Option<f64>>(at)?.map_or(Value::Null, Value::Real),
        KeyType::Text => row.get::<Option<String>>(at)?.map_or(Value::Null, Value::Text),
    })
}
