//! `cargo xtask bench`: figures, each beside its reference from the same run.
//!
//! What is measured is the program itself: this binary, told so by its environment, is `madrone`, and so it starts
//! itself as the portal or as an import. What never enters: a judgement. A missed target is said, and fails nothing.

mod client;
mod commits;
mod family;
mod figure;
mod identity;
mod import;
mod notify;
mod pages;
mod people;
mod program;
mod read;
mod start;
mod store;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use rusqlite::Connection;

use figure::Figure;

/// A name on the command line, and what it measures.
type Group = (&'static str, fn(&Bench) -> Vec<Figure>);

/// Prints figures, each beside a reference measured in the same run; the last lines are one JSON object a figure.
#[derive(Parser)]
struct Bench {
    /// One group of figures: import, db, api, pages, identity, family, notify or start. All of them where it is not given.
    name: Option<String>,
    /// How many patients the large store has.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    patients: usize,
}

fn main() -> ExitCode {
    if program::is_madrone() {
        return madrone::run();
    }
    let bench = Bench::parse();
    let groups: [Group; 8] = [
        ("import", |_| import::figures()),
        ("db", |_| commits::figures()),
        ("api", |_| read::figures()),
        ("pages", |bench| pages::figures(bench.patients)),
        ("identity", |bench| identity::figures(bench.patients)),
        ("family", |_| family::figures()),
        ("notify", |_| notify::figures()),
        ("start", |_| start::figures()),
    ];
    let mut figures = Vec::new();
    for (name, measure) in groups {
        if bench.name.as_deref().is_none_or(|wanted| wanted == name) {
            let measured = measure(&bench);
            for figure in &measured {
                println!("{figure}");
            }
            figures.extend(measured);
        }
    }
    for figure in &figures {
        println!("{}", figure.json());
    }
    if figures.is_empty() {
        eprintln!("madrone-bench: there are no such figures; see --help");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// As many threads for answering as the portal has.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads can be started")
}

/// A database as safe as ours, with nothing between it and its user.
fn bare_sqlite(file: &Path) -> Connection {
    let connection = Connection::open(file).expect("a new database");
    let set = || -> rusqlite::Result<()> {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.pragma_update(None, "cache_size", -16_384)
    };
    set().expect("settings that SQLite knows");
    connection
}
