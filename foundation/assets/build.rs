//! Installs the npm packages of `package-lock.json` below the target folder, once for each version of that file, and has
//! `bundle.mjs` make the files that `src/lib.rs` includes. Nothing is written into the source tree.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that the result depends on.
const SOURCES: [&str; 8] = [
    "build.rs",
    "bundle.mjs",
    "package.json",
    "package-lock.json",
    "icons.txt",
    "images",
    "scripts",
    "styles",
];

fn main() {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let sources = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the build script's folder"));
    let node_modules = install(&sources, &out);
    run(
        "node",
        [&sources.join("bundle.mjs"), &sources, &node_modules, &out],
        &out,
    );
}

/// The `node_modules` for the lock file as it is. Builds that run at the same time wait for one another here.
fn install(sources: &Path, out: &Path) -> PathBuf {
    // OUT_DIR is TARGET/PROFILE/build/NAME/out.
    let target = out
        .ancestors()
        .nth(4)
        .expect("OUT_DIR lies four folders below the target folder");
    let npm = target.join("npm");
    fs::create_dir_all(&npm).expect("the target folder can be written to");
    let lock = File::create(npm.join("lock")).expect("the target folder can be written to");
    lock.lock()
        .expect("the file system of the target folder has file locks");

    let manifests = ["package.json", "package-lock.json"].map(|name| (name, sources.join(name)));
    let folder = npm.join(format!("{:016x}", fingerprint(manifests.iter().map(|(_, path)| path))));
    let complete = folder.join("complete");
    if !complete.exists() {
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an installation that was cut short can be removed");
        }
        fs::create_dir(&folder).expect("the target folder can be written to");
        for (name, path) in &manifests {
            fs::copy(path, folder.join(name)).expect("package.json and its lock file are readable");
        }
        run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], &folder);
        File::create(complete).expect("the target folder can be written to");
    }
    folder.join("node_modules")
}

fn fingerprint<'a>(files: impl Iterator<Item = &'a PathBuf>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)
            .expect("package.json and its lock file are readable")
            .hash(&mut hasher);
    }
    hasher.finish()
}

/// Runs a program of Node.js, or ends the build with a sentence that says what is missing.
fn run<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>, folder: &Path) {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{program} could not be started ({error}): install Node.js 20 or newer"));
    assert!(
        output.status.success(),
        "{program} failed in {}:\n{}{}",
        folder.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}
