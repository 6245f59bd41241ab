//! A process that is killed loses nothing that it has acknowledged.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use madrone_db::{Access, Db, Options};
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;

use crate::world::{add, make_notes, notes};

/// Where the process that is to be killed finds its database, and by which it knows that it is that process.
const VICTIM: &str = "MADRONE_TEST_VICTIM";

const THREADS: i64 = 4;

/// Acknowledged writes before the kill.
const ENOUGH: usize = 300;

/// Writes and acknowledges until it is killed.
fn write_until_killed(url: &str) {
    let db = Db::open(&url.parse().unwrap(), &Options::default()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let db = &db;
            scope.spawn(move || {
                for id in (thread..).step_by(usize::try_from(THREADS).unwrap()) {
                    db.wait(Access::Write, move |tx| add(tx, id)).unwrap();
                    println!("acknowledged {id}");
                }
            });
        }
    });
}

/// Kills a process that writes to the database of `test`, and looks for what it had acknowledged.
fn kill_and_count(test: &TestDb, this: &str) {
    if let Ok(url) = std::env::var(VICTIM) {
        return write_until_killed(&url);
    }
    make_notes(test.db());
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", this, "--nocapture"])
        .env(VICTIM, test.place().url_text())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let id = |line: String| line.strip_prefix("acknowledged ").and_then(|id| id.parse::<i64>().ok());
    let mut acknowledged: Vec<i64> = lines.by_ref().filter_map(id).take(ENOUGH).collect();
    victim.kill().unwrap();
    acknowledged.extend(lines.filter_map(id));
    victim.wait().unwrap();
    assert!(acknowledged.len() >= ENOUGH);
    let there = notes(test.db());
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|id| there.binary_search(id).is_err())
        .collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

both_engines! {
    fn a_killed_process_loses_nothing_acknowledged(test: TestDb) {
        let engine = if test.db().engine() == madrone_db::Engine::Sqlite { "sqlite" } else { "postgres" };
        kill_and_count(&test, &format!("surviving::a_killed_process_loses_nothing_acknowledged::{engine}"));
    }
}
