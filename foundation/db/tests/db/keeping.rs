//! Kept work: a rollback must not eat evidence.

use std::time::Duration;

use madrone_db::{Access, Db, Error, Options};
use madrone_harness::{both_engines, engines};

use crate::world::{Failure, add, make_notes, notes};

/// The deed of these tests, and its evidence.
const DEED: i64 = 1;
const EVIDENCE: i64 = 2;

both_engines! {
    fn a_rolled_back_refusal_is_kept(db: Db) {
        make_notes(&db);
        let outcome: Result<(), Failure> = db.wait(Access::Write, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            add(tx, DEED)?;
            Err(Failure::Refused)
        });
        assert_eq!(outcome, Err(Failure::Refused));
        assert_eq!(notes(&db), [EVIDENCE]);
    }

    fn a_deed_and_its_evidence_stand_together(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            add(tx, DEED)
        }).unwrap();
        assert_eq!(notes(&db), [DEED, EVIDENCE]);
    }

    fn a_deed_and_its_evidence_fall_together(db: Db) {
        make_notes(&db);
        let outcome = db.wait(Access::Write, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            tx.keep(|tx| add(tx, EVIDENCE));
            add(tx, DEED)
        });
        assert!(matches!(outcome, Err(Error::Constraint(_))), "{outcome:?}");
        assert_eq!(notes(&db), [0_i64; 0]);
        db.wait(Access::Write, |tx| add(tx, DEED)).unwrap();
    }

    fn what_a_read_keeps_is_there_when_it_is_answered(db: Db) {
        make_notes(&db);
        let read = db.wait(Access::Read, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            tx.query_opt("SELECT count(*) FROM note", &[], |row| row.get::<i64>(0))
        });
        assert_eq!(read, Ok(Some(0)));
        assert_eq!(notes(&db), [EVIDENCE]);
    }

    fn what_a_refused_read_keeps_is_there_too(db: Db) {
        make_notes(&db);
        let outcome: Result<(), Failure> = db.wait(Access::Read, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            Err(Failure::Refused)
        });
        assert_eq!(outcome, Err(Failure::Refused));
        assert_eq!(notes(&db), [EVIDENCE]);
    }

    fn a_panic_does_not_eat_evidence(db: Db) {
        make_notes(&db);
        for (access, evidence) in [(Access::Write, 10), (Access::Read, 11)] {
            let outcome: Result<(), Error> = db.wait(access, move |tx| {
                tx.keep(move |tx| add(tx, evidence));
                panic!("a fault in a room")
            });
            assert_eq!(outcome, Err(Error::Panicked));
        }
        assert_eq!(notes(&db), [10, 11]);
    }

    fn a_failed_statement_does_not_eat_evidence(db: Db) {
        make_notes(&db);
        let outcome = db.wait(Access::Write, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            add(tx, DEED)?;
            tx.savepoint(|tx| tx.execute("INSERT INTO nowhere VALUES (1)", &[]))?;
            Ok::<_, Error>(())
        });
        assert!(matches!(outcome, Err(Error::Engine(_))), "{outcome:?}");
        assert_eq!(notes(&db), [EVIDENCE]);
    }

    fn work_cut_short_does_not_eat_evidence(test: engines::TestDb) {
        make_notes(test.db());
        let hurried = test.place().open(&Options { write_limit: Duration::ZERO, ..Options::default() }).unwrap();
        let outcome = hurried.wait(Access::Write, |tx| {
            tx.keep(|tx| add(tx, EVIDENCE));
            add(tx, DEED)
        });
        assert_eq!(outcome, Err(Error::Timeout));
        assert_eq!(notes(test.db()), [EVIDENCE]);
    }

    fn evidence_that_cannot_be_written_fails_the_work(db: Db) {
        make_notes(&db);
        for access in [Access::Write, Access::Read] {
            let outcome: Result<(), Failure> = db.wait(access, |tx| {
                tx.keep(|tx| tx.execute("INSERT INTO nowhere VALUES (1)", &[]).map(drop));
                Err(Failure::Refused)
            });
            assert!(matches!(outcome, Err(Failure::Database(Error::Engine(_)))), "{outcome:?}");
            let outcome: Result<(), Failure> = db.wait(access, |tx| {
                tx.keep(|_| panic!("a fault in the evidence"));
                Ok(())
            });
            assert_eq!(outcome, Err(Failure::Database(Error::Panicked)));
        }
        db.wait(Access::Write, |tx| add(tx, DEED)).unwrap();
        assert_eq!(notes(&db), [DEED]);
    }

    fn kept_work_may_ask_to_keep_more(db: Db) {
        make_notes(&db);
        for (access, first) in [(Access::Write, 10), (Access::Read, 20)] {
            db.wait(access, move |tx| {
                tx.keep(move |tx| {
                    tx.keep(move |tx| add(tx, first + 1));
                    add(tx, first)
                });
                Ok::<_, Error>(())
            }).unwrap();
        }
        assert_eq!(notes(&db), [10, 11, 20, 21]);
    }

    fn what_is_kept_in_an_undone_savepoint_is_kept(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| {
            let outcome: Result<(), Failure> = tx.savepoint(|tx| {
                tx.keep(|tx| add(tx, EVIDENCE));
                add(tx, DEED)?;
                Err(Failure::Refused)
            });
            assert_eq!(outcome, Err(Failure::Refused));
            Ok::<_, Error>(())
        }).unwrap();
        assert_eq!(notes(&db), [EVIDENCE]);
    }
}
