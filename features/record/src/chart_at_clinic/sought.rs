//! Reading what staff typed to find a patient: one field takes names, birth dates and record numbers.

use madrone_i18n::PartialDate;

use crate::chart::encoded;

/// A name must have so many letters: one letter finds half the clinic.
const LETTERS: usize = 2;

/// What is searched for, as a query over patients. Every word narrows it: "maria alv 3/4/1979".
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Sought {
    /// Nothing was typed.
    Nothing,
    /// Too little was typed to search for.
    TooLittle,
    /// The query.
    Query(String),
}

/// Reads `text`: a day is a birth date; what has a digit is a record number; everything else is a part of the name.
pub(super) fn sought(text: &str) -> Sought {
    // What means something to a search is no part of a name or number.
    let words = || {
        text.split(|letter: char| letter.is_whitespace() || ",|$\\".contains(letter))
            .filter(|word| !word.is_empty())
    };
    if words().next().is_none() {
        return Sought::Nothing;
    }
    if words().all(|word| word.chars().count() < LETTERS) {
        return Sought::TooLittle;
    }
    let terms = words().map(|word| match birth_date(word) {
        Some(date) => format!("birthdate={date}"),
        None if word.chars().any(|letter| letter.is_ascii_digit()) => format!("identifier={}", encoded(word)),
        None => format!("name={}", encoded(word)),
    });
    Sought::Query(terms.collect::<Vec<_>>().join("&"))
}

/// `1979-03-04`, and `3/4/1979` as forms at the clinic have it: month, day, year.
fn birth_date(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('/').collect();
    let date = match parts.as_slice() {
        [month, day, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => word.to_owned(),
    };
    matches!(PartialDate::parse(&date), Some(PartialDate::Day(_))).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> String {
        match sought(text) {
            Sought::Query(query) => query,
            other => panic!("{text} is read as {other:?}"),
        }
    }

    #[test]
    fn one_field_takes_a_name_a_birth_date_or_a_record_number() {
        assert_eq!(query("3/4/1979"), "birthdate=1979-03-04");
        assert_eq!(query("1979-03-04"), "birthdate=1979-03-04");
        assert_eq!(query("MRN-00412"), "identifier=MRN%2D00412");
        assert_eq!(query("1979"), "identifier=1979");
        assert_eq!(query("13/40/1979"), "identifier=13%2F40%2F1979");
    }

    #[test]
    fn every_word_narrows_the_search() {
        assert_eq!(
            query("Alvarez, Maria 3/4/1979"),
            "name=Alvarez&name=Maria&birthdate=1979-03-04"
        );
        assert_eq!(query("O'Neil P"), "name=O%27Neil&name=P");
    }

    #[test]
    fn what_means_something_to_a_search_is_not_passed_on() {
        assert_eq!(query("a|b&_id=x al$ice"), "name=a&name=b%26%5Fid%3Dx&name=al&name=ice");
    }

    #[test]
    fn nothing_and_too_little_are_not_searched_for() {
        assert_eq!(sought("  "), Sought::Nothing);
        assert_eq!(sought("m"), Sought::TooLittle);
        assert_eq!(sought("ñ ,"), Sought::TooLittle);
    }
}
