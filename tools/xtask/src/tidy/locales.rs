//! Every language says the same things: the same keys in each crate's `locales/*.ftl`, each said somewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaint;
use super::tree::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    // `locales/en.ftl` goes with `locales/es.ftl`, and `locales/codes.en.ftl` with `locales/codes.es.ftl`.
    let mut sets: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in tree.files_ending(".ftl") {
        let path = file.path.trim_end_matches(".ftl");
        let set = path.rfind(['.', '/']).map_or("", |end| &path[..end]);
        sets.entry(set).or_default().push(file);
    }
    let mut complaints: Vec<Complaint> = sets.values().flat_map(|files| compare(files)).collect();
    complaints.extend(unsaid(tree, sets.values().filter_map(|files| files.first().copied())));
    complaints
}

/// Messages that no code or template names; one language of each crate is enough to look at.
fn unsaid<'a>(tree: &Tree, files: impl Iterator<Item = &'a File>) -> Vec<Complaint> {
    let code = tree.files_ending(".rs").chain(tree.files_ending(".html"));
    // Keys as they are written, and patterns such as `record-flag-{name}`.
    let in_key = |c: char| c.is_ascii_alphanumeric() || "-_{}".contains(c);
    let said: BTreeSet<&str> = code.flat_map(|file| file.text.split(|c| !in_key(c))).collect();
    let patterns: Vec<&str> = said.iter().copied().filter(|word| word.contains("-{")).collect();
    let mut complaints = Vec::new();
    for file in files {
        for (key, places) in keys(file) {
            // Terms (`-brand`) and attributes are named by messages, not by code.
            let named_by_code = !key.starts_with('-') && !key.contains('.');
            // A room may put its own name before the keys in one place.
            let short = key.split_once('-').map_or(key.as_str(), |(_, short)| short);
            let is_said = [key.as_str(), short]
                .iter()
                .any(|key| said.contains(key) || patterns.iter().any(|pattern| matches(pattern, key)));
            if named_by_code && !is_said {
                complaints.push(Complaint::new(
                    file.line(places[0]),
                    format!("nothing says `{key}`: remove it"),
                ));
            }
        }
    }
    complaints
}

/// Whether a key has the form of a pattern, in which what stands between braces may be anything.
fn matches(pattern: &str, key: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else {
        return pattern == key;
    };
    let Some((_, after)) = rest.split_once('}') else {
        return false;
    };
    let Some(tail) = key.strip_prefix(before) else {
        return false;
    };
    (0..=tail.len()).any(|cut| tail.is_char_boundary(cut) && matches(after, &tail[cut..]))
}

/// Compares files that go together, one for each language.
fn compare(files: &[&File]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in files {
        let keys = keys(file);
        for (key, places) in &keys {
            if places.len() > 1 {
                complaints.push(Complaint::new(
                    file.line(places[1]),
                    format!("`{key}` is here twice: keep one"),
                ));
            }
        }
        for other in files.iter().filter(|other| other.path != file.path) {
            let known = self::keys(other);
            for (key, places) in keys.iter().filter(|(key, _)| !known.contains_key(*key)) {
                complaints.push(Complaint::new(
                    &other.path,
                    format!("`{key}` is missing: say what {} says", file.line(places[0])),
                ));
            }
        }
    }
    complaints
}

/// The messages, terms (`-brand`) and attributes (`message.attribute`) that a file defines, with the lines where.
fn keys(file: &File) -> BTreeMap<String, Vec<usize>> {
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut message = "";
    for (number, line) in file.lines() {
        let Some((name, _)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim_end();
        let attribute = name.trim_start().strip_prefix('.');
        let key = match attribute {
            Some(attribute) if is_identifier(attribute) => format!("{message}.{attribute}"),
            None if is_identifier(name.trim_start_matches('-')) => {
                message = name;
                name.to_owned()
            }
            _ => continue,
        };
        keys.entry(key).or_default().push(number);
    }
    keys
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(en: &str, es: &str) -> Vec<String> {
        let code = r#"t("hello"); t("visits"); t("bye"); t("a"); format!("flag-{name}-short")"#;
        let files = [
            ("features/home/locales/en.ftl", en),
            ("features/home/locales/es.ftl", es),
            ("features/home/src/lib.rs", code),
        ];
        check(&Tree::of(&files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_same_keys_are_in_order_whatever_their_order() {
        let en = "# Words\nhello = Hello\nvisits =\n    { $n ->\n        [one] one = 1\n       *[other] many\n    }\n";
        assert_eq!(complaints(en, "visits = Visitas\nhello = Hola\n"), Vec::<String>::new());
    }

    #[test]
    fn what_one_language_lacks_is_named_with_where_the_other_has_it() {
        let found = complaints("hello = Hello\n    .title = Greeting\n", "hello = Hola\nbye = Adiós\n");
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("es.ftl: `hello.title` is missing: say what features/home/locales/en.ftl:2 says"));
        assert!(found[1].contains("en.ftl: `bye` is missing"));
    }

    #[test]
    fn a_key_said_twice_is_found() {
        assert!(complaints("a = A\na = B\n", "a = A\n")[0].contains("en.ftl:2: `a` is here twice"));
    }

    #[test]
    fn a_key_that_nothing_says_is_found_once() {
        let both = "flag-high-short = high\nflag-high = High\n-brand = Riverbend\n";
        let found = complaints(both, both);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("en.ftl:2: nothing says `flag-high`"));
    }
}
