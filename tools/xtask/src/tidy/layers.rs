//! Dependencies run one way: apps → features, adapters → foundation → formats → kernel.

use super::Complaint;
use super::tree::{Crate, Tree};

/// The crate below all others.
const KERNEL: &str = "foundation/kernel";

/// Crates that only the binary links: a change in them rebuilds nothing else.
const LEAVES: [&str; 2] = ["foundation/pdf", "foundation/assets"];

/// Libraries that read or write the world, which a pure codec has no use for.
const INPUT_AND_OUTPUT: [&str; 9] = [
    "axum",
    "hyper",
    "lettre",
    "postgres",
    "rusqlite",
    "tokio",
    "tower",
    "tower-http",
    "ureq",
];

/// Libraries that one room alone may name, so that they can be exchanged there.
const HOMES: [(&str, &[&str]); 5] = [
    ("rusqlite", &["foundation/db", "tools/bench"]),
    ("postgres", &["foundation/db", "tools/bench", "tests/harness"]),
    ("lettre", &["adapters/smtp"]),
    ("typst", &["foundation/pdf"]),
    ("ureq", &["foundation/http", "tools/", "tests/"]),
];

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for krate in &tree.crates {
        for dependency in &krate.dependencies {
            let own = tree.crates.iter().find(|other| other.name == dependency.name);
            let advice = match own {
                Some(other) => against_layers(krate, other, dependency.only_for_tests),
                None if dependency.only_for_tests => None,
                None => out_of_place(krate, &dependency.name),
            };
            complaints.extend(advice.map(|advice| Complaint::new(format!("{}/Cargo.toml", krate.folder), advice)));
        }
    }
    complaints
}

/// What is wrong with `krate` depending on `other`, both our own.
fn against_layers(krate: &Crate, other: &Crate, only_for_tests: bool) -> Option<String> {
    let (from, to) = (layer(&krate.folder), layer(&other.folder));
    let below: &[&str] = match from {
        "kernel" => &[],
        "formats" => &["formats", "kernel"],
        "foundation" | "features" | "adapters" => &["foundation", "formats", "kernel"],
        "apps" => &[
            "apps",
            "features",
            "adapters",
            "foundation",
            "formats",
            "kernel",
            "tools",
        ],
        // Tools and tests look at the house from outside and may name any part of it.
        _ => return None,
    };
    let test_only = only_for_tests && to == "tests";
    if !below.contains(&to) && !test_only {
        return Some(format!(
            "{from} may not use {to} ({}): move what both need further down, or let the binary compose them",
            other.name
        ));
    }
    if LEAVES.contains(&other.folder.as_str()) && from != "apps" {
        return Some(format!(
            "only the binary links {}: reach it through a port of madrone-ports",
            other.name
        ));
    }
    None
}

/// What is wrong with `krate` depending on a library of others.
fn out_of_place(krate: &Crate, library: &str) -> Option<String> {
    if matches!(layer(&krate.folder), "formats" | "kernel") && INPUT_AND_OUTPUT.contains(&library) {
        return Some(format!(
            "a codec or rule does no input or output: remove {library} and let the caller read and write"
        ));
    }
    let (_, homes) = HOMES.iter().find(|(name, _)| *name == library)?;
    let at_home = homes
        .iter()
        .any(|home| krate.folder == *home || home.ends_with('/') && krate.folder.starts_with(home));
    (!at_home).then(|| format!("{library} is named only in {}: use what those offer", homes.join(", ")))
}

/// The first name of the folder, except that the kernel is a layer of its own.
fn layer(folder: &str) -> &str {
    if folder == KERNEL {
        "kernel"
    } else {
        folder.split('/').next().unwrap_or(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::Dependency;

    fn house() -> Tree {
        Tree::default()
            .with_crate("foundation/kernel", &["jiff"])
            .with_crate("formats/fhir", &["madrone-kernel", "serde_json"])
            .with_crate("foundation/db", &["madrone-kernel", "rusqlite", "tokio"])
            .with_crate("foundation/pdf", &["madrone-kernel", "typst"])
            .with_crate("features/home", &["madrone-db", "madrone-fhir"])
            .with_crate("adapters/smtp", &["madrone-kernel", "lettre"])
            .with_crate("apps/madrone", &["madrone-home", "madrone-smtp", "madrone-pdf"])
            .with_crate("tests/harness", &["madrone-kernel", "postgres"])
    }

    fn advice(tree: &Tree) -> String {
        let complaints = check(tree);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        complaints[0].to_string()
    }

    #[test]
    fn the_house_as_drawn_is_in_order() {
        assert_eq!(check(&house()), []);
    }

    #[test]
    fn a_feature_may_not_use_another_feature_or_an_adapter() {
        assert!(
            advice(&house().with_crate("features/record", &["madrone-home"])).contains("features may not use features")
        );
        assert!(
            advice(&house().with_crate("features/record", &["madrone-smtp"])).contains("features may not use adapters")
        );
    }

    #[test]
    fn nothing_below_names_what_is_above() {
        assert!(
            advice(&house().with_crate("foundation/web", &["madrone-home"]))
                .contains("foundation may not use features")
        );
        assert!(
            advice(&house().with_crate("formats/units", &["madrone-db"])).contains("formats may not use foundation")
        );
    }

    #[test]
    fn only_the_binary_links_the_heavy_leaves() {
        assert!(advice(&house().with_crate("features/record", &["madrone-pdf"])).contains("only the binary"));
    }

    #[test]
    fn a_format_does_no_input_or_output() {
        assert!(advice(&house().with_crate("formats/hl7v2", &["tokio"])).contains("no input or output"));
    }

    #[test]
    fn a_driver_is_named_at_its_home_only() {
        assert!(advice(&house().with_crate("foundation/jobs", &["rusqlite"])).contains("only in foundation/db"));
        assert_eq!(check(&house().with_crate("foundation/http", &["ureq"])), []);
    }

    #[test]
    fn tests_of_a_room_may_use_the_harness_and_its_code_may_not() {
        let mut tree = house().with_crate("features/record", &["madrone-harness"]);
        assert!(advice(&tree).contains("features may not use tests"));
        let record = tree.crates.last_mut().unwrap();
        record.dependencies = vec![Dependency {
            name: "madrone-harness".into(),
            only_for_tests: true,
        }];
        assert_eq!(check(&tree), []);
    }
}
