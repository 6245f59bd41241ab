//! What a unit of work sees and leaves behind.

use madrone_db::{Access, Constraint, Db, Error, Options};
use madrone_harness::{both_engines, engines};

use crate::world::{Failure, Gate, add, ids, make_notes, notes};

both_engines! {
    fn ok_commits_and_err_rolls_back(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| add(tx, 1)).unwrap();
        let refused: Result<(), Failure> = db.wait(Access::Write, |tx| {
            add(tx, 2)?;
            Err(Failure::Refused)
        });
        assert_eq!(refused, Err(Failure::Refused));
        assert_eq!(notes(&db), [1]);
    }

    fn a_read_cannot_write(db: Db) {
        make_notes(&db);
        let written = db.wait(Access::Read, |tx| add(tx, 1));
        assert!(matches!(written, Err(Error::Engine(_))), "{written:?}");
        assert_eq!(notes(&db), [0_i64; 0]);
    }

    fn a_snapshot_stands_still_while_others_commit(db: Db) {
        make_notes(&db);
        let (gate, stop) = Gate::new();
        let reading = db.clone();
        let reader = std::thread::spawn(move || {
            reading.wait(Access::Read, move |tx| {
                let before = ids(tx)?;
                stop.wait();
                Ok::<_, Error>((before, ids(tx)?))
            })
        });
        gate.wait_until_begun();
        db.wait(Access::Write, |tx| add(tx, 1)).unwrap();
        assert_eq!(notes(&db), [1]);
        gate.open();
        assert_eq!(reader.join().unwrap(), Ok((vec![], vec![])));
    }

    fn broken_promises_of_the_schema_are_told_apart(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| {
            tx.execute("CREATE TABLE reply (note BIGINT REFERENCES note (id), stars BIGINT CHECK (stars < 6))", &[])?;
            add(tx, 1)
        }).unwrap();
        let kind = |sql: &'static str| match db.wait(Access::Write, move |tx| tx.execute(sql, &[])) {
            Err(Error::Constraint(kind)) => kind,
            other => panic!("{sql}: {other:?}"),
        };
        assert_eq!(kind("INSERT INTO note (id, words) VALUES (1, 'again')"), Constraint::Unique);
        assert_eq!(kind("INSERT INTO note (id) VALUES (2)"), Constraint::Check);
        assert_eq!(kind("INSERT INTO reply (note) VALUES (9)"), Constraint::ForeignKey);
        assert_eq!(kind("INSERT INTO reply (stars) VALUES (6)"), Constraint::Check);
    }

    fn after_a_failed_statement_everything_is_refused(db: Db) {
        make_notes(&db);
        let outcome = db.wait(Access::Write, |tx| {
            add(tx, 1)?;
            assert!(tx.execute("INSERT INTO nowhere VALUES (1)", &[]).is_err());
            assert_eq!(add(tx, 2), Err(Error::Poisoned));
            assert_eq!(ids(tx), Err(Error::Poisoned));
            assert_eq!(tx.savepoint(|tx| add(tx, 3)), Err(Error::Poisoned));
            Err::<(), _>(Failure::Refused)
        });
        assert_eq!(outcome, Err(Failure::Refused));
        assert_eq!(notes(&db), [0_i64; 0]);
    }

    fn a_swallowed_failure_cannot_commit(db: Db) {
        make_notes(&db);
        let outcome = db.wait(Access::Write, |tx| {
            add(tx, 1)?;
            let _ = tx.execute("INSERT INTO nowhere VALUES (1)", &[]);
            Ok::<_, Error>(())
        });
        assert_eq!(outcome, Err(Error::Poisoned));
        assert_eq!(notes(&db), [0_i64; 0]);
    }

    fn a_row_that_cannot_be_read_poisons_alike(db: Db) {
        let outcome = db.wait(Access::Read, |tx| {
            assert_eq!(tx.query("SELECT 'words'", &[], |row| row.get::<i64>(0)), Err(Error::Column(0)));
            tx.query("SELECT 'words'", &[], |row| row.get::<String>(0))
        });
        assert_eq!(outcome, Err(Error::Poisoned));
    }

    fn a_savepoint_undoes_only_its_own_failure(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| {
            add(tx, 1)?;
            assert_eq!(tx.savepoint(|tx| { add(tx, 2)?; add(tx, 1) }), Err(Error::Constraint(Constraint::Unique)));
            assert_eq!(tx.savepoint(|tx| { add(tx, 3)?; Err::<(), _>(Failure::Refused) }), Err(Failure::Refused));
            tx.savepoint(|tx| {
                add(tx, 4)?;
                assert!(tx.savepoint(|tx| add(tx, 4)).is_err());
                tx.savepoint(|tx| add(tx, 5))
            })?;
            add(tx, 6)
        }).unwrap();
        assert_eq!(notes(&db), [1, 4, 5, 6]);
    }

    fn a_savepoint_that_swallows_a_failure_is_undone_and_says_so(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| {
            add(tx, 1)?;
            let outcome: Result<(), Error> = tx.savepoint(|tx| {
                add(tx, 2)?;
                let _ = add(tx, 1);
                Ok(())
            });
            assert_eq!(outcome, Err(Error::Poisoned));
            add(tx, 3)
        }).unwrap();
        assert_eq!(notes(&db), [1, 3]);
    }

    fn a_query_may_be_made_for_each_row_of_another(db: Db) {
        make_notes(&db);
        db.wait(Access::Write, |tx| { add(tx, 1)?; add(tx, 2) }).unwrap();
        let pairs = db.wait(Access::Read, |tx| {
            tx.query("SELECT id FROM note ORDER BY id", &[], |row| Ok((row.get::<i64>(0)?, ids(tx)?.len())))
        });
        assert_eq!(pairs, Ok(vec![(1, 2), (2, 2)]));
    }

    fn a_panic_is_an_error_and_the_thread_lives(engine: engines::Engine) {
        let test = engines::open(engine, &Options { threads: 1, ..Options::default() });
        make_notes(test.db());
        for access in [Access::Write, Access::Read] {
            let outcome: Result<(), Error> = test.db().wait(access, move |tx| {
                if access == Access::Write {
                    add(tx, 1)?;
                }
                tx.savepoint(|_| panic!("a fault in a room"))
            });
            assert_eq!(outcome, Err(Error::Panicked));
        }
        assert_eq!(notes(test.db()), [0_i64; 0]);
        test.db().wait(Access::Write, |tx| add(tx, 2)).unwrap();
        assert_eq!(notes(test.db()), [2]);
    }
}
