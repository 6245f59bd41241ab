//! SQLite's threads: readers with a snapshot each, and one writer that commits groups.

use std::mem::take;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::job::{Job, KeepFor, enter_database_thread, run_kept};
use crate::tx::{Connected, Kept};
use crate::{Error, Options, Result, Tx, migrate};

/// SQLite before 3.51.3 can corrupt a database when the WAL is reset (the "WAL-reset bug").
const OLDEST_SAFE: i32 = 3_051_003;

/// The most pieces of work that share a commit: at 64 the fsync is already a small part.
const GROUP: usize = 128;

/// The longest we wait for another program to let go of the file, and how often we look.
const LOCK_LIMIT: Duration = Duration::from_secs(20);
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// A queue into the threads.
pub(crate) type Queue = Sender<Box<dyn Job>>;

/// The queues for reads and writes, and the threads behind them, readers first.
pub(crate) type Started = (Queue, Queue, Vec<JoinHandle<()>>);

pub(crate) fn start(path: &Path, options: &Options) -> Result<Started> {
    check_version(rusqlite::version_number())?;
    let lock_limit = LOCK_LIMIT.min(options.write_limit);
    let writer = open(path, lock_limit)?;
    migrate(path, &writer)?;
    let (writes, waiting) = bounded(options.queue);
    let (reads, to_read) = bounded(options.queue);
    let mut handles = Vec::new();
    for number in 0..options.threads.max(1) {
        let connection = open(path, lock_limit)?;
        connection
            .pragma_update(None, "query_only", true)
            .map_err(|error| sentence(path, error.into()))?;
        let (to_read, writes, limit) = (to_read.clone(), writes.clone(), options.read_limit);
        handles.push(spawn(&format!("db-read-{number}"), move || {
            read(connection, &to_read, &writes, limit);
        })?);
    }
    let limit = options.write_limit;
    handles.push(spawn("db-write", move || write(writer, &waiting, limit))?);
    Ok((reads, writes, handles))
}

fn migrate(path: &Path, writer: &Connection) -> Result<()> {
    migrate::sqlite(writer).map_err(|error| sentence(path, error))
}

pub(crate) fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            enter_database_thread();
            run();
        })
        .map_err(|error| Error::Start(format!("No thread could be started for the database: {error}.")))
}

fn check_version(version: i32) -> Result<()> {
    if version >= OLDEST_SAFE {
        return Ok(());
    }
    Err(Error::Start(format!(
        "This SQLite is {}.{}.{}, which can corrupt a database. Madrone needs 3.51.3 or later: build it with its own SQLite.",
        version / 1_000_000,
        version / 1000 % 1000,
        version % 1000
    )))
}

fn open(path: &Path, lock_limit: Duration) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connect = || -> Result<Connection> {
        let mut connection = Connection::open_with_flags(path, flags)?;
        // SQLite's own handler looks ten times a second, and so could miss for long the short moments in which an
        // import beside us lets go.
        let tries = lock_limit.as_millis() / LOCK_PAUSE.as_millis();
        connection.busy_handler(Some(move |tried: i32| {
            std::thread::sleep(LOCK_PAUSE);
            u128::from(tried.unsigned_abs()) < tries
        }))?;
        connection.set_prepared_statement_cache_capacity(256);
        // Else SQLite plans most statements anew at each run, to see whether other values would suit another plan: that
        // took longer than the statements themselves.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
        if mode != "wal" {
            return Err(Error::Start(format!(
                "The database {} cannot use SQLite's WAL, which Madrone needs. Put it on a local disk.",
                path.display()
            )));
        }
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        // In KiB: a few connections of these stay well within the memory we allow ourselves.
        connection.pragma_update(None, "cache_size", -16_384)?;
        Ok(connection)
    };
    connect().map_err(|error| sentence(path, error))
}

/// What the person who runs the portal should read.
fn sentence(path: &Path, error: Error) -> Error {
    let file = path.display();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    Error::Start(match error {
        Error::Start(said) => said,
        Error::Full => format!("The disk that holds the database {file} is full. Make room, then start again."),
        Error::Conflict => {
            format!("The database {file} is held by another program. Stop that program, then start again.")
        }
        _ if !folder.exists() => format!(
            "The database {file} cannot be made: there is no folder {}.",
            folder.display()
        ),
        Error::Engine(why) if why.contains("readonly") || why.contains("unable to open") => format!(
            "The database {file} cannot be opened for writing. See that this user may write to it, to its folder and to the disk ({why})."
        ),
        Error::Engine(why) if why.contains("not a database") => {
            format!("The file {file} is not an SQLite database. Name another file, or move this one away.")
        }
        other => format!("The database {file} cannot be opened: {other}."),
    })
}

