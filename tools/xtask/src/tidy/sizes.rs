//! A file is about 400 lines and a crate about 12,000 at most, so that each can be read.

use super::Complaint;
use super::tree::Tree;

const LONG_FILE: usize = 600;
const TOO_LONG_FILE: usize = 1_000;
const TOO_LARGE_CRATE: usize = 12_000;

/// What people read top to bottom. Words (`.ftl`) and data are looked up instead.
const CODE: [&str; 7] = [".rs", ".html", ".css", ".ts", ".js", ".mjs", ".sql"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| CODE.iter().any(|ending| file.path.ends_with(ending)))
    {
        let lines = file.text.lines().count();
        if lines > TOO_LONG_FILE {
            complaints.push(Complaint::new(
                &file.path,
                format!("{lines} lines: split it by what its parts are about"),
            ));
        } else if lines > LONG_FILE {
            complaints.push(Complaint::warning(
                &file.path,
                format!("{lines} lines: time to split it"),
            ));
        }
    }
    for krate in &tree.crates {
        let lines: usize = tree
            .files_ending(".rs")
            .filter(|file| file.is_under(&krate.folder))
            .map(|file| file.text.lines().count())
            .sum();
        if lines > TOO_LARGE_CRATE {
            complaints.push(Complaint::new(
                &krate.folder,
                format!("{lines} lines of Rust: split the crate in two"),
            ));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_warned_of_and_too_long_ones_refused() {
        let tree = Tree::of(&[
            ("a.rs", &"\n".repeat(600)),
            ("b.rs", &"\n".repeat(601)),
            ("c.css", &"\n".repeat(1_001)),
            ("d.json", &"\n".repeat(5_000)),
        ]);
        let complaints = check(&tree);
        assert_eq!(
            complaints
                .iter()
                .map(|c| (c.place.as_str(), c.grave))
                .collect::<Vec<_>>(),
            [("b.rs", false), ("c.css", true)]
        );
    }

    #[test]
    fn a_crate_is_split_before_it_grows_too_large() {
        let files: Vec<(String, String)> = (0..13)
            .map(|n| (format!("features/home/src/f{n}.rs"), "\n".repeat(1_000)))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let complaints = check(&Tree::of(&files).with_crate("features/home", &[]));
        assert!(
            complaints.iter().any(|c| c.grave && c.place == "features/home"),
            "{complaints:?}"
        );
    }
}
