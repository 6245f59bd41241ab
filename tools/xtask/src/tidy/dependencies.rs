//! A dependency is chosen once, for everybody, and docs/dependencies.md says why.

use serde_json::Value;
use toml::Table;

use super::Complaint;
use super::tree::{File, Tree};

const ROOT: &str = "Cargo.toml";
const REASONS: &str = "docs/dependencies.md";

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        complaints.extend(chosen_once(file));
    }
    let reasons = tree.file(REASONS).map_or("", |file| file.text.as_str());
    let libraries = libraries(tree);
    for (place, name) in libraries.iter().chain(&npm_packages(tree)) {
        if !has_row(reasons, name) {
            complaints.push(Complaint::new(
                place.as_str(),
                format!("{name} has no row in {REASONS}: say what for, why this one, and its licence"),
            ));
        }
    }
    for (place, name) in &libraries {
        if !tree
            .crates
            .iter()
            .any(|krate| krate.dependencies.iter().any(|dependency| dependency.name == *name))
        {
            complaints.push(Complaint::new(
                place.as_str(),
                format!("no crate uses {name}: remove it"),
            ));
        }
    }
    complaints
}

/// A crate takes dependencies and lints from the workspace, so that every crate sees the same build of each.
fn chosen_once(manifest: &File) -> Vec<Complaint> {
    let Ok(table) = manifest.text.parse::<Table>() else {
        return Vec::new();
    };
    let mut complaints = Vec::new();
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for (name, choice) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
            if !is_inherited(choice) || choice.get("features").is_some() {
                let advice =
                    format!("choose {name} and its features in the root Cargo.toml, and write {name}.workspace = true");
                complaints.push(Complaint::new(&manifest.path, advice));
            }
        }
    }
    if !table.get("lints").is_some_and(is_inherited) {
        complaints.push(Complaint::new(&manifest.path, "write [lints] workspace = true"));
    }
    complaints
}

fn is_inherited(choice: &toml::Value) -> bool {
    choice.get("workspace").and_then(toml::Value::as_bool) == Some(true)
}

/// The libraries of `[workspace.dependencies]`, our own crates aside, with where they are named.
fn libraries(tree: &Tree) -> Vec<(String, String)> {
    let Some(table) = tree.file(ROOT).and_then(|file| file.text.parse::<Table>().ok()) else {
        return Vec::new();
    };
    let all = table
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies"))
        .and_then(toml::Value::as_table);
    all.into_iter()
        .flatten()
        .filter(|(_, choice)| choice.get("path").is_none())
        .map(|(name, _)| (ROOT.to_owned(), name.clone()))
        .collect()
}

/// What the package.json files ask for, with where.
fn npm_packages(tree: &Tree) -> Vec<(String, String)> {
    let mut packages = Vec::new();
    for file in tree.files_ending("/package.json") {
        let manifest: Value = serde_json::from_str(&file.text).unwrap_or_default();
        for section in ["dependencies", "devDependencies"] {
            let names = manifest[section]
                .as_object()
                .into_iter()
                .flat_map(|section| section.keys());
            packages.extend(names.map(|name| (file.path.clone(), name.clone())));
        }
    }
    packages
}

/// Whether a table row begins with the name.
fn has_row(reasons: &str, name: &str) -> bool {
    reasons
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.split('|').next())
        .any(|cell| cell.trim().trim_matches('`') == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(tree: Tree) -> Vec<String> {
        check(&tree.with_crate("features/home", &["askama"]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    const LIBRARIES: (&str, &str) = (
        ROOT,
        "[workspace.dependencies]\naskama = \"1\"\nmadrone-db = { path = \"foundation/db\" }\n",
    );

    #[test]
    fn every_library_has_its_reason() {
        let found = complaints(Tree::of(&[LIBRARIES]));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("askama has no row in docs/dependencies.md"));
        assert!(complaints(Tree::of(&[LIBRARIES, (REASONS, "| `askama` | pages | … | MIT |")])).is_empty());
    }

    #[test]
    fn every_npm_package_has_its_reason() {
        let found = complaints(Tree::of(&[(
            "tests/browser/package.json",
            r#"{"devDependencies": {"typescript": "5"}}"#,
        )]));
        assert!(found[0].contains("tests/browser/package.json: typescript has no row"));
    }

    #[test]
    fn a_library_that_nobody_uses_is_removed() {
        let root = (ROOT, "[workspace.dependencies]\nrayon = \"1\"\n");
        assert!(complaints(Tree::of(&[root, (REASONS, "| rayon |")]))[0].contains("no crate uses rayon"));
    }

    #[test]
    fn a_crate_takes_versions_features_and_lints_from_the_workspace() {
        let manifest = "[dependencies]\na = \"1\"\nb.workspace = true\nc = { workspace = true, features = [\"x\"] }\n";
        let found = complaints(Tree::of(&[("features/home/Cargo.toml", manifest)]));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("choose a ") && found[1].contains("choose c ") && found[2].contains("[lints]"));
    }
}
