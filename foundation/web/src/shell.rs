//! What `base.html` shows around every page: bars, lists, the person's menu, whose record this is.
//!
//! A page is an askama struct with a field `shell` (a [`Shell`] or a reference to one) whose template begins with
//! `{% extends "base.html" %}` and `{% import "components.html" as c %}`. The shell holds finished text only: whoever
//! makes it has already chosen the language.

use askama::Template;

use crate::components::{Link, Notice};

/// Everything `base.html` and the components need besides the page's own content.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// BCP 47 tag of the page's language, such as `en`.
    pub lang: String,
    /// The page's name, shown by the browser before the clinic's name.
    pub title: String,
    /// The clinic's name.
    pub clinic: String,
    /// Where the clinic's name and logo lead: `/home`, `/clinic` or `/`.
    pub start: String,
    /// Who the page is for.
    pub kind: PageKind,
    /// The person's own choice of colours, where it differs from the device's.
    pub scheme: Scheme,
    /// The side list of a desktop.
    pub nav: Vec<NavItem>,
    /// The bottom bar of a phone: at most five.
    pub bottom: Vec<NavItem>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// When they are signed out, said by the page a minute before.
    pub limit: Option<SessionLimit>,
    /// Set on every page while someone else's record is open.
    pub acting_for: Option<ActingFor>,
    /// The same page in each other language.
    pub other_languages: Vec<LanguageSwitch>,
    /// The token that every form carries in a hidden field `csrf`.
    pub csrf: String,
    /// Where the built files are.
    pub assets: AssetUrls,
    /// The shell's own words.
    pub words: ShellWords,
    /// One sentence about what the last request did.
    pub notice: Option<Notice>,
}

/// Who a page is for; becomes a class of `body`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PageKind {
    /// A patient, or someone acting for one.
    Patient,
    /// The clinic's staff: the same parts, denser.
    Clinic,
    /// Nobody known: welcome, sign-in, errors. One narrow column without lists.
    #[default]
    Plain,
}

impl PageKind {
    /// The class that the style sheet knows it by.
    pub fn class(self) -> &'static str {
        match self {
            Self::Patient => "is-patient",
            Self::Clinic => "is-clinic",
            Self::Plain => "is-plain",
        }
    }
}

/// Light or dark, if the person chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Scheme {
    /// As the device says.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Scheme {
    /// The value of `data-theme`, absent when the device decides.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Device => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// One place in the side list or the bottom bar.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: String,
    /// The sprite's name of its icon.
    pub icon: &'static str,
    /// Whether this page is it, or under it.
    pub current: bool,
    /// How much is new there, with the words a screen reader says ("2 new").
    pub badge: Option<Count>,
}

/// A number in a round mark.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// The number as shown, such as `2` or `9+`.
    pub shown: String,
    /// The same in words, such as `2 new`.
    pub spoken: String,
}

/// Who is signed in, and what their menu holds.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// One or two letters for the round mark; see [`initials`].
    pub initials: String,
    /// The menu: other records, settings, help.
    pub links: Vec<Link>,
    /// Where the sign-out button posts to.
    pub sign_out: String,
}

/// When a session ends, and the words of the dialog that says so. The script `session.js` opens it.
#[derive(Clone, Debug, Default)]
pub struct SessionLimit {
    /// The seconds that were left when the page was made.
    pub seconds: u64,
    /// "Are you still there?"
    pub heading: String,
    /// Why, and what can be done.
    pub text: String,
    /// "Time left", before the seconds.
    pub left: String,
    /// "Stay signed in"; `None` when the session cannot be made longer.
    pub stay: Option<String>,
    /// "Back to the page", where staying is not possible.
    pub back: String,
    /// What is said when staying did not work.
    pub failed: String,
}

/// Whose record is open, when it is not one's own.
#[derive(Clone, Debug, Default)]
pub struct ActingFor {
    /// "Viewing Leo's record".
    pub text: String,
    /// "Back to my record".
    pub back: Link,
}

/// The link to the same page in another language.
#[derive(Clone, Debug, Default)]
pub struct LanguageSwitch {
    /// The language in its own words: "Español".
    pub label: String,
    /// The same page in it.
    pub href: String,
    /// Its BCP 47 tag.
    pub lang: String,
}

/// The shell's own words, in the page's language.
#[derive(Clone, Debug, Default)]
pub struct ShellWords {
    /// "Skip to the page".
    pub skip: String,
    /// What the portal is for, as a search engine or a bookmark shows it.
    pub description: String,
    /// The name of the navigation for screen readers: "Main".
    pub navigation: String,
    /// The name of the list on the menu page for screen readers: "All pages".
    pub all_pages: String,
    /// What the person's mark opens, said before their name: "Account menu".
    pub account: String,
    /// "Sign out".
    pub sign_out: String,
    /// What comes before the other language's name for screen readers: "Read this page in".
    pub read_in: String,
}

/// Addresses of the built files. `madrone-assets` knows them; only the binary links it, so they are handed in.
#[derive(Clone, Debug, Default)]
pub struct AssetUrls {
    /// The style sheet.
    pub css: String,
    /// The script.
    pub js: String,
    /// The icon sprite; an icon is `{icons}#{name}`.
    pub icons: String,
    /// The logo, also the page's icon. A clinic's theme may have its own.
    pub logo: String,
    /// The main font file, fetched early so that the text does not change shape.
    pub font: String,
    /// The clinic's theme, a style sheet that sets a few properties.
    pub theme: String,
}

impl AssetUrls {
    /// The addresses that `path_of` gives (`madrone_assets::path_of`), and the theme's.
    pub fn new(path_of: impl Fn(&str) -> Option<&'static str>, theme: &str) -> Self {
        let url = |name: &str| path_of(name).unwrap_or_default().to_owned();
        Self {
            css: url("app.css"),
            js: url("app.js"),
            icons: url("icons.svg"),
            logo: url("logo.svg"),
            font: url("font.woff2"),
            theme: theme.to_owned(),
        }
    }
}

/// The page that stands where a page could not: not found, not allowed, gone wrong, closed for maintenance.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What is around it.
    pub shell: Shell,
    /// The sprite's name of its icon.
    pub icon: &'static str,
    /// What happened, in a few plain words.
    pub heading: String,
    /// Why that may be and what it does not mean; one paragraph each.
    pub text: Vec<String>,
    /// The ways on; the first is a button. Never empty.
    pub ways: Vec<Link>,
    /// What to quote when asking for help, such as "Reference: 01J…"; may be empty.
    pub reference: String,
}

/// The first letters of the first and last word of a name: "Maria Elena Alvarez" is `MA`.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(initials("Maria Elena Alvarez"), "MA");
        assert_eq!(initials("cher"), "C");
        assert_eq!(initials("Zoë (Ann) øst"), "ZØ");
        assert_eq!(initials("  "), "");
    }
}
