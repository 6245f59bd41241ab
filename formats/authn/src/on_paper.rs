//! Recovery codes as they are printed and typed.

use madrone_kernel::Random;

/// Letters and digits that nobody mistakes for one another, 32 of them: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// How many of them a code has: 50 random bits.
const LENGTH: usize = 10;

/// A new code, as it is printed: `abcde-23456`.
pub fn new_code(random: &Random) -> String {
    let letters = random
        .bytes::<LENGTH>()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let (head, tail) = letters.split_at(LENGTH / 2);
    head.iter().chain(&['-']).chain(tail).collect()
}

/// What was typed, as it is hashed: `None` when it cannot be a code. Capitals, spaces and hyphens do not count.
pub fn canonical(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let folded: String = letters.map(|c| c.to_ascii_lowercase()).take(LENGTH + 1).collect();
    (folded.len() == LENGTH && folded.bytes().all(|byte| LETTERS.contains(&byte))).then_some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let random = Random::seeded(3);
        let code = new_code(&random);
        assert_eq!(code.len(), LENGTH + 1);
        let plain = code.replace('-', "");
        assert_eq!(canonical(&format!(" {} ", code.to_uppercase())), Some(plain.clone()));
        assert_eq!(canonical(&plain[1..]), None);
        assert_eq!(canonical(&format!("{plain}a")), None);
        assert_eq!(canonical("abcde-1iloö"), None);
    }
}
