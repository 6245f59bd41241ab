//! SQLite's one writer and its groups.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::task::Poll;
use std::time::Duration;

use madrone_db::{Access, Db, Error, Options, Tx};
use madrone_harness::engines::{self, Engine, Place, TestDb};
use rusqlite::Connection;

use crate::world::{Failure, add, ask, hold, ids, make_notes, notes};

fn sqlite() -> TestDb {
    let test = engines::open(Engine::Sqlite, &Options::default());
    make_notes(test.db());
    test
}

/// The file, as another program opens it.
fn other_program(place: &Place) -> Connection {
    let url = place.url_text();
    Connection::open(url.strip_prefix("sqlite:").expect("SQLite's URLs name a file")).expect("the file is there")
}

fn pragma(tx: &Tx, sql: &str) -> Result<i64, Error> {
    Ok(tx.query_opt(sql, &[], |row| row.get(0))?.expect("the pragma answers"))
}

/// Leaves the database no more pages than it has and `more`.
fn leave_pages(db: &Db, more: i64) {
    db.wait(Access::Write, move |tx| {
        let pages = pragma(tx, "PRAGMA page_count")?;
        pragma(tx, &format!("PRAGMA max_page_count = {}", pages + more))
    })
    .unwrap();
}

fn add_large(tx: &Tx, id: i64) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO note (id, words) VALUES ($1, $2)",
        &[&id, &"x".repeat(1 << 20)],
    )
    .map(drop)
}

#[test]
fn a_group_is_committed_before_any_of_it_is_answered() {
    let test = sqlite();
    let db = test.db();
    let (gate, held) = hold(db, Access::Write);
    let mut first = Box::pin(db.run(Access::Write, |tx| add(tx, 0)));
    let mut others: Vec<_> = (1..50)
        .map(|id| Box::pin(db.run(Access::Write, move |tx| add(tx, id))))
        .collect();
    assert_eq!(ask(&mut first), Poll::Pending);
    for other in &mut others {
        assert_eq!(ask(other), Poll::Pending);
    }
    gate.open();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(first)
        .unwrap();
    // All of them waited behind the same held work, so all of them were in its group.
    assert_eq!(notes(db).len(), 50);
    held.join().unwrap();
}

#[test]
fn one_failure_in_a_group_undoes_only_itself() {
    let test = sqlite();
    let db = test.db();
    let (gate, held) = hold(db, Access::Write);
    let mut work: Vec<_> = (0..30)
        .map(|id| {
            Box::pin(db.run(Access::Write, move |tx| {
                add(tx, id)?;
                match id % 3 {
                    0 => Ok(()),
                    1 => Err(Failure::Refused),
                    _ => panic!("a fault in a room"),
                }
            }))
        })
        .collect();
    for each in &mut work {
        assert_eq!(ask(each), Poll::Pending);
    }
    gate.open();
    held.join().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (id, work) in work.into_iter().enumerate() {
        let expected = match id % 3 {
            0 => Ok(()),
            1 => Err(Failure::Refused),
            _ => Err(Failure::Database(Error::Panicked)),
        };
        assert_eq!(runtime.block_on(work), expected);
    }
    assert_eq!(notes(db), (0..30).filter(|id| id % 3 == 0).collect::<Vec<_>>());
}

#[test]
fn a_full_disk_undoes_only_what_did_not_fit() {
    let test = sqlite();
    let db = test.db();
    leave_pages(db, 8);
    let runs = Arc::new(AtomicU32::new(0));
    let (gate, held) = hold(db, Access::Write);
    let count = Arc::clone(&runs);
    let mut before = Box::pin(db.run(Access::Write, move |tx| {
        count.fetch_add(1, Ordering::SeqCst);
        add(tx, 1)
    }));
    let mut large = Box::pin(db.run(Access::Write, |tx| {
        tx.keep(|tx| add(tx, 2));
        add_large(tx, 3)
    }));
    let mut after = Box::pin(db.run(Access::Write, |tx| add(tx, 4)));
    assert_eq!(
        (ask(&mut before), ask(&mut large), ask(&mut after)),
        (Poll::Pending, Poll::Pending, Poll::Pending)
    );
    gate.open();
    held.join().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(before), Ok(()));
    assert_eq!(runtime.block_on(large), Err(Error::Full));
    assert_eq!(runtime.block_on(after), Ok(()));
    assert_eq!(notes(db), [1, 2, 4]);
    // The engine gave the whole group up, or this test would show nothing.
    assert_eq!(runs.load(Ordering::SeqCst), 2);
}

#[test]
fn work_that_swallows_a_full_disk_is_not_taken_for_done() {
    let test = sqlite();
    leave_pages(test.db(), 8);
    let outcome = test.db().wait(Access::Write, |tx| {
        add(tx, 1)?;
        let _ = add_large(tx, 2);
        // There is no transaction any more; nothing of this may be written outside of one.
        let _ = tx.savepoint(|tx| add(tx, 3));
        let _ = add(tx, 4);
        Ok::<_, Error>(())
    });
    assert_eq!(outcome, Err(Error::Poisoned));
    assert_eq!(notes(test.db()), [0_i64; 0]);
}

