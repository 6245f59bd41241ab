//! All messages of all rooms in all languages, gathered once at start.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{Arg, Locale, check, numbers};

/// Something wrong with the words of a room. The texts are built in, so this is a mistake in the code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The language whose file is at fault.
    pub locale: Locale,
    /// The room whose file is at fault.
    pub room: &'static str,
    /// What is wrong, with the key or line.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}.ftl: {}", self.room, self.locale.tag(), self.what)
    }
}

/// One room's file in one language.
struct Source {
    locale: Locale,
    room: &'static str,
    resource: Arc<FluentResource>,
}

/// Gathers the rooms' files; see [`Catalog::builder`].
pub struct Builder {
    files: Vec<(Locale, &'static str, &'static str)>,
}

impl Builder {
    /// Adds a room's words in one language: the text of its `.ftl` file. Every key in it begins with `{room}-`.
    #[must_use]
    pub fn add(mut self, locale: Locale, room: &'static str, text: &'static str) -> Self {
        self.files.push((locale, room, text));
        self
    }

    /// The catalog.
    ///
    /// # Errors
    /// Every text that Fluent cannot read, every key without its room's prefix and every key that appears twice.
    pub fn build(self) -> Result<Catalog, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut sources = Vec::new();
        let mut bundles: HashMap<Locale, FluentBundle<Arc<FluentResource>>> =
            Locale::all().map(|locale| (locale, empty_bundle(locale))).collect();

        for (locale, room, text) in self.files {
            let mut report = |what| problems.push(Problem { locale, room, what });
            let resource = match FluentResource::try_new(text.to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    for error in errors {
                        let line = text[..error.pos.start].lines().count().max(1);
                        report(format!("line {line}: {}", error.kind));
                    }
                    resource
                }
            };
            for key in check::keys(&resource) {
                if !key.strip_prefix(room).is_some_and(|rest| rest.starts_with('-')) {
                    report(format!("`{key}` does not begin with `{room}-`"));
                }
            }
            let resource = Arc::new(resource);
            let bundle = bundles.get_mut(&locale).expect("there is a bundle for each locale");
            for error in bundle.add_resource(Arc::clone(&resource)).err().into_iter().flatten() {
                report(match error {
                    FluentError::Overriding { id, .. } => format!("`{id}` appears twice"),
                    other => other.to_string(),
                });
            }
            sources.push(Source { locale, room, resource });
        }
        for locale in Locale::added() {
            let bundle = bundles.get_mut(&locale).expect("there is a bundle for each locale");
            // The first text of a key stays: English says only what the language itself lacks, and costs no second look.
            let english = sources.iter().filter(|source| source.locale == Locale::En);
            for words in std::iter::once(&locale.file().messages).chain(english.map(|source| &source.resource)) {
                let _ = bundle.add_resource(Arc::clone(words));
            }
        }
        if problems.is_empty() {
            Ok(Catalog {
                bundles,
                sources,
                told: Mutex::default(),
            })
        } else {
            Err(problems)
        }
    }
}

/// Every message in every language. Built once; [`crate::Words`] reads from it.
pub struct Catalog {
    bundles: HashMap<Locale, FluentBundle<Arc<FluentResource>>>,
    sources: Vec<Source>,
    /// Faults already logged, so that a page asked for a thousand times logs them once.
    told: Mutex<BTreeSet<String>>,
}

impl Catalog {
    /// A builder that already holds the shared words (dates, relative times, yes and no) under the room `common`.
    pub fn builder() -> Builder {
        Builder { files: Vec::new() }
            .add(Locale::En, "common", include_str!("../locales/en.ftl"))
            .add(Locale::Es, "common", include_str!("../locales/es.ftl"))
    }

    /// What a test over all rooms expects to be empty: keys that a language lacks, and messages whose variables or
    /// references differ between languages or lead nowhere.
    pub fn check(&self) -> Vec<Problem> {
        check::differences(
            self.sources
                .iter()
                .map(|source| (source.locale, source.room, &*source.resource)),
        )
    }

