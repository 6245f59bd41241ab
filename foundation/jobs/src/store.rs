//! SQL of `job_queue` and `job_daily`.

use std::time::Duration;

use jiff::civil::Date;
use madrone_db::{Engine, Result, Tx};
use madrone_kernel::Instant;

use crate::runner::Lane;
use crate::{KEY_DAYS, Reason};

/// A job that was claimed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) attempts: i64,
    /// Whether its key is kept when it is done.
    pub(crate) keyed: bool,
    /// Whether somebody began to hand it over and recorded no outcome.
    pub(crate) begun: bool,
}

/// Adds a job; false when there is one with this key.
pub(crate) fn insert(tx: &Tx, kind: &str, key: Option<&str>, (payload, run_at): (&str, Instant)) -> Result<bool> {
    let lane = if key.is_some() { Lane::Crowd } else { Lane::Asked };
    let added = tx.execute(
        "INSERT INTO job_queue (kind, key, lane, payload, state, run_at, attempts, reason, error)
         VALUES ($1, $2, $3, $4, 'waiting', $5, 0, '', '') ON CONFLICT (key) DO NOTHING",
        &[&kind, &key, &lane.number(), &payload, &run_at],
    )?;
    Ok(added == 1)
}

/// Takes the next due job of a lane. It comes back by itself at `back_at` if nobody records its outcome.
pub(crate) fn claim(tx: &Tx, lane: Lane, now: Instant, back_at: Instant) -> Result<Option<Claimed>> {
    // PostgreSQL has several claimers at once; SQLite has one writer and no such words.
    let lock = match tx.engine() {
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        Engine::Sqlite => "",
    };
    tx.query_opt(
        &format!(
            "UPDATE job_queue SET run_at = $2, attempts = attempts + 1
             WHERE id = (SELECT id FROM job_queue WHERE state = 'waiting' AND lane = $3 AND run_at <= $1
                         ORDER BY run_at, id LIMIT 1 {lock})
             RETURNING id, kind, payload, attempts, key, begun"
        ),
        &[&now, &back_at, &lane.number()],
        |row| {
            Ok(Claimed {
                id: row.get(0)?,
                kind: row.get(1)?,
                payload: row.get(2)?,
                attempts: row.get(3)?,
                keyed: row.get::<Option<String>>(4)?.is_some(),
                begun: row.get::<Option<Instant>>(5)?.is_some(),
            })
        },
    )
}

/// Notes that the job's `attempts`-th try begins to hand it over; false when it is no longer that try's to do.
pub(crate) fn begin(tx: &Tx, id: i64, attempts: i64, now: Instant) -> Result<bool> {
    let begun = tx.execute(
        "UPDATE job_queue SET begun = $3 WHERE id = $1 AND attempts = $2 AND begun IS NULL AND state = 'waiting'",
        &[&id, &attempts, &now],
    )?;
    Ok(begun == 1)
}

/// Takes a job out that is done; of one with a key, the key stays for a while.
pub(crate) fn done(tx: &Tx, id: i64, keyed: bool, now: Instant) -> Result<()> {
    if !keyed {
        tx.execute("DELETE FROM job_queue WHERE id = $1", &[&id])?;
        return Ok(());
    }
    tx.execute(
        "UPDATE job_queue SET state = 'done', payload = '', run_at = $2, reason = '', error = '' WHERE id = $1",
        &[&id, &now],
    )?;
    let oldest = now.minus(Duration::from_hours(24 * KEY_DAYS));
    let sql = "DELETE FROM job_queue WHERE state = 'done' AND lane = $1 AND run_at < $2";
    tx.execute(sql, &[&Lane::Crowd.number(), &oldest])?;
    Ok(())
}

/// Puts a job off that failed.
pub(crate) fn again(tx: &Tx, id: i64, run_at: Instant, error: &str) -> Result<()> {
    tx.execute(
        "UPDATE job_queue SET run_at = $2, error = $3, begun = NULL WHERE id = $1",
        &[&id, &run_at, &error],
    )?;
    Ok(())
}

/// Puts a job off whose time has not come: that counts as no try.
pub(crate) fn put_off(tx: &Tx, id: i64, run_at: Instant) -> Result<()> {
    tx.execute(
        "UPDATE job_queue SET run_at = $2, attempts = attempts - 1 WHERE id = $1",
        &[&id, &run_at],
    )?;
    Ok(())
}

