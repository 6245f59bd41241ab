//! Work that waits: bounded queues, callers who leave, and the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::task::Poll;
use std::time::Duration;

use madrone_db::{Access, Error, Options};
use madrone_harness::{both_engines, engines};

use crate::world::{Gate, add, ask, hold, make_notes, notes};

fn narrow(engine: engines::Engine, queue: usize) -> engines::TestDb {
    engines::open(
        engine,
        &Options {
            threads: 1,
            queue,
            ..Options::default()
        },
    )
}

both_engines! {
    fn a_full_queue_says_so_at_once(engine: engines::Engine) {
        let test = narrow(engine, 1);
        for access in [Access::Read, Access::Write] {
            let (gate, held) = hold(test.db(), access);
            let mut waits = Box::pin(test.db().run(access, |_| Ok::<_, Error>(7)));
            assert_eq!(ask(&mut waits), Poll::Pending);
            let mut refused = Box::pin(test.db().run(access, |_| Ok::<_, Error>(8)));
            assert_eq!(ask(&mut refused), Poll::Ready(Err(Error::Busy)));
            gate.open();
            held.join().unwrap();
            // Behind what waits, so that the queue is empty again.
            test.db().wait(access, |_| Ok::<_, Error>(())).unwrap();
            assert_eq!(ask(&mut waits), Poll::Ready(Ok(7)));
        }
    }

    fn work_of_a_client_that_left_before_its_turn_is_skipped(engine: engines::Engine) {
        let test = narrow(engine, 8);
        for access in [Access::Read, Access::Write] {
            let (gate, held) = hold(test.db(), access);
            let ran = Arc::new(AtomicBool::new(false));
            let seen = Arc::clone(&ran);
            let mut leaving = Box::pin(test.db().run(access, move |_| {
                seen.store(true, Ordering::SeqCst);
                Ok::<_, Error>(())
            }));
            assert_eq!(ask(&mut leaving), Poll::Pending);
            drop(leaving);
            gate.open();
            held.join().unwrap();
            test.db().wait(access, |_| Ok::<_, Error>(())).unwrap();
            assert!(!ran.load(Ordering::SeqCst));
        }
    }

    fn waiting_within_work_is_a_panic_and_not_a_deadlock(engine: engines::Engine) {
        let test = narrow(engine, 8);
        let inner = test.db().clone();
        let outcome = test.db().wait(Access::Read, move |_| inner.wait(Access::Read, |_| Ok::<_, Error>(())));
        assert_eq!(outcome, Err(Error::Panicked));
        test.db().wait(Access::Read, |_| Ok::<_, Error>(())).unwrap();
    }

    fn asking_from_within_work_is_a_panic_too(engine: engines::Engine) {
        let test = narrow(engine, 8);
        let inner = test.db().clone();
        let outcome: Result<(), Error> = test.db().wait(Access::Read, move |_| {
            let _ = ask(&mut Box::pin(inner.run(Access::Read, |_| Ok::<_, Error>(()))));
            Ok(())
        });
        assert_eq!(outcome, Err(Error::Panicked));
    }

    fn work_that_has_begun_is_finished_though_its_client_left_and_the_database_closes(engine: engines::Engine) {
        let test = engines::open(engine, &Options { threads: 2, ..Options::default() });
        make_notes(test.db());
        // The writer is busy, so that on SQLite what the read keeps has to wait for its turn.
        let (writing, written) = Gate::new();
        let mut write = Box::pin(test.db().run(Access::Write, move |tx| {
            written.wait();
            add(tx, 1)
        }));
        assert_eq!(ask(&mut write), Poll::Pending);
        writing.wait_until_begun();
        let (reading, read) = Gate::new();
        let mut keep = Box::pin(test.db().run(Access::Read, move |tx| {
            read.wait();
            tx.keep(|tx| add(tx, 2));
            Ok::<_, Error>(())
        }));
        assert_eq!(ask(&mut keep), Poll::Pending);
        reading.wait_until_begun();
        drop((write, keep));
        reading.open();
        writing.open();
        let place = test.close();
        assert_eq!(notes(&place.open(&Options::default()).unwrap()), [1, 2]);
    }

    fn the_last_handle_may_go_with_a_piece_of_work(engine: engines::Engine) {
        for access in [Access::Read, Access::Write] {
            let place = engines::Place::migrated(engine);
            let db = place.open(&Options { threads: 2, ..Options::default() }).unwrap();
            let (gate, stop) = Gate::new();
            let (alive, gone) = channel::<()>();
            // Dropped in this order: the work tells us that the handle's end did not wait for itself.
            let held = (db.clone(), alive);
            let mut work = Box::pin(async move {
                let db = db;
                db.run(access, move |_| {
                    let _ = &held;
                    stop.wait();
                    Ok::<_, Error>(())
                })
                .await
            });
            assert_eq!(ask(&mut work), Poll::Pending);
            gate.wait_until_begun();
            drop(work);
            gate.open();
            let outcome = gone.recv_timeout(Duration::from_mins(1));
            assert_eq!(outcome, Err(std::sync::mpsc::RecvTimeoutError::Disconnected));
        }
    }
}

#[test]
fn a_database_may_be_opened_and_closed_inside_an_asynchronous_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    for engine in [engines::Engine::Sqlite, engines::Engine::Postgres] {
        runtime.block_on(async move {
            let test = engines::open(engine, &Options::default());
            assert_eq!(test.db().run(Access::Read, |_| Ok::<_, Error>(7)).await, Ok(7));
        });
    }
}
