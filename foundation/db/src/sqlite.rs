//! SQLite's threads: readers with a snapshot each, and one writer that commits groups.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::{Connection, OpenFlags};

use crate::job::{Job, KeepFor, enter_database_thread, run_kept};
use crate::tx::Connected;
use crate::{Error, Options, Result, Tx, migrate};

/// SQLite before 3.51.3 can corrupt a database when the WAL is reset (the "WAL-reset bug").
const OLDEST_SAFE: i32 = 3_051_003;

/// The most pieces of work that share a commit: at 64 the fsync is already a small part.
const GROUP: usize = 128;

/// A queue into the threads.
pub(crate) type Queue = Sender<Box<dyn Job>>;

/// The queues for reads and writes, and the threads behind them, readers first.
pub(crate) type Started = (Queue, Queue, Vec<JoinHandle<()>>);

pub(crate) fn start(path: &Path, options: &Options) -> Result<Started> {
    check_version(rusqlite::version_number())?;
    let writer = open(path)?;
    migrate::sqlite(&writer).map_err(|error| sentence(path, error))?;
    let (writes, waiting) = bounded(options.queue);
    let (reads, to_read) = bounded(options.queue);
    let mut handles = Vec::new();
    for number in 0..options.threads.max(1) {
        let connection = open(path)?;
        connection.pragma_update(None, "query_only", true).map_err(|error| sentence(path, error.into()))?;
        let (to_read, writes, limit) = (to_read.clone(), writes.clone(), options.read_limit);
        handles.push(spawn(&format!("db-read-{number}"), move || read(connection, &to_read, &writes, limit))?);
    }
    let limit = options.write_limit;
    handles.push(spawn("db-write", move || write(writer, &waiting, limit))?);
    Ok((reads, writes, handles))
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

fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connect = || -> Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(20))?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
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
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Error::Start(match error {
        Error::Start(said) => said,
        Error::Full => format!("The disk that holds the database {file} is full. Make room, then start again."),
        Error::Conflict => format!("The database {file} is held by another program. Stop that program, then start again."),
        _ if !folder.exists() => format!("The database {file} cannot be made: there is no folder {}.", folder.display()),
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
    let until = Arc::new(AtomicI64::new(i64::MAX));
    let watch = Arc::clone(&until);
    // A long reader would keep the WAL from being reset, so its statements are cut short.
    let watched = connection.progress_handler(
        10_000,
        Some(move || started.elapsed().as_micros() > watch.load(Ordering::Relaxed).unsigned_abs().into()),
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
        until.store(i64::try_from((deadline - started).as_micros()).unwrap_or(i64::MAX), Ordering::Relaxed);
        tx.reset(Some(deadline));
        if let Err(error) = statement(&tx, "BEGIN") {
            job.fail(error);
            job.answer();
            continue;
        }
        job.run(&tx);
        until.store(i64::MAX, Ordering::Relaxed);
        if !tx.sqlite().is_autocommit()
            && let Err(error) = statement(&tx, "ROLLBACK")
        {
            tracing::error!(%error, "a read could not be ended");
        }
        let kept = tx.take_kept();
        if kept.is_empty() {
            job.answer();
        } else if let Err(unsent) = writes.send(Box::new(KeepFor { kept, read: job })) {
            let mut job = unsent.into_inner();
            job.fail(Error::Stopped);
            job.answer();
        }
    }
}

fn write(connection: Connection, queue: &Receiver<Box<dyn Job>>, limit: Duration) {
    let tx = Tx::new(Connected::Sqlite(connection));
    for first in queue {
        write_group(&tx, first, queue, limit);
    }
    // Leaves one tidy file behind.
    if let Err(error) = tx.sqlite().execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::debug!(%error, "the WAL was not folded in at the end");
    }
}

/// Runs what waits, each piece in a savepoint, and commits it with one fsync before any of it is answered. A group
/// that the engine loses (a full disk can roll everything back) is run again singly, so that the innocent are kept.
fn write_group(tx: &Tx, first: Box<dyn Job>, queue: &Receiver<Box<dyn Job>>, limit: Duration) {
    let mut group: Vec<Box<dyn Job>> = Vec::new();
    let mut next = Some(first);
    let mut lost = statement(tx, "BEGIN IMMEDIATE").err();
    while let Some(mut job) = next.take() {
        if !job.abandoned() {
            let intact = lost.is_none() && write_one(tx, job.as_mut(), limit);
            group.push(job);
            if !intact {
                lost = lost.or(Some(Error::Conflict));
                break;
            }
        }
        if group.len() < GROUP {
            next = queue.try_recv().ok();
        }
    }
    if lost.is_none() {
        lost = statement(tx, "COMMIT").err();
    }
    if lost.is_some() {
        roll_back(tx);
        for job in &mut group {
            write_alone(tx, job.as_mut(), limit);
        }
    }
    for job in group {
        job.answer();
    }
}

/// Runs one piece inside the open transaction; false when the transaction is gone.
fn write_one(tx: &Tx, job: &mut dyn Job, limit: Duration) -> bool {
    tx.reset(Some(Moment::now() + limit));
    if let Err(error) = statement(tx, "SAVEPOINT work") {
        job.fail(error);
        return false;
    }
    let mut ok = job.run(tx);
    let mut kept = tx.take_kept();
    if ok && let Err(error) = run_kept(&mut kept, tx) {
        job.fail(error);
        ok = false;
    }
    if tx.sqlite().is_autocommit() {
        return false;
    }
    if ok {
        return statement(tx, "RELEASE work").is_ok();
    }
    tx.unpoison();
    if statement(tx, "ROLLBACK TO work").is_err() {
        return false;
    }
    // Kept work was rolled back with the rest; now it is written by itself.
    if let Err(error) = run_kept(&mut kept, tx) {
        tracing::error!(%error, "work that was to be kept could not be written");
        job.fail(error);
        tx.unpoison();
        return !tx.sqlite().is_autocommit() && statement(tx, "ROLLBACK TO work; RELEASE work").is_ok();
    }
    !tx.sqlite().is_autocommit() && statement(tx, "RELEASE work").is_ok()
}

/// Runs one piece in a transaction of its own.
fn write_alone(tx: &Tx, job: &mut dyn Job, limit: Duration) {
    let outcome = statement(tx, "BEGIN IMMEDIATE").and_then(|()| {
        if write_one(tx, job, limit) {
            return statement(tx, "COMMIT");
        }
        // The job's own outcome says why the engine gave its transaction up.
        Ok(())
    });
    if let Err(error) = outcome {
        job.fail(error);
    }
    roll_back(tx);
}

fn roll_back(tx: &Tx) {
    if !tx.sqlite().is_autocommit()
        && let Err(error) = statement(tx, "ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}

fn statement(tx: &Tx, sql: &str) -> Result<()> {
    if sql.contains(';') {
        return Ok(tx.sqlite().execute_batch(sql)?);
    }
    tx.sqlite().prepare_cached(sql)?.raw_execute()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_with_the_corruption_bug_is_refused_in_a_sentence() {
        let Err(Error::Start(said)) = check_version(3_051_002) else { panic!("3.51.2 must be refused") };
        assert!(said.contains("3.51.2") && said.contains("3.51.3"), "{said}");
        assert_eq!(check_version(3_051_003), Ok(()));
    }
}
