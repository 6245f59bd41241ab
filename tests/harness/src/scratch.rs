//! Folders and databases that last as long as one test.

use std::path::{Path, PathBuf};
use std::{fs, thread};

use madrone_kernel::Random;
use postgres::{Config, NoTls};

/// The environment variable in which `cargo xtask test` leaves the URL of a superuser's maintenance database.
const URL_VARIABLE: &str = "MADRONE_TEST_POSTGRES";

/// An empty folder of one test's own, removed when this is dropped.
#[derive(Debug)]
pub struct ScratchFolder(PathBuf);

impl ScratchFolder {
    /// Makes the folder; `name` is for the person who finds it after a crash.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(unique(name));
        fs::create_dir(&path).expect("the temporary folder can be written");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where a file of this name in it is or would be.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // A folder that stays behind is no reason to fail a test that passed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The URL of the maintenance database of the private PostgreSQL server that the tests run beside.
///
/// # Panics
/// When the tests were not started by `cargo xtask`, which is what starts that server.
pub fn postgres_url() -> String {
    std::env::var(URL_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{URL_VARIABLE} is not set: run the tests by `cargo xtask test`, \
             or one crate's by `cargo xtask test -p CRATE`, which start a PostgreSQL server for them"
        )
    })
}

/// An empty PostgreSQL database of one test's own, dropped with everything connected to it when this is dropped.
#[derive(Debug)]
pub struct ScratchDatabase {
    name: String,
    url: String,
}

/// Makes an empty database; `name` is for the person who finds it in a log.
///
/// # Panics
/// When the tests were not started by `cargo xtask` (see [`postgres_url`]).
pub fn scratch_database(name: &str) -> ScratchDatabase {
    copy_of("template0", name)
}

/// Makes a database that starts as a copy of `template`, a database that nobody is connected to: quicker than
/// migrating each test's database anew.
///
/// # Panics
/// When the tests were not started by `cargo xtask` (see [`postgres_url`]), or somebody is connected to the template.
pub fn scratch_database_like(template: &ScratchDatabase, name: &str) -> ScratchDatabase {
    copy_of(&template.name, name)
}

pub(crate) fn copy_of(template: &str, name: &str) -> ScratchDatabase {
    let maintenance = postgres_url();
    let name = unique(name);
    on_server(
        &maintenance,
        format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""),
    );
    ScratchDatabase {
        url: format!("{}/{name}", server_of(&maintenance)),
        name,
    }
}

/// A database's URL without its last part, the database.
pub(crate) fn server_of(url: &str) -> &str {
    url.rsplit_once('/').expect("a PostgreSQL URL ends with /DATABASE").0
}

impl ScratchDatabase {
    /// The URL to open it by.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        on_server(
            &postgres_url(),
            format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name),
        );
    }
}

/// Runs one statement in the maintenance database, on a thread of its own because the client may not be used inside
/// an asynchronous runtime, where some tests stand.
fn on_server(url: &str, statement: String) {
    let config: Config = url.parse().expect("the test server's URL can be read");
    thread::spawn(move || {
        let mut client = config.connect(NoTls).expect("the test server accepts connections");
        client
            .batch_execute(&statement)
            .unwrap_or_else(|why| panic!("{statement}: {why}"));
    })
    .join()
    .expect("the statement ran");
}

/// `name` made safe for a file and a database, with enough chance added to be the only one of its kind.
fn unique(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    // PostgreSQL cuts names at 63 bytes without a word.
    let name = &name[..name.len().min(30)];
    format!("madrone_{name}_{:016x}", u64::from_le_bytes(Random::system().bytes()))
}

#[cfg(test)]
mod tests {
    use postgres::Client;

    use super::*;

    #[test]
    fn a_scratch_folder_goes_with_what_is_in_it() {
        let folder = ScratchFolder::new("A folder: of ours");
        fs::write(folder.join("file"), "words").unwrap();
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_scratch_database_is_new_and_goes_though_somebody_is_connected() {
        let database = scratch_database("a database");
        let copy = {
            let mut client = Client::connect(database.url(), NoTls).unwrap();
            client
                .batch_execute("CREATE TABLE note (words TEXT); INSERT INTO note VALUES ('kept')")
                .unwrap();
            drop(client);
            scratch_database_like(&database, "a copy")
        };
        let mut client = Client::connect(copy.url(), NoTls).unwrap();
        let words: String = client.query_one("SELECT words FROM note", &[]).unwrap().get(0);
        assert_eq!(words, "kept");
        let url = copy.url().to_owned();
        drop(copy);
        assert!(Client::connect(&url, NoTls).is_err());
    }
}
