//! Database threads: one SQL text, two engines.
//!
//! A unit of work is a closure over a [`Tx`]. It runs whole on a thread that owns its connection: on SQLite readers
//! have a snapshot each and one writer commits groups of work with one fsync; on PostgreSQL every thread takes reads
//! (REPEATABLE READ, READ ONLY) and writes (SERIALIZABLE, retried). Work may therefore run more than once, and must
//! have no effect but through its `Tx`.
//!
//! What never enters: knowledge of any table but `db_*`, and anything asynchronous but the waiting in [`Db::run`].

mod error;
mod job;
mod migrate;
mod postgres;
mod sqlite;
mod tx;
mod url;
mod value;

use std::sync::Arc;
use std::time::Duration;

pub use error::{Constraint, Error, Result};
pub use migrate::{pending, schema};
pub use tx::Tx;
pub use url::Url;
pub use value::{Column, Param, Row, Value, ValueRef, padded};

use job::{Job, Task};

/// What a unit of work may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Sees one snapshot and changes nothing (but see [`Tx::keep`]).
    Read,
    /// Commits on `Ok`, rolls back on `Err`.
    Write,
}

/// How a [`Db`] is laid out.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that read (SQLite) or that read and write (PostgreSQL).
    pub threads: usize,
    /// Work that may wait in each queue before callers are told [`Error::Busy`].
    pub queue: usize,
    /// The longest a read may take.
    pub read_limit: Duration,
    /// The longest a write may take, looked at between its statements; on PostgreSQL also within each.
    pub write_limit: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threads: 4,
            queue: 1024,
            read_limit: Duration::from_secs(10),
            write_limit: Duration::from_mins(1),
        }
    }
}

/// Which engine answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A handle on the database threads; clones share them. They end, after the work that waits, when the last is dropped.
#[derive(Clone)]
pub struct Db {
    threads: Arc<Threads>,
}

struct Threads {
    engine: Engine,
    reads: Option<crossbeam_channel::Sender<Box<dyn Job>>>,
    writes: Option<crossbeam_channel::Sender<Box<dyn Job>>>,
    handles: Vec<std::thread::JoinHandle<()>>,
}

impl Db {
    /// Opens the database at `url`, brings its schema up to date, and starts the threads.
    ///
    /// # Errors
    /// [`Error::Start`] with a sentence for the person who runs the portal: a wrong URL, a server that does not answer,
    /// a file or disk that cannot be written, a schema newer than this program, an SQLite with a known corruption bug.
    pub fn open(url: &Url, options: &Options) -> Result<Self> {
        let (engine, started) = match url {
            Url::Sqlite(path) => (Engine::Sqlite, sqlite::start(path, options)?),
            Url::Postgres(server) => (Engine::Postgres, postgres::start(server, options)?),
        };
        let (reads, writes, handles) = started;
        Ok(Self {
            threads: Arc::new(Threads {
                engine,
                reads: Some(reads),
                writes: Some(writes),
                handles,
            }),
        })
    }

    /// Which engine this is; for what must be told apart (plans, backups), never for ordinary SQL.
    pub fn engine(&self) -> Engine {
        self.threads.engine
    }

    /// Runs `work` on a database thread and waits for its outcome without holding up this one.
    ///
    /// # Errors
    /// What `work` returns; [`Error::Busy`] at once when the queue is full; engine errors after retries.
    ///
    /// # Panics
    /// On a database thread, where it would wait for itself.
    pub async fn run<T, E>(
        &self,
        access: Access,
        work: impl FnMut(&Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        assert!(
            !job::on_database_thread(),
            "a unit of work may not wait for another one: use its own Tx"
        );
        let (task, answer) = Task::with_answer(work);
        self.queue(access).try_send(task).map_err(|full| match full {
            crossbeam_channel::TrySendError::Full(_) => Error::Busy,
            crossbeam_channel::TrySendError::Disconnected(_) => Error::Stopped,
        })?;
        answer.await.unwrap_or_else(|_| Err(Error::Stopped.into()))
    }

    /// Runs `work` on a database thread and blocks until its outcome: for jobs, the command line, and tests.
    ///
    /// # Errors
    /// What `work` returns, and engine errors after retries. A full queue is waited for.
    ///
    /// # Panics
    /// On a database thread, where it would wait for itself.
    pub fn wait<T, E>(&self, access: Access, work: impl FnMut(&Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        assert!(
            !job::on_database_thread(),
            "a unit of work may not wait for another one: use its own Tx"
        );
        let (task, answer) = Task::with_answer(work);
        self.queue(access).send(task).map_err(|_| Error::Stopped)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(Error::Stopped.into()))
    }

    fn queue(&self, access: Access) -> &crossbeam_channel::Sender<Box<dyn Job>> {
        let queue = match access {
            Access::Read => &self.threads.reads,
            Access::Write => &self.threads.writes,
        };
        queue.as_ref().expect("queues are open as long as the threads are")
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db")
            .field("engine", &self.threads.engine)
            .finish_non_exhaustive()
    }
}

impl Drop for Threads {
    /// Closes the queues and waits until what stood in them is committed.
    fn drop(&mut self) {
        self.reads = None;
        self.writes = None;
        // The last handle went with a piece of work: its own thread cannot wait for itself, nor for those that wait
        // for it. They end by themselves.
        if job::on_database_thread() {
            return;
        }
        // SQLite's readers hold the writer's queue for what they keep, so they end first and the writer last.
        for handle in self.handles.drain(..) {
            let _ = handle.join();
        }
    }
}
