//! Conditions in SQL. Every one becomes a test of a resource's number: a look into the index by that number where the
//! key of the table allows it, else membership in the set of numbers that the index gives.

use madrone_authz::ChartAccess;
use madrone_db::{Engine, Tx, Value, padded};
use madrone_fhir::search::{Condition, DateTest, Match, Test};
use madrone_fhir::{Kind, Param, ResourceType};

use super::plan::Table;
use crate::Refused;
use crate::place::Scope;
use crate::read::within_reach;
use crate::rows::{NO_DATE, URL, capped};

/// A search on its way to SQL: what it may see, and the values bound so far.
pub(crate) struct Search<'s> {
    pub(crate) tx: &'s Tx,
    pub(crate) access: &'s ChartAccess,
    pub(crate) values: Vec<Value>,
    aliases: usize,
}

/// Nothing fits.
pub(crate) const NEVER: &str = "1 = 0";

impl<'s> Search<'s> {
    pub(crate) fn new(tx: &'s Tx, access: &'s ChartAccess) -> Self {
        Self {
            tx,
            access,
            values: Vec::new(),
            aliases: 0,
        }
    }

    /// Binds a value; its place.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Binds a list: `column = $1` or `column IN ($1, …)`.
    pub(crate) fn is_one_of<T: Into<Value> + Clone>(&mut self, column: &str, values: &[T]) -> String {
        match values {
            [] => NEVER.to_owned(),
            [only] => format!("{column} = {}", self.bind(only.clone())),
            _ => {
                let list: Vec<_> = padded(values).into_iter().map(|value| self.bind(value)).collect();
                format!("{column} IN ({})", list.join(", "))
            }
        }
    }

