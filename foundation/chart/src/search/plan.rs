//! Where a statement begins: at the condition that fewest resources fulfil, else at the list of the chart.

use madrone_fhir::search::{Compare, Condition, Match, Query, Test};
use madrone_fhir::{Param, ResourceType};

use super::Search;
use super::condition::has_codes;
use crate::Refused;
use crate::place::{EVERYBODY, Scope};

/// The tables of the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Table {
    Token,
    Text,
    Date,
    Reference,
    Quantity,
}

impl Table {
    /// Where rows that can be `wanted` stand.
    pub(crate) fn of(wanted: &Match) -> Self {
        match wanted {
            Match::Token { .. } | Match::Url(_) | Match::Uri { .. } => Self::Token,
            Match::Text { .. } => Self::Text,
            Match::Date(_) => Self::Date,
            Match::Reference { .. } => Self::Reference,
            Match::Number(_) | Match::Quantity { .. } | Match::Composite(_) => Self::Quantity,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Token => "chart_token",
            Self::Text => "chart_text",
            Self::Date => "chart_date",
            Self::Reference => "chart_reference",
            Self::Quantity => "chart_quantity",
        }
    }
}

/// The rows that a search finds: a table, the tests of its rows, and the column with the resource's number, which may
/// come more than once.
pub(crate) struct Found {
    pub(crate) table: &'static str,
    pub(crate) alias: String,
    pub(crate) rid: String,
    pub(crate) tests: Vec<String>,
}

impl Found {
    /// What `query` finds, in an order that does not matter; `None` when the key opens nothing of that type.
    pub(crate) fn of(search: &mut Search, query: &Query) -> Result<Option<Self>, Refused> {
        let Some(scope) = scope_of(search, query)? else {
            return Ok(None);
        };
        let conditions: Vec<&Condition> = query.all.iter().collect();
        Self::in_scope(search, query.resource, &conditions, scope).map(Some)
    }

    /// What fulfils `conditions` in `scope`, beginning at the one that fewest resources fulfil.
    pub(crate) fn in_scope(
        search: &mut Search,
        kind: ResourceType,
        conditions: &[&Condition],
        scope: Scope,
    ) -> Result<Self, Refused> {
        let first = first(search, conditions, &scope)?;
        Self::beginning_at(search, kind, conditions, first, &scope)
    }

    /// What fulfils `conditions` in `scope`, beginning at one of them or at the list of the chart.
    pub(crate) fn beginning_at(
        search: &mut Search,
        kind: ResourceType,
        conditions: &[&Condition],
        first: Option<First>,
        scope: &Scope,
    ) -> Result<Self, Refused> {
        let first = first.map(|first| first.place);
        let mut found = match first {
            Some(place) => Self::at(search, kind, conditions[place], scope)?,
            None => Self::list(search, kind, scope),
        };
        let rest = conditions.iter().enumerate().filter(|(place, _)| Some(*place) != first);
        found.narrow(search, rest.map(|(_, condition)| *condition), scope)?;
        Ok(found)
    }

    /// The list of the chart, by when its resources were last written.
    pub(crate) fn list(search: &mut Search, kind: ResourceType, scope: &Scope) -> Self {
        let alias = search.alias();
        let charts = match scope {
            Scope::All => vec![EVERYBODY],
            Scope::Charts(charts) => charts.clone(),
        };
        let tests = vec![
            search.is_one_of(&format!("{alias}.patient"), &charts),
            format!("{alias}.kind = {}", search.bind(kind.code())),
        ];
        Self {
            table: "chart_member",
            rid: format!("{alias}.rid"),
            alias,
            tests,
        }
    }

    /// The rows of one parameter in the order of their values.
    pub(crate) fn sorted(search: &mut Search, table: Table, param: &Param, scope: &Scope) -> Self {
        let alias = search.alias();
        let rows = search.rows_of(table, &alias, param, scope);
        Self {
            table: table.name(),
            rid: format!("{alias}.rid"),
            alias,
            tests: vec![rows],
        }
    }

