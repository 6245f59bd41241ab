//! The key by which push services know the portal (RFC 8292, "VAPID").

use std::time::Duration;

use aws_lc_rs::error::{KeyRejected, Unspecified};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use madrone_kernel::Instant;
use serde_json::json;

/// How long a statement is good: at most a day (section 2).
const LIVES: Duration = Duration::from_hours(12);

/// A new key, as PKCS #8 writes it.
///
/// # Errors
/// When the system gives no random bytes.
pub fn new_key() -> Result<Vec<u8>, Unspecified> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    Ok(pair.to_pkcs8v1()?.as_ref().to_vec())
}

/// A key that signs.
pub(crate) struct Key {
    signing: EncodingKey,
    /// The public half, as browsers and push services take it.
    pub(crate) public: String,
}

impl Key {
    pub(crate) fn read(pkcs8: &[u8]) -> Result<Self, KeyRejected> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)?;
        Ok(Self {
            signing: EncodingKey::from_ec_der(pkcs8),
            public: BASE64.encode(pair.public_key()),
        })
    }

    /// The header by which the push service at `origin` sees who sends, and whom to ask when something is wrong.
    pub(crate) fn authorization(
        &self,
        origin: &str,
        contact: &str,
        now: Instant,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let until = now.plus(LIVES).micros() / 1_000_000;
        let claims = json!({ "aud": origin, "exp": until, "sub": contact });
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.signing)?;
        Ok(format!("vapid t={token}, k={}", self.public))
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation};
    use serde_json::Value;

    use super::*;

    /// What a push service reads in the header, if the signature fits the key in it.
    fn believed(header: &str) -> Option<Value> {
        let (token, key) = header.strip_prefix("vapid t=")?.split_once(", k=")?;
        let mut rules = Validation::new(Algorithm::ES256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        let key = DecodingKey::from_ec_der(&BASE64.decode(key).ok()?);
        Some(jsonwebtoken::decode(token, &key, &rules).ok()?.claims)
    }

    /// RFC 8292, section 2.4: shows that the other tests read as a push service does.
    #[test]
    fn the_example_of_rfc_8292_is_believed() {
        let header = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0N\
                      TM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9o\
                      jFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, \
                      k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";
        let claims =
            json!({ "aud": "https://push.example.net", "exp": 1_453_523_768, "sub": "mailto:push@example.com" });
        assert_eq!(believed(header), Some(claims));
        assert_eq!(believed(&header.replace(".i3CY", ".i3CZ")), None);
    }

    #[test]
    fn a_statement_names_the_service_and_our_contact_and_ends_within_a_day() {
        let key = Key::read(&new_key().unwrap()).unwrap();
        let now = Instant::from_micros(1_790_000_000_000_000);
        let header = key.authorization("https://push.example.net", "mailto:it@clinic.example", now);
        let claims = believed(&header.unwrap()).unwrap();
        assert_eq!(
            (claims["aud"].as_str(), claims["sub"].as_str()),
            (Some("https://push.example.net"), Some("mailto:it@clinic.example"))
        );
        let left = claims["exp"].as_i64().unwrap() - 1_790_000_000;
        assert!((1..=24 * 60 * 60).contains(&left), "{left} seconds");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(Key::read(b"nonsense").is_err());
    }
}
