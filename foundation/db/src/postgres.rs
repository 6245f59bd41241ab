//! PostgreSQL's threads: each owns a session and takes reads and writes from one queue.

use std::collections::HashMap;
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, bounded};
use postgres::types::ToSql;
use postgres::{Client, NoTls, Row, Statement};

use crate::job::{Job, KeepFor, run_kept};
use crate::sqlite::{Queue, Started, spawn};
use crate::tx::Connected;
use crate::{Access, Error, Options, Param, Result, Tx, ValueRef, migrate};

/// How often a serializable transaction that met another is tried before the caller is told.
const TRIES: u32 = 5;

/// Prepared statements that a session keeps.
const STATEMENTS: usize = 256;

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    fn open(server: &postgres::Config, limit: Duration) -> Result<Self> {
        let mut client = connect(server)?;
        client.batch_execute(&format!(
            "SET client_min_messages = warning; SET statement_timeout = {}",
            limit.as_millis()
        ))?;
        Ok(Self { client, statements: HashMap::new() })
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[&dyn Param]) -> Result<Vec<Row>> {
        let statement = self.prepared(sql)?;
        let values = used(&statement, params)?;
        Ok(self.client.query(&statement, &bound(&values))?)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[&dyn Param]) -> Result<u64> {
        if params.is_empty() {
            // Savepoints and the like need no plan.
            return Ok(self.client.simple_query(sql)?.iter().fold(0, |sum, message| match message {
                postgres::SimpleQueryMessage::CommandComplete(rows) => sum + rows,
                _ => sum,
            }));
        }
        let statement = self.prepared(sql)?;
        let values = used(&statement, params)?;
        Ok(self.client.execute(&statement, &bound(&values))?)
    }

    pub(crate) fn execute_values(&mut self, sql: &str, values: &[ValueRef<'_>]) -> Result<u64> {
        let statement = self.prepared(sql)?;
        Ok(self.client.execute(&statement, &bound(values))?)
    }
}

/// The values that a statement asks for: searches may bind more than a variant of their text uses.
fn used<'p>(statement: &Statement, params: &'p [&dyn Param]) -> Result<Vec<ValueRef<'p>>> {
    let wanted = statement.params().len();
    let given = params.get(..wanted).ok_or_else(|| Error::Engine(format!("no value was given for ${wanted}")))?;
    Ok(given.iter().map(|param| param.value()).collect())
}

fn bound<'v>(values: &'v [ValueRef<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn connect(server: &postgres::Config) -> Result<Client> {
    server.connect(NoTls).map_err(|error| {
        let why = error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
        Error::Start(format!(
            "The PostgreSQL server does not let Madrone in: {why}. See that the database URL is right and that the server runs."
        ))
    })
}

pub(crate) fn start(server: &postgres::Config, options: &Options) -> Result<Started> {
    migrate::postgres(&mut connect(server)?)?;
    let (reads, to_read) = bounded::<Box<dyn Job>>(options.queue);
    let (writes, to_write) = bounded::<Box<dyn Job>>(options.queue);
    let mut handles: Vec<JoinHandle<()>> = Vec::new();
    for number in 0..options.threads.max(1) {
        let session = Session::open(server, options.read_limit.max(options.write_limit))?;
        let mut worker = Worker {
            tx: Tx::new(Connected::Postgres(session.into())),
            server: server.clone(),
            options: options.clone(),
        };
        let (reads, writes) = (to_read.clone(), to_write.clone());
        handles.push(spawn(&format!("db-{number}"), move || worker.work(&reads, &writes))?);
    }
    Ok((reads, writes as Queue, handles))
}

struct Worker {
    tx: Tx,
    server: postgres::Config,
    options: Options,
}

impl Worker {
    fn work(&mut self, reads: &Receiver<Box<dyn Job>>, writes: &Receiver<Box<dyn Job>>) {
        let mut open = (true, true);
        while open.0 || open.1 {
            let never = crossbeam_channel::never();
            let (reading, writing) = (if open.0 { reads } else { &never }, if open.1 { writes } else { &never });
            crossbeam_channel::select! {
                recv(reading) -> job => match job {
                    Ok(job) => self.take(job, Access::Read),
                    Err(_) => open.0 = false,
                },
                recv(writing) -> job => match job {
                    Ok(job) => self.take(job, Access::Write),
                    Err(_) => open.1 = false,
                },
            }
        }
    }

    fn take(&mut self, mut job: Box<dyn Job>, access: Access) {
        if job.abandoned() {
            return;
        }
        self.reconnect_if_closed();
        for attempt in 1..=TRIES {
            if self.attempt(job.as_mut(), access) || attempt == TRIES {
                break;
            }
            // Whoever met us goes first; the wait grows, and threads differ by their own clocks.
            std::thread::yield_now();
        }
        let kept = self.tx.take_kept();
        if !kept.is_empty() {
            job = self.write_kept(kept, job);
        }
        job.answer();
    }

    /// One try; false when it met another transaction and may be tried again.
    fn attempt(&self, job: &mut dyn Job, access: Access) -> bool {
        let (begin, limit) = match access {
            Access::Read => ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", self.options.read_limit),
            Access::Write => ("BEGIN ISOLATION LEVEL SERIALIZABLE", self.options.write_limit),
        };
        self.tx.reset(Some(Moment::now() + limit));
        if let Err(error) = self.statement(begin) {
            job.fail(error);
            return true;
        }
        let mut ok = job.run(&self.tx);
        if ok && access == Access::Write {
            // Part of this transaction, so the evidence and the deed stand or fall together.
            let mut kept = self.tx.take_kept();
            if let Err(error) = run_kept(&mut kept, &self.tx) {
                job.fail(error);
                ok = false;
            }
        }
        let mut conflict = self.tx.met_conflict();
        if ok {
            if let Err(error) = self.statement("COMMIT") {
                conflict = conflict || error == Error::Conflict;
                job.fail(error);
            }
        } else if let Err(error) = self.statement("ROLLBACK") {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
        !conflict
    }

    /// Writes what a rolled back write, or a read, wanted kept. READ COMMITTED, so that it meets nobody.
    fn write_kept(&self, kept: Vec<crate::tx::Kept>, job: Box<dyn Job>) -> Box<dyn Job> {
        let mut keeper = KeepFor { kept, read: job };
        self.tx.reset(Some(Moment::now() + self.options.write_limit));
        let outcome = self.statement("BEGIN ISOLATION LEVEL READ COMMITTED").and_then(|()| {
            let end = if keeper.run(&self.tx) { "COMMIT" } else { "ROLLBACK" };
            self.statement(end)
        });
        if let Err(error) = outcome {
            keeper.fail(error);
        }
        keeper.read
    }

    fn statement(&self, sql: &str) -> Result<()> {
        match self.tx.connection() {
            Connected::Postgres(session) => Ok(session.borrow_mut().client.batch_execute(sql)?),
            Connected::Sqlite(_) => unreachable!("PostgreSQL's threads open PostgreSQL sessions"),
        }
    }

    /// A server that restarted has closed our session; the next work gets a new one.
    fn reconnect_if_closed(&mut self) {
        let closed = match self.tx.connection() {
            Connected::Postgres(session) => session.borrow().client.is_closed(),
            Connected::Sqlite(_) => false,
        };
        if closed {
            match Session::open(&self.server, self.options.read_limit.max(self.options.write_limit)) {
                Ok(session) => self.tx = Tx::new(Connected::Postgres(session.into())),
                Err(error) => tracing::error!(%error, "the database cannot be reached"),
            }
        }
    }
}
