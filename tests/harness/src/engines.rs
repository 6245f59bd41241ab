//! One test body, both engines: [`both_engines!`](crate::both_engines), and the databases it is given.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::OnceLock;
use std::{fs, thread};

pub use madrone_db::Engine;
use madrone_db::{Db, Options, Url};
use postgres::NoTls;

use crate::scratch::{ScratchDatabase, ScratchFolder, copy_of, postgres_url, server_of};

/// Any fixed number: test processes that run at once take turns at making the template.
const TEMPLATE_LOCK: i64 = 4_627_106;

/// A migrated database of one test's own, open. It closes and goes when this is dropped.
#[derive(Debug)]
pub struct TestDb {
    // In this order: the threads end before what they stand on goes.
    db: Db,
    place: Place,
}

impl TestDb {
    /// The open database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The URL to open the same database by, as a second program would.
    pub fn url(&self) -> Url {
        self.place.url()
    }

    /// The same URL in words, for a command line.
    pub fn url_text(&self) -> String {
        self.place.url_text()
    }

    /// Opens the same database once more, as a second program would.
    pub fn open_again(&self) -> Db {
        Db::open(&self.url(), &Options::default()).expect("a database that is open can be opened again")
    }

    /// Closes the database, so that all work that waited is done, and leaves where it is.
    pub fn close(self) -> Place {
        drop(self.db);
        self.place
    }
}

/// Where a database of one test's own is or can be; it goes when this is dropped.
#[derive(Debug)]
pub enum Place {
    /// A file in a folder of its own.
    File(ScratchFolder),
    /// A database on the tests' own server.
    Server(ScratchDatabase),
}

impl Place {
    /// A place with nothing in it.
    pub fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::File(ScratchFolder::new("sqlite")),
            Engine::Postgres => Self::Server(copy_of("template0", "empty")),
        }
    }

    /// A place with an up-to-date schema and no rows. Migrated once, then copied.
    pub fn migrated(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = ScratchFolder::new("sqlite");
                fs::write(folder.join(FILE), sqlite_template()).expect("the temporary folder can be written");
                Self::File(folder)
            }
            Engine::Postgres => Self::Server(copy_of(postgres_template(), "test")),
        }
    }

    /// The URL to open it by.
    pub fn url(&self) -> Url {
        self.url_text()
            .parse()
            .expect("the harness writes URLs that can be read")
    }

    /// The same URL in words, for a command line.
    pub fn url_text(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.join(FILE).display()),
            Self::Server(database) => database.url().to_owned(),
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// What [`Db::open`] says.
    pub fn open(&self, options: &Options) -> madrone_db::Result<Db> {
        Db::open(&self.url(), options)
    }
}

/// A fresh, migrated database.
///
/// # Panics
/// For PostgreSQL, when the tests were not started by `cargo xtask` (see [`postgres_url`]).
pub fn open(engine: Engine, options: &Options) -> TestDb {
    let place = Place::migrated(engine);
    let db = place.open(options).expect("a fresh database can be opened");
    TestDb { db, place }
}

/// What the body of a [`both_engines!`](crate::both_engines) test may ask for.
pub trait Given: Sized {
    /// Runs `body` with it.
    fn run(engine: Engine, body: fn(Self));
}

impl Given for TestDb {
    fn run(engine: Engine, body: fn(Self)) {
        body(open(engine, &Options::default()));
    }
}

impl Given for Db {
    fn run(engine: Engine, body: fn(Self)) {
        let test = open(engine, &Options::default());
        body(test.db().clone());
    }
}

/// For tests that open their database themselves.
impl Given for Engine {
    fn run(engine: Engine, body: fn(Self)) {
        body(engine);
    }
}

