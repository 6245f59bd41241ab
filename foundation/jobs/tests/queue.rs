//! The queue on both engines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use madrone_db::{Access, Db, Error};
use madrone_harness::both_engines;
use madrone_jobs::{Failed, Handler, Handlers, enqueue, run_due};
use madrone_kernel::{Clock, Instant};
use serde_json::{Value, json};

fn clock() -> Clock {
    Clock::frozen(Instant::from_micros(1_800_000_000_000_000))
}

fn handlers(handler: impl Fn(&Db, &Value) -> Result<(), Failed> + Send + Sync + 'static) -> Handlers {
    Handlers::from([("greet", Arc::new(handler) as Handler)])
}

fn ask(db: &Db, clock: &Clock, kind: &'static str) {
    let now = clock.now();
    db.wait(Access::Write, move |tx| {
        enqueue(tx, kind, &json!({ "who": "maria" }), now)
    })
    .unwrap();
}

both_engines! {
    fn a_job_is_done_once_and_gets_its_payload(db: Db) {
        let (clock, seen) = (clock(), Arc::new(Mutex::new(Vec::new())));
        let kept = Arc::clone(&seen);
        let handlers = handlers(move |_, payload| {
            kept.lock().unwrap().push(payload["who"].as_str().unwrap().to_owned());
            Ok(())
        });
        ask(&db, &clock, "greet");
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(0));
        assert_eq!(*seen.lock().unwrap(), ["maria"]);
    }

    fn a_job_of_a_rolled_back_transaction_is_never_done(db: Db) {
        let clock = clock();
        let now = clock.now();
        let outcome: Result<(), Error> = db.wait(Access::Write, move |tx| {
            enqueue(tx, "greet", &json!({}), now)?;
            Err(Error::Conflict)
        });
        assert!(outcome.is_err());
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(0));
    }

    fn a_job_waits_for_its_time(db: Db) {
        let clock = clock();
        let later = clock.now().plus(Duration::from_mins(1));
        db.wait(Access::Write, move |tx| enqueue(tx, "greet", &json!({}), later)).unwrap();
        let handlers = handlers(|_, _| Ok(()));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(0));
        clock.advance(Duration::from_mins(1));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
    }

    fn a_failure_is_tried_again_ever_more_seldom_and_given_up_in_the_end(db: Db) {
        let (clock, tries) = (clock(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&tries);
        let handlers = handlers(move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
            Err(Failed::ForNow("the mail server is away".into()))
        });
        ask(&db, &clock, "greet");
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(0));
        clock.advance(Duration::from_secs(10));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        clock.advance(Duration::from_secs(39));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(0));
        for _ in 0..20 {
            clock.advance(Duration::from_hours(168));
            run_due(&db, &clock, &handlers).unwrap();
        }
        assert_eq!(tries.load(Ordering::SeqCst), 8);
    }

    fn a_kind_that_nobody_does_is_given_up_and_does_not_block_others(db: Db) {
        let clock = clock();
        ask(&db, &clock, "unknown");
        ask(&db, &clock, "greet");
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(2));
        clock.advance(Duration::from_hours(24));
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(0));
    }

    fn a_job_that_panics_is_tried_again_and_does_not_take_the_thread_with_it(db: Db) {
        let clock = clock();
        ask(&db, &clock, "greet");
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| panic!("a fault in a room"))), Ok(1));
        clock.advance(Duration::from_secs(10));
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(1));
    }
}
