//! A telephone number, read as people write it and kept as E.164 has it.

use std::fmt;

/// The country code of the North American Numbering Plan, which is meant where none is written.
const HERE: &str = "1";

/// The digits of a number within the North American Numbering Plan: area code, exchange, line.
const HERE_DIGITS: usize = 10;

/// The most digits of a number, country code and all (ITU-T E.164, section 6).
const MOST_DIGITS: usize = 15;

/// The fewest digits of a number abroad that a message could reach.
const FEWEST_DIGITS: usize = 8;

/// A telephone number that may exist. Whether it does, and whose it is, is not known.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number {
    /// The digits with the country code, without `+`.
    digits: String,
}

impl Number {
    /// Reads a number: with or without country code where it is of North America, with `+` and country code elsewhere.
    /// Spaces, hyphens, dots, slashes and parentheses do not count. `None` for what cannot be one, such as a number of
    /// North America whose area code or exchange begins with 0 or 1, and one with an extension, which no message reaches.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (is_whole, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits: String = rest.chars().filter(|c| !is_filling(*c)).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = match (is_whole, digits.len()) {
            (false, HERE_DIGITS) => format!("{HERE}{digits}"),
            (false, length) if length != HERE_DIGITS + 1 || !digits.starts_with(HERE) => return None,
            _ => digits,
        };
        let may_exist = match digits.strip_prefix(HERE) {
            Some(national) => is_north_american(national),
            None => (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()) && !digits.starts_with('0'),
        };
        may_exist.then_some(Self { digits })
    }

    /// As E.164 has it: `+15415550142`.
    pub fn e164(&self) -> String {
        format!("+{}", self.digits)
    }

    /// As it is shown to somebody whose number it may not be: the last two digits.
    pub fn masked(&self) -> String {
        format!("••• ••{}", &self.digits[self.digits.len() - 2..])
    }
}

/// As people in the United States write it, `(541) 555-0142`; abroad as E.164 has it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digits.strip_prefix(HERE) {
            Some(here) => write!(f, "({}) {}-{}", &here[..3], &here[3..6], &here[6..]),
            None => f.write_str(&self.e164()),
        }
    }
}

/// Says only that there is a number: it is personal.
impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Number").finish_non_exhaustive()
    }
}

/// What people put between digits; the spaces and hyphens of word processors too.
fn is_filling(c: char) -> bool {
    c.is_whitespace() || "-.()/‐‑–\u{200b}\u{202a}\u{202c}".contains(c)
}

/// Area code and exchange begin with 2 to 9 and are no service code, such as 911 (ATIS-0300051).
fn is_north_american(digits: &str) -> bool {
    let begins_well = |part: &str| !part.starts_with(['0', '1']) && !part.ends_with("11");
    digits.len() == HERE_DIGITS && begins_well(&digits[..3]) && begins_well(&digits[3..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(text: &str) -> Option<String> {
        Number::parse(text).map(|number| number.e164())
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for text in [
            "541-555-0142",
            "(541) 555-0142",
            "541.555.0142",
            "5415550142",
            " 1 541 555 0142 ",
            "+1 541 555-0142",
            "1-541-555-0142",
            "541\u{2011}555\u{2011}0142",
        ] {
            assert_eq!(e164(text).as_deref(), Some("+15415550142"), "{text}");
        }
    }

    #[test]
    fn abroad_the_country_code_is_written() {
        assert_eq!(e164("+52 55 1234 5678").as_deref(), Some("+525512345678"));
        assert_eq!(e164("+44 (20) 7946 0958").as_deref(), Some("+442079460958"));
        assert_eq!(e164("52 55 1234 5678"), None, "without + nobody knows which country");
    }

    #[test]
    fn what_cannot_be_a_number_is_none() {
        for text in [
            "",
            "+",
            "555-0142",
            "041-555-0142",
            "541-155-0142",
            "911-555-0142",
            "541-911-0142",
            "541-555-0142 ext 3",
            "541-555-01421",
            "+1 541 555 014",
            "+1234567890123456",
            "+0123456789",
            "call me",
            "maria@example.com",
        ] {
            assert_eq!(e164(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_as_it_is_written_here_and_masked_to_others() {
        let number = Number::parse("5415550142").unwrap();
        assert_eq!(number.to_string(), "(541) 555-0142");
        assert_eq!(number.masked(), "••• ••42");
        assert_eq!(Number::parse("+525512345678").unwrap().to_string(), "+525512345678");
        assert_eq!(format!("{number:?}"), "Number { .. }");
    }
}