    /// Adds conditions, and leaves out what may not be seen for its label.
    pub(crate) fn narrow<'c>(
        &mut self,
        search: &mut Search,
        conditions: impl Iterator<Item = &'c Condition>,
        scope: &Scope,
    ) -> Result<(), Refused> {
        for condition in conditions {
            self.tests.push(search.holds(condition, &self.rid, scope)?);
        }
        let within_reach = search.within_reach(&self.rid);
        if !within_reach.is_empty() {
            self.tests.push(within_reach.trim_start_matches(" AND ").to_owned());
        }
        Ok(())
    }

    /// `table alias WHERE tests`.
    pub(crate) fn rows(&self) -> String {
        format!("{} {} WHERE {}", self.table, self.alias, self.tests.join(" AND "))
    }

    /// The rows of one condition that [`rank`] knows.
    fn at(search: &mut Search, kind: ResourceType, condition: &Condition, scope: &Scope) -> Result<Self, Refused> {
        let alias = search.alias();
        let mut rid = format!("{alias}.rid");
        let (table, tests) = match condition {
            Condition::Param(param, Test::Any(matches)) => {
                let group: Vec<&Match> = matches.iter().collect();
                let table = Table::of(&matches[0]);
                let rows = search.rows_of(table, &alias, param, scope);
                (table.name(), vec![rows, search.rows_are(&alias, param, &group, scope)?])
            }
            Condition::Id(ids) => {
                let ids: Vec<madrone_db::Value> = ids.iter().map(|id| id.as_str().into()).collect();
                let code = search.bind(kind.code());
                let is_one = search.is_one_of(&format!("{alias}.id"), &ids);
                let there = search.is_in(&rid, kind, scope);
                ("chart_resource", vec![format!("{alias}.kind = {code}"), is_one, there])
            }
            Condition::Chain {
                param,
                target,
                condition,
            } => {
                let there = search.set(condition, *target)?;
                let rows = search.rows_of(Table::Reference, &alias, param, scope);
                let code = search.bind(target.code());
                let leads = format!(
                    "{alias}.target % 256 = {code} AND {} IN ({there})",
                    search.target(&alias, scope)
                );
                ("chart_reference", vec![rows, leads])
            }
            Condition::Has { param, condition } => {
                let from_scope = Scope::of(search.access, param.resource);
                let from = search.set(condition, param.resource)?;
                let rows = search.rows_of(Table::Reference, &alias, param, &from_scope);
                rid = format!("{alias}.target");
                let there = search.is_in(&rid, kind, scope);
                ("chart_reference", vec![rows, format!("{alias}.rid IN ({from})"), there])
            }
            _ => unreachable!("only conditions with a rank begin a statement"),
        };
        Ok(Self {
            table,
            alias,
            rid,
            tests,
        })
    }
}

impl Search<'_> {
    /// Whether the resource numbered `rid` is of this type, here, and in `scope`.
    fn is_in(&mut self, rid: &str, kind: ResourceType, scope: &Scope) -> String {
        let charts = match scope {
            Scope::All => vec![EVERYBODY],
            Scope::Charts(charts) => charts.clone(),
        };
        let (resource, member) = (self.alias(), self.alias());
        let code = self.bind(kind.code());
        let charts = self.is_one_of(&format!("{member}.patient"), &charts);
        format!(
            "EXISTS (SELECT 1 FROM chart_resource {resource}
              JOIN chart_member {member} ON {member}.updated = {resource}.updated AND {member}.rid = {resource}.rid
              WHERE {resource}.rid = {rid} AND {resource}.version > 0 AND {charts} AND {member}.kind = {code})"
        )
    }
}

/// Where the matches of a query are looked for. With the key to all charts a search for one patient's resources goes
/// into that chart only: to lead to a patient by `patient` or `subject` is what puts a resource there.
pub(crate) fn scope_of(search: &Search, query: &Query) -> Result<Option<Scope>, Refused> {
    let scope = Scope::of(search.access, query.resource);
    if scope.is_shut() {
        return Ok(None);
    }
    if scope != Scope::All {
        return Ok(Some(scope));
    }
    for condition in &query.all {
        let Condition::Param(param, Test::Any(matches)) = condition else {
            continue;
        };
        let [Match::Reference { resource, id }] = &matches[..] else {
            continue;
        };
        let is_patient = match param.name {
            "patient" => resource.is_none_or(|kind| kind == ResourceType::Patient),
            "subject" => *resource == Some(ResourceType::Patient),
            _ => false,
        };
        if is_patient {
            return Ok(
                Some(Scope::Charts(search.numbers(&[ResourceType::Patient], id)?)).filter(|scope| !scope.is_shut())
            );
        }
    }
    Ok(Some(scope))
}

