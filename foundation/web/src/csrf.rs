//! Forms are taken only from our own pages: a token bound to the session (or to the visitor who has none yet), and the
//! browser's own word on where the form came from.

use aws_lc_rs::{constant_time, hmac};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_kernel::Random;

const LENGTH: usize = 32;

/// The token for a page: the MAC of `binding`, under a fresh mask so that a compressed page gives nothing away (BREACH).
pub(crate) fn token(key: &hmac::Key, binding: &str, random: &Random) -> String {
    let mask: [u8; LENGTH] = random.bytes();
    let mut out = [0; 2 * LENGTH];
    out[..LENGTH].copy_from_slice(&mask);
    for (place, byte) in mac(key, binding).as_ref().iter().enumerate() {
        out[LENGTH + place] = byte ^ mask[place];
    }
    BASE64.encode(out)
}

/// Whether `token` was made for `binding`.
pub(crate) fn valid(key: &hmac::Key, binding: &str, token: &str) -> bool {
    let Ok(bytes) = BASE64.decode(token) else { return false };
    if bytes.len() != 2 * LENGTH {
        return false;
    }
    let (mask, masked) = bytes.split_at(LENGTH);
    let given: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    constant_time::verify_slices_are_equal(&given, mac(key, binding).as_ref()).is_ok()
}

fn mac(key: &hmac::Key, binding: &str) -> hmac::Tag {
    hmac::sign(key, format!("csrf:{binding}").as_bytes())
}

/// Whether the browser says that another site sent this. Browsers that say nothing are left to the token.
pub(crate) fn from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (
        text("origin"),
        headers.get(header::HOST).and_then(|host| host.to_str().ok()),
    ) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, b"a key of the tests")
    }

    #[test]
    fn a_token_holds_for_its_own_session_only_and_looks_different_each_time() {
        let random = Random::seeded(1);
        let (one, two) = (token(&key(), "session", &random), token(&key(), "session", &random));
        assert_ne!(one, two);
        assert!(valid(&key(), "session", &one) && valid(&key(), "session", &two));
        assert!(!valid(&key(), "another", &one));
        assert!(!valid(&key(), "session", "nonsense"));
    }

    #[test]
    fn forms_of_other_sites_are_known_by_what_the_browser_says() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect()
        };
        assert!(from_elsewhere(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!from_elsewhere(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(from_elsewhere(&headers(&[
            ("origin", "https://evil.example"),
            ("host", "clinic.example")
        ])));
        assert!(!from_elsewhere(&headers(&[
            ("origin", "https://clinic.example"),
            ("host", "clinic.example")
        ])));
        assert!(!from_elsewhere(&headers(&[])));
    }
}
