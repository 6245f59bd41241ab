//! The queue on both engines.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use jiff::civil::date;
use jiff::tz::TimeZone;
use madrone_db::{Access, Db, Error};
use madrone_harness::both_engines;
use madrone_jobs::{
    Daily, Days, Failed, Handler, Handlers, Prepare, Reason, Runner, Step, enqueue, enqueue_once, given_up, run_due,
    try_again,
};
use madrone_kernel::{Clock, Instant};
use serde_json::{Value, json};

fn clock() -> Clock {
    Clock::frozen(Instant::from_micros(1_800_000_000_000_000))
}

fn handlers(handler: impl Fn(&Db, &Value) -> Result<(), Failed> + Send + Sync + 'static) -> Handlers {
    Handlers::from([("greet", Arc::new(handler) as Handler)])
}

/// Jobs that are handed over once, by whatever `step` says.
fn once(step: impl Fn() -> Step + Send + Sync + 'static) -> Handlers {
    Handlers::default().once(("greet", Arc::new(move |_: &Db, _: &Value| Ok(step())) as Prepare))
}

/// Hands over and counts it.
fn counted(count: &Arc<AtomicUsize>) -> Step {
    let count = Arc::clone(count);
    Step::HandOver(Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }))
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

    fn what_somebody_waits_for_is_done_while_a_crowd_is_held_up(db: Db) {
        let clock = clock();
        let now = clock.now();
        let (done, heard) = mpsc::channel();
        let (let_go, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let handlers = handlers(move |_, payload| {
            let who = payload["who"].as_str().unwrap_or("the crowd").to_owned();
            if who == "the crowd" {
                done.send("the crowd is held up".to_owned()).unwrap();
                held.lock().unwrap().recv().unwrap();
            }
            done.send(who).unwrap();
            Ok(())
        });
        db.wait(Access::Write, move |tx| enqueue_once(tx, "greet", "import", &json!({}), now)).unwrap();
        let runner = Runner::start(db.clone(), clock.clone(), handlers);
        let next = || heard.recv_timeout(Duration::from_secs(20));
        assert_eq!(next().as_deref(), Ok("the crowd is held up"));
        ask(&db, &clock, "greet");
        assert_eq!(next().as_deref(), Ok("maria"));
        let_go.send(()).unwrap();
        assert_eq!(next().as_deref(), Ok("the crowd"));
        drop(runner);
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

    fn whoever_takes_it_says_how_long_to_wait(db: Db) {
        let clock = clock();
        ask(&db, &clock, "greet");
        let busy = handlers(|_, _| Err(Failed::Wait("too many at once".into(), Duration::from_mins(5))));
        assert_eq!(run_due(&db, &clock, &busy), Ok(1));
        clock.advance(Duration::from_secs(299));
        assert_eq!(run_due(&db, &clock, &busy), Ok(0));
        clock.advance(Duration::from_secs(1));
        assert_eq!(run_due(&db, &clock, &busy), Ok(1));
    }

    fn what_has_a_key_is_asked_for_once_also_after_it_is_done(db: Db) {
        let (clock, now) = (clock(), clock().now());
        let ask = || db.wait(Access::Write, move |tx| enqueue_once(tx, "greet", "maria 1", &json!({}), now));
        assert_eq!((ask(), ask()), (Ok(true), Ok(false)));
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(1));
        assert_eq!(ask(), Ok(false));
        assert_eq!(run_due(&db, &clock, &handlers(|_, _| Ok(()))), Ok(0));
    }

    fn what_is_not_due_yet_waits_and_that_is_no_try(db: Db) {
        let clock = clock();
        let (later, sent) = (clock.now().plus(Duration::from_mins(1)), Arc::new(AtomicUsize::new(0)));
        let (count, hands) = (Arc::clone(&sent), clock.clone());
        let handlers = once(move || if hands.now() < later { Step::NotBefore(later) } else { counted(&count) });
        ask(&db, &clock, "greet");
        for _ in 0..20 {
            run_due(&db, &clock, &handlers).unwrap();
        }
        clock.advance(Duration::from_mins(1));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(sent.load(Ordering::SeqCst), 1);
    }

    fn what_was_handed_over_when_the_portal_stopped_is_not_sent_again(db: Db) {
        let (clock, sent) = (clock(), Arc::new(AtomicUsize::new(0)));
        ask(&db, &clock, "greet");
        // The first portal sends, and stops before it can write that down: its thread never comes back.
        let (reached, at) = crossbeam_channel::bounded::<()>(0);
        let (stopped, count, first_clock, first) = (crossbeam_channel::never::<()>(), Arc::clone(&sent), clock.clone(), db.clone());
        std::thread::spawn(move || {
            let handlers = once(move || {
                let (reached, stopped, count) = (reached.clone(), stopped.clone(), Arc::clone(&count));
                Step::HandOver(Box::new(move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    let _ = reached.send(());
                    let _ = stopped.recv();
                    Ok(())
                }))
            });
            run_due(&first, &first_clock, &handlers)
        });
        at.recv().unwrap();
        let count = Arc::clone(&sent);
        let handlers = once(move || counted(&count));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(0), "it may still be at it");
        clock.advance(Duration::from_mins(10));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(sent.load(Ordering::SeqCst), 1, "nobody gets it twice");
        let dead = db.wait(Access::Read, given_up).unwrap();
        assert_eq!(dead.iter().map(|one| (one.reason, one.count)).collect::<Vec<_>>(), [(Reason::Unknown, 1)]);
        // Somebody at the clinic may say that it is to be sent all the same.
        let now = clock.now();
        assert_eq!(db.wait(Access::Write, move |tx| try_again(tx, "greet", Reason::Unknown, now)), Ok(1));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(sent.load(Ordering::SeqCst), 2);
    }

    fn what_says_itself_that_it_did_not_leave_is_handed_over_again(db: Db) {
        let (clock, tries) = (clock(), Arc::new(AtomicUsize::new(0)));
        ask(&db, &clock, "greet");
        let count = Arc::clone(&tries);
        let handlers = once(move || {
            let first = count.fetch_add(1, Ordering::SeqCst) == 0;
            Step::HandOver(Box::new(move || if first { Err(Failed::ForNow("the server is away".into())) } else { Ok(()) }))
        });
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        clock.advance(Duration::from_secs(10));
        assert_eq!(run_due(&db, &clock, &handlers), Ok(1));
        assert_eq!(tries.load(Ordering::SeqCst), 2);
        assert_eq!(db.wait(Access::Read, given_up), Ok(Vec::new()));
    }
}

