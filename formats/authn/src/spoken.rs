//! Activation codes as people read, type and say them: three groups of four of Crockford's Base32, which has no I, L, O
//! and U (crockford.com/base32.html). Sixty random bits: with a few tries an hour nobody guesses one, and of a hash of
//! one nobody finds it out while it holds.

use madrone_kernel::Random;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;
const GROUP: usize = 4;

/// A fresh code: `K7QM-2PXV-9RTD`.
pub fn new(random: &Random) -> String {
    let letters: Vec<char> = random
        .bytes::<LENGTH>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The code in what was typed, in the one way that it is hashed in: case, spaces and hyphens do not count, and the letters
/// that look like figures are the figures. `None` for what cannot be a code.
pub fn read(typed: &str) -> Option<String> {
    let letters: Option<String> = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—' | '‑'))
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => Some('0'),
            'I' | 'L' => Some('1'),
            letter => LETTERS
                .iter()
                .any(|known| char::from(*known) == letter)
                .then_some(letter),
        })
        .collect();
    letters.filter(|letters| letters.len() == LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["K7QM-2PXV-9RTD", "k7qm2pxv9rtd", " k7qm 2pxv – 9rtd "] {
            assert_eq!(read(typed).as_deref(), Some("K7QM2PXV9RTD"), "{typed}");
        }
        assert_eq!(read("oil0-0000-0000").as_deref(), Some("011000000000"));
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in [
            "",
            "K7QM-2PXV-9RT",
            "K7QM-2PXV-9RTDX",
            "U7QM-2PXV-9RTD",
            "K7QM-2PXV-9RT!",
            "Ñ7QM-2PXV-9RTD",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_fresh_code_can_be_typed_and_no_two_are_alike() {
        let random = Random::seeded(3);
        let codes: std::collections::BTreeSet<String> = (0..500).map(|_| new(&random)).collect();
        assert_eq!(codes.len(), 500);
        for code in &codes {
            assert_eq!(read(code).as_deref(), Some(code.replace('-', "").as_str()));
            assert!(code.len() == 14 && !code.contains(['I', 'L', 'O', 'U']), "{code}");
        }
    }
}
