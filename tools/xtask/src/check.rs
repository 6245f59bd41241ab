//! Everything that is wrong without running the portal: formatting, lints, the rules of the house, licences.

use std::path::Path;

use crate::Result;
use crate::run::{cargo, find, run};
use crate::tidy::tidy;

/// Runs the checks, the quick ones first.
pub(crate) fn check(root: &Path) -> Result {
    let cargo = || {
        let mut cargo = cargo();
        cargo.current_dir(root);
        cargo
    };
    run(cargo().args(["fmt", "--all", "--check"]))
        .map_err(|why| format!("{why}\n`cargo fmt --all` puts the formatting right"))?;
    tidy(root)?;
    run(cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    if find(&["cargo-deny"]).is_some() {
        run(cargo().args(["deny", "--workspace", "check"]))?;
    } else {
        eprintln!(
            "xtask: cargo-deny is not installed: advisories and sources were not checked (licences were, by tidy)"
        );
    }
    Ok(())
}
