//! SQL of `job_queue`.

use madrone_db::{Engine, Result, Tx};
use madrone_kernel::Instant;

/// A job that was claimed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) attempts: i64,
}

pub(crate) fn insert(tx: &Tx, kind: &str, payload: &str, run_at: Instant) -> Result<()> {
    tx.execute(
        "INSERT INTO job_queue (kind, payload, state, run_at, attempts, error) VALUES ($1, $2, 'waiting', $3, 0, '')",
        &[&kind, &payload, &run_at],
    )?;
    Ok(())
}

/// Takes the next due job. It comes back by itself at `back_at` if nobody records its outcome.
pub(crate) fn claim(tx: &Tx, now: Instant, back_at: Instant) -> Result<Option<Claimed>> {
    // PostgreSQL has several claimers at once; SQLite has one writer and no such words.
    let lock = match tx.engine() {
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        Engine::Sqlite => "",
    };
    tx.query_opt(
        &format!(
            "UPDATE job_queue SET run_at = $2, attempts = attempts + 1
             WHERE id = (SELECT id FROM job_queue WHERE state = 'waiting' AND run_at <= $1 ORDER BY run_at, id LIMIT 1 {lock})
             RETURNING id, kind, payload, attempts"
        ),
        &[&now, &back_at],
        |row| Ok(Claimed { id: row.get(0)?, kind: row.get(1)?, payload: row.get(2)?, attempts: row.get(3)? }),
    )
}

pub(crate) fn done(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM job_queue WHERE id = $1", &[&id])?;
    Ok(())
}

pub(crate) fn again(tx: &Tx, id: i64, run_at: Instant, error: &str) -> Result<()> {
    tx.execute(
        "UPDATE job_queue SET run_at = $2, error = $3 WHERE id = $1",
        &[&id, &run_at, &error],
    )?;
    Ok(())
}

pub(crate) fn dead(tx: &Tx, id: i64, error: &str) -> Result<()> {
    tx.execute(
        "UPDATE job_queue SET state = 'dead', error = $2 WHERE id = $1",
        &[&id, &error],
    )?;
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
            db.wait(Access::Write, move |tx| insert(tx, "greet", "{}", now)).unwrap();
            let claim_at = |at: Instant| db.wait(Access::Write, move |tx| claim(tx, at, back)).unwrap();
            assert_eq!(claim_at(now).map(|job| job.attempts), Some(1));
            assert_eq!(claim_at(now), None);
            assert_eq!(claim_at(back).map(|job| job.attempts), Some(2));
        }
    }
}
