//! What the tests need from the machine: found, installed where we may, or else asked for in a sentence.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

use crate::Result;
use crate::run::{find, output, run};

/// The oldest Node whose test runner and fetch the scripts count on.
const NODE: u32 = 20;

/// The folder of PostgreSQL's own programs, `initdb` and `pg_ctl`.
pub(crate) fn postgres() -> Result<PathBuf> {
    or_install(find_postgres, "postgresql", "PostgreSQL's initdb and pg_ctl")
}

/// A Chromium, or the one that `MADRONE_CHROMIUM` names.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("MADRONE_CHROMIUM") {
        return Ok(named.into());
    }
    or_install(
        || find(&["chromium", "chromium-browser", "google-chrome"]),
        "chromium",
        "Chromium",
    )
}

/// The npm packages of a folder, as its lock file has them.
pub(crate) fn npm_packages(folder: &Path) -> Result {
    let version = output(Command::new("node").arg("--version"))
        .map_err(|why| format!("{why}\nInstall Node {NODE} or later, with npm."))?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) {
        return Err(format!("Node is {}; install Node {NODE} or later", version.trim()).into());
    }
    let changed = |file: &str| -> Option<SystemTime> { fs::metadata(folder.join(file)).ok()?.modified().ok() };
    // npm writes the second file when it is done installing.
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json").max(Some(SystemTime::UNIX_EPOCH)) {
        return Ok(());
    }
    run(Command::new("npm")
        .current_dir(folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// Whether we run as root: our own entry in `/proc` belongs to us.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

/// Looks; installs the system's package when we may (root, on a system with apt); looks again.
fn or_install(look: impl Fn() -> Option<PathBuf>, package: &str, what: &str) -> Result<PathBuf> {
    if let Some(found) = look() {
        return Ok(found);
    }
    if is_root() && find(&["apt-get"]).is_some() {
        eprintln!("xtask: {what} not found; installing the package {package}");
        let apt = || {
            let mut apt = Command::new("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2");
            apt
        };
        run(apt().arg("update"))?;
        run(apt().args(["install", "--yes", "--no-install-recommends", package]))?;
    }
    look().ok_or_else(|| format!("{what} not found: install the system's package `{package}`").into())
}

/// On the path, or in the newest version that the system's package brought.
fn find_postgres() -> Option<PathBuf> {
    let on_path: Vec<PathBuf> = env::var_os("PATH")
        .iter()
        .flat_map(|path| env::split_paths(path))
        .collect();
    let mut packaged: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .collect();
    packaged.sort();
    let packaged = packaged.into_iter().rev().map(|(_, folder)| folder);
    on_path
        .into_iter()
        .chain(packaged)
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}
