//! Which files there are, in their order.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

/// What a file holds, by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Json,
    Lines,
}

/// A file to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// Whether it was named, and not found in a folder.
    pub(super) named: bool,
    /// How long it is.
    pub(super) bytes: u64,
}

/// The files of `paths`: those named, and those that may hold records in the folders named, each folder in the order of
/// its names. Folders are listed when their turn comes.
pub(super) fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Found> {
    let mut left: VecDeque<(PathBuf, bool)> = paths.iter().map(|path| (path.clone(), true)).collect();
    std::iter::from_fn(move || {
        while let Some((path, named)) = left.pop_front() {
            if path.is_dir() {
                for inner in names_of(&path).into_iter().rev() {
                    left.push_front((inner, false));
                }
                continue;
            }
            let format = format_of(&path);
            if named || format.is_some() {
                let bytes = fs::metadata(&path).map_or(0, |about| about.len());
                return Some(Found {
                    path,
                    format: format.unwrap_or(Format::Json),
                    named,
                    bytes,
                });
            }
        }
        None
    })
}

fn names_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    names.sort();
    names
}

/// By the name, with or without `.gz`; `None` when it holds no records.
fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "json" => Some(Format::Json),
        "ndjson" => Some(Format::Lines),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_format() {
        for (name, format) in [
            ("a.json", Some(Format::Json)),
            ("a.JSON.gz", Some(Format::Json)),
            ("Patient.000.ndjson.gz", Some(Format::Lines)),
            ("README.md", None),
            ("codes.csv.gz", None),
            ("json", None),
        ] {
            assert_eq!(format_of(Path::new(name)), format, "{name}");
        }
    }
}