/// Handlers that note the days for which they do something, and the notes.
fn daily(fails_once: bool) -> (Handlers, Arc<Mutex<Vec<Days>>>) {
    let (noted, failed) = (
        Arc::new(Mutex::new(Vec::new())),
        AtomicUsize::new(usize::from(!fails_once)),
    );
    let notes = Arc::clone(&noted);
    let work: Daily = Arc::new(move |_, days| {
        if failed.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(Error::Stopped);
        }
        notes.lock().unwrap().push(days);
        Ok(())
    });
    let zone = TimeZone::get("America/Los_Angeles").unwrap();
    (Handlers::default().daily("water-the-plants", zone, work), noted)
}

/// A clock at this time of the clinic.
fn at(time: &str) -> Clock {
    let zoned: jiff::Zoned = format!("{time}[America/Los_Angeles]").parse().unwrap();
    Clock::frozen(Instant::from_micros(zoned.timestamp().as_microsecond()))
}

both_engines! {
    fn what_is_done_once_a_day_is_done_in_the_morning_and_not_again(db: Db) {
        let clock = at("2027-03-02T08:59");
        let (handlers, noted) = daily(false);
        for minutes in [0, 1, 1, 60 * 23] {
            clock.advance(Duration::from_mins(minutes));
            run_due(&db, &clock, &handlers).unwrap();
            // Another process of the same portal.
            run_due(&db, &clock, &daily(false).0).unwrap();
        }
        let (before, on) = (date(2027, 3, 1), date(2027, 3, 2));
        let told = [Days { after: None, today: before }, Days { after: Some(before), today: on }];
        assert_eq!(*noted.lock().unwrap(), told);
    }

    fn who_was_off_for_days_hears_how_many(db: Db) {
        let clock = at("2027-03-02T10:00");
        run_due(&db, &clock, &daily(false).0).unwrap();
        clock.advance(Duration::from_hours(24 * 9));
        let (handlers, noted) = daily(false);
        run_due(&db, &clock, &handlers).unwrap();
        let days = Days { after: Some(date(2027, 3, 2)), today: date(2027, 3, 11) };
        assert_eq!(*noted.lock().unwrap(), [days]);
    }

    fn what_failed_is_tried_again_for_the_same_days(db: Db) {
        let clock = at("2027-03-02T10:00");
        let (handlers, noted) = daily(true);
        for minutes in [0, 9, 1] {
            assert_eq!(*noted.lock().unwrap(), []);
            clock.advance(Duration::from_mins(minutes));
            run_due(&db, &clock, &handlers).unwrap();
        }
        assert_eq!(*noted.lock().unwrap(), [Days { after: None, today: date(2027, 3, 2) }]);
    }
}
