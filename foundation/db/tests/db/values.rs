//! Values there and back, and how parameters are written.

use madrone_db::{Access, Db, Engine, Error, Result, Tx, Value, ValueRef, padded};
use madrone_harness::both_engines;
use madrone_kernel::Instant;

use crate::world::{make_notes, notes};

type Kinds = (Option<bool>, Option<i64>, Option<f64>, Option<String>, Option<Vec<u8>>);

fn there_and_back(tx: &Tx, row: &Kinds) -> Result<Option<Kinds>> {
    tx.execute("DELETE FROM kinds", &[])?;
    tx.execute(
        "INSERT INTO kinds VALUES ($1, $2, $3, $4, $5)",
        &[&row.0, &row.1, &row.2, &row.3, &row.4],
    )?;
    tx.query_opt("SELECT * FROM kinds", &[], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })
}

fn int(tx: &Tx, sql: &str, params: &[i64]) -> Result<i64> {
    let values: Vec<Value> = params.iter().copied().map(Value::from).collect();
    let params: Vec<&dyn madrone_db::Param> = values.iter().map(|value| value as _).collect();
    Ok(tx
        .query_opt(sql, &params, |row| row.get(0))?
        .expect("the statement gives a row"))
}

both_engines! {
    fn every_kind_of_value_comes_back(db: Db) {
        let bytes = if db.engine() == Engine::Sqlite { "BLOB" } else { "BYTEA" };
        let table = format!("CREATE TABLE kinds (b BOOLEAN, i BIGINT, r DOUBLE PRECISION, t TEXT, y {bytes})");
        db.wait(Access::Write, move |tx| tx.execute(&table, &[])).unwrap();
        let rows: [Kinds; 4] = [
            (Some(true), Some(i64::MAX), Some(0.1), Some("Ñandú 'quoted' $1\n".into()), Some(vec![0, 39, 255])),
            (Some(false), Some(i64::MIN), Some(-1e300), Some(String::new()), Some(Vec::new())),
            (Some(true), Some(0), Some(2.0), Some("🩺".into()), Some(vec![7; 100_000])),
            (None, None, None, None, None),
        ];
        for row in rows {
            let sent = row.clone();
            let back = db.wait(Access::Write, move |tx| there_and_back(tx, &sent)).unwrap();
            assert_eq!(back, Some(row));
        }
    }

    fn an_instant_is_a_bigint_of_microseconds(db: Db) {
        let at = Instant::from_micros(1_700_000_000_000_001);
        let read = db.wait(Access::Read, move |tx| {
            tx.query_opt("SELECT CAST($1 AS BIGINT), CAST($1 AS BIGINT) + 1", &[&at], |row| {
                Ok((row.get::<Instant>(0)?, row.get::<i64>(1)?))
            })
        });
        assert_eq!(read, Ok(Some((at, 1_700_000_000_000_002))));
    }

    fn parameters_are_bound_by_their_number_in_any_order(db: Db) {
        db.wait(Access::Read, |tx| {
            assert_eq!(int(tx, "SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT)", &[1, 10])?, 9);
            assert_eq!(int(tx, "SELECT CAST($1 AS BIGINT) * 10 + CAST($1 AS BIGINT)", &[4])?, 44);
            assert_eq!(int(tx, "SELECT CAST($10 AS BIGINT) + CAST($1 AS BIGINT) + CAST($2 AS BIGINT) + CAST($3 AS BIGINT) + CAST($4 AS BIGINT) + CAST($5 AS BIGINT) + CAST($6 AS BIGINT) + CAST($7 AS BIGINT) + CAST($8 AS BIGINT) + CAST($9 AS BIGINT)", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 7])?, 7);
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_dollar_sign_in_quotes_is_no_parameter(db: Db) {
        let read = db.wait(Access::Read, |tx| {
            tx.query_opt("SELECT '$1 and $2', CAST($1 AS TEXT) /* $3 */ -- $4", &[&"bound"], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
        });
        assert_eq!(read, Ok(Some(("$1 and $2".into(), "bound".into()))));
    }

    fn a_value_more_is_let_be_and_one_too_few_is_an_error(db: Db) {
        db.wait(Access::Read, |tx| {
            assert_eq!(int(tx, "SELECT CAST($1 AS BIGINT)", &[1, 2])?, 1);
            Ok::<_, Error>(())
        }).unwrap();
        let missing = db.wait(Access::Read, |tx| int(tx, "SELECT CAST($1 AS BIGINT) + CAST($2 AS BIGINT)", &[1]));
        assert!(matches!(missing, Err(Error::Engine(said)) if said.contains("$2")));
    }

    fn a_statement_does_not_see_the_values_of_the_last_one(db: Db) {
        db.wait(Access::Read, |tx| {
            for given in [Some("first"), None] {
                let back = tx.query_opt("SELECT CAST($1 AS TEXT)", &[&given.map(str::to_owned)], |row| row.get(0))?;
                assert_eq!(back, Some(given.map(str::to_owned)));
            }
            Ok::<_, Error>(())
        }).unwrap();
    }

    fn a_column_of_another_type_is_an_error_that_names_the_column(db: Db) {
        let read = db.wait(Access::Read, |tx| tx.query("SELECT 'x', 'words'", &[], |row| row.get::<i64>(1)));
        assert_eq!(read, Err(Error::Column(1)));
        let null = db.wait(Access::Read, |tx| tx.query("SELECT CAST(NULL AS TEXT)", &[], |row| row.get::<String>(0)));
        assert_eq!(null, Err(Error::Column(0)));
        let absent = db.wait(Access::Read, |tx| tx.query("SELECT 'x'", &[], |row| row.get::<String>(3)));
        assert_eq!(absent, Err(Error::Column(3)));
    }

    fn a_value_of_another_type_than_the_column_is_never_half_sent(db: Db) {
        make_notes(&db);
        if db.engine() == Engine::Postgres {
            let wrong = db.wait(Access::Write, |tx| {
                tx.execute("INSERT INTO note (id, words) VALUES ($1, $2)", &[&true, &1_i64])
            });
            assert!(matches!(wrong, Err(Error::Engine(_))));
        }
        assert_eq!(notes(&db), [0_i64; 0]);
    }

    fn padded_lists_find_what_the_list_names(db: Db) {
        let found = db.wait(Access::Read, |tx| {
            let wanted = padded(&[3_i64, 5, 7]);
            assert_eq!(wanted, [3, 5, 7, 7]);
            let params: Vec<&dyn madrone_db::Param> = wanted.iter().map(|id| id as _).collect();
            let numbers = "SELECT 3 AS n UNION ALL SELECT 4 UNION ALL SELECT 7";
            let sql = format!("SELECT count(*) FROM ({numbers}) AS numbers WHERE n IN ($1, $2, $3, $4)");
            tx.query_opt(&sql, &params, |row| row.get::<i64>(0))
        });
        assert_eq!(found, Ok(Some(2)));
        assert_eq!(padded::<i64>(&[]), [0_i64; 0]);
    }

    fn many_rows_are_inserted_whatever_their_number(db: Db) {
        make_notes(&db);
        for rows in [0, 1, 15, 16, 17, 127, 128, 130, 300] {
            let inserted = db.wait(Access::Write, move |tx| {
                tx.execute("DELETE FROM note", &[])?;
                let values: Vec<_> = (0..rows).flat_map(|id| [ValueRef::Int(id), ValueRef::Text("words")]).collect();
                tx.insert_many("INSERT INTO note (id, words)", 2, &values, "")?;
                crate::world::ids(tx)
            });
            assert_eq!(inserted, Ok((0..rows).collect::<Vec<_>>()));
        }
    }

    fn many_rows_may_meet_rows_that_are_there(db: Db) {
        make_notes(&db);
        let met = db.wait(Access::Write, |tx| {
            let row = |id, words| [ValueRef::Int(id), ValueRef::Text(words)];
            let first: Vec<_> = (0..20).flat_map(|id| row(id, "first")).collect();
            tx.insert_many("INSERT INTO note (id, words)", 2, &first, "")?;
            let again: Vec<_> = (10..40).flat_map(|id| row(id, "second")).collect();
            tx.insert_many("INSERT INTO note (id, words)", 2, &again, "ON CONFLICT DO NOTHING")?;
            let last: Vec<_> = (30..50).flat_map(|id| row(id, "third")).collect();
            let update = "ON CONFLICT (id) DO UPDATE SET words = excluded.words";
            tx.insert_many("INSERT INTO note (id, words)", 2, &last, update)?;
            tx.query("SELECT words, count(*) FROM note GROUP BY words ORDER BY words", &[], |row| {
                Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
            })
        });
        assert_eq!(met, Ok(vec![("first".into(), 20), ("second".into(), 10), ("third".into(), 20)]));
    }

    fn no_error_repeats_what_a_person_wrote(db: Db) {
        let statements = match db.engine() {
            Engine::Sqlite => ["SELECT 1 FROM words WHERE words MATCH $1", "SELECT json_extract($1, '$.x')"],
            Engine::Postgres => ["SELECT to_tsquery(CAST($1 AS TEXT))", "SELECT CAST(CAST($1 AS TEXT) AS BIGINT)"],
        };
        if db.engine() == Engine::Sqlite {
            let table = "CREATE VIRTUAL TABLE words USING fts5 (text)";
            db.wait(Access::Write, move |tx| tx.execute(table, &[])).unwrap();
        }
        for sql in statements {
            let wrote = "(diabetes \"insulin";
            let outcome = db.wait(Access::Read, move |tx| tx.query(sql, &[&wrote], |_| Ok(())));
            let Err(Error::Engine(said)) = outcome else { panic!("{sql}: {outcome:?}") };
            assert!(!said.contains("diabetes") && !said.contains("insulin"), "{said}");
        }
    }
}
