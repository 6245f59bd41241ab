//! Every test: Rust's on both engines, then the browser's.

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use crate::run::{cargo, run};
use crate::{Result, browser, postgres};

/// Which tests.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these crates' tests, without the browser's.
    #[arg(short, long = "package", value_name = "CRATE")]
    packages: Vec<String>,
    /// Leave the browser's tests out.
    #[arg(long)]
    no_browser: bool,
    /// What follows `--` goes to the test programs: a part of a test's name, `--nocapture`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// Runs the tests beside a private PostgreSQL server.
pub(crate) fn test(root: &Path, options: &Options) -> Result {
    let mut rust = cargo();
    rust.current_dir(root).arg("test");
    if options.packages.is_empty() {
        // The published examples are not everywhere: `cargo xtask conformance` runs that crate's tests.
        rust.args(["--workspace", "--exclude", "madrone-conformance"]);
    }
    for package in &options.packages {
        rust.args(["--package", package]);
    }
    rust.arg("--").args(&options.arguments);
    let cluster = postgres::Cluster::start()?;
    run(rust.env(postgres::URL_VARIABLE, cluster.url()))?;
    drop(cluster);
    if options.no_browser || !options.packages.is_empty() {
        return Ok(());
    }
    browser::test(root, &[])
}
