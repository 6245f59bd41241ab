//! Tokens and codes: how they are made, and how they are kept.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_kernel::Random;
use madrone_web::App;

/// A token of 256 random bits, for a cookie or a link.
pub fn new_token(random: &Random) -> String {
    BASE64.encode(random.bytes::<32>())
}

/// What is kept of a token. Such a token cannot be guessed, so a plain hash is enough.
pub fn hashed(token: &str) -> String {
    BASE64.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}

/// A code of six digits.
pub fn new_code(random: &Random) -> String {
    format!("{:06}", random.below(1_000_000))
}

/// What is kept of a code: a hash under the house's key and bound to its challenge, since six digits are soon tried.
pub fn kept(app: &App, challenge: &str, code: &str) -> String {
    app.keyed_hash("code", &format!("{challenge}:{code}"))
}

/// Six digits from what was typed or pasted: spaces and hyphens do not count.
pub fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(digits(" 123 456 "), Some("123456".into()));
        assert_eq!(digits("123-456"), Some("123456".into()));
        assert_eq!(digits("12345"), None);
        assert_eq!(digits("12345a"), None);
    }

    #[test]
    fn codes_have_six_digits_also_when_they_are_small() {
        let random = Random::seeded(5);
        assert!((0..300).all(|_| digits(&new_code(&random)).is_some()));
    }
}
