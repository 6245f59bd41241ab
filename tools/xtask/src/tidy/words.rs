//! Words that stand in no file: notes to do something later, and the hosts that packages came from.

use super::Complaint;
use super::tree::Tree;

/// Put together from halves, so that this file does not complain of itself.
const LATER: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Which registry a machine uses is that machine's own affair.
const REGISTRIES: [&str; 4] = [
    concat!("npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("pypi", ".org"),
    concat!("index.", "crates.io"),
];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != "Cargo.lock") {
        for (number, line) in file.lines() {
            if let Some(word) = LATER.iter().find(|word| has_word(line, word)) {
                let advice = format!("{word}: do it now, or file an issue and leave the code true without it");
                complaints.push(Complaint::new(file.line(number), advice));
            }
            if let Some(host) = REGISTRIES.iter().find(|host| line.contains(**host)) {
                let advice = format!(
                    "{host}: leave registries to each machine's settings (npm: omit-lockfile-registry-resolved)"
                );
                complaints.push(Complaint::new(file.line(number), advice));
            }
        }
    }
    complaints
}

fn has_word(line: &str, word: &str) -> bool {
    line.contains(word)
        && line
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_for_later_are_refused_wherever_they_stand() {
        let note = format!("fn f() {{}} // {}: more\n", LATER[0]);
        let tree = Tree::of(&[
            ("a.rs", &note),
            ("docs/b.md", "TODOS los días"),
            ("c.css", &format!("/*{}*/", LATER[1])),
        ]);
        assert_eq!(
            check(&tree).iter().map(|c| c.place.as_str()).collect::<Vec<_>>(),
            ["a.rs:1", "c.css:1"]
        );
    }

    #[test]
    fn a_lock_file_names_no_registry() {
        let line = format!("\"resolved\": \"https://registry.{}/a.tgz\"", REGISTRIES[0]);
        assert_eq!(check(&Tree::of(&[("tests/browser/package-lock.json", &line)])).len(), 1);
    }
}
