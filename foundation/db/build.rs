//! Lists the migrations of both engines, so that a new file in `migrations/` is picked up by itself.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../migrations");
    let mut names: Vec<String> = fs::read_dir(root.join("sqlite"))
        .expect("migrations/sqlite is there")
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|name| name.strip_suffix(".sql").map(str::to_owned))
        .collect();
    names.sort();
    let mut table = String::from("[\n");
    for name in &names {
        let path = |engine: &str| {
            root.join(engine)
                .join(format!("{name}.sql"))
                .canonicalize()
                .expect("twin files")
                .display()
                .to_string()
        };
        let _ = writeln!(
            table,
            "Migration {{ name: {name:?}, sqlite: include_str!({:?}), postgres: include_str!({:?}) }},",
            path("sqlite"),
            path("postgres")
        );
    }
    table.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    fs::write(out, table).expect("the target folder can be written");
    println!("cargo:rerun-if-changed={}", root.join("sqlite").display());
    println!("cargo:rerun-if-changed={}", root.join("postgres").display());
}
