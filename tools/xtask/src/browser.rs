//! The browser tests: the built binary, what helps them (demo-bundles, mail-server, text-server), the npm packages and a Chromium
//! brought together.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::run::{cargo, output, run};
use crate::{Result, setup};

/// Runs Playwright's tests with these further arguments.
pub(crate) fn test(root: &Path, arguments: &[OsString]) -> Result {
    run(npm(root)?.args(["run", "test", "--"]).args(arguments))
}

/// Takes the pictures.
pub(crate) fn look(root: &Path) -> Result {
    run(npm(root)?.args(["run", "look"]))
}

/// npm in the tests' folder, which finds there and in the environment all that the tests need.
fn npm(root: &Path) -> Result<Command> {
    let folder = root.join("tests/browser");
    setup::npm_packages(&folder)?;
    let chromium = setup::chromium()?;
    // Naming the workspace builds the libraries with the same features as its tests did, so that they are not built anew.
    let mut build = cargo();
    build
        .current_dir(root)
        .args(["build", "--workspace", "--bin", "madrone"]);
    run(build.args([
        "--example",
        "demo-bundles",
        "--example",
        "mail-server",
        "--example",
        "text-server",
    ]))?;
    let metadata = output(
        cargo()
            .current_dir(root)
            .args(["metadata", "--format-version", "1", "--no-deps"]),
    )?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"]
        .as_str()
        .ok_or("cargo metadata names no target folder")?;
    let mut npm = Command::new("npm");
    npm.current_dir(folder)
        .env("MADRONE_CHROMIUM", chromium)
        .env("MADRONE_BINARY", Path::new(target).join("debug/madrone"));
    Ok(npm)
}
