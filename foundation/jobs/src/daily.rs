//! What is done once a day. Who was switched off at the hour does it when they are back, and hears how many days it is for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use madrone_db::{Access, Db, Result, Tx};
use madrone_kernel::Instant;

use crate::store;

/// A day begins at this hour: what is told by it comes when people are awake.
const HOUR: Duration = Duration::from_hours(9);

/// How long until what failed is tried again.
const AGAIN: Duration = Duration::from_mins(10);

/// The days that are to be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// The last day that was done; `None` the first time.
    pub after: Option<Date>,
    /// Today.
    pub today: Date,
}

/// Does something for some days. What it writes is kept together with the fact that they are done, so it is done once.
pub type Daily = Arc<dyn Fn(&Tx, Days) -> Result<()> + Send + Sync>;

/// A [`Daily`] and what is known of it without asking the database.
pub(crate) struct Chore {
    name: &'static str,
    zone: TimeZone,
    work: Daily,
    known: Mutex<Known>,
}

/// The day that is done, and until when what failed is left alone.
#[derive(Clone, Copy, Default)]
struct Known {
    done: Option<Date>,
    wait: Option<Instant>,
}

impl Chore {
    pub(crate) fn new(name: &'static str, zone: TimeZone, work: Daily) -> Self {
        Self {
            name,
            zone,
            work,
            known: Mutex::default(),
        }
    }

    /// Does what is due at `now`, whose day may have begun before another process did it: one of them does.
    pub(crate) fn run(&self, db: &Db, now: Instant) {
        let today = now.minus(HOUR).timestamp().to_zoned(self.zone.clone()).date();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.done == Some(today) || known.wait.is_some_and(|until| now < until) {
            return;
        }
        let (name, work) = (self.name, Arc::clone(&self.work));
        let done = db.wait(Access::Write, move |tx| {
            let after = store::day(tx, name)?;
            if after == Some(today) {
                return Ok(());
            }
            store::set_day(tx, name, today)?;
            work(tx, Days { after, today })
        });
        *known = match done {
            Ok(()) => Known {
                done: Some(today),
                wait: None,
            },
            Err(failed) => {
                tracing::error!(name, why = %failed, "what is done once a day is tried again later");
                Known {
                    wait: Some(now.plus(AGAIN)),
                    ..*known
                }
            }
        };
    }
}
