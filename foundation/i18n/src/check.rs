//! Compares the languages: the same keys, the same variables, no reference that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::{Locale, Problem};

/// The keys of all messages and terms, terms without their leading hyphen.
pub(crate) fn keys(resource: &FluentResource) -> impl Iterator<Item = &str> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name),
        Entry::Term(term) => Some(term.id.name),
        _ => None,
    })
}

/// What a message needs from outside: `$variables`, and the messages and `-terms` that it refers to.
type Needs = BTreeSet<String>;

/// Every key that a language lacks, and every message that needs other things than it does in the first language.
pub(crate) fn differences<'a>(files: impl Iterator<Item = (Locale, &'static str, &'a FluentResource)>) -> Vec<Problem> {
    let mut messages: BTreeMap<(&'static str, String), BTreeMap<Locale, Needs>> = BTreeMap::new();
    for (locale, room, resource) in files {
        for (key, needs) in resource.entries().filter_map(needs_of) {
            messages.entry((room, key)).or_default().insert(locale, needs);
        }
    }
    let known: BTreeSet<&str> = messages.keys().map(|(_, key)| key.as_str()).collect();
    let mut problems = Vec::new();
    for ((room, key), languages) in &messages {
        let expected = languages.values().next().expect("a key was found in some language");
        for locale in Locale::BUILT_IN {
            let mut report = |what| problems.push(Problem { locale, room, what });
            let Some(needs) = languages.get(&locale) else {
                report(format!("`{key}` is missing"));
                continue;
            };
            if variables(needs) != variables(expected) {
                report(format!("`{key}` uses {}, elsewhere {}", list(needs), list(expected)));
            }
            for lost in needs
                .iter()
                .filter(|need| !need.starts_with('$') && !known.contains(need.as_str()))
            {
                report(format!("`{key}` refers to `{lost}`, which does not exist"));
            }
        }
    }
    problems
}

/// What a translation of `english` lacks, has too much, or fills with variables that nobody gives.
pub(crate) fn translation<'a>(english: impl Iterator<Item = &'a FluentResource>, own: &FluentResource) -> Vec<String> {
    let english: BTreeMap<String, Needs> = english.flat_map(|file| file.entries().filter_map(needs_of)).collect();
    let own: BTreeMap<String, Needs> = own.entries().filter_map(needs_of).collect();
    let missing = english.keys().filter(|key| !own.contains_key(*key));
    let mut problems: Vec<String> = missing.map(|key| format!("`{key}` is missing")).collect();
    for (key, needs) in own.iter().filter(|(key, _)| !key.starts_with('-')) {
        match english.get(key) {
            None => problems.push(format!("`{key}` is not a message of the portal")),
            Some(given) if !variables(needs).is_subset(&variables(given)) => {
                problems.push(format!("`{key}` uses {}, in English {}", list(needs), list(given)));
            }
            Some(_) => {}
        }
    }
    problems
}

fn variables(needs: &Needs) -> BTreeSet<&String> {
    needs.iter().filter(|need| need.starts_with('$')).collect()
}

fn list(needs: &Needs) -> String {
    let names: Vec<&str> = variables(needs).into_iter().map(String::as_str).collect();
    if names.is_empty() {
        "no variables".to_owned()
    } else {
        names.join(" ")
    }
}

fn needs_of(entry: &Entry<&str>) -> Option<(String, Needs)> {
    let mut needs = Needs::new();
    let key = match entry {
        Entry::Message(message) => {
            if let Some(value) = &message.value {
                pattern(value, &mut needs);
            }
            for attribute in &message.attributes {
                pattern(&attribute.value, &mut needs);
            }
            message.id.name.to_owned()
        }
        Entry::Term(term) => {
            pattern(&term.value, &mut needs);
            format!("-{}", term.id.name)
        }
        _ => return None,
    };
    Some((key, needs))
}

fn pattern(pattern: &Pattern<&str>, needs: &mut Needs) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression: placed } = element {
            expression(placed, needs);
        }
    }
}

fn expression(placed: &Expression<&str>, needs: &mut Needs) {
    match placed {
        Expression::Inline(value) => inline(value, needs),
        Expression::Select { selector, variants } => {
            inline(selector, needs);
            for variant in variants {
                pattern(&variant.value, needs);
            }
        }
    }
}

fn inline(value: &InlineExpression<&str>, needs: &mut Needs) {
    let arguments = match value {
        InlineExpression::VariableReference { id } => {
            needs.insert(format!("${}", id.name));
            None
        }
        InlineExpression::MessageReference { id, .. } => {
            needs.insert(id.name.to_owned());
            None
        }
        InlineExpression::TermReference { id, arguments, .. } => {
            needs.insert(format!("-{}", id.name));
            arguments.as_ref()
        }
        InlineExpression::FunctionReference { arguments, .. } => Some(arguments),
        InlineExpression::Placeable { expression: placed } => {
            expression(placed, needs);
            None
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => None,
    };
    if let Some(arguments) = arguments {
        for value in arguments
            .positional
            .iter()
            .chain(arguments.named.iter().map(|argument| &argument.value))
        {
            inline(value, needs);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Locale};

    fn found(en: &'static str, es: &'static str) -> Vec<String> {
        let catalog = Catalog::builder()
            .add(Locale::En, "visits", en)
            .add(Locale::Es, "visits", es)
            .build()
            .unwrap();
        catalog.check().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shared_words_agree_in_all_languages() {
        assert_eq!(Catalog::builder().build().unwrap().check(), []);
    }

    #[test]
    fn a_key_that_one_language_lacks_is_found() {
        assert_eq!(found("visits-a = A\n", ""), ["visits/es.ftl: `visits-a` is missing"]);
        assert_eq!(found("", "visits-a = A\n"), ["visits/en.ftl: `visits-a` is missing"]);
    }

    #[test]
    fn a_variable_that_differs_is_found_inside_plurals_too() {
        assert_eq!(
            found(
                "visits-n = { $n ->\n   [one] { $who } has one\n  *[other] { $who } has { $n }\n }\n",
                "visits-n = { $n ->\n   [one] uno\n  *[other] { $n }\n }\n"
            ),
            ["visits/es.ftl: `visits-n` uses $n, elsewhere $n $who"]
        );
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_found() {
        assert_eq!(
            found("visits-a = { visits-b }\n", "visits-a = A\n"),
            ["visits/en.ftl: `visits-a` refers to `visits-b`, which does not exist"]
        );
    }
}
