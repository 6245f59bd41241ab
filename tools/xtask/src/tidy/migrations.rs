//! Every migration has a twin: the same name for SQLite and for PostgreSQL.

use super::Complaint;
use super::tree::Tree;

const FOLDERS: [&str; 2] = ["migrations/sqlite/", "migrations/postgres/"];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (here, there) in [(FOLDERS[0], FOLDERS[1]), (FOLDERS[1], FOLDERS[0])] {
        for file in &tree.files {
            let Some(name) = file.path.strip_prefix(here) else {
                continue;
            };
            let twin = format!("{there}{name}");
            if tree.file(&twin).is_none() {
                complaints.push(Complaint::new(&file.path, format!("it has no twin: write {twin}")));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_without_its_twin_is_found_on_either_side() {
        let tree = Tree::of(&[
            ("migrations/sqlite/0001_first.sql", ""),
            ("migrations/postgres/0001_first.sql", ""),
            ("migrations/sqlite/0002_more.sql", ""),
            ("migrations/postgres/0003_most.sql", ""),
        ]);
        let complaints = check(&tree);
        assert_eq!(complaints.len(), 2);
        assert!(complaints[0].advice.contains("write migrations/postgres/0002_more.sql"));
        assert!(complaints[1].advice.contains("write migrations/sqlite/0003_most.sql"));
    }
}
