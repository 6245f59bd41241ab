//! What the person who runs the portal reads when it does not start, and what happens when it starts twice.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::sync::Barrier;

use madrone_db::{Access, Db, Error, Options, Url};
use madrone_harness::engines::{self, Engine, Place};
use madrone_harness::{ScratchFolder, both_engines, postgres_url};
use postgres::NoTls;

use crate::world::{add, make_notes, notes};

/// The sentence with which the start at `url` fails.
fn sentence(url: &str) -> String {
    let outcome = url.parse::<Url>().and_then(|url| Db::open(&url, &Options::default()));
    match outcome {
        Err(Error::Start(said)) => said,
        other => panic!("{url} must be refused in a sentence: {other:?}"),
    }
}

fn file(place: &Place) -> String {
    place
        .url_text()
        .strip_prefix("sqlite:")
        .expect("SQLite's URLs name a file")
        .to_owned()
}

both_engines! {
    fn two_programs_that_start_at_once_migrate_once(engine: Engine) {
        let place = Place::empty(engine);
        let barrier = Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    barrier.wait();
                    place.open(&Options { threads: 1, ..Options::default() }).unwrap();
                });
            }
        });
        let db = place.open(&Options::default()).unwrap();
        let had = db.wait(Access::Read, |tx| tx.query("SELECT name FROM db_migration", &[], |row| row.get(0))).unwrap();
        assert_eq!(madrone_db::pending(&had), Ok(vec![]));
    }

    fn a_schema_newer_than_the_program_is_refused(test: engines::TestDb) {
        let newer = "INSERT INTO db_migration (name) VALUES ('9999_from_the_future')";
        test.db().wait(Access::Write, move |tx| tx.execute(newer, &[])).unwrap();
        let said = sentence(&test.url_text());
        assert!(said.contains("newer Madrone") && said.contains("9999_from_the_future"), "{said}");
    }

    fn an_engine_can_be_asked_which_it_is(test: engines::TestDb) {
        let said = test.db().engine();
        assert_eq!(test.db().wait(Access::Read, |tx| Ok::<_, Error>(tx.engine())), Ok(said));
        assert!(format!("{:?}", test.db()).contains(&format!("{said:?}")));
    }
}

#[test]
fn an_unknown_kind_of_url_is_refused() {
    for url in ["mysql://localhost/madrone", "madrone.db", ""] {
        assert!(sentence(url).contains("must begin with sqlite: or postgres://"));
    }
    assert!(sentence("sqlite:").contains("names no file"));
    assert!(sentence("sqlite::memory:").contains("not in memory"));
}

#[test]
fn a_url_that_cannot_be_read_is_refused_without_its_password() {
    let said = sentence("postgres://maria:s3cret@localhost:notaport/madrone");
    assert!(said.contains("cannot be read") && !said.contains("s3cret"), "{said}");
    let shown = format!(
        "{:?}",
        "postgres://maria:s3cret@localhost/madrone".parse::<Url>().unwrap()
    );
    assert!(shown.contains("madrone") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = ScratchFolder::new("starting");
    let said = sentence(&format!("sqlite:{}", folder.join("absent/madrone.db").display()));
    assert!(said.contains("there is no folder") && said.contains("absent"), "{said}");
}

#[test]
fn a_folder_in_place_of_a_file_is_refused() {
    let folder = ScratchFolder::new("starting");
    assert!(sentence(&format!("sqlite:{}", folder.path().display())).contains("cannot be opened for writing"));
}

#[test]
fn a_folder_that_cannot_be_written_is_refused() {
    // Not even root may make a file here, who otherwise may everything.
    let said = sentence("sqlite:/proc/madrone.db");
    assert!(said.contains("cannot be opened for writing"), "{said}");
}

#[test]
fn a_file_that_cannot_be_written_is_refused() {
    let place = Place::migrated(Engine::Sqlite);
    // A write version above ours (the SQLite file format, 1.3.3) makes a file read-only to everybody, root too.
    fs::OpenOptions::new()
        .write(true)
        .open(file(&place))
        .unwrap()
        .write_all_at(&[3], 18)
        .unwrap();
    let said = sentence(&place.url_text());
    assert!(said.contains("cannot be opened for writing"), "{said}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = ScratchFolder::new("starting");
    let letter = folder.join("letter.txt");
    let words = "Dear Maria, ".repeat(1000);
    fs::write(&letter, &words).unwrap();
    assert!(sentence(&format!("sqlite:{}", letter.display())).contains("is not an SQLite database"));
    assert_eq!(fs::read_to_string(letter).unwrap(), words);
}

#[test]
fn a_file_held_by_another_program_is_said_to_be() {
    let place = Place::migrated(Engine::Sqlite);
    let other = rusqlite::Connection::open(file(&place)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let options = Options {
        write_limit: std::time::Duration::from_millis(20),
        ..Options::default()
    };
    let Err(Error::Start(said)) = place.open(&options) else {
        panic!("a held file must be refused")
    };
    assert!(said.contains("held by another program"), "{said}");
}

#[test]
fn a_server_that_is_not_there_is_said_to_be() {
    // Nobody listens on the port that is reserved for no service.
    let said = sentence("postgres://postgres@127.0.0.1:1/madrone");
    assert!(
        said.contains("does not let Madrone in") && said.contains("refused"),
        "{said}"
    );
}

#[test]
fn a_wrong_password_and_a_missing_database_are_said() {
    let url = postgres_url();
    let (server, _) = url.rsplit_once('/').unwrap();
    let said = sentence(&format!("{server}/no_such_database"));
    assert!(said.contains("\"no_such_database\" does not exist"), "{said}");
    let (_, host) = server.rsplit_once('@').unwrap();
    let said = sentence(&format!("postgres://postgres:wr0ng@{host}/postgres"));
    assert!(
        said.contains("password authentication failed") && !said.contains("wr0ng"),
        "{said}"
    );
}

#[test]
fn a_server_that_only_reads_is_refused() {
    let place = Place::migrated(Engine::Postgres);
    let url = place.url_text();
    let name = url.rsplit_once('/').unwrap().1;
    let mut client = postgres::Client::connect(&url, NoTls).unwrap();
    client
        .batch_execute(&format!(
            "ALTER DATABASE \"{name}\" SET default_transaction_read_only = on"
        ))
        .unwrap();
    drop(client);
    let said = sentence(&url);
    assert!(
        said.contains("cannot be brought up to date") && said.contains("read-only"),
        "{said}"
    );
}

#[test]
fn a_postgres_database_that_sorts_by_language_is_refused() {
    let place = Place::empty(Engine::Postgres);
    let name = place.url_text().rsplit_once('/').unwrap().1.to_owned();
    let mut client = postgres::Client::connect(&postgres_url(), NoTls).unwrap();
    client.batch_execute(&format!("DROP DATABASE \"{name}\"")).unwrap();
    let spanish = "LOCALE_PROVIDER icu ICU_LOCALE 'es' TEMPLATE template0";
    client
        .batch_execute(&format!("CREATE DATABASE \"{name}\" {spanish}"))
        .unwrap();
    let said = sentence(&place.url_text());
    assert!(said.contains("UTF8 and the locale C"), "{said}");
}

#[test]
fn a_start_leaves_the_rows_that_are_there() {
    let test = engines::open(Engine::Sqlite, &Options::default());
    make_notes(test.db());
    test.db().wait(Access::Write, |tx| add(tx, 1)).unwrap();
    let place = test.close();
    assert_eq!(notes(&place.open(&Options::default()).unwrap()), [1]);
}
