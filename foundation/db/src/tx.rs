//! A transaction, as a unit of work sees it.

use std::cell::{Cell, RefCell};
use std::time::Instant as Moment;

use rusqlite::Connection;

use crate::postgres::Session;
use crate::value::Inner;
use crate::{Engine, Error, Param, Result, Row, ValueRef};

/// Work that survives the rollback of what asked for it.
pub(crate) type Kept = Box<dyn FnMut(&Tx) -> Result<()> + Send>;

/// One transaction on one connection. Every database thread has one, and lends it to one unit of work after another.
///
/// SQL is written once for both engines with `$1`, `$2` … for parameters. After a failed statement the transaction
/// refuses everything, on both engines, until a [`Tx::savepoint`] that holds the failure has ended.
pub struct Tx {
    connection: Connected,
    state: State,
}

pub(crate) enum Connected {
    Sqlite(Connection),
    Postgres(Box<RefCell<Session>>),
}

#[derive(Default)]
struct State {
    poisoned: Cell<bool>,
    conflict: Cell<bool>,
    depth: Cell<u32>,
    deadline: Cell<Option<Moment>>,
    kept: RefCell<Vec<Kept>>,
}

impl Tx {
    pub(crate) fn new(connection: Connected) -> Self {
        Self {
            connection,
            state: State::default(),
        }
    }