    /// A name for a table that no other has in this statement.
    pub(crate) fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("c{}", self.aliases)
    }

    /// The rows of a parameter in a scope: `alias.patient = … AND alias.param = …`.
    pub(crate) fn rows_of(&mut self, table: Table, alias: &str, param: &Param, scope: &Scope) -> String {
        match scope {
            // References have an index that begins at what they lead to.
            Scope::All if table == Table::Reference => self.of_param(alias, param),
            Scope::All => {
                let column = self.across(&format!("{alias}.param"));
                self.param_is(&column, param)
            }
            Scope::Charts(charts) => {
                let charts = self.is_one_of(&format!("{alias}.patient"), charts);
                format!("{charts} AND {}", self.of_param(alias, param))
            }
        }
    }

    /// The rows of a parameter, whoever's: `alias.param = …`.
    pub(crate) fn of_param(&mut self, alias: &str, param: &Param) -> String {
        self.param_is(&format!("{alias}.param"), param)
    }

    fn param_is(&mut self, column: &str, param: &Param) -> String {
        let rows: Vec<i64> = param.rows.iter().map(|id| i64::from(*id)).collect();
        self.is_one_of(column, &rows)
    }

    /// A column as the indexes across charts have it. PostgreSQL would take those for searches in one chart too, and read
    /// the rows of others only to leave them out; so its indexes are on an expression that such searches do not use.
    fn across(&self, column: &str) -> String {
        match self.tx.engine() {
            Engine::Sqlite => column.to_owned(),
            Engine::Postgres => format!("({column} + 0)"),
        }
    }

    /// What a row of references leads to.
    pub(crate) fn target(&self, alias: &str, scope: &Scope) -> String {
        let column = format!("{alias}.target");
        if *scope == Scope::All {
            self.across(&column)
        } else {
            column
        }
    }

    /// Whether the resource numbered `rid`, in `scope`, fulfils `condition`.
    pub(crate) fn holds(&mut self, condition: &Condition, rid: &str, scope: &Scope) -> Result<String, Refused> {
        Ok(match condition {
            Condition::Param(param, Test::Any(matches)) => self.any(param, matches, rid, scope)?,
            Condition::Param(param, Test::None(matches)) => format!("NOT ({})", self.any(param, matches, rid, scope)?),
            Condition::Param(param, Test::Missing(missing)) => {
                let there = self.is_there(param, rid, scope);
                if *missing { format!("NOT ({there})") } else { there }
            }
            Condition::Id(ids) => {
                let ids: Vec<Value> = ids.iter().map(|id| id.as_str().into()).collect();
                let is_one = self.is_one_of("i.id", &ids);
                format!("EXISTS (SELECT 1 FROM chart_resource i WHERE i.rid = {rid} AND {is_one})")
            }
            Condition::LastUpdated(tests) => {
                let tests: Vec<_> = tests.iter().map(|test| self.moment("u.updated", *test)).collect();
                let alternatives = tests.join(" OR ");
                format!("EXISTS (SELECT 1 FROM chart_resource u WHERE u.rid = {rid} AND ({alternatives}))")
            }
            Condition::Chain {
                param,
                target,
                condition,
            } => self.chain(param, *target, condition, rid, scope)?,
            Condition::Has { param, condition } => self.has(param, condition, rid)?,
            Condition::Any(conditions) => self.each(conditions, " OR ", NEVER, rid, scope)?,
            Condition::All(conditions) => self.each(conditions, " AND ", "1 = 1", rid, scope)?,
        })
    }

    fn each(
        &mut self,
        conditions: &[Condition],
        and: &str,
        none: &str,
        rid: &str,
        scope: &Scope,
    ) -> Result<String, Refused> {
        if conditions.is_empty() {
            return Ok(none.to_owned());
        }
        let all: Result<Vec<_>, _> = conditions
            .iter()
            .map(|condition| self.holds(condition, rid, scope))
            .collect();
        Ok(format!("({})", all?.join(and)))
    }

    /// A reference of the resource leads to one of type `kind` that fulfils `condition`, and that the key opens.
    fn chain(
        &mut self,
        param: &Param,
        kind: ResourceType,
        condition: &Condition,
        rid: &str,
        scope: &Scope,
    ) -> Result<String, Refused> {
        let there = self.set(condition, kind)?;
        let link = self.alias();
        let rows = self.rows_of(Table::Reference, &link, param, scope);
        let target = self.target(&link, scope);
        let code = self.bind(kind.code());
        Ok(format!(
            "{rid} IN (SELECT {link}.rid FROM chart_reference {link}
              WHERE {rows} AND {link}.target % 256 = {code} AND {target} IN ({there}))"
        ))
    }

    /// A resource that the key opens refers to this one, and fulfils `condition`.
    fn has(&mut self, param: &Param, condition: &Condition, rid: &str) -> Result<String, Refused> {
        let scope = Scope::of(self.access, param.resource);
        if scope.is_shut() {
            return Ok(NEVER.to_owned());
        }
        let from = self.set(condition, param.resource)?;
        let link = self.alias();
        let rows = self.rows_of(Table::Reference, &link, param, &scope);
        Ok(format!(
            "{rid} IN (SELECT {link}.target FROM chart_reference {link} WHERE {rows} AND {link}.rid IN ({from}))"
        ))
    }

    /// The numbers of the resources of one type that the key opens and that fulfil a condition.
    pub(crate) fn set(&mut self, condition: &Condition, kind: ResourceType) -> Result<String, Refused> {
        let scope = Scope::of(self.access, kind);
        if scope.is_shut() {
            return Ok(format!("SELECT rid FROM chart_resource WHERE {NEVER}"));
        }
        let found = super::plan::Found::in_scope(self, kind, &[condition], scope)?;
        Ok(format!("SELECT {} FROM {}", found.rid, found.rows()))
    }

    /// The condition that leaves out what the key may not see for its label.
    pub(crate) fn within_reach(&self, rid: &str) -> String {
        within_reach(self.access, rid)
    }

    /// At least one row of the parameter is one of `matches`.
    fn any(&mut self, param: &Param, matches: &[Match], rid: &str, scope: &Scope) -> Result<String, Refused> {
        let mut tables: Vec<(Table, Vec<&Match>)> = Vec::new();
        for wanted in matches {
            let table = Table::of(wanted);
            match tables.iter_mut().find(|(known, _)| *known == table) {
                Some((_, group)) => group.push(wanted),
                None => tables.push((table, vec![wanted])),
            }
        }
        let mut alternatives = Vec::new();
        for (table, group) in tables {
            let alias = self.alias();
            let test = self.rows_are(&alias, param, &group, scope)?;
            let name = table.name();
            alternatives.push(match table {
                // These tables have a key by which one resource is found at once.
                Table::Date => {
                    let rows = self.of_param(&alias, param);
                    format!("EXISTS (SELECT 1 FROM {name} {alias} WHERE {alias}.rid = {rid} AND {rows} AND {test})")
                }
                Table::Token | Table::Reference if has_codes(&group) => {
                    let rows = self.rows_of(table, &alias, param, scope);
                    format!("EXISTS (SELECT 1 FROM {name} {alias} WHERE {rows} AND {test} AND {alias}.rid = {rid})")
                }
                _ => {
                    let rows = self.rows_of(table, &alias, param, scope);
                    format!("{rid} IN (SELECT {alias}.rid FROM {name} {alias} WHERE {rows} AND {test})")
                }
            });
        }
        Ok(match &alternatives[..] {
            [] => NEVER.to_owned(),
            [only] => only.clone(),
            _ => format!("({})", alternatives.join(" OR ")),
        })
    }

    fn is_there(&mut self, param: &Param, rid: &str, scope: &Scope) -> String {
        let tables: &[Table] = match param.kind {
            Kind::Token => &[Table::Token, Table::Text],
            Kind::Uri => &[Table::Token],
            Kind::String => &[Table::Text],
            Kind::Date => &[Table::Date],
            Kind::Reference => &[Table::Reference, Table::Token],
            Kind::Quantity | Kind::Number | Kind::Composite => &[Table::Quantity],
        };
        let mut alternatives = Vec::new();
        for table in tables {
            if (*table == Table::Text && param.kind == Kind::Token && !param.has_text)
                || (*table == Table::Token && param.kind == Kind::Reference && param.narrow.is_some())
            {
                continue;
            }
            let alias = self.alias();
            if *table == Table::Date {
                let of_param = self.of_param(&alias, param);
                alternatives.push(format!(
                    "EXISTS (SELECT 1 FROM chart_date {alias}
                      WHERE {alias}.rid = {rid} AND {of_param} AND {alias}.until > {NO_DATE})"
                ));
                continue;
            }
            let rows = self.rows_of(*table, &alias, param, scope);
            let real = match (table, param.narrow) {
                (Table::Text, _) => format!(" AND {alias}.exact > ''"),
                (Table::Reference, Some(kind)) => format!(" AND {alias}.target % 256 = {}", self.bind(kind.code())),
                _ => String::new(),
            };
            alternatives.push(format!(
                "{rid} IN (SELECT {alias}.rid FROM {} {alias} WHERE {rows}{real})",
                table.name()
            ));
        }
        format!("({})", alternatives.join(" OR "))
    }

    /// The test that a row of `alias` is one of `group`, which all look at the same table.
    pub(crate) fn rows_are(
        &mut self,
        alias: &str,
        param: &Param,
        group: &[&Match],
        scope: &Scope,
    ) -> Result<String, Refused> {
        let mut tests = Vec::with_capacity(group.len());
        for wanted in group {
            tests.push(self.row_is(alias, param, wanted, scope)?);
        }
        let either = if tests.len() == 1 {
            tests.remove(0)
        } else {
            format!("({})", tests.join(" OR "))
        };
        // Listed once more, so that the key leads to each of the codes.
        let codes: Vec<Value> = group
            .iter()
            .filter_map(|wanted| code_of(wanted))
            .map(Value::from)
            .collect();
        if group.len() > 1 && codes.len() == group.len() {
            let listed = self.is_one_of(&format!("{alias}.code"), &codes);
            return Ok(format!("{listed} AND {either}"));
        }
        Ok(either)
    }

    fn row_is(&mut self, alias: &str, param: &Param, wanted: &Match, scope: &Scope) -> Result<String, Refused> {
        Ok(match wanted {
            Match::Token { system, code } => self.token(alias, system, code.as_deref()),
            Match::Text { mode, value } => self.text(alias, *mode, value),
            Match::Date(test) => self.span(alias, *test),
            Match::Number(test) => self.number(alias, "low", "high", test),
            Match::Quantity { value, unit } => self.quantity(alias, value, unit),
            Match::Reference { resource, id } => {
                let target = self.target(alias, scope);
                let rids = self.led_to(param, *resource, id)?;
                self.is_one_of(&target, &rids)
            }
            Match::Url(url) => {
                let code = self.bind(capped(url));
                format!("{alias}.code = {code} AND {alias}.system = {URL}")
            }
            Match::Uri { mode, value } => self.uri(alias, *mode, value),
            Match::Composite(parts) => match &**parts {
                [Match::Token { system, code }, Match::Quantity { value, unit }] => {
                    let token = self.token(alias, system, code.as_deref());
                    format!("{token} AND {}", self.quantity(alias, value, unit))
                }
                _ => NEVER.to_owned(),
            },
        })
    }

    /// The numbers of what a reference of this parameter may mean.
    fn led_to(&self, param: &Param, resource: Option<ResourceType>, id: &str) -> Result<Vec<i64>, Refused> {
        let kinds: Vec<ResourceType> = match (resource, param.narrow) {
            (Some(kind), Some(narrow)) if kind != narrow => return Ok(Vec::new()),
            (Some(kind), _) => vec![kind],
            (None, Some(narrow)) => vec![narrow],
            (None, None) if param.targets.is_empty() => ResourceType::all().to_vec(),
            (None, None) => param.targets.to_vec(),
        };
        self.numbers(&kinds, id)
    }

    /// The numbers of what has this id, placeholders too.
    pub(crate) fn numbers(&self, kinds: &[ResourceType], id: &str) -> Result<Vec<i64>, Refused> {
        let codes = padded(&kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>());
        let mut params: Vec<&dyn madrone_db::Param> = vec![&id];
        params.extend(codes.iter().map(|code| code as &dyn madrone_db::Param));
        let list = crate::numbers::places(2, codes.len());
        let sql = format!("SELECT rid FROM chart_resource WHERE id = $1 AND kind IN ({list})");
        Ok(self.tx.query(&sql, &params, |row| row.get(0))?)
    }

    fn moment(&mut self, column: &str, test: DateTest) -> String {
        // One moment is the span of one microsecond.
        self.spanning(column, &format!("{column} + 1"), test)
    }

    fn span(&mut self, alias: &str, test: DateTest) -> String {
        let (since, until) = (format!("{alias}.since"), format!("{alias}.until"));
        // The plus keeps engines from taking this for a range to begin at: it leaves out next to nothing.
        format!("{} AND +{until} > {NO_DATE}", self.spanning(&since, &until, test))
    }
}

/// The code that a row must have.
fn code_of(wanted: &Match) -> Option<&str> {
    match wanted {
        Match::Token { code: Some(code), .. } => Some(capped(code)),
        Match::Url(url) => Some(capped(url)),
        _ => None,
    }
}

/// Whether the rows are found by their whole key.
pub(crate) fn has_codes(group: &[&Match]) -> bool {
    group
        .iter()
        .all(|wanted| code_of(wanted).is_some() || matches!(wanted, Match::Reference { .. }))
}
