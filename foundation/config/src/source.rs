//! What was given: the texts of the file and of the environment, by section and key.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Problem;
use crate::sections::{self, Outline};
use crate::value::Value;

const PREFIX: &str = "MADRONE_";

struct Entry {
    text: String,
    place: String,
}

/// The values given, and what was wrong with them.
#[derive(Default)]
pub(crate) struct Given {
    entries: BTreeMap<(&'static str, &'static str), Entry>,
    pub(crate) problems: Vec<Problem>,
}

impl Given {
    pub(crate) fn problem(&mut self, place: String, what: String) {
        self.problems.push(Problem { place, what });
    }

    /// The value of a setting: as given, else its default. `None`, and a problem, when what was given is wrong.
    pub(crate) fn take<T: Value>(&mut self, section: &'static str, key: &'static str, default: &str) -> Option<T> {
        let Some(entry) = self.entries.remove(&(section, key)) else {
            return Some(T::parse(default).expect("every default is a legal value"));
        };
        let value = T::parse(entry.text.trim());
        if value.is_none() {
            self.problem(entry.place, format!("{section}.{key} must be {}", T::FORM));
        }
        value
    }

    /// Takes what a TOML file says, whose name is `name`.
    pub(crate) fn add_file(&mut self, name: &str, text: &str) {
        let place = |at: usize| format!("{name}, line {}", text[..at.min(text.len())].matches('\n').count() + 1);
        let document = match DeTable::parse(text) {
            Ok(document) => document.into_inner(),
            Err(why) => {
                let at = why.span().map_or(0, |span| span.start);
                return self.problem(place(at), format!("is not TOML: {}", why.message()));
            }
        };
        for (name, value) in &document {
            let at = place(name.span().start);
            let Some(section) = section(name.get_ref()) else {
                self.problem(
                    at,
                    unknown(
                        "section",
                        name.get_ref(),
                        sections::ALL.iter().map(|section| section.name),
                    ),
                );
                continue;
            };
            let DeValue::Table(table) = value.get_ref() else {
                self.problem(
                    at,
                    format!(
                        "`{}` is a section: write [{}] and its settings below",
                        section.name, section.name
                    ),
                );
                continue;
            };
            for (key, value) in table {
                match written(value) {
                    Some(text) => self.add(section, key.get_ref(), text, place(key.span().start)),
                    None => self.problem(
                        place(key.span().start),
                        format!(
                            "{}.{} must be one value or a list of values",
                            section.name,
                            key.get_ref()
                        ),
                    ),
                }
            }
        }
    }

    /// Takes the variables `MADRONE_SECTION__KEY`. Other variables that begin with `MADRONE_` are nobody's mistake,
    /// unless they only lack the second underscore.
    pub(crate) fn add_environment(&mut self, environment: impl Iterator<Item = (String, String)>) {
        for (variable, text) in environment {
            let Some(name) = variable.strip_prefix(PREFIX) else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            if let Some((table, key)) = name.split_once("__") {
                if let Some(section) = section(table) {
                    self.add(section, key, text, variable);
                } else {
                    let what = unknown("section", table, sections::ALL.iter().map(|section| section.name));
                    self.problem(variable, what);
                }
            } else if let Some((table, key)) = name.split_once('_')
                && section(table).is_some()
            {
                let right = format!("{PREFIX}{}__{}", table.to_uppercase(), key.to_uppercase());
                self.problem(
                    variable,
                    format!("write {right}, with two underscores after the section"),
                );
            }
        }
    }

    fn add(&mut self, section: &'static Outline, key: &str, text: String, place: String) {
        match section.fields.iter().find(|field| field.key == key) {
            Some(field) => {
                self.entries.insert((section.name, field.key), Entry { text, place });
            }
            None => self.problem(
                place,
                unknown("setting", key, section.fields.iter().map(|field| field.key)),
            ),
        }
    }
}

fn section(name: &str) -> Option<&'static Outline> {
    static ALL: [Outline; sections::ALL.len()] = sections::ALL;
    ALL.iter().find(|section| section.name == name)
}

/// A TOML value as it would be written in a variable.
fn written(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Array(items) => items
            .iter()
            .map(written)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}

/// "there is no setting `lisen`; did you mean `listen`?"
fn unknown(kind: &str, name: &str, known: impl Iterator<Item = &'static str> + Clone) -> String {
    let nearest = known
        .clone()
        .max_by(|a, b| strsim::jaro(name, a).total_cmp(&strsim::jaro(name, b)));
    match nearest.filter(|nearest| strsim::jaro(name, nearest) > 0.7) {
        Some(nearest) => format!("there is no {kind} `{name}`; did you mean `{nearest}`?"),
        None => format!(
            "there is no {kind} `{name}`; there are {}",
            known.collect::<Vec<_>>().join(", ")
        ),
    }
}