    /// Which engine runs the statements; for the few that need its own words.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connected::Sqlite(_) => Engine::Sqlite,
            Connected::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows of a query, each through `map`.
    ///
    /// # Errors
    /// What the engine says, or what `map` returns.
    pub fn query<T>(&self, sql: &str, params: &[&dyn Param], mut map: impl FnMut(&Row) -> Result<T>) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(map(row)?);
            Ok(true)
        })?;
        Ok(out)
    }

    /// The first row of a query, through `map`; `None` when there is none.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn query_opt<T>(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut map: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut out = None;
        self.each(sql, params, |row| {
            out = Some(map(row)?);
            Ok(false)
        })?;
        Ok(out)
    }

    /// Runs a statement; the number of rows it changed.
    ///
    /// # Errors
    /// What the engine says.
    pub fn execute(&self, sql: &str, params: &[&dyn Param]) -> Result<u64> {
        self.guard(|| match &self.connection {
            Connected::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                Ok(statement.raw_execute()? as u64)
            }
            Connected::Postgres(session) => session.borrow_mut().execute(sql, params),
        })
    }

    /// Inserts many rows with one statement's text: `head` is `INSERT INTO t (a, b)`, `tail` what follows the values
    /// (`ON CONFLICT DO NOTHING` or nothing), `values` the rows one after another, `width` values each.
    ///
    /// # Errors
    /// What the engine says.
    ///
    /// # Panics
    /// When `values` is no whole number of rows.
    pub fn insert_many(&self, head: &str, width: usize, values: &[ValueRef<'_>], tail: &str) -> Result<()> {
        assert!(
            width > 0 && values.len().is_multiple_of(width),
            "values must make whole rows"
        );
        if values.is_empty() {
            return Ok(());
        }
        self.guard(|| match &self.connection {
            Connected::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&many(head, width, 1, tail))?;
                for row in values.chunks(width) {
                    for (place, value) in row.iter().enumerate() {
                        statement.raw_bind_parameter(place + 1, value)?;
                    }
                    statement.raw_execute()?;
                }
                Ok(())
            }
            Connected::Postgres(session) => {
                let mut left = values;
                while !left.is_empty() {
                    // A few sizes only, so that few statements are prepared.
                    let rows = match left.len() / width {
                        128.. => 128,
                        16..128 => 16,
                        _ => 1,
                    };
                    let (now, later) = left.split_at(rows * width);
                    session
                        .borrow_mut()
                        .execute_values(&many(head, width, rows, tail), now)?;
                    left = later;
                }
                Ok(())
            }
        })
    }

    /// Runs `work` so that its failure undoes only what it did itself.
    ///
    /// # Errors
    /// What `work` returns, or what the engine says.
    pub fn savepoint<T, E: From<Error>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let depth = self.state.depth.get() + 1;
        self.execute(&format!("SAVEPOINT s{depth}"), &[])?;
        self.state.depth.set(depth);
        let outcome = work(self);
        self.state.depth.set(depth - 1);
        let poisoned = self.is_poisoned();
        if outcome.is_ok() && !poisoned {
            self.execute(&format!("RELEASE SAVEPOINT s{depth}"), &[])?;
            return outcome;
        }
        self.state.poisoned.set(false);
        self.execute(&format!("ROLLBACK TO SAVEPOINT s{depth}"), &[])?;
        self.execute(&format!("RELEASE SAVEPOINT s{depth}"), &[])?;
        if poisoned {
            outcome.and(Err(Error::Poisoned.into()))
        } else {
            outcome
        }
    }

    /// Asks for `work` to be written whatever becomes of this transaction: refusals, failed sign-ins, things marked as
    /// read by a GET. When the unit of work is `Ok` it is part of the same transaction, and its failure fails the unit;
    /// when it is `Err`, or only reads, it is written by itself before the caller is answered.
    ///
    /// It may run twice, and by itself it runs at READ COMMITTED on PostgreSQL: count up in one statement
    /// (`SET n = n + 1`), not by reading first.
    pub fn keep(&self, work: impl FnMut(&Self) -> Result<()> + Send + 'static) {
        self.state.kept.borrow_mut().push(Box::new(work));
    }

    fn each(&self, sql: &str, params: &[&dyn Param], mut row: impl FnMut(&Row) -> Result<bool>) -> Result<()> {
        match &self.connection {
            Connected::Sqlite(connection) => self.guard(|| {
                let mut statement = connection.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                while let Some(next) = rows.next()? {
                    if !row(&Row(Inner::Sqlite(next)))? {
                        break;
                    }
                }
                Ok(())
            }),
            Connected::Postgres(session) => self.guard(|| {
                // Bound first, so that the session is free again when `row` makes a query of its own.
                let rows = session.borrow_mut().query(sql, params)?;
                for next in &rows {
                    if !row(&Row(Inner::Postgres(next)))? {
                        break;
                    }
                }
                Ok(())
            }),
        }
    }

    /// Refuses a poisoned transaction and overdue work, and poisons the transaction when `statement` fails.
    fn guard<T>(&self, statement: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.state.poisoned.get() {
            return Err(Error::Poisoned);
        }
        if self
            .state
            .deadline
            .get()
            .is_some_and(|deadline| Moment::now() >= deadline)
        {
            self.state.poisoned.set(true);
            return Err(Error::Timeout);
        }
        statement().inspect_err(|error| {
            self.state.poisoned.set(true);
            self.state
                .conflict
                .set(self.state.conflict.get() || *error == Error::Conflict);
        })
    }

    // What the threads need around a unit of work.

    pub(crate) fn postgres(&self) -> &RefCell<Session> {
        match &self.connection {
            Connected::Postgres(session) => session,
            Connected::Sqlite(_) => unreachable!("PostgreSQL's threads open PostgreSQL sessions"),
        }
    }

    pub(crate) fn sqlite(&self) -> &Connection {
        match &self.connection {
            Connected::Sqlite(connection) => connection,
            Connected::Postgres(_) => unreachable!("SQLite's threads open SQLite connections"),
        }
    }

    /// Makes ready for the next unit of work, or for another try.
    pub(crate) fn reset(&self, deadline: Option<Moment>) {
        self.state.poisoned.set(false);
        self.state.conflict.set(false);
        self.state.depth.set(0);
        self.state.deadline.set(deadline);
        self.state.kept.borrow_mut().clear();
    }

    pub(crate) fn take_kept(&self) -> Vec<Kept> {
        self.state.kept.take()
    }

    /// Whether a statement failed and nothing more can be asked of this transaction.
    pub fn has_failed(&self) -> bool {
        self.is_poisoned()
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.state.poisoned.get()
    }

    /// A statement met another transaction.
    pub(crate) fn met_conflict(&self) -> bool {
        self.state.conflict.get()
    }

    /// What is kept is written however late it is.
    pub(crate) fn lift_deadline(&self) {
        self.state.deadline.set(None);
    }

    /// After an undone piece of work the transaction can go on.
    pub(crate) fn recover(&self) {
        self.state.poisoned.set(false);
        self.state.depth.set(0);
    }
}

/// Binds by the number in each parameter's name: SQLite numbers `$n` by first appearance, not by n.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[&dyn Param]) -> Result<()> {
    let count = statement.parameter_count();
    for index in 1..=count {
        let number: usize = statement
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$')?.parse().ok())
            .ok_or_else(|| Error::Engine("parameters are written $1, $2 …".into()))?;
        let param = number
            .checked_sub(1)
            .and_then(|place| params.get(place))
            .ok_or_else(|| Error::Engine(format!("no value was given for ${number}")))?;
        statement.raw_bind_parameter(index, param.value())?;
    }
    Ok(())
}

/// The text of an INSERT of `rows` rows.
fn many(head: &str, width: usize, rows: usize, tail: &str) -> String {
    use std::fmt::Write as _;
    let mut sql = String::with_capacity(head.len() + tail.len() + rows * width * 5 + 16);
    sql.push_str(head);
    sql.push_str(" VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            let comma = if column == 0 { "" } else { ", " };
            let _ = write!(sql, "{comma}${}", row * width + column + 1);
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}
