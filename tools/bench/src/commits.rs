//! How many small writes a second are safe on disk, with many people writing at once.

use std::path::Path;
use std::time::Instant as Moment;

use madrone_db::{Access, Db, Error, Options, Url};
use madrone_harness::ScratchFolder;
use rusqlite::{Connection, params};

use crate::figure::{Figure, Target, by_turns};

/// People who write at once, and what each writes.
const WRITERS: i64 = 64;
const WRITES: i64 = 100;

const TABLE: &str = "CREATE TABLE bench_note (writer BIGINT NOT NULL, place BIGINT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (writer, place))";
const INSERT: &str = "INSERT INTO bench_note (writer, place, words) VALUES ($1, $2, $3)";

pub(crate) fn figures() -> Vec<Figure> {
    let words = "A note as long as a short message from a patient to the clinic. ".repeat(4);
    let runtime = crate::runtime();
    let (value, reference) = by_turns(
        21,
        || {
            let folder = ScratchFolder::new("bench commits");
            runtime.block_on(ours(&folder.join("madrone.db"), &words))
        },
        || {
            let folder = ScratchFolder::new("bench commits");
            bare(&folder.join("bare.db"), &words)
        },
    );
    vec![Figure {
        bench: "db",
        name: "commits",
        value,
        unit: "commits/s",
        reference,
        beside: "bare rusqlite, 64 rows to a commit",
        targets: &[Target::Ratio(0.6)],
    }]
}

async fn ours(file: &Path, words: &str) -> f64 {
    let db = Db::open(&Url::Sqlite(file.to_owned()), &Options::default()).expect("a new database");
    db.run(Access::Write, |tx| tx.execute(TABLE, &[]))
        .await
        .expect("a new table");
    let started = Moment::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(db.clone(), writer, words.to_owned())))
        .collect();
    for writer in writers {
        writer
            .await
            .expect("a writer that ends")
            .expect("rows that are written");
    }
    per_second(started)
}

async fn write(db: Db, writer: i64, words: String) -> Result<(), Error> {
    for place in 0..WRITES {
        let words = words.clone();
        db.run(Access::Write, move |tx| tx.execute(INSERT, &[&writer, &place, &words]))
            .await?;
    }
    Ok(())
}

fn bare(file: &Path, words: &str) -> f64 {
    let connection = crate::bare_sqlite(file);
    connection.execute_batch(TABLE).expect("a new table");
    let started = Moment::now();
    write_bare(&connection, words).expect("rows that are written");
    per_second(started)
}

fn write_bare(connection: &Connection, words: &str) -> rusqlite::Result<()> {
    let mut insert = connection.prepare(INSERT)?;
    for place in 0..WRITES {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for writer in 0..WRITERS {
            insert.execute(params![writer, place, words])?;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand writes")]
fn per_second(started: Moment) -> f64 {
    (WRITERS * WRITES) as f64 / started.elapsed().as_secs_f64()
}
