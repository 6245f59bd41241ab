//! PostgreSQL's threads: each owns a session and takes reads and writes from one queue.

use std::collections::HashMap;
use std::error::Error as _;
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, bounded};
use postgres::types::ToSql;
use postgres::{Client, NoTls, Row, Statement};

use crate::job::{Job, KeepFor, run_kept};
use crate::sqlite::{Queue, Started, spawn};
use crate::tx::Connected;
use crate::{Error, Options, Param, Result, Tx, ValueRef, migrate};

/// How often a serializable transaction that met another is tried before the caller is told.
const TRIES: u32 = 5;

/// The longest we wait for the server to answer at all, unless the URL says otherwise.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

const CLOSED: &str = "the connection to the server was lost";

/// The longest that one statement of kept work may take, however little time the work itself had.
const KEEP_LIMIT: Duration = Duration::from_mins(1);

/// Prepared statements that a session keeps.
const STATEMENTS: usize = 256;

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    fn open(server: &postgres::Config) -> Result<Connected> {
        let mut client = connect(server)?;
        client.batch_execute("SET client_min_messages = warning")?;
        Ok(Connected::Postgres(Box::new(
            Self {
                client,
                statements: HashMap::new(),
            }
            .into(),
        )))
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
            return Ok(self
                .client
                .simple_query(sql)?
                .iter()
                .fold(0, |sum, message| match message {
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
    let given = params
        .get(..wanted)
        .ok_or_else(|| Error::Engine(format!("no value was given for ${wanted}")))?;
    Ok(given.iter().map(|param| param.value()).collect())
}

fn bound<'v>(values: &'v [ValueRef<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn connect(server: &postgres::Config) -> Result<Client> {
    server.connect(NoTls).map_err(|error| {
        Error::Start(format!(
            "The PostgreSQL server does not let Madrone in: {}. See that the database URL is right and that the server runs.",
            reason(&error)
        ))
    })
}

/// What went wrong, in the server's words or the operating system's.
fn reason(error: &postgres::Error) -> String {
    let cause = error
        .as_db_error()
        .map(|db| db.message().to_owned())
        .or_else(|| Some(error.source()?.to_string()));
    cause.unwrap_or_else(|| error.to_string())
}

/// Makes the threads. The client may not be used inside an asynchronous runtime, where our caller may stand, so that a
/// thread of our own does it.
pub(crate) fn start(server: &postgres::Config, options: &Options) -> Result<Started> {
    std::thread::scope(|scope| scope.spawn(|| start_here(server, options)).join()).unwrap_or(Err(Error::Panicked))
}

fn start_here(server: &postgres::Config, options: &Options) -> Result<Started> {
    let mut server = server.clone();
    if server.get_connect_timeout().is_none() {
        server.connect_timeout(CONNECT_LIMIT);
    }
    let mut client = connect(&server)?;
    check_order(&mut client)?;
    migrate::postgres(&mut client).map_err(|error| match error {
        Error::Start(_) => error,
        other => Error::Start(format!(
            "The PostgreSQL database cannot be brought up to date: {other}. See that Madrone's user owns the database and may write to it."
        )),
    })?;
    let (reads, to_read) = bounded::<Box<dyn Job>>(options.queue);
    let (writes, to_write) = bounded::<Box<dyn Job>>(options.queue);
    let mut handles: Vec<JoinHandle<()>> = Vec::new();
    for number in 0..options.threads.max(1) {
        let mut worker = Worker {
            tx: Tx::new(Session::open(&server)?),
            server: server.clone(),
            options: options.clone(),
            pause: Duration::from_millis(number as u64 + 1),
        };
        let (reads, writes) = (to_read.clone(), to_write.clone());
        handles.push(spawn(&format!("db-{number}"), move || worker.work(&reads, &writes))?);
    }
    Ok((reads, writes as Queue, handles))
}

/// Texts must sort as they do on SQLite, by their bytes: pages of lists go on from the last text seen.
fn check_order(client: &mut Client) -> Result<()> {
    let sorts = client
        .query_one("SELECT 'a' > 'B' AND current_setting('server_encoding') = 'UTF8'", &[])
        .and_then(|row| row.try_get::<_, bool>(0));
    match sorts {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::Start(
            "The PostgreSQL database must use UTF8 and the locale C. Make it with: CREATE DATABASE madrone ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0.".into(),
        )),
        Err(error) => Err(error.into()),
    }
}

struct Worker {
    tx: Tx,
    server: postgres::Config,
    options: Options,
    /// The first wait after meeting another transaction; not the same for any two threads, so that they part.
    pause: Duration,
}

/// How a transaction is begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Read,
    Write,
    /// For what rolled back work, or a read, wanted kept: meets nobody.
    Keep,
}

impl Worker {
    fn work(&mut self, reads: &Receiver<Box<dyn Job>>, writes: &Receiver<Box<dyn Job>>) {
        let never = crossbeam_channel::never();
        let mut open = (true, true);
        while open.0 || open.1 {
            let (reading, writing) = (
                if open.0 { reads } else { &never },
                if open.1 { writes } else { &never },
            );
            crossbeam_channel::select! {
                recv(reading) -> job => match job {
                    Ok(job) => self.take(job, Mode::Read),
                    Err(_) => open.0 = false,
                },
                recv(writing) -> job => match job {
                    Ok(job) => self.take(job, Mode::Write),
                    Err(_) => open.1 = false,
                },
            }
        }
    }

    fn take(&mut self, mut job: Box<dyn Job>, mode: Mode) {
        if job.abandoned() {
            return;
        }
        self.run(job.as_mut(), mode);
        let kept = self.tx.take_kept();
        if !kept.is_empty() {
            job = Box::new(KeepFor::new(kept, job));
            self.run(job.as_mut(), Mode::Keep);
        }
        job.answer();
    }

    /// Runs a job until it is done, met others too often, or the server cannot be reached.
    fn run(&mut self, job: &mut dyn Job, mode: Mode) {
        let mut pause = self.pause;
        for attempt in 1..=TRIES {
            if let Err(error) = self.reconnect_if_closed() {
                return job.fail(error);
            }
            let Err(error) = self.attempt(job, mode) else { return };
            if attempt == TRIES {
                return job.fail(error);
            }
            // Whoever met us goes first.
            std::thread::sleep(pause);
            pause *= 2;
        }
    }

    /// One try. `Err` when nothing of it was done, and it may be tried again.
    fn attempt(&self, job: &mut dyn Job, mode: Mode) -> Result<()> {
        let (begin, limit) = match mode {
            Mode::Read => ("REPEATABLE READ, READ ONLY", self.options.read_limit),
            Mode::Write => ("SERIALIZABLE, READ WRITE", self.options.write_limit),
            Mode::Keep => ("READ COMMITTED, READ WRITE", KEEP_LIMIT),
        };
        self.tx.reset((mode != Mode::Keep).then(|| Moment::now() + limit));
        // Zero would mean no limit.
        let limit = limit.as_millis().clamp(1, i32::MAX.unsigned_abs().into());
        self.statement(&format!(
            "BEGIN ISOLATION LEVEL {begin}; SET LOCAL statement_timeout = {limit}"
        ))?;
        let mut done = job.run(&self.tx);
        if done && mode == Mode::Write {
            self.tx.lift_deadline();
            // The deed and its evidence stand or fall together.
            if let Err(error) = run_kept(&mut self.tx.take_kept(), &self.tx) {
                job.fail(error);
                done = false;
            }
        }
        // A savepoint may have caught the failure that says so.
        if self.tx.met_conflict() {
            self.roll_back();
            return Err(Error::Conflict);
        }
        if !done {
            self.roll_back();
            return if self.is_closed() {
                Err(Error::Engine(CLOSED.into()))
            } else {
                Ok(())
            };
        }
        match self.statement("COMMIT") {
            Err(Error::Conflict) => Err(Error::Conflict),
            // Whether the server heard it is not known, so it is not tried again.
            Err(error) => {
                job.fail(error);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn roll_back(&self) {
        if !self.is_closed()
            && let Err(error) = self.statement("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    fn statement(&self, sql: &str) -> Result<()> {
        Ok(self.tx.postgres().borrow_mut().client.batch_execute(sql)?)
    }

    fn is_closed(&self) -> bool {
        self.tx.postgres().borrow().client.is_closed()
    }

    /// A server that restarted has closed our session; the work gets a new one.
    fn reconnect_if_closed(&mut self) -> Result<()> {
        if self.is_closed() {
            self.tx = Tx::new(Session::open(&self.server)?);
        }
        Ok(())
    }
}
