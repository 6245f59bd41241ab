//! Whether what somebody says of herself is what a chart says of its patient. Pure: the table of tests below is the rule.
//!
//! A match lets a code go to the contact on file, and so tells a stranger nothing; but whoever reads another's mail could
//! come in by it. So everything that was asked must agree. Names are compared as people write them: without accents, case,
//! hyphens and apostrophes, by a part of a double name, by a nickname. All else is for people to look at.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use madrone_fhir::{fold, fold_contact};

use crate::on_file::{GROWN_UP, Name, OnFile, age};

/// What somebody says of herself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The given name.
    pub given: String,
    /// The family name.
    pub family: String,
    /// The birth date.
    pub birth_date: Date,
    /// FHIR's administrative gender; empty for those who would rather not say.
    pub sex: String,
    /// The postal code.
    pub postal_code: String,
    /// A telephone number or an e-mail address.
    pub contact: String,
}

/// How an answer stands to what is on file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Agreement {
    /// It is something else.
    Differs,
    /// One of the two says nothing.
    Unknown,
    /// A slip of the pen away.
    Near,
    /// The same.
    Same,
}

use Agreement::{Differs, Near, Same, Unknown};

/// Every answer beside what is on file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compared {
    /// The best of the names.
    pub name: Agreement,
    /// The birth date.
    pub birth_date: Agreement,
    /// The sex.
    pub sex: Agreement,
    /// The best of the postal codes.
    pub postal_code: Agreement,
    /// The best of the contacts.
    pub contact: Agreement,
}

impl Compared {
    /// Compares them.
    pub fn of(claim: &Claim, on_file: &OnFile) -> Self {
        Self {
            name: name(claim, on_file),
            birth_date: birth_date(claim.birth_date, on_file.birth_date),
            sex: sex(&claim.sex, &on_file.sex),
            postal_code: postal_code(&claim.postal_code, &on_file.postal_codes),
            contact: contact(&claim.contact, on_file),
        }
    }

    /// Whether this is the same person as far as anybody can tell: name, birth date and contact are the same, and nothing
    /// that the chart knows is otherwise.
    fn is_strong(self) -> bool {
        let agrees = |agreement| matches!(agreement, Same | Unknown);
        [self.name, self.birth_date, self.contact] == [Same; 3] && agrees(self.sex) && agrees(self.postal_code)
    }

    /// How much agrees, for the order in which staff see charts: name, birth date and contact before the rest.
    pub fn weight(self) -> u8 {
        let weigh = |agreement, same| match agreement {
            Same => same,
            Near => same / 2,
            Unknown | Differs => 0,
        };
        let first = [self.name, self.birth_date, self.contact].map(|agreement| weigh(agreement, 4));
        let rest = [self.sex, self.postal_code].map(|agreement| weigh(agreement, 1));
        first.iter().chain(&rest).sum()
    }
}

/// Why a request is for people to look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Whoever says it is under 18: the contacts on file are the parents'.
    Young,
    /// No chart agrees in everything.
    Nobody,
    /// More than one does.
    Several,
    /// The chart has an account already.
    HasAccount,
    /// There is no address to send a code to.
    NoAddress,
    /// The contact is in several charts.
    Shared,
    /// The contact came into the chart a short while ago.
    Fresh,
    /// Enough codes went out to this chart already.
    Often,
}

/// The one chart that `claim` means beyond doubt.
///
/// # Errors
/// Why it is for people to look at.
pub fn only_match<'c>(claim: &Claim, candidates: &'c [OnFile], today: Date) -> Result<&'c OnFile, Why> {
    if age(claim.birth_date, today) < GROWN_UP {
        return Err(Why::Young);
    }
    let mut strong = candidates
        .iter()
        .filter(|on_file| !on_file.is_over && Compared::of(claim, on_file).is_strong());
    match (strong.next(), strong.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Why::Nobody),
        (Some(_), Some(_)) => Err(Why::Several),
    }
}

/// What else is known of the one chart that agrees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// It has an account.
    pub has_account: bool,
    /// Another chart has one of the contacts that the match rests on.
    pub is_shared: bool,
    /// One of them was not in the chart thirty days ago.
    pub is_fresh: bool,
    /// How many codes went out to this chart within the hour.
    pub sent: i64,
}

/// The most codes that go out to one chart within an hour: a stranger who asks and asks sends little mail.
const MOST_SENT: i64 = 3;

/// Whether a code may go to the contact on file.
///
/// # Errors
/// Why it is for people to look at.
pub fn may_send(standing: Standing) -> Result<(), Why> {
    match standing {
        Standing { has_account: true, .. } => Err(Why::HasAccount),
        Standing { is_shared: true, .. } => Err(Why::Shared),
        Standing { is_fresh: true, .. } => Err(Why::Fresh),
        Standing { sent, .. } if sent >= MOST_SENT => Err(Why::Often),
        _ => Ok(()),
    }
}

/// The address that a code goes to: the one that was typed if it is on file, else the first.
pub fn address<'f>(claim: &Claim, on_file: &'f OnFile) -> Option<&'f str> {
    let typed = fold_contact(&claim.contact);
    let same = on_file.emails.iter().find(|email| fold_contact(email) == typed);
    same.or(on_file.emails.first()).map(String::as_str)
}

