//! Languages that a clinic adds: one Fluent file each, in a folder that the settings name.
//!
//! A file says what it is in two terms, `-language-tag = pt-BR` and `-language-name = Português`, and holds the messages
//! of all rooms: their keys are unique. What it lacks is said in English. Text runs from left to right.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, PatternElement};

use crate::Locale;

/// Set once at start: which languages there are does not change while the portal runs.
static LANGUAGES: OnceLock<Vec<Language>> = OnceLock::new();

/// One file.
pub(crate) struct Language {
    pub(crate) tag: String,
    pub(crate) own_name: String,
    pub(crate) cldr: icu_locale_core::Locale,
    pub(crate) messages: Arc<FluentResource>,
}

/// A file of a language that cannot be used, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the language in {}: {what}", file.display())]
pub struct Unusable {
    file: PathBuf,
    what: String,
}

pub(crate) fn all() -> &'static [Language] {
    LANGUAGES.get().map_or(&[], Vec::as_slice)
}

/// Adds the languages of all `.ftl` files in `folder`, in the order of their names. To be called once, before the first
/// page; a second call changes nothing.
///
/// # Errors
/// The first file that cannot be read, is not Fluent, does not say its tag and name, or has the tag of another.
pub fn add_from(folder: &Path) -> Result<(), Unusable> {
    let unreadable = |fault: std::io::Error| unusable(folder, format!("cannot be read ({fault}); name a folder"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            files.push(path);
        }
    }
    files.sort();
    let mut languages: Vec<Language> = Vec::new();
    for file in &files {
        let language = read(file)?;
        let built_in = Locale::BUILT_IN.map(Locale::tag);
        let taken = languages.iter().map(|other| other.tag.as_str()).chain(built_in);
        if taken.into_iter().any(|tag| tag.eq_ignore_ascii_case(&language.tag)) {
            return Err(unusable(
                file,
                format!("`{}` is spoken already; remove one of the two", language.tag),
            ));
        }
        languages.push(language);
        if languages.len() + Locale::BUILT_IN.len() > Locale::MOST {
            return Err(unusable(
                file,
                format!("a portal speaks {} languages at most", Locale::MOST),
            ));
        }
    }
    let _ = LANGUAGES.set(languages);
    Ok(())
}

fn read(file: &Path) -> Result<Language, Unusable> {
    let text = std::fs::read_to_string(file).map_err(|fault| unusable(file, format!("cannot be read: {fault}")))?;
    let messages = FluentResource::try_new(text.clone()).map_err(|(_, errors)| {
        let error = errors.first().expect("Fluent says why it refuses a text");
        let line = text[..error.pos.start].lines().count().max(1);
        unusable(file, format!("line {line}: {}", error.kind))
    })?;
    let said = |name: &str| term(&messages, name).ok_or_else(|| unusable(file, format!("add a line `-{name} = …`")));
    let (tag, own_name) = (said("language-tag")?, said("language-name")?);
    let cldr = tag
        .parse()
        .map_err(|_| unusable(file, format!("`{tag}` is not a language tag, as `pt-BR` is")))?;
    Ok(Language {
        tag,
        own_name,
        cldr,
        messages: Arc::new(messages),
    })
}

/// The plain text of a term.
fn term(messages: &FluentResource, name: &str) -> Option<String> {
    messages.entries().find_map(|entry| match entry {
        Entry::Term(term) if term.id.name == name => match term.value.elements.as_slice() {
            [PatternElement::TextElement { value }] => Some((*value).trim().to_owned()),
            _ => None,
        },
        _ => None,
    })
}

fn unusable(file: &Path, what: String) -> Unusable {
    Unusable {
        file: file.to_owned(),
        what,
    }
}
