//! SQL stands where it is looked for, and each room names only its own tables.

use proc_macro2::TokenTree;

use super::Complaint;
use super::source::{line_of, tokens, walk};
use super::tree::{Crate, File, Tree};

/// How a statement begins, in the capitals that all of ours are written in.
const BEGINNINGS: [&str; 12] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "DROP INDEX ",
    "PRAGMA ",
];

/// Crates that are made of SQL, in which any file may hold it.
const ROOMS_OF_SQL: [&str; 4] = [
    "foundation/db",
    "foundation/chart",
    "foundation/authz",
    "foundation/jobs",
];

/// Crates that look at the house from outside, with tables in hand: they measure it and test it. So do the tests of a
/// crate that stand beside it, in its folder `tests`.
const ONLOOKERS: [&str; 2] = ["tools/", "tests/"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let tables = tables(tree);
    let mut complaints = without_owner(tree, &tables);
    for file in tree.files_ending(".rs") {
        let Some(krate) = tree.crate_of(file) else { continue };
        let looks_on = ONLOOKERS.iter().any(|folder| krate.folder.starts_with(folder));
        if looks_on || file.path.contains("/tests/") {
            continue;
        }
        for (line, text) in statements(file) {
            if !may_hold_sql(file, krate) {
                let advice = "SQL stands in store.rs files: move this query to the store of its noun";
                complaints.push(Complaint::new(file.line(line), advice));
            }
            for (table, _) in &tables {
                if !owns(krate, table) && names(&text, table) {
                    let advice = format!("the table {table} belongs to another crate: ask that crate instead");
                    complaints.push(Complaint::new(file.line(line), advice));
                }
            }
        }
    }
    complaints
}

fn may_hold_sql(file: &File, krate: &Crate) -> bool {
    ROOMS_OF_SQL.contains(&krate.folder.as_str()) || file.path.ends_with("/store.rs") || file.path.contains("/store/")
}

/// The string literals that begin as SQL does, with their lines.
fn statements(file: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let Some(tokens) = tokens(file) else { return found };
    walk(tokens, &mut |tokens| {
        if let [TokenTree::Literal(literal), ..] = tokens {
            let text = literal.to_string();
            let inside = text
                .trim_start_matches(['r', '#', '"'])
                .trim_start_matches(['\\', 'n', '\n', ' ']);
            if text.contains('"') && BEGINNINGS.iter().any(|beginning| inside.starts_with(beginning)) {
                found.push((line_of(&tokens[0]), text));
            }
        }
    });
    found
}

/// Whether `text` has `table` as a word of its own.
fn names(text: &str, table: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .any(|word| word == table)
}

/// Whether the table's prefix is the crate's name: `identity_session` is of `features/identity`.
fn owns(krate: &Crate, table: &str) -> bool {
    let room = krate.folder.rsplit('/').next().unwrap_or_default();
    // A room named in the plural has tables named in the singular.
    [room, room.trim_end_matches('s')].iter().any(|prefix| {
        table
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

/// The tables that the migrations make, each with the file and line where.
fn tables(tree: &Tree) -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = Vec::new();
    for file in tree.files_ending(".sql").filter(|file| file.is_under("migrations")) {
        for (number, line) in file.lines() {
            let Some(rest) = line.trim_start().strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let rest = rest.trim_start_matches("IF NOT EXISTS ");
            let name = rest
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default();
            if !tables.iter().any(|(known, _)| known == name) {
                tables.push((name.to_owned(), file.line(number)));
            }
        }
    }
    tables
}

fn without_owner(tree: &Tree, tables: &[(String, String)]) -> Vec<Complaint> {
    tables
        .iter()
        .filter(|(table, _)| !tree.crates.iter().any(|krate| owns(krate, table)))
        .map(|(table, place)| {
            Complaint::new(
                place,
                format!("no crate owns {table}: begin its name with its crate's name"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATION: (&str, &str) = (
        "migrations/sqlite/0001_first.sql",
        "CREATE TABLE identity_session (\n);\nCREATE TABLE job_task (id TEXT);\n",
    );

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[MIGRATION, (path, text)])
            .with_crate("features/identity", &[])
            .with_crate("features/record", &[])
            .with_crate("foundation/jobs", &[])
            .with_crate("tools/bench", &[]);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sql_outside_a_store_is_refused() {
        let text = "fn f() {\n    q(\"SELECT 1 FROM identity_session\")\n}";
        assert_eq!(complaints("features/identity/src/session/patient.rs", text).len(), 1);
        assert!(
            complaints("features/identity/src/session/patient.rs", text)[0].contains("patient.rs:2: SQL stands in")
        );
        assert!(complaints("features/identity/src/session/store.rs", text).is_empty());
        assert!(complaints("tools/bench/src/main.rs", text).is_empty());
    }

    #[test]
    fn raw_and_indented_statements_are_seen_too() {
        let text = "fn f() { q(r#\"\n    INSERT INTO identity_session VALUES (1)\"#) }";
        assert_eq!(complaints("features/identity/src/lib.rs", text).len(), 1);
    }

    #[test]
    fn a_sentence_is_not_a_statement() {
        assert!(
            complaints(
                "features/identity/src/lib.rs",
                "/// SELECT 1\nfn f() { g(\"Select one\", 'S', \"UPDATED\") }"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_store_names_only_its_own_tables() {
        let text = "fn f() { q(\"SELECT 1 FROM job_task\") }";
        assert!(complaints("features/record/src/store.rs", text)[0].contains("job_task belongs to another crate"));
        assert!(complaints("foundation/jobs/src/queue.rs", text).is_empty());
    }

    #[test]
    fn every_table_has_an_owner() {
        let tree = Tree::of(&[MIGRATION]).with_crate("features/identity", &[]);
        assert!(
            check(&tree)[0]
                .to_string()
                .contains("0001_first.sql:3: no crate owns job_task")
        );
    }
}