    /// What the file of an added language lacks, has too much, or fills with variables that nobody gives.
    pub fn lacks(&self, added: Locale) -> Vec<String> {
        let english = self.sources.iter().filter(|source| source.locale == Locale::En);
        check::translation(english.map(|source| &*source.resource), &added.file().messages)
    }

    pub(crate) fn plain<'a>(&'a self, locale: Locale, key: &'a str) -> Cow<'a, str> {
        let Some(pattern) = self.bundle(locale).get_message(key).and_then(|message| message.value()) else {
            self.tell(locale, key, "is not a message");
            return Cow::Borrowed(key);
        };
        let mut errors = Vec::new();
        let text = self.bundle(locale).format_pattern(pattern, None, &mut errors);
        if !errors.is_empty() {
            self.tell(locale, key, "lacks a variable");
        }
        text
    }

    pub(crate) fn filled(&self, locale: Locale, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let bundle = self.bundle(locale);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            self.tell(locale, key, "is not a message");
            return key.to_owned();
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| (*name, FluentValue::from(arg))).collect();
        let mut errors = Vec::new();
        let mut text = String::new();
        let written = bundle.write_pattern(&mut text, pattern, Some(&args), &mut errors);
        if written.is_err() || !errors.is_empty() {
            self.tell(locale, key, "lacks a variable");
        }
        text
    }

    pub(crate) fn has(&self, locale: Locale, key: &str) -> bool {
        self.bundle(locale)
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    fn bundle(&self, locale: Locale) -> &FluentBundle<Arc<FluentResource>> {
        &self.bundles[&locale]
    }

    fn tell(&self, locale: Locale, key: &str, what: &str) {
        let mut fault = String::new();
        let _ = write!(fault, "{}: {key} {what}", locale.tag());
        if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(fault) {
            tracing::error!(locale = locale.tag(), key, "the message {what}");
        }
    }
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog")
            .field("files", &self.sources.len())
            .finish_non_exhaustive()
    }
}

fn empty_bundle(locale: Locale) -> FluentBundle<Arc<FluentResource>> {
    let language: LanguageIdentifier = locale.tag().parse().expect("our own tags are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks that fence off variables of the other writing direction would end up in copied text and in tests; all
    // our languages run from left to right.
    bundle.set_use_isolating(false);
    let groups = [
        group::<0, _>,
        group::<1, _>,
        group::<2, _>,
        group::<3, _>,
        group::<4, _>,
        group::<5, _>,
        group::<6, _>,
        group::<7, _>,
    ];
    bundle.set_formatter(Some(groups[locale.index()]));
    bundle
}

/// Writes counts with the grouping of the locale whose number is `LOCALE`: Fluent takes only plain functions here.
fn group<const LOCALE: usize, M: MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.options.use_grouping => {
            let locale = Locale::all().nth(LOCALE)?;
            Some(numbers::decimal(locale, &number.as_string()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(builder: Builder) -> Vec<String> {
        builder
            .build()
            .expect_err("there are problems")
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_key_without_its_rooms_prefix_is_refused() {
        let builder = Catalog::builder().add(Locale::En, "visits", "visits-title = Visits\nvisitsx = x\n");
        assert_eq!(
            problems(builder),
            ["visits/en.ftl: `visitsx` does not begin with `visits-`"]
        );
    }

    #[test]
    fn a_key_that_appears_twice_is_refused() {
        let builder = Catalog::builder().add(Locale::Es, "visits", "visits-title = A\nvisits-title = B\n");
        assert_eq!(problems(builder), ["visits/es.ftl: `visits-title` appears twice"]);
    }

    #[test]
    fn a_text_that_fluent_cannot_read_is_refused_with_its_line() {
        let builder = Catalog::builder().add(Locale::En, "visits", "visits-title = Visits\nvisits-bad = { $\n");
        let found = problems(builder);
        assert!(found[0].starts_with("visits/en.ftl: line 2:"), "{found:?}");
    }
}
