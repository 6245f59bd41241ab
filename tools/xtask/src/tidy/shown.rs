//! Tests that documents name as their proof are there: a document that leans on a test which is gone is no longer true.

use std::collections::HashSet;

use super::Complaint;
use super::tree::Tree;

/// The folder of the documents that say what is shown by which test.
const FOLDER: &str = "docs/security";

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let tests = tests(tree);
    let mut complaints = Vec::new();
    for file in tree.files_ending(".md").filter(|file| file.is_under(FOLDER)) {
        for (number, line) in file.lines() {
            for name in names(line).filter(|name| !tests.contains(*name)) {
                let advice =
                    format!("there is no test `{name}`: name the one that shows this, or say that nothing does");
                complaints.push(Complaint::new(file.line(number), advice));
            }
        }
    }
    complaints
}

/// What a line names as tests: four words or more, in backticks.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let is_name = |text: &&str| {
        text.matches('_').count() > 2
            && text
                .chars()
                .all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    line.split('`').skip(1).step_by(2).filter(is_name)
}

/// Every function of a Rust file, and every title of a browser test as it would be called there.
fn tests(tree: &Tree) -> HashSet<String> {
    let functions = tree.files_ending(".rs").flat_map(|file| file.text.split("fn ").skip(1));
    let functions = functions.map(|rest| {
        rest.split(|c: char| c != '_' && !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
    });
    let titles = tree
        .files_ending(".spec.ts")
        .flat_map(|file| file.text.split("test('").skip(1));
    let titles = titles.filter_map(|rest| rest.split('\'').next());
    let called = |title: &str| title.replace(',', "").replace([' ', '-'], "_").to_lowercase();
    functions.map(str::to_owned).chain(titles.map(called)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_may_name_only_tests_that_are_there() {
        let said = "| 1 | `a_code_is_good_once`, `signing_out_ends_it`, `it_was_here_before` | `chart_token` |\n";
        let tree = Tree::of(&[
            ("docs/security/list.md", said),
            ("docs/other.md", "`nobody_looks_at_this_one`"),
            (
                "tests/it/a.rs",
                "both_engines! {\n    fn a_code_is_good_once(test: TestDb) {}\n}\n",
            ),
            (
                "tests/browser/b.spec.ts",
                "test('signing out ends it', async () => {});\n",
            ),
        ]);
        let complaints = check(&tree);
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].advice.contains("it_was_here_before"));
    }
}
