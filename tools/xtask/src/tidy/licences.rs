//! Every package that we build from has a licence that deny.toml allows.
//!
//! cargo-deny reads the same list and checks more (advisories, sources, duplicates); `cargo xtask check` runs it where
//! it is installed. Licences are checked here too, so that they are checked everywhere.

use spdx::{Expression, ParseMode};
use toml::{Table, Value};

use super::Complaint;
use super::tree::{Package, Tree};

const LIST: &str = "deny.toml";

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let allowed = allowed(tree);
    tree.packages
        .iter()
        .filter_map(|package| refused(package, &allowed))
        .collect()
}

fn refused(package: &Package, allowed: &[String]) -> Option<Complaint> {
    let place = format!("{} {}", package.name, package.version);
    let Some(licence) = &package.licence else {
        return Some(Complaint::new(place, "it states no licence: use another library"));
    };
    // Old packages write MIT/Apache-2.0.
    let lax = ParseMode {
        allow_slash_as_or_operator: true,
        ..ParseMode::STRICT
    };
    let Ok(expression) = Expression::parse_mode(licence, lax) else {
        return Some(Complaint::new(place, format!("its licence cannot be read: {licence}")));
    };
    let is_allowed = expression.evaluate(|requirement| allowed.contains(&requirement.to_string()));
    (!is_allowed).then(|| {
        Complaint::new(
            place,
            format!("{LIST} does not allow its licence, {licence}: use another library"),
        )
    })
}

/// The list `licenses.allow`.
fn allowed(tree: &Tree) -> Vec<String> {
    let table = tree
        .file(LIST)
        .and_then(|file| file.text.parse::<Table>().ok())
        .unwrap_or_default();
    let list = table
        .get("licenses")
        .and_then(|licences| licences.get("allow"))
        .and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(licence: Option<&str>) -> Vec<String> {
        let mut tree = Tree::of(&[(
            LIST,
            "[licenses]\nallow = [\"MIT\", \"Apache-2.0 WITH LLVM-exception\"]\n",
        )]);
        let package = Package {
            name: "thing".into(),
            version: "1.0.0".into(),
            licence: licence.map(str::to_owned),
        };
        tree.packages.push(package);
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_package_needs_an_allowed_licence() {
        assert!(complaints(Some("MIT")).is_empty());
        assert!(complaints(Some("GPL-3.0-only OR MIT")).is_empty());
        assert!(complaints(Some("MIT/Apache-2.0")).is_empty());
        assert!(complaints(Some("Apache-2.0 WITH LLVM-exception")).is_empty());
        assert!(
            complaints(Some("MIT AND ISC"))[0]
                .contains("thing 1.0.0: deny.toml does not allow its licence, MIT AND ISC")
        );
        assert!(complaints(None)[0].contains("states no licence"));
    }
}