/// The best of the names on file, old ones too.
fn name(claim: &Claim, on_file: &OnFile) -> Agreement {
    let compare = |name: &Name| family(&claim.family, &name.family).min(given(&claim.given, &name.given));
    on_file.names.iter().map(compare).max().unwrap_or(Unknown)
}

/// The words of a name, as they are compared.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '.'))
        .collect();
    let folded = fold(&plain);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words that join the parts of a family name and are none themselves.
const PARTICLES: [&str; 16] = [
    "da", "de", "del", "den", "der", "di", "do", "dos", "e", "la", "las", "los", "van", "von", "y", "st",
];

fn family(typed: &str, on_file: &str) -> Agreement {
    let (typed, on_file) = (words(typed), words(on_file));
    if typed.is_empty() || on_file.is_empty() {
        return Unknown;
    }
    // "de la Cruz" and "Delacruz", "O'Brien" and "O Brien".
    let (one, other) = (typed.concat(), on_file.concat());
    if one == other {
        return Same;
    }
    let parts = |words: &[String]| -> Vec<String> {
        let parts = words.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
        parts.cloned().collect()
    };
    let (some, all) = (parts(&typed), parts(&on_file));
    let within = |some: &[String], all: &[String]| !some.is_empty() && some.iter().all(|word| all.contains(word));
    if within(&some, &all) || within(&all, &some) {
        return Same;
    }
    slip(&one, &other)
}

/// Anybody is called by one of the given names, or by what it is for short.
fn given(typed: &str, on_file: &[String]) -> Agreement {
    let typed = words(typed);
    let on_file: Vec<String> = on_file.iter().flat_map(|given| words(given)).collect();
    if typed.is_empty() || on_file.is_empty() {
        return Unknown;
    }
    let called = |one: &String, other: &String| one == other || is_short_for(one, other);
    let any = typed.iter().any(|one| on_file.iter().any(|other| called(one, other)));
    // "Mary Ann" and "Maryann".
    if any || typed.concat() == on_file.concat() {
        return Same;
    }
    let initial = |one: &String, other: &String| one.chars().count() == 1 && other.starts_with(one.as_str());
    if initial(&typed[0], &on_file[0]) || initial(&on_file[0], &typed[0]) {
        return Near;
    }
    slip(&typed[0], &on_file[0])
}

/// Whether one of two given names is short for the other, or both are short for the same.
fn is_short_for(one: &str, other: &str) -> bool {
    static LONG: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let mut long: HashMap<&str, Vec<&str>> = HashMap::new();
        let lines = include_str!("nicknames.txt").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let mut names = line.split_whitespace();
            let Some(name) = names.next() else { continue };
            long.entry(name).or_default().push(name);
            for short in names {
                long.entry(short).or_default().push(name);
            }
        }
        long
    });
    let (Some(one), Some(other)) = (LONG.get(one), LONG.get(other)) else {
        return false;
    };
    one.iter().any(|name| other.contains(name))
}

fn birth_date(typed: Date, on_file: Option<Date>) -> Agreement {
    let Some(on_file) = on_file else { return Unknown };
    if typed == on_file {
        return Same;
    }
    let parts = |date: Date| [date.year(), date.month().into(), date.day().into()];
    let ([year, month, day], [own_year, own_month, own_day]) = (parts(typed), parts(on_file));
    let same = [year == own_year, month == own_month, day == own_day];
    let is_swapped = (year, month, day) == (own_year, own_day, own_month);
    let is_near = same.iter().filter(|same| **same).count() == 2 || is_swapped;
    if is_near { Near } else { Differs }
}

fn sex(typed: &str, on_file: &str) -> Agreement {
    let says_nothing = |sex: &str| sex.is_empty() || sex == "unknown";
    match typed {
        _ if says_nothing(typed) || says_nothing(on_file) => Unknown,
        _ if typed == on_file => Same,
        _ => Differs,
    }
}

/// The first five characters: where mail goes, without the four that say the side of the street.
fn postal_code(typed: &str, on_file: &[String]) -> Agreement {
    let head = |code: &str| -> String { words(code).concat().chars().take(5).collect() };
    let typed = head(typed);
    let compare = |code: &String| match head(code) {
        code if code.is_empty() => Unknown,
        code if code == typed => Same,
        code => slip(&typed, &code),
    };
    on_file.iter().map(compare).max().unwrap_or(Unknown)
}

fn contact(typed: &str, on_file: &OnFile) -> Agreement {
    let typed = fold_contact(typed);
    let known = on_file.phones.iter().chain(&on_file.emails);
    known
        .map(|known| slip(&typed, &fold_contact(known)))
        .max()
        .unwrap_or(Unknown)
}

/// Same, or one slip away: a character more, less or another, or two that changed places.
fn slip(one: &str, other: &str) -> Agreement {
    if one == other {
        return Same;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // So short, everything is near to everything.
    if one.len().min(other.len()) < 4 {
        return Differs;
    }
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[head..], &other[head..]);
    let tail = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (one, other) = (&one[..one.len() - tail], &other[..other.len() - tail]);
    match (one, other) {
        ([] | [_], [] | [_]) => Near,
        ([a, b], [c, d]) if (a, b) == (d, c) => Near,
        _ => Differs,
    }
}

#[cfg(test)]
mod tests;
