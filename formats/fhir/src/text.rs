//! Text as search compares it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` as search compares it: without accents, in lower case, with single spaces between words and none at the ends.
/// `ß` and ligatures become the letters they stand for.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        push_words(text.chars().map(|letter| letter.to_ascii_lowercase()), &mut folded);
    } else {
        let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
        let lower = letters.flat_map(char::to_lowercase).flat_map(spelled_out);
        push_words(lower.nfkd().filter(|letter| !is_combining_mark(*letter)), &mut folded);
    }
    folded
}

fn push_words(letters: impl Iterator<Item = char>, folded: &mut String) {
    let mut space = false;
    for letter in letters {
        if letter.is_whitespace() {
            space = !folded.is_empty();
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        folded.push(letter);
    }
}

/// Letters that Unicode does not take apart, as people type them without a keyboard for them.
fn spelled_out(letter: char) -> impl Iterator<Item = char> {
    let letters = match letter {
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'ø' => ['o', '\0'],
        'ł' => ['l', '\0'],
        'đ' | 'ð' => ['d', '\0'],
        'þ' => ['t', 'h'],
        'ı' => ['i', '\0'],
        other => [other, '\0'],
    };
    letters.into_iter().filter(|letter| *letter != '\0')
}

/// A phone number as digits, or another contact in lower case: what search compares. A North American number is the
/// same with and without its country code.
pub fn fold_contact(value: &str) -> String {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let is_phone = digits.len() >= 3
        && value
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter.is_whitespace() || "+-().x/".contains(letter));
    if !is_phone {
        return value.trim().to_lowercase();
    }
    match digits.strip_prefix('1') {
        Some(national) if national.len() == 10 => national.to_owned(),
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_spacing_do_not_matter() {
        assert_eq!(fold("  José  Ángel\tNÚÑEZ\n"), "jose angel nunez");
        assert_eq!(fold("Jose\u{301}"), fold("JOSÉ"));
        assert_eq!(fold("Straße ﬁn Łódź Ærø İstanbul"), "strasse fin lodz aero istanbul");
        assert_eq!(fold("  A\u{a0}b "), "a b");
        assert_eq!(fold("ПЁТР"), "петр");
        assert_eq!(fold(" \n"), "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Ångström", "ǅ", "½ ﷺ", "İ", "ẞ", "Ω", "한글"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    #[test]
    fn a_phone_number_is_its_digits() {
        assert_eq!(fold_contact("+1 (555) 867-5309"), "5558675309");
        assert_eq!(fold_contact("555.867.5309"), "5558675309");
        assert_eq!(fold_contact("+44 20 7946 0958"), "442079460958");
        assert_eq!(fold_contact(" Maria@Example.ORG "), "maria@example.org");
        assert_eq!(fold_contact("https://example.org/12345"), "https://example.org/12345");
    }
}
