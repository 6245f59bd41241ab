//! The one program: reads the command line, puts rooms and adapters together, and serves.
//!
//! It is a library too, so that the tests stand in the same house that people come to.

mod account;
mod demo;
pub mod house;
pub mod import;
mod keys;
mod log;
mod mailbox;
mod serve;
mod theme;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Pages are made of many small texts, for which the system's allocator takes a quarter of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A patient portal in one program.
#[derive(Parser)]
#[command(name = "madrone", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a fictional clinic with its people, to look around in.
    Demo(demo::Demo),
    /// Serve the portal.
    Serve(serve::Serve),
    /// Bring FHIR records in.
    Import(import::Import),
    /// Bring the database up to date, and end.
    Migrate(Given),
    /// Read the settings, say what is wrong with them, and end.
    CheckConfig(Given),
    /// The keys that seal secrets in the database.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Look over the record of who did what: whether an entry was changed, removed or put elsewhere.
    VerifyAudit(verify::VerifyAudit),
    /// Accounts of patients.
    #[command(subcommand)]
    Account(account::Account),
    /// Accounts of people who work at the clinic.
    #[command(subcommand)]
    Staff(account::Staff),
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Import(import) => return import.run(),
        Command::Migrate(given) => serve::migrate(&given),
        Command::CheckConfig(given) => serve::check(&given),
        Command::Keys(keys) => keys.run(),
        Command::VerifyAudit(verify) => verify.run(),
        Command::Account(account) => account.run(),
        Command::Staff(staff) => staff.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("madrone: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// A sentence for the person at the command line.
type Said = Result<(), String>;

/// Where the settings come from, for the commands that take them.
#[derive(clap::Args, Clone, Default)]
struct Given {
    /// The file of settings (TOML). Variables `MADRONE_SECTION__KEY` win over it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The database instead of the settings': sqlite:FILE or postgres://…
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Given {
    fn load(&self) -> Result<madrone_config::Config, String> {
        let database = self
            .database
            .iter()
            .map(|url| ("MADRONE_DATABASE__URL".to_owned(), url.clone()));
        load(self.config.as_deref(), database)
    }
}

/// The settings of a file and the environment, with `over` winning over both.
fn load(
    file: Option<&std::path::Path>,
    over: impl Iterator<Item = (String, String)>,
) -> Result<madrone_config::Config, String> {
    let over: Vec<_> = over.collect();
    let environment = std::env::vars().filter(|(name, _)| over.iter().all(|(set, _)| set != name));
    madrone_config::Config::load(file, environment.chain(over.iter().cloned())).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        said.join("\n")
    })
}
