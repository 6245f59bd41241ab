//! The chores of this repository: `cargo xtask check`, `test`, `tidy`, `bench`, `conformance`, `postgres`.
//!
//! Continuous integration runs these same commands and nothing else, so what passes here passes there.

mod postgres;
mod run;

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};

/// What every chore returns: nothing, or a sentence saying what went wrong and what to do.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Chores of the Madrone repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run a command beside a private PostgreSQL server, its address in `MADRONE_TEST_POSTGRES`.
    Postgres {
        /// The command and its arguments, after `--`.
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().chore {
        Chore::Postgres { command } => beside_postgres(&command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

fn beside_postgres(words: &[OsString]) -> Result {
    let cluster = postgres::Cluster::start()?;
    run::run(
        Command::new(&words[0])
            .args(&words[1..])
            .env(postgres::URL_VARIABLE, cluster.url()),
    )
}