/// Makes tests that run on both engines, each on a fresh, migrated database: `NAME::sqlite` and `NAME::postgres`.
///
/// A body asks for a `Db`, for a [`TestDb`] when it opens the same database twice, or for the [`Engine`] when it opens
/// its own:
/// ```text
/// both_engines! {
///     fn a_rolled_back_refusal_is_kept(db: Db) { … }
///     fn a_restart_loses_nothing(test: TestDb) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* fn $name:ident($given:ident: $kind:ty) $body:block)+) => {$(
        $(#[$meta])*
        fn $name($given: $kind) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::engines::Given::run($crate::engines::SQLITE, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::engines::Given::run($crate::engines::POSTGRES, super::$name);
            }
        }
    )+};
}

// Named here, so that a test crate need not depend on the database's crate to use the macro.
#[doc(hidden)]
pub const SQLITE: Engine = Engine::Sqlite;
#[doc(hidden)]
pub const POSTGRES: Engine = Engine::Postgres;

const FILE: &str = "madrone.db";

/// The bytes of a migrated SQLite file without rows.
fn sqlite_template() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let place = Place::empty(Engine::Sqlite);
        migrate(&place.url_text());
        let Place::File(folder) = &place else {
            unreachable!("SQLite's places are files")
        };
        fs::read(folder.join(FILE)).expect("the file was just written")
    })
}

/// The name of a migrated PostgreSQL database without rows, made by whichever test process comes first.
fn postgres_template() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let mut hash = DefaultHasher::new();
        madrone_db::schema().hash(&mut hash);
        let name = format!("madrone_template_{:016x}", hash.finish());
        let made = name.clone();
        // The client may not be used inside an asynchronous runtime, where some tests stand.
        thread::spawn(move || make_postgres_template(&made))
            .join()
            .expect("the template database was made");
        name
    })
}

fn make_postgres_template(name: &str) {
    let maintenance = postgres_url();
    let mut client = postgres::Client::connect(&maintenance, NoTls).expect("the test server accepts connections");
    // Held until this connection ends.
    client
        .execute("SELECT pg_advisory_lock($1)", &[&TEMPLATE_LOCK])
        .expect("the lock is ours after a while");
    let there = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]);
    if there.expect("the list of databases can be read").is_some() {
        return;
    }
    // Renamed when it is whole, so that a process that dies half-way leaves no half-made template.
    let half = format!("{name}_half");
    for statement in [
        format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)"),
        format!("CREATE DATABASE {half} TEMPLATE template0"),
    ] {
        client
            .batch_execute(&statement)
            .expect("a superuser may make databases");
    }
    migrate(&format!("{}/{half}", server_of(&maintenance)));
    client
        .batch_execute(&format!("ALTER DATABASE {half} RENAME TO {name}"))
        .expect("nobody is connected to it");
}

fn migrate(url: &str) {
    let url: Url = url.parse().expect("the harness writes URLs that can be read");
    drop(
        Db::open(
            &url,
            &Options {
                threads: 1,
                ..Options::default()
            },
        )
        .expect("the migrations run"),
    );
}

#[cfg(test)]
mod tests {
    use madrone_db::Access;

    use super::*;

    fn make_note(db: &Db) {
        db.wait(Access::Write, |tx| tx.execute("CREATE TABLE note (words TEXT)", &[]))
            .unwrap();
    }

    both_engines! {
        fn a_database_is_migrated_fresh_and_writable(db: Db) {
            let had: Vec<String> = db
                .wait(Access::Read, |tx| tx.query("SELECT name FROM db_migration", &[], |row| row.get(0)))
                .unwrap();
            assert_eq!(madrone_db::pending(&had).unwrap(), Vec::<&str>::new());
            make_note(&db);
        }

        fn a_second_opening_sees_what_the_first_wrote(test: TestDb) {
            make_note(test.db());
            let again = test.open_again();
            again.wait(Access::Read, |tx| tx.query("SELECT words FROM note", &[], |row| row.text(0).map(drop))).unwrap();
        }

        fn a_closed_database_keeps_its_rows(test: TestDb) {
            make_note(test.db());
            let place = test.close();
            let db = place.open(&Options::default()).unwrap();
            db.wait(Access::Read, |tx| tx.query("SELECT words FROM note", &[], |row| row.text(0).map(drop))).unwrap();
        }
    }
}