#[test]
fn evidence_that_fills_the_disk_fails_its_work_and_no_other() {
    let test = sqlite();
    let db = test.db();
    leave_pages(db, 8);
    let (gate, held) = hold(db, Access::Write);
    let mut before = Box::pin(db.run(Access::Write, |tx| add(tx, 1)));
    let mut refused = Box::pin(db.run(Access::Write, |tx| {
        tx.keep(|tx| add_large(tx, 2));
        Err::<(), _>(Failure::Refused)
    }));
    assert_eq!((ask(&mut before), ask(&mut refused)), (Poll::Pending, Poll::Pending));
    gate.open();
    held.join().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(before), Ok(()));
    assert_eq!(runtime.block_on(refused), Err(Failure::Database(Error::Full)));
    assert_eq!(notes(db), [1]);
}

#[test]
fn a_promise_broken_at_the_commit_undoes_only_its_own_work() {
    let test = sqlite();
    let db = test.db();
    let late = "CREATE TABLE reply (note BIGINT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)";
    db.wait(Access::Write, move |tx| tx.execute(late, &[])).unwrap();
    let (gate, held) = hold(db, Access::Write);
    let mut before = Box::pin(db.run(Access::Write, |tx| add(tx, 1)));
    let mut broken = Box::pin(db.run(Access::Write, |tx| tx.execute("INSERT INTO reply VALUES (99)", &[])));
    let mut after = Box::pin(db.run(Access::Write, |tx| add(tx, 2)));
    assert_eq!((ask(&mut before), ask(&mut after)), (Poll::Pending, Poll::Pending));
    assert_eq!(ask(&mut broken), Poll::Pending);
    gate.open();
    held.join().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(before), Ok(()));
    assert_eq!(runtime.block_on(after), Ok(()));
    assert!(matches!(runtime.block_on(broken), Err(Error::Constraint(_))));
    assert_eq!(notes(db), [1, 2]);
}

#[test]
fn a_file_held_by_another_program_is_a_conflict_until_it_is_let_go() {
    let test = sqlite();
    let options = Options {
        write_limit: Duration::from_millis(20),
        ..Options::default()
    };
    let db = test.place().open(&options).unwrap();
    let other = other_program(test.place());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(db.wait(Access::Write, |tx| add(tx, 1)), Err(Error::Conflict));
    other.execute_batch("ROLLBACK").unwrap();
    db.wait(Access::Write, |tx| add(tx, 2)).unwrap();
    assert_eq!(notes(&db), [2]);
}

#[test]
fn two_programs_write_side_by_side() {
    let test = sqlite();
    let import = test.open_again();
    std::thread::scope(|scope| {
        for (db, ids) in [(test.db(), 0..100), (&import, 100..200)] {
            scope.spawn(move || ids.for_each(|id| db.wait(Access::Write, move |tx| add(tx, id)).unwrap()));
        }
    });
    assert_eq!(notes(test.db()), (0..200).collect::<Vec<_>>());
}

#[test]
fn the_wal_shrinks_again_after_a_long_reader() {
    let test = sqlite();
    let other = other_program(test.place());
    other.execute_batch("BEGIN; SELECT count(*) FROM note").unwrap();
    for id in 0..80 {
        test.db().wait(Access::Write, move |tx| add_large(tx, id)).unwrap();
    }
    let url = test.place().url_text();
    let wal = format!("{}-wal", url.strip_prefix("sqlite:").unwrap());
    let size = || std::fs::metadata(&wal).unwrap().len();
    assert!(
        size() > 64 << 20,
        "the reader must have made the WAL grow, or this test shows nothing: {}",
        size()
    );
    other.execute_batch("ROLLBACK").unwrap();
    // The first folds the WAL into the file, the second begins it anew.
    for id in 100..102 {
        test.db().wait(Access::Write, move |tx| add(tx, id)).unwrap();
    }
    assert!(size() <= 64 << 20, "{}", size());
}

#[test]
fn a_reader_of_another_program_does_not_hold_up_the_end() {
    let test = sqlite();
    let other = other_program(test.place());
    test.db().wait(Access::Write, |tx| add(tx, 1)).unwrap();
    other.execute_batch("BEGIN; SELECT count(*) FROM note").unwrap();
    test.db().wait(Access::Write, |tx| add(tx, 2)).unwrap();
    let (ended, end) = channel();
    let closing = std::thread::spawn(move || {
        let place = test.close();
        ended.send(()).unwrap();
        place
    });
    // Far less than the 20 s for which a lock is waited for elsewhere, and far more than an end takes.
    end.recv_timeout(Duration::from_secs(15))
        .expect("the end does not wait for the reader");
    drop(other);
    let place = closing.join().unwrap();
    assert_eq!(
        place.open(&Options::default()).unwrap().wait(Access::Read, ids),
        Ok(vec![1, 2])
    );
}