fn read(mut connection: Connection, queue: &Receiver<Box<dyn Job>>, writes: &Queue, limit: Duration) {
    let started = Moment::now();
    // Microseconds after `started` at which the work in hand is cut short.
    let until = Arc::new(AtomicU64::new(u64::MAX));
    let watch = Arc::clone(&until);
    // A long reader would keep the WAL from being reset, so its statements are cut short.
    let watched = connection.progress_handler(
        10_000,
        Some(move || started.elapsed().as_micros() > watch.load(Ordering::Relaxed).into()),
    );
    if let Err(error) = watched {
        tracing::error!(%error, "long reads on this thread cannot be cut short");
    }
    let tx = Tx::new(Connected::Sqlite(connection));
    for mut job in queue {
        if job.abandoned() {
            continue;
        }
        let deadline = Moment::now() + limit;
        until.store(
            u64::try_from((deadline - started).as_micros()).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
        tx.reset(Some(deadline));
        match statement(&tx, "BEGIN") {
            Ok(()) => _ = job.run(&tx),
            Err(error) => job.fail(error),
        }
        until.store(u64::MAX, Ordering::Relaxed);
        roll_back(&tx);
        let kept = tx.take_kept();
        if kept.is_empty() {
            job.answer();
        } else if let Err(unsent) = writes.send(Box::new(KeepFor::new(kept, job))) {
            let mut job = unsent.into_inner();
            job.fail(Error::Stopped);
            job.answer();
        }
    }
}

fn write(connection: Connection, queue: &Receiver<Box<dyn Job>>, limit: Duration) {
    let tx = Tx::new(Connected::Sqlite(connection));
    let mut last = Group::default();
    for first in queue {
        last = write_group(&tx, first, queue, limit, last);
    }
    // Leaves one tidy file behind, unless another program is reading: then that one will.
    let tidied = tx.sqlite().busy_timeout(Duration::ZERO).and_then(|()| {
        tx.sqlite()
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")
    });
    if let Err(error) = tidied {
        tracing::debug!(%error, "the WAL was not folded in at the end");
    }
}

/// A group that was committed.
#[derive(Clone, Copy, Default)]
struct Group {
    size: usize,
    /// What its commit took: the fsync, above all.
    commit: Duration,
}

/// Runs what waits, each piece in a savepoint, and commits it with one fsync before any of it is answered. A group
/// that the engine loses (a full disk can roll everything back) is run again singly, so that the innocent are kept.
///
/// Those whom the last group answered often write again at once, and whoever comes too late waits for a whole commit:
/// so up to a quarter of one is spent on waiting until the group is as large as the last was.
fn write_group(
    tx: &Tx,
    mut first: Box<dyn Job>,
    queue: &Receiver<Box<dyn Job>>,
    limit: Duration,
    last: Group,
) -> Group {
    if let Err(error) = statement(tx, "BEGIN IMMEDIATE") {
        first.fail(error);
        first.answer();
        return Group::default();
    }
    let mut group: Vec<Box<dyn Job>> = Vec::new();
    let mut next = Some(first);
    let mut lost = false;
    let mut leaves = None;
    while let Some(mut job) = next.take() {
        if !job.abandoned() {
            lost = write_one(tx, job.as_mut(), limit).is_err();
            group.push(job);
        }
        if !lost && group.len() < GROUP {
            next = queue.try_recv().ok();
            if next.is_none() && group.len() < last.size {
                let leaves = *leaves.get_or_insert_with(|| Moment::now() + last.commit / 4);
                next = queue.recv_deadline(leaves).ok();
            }
        }
    }
    let full = Moment::now();
    if lost || statement(tx, "COMMIT").is_err() {
        roll_back(tx);
        for job in &mut group {
            write_alone(tx, job.as_mut(), limit);
        }
    }
    let written = Group {
        size: group.len(),
        commit: full.elapsed(),
    };
    for job in group {
        job.answer();
    }
    written
}

/// Runs one piece inside the open transaction. `Err` when the engine has given that transaction up, with what is
/// still to be kept; the job has failed then, whatever it said itself.
fn write_one(tx: &Tx, job: &mut dyn Job, limit: Duration) -> Result<(), Vec<Kept>> {
    tx.reset(Some(Moment::now() + limit));
    if let Err(error) = statement(tx, "SAVEPOINT work") {
        job.fail(error);
        return Err(Vec::new());
    }
    let done = job.run(tx);
    let mut kept = tx.take_kept();
    tx.lift_deadline();
    if done {
        // The deed and its evidence stand or fall together.
        match run_kept(&mut kept, tx).and_then(|()| statement(tx, "RELEASE work")) {
            Ok(()) => return Ok(()),
            Err(error) => job.fail(error),
        }
        kept.clear();
    }
    undo(tx).map_err(|_| take(&mut kept))?;
    // Kept work was rolled back with the rest; now it is written by itself.
    if let Err(error) = run_kept(&mut kept, tx) {
        tracing::error!(%error, "work that was to be kept could not be written");
        job.fail(error);
        undo(tx).map_err(|_| take(&mut kept))?;
    }
    statement(tx, "RELEASE work").map_err(|_| kept)
}

/// Rolls back to where the work in hand began, and makes the transaction usable again.
fn undo(tx: &Tx) -> Result<()> {
    tx.recover();
    statement(tx, "ROLLBACK TO work")
}

/// Runs one piece in a transaction of its own.
fn write_alone(tx: &Tx, job: &mut dyn Job, limit: Duration) {
    let outcome = match statement(tx, "BEGIN IMMEDIATE") {
        Ok(()) => match write_one(tx, job, limit) {
            Ok(()) => statement(tx, "COMMIT"),
            Err(kept) => write_kept(tx, kept),
        },
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        job.fail(error);
    }
    roll_back(tx);
}

/// Writes, in a new transaction, what failed work wanted kept that took the old one with it.
fn write_kept(tx: &Tx, mut kept: Vec<Kept>) -> Result<()> {
    roll_back(tx);
    if kept.is_empty() {
        return Ok(());
    }
    tx.reset(None);
    statement(tx, "BEGIN IMMEDIATE")
        .and_then(|()| run_kept(&mut kept, tx))
        .and_then(|()| statement(tx, "COMMIT"))
        .inspect_err(|error| tracing::error!(%error, "work that was to be kept could not be written"))
}

fn roll_back(tx: &Tx) {
    if !tx.sqlite().is_autocommit()
        && let Err(error) = statement(tx, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}

fn statement(tx: &Tx, sql: &str) -> Result<()> {
    tx.sqlite().prepare_cached(sql)?.raw_execute()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use madrone_harness::ScratchFolder;
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_full_disk_is_found_at_the_start_and_not_by_a_patient() {
        let folder = ScratchFolder::new("full disk");
        let path = folder.join("madrone.db");
        let connection = open(&path, Duration::ZERO).unwrap();
        // The first page is there already; SQLite answers one more as it does a full disk.
        let one: i64 = connection
            .pragma_update_and_check(None, "max_page_count", 1, |row| row.get(0))
            .unwrap();
        assert_eq!(one, 1);
        let Err(Error::Start(said)) = migrate(&path, &connection) else {
            panic!("a full disk must be refused")
        };
        assert!(said.contains("is full") && said.contains("Make room"), "{said}");
    }

    #[test]
    fn a_statement_keeps_its_plan_whatever_values_it_is_given() {
        let folder = ScratchFolder::new("plans");
        let path = folder.join("madrone.db");
        let connection = open(&path, Duration::ZERO).unwrap();
        connection
            .execute_batch("CREATE TABLE one (a, b, PRIMARY KEY (a, b)); CREATE TABLE two (a, b, PRIMARY KEY (a, b))")
            .unwrap();
        let mut statement = connection
            .prepare("SELECT 1 FROM one JOIN two ON one.b = two.a WHERE one.a IN ($1, $2) AND two.b = $3")
            .unwrap();
        for value in 0..5 {
            assert!(!statement.exists([value, value + 1, value + 2]).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }

    #[test]
    fn an_sqlite_with_the_corruption_bug_is_refused_in_a_sentence() {
        let Err(Error::Start(said)) = check_version(3_051_002) else {
            panic!("3.51.2 must be refused")
        };
        assert!(said.contains("3.51.2") && said.contains("3.51.3"), "{said}");
        assert_eq!(check_version(3_051_003), Ok(()));
    }
}
