//! Work that waits in a queue, and how it is answered.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::tx::Kept;
use crate::{Error, Result, Tx};

thread_local! {
    static DATABASE_THREAD: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one that runs units of work.
pub(crate) fn enter_database_thread() {
    DATABASE_THREAD.set(true);
}

pub(crate) fn on_database_thread() -> bool {
    DATABASE_THREAD.get()
}

/// One unit of work. `run` may be called again when the engine lost its effects.
pub(crate) trait Job: Send {
    /// Runs the work and remembers its outcome; true when that is `Ok`.
    fn run(&mut self, tx: &Tx) -> bool;
    /// Replaces the outcome.
    fn fail(&mut self, error: Error);
    /// Sends the outcome to whoever waits.
    fn answer(self: Box<Self>);
    /// Nobody waits any longer.
    fn abandoned(&self) -> bool;
}

pub(crate) struct Task<T, E, F> {
    work: F,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Task<T, E, F>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: FnMut(&Tx) -> Result<T, E> + Send + 'static,
{
    /// The work, and where its outcome will be told.
    pub(crate) fn with_answer(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (
            Box::new(Self {
                work,
                outcome: None,
                reply,
            }),
            answer,
        )
    }
}

impl<T, E, F> Job for Task<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: FnMut(&Tx) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &Tx) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(Error::Panicked.into()))
            // Work that swallowed a failed statement has no transaction left to commit.
            .and_then(|value| {
                if tx.is_poisoned() {
                    Err(Error::Poisoned.into())
                } else {
                    Ok(value)
                }
            });
        let ok = outcome.is_ok();
        self.outcome = Some(outcome);
        ok
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let Self { work, outcome, reply } = *self;
        // What the work holds goes before anybody is told, so that a `Db` among it is not the last one by chance.
        drop(work);
        if let Some(outcome) = outcome {
            // Whoever asked may have left; then nobody needs the answer.
            let _ = reply.send(outcome);
        }
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}

/// What finished work wanted kept, written before that work is answered.
pub(crate) struct KeepFor {
    kept: Vec<Kept>,
    finished: Box<dyn Job>,
    failure: Option<Error>,
}

impl KeepFor {
    pub(crate) fn new(kept: Vec<Kept>, finished: Box<dyn Job>) -> Self {
        Self {
            kept,
            finished,
            failure: None,
        }
    }
}

impl Job for KeepFor {
    fn run(&mut self, tx: &Tx) -> bool {
        self.failure = run_kept(&mut self.kept, tx).err();
        self.failure.is_none()
    }

    fn fail(&mut self, error: Error) {
        self.failure = Some(error);
    }

    fn answer(mut self: Box<Self>) {
        if let Some(error) = self.failure.take() {
            tracing::error!(%error, "work that was to be kept could not be written");
            self.finished.fail(error);
        }
        self.finished.answer();
    }

    fn abandoned(&self) -> bool {
        false
    }
}

/// Runs kept work, and what that work itself asks to keep.
pub(crate) fn run_kept(kept: &mut [Kept], tx: &Tx) -> Result<()> {
    for work in kept {
        catch_unwind(AssertUnwindSafe(|| work(tx))).unwrap_or(Err(Error::Panicked))?;
    }
    let mut asked = tx.take_kept();
    if !asked.is_empty() {
        return run_kept(&mut asked, tx);
    }
    if tx.is_poisoned() { Err(Error::Poisoned) } else { Ok(()) }
}
