//! PostgreSQL's conflicts, and servers that go away.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

use madrone_db::{Access, Db, Error, Options, Tx};
use madrone_harness::engines::{self, Engine, TestDb};
use madrone_harness::{both_engines, postgres_url};
use postgres::NoTls;

use crate::world::{add, make_notes, notes};

fn make_counter(db: &Db) {
    db.wait(Access::Write, |tx| {
        tx.execute("CREATE TABLE counter (n BIGINT NOT NULL)", &[])?;
        tx.execute("INSERT INTO counter VALUES (0)", &[])
    })
    .unwrap();
}

fn counted(tx: &Tx) -> Result<i64, Error> {
    Ok(tx
        .query_opt("SELECT n FROM counter", &[], |row| row.get(0))?
        .expect("there is a counter"))
}

fn set(tx: &Tx, n: i64) -> Result<u64, Error> {
    tx.execute("UPDATE counter SET n = $1", &[&n])
}

both_engines! {
    fn counting_up_together_loses_nothing(db: Db) {
        make_counter(&db);
        let done: i64 = std::thread::scope(|scope| {
            let counters: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        (0..25)
                            .map(|_| match db.wait(Access::Write, |tx| set(tx, counted(tx)? + 1)) {
                                Ok(_) => 1,
                                // Told, and so not lost.
                                Err(Error::Conflict) => 0,
                                Err(other) => panic!("{other}"),
                            })
                            .sum::<i64>()
                    })
                })
                .collect();
            counters.into_iter().map(|counter| counter.join().unwrap()).sum()
        });
        assert_eq!(db.wait(Access::Read, counted), Ok(done));
    }
}

#[test]
fn work_that_met_another_transaction_is_run_again() {
    let test = engines::open(Engine::Postgres, &Options::default());
    make_counter(test.db());
    // Both have read before either writes, the first time.
    let barrier = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let (barrier, runs) = (Arc::clone(&barrier), Arc::clone(&runs));
            let db = test.db();
            scope.spawn(move || {
                let mut first = true;
                let outcome = db.wait(Access::Write, move |tx| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let n = counted(tx)?;
                    if std::mem::take(&mut first) {
                        barrier.wait();
                    }
                    // A caught failure is a conflict nevertheless.
                    let _ = tx.savepoint(|tx| set(tx, n + 1));
                    Ok::<_, Error>(())
                });
                assert_eq!(outcome, Ok(()));
            });
        }
    });
    assert_eq!(test.db().wait(Access::Read, counted), Ok(2));
    assert!(runs.load(Ordering::SeqCst) >= 3);
}

#[test]
fn two_that_each_read_what_the_other_writes_do_not_both_commit_unseen() {
    let test = engines::open(Engine::Postgres, &Options::default());
    make_notes(test.db());
    let barrier = Arc::new(Barrier::new(2));
    std::thread::scope(|scope| {
        for id in 0..2 {
            let barrier = Arc::clone(&barrier);
            let db = test.db();
            scope.spawn(move || {
                let mut first = true;
                db.wait(Access::Write, move |tx| {
                    // The rule: the last place is given once.
                    let taken = crate::world::ids(tx)?.len();
                    if std::mem::take(&mut first) {
                        barrier.wait();
                    }
                    if taken == 0 { add(tx, id) } else { Ok(()) }
                })
                .unwrap();
            });
        }
    });
    assert_eq!(notes(test.db()).len(), 1);
}

#[test]
fn work_that_always_meets_others_is_told_so_after_five_tries() {
    let test = engines::open(Engine::Postgres, &Options::default());
    make_counter(test.db());
    make_notes(test.db());
    let (ask, asked) = channel::<i64>();
    let (tell, told) = channel();
    let other = test.open_again();
    let rival = std::thread::spawn(move || {
        for n in asked {
            other.wait(Access::Write, move |tx| set(tx, n)).unwrap();
            tell.send(()).unwrap();
        }
    });
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    let outcome = test.db().wait(Access::Write, move |tx| {
        tx.keep(|tx| add(tx, 1));
        let n = counted(tx)?;
        ask.send(i64::from(count.fetch_add(1, Ordering::SeqCst)) + 100).unwrap();
        told.recv().unwrap();
        set(tx, n + 1)
    });
    assert_eq!(outcome, Err(Error::Conflict));
    assert_eq!(runs.load(Ordering::SeqCst), 5);
    assert_eq!(test.db().wait(Access::Read, counted), Ok(104));
    assert_eq!(notes(test.db()), [1], "what was to be kept is kept once");
    rival.join().unwrap();
}

/// Ends every session of a test's database, as a server that restarts does.
fn end_sessions(test: &TestDb) {
    let url = test.place().url_text();
    let (_, name) = url.rsplit_once('/').expect("a PostgreSQL URL ends with /DATABASE");
    let mut client = postgres::Client::connect(&postgres_url(), NoTls).expect("the test server accepts connections");
    // With a time limit the server waits until they have ended.
    let end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = $1";
    client.query(end, &[&name]).expect("a superuser may end sessions");
}

#[test]
fn a_server_that_restarted_is_not_noticed() {
    let test = engines::open(Engine::Postgres, &Options::default());
    make_notes(test.db());
    for id in 0..3 {
        end_sessions(&test);
        // More than there are threads, so that each meets its ended session.
        for each in 0..8 {
            test.db().wait(Access::Write, move |tx| add(tx, id * 8 + each)).unwrap();
            notes(test.db());
        }
    }
    assert_eq!(notes(test.db()).len(), 24);
}

#[test]
fn work_whose_session_ended_in_the_middle_is_run_again() {
    let test = Arc::new(engines::open(Engine::Postgres, &Options::default()));
    make_notes(test.db());
    let (ask, asked) = channel();
    let (tell, told) = channel();
    let ending = Arc::clone(&test);
    let ender = std::thread::spawn(move || {
        for () in asked {
            end_sessions(&ending);
            tell.send(()).unwrap();
        }
    });
    let mut first = true;
    test.db()
        .wait(Access::Write, move |tx| {
            add(tx, 1)?;
            if std::mem::take(&mut first) {
                ask.send(()).unwrap();
                told.recv().unwrap();
            }
            add(tx, 2)
        })
        .unwrap();
    ender.join().unwrap();
    assert_eq!(notes(test.db()), [1, 2]);
}
