//! A table of notes, and ways to stop work in the middle.

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Waker};

use madrone_db::{Access, Db, Error, Result, Tx};

/// What work of a room may say besides the engine's errors.
#[derive(Debug, PartialEq)]
pub(crate) enum Failure {
    Refused,
    Database(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

pub(crate) fn make_notes(db: &Db) {
    db.wait(Access::Write, |tx| {
        tx.execute("CREATE TABLE note (id BIGINT PRIMARY KEY, words TEXT NOT NULL)", &[])
    })
    .expect("the table is new");
}

pub(crate) fn add(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("INSERT INTO note (id, words) VALUES ($1, $2)", &[&id, &"words"])
        .map(drop)
}

pub(crate) fn ids(tx: &Tx) -> Result<Vec<i64>> {
    tx.query("SELECT id FROM note ORDER BY id", &[], |row| row.get(0))
}

/// The notes that are there for everybody.
pub(crate) fn notes(db: &Db) -> Vec<i64> {
    db.wait(Access::Read, ids).expect("notes can be read")
}

/// Asks once, which queues the work of a `Db::run` and does not wait for it.
pub(crate) fn ask<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// Work that waits: the test knows when it has begun, and says when it may go on.
pub(crate) struct Gate {
    begun: Receiver<()>,
    go: Sender<()>,
}

/// The side of a [`Gate`] that stands in the work.
pub(crate) struct Stop {
    begun: Sender<()>,
    go: Receiver<()>,
}

impl Gate {
    pub(crate) fn new() -> (Self, Stop) {
        let (begin, begun) = channel();
        let (open, go) = channel();
        (Self { begun, go: open }, Stop { begun: begin, go })
    }

    pub(crate) fn wait_until_begun(&self) {
        self.begun.recv().expect("the work begins");
    }

    pub(crate) fn open(&self) {
        self.go.send(()).expect("the work waits");
    }
}

impl Stop {
    pub(crate) fn wait(&self) {
        self.begun.send(()).expect("the test waits");
        self.go.recv().expect("the test opens the gate");
    }
}

/// Holds up one database thread of `db` with work that does nothing.
pub(crate) fn hold(db: &Db, access: Access) -> (Gate, std::thread::JoinHandle<()>) {
    let (gate, stop) = Gate::new();
    let db = db.clone();
    let held = std::thread::spawn(move || {
        // Work may be run again; it is held up once.
        let mut stop = Some(stop);
        db.wait(access, move |_| {
            if let Some(stop) = stop.take() {
                stop.wait();
            }
            Ok::<_, Error>(())
        })
        .expect("work that does nothing succeeds");
    });
    gate.wait_until_begun();
    (gate, held)
}