/// The condition that a statement begins at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct First {
    place: usize,
    /// Whether few resources are known to fulfil it.
    pub(crate) few: bool,
}

/// The condition that fewest resources fulfil; `None` when the list of the chart is the best beginning.
///
/// What a code leaves is known from its kind, but whether a span of time leaves the last week or all of a life is not:
/// where nothing better than a common code is there to begin at, it is looked up how much is in the span.
pub(crate) fn first(search: &Search, conditions: &[&Condition], scope: &Scope) -> Result<Option<First>, Refused> {
    let ranked = conditions
        .iter()
        .enumerate()
        .filter_map(|(place, condition)| Some((rank(condition, scope)?, place)));
    let Some((rank, place)) = ranked.min() else {
        return Ok(None);
    };
    if rank >= COMMON && matches!(scope, Scope::Charts(_)) {
        for (place, condition) in conditions.iter().enumerate() {
            if let Condition::Param(param, Test::Any(matches)) = condition
                && let [wanted @ Match::Date(test)] = &matches[..]
                && matches!(test.compare, Compare::Ge | Compare::Gt | Compare::Sa)
                && is_short(search, param, wanted, scope)?
            {
                return Ok(Some(First { place, few: true }));
            }
        }
    }
    Ok(Some(First { place, few: false }))
}

/// Whether a span of time holds no more than a few resources of a chart.
fn is_short(search: &Search, param: &Param, wanted: &Match, scope: &Scope) -> Result<bool, Refused> {
    let mut search = Search::new(search.tx, search.access);
    let rows = search.rows_of(Table::Date, "c", param, scope);
    let test = search.rows_are("c", param, &[wanted], scope)?;
    let limit = search.bind(SHORT + 1);
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 AS one FROM chart_date c WHERE {rows} AND {test} LIMIT {limit}) AS found"
    );
    Ok(search.query_opt(&sql, |row| row.get::<i64>(0))?.unwrap_or(0) <= SHORT)
}

/// The rank of codes that many resources of a chart have, such as categories.
const COMMON: u8 = 8;
/// So many resources in a span of time are fewer than those with a common code.
const SHORT: i64 = 512;

/// How few resources a condition may leave, the fewest first; `None` for one that a statement cannot begin at, or that
/// most resources of a chart fulfil.
fn rank(condition: &Condition, scope: &Scope) -> Option<u8> {
    Some(match condition {
        Condition::Id(_) => 0,
        Condition::Param(param, Test::Any(matches)) => {
            let table = Table::of(matches.first()?);
            if matches.iter().any(|wanted| Table::of(wanted) != table) {
                return None;
            }
            let group: Vec<&Match> = matches.iter().collect();
            match table {
                Table::Token if !has_codes(&group) => 10,
                Table::Token if param.name == "identifier" => 1,
                Table::Token if param.name.contains("code") || param.name == "type" => 4,
                Table::Token => COMMON,
                Table::Reference => {
                    let to_patient = |wanted: &Match| matches!(wanted, Match::Reference { resource, .. } if *resource == Some(ResourceType::Patient) || resource.is_none() && matches!(param.name, "patient" | "subject"));
                    match (scope, matches.iter().any(to_patient)) {
                        (Scope::Charts(_), true) => return None,
                        (_, to_patient) => 2 + u8::from(to_patient),
                    }
                }
                Table::Text => 3,
                Table::Date if matches.iter().all(is_narrow_span) => 5,
                Table::Date => 9,
                Table::Quantity => 7,
            }
        }
        Condition::Chain { .. } | Condition::Has { .. } => 6,
        _ => return None,
    })
}

fn is_narrow_span(wanted: &Match) -> bool {
    matches!(wanted, Match::Date(test) if test.compare == Compare::Eq)
}
