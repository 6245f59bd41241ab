//! What does which kind of job, and how it may end.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use madrone_db::Db;
use madrone_kernel::Instant;
use serde_json::Value;

use crate::daily::{Chore, Daily};

/// Why a job was not done. The words are kept, logged and shown to administrators: they hold no address and nothing of
/// what was to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failed {
    /// It may go well later: it is tried again, ever more seldom.
    ForNow(String),
    /// The same, and not before so long: whoever takes it has asked to be left alone.
    Wait(String, Duration),
    /// It never will.
    ForGood(String),
}

impl Failed {
    /// For now, with the wait that the other side asked for, if it asked for one.
    pub fn for_now(why: String, after: Option<Duration>) -> Self {
        match after {
            Some(after) => Self::Wait(why, after),
            None => Self::ForNow(why),
        }
    }
}

/// Does one kind of job. Runs on a thread of its own, with no transaction open, and may run again after it did its work.
pub type Handler = Arc<dyn Fn(&Db, &Value) -> Result<(), Failed> + Send + Sync>;

/// Hands something over to the world outside.
pub type HandOver = Box<dyn FnOnce() -> Result<(), Failed> + Send>;

/// What is to be done about a job that may be handed over only once.
pub enum Step {
    /// Nothing any more.
    Nothing,
    /// Not yet; that is no failure.
    NotBefore(Instant),
    /// This. It begins at most once, unless it says itself that it failed.
    HandOver(HandOver),
}

/// Finds out what is to be done, without any effect: it may run again.
pub type Prepare = Arc<dyn Fn(&Db, &Value) -> Result<Step, Failed> + Send + Sync>;

pub(crate) enum Work {
    Repeats(Handler),
    Once(Prepare),
}

/// What does which kind.
#[derive(Default)]
pub struct Handlers {
    kinds: HashMap<&'static str, Work>,
    pub(crate) chores: Vec<Chore>,
}

impl<const N: usize> From<[(&'static str, Handler); N]> for Handlers {
    fn from(handlers: [(&'static str, Handler); N]) -> Self {
        let handlers = handlers.into_iter();
        Self {
            kinds: handlers.map(|(kind, handler)| (kind, Work::Repeats(handler))).collect(),
            chores: Vec::new(),
        }
    }
}

impl Handlers {
    /// Adds a kind that is handed over at most once: when the portal stops in between, it is given up instead of being sent
    /// again.
    #[must_use]
    pub fn once(mut self, (kind, prepare): (&'static str, Prepare)) -> Self {
        self.kinds.insert(kind, Work::Once(prepare));
        self
    }

    /// These and those.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.kinds.extend(others.kinds);
        self.chores.extend(others.chores);
        self
    }

    /// Adds what is done once a day, in the morning of `zone`, under a `name` of its own.
    #[must_use]
    pub fn daily(mut self, name: &'static str, zone: TimeZone, work: Daily) -> Self {
        self.chores.push(Chore::new(name, zone, work));
        self
    }

    /// The kinds, in no order.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.keys().copied()
    }

    pub(crate) fn get(&self, kind: &str) -> Option<&Work> {
        self.kinds.get(kind)
    }
}
