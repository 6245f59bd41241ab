//! Four digits on one device: the digits, and the device's key that signs beside them.
//!
//! The browser makes a key pair on P-256 that no script can read out (Web Cryptography API, `extractable: false`), and hands
//! over the public half as `SubjectPublicKeyInfo`. To sign in, it signs the server's challenge by ES256 (RFC 7518, section
//! 3.4: the two numbers one after the other, 64 bytes), together with the page's origin and the key that it is of.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

/// Bytes of a key on P-256 as `SubjectPublicKeyInfo`, its point written out in full, as browsers do.
const KEY_LEN: usize = 91;

/// The public key of a browser on a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceKey {
    spki: Vec<u8>,
}

impl DeviceKey {
    /// Reads `SubjectPublicKeyInfo` in base64url; `None` where that is no key on P-256.
    pub fn parse(base64url: &str) -> Option<Self> {
        let spki = BASE64.decode(base64url).ok().filter(|spki| spki.len() == KEY_LEN)?;
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &spki).ok()?;
        Some(Self { spki })
    }

    /// As it was read.
    pub fn base64url(&self) -> String {
        BASE64.encode(&self.spki)
    }

    /// What browser and server both call it: the SHA-256 of its bytes, in base64url.
    pub fn id(&self) -> String {
        BASE64.encode(digest::digest(&digest::SHA256, &self.spki))
    }

    /// Whether the device signed `challenge` for a page of `origin`.
    pub fn signed(&self, (origin, challenge): (&str, &str), signature: &str) -> bool {
        let Ok(signature) = BASE64.decode(signature) else {
            return false;
        };
        let said = message(origin, &self.id(), challenge);
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.spki)
            .is_ok_and(|key| key.verify_sig(said.as_bytes(), &signature).is_ok())
    }
}

/// What a device signs: one line for what it is for, then the origin, the key's id and the challenge.
pub fn message(origin: &str, key: &str, challenge: &str) -> String {
    format!("madrone passcode\n{origin}\n{key}\n{challenge}")
}

/// Four digits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digits([u8; 4]);

impl Digits {
    /// Reads what was typed, spaces around it apart.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: [u8; 4] = typed.trim().as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The digits as text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("digits are ASCII")
    }

    /// Whether they are among the first that a stranger tries: one digit, a pair said twice, a row up or down, or one of
    /// `own`, which a stranger knows of the person.
    pub fn are_easy(&self, own: &[String]) -> bool {
        let [a, b, c, d] = self.0;
        let steps = [(a, b), (b, c), (c, d)].map(|(one, next)| i16::from(next) - i16::from(one));
        let is_row = steps == [steps[0]; 3] && steps[0].abs() <= 1;
        is_row || (a, b) == (c, d) || own.iter().any(|known| known == self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        Ed25519KeyPair, KeyPair as _,
    };

    use super::*;

    const HERE: &str = "https://portal.example.org";

    fn pair(algorithm: &'static EcdsaSigningAlgorithm) -> (EcdsaKeyPair, DeviceKey) {
        let pair = EcdsaKeyPair::generate(algorithm).unwrap();
        let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
        let key = DeviceKey::parse(&BASE64.encode(spki.as_ref())).unwrap();
        (pair, key)
    }

    #[expect(clippy::disallowed_types, reason = "the library takes no randomness but its own")]
    fn sign(pair: &EcdsaKeyPair, said: &str) -> String {
        let random = aws_lc_rs::rand::SystemRandom::new();
        BASE64.encode(pair.sign(&random, said.as_bytes()).unwrap())
    }

    #[test]
    fn a_device_signs_for_one_site_and_one_challenge() {
        let (pair, key) = pair(&ECDSA_P256_SHA256_FIXED_SIGNING);
        let signature = sign(&pair, &message(HERE, &key.id(), "once"));
        assert!(key.signed((HERE, "once"), &signature));
        assert!(!key.signed((HERE, "twice"), &signature));
        assert!(!key.signed(("https://evil.example", "once"), &signature));
        let of_another = sign(&pair, &message(HERE, "another", "once"));
        assert!(!key.signed((HERE, "once"), &of_another));
        for nonsense in ["", "nonsense", "***"] {
            assert!(!key.signed((HERE, "once"), nonsense));
        }
    }

    #[test]
    fn another_key_or_another_encoding_does_not_fit() {
        let (_, key) = pair(&ECDSA_P256_SHA256_FIXED_SIGNING);
        let said = message(HERE, &key.id(), "once");
        let (stranger, _) = pair(&ECDSA_P256_SHA256_FIXED_SIGNING);
        assert!(!key.signed((HERE, "once"), &sign(&stranger, &said)));
        let (pair, key) = pair(&ECDSA_P256_SHA256_ASN1_SIGNING);
        let der = sign(&pair, &message(HERE, &key.id(), "once"));
        assert!(!key.signed((HERE, "once"), &der));
    }

    #[test]
    fn only_keys_on_p_256_are_taken() {
        let (_, key) = pair(&ECDSA_P256_SHA256_FIXED_SIGNING);
        assert_eq!(DeviceKey::parse(&key.base64url()), Some(key.clone()));
        let other = Ed25519KeyPair::generate().unwrap();
        let spki: PublicKeyX509Der<'_> = other.public_key().as_der().unwrap();
        assert_eq!(DeviceKey::parse(&BASE64.encode(spki.as_ref())), None);
        let mut bent = key.spki;
        bent[KEY_LEN - 1] ^= 1;
        assert_eq!(DeviceKey::parse(&BASE64.encode(bent)), None, "not a point of the curve");
        assert_eq!(DeviceKey::parse("nonsense"), None);
    }

    #[test]
    fn four_digits_and_nothing_else() {
        assert_eq!(
            Digits::parse(" 0258 ").map(|digits| digits.as_str().to_owned()),
            Some("0258".into())
        );
        for typed in ["", "123", "12345", "12a4", "１２"] {
            assert_eq!(Digits::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_a_stranger_tries_first_is_easy() {
        let own = ["1984".to_owned(), "0412".to_owned()];
        for easy in ["1111", "0000", "1234", "6789", "4321", "1212", "1984", "0412"] {
            assert!(Digits::parse(easy).unwrap().are_easy(&own), "{easy}");
        }
        for fine in ["2580", "7391", "1357", "8901", "1985"] {
            assert!(!Digits::parse(fine).unwrap().are_easy(&own), "{fine}");
        }
    }
}
