//! Claims due jobs and does them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use madrone_db::{Access, Db, Result};
use madrone_kernel::{Clock, Instant};

use crate::Reason;
use crate::handlers::{Failed, HandOver, Handlers, Step, Work};
use crate::store::{self, Claimed};

/// A claimed job that nobody finished comes back after this.
const BACK_AFTER: Duration = Duration::from_mins(10);

/// How often the queue is looked at when it is empty.
const PAUSE: Duration = Duration::from_millis(200);

/// Nobody has the portal wait longer than this.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// After so many tries a job is given up.
const TRIES: i64 = 8;

/// Jobs that one thread does in their order. A slow mail server that takes a thousand notices is not to keep anybody from
/// the code that they are waiting for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lane {
    /// What somebody asked for just now: jobs without a key.
    Asked,
    /// What happens to many at once, an import say: jobs with a key.
    Crowd,
}

impl Lane {
    /// Its number in the table.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Asked => 0,
            Self::Crowd => 1,
        }
    }
}

/// Threads that do jobs, one for each lane, until they are dropped.
pub struct Runner {
    stop: Option<Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Runner {
    /// Starts the threads.
    ///
    /// # Panics
    /// When no thread can be started.
    pub fn start(db: Db, clock: Clock, handlers: Handlers) -> Self {
        let (stop, stopped) = bounded(0);
        let handlers = Arc::new(handlers);
        let start = |(lane, name): (Lane, &str)| {
            let (db, clock) = (db.clone(), clock.clone());
            let (handlers, stopped) = (Arc::clone(&handlers), stopped.clone());
            let work = move || {
                while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                    if let Err(error) = run_lane(&db, &clock, &handlers, lane) {
                        tracing::error!(%error, "jobs could not be taken from the queue");
                    }
                }
            };
            let thread = std::thread::Builder::new().name(name.into()).spawn(work);
            thread.expect("a thread can be started")
        };
        let threads = [(Lane::Asked, "jobs"), (Lane::Crowd, "jobs-crowd")].map(start);
        Self {
            stop: Some(stop),
            threads: threads.into(),
        }
    }
}

impl Drop for Runner {
    /// Lets the jobs that run finish.
    fn drop(&mut self) {
        self.stop = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Does what the day asks for and every job that is due, one after another; how many jobs there were.
///
/// # Errors
/// When the queue cannot be read or written.
pub fn run_due(db: &Db, clock: &Clock, handlers: &Handlers) -> Result<usize> {
    Ok(run_lane(db, clock, handlers, Lane::Asked)? + run_lane(db, clock, handlers, Lane::Crowd)?)
}

fn run_lane(db: &Db, clock: &Clock, handlers: &Handlers, lane: Lane) -> Result<usize> {
    let mut count = 0;
    loop {
        let now = clock.now();
        if lane == Lane::Crowd {
            handlers.chores.iter().for_each(|chore| chore.run(db, now));
        }
        let Some(job) = db.wait(Access::Write, move |tx| {
            store::claim(tx, lane, now, now.plus(BACK_AFTER))
        })?
        else {
            return Ok(count);
        };
        count += 1;
        run(db, clock, handlers, &job)?;
    }
}

/// What became of a job.
enum Outcome {
    Done,
    NotBefore(Instant),
    Failed(Failed),
    GivenUp(Reason, String),
    /// Somebody else has it by now.
    Lost,
}

impl From<std::result::Result<(), Failed>> for Outcome {
    fn from(result: std::result::Result<(), Failed>) -> Self {
        result.map_or_else(Self::Failed, |()| Self::Done)
    }
}

fn run(db: &Db, clock: &Clock, handlers: &Handlers, job: &Claimed) -> Result<()> {
    let outcome = attempt(db, clock, handlers, job)?;
    record(db, clock.now(), job, outcome)
}

fn attempt(db: &Db, clock: &Clock, handlers: &Handlers, job: &Claimed) -> Result<Outcome> {
    if job.begun {
        let why = "the portal stopped while it was handed over".to_owned();
        return Ok(Outcome::GivenUp(Reason::Unknown, why));
    }
    let Some(work) = handlers.get(&job.kind) else {
        let why = format!("nothing here does jobs of the kind {}", job.kind);
        return Ok(Outcome::GivenUp(Reason::Nobody, why));
    };
    let Ok(payload) = serde_json::from_str(&job.payload) else {
        return Ok(Outcome::Failed(Failed::ForGood("the payload is not JSON".into())));
    };
    let step = match work {
        Work::Repeats(handler) => guarded(|| handler(db, &payload)).map(|result| result.map(|()| Step::Nothing)),
        Work::Once(prepare) => guarded(|| prepare(db, &payload)),
    };
    Ok(match step {
        // A panic is the job's own failure; the thread lives on for the others.
        None => Outcome::Failed(Failed::ForNow("the job panicked".into())),
        Some(Err(failed)) => Outcome::Failed(failed),
        Some(Ok(Step::Nothing)) => Outcome::Done,
        Some(Ok(Step::NotBefore(at))) => Outcome::NotBefore(at),
        Some(Ok(Step::HandOver(send))) => hand_over(db, clock.now(), job, send)?,
    })
}

/// Writes down that the job begins to leave before it does: whoever finds it so, finds no outcome, and must not send again.
fn hand_over(db: &Db, now: Instant, job: &Claimed, send: HandOver) -> Result<Outcome> {
    let (id, attempts) = (job.id, job.attempts);
    if !db.wait(Access::Write, move |tx| store::begin(tx, id, attempts, now))? {
        return Ok(Outcome::Lost);
    }
    let lost = "the job panicked while it was handed over";
    Ok(guarded(send).map_or_else(|| Outcome::GivenUp(Reason::Unknown, lost.into()), Outcome::from))
}

/// What `work` returns; `None` when it panicked.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn record(db: &Db, now: Instant, job: &Claimed, outcome: Outcome) -> Result<()> {
    let (id, attempts, keyed, kind) = (job.id, job.attempts, job.keyed, job.kind.as_str());
    let (reason, why) = match outcome {
        Outcome::Lost => return Ok(()),
        Outcome::Done => return db.wait(Access::Write, move |tx| store::done(tx, id, keyed, now)),
        Outcome::NotBefore(at) => return db.wait(Access::Write, move |tx| store::put_off(tx, id, at)),
        Outcome::Failed(Failed::ForNow(why)) if attempts < TRIES => {
            return again(db, now.plus(back_off(attempts)), job, why);
        }
        Outcome::Failed(Failed::Wait(why, after)) if attempts < TRIES => {
            let wait = after.min(LONGEST_WAIT).max(back_off(attempts));
            return again(db, now.plus(wait), job, why);
        }
        Outcome::Failed(Failed::ForNow(why) | Failed::Wait(why, _)) => (Reason::Tried, why),
        Outcome::Failed(Failed::ForGood(why)) => (Reason::Refused, why),
        Outcome::GivenUp(reason, why) => (reason, why),
    };
    tracing::error!(id, kind, why, "a job is given up");
    db.wait(Access::Write, move |tx| store::give_up(tx, id, (reason, &why), now))
}

fn again(db: &Db, at: Instant, job: &Claimed, why: String) -> Result<()> {
    let id = job.id;
    tracing::warn!(id, kind = job.kind, why, "a job is tried again later");
    db.wait(Access::Write, move |tx| store::again(tx, id, at, &why))
}

/// 10 s, 40 s, 160 s … fifteen hours in all.
fn back_off(attempts: i64) -> Duration {
    Duration::from_secs(10 << (2 * u32::try_from(attempts - 1).unwrap_or(0)))
}
