//! Claims due jobs and does them.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use madrone_db::{Access, Db, Result};
use madrone_kernel::Clock;
use serde_json::Value;

use crate::store::{self, Claimed};

/// A claimed job that nobody finished comes back after this.
const BACK_AFTER: Duration = Duration::from_mins(10);

/// How often the queue is looked at when it is empty.
const PAUSE: Duration = Duration::from_millis(200);

/// After so many tries a job is given up.
const TRIES: i64 = 8;

/// Why a job was not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failed {
    /// It may go well later: it is tried again, ever more seldom.
    ForNow(String),
    /// It never will.
    ForGood(String),
}

/// Does one kind of job. Runs on a thread of its own, with no transaction open.
pub type Handler = Arc<dyn Fn(&Db, &Value) -> Result<(), Failed> + Send + Sync>;

/// What does which kind.
pub type Handlers = HashMap<&'static str, Handler>;

/// A thread that does jobs until it is dropped.
pub struct Runner {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Starts the thread.
    ///
    /// # Panics
    /// When no thread can be started.
    pub fn start(db: Db, clock: Clock, handlers: Handlers) -> Self {
        let (stop, stopped) = bounded(0);
        let thread = std::thread::Builder::new()
            .name("jobs".into())
            .spawn(move || {
                while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                    if let Err(error) = run_due(&db, &clock, &handlers) {
                        tracing::error!(%error, "jobs could not be taken from the queue");
                    }
                }
            })
            .expect("a thread can be started");
        Self {
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Runner {
    /// Lets the job that runs finish.
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Does every job that is due, one after another; how many there were.
///
/// # Errors
/// When the queue cannot be read or written.
pub fn run_due(db: &Db, clock: &Clock, handlers: &Handlers) -> Result<usize> {
    let mut count = 0;
    loop {
        let now = clock.now();
        let Some(job) = db.wait(Access::Write, move |tx| store::claim(tx, now, now.plus(BACK_AFTER)))? else {
            return Ok(count);
        };
        count += 1;
        run(db, clock, handlers, job)?;
    }
}

fn run(db: &Db, clock: &Clock, handlers: &Handlers, job: Claimed) -> Result<()> {
    let outcome = match (handlers.get(job.kind.as_str()), serde_json::from_str(&job.payload)) {
        // A panic is the job's own failure; the thread lives on for the others.
        (Some(handler), Ok(payload)) => catch_unwind(AssertUnwindSafe(|| handler(db, &payload)))
            .unwrap_or_else(|_| Err(Failed::ForNow("the job panicked".into()))),
        (None, _) => Err(Failed::ForGood(format!(
            "nothing here does jobs of the kind {}",
            job.kind
        ))),
        (_, Err(_)) => Err(Failed::ForGood("the payload is not JSON".into())),
    };
    let (id, attempts, now) = (job.id, job.attempts, clock.now());
    match outcome {
        Ok(()) => db.wait(Access::Write, move |tx| store::done(tx, id)),
        Err(Failed::ForNow(why)) if attempts < TRIES => {
            // 10 s, 40 s, 160 s … about a day in all.
            let wait = Duration::from_secs(10 << (2 * u32::try_from(attempts - 1).unwrap_or(0)));
            tracing::warn!(id, kind = job.kind, why, "a job is tried again later");
            db.wait(Access::Write, move |tx| store::again(tx, id, now.plus(wait), &why))
        }
        Err(Failed::ForNow(why) | Failed::ForGood(why)) => {
            tracing::error!(id, kind = job.kind, why, "a job is given up");
            db.wait(Access::Write, move |tx| store::dead(tx, id, &why))
        }
    }
}
