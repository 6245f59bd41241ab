//! Work that takes too long.

use std::time::Duration;

use madrone_db::{Access, Error, Options};
use madrone_harness::{both_engines, engines};

use crate::world::{add, make_notes, notes};

/// Counts for hours, on both engines.
const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n)
    SELECT count(*) FROM n WHERE i < 0";

both_engines! {
    fn a_long_read_is_cut_short_and_the_next_one_is_not(engine: engines::Engine) {
        let options = Options { threads: 1, read_limit: Duration::from_millis(100), ..Options::default() };
        let test = engines::open(engine, &options);
        let outcome = test.db().wait(Access::Read, |tx| tx.query(ENDLESS, &[], |row| row.get::<i64>(0)));
        assert_eq!(outcome, Err(Error::Timeout));
        test.db().wait(Access::Read, |tx| tx.query("SELECT CAST(1 AS BIGINT)", &[], |row| row.get::<i64>(0))).unwrap();
    }

    fn a_read_past_its_limit_is_refused_its_next_statement(engine: engines::Engine) {
        let test = engines::open(engine, &Options { read_limit: Duration::ZERO, ..Options::default() });
        let outcome = test.db().wait(Access::Read, |tx| tx.query("SELECT 1", &[], |_| Ok(())));
        assert_eq!(outcome, Err(Error::Timeout));
    }

    fn a_write_past_its_limit_is_refused_its_next_statement_and_rolled_back(engine: engines::Engine) {
        let test = engines::open(engine, &Options::default());
        make_notes(test.db());
        let limit = Duration::from_millis(100);
        let hurried = test.place().open(&Options { write_limit: limit, ..Options::default() }).unwrap();
        let outcome = hurried.wait(Access::Write, move |tx| {
            add(tx, 1)?;
            let begun = std::time::Instant::now();
            while begun.elapsed() < limit {
                std::hint::spin_loop();
            }
            add(tx, 2)
        });
        assert_eq!(outcome, Err(Error::Timeout));
        assert_eq!(notes(test.db()), [0_i64; 0]);
    }
}

#[test]
fn a_long_statement_of_a_write_is_cut_short_on_postgres() {
    let options = Options {
        write_limit: Duration::from_millis(100),
        ..Options::default()
    };
    let test = engines::open(engines::Engine::Postgres, &options);
    let outcome = test
        .db()
        .wait(Access::Write, |tx| tx.query(ENDLESS, &[], |row| row.get::<i64>(0)));
    assert_eq!(outcome, Err(Error::Timeout));
}
