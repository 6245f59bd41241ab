//! The rules of docs/architecture.md that a program can check, each a function from the tree to complaints.
//!
//! A complaint says where and what to do. What the compiler, clippy and rustfmt already check is not repeated here.

mod dependencies;
mod layers;
mod licences;
mod locales;
mod migrations;
mod shown;
mod sizes;
mod source;
mod sql;
mod templates;
mod tree;
mod words;

use std::fmt;
use std::path::Path;

use crate::Result;
use crate::run::{cargo, output};
use tree::Tree;

/// What is wrong, and where, and what to do about it.
#[derive(Debug, PartialEq)]
struct Complaint {
    place: String,
    advice: String,
    grave: bool,
}

impl Complaint {
    /// Something that fails the check.
    fn new(place: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            advice: advice.into(),
            grave: true,
        }
    }

    /// Something that is said and does not fail the check.
    fn warning(place: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            grave: false,
            ..Self::new(place, advice)
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.grave { "error" } else { "warning" };
        write!(f, "{kind}: {}: {}", self.place, self.advice)
    }
}

/// Every rule, in the order in which their complaints read best.
const RULES: [fn(&Tree) -> Vec<Complaint>; 11] = [
    layers::check,
    dependencies::check,
    licences::check,
    sizes::check,
    source::check,
    sql::check,
    migrations::check,
    templates::check,
    locales::check,
    words::check,
    shown::check,
];

/// Checks every rule, prints the complaints, and fails when one of them is grave.
pub(crate) fn tidy(root: &Path) -> Result {
    let metadata = output(cargo().current_dir(root).args(["metadata", "--format-version", "1"]))?;
    let tree = Tree::read(root, &metadata)?;
    let complaints: Vec<Complaint> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.iter().filter(|complaint| complaint.grave).count() {
        0 => Ok(()),
        1 => Err("tidy found something to put right, above".into()),
        n => Err(format!("tidy found {n} things to put right, above").into()),
    }
}