/// Keeps a job that is not tried any more; `run_at` becomes the time of it.
pub(crate) fn give_up(tx: &Tx, id: i64, (reason, error): (Reason, &str), now: Instant) -> Result<()> {
    tx.execute(
        "UPDATE job_queue SET state = 'dead', reason = $2, error = $3, run_at = $4 WHERE id = $1",
        &[&id, &reason.name(), &error, &now],
    )?;
    Ok(())
}

/// Jobs of one kind that wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// How many of them have failed before.
    pub failing: i64,
    /// When the first of them is due.
    pub next: Instant,
}

/// What waits, by kind.
///
/// # Errors
/// When the database fails.
pub fn waiting(tx: &Tx) -> Result<Vec<Waiting>> {
    let sql = "SELECT kind, count(*), count(CASE WHEN error <> '' THEN 1 END), min(run_at) FROM job_queue
               WHERE state = 'waiting' GROUP BY kind ORDER BY kind";
    tx.query(sql, &[], |row| {
        Ok(Waiting {
            kind: row.get(0)?,
            count: row.get(1)?,
            failing: row.get(2)?,
            next: row.get(3)?,
        })
    })
}

/// Jobs of one kind that were given up for one reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenUp {
    /// The kind.
    pub kind: String,
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: i64,
    /// When the last of them was given up.
    pub last: Instant,
    /// What was said of one of them.
    pub error: String,
}

/// What was given up, by kind and reason, the latest first.
///
/// # Errors
/// When the database fails.
pub fn given_up(tx: &Tx) -> Result<Vec<GivenUp>> {
    let sql = "SELECT kind, reason, count(*), max(run_at), max(error) FROM job_queue
               WHERE state = 'dead' GROUP BY kind, reason ORDER BY 4 DESC, kind, reason";
    tx.query(sql, &[], |row| {
        Ok(GivenUp {
            kind: row.get(0)?,
            reason: Reason::parse(&row.get::<String>(1)?).unwrap_or(Reason::Refused),
            count: row.get(2)?,
            last: row.get(3)?,
            error: row.get(4)?,
        })
    })
}

/// How many were given up.
///
/// # Errors
/// When the database fails.
pub fn count_given_up(tx: &Tx) -> Result<i64> {
    let sql = "SELECT count(*) FROM job_queue WHERE state = 'dead'";
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.unwrap_or(0))
}

/// Has all of `kind` that were given up for `reason` tried again, from the first try on; how many there are.
///
/// # Errors
/// When the database fails.
pub fn try_again(tx: &Tx, kind: &str, reason: Reason, now: Instant) -> Result<u64> {
    tx.execute(
        "UPDATE job_queue SET state = 'waiting', run_at = $3, attempts = 0, begun = NULL, reason = '', error = ''
         WHERE state = 'dead' AND kind = $1 AND reason = $2",
        &[&kind, &reason.name(), &now],
    )
}

/// Drops all of `kind` that were given up for `reason`; how many there were.
///
/// # Errors
/// When the database fails.
pub fn drop_given_up(tx: &Tx, kind: &str, reason: Reason) -> Result<u64> {
    tx.execute(
        "DELETE FROM job_queue WHERE state = 'dead' AND kind = $1 AND reason = $2",
        &[&kind, &reason.name()],
    )
}

/// The last day on which `name` was done.
pub(crate) fn day(tx: &Tx, name: &str) -> Result<Option<Date>> {
    let sql = "SELECT day FROM job_daily WHERE name = $1";
    let day: Option<String> = tx.query_opt(sql, &[&name], |row| row.get(0))?;
    Ok(day.and_then(|day| day.parse().ok()))
}

/// Notes that `name` is done for `day`.
pub(crate) fn set_day(tx: &Tx, name: &str, day: Date) -> Result<()> {
    let sql = "INSERT INTO job_daily (name, day) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET day = $2";
    tx.execute(sql, &[&name, &day.to_string()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use madrone_db::{Access, Db};
    use madrone_harness::both_engines;

    use super::*;

    both_engines! {
        fn a_job_whose_worker_died_comes_back_after_a_while(db: Db) {
            let now = Instant::from_micros(1_000_000);
            let back = now.plus(Duration::from_mins(10));
            db.wait(Access::Write, move |tx| insert(tx, "greet", None, ("{}", now))).unwrap();
            let claim_at = |at: Instant| db.wait(Access::Write, move |tx| claim(tx, Lane::Asked, at, back)).unwrap();
            assert_eq!(claim_at(now).map(|job| job.attempts), Some(1));
            assert_eq!(claim_at(now), None);
            assert_eq!(claim_at(back).map(|job| job.attempts), Some(2));
        }
    }
}
