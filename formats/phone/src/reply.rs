//! The words that stop messages, start them again, and ask who is writing.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What an answer asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// No more messages to this number.
    Stop,
    /// Messages are wanted, for the first time or again.
    Start,
    /// Who writes, and how to stop it.
    Help,
    /// Anything else. It may be clinical: nobody reads it, and it is not kept.
    Other,
}

/// The words that carriers in the United States oblige senders to obey (CTIA, Messaging Principles and Best Practices;
/// 47 CFR 64.1200(a)(10)), and what people write in Spanish. As [`fold`] leaves them.
const STOP: [&str; 15] = [
    "stop",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "revoke",
    "optout",
    "alto",
    "parar",
    "pare",
    "detener",
    "cancelar",
    "baja",
    "basta",
];
const START: [&str; 9] = [
    "start", "yes", "unstop", "optin", "si", "inicio", "iniciar", "empezar", "alta",
];
const HELP: [&str; 4] = ["help", "info", "ayuda", "informacion"];

/// Reads an answer. The word must be the whole message, however it is written: with accents, capitals, spaces and
/// punctuation or without. "Stop by at noon" is no STOP.
pub fn read(text: &str) -> Reply {
    let word = fold(text);
    let is_one_of = |words: &[&str]| words.contains(&word.as_str());
    if is_one_of(&STOP) {
        Reply::Stop
    } else if is_one_of(&START) {
        Reply::Start
    } else if is_one_of(&HELP) {
        Reply::Help
    } else {
        Reply::Other
    }
}

/// Whether an answer is one of the words in Spanish: then its writer reads Spanish.
pub fn is_spanish(text: &str) -> bool {
    SPANISH.contains(&fold(text).as_str())
}

/// Those of the words that are Spanish and not English too.
const SPANISH: [&str; 14] = [
    "alto",
    "parar",
    "pare",
    "detener",
    "cancelar",
    "baja",
    "basta",
    "si",
    "inicio",
    "iniciar",
    "empezar",
    "alta",
    "ayuda",
    "informacion",
];

/// Its letters and digits alone, small and without accents: "¡Sí!" is `si`, "Opt-out" is `optout`.
fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_understood_as_people_write_it() {
        for (words, reply) in [
            (&STOP[..], Reply::Stop),
            (&START[..], Reply::Start),
            (&HELP[..], Reply::Help),
        ] {
            for word in words {
                assert_eq!(fold(word), *word, "the lists hold words as they are compared");
                for written in [(*word).to_owned(), word.to_uppercase(), format!("  ¡{word}!\r\n")] {
                    assert_eq!(read(&written), reply, "{written}");
                }
            }
        }
    }

    #[test]
    fn the_language_of_a_word_is_known() {
        for word in SPANISH {
            assert!(is_spanish(word) && read(word) != Reply::Other, "{word}");
        }
        assert!(is_spanish("¡Sí!") && !is_spanish("STOP") && !is_spanish("yes"));
    }

    #[test]
    fn accents_spaces_and_marks_do_not_matter() {
        assert_eq!(read("Sí"), Reply::Start);
        assert_eq!(read("SI\u{301}."), Reply::Start);
        assert_eq!(read("Información, ¿?"), Reply::Help);
        assert_eq!(read("STOP ALL"), Reply::Stop);
        assert_eq!(read("\"Opt-out\""), Reply::Stop);
        assert_eq!(read("ＳＴＯＰ"), Reply::Stop, "as keyboards for wide letters write it");
    }

    #[test]
    fn a_word_inside_a_sentence_is_only_a_word() {
        for text in [
            "",
            "!",
            "👍",
            "Stop by at noon",
            "Please cancel my visit",
            "no quiero parar",
            "stopp",
            "yes please",
            "1",
        ] {
            assert_eq!(read(text), Reply::Other, "{text}");
        }
    }
}
