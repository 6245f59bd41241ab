//! Codes of an authenticator app: TOTP of RFC 6238 with what every app can do, SHA-1, six digits and 30 seconds.

use aws_lc_rs::{constant_time, hmac};
use madrone_kernel::Instant;

/// Seconds that a code is shown for (RFC 6238, section 5.2).
const STEP: i64 = 30;

/// Steps that a clock may be off, either way (RFC 6238, section 5.2).
const DRIFT: i64 = 1;

const DIGITS: u32 = 6;

/// Bytes of a new secret: as long as the hash (RFC 4226, section 4, R6).
pub const SECRET_LEN: usize = 20;

/// The step whose code was typed, if it is one that may still be used. Keep it as the new `last_used`: that step and
/// those before it are spent, so that a code is good only once (RFC 6238, section 5.2).
pub fn step_of(secret: &[u8], typed: &str, last_used: Option<i64>, now: Instant) -> Option<i64> {
    let current = current(now);
    (current - DRIFT..=current + DRIFT)
        .filter(|step| last_used.is_none_or(|last| *step > last))
        .find(|step| constant_time::verify_slices_are_equal(code(secret, *step).as_bytes(), typed.as_bytes()).is_ok())
}

/// What an app shows at this moment.
pub fn code_at(secret: &[u8], now: Instant) -> String {
    code(secret, current(now))
}

fn current(now: Instant) -> i64 {
    now.micros().div_euclid(STEP * 1_000_000)
}

/// A secret as it is typed into an app: base32 (RFC 4648, section 6) without padding.
pub fn typable(secret: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let chars = secret.chunks(5).flat_map(|chunk| {
        let mut bits = [0; 8];
        bits[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(bits);
        let used = (chunk.len() * 8).div_ceil(5);
        (0..used).map(move |at| char::from(ALPHABET[usize::from((bits >> (35 - 5 * at)).to_le_bytes()[0] & 31)]))
    });
    chars.collect()
}

/// The address that an app reads from a QR code, as all of them understand it.
pub fn address(issuer: &str, account: &str, typable: &str) -> String {
    let part = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let issuer = part(issuer);
    format!(
        "otpauth://totp/{issuer}:{}?secret={typable}&issuer={issuer}",
        part(account)
    )
}

/// The code of a step since 1970 (RFC 4226, section 5.3).
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[tag.len() - 1] & 0xf);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:06}", number % 10_u32.pow(DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // Appendix B, SHA-1: the last six of its eight digits.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                step_of(SECRET, expected, None, at(seconds)),
                Some(seconds / STEP),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let typed = code(SECRET, 1000);
        for (step, accepted) in [(998, false), (999, true), (1000, true), (1001, true), (1002, false)] {
            let found = step_of(SECRET, &typed, None, at(step * STEP));
            assert_eq!(found.is_some(), accepted, "{step}");
        }
    }

    #[test]
    fn a_used_code_and_those_before_it_are_spent() {
        let now = at(1000 * STEP);
        for (step, accepted) in [(999, false), (1000, false), (1001, true)] {
            let found = step_of(SECRET, &code(SECRET, step), Some(1000), now);
            assert_eq!(found.is_some(), accepted, "{step}");
        }
    }

    #[test]
    fn a_secret_is_typed_as_the_rfc_writes_base32() {
        // RFC 4648, section 10, without the padding.
        for (secret, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(typable(secret.as_bytes()), expected, "{secret}");
        }
    }

    #[test]
    fn an_address_names_the_clinic_and_the_account() {
        assert_eq!(
            address("Riverbend Clinic", "maria.a", "MZXW6"),
            "otpauth://totp/Riverbend%20Clinic:maria%2Ea?secret=MZXW6&issuer=Riverbend%20Clinic"
        );
    }

    #[test]
    fn another_secret_another_code() {
        assert_eq!(step_of(b"another", &code(SECRET, 1000), None, at(1000 * STEP)), None);
        assert_eq!(step_of(SECRET, "", None, at(1000 * STEP)), None);
    }
}
