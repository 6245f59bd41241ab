//! The signed word who sends a notice (VAPID, RFC 8292), so that a push service can tell senders apart and reach them.

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use madrone_kernel::{Instant, Random};
use serde_json::json;
use url::Url;

use crate::{BASE64, Error, POINT_LEN, SCALAR_LEN, decode, draw_scalar, key_of};

/// How long a signed word holds: half of the day that it may at most (RFC 8292, section 2), so that clocks may be off.
pub const LIFETIME: Duration = Duration::from_hours(12);

/// The key that the portal signs with. Browsers bind their subscriptions to it: with a new key all of them are dead.
pub struct ServerKey {
    pair: EcdsaKeyPair,
    public: [u8; POINT_LEN],
}

/// The public half only.
impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ServerKey").field(&self.public_key()).finish()
    }
}

impl ServerKey {
    /// A new private key as [`ServerKey::parse`] reads it. It is a secret: keep it sealed or in a file.
    pub fn draw(random: &Random) -> String {
        BASE64.encode(draw_scalar(random))
    }

    /// Reads a private key: 32 bytes in base64url, as [`ServerKey::draw`] and the usual tools write it.
    ///
    /// # Errors
    /// [`Error::BadServerKey`] when it is none.
    pub fn parse(private: &str) -> Result<Self, Error> {
        let scalar: [u8; SCALAR_LEN] = decode(private.trim()).ok_or(Error::BadServerKey)?;
        let (_, public) = key_of(&scalar).ok_or(Error::BadServerKey)?;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, &scalar, &public)
            .map_err(|_| Error::BadServerKey)?;
        Ok(Self { pair, public })
    }

    /// What a page gives `pushManager.subscribe` as `applicationServerKey`: the public key, base64url.
    pub fn public_key(&self) -> String {
        BASE64.encode(self.public)
    }

    /// The `Authorization` header of a request to `endpoint`, good for [`LIFETIME`] at that push service. `contact` is where
    /// the push service reaches whoever runs the portal, a `mailto:` or `https:` address (RFC 8292, section 2.1).
    pub fn authorization(&self, endpoint: &Url, contact: &str, now: Instant) -> String {
        let expires = now.plus(LIFETIME).micros() / 1_000_000;
        let header = json!({ "typ": "JWT", "alg": "ES256" });
        let claims = json!({ "aud": endpoint.origin().ascii_serialization(), "exp": expires, "sub": contact });
        let signed = format!(
            "{}.{}",
            BASE64.encode(header.to_string()),
            BASE64.encode(claims.to_string())
        );
        let signature = self
            .pair
            .sign_digest(&digest(&SHA256, signed.as_bytes()))
            .expect("a key on P-256 signs any hash of SHA-256");
        format!("vapid t={signed}.{}, k={}", BASE64.encode(signature), self.public_key())
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    fn key() -> ServerKey {
        ServerKey::parse(&ServerKey::draw(&Random::seeded(1))).unwrap()
    }

    #[test]
    fn the_word_names_the_push_service_the_sender_and_its_end_and_is_signed_by_the_key_it_shows() {
        let now = Instant::from_micros(1_790_000_000_500_000);
        let endpoint = Url::parse("https://push.example.net:8443/v2/secret?part=1").unwrap();
        let word = key().authorization(&endpoint, "mailto:it@example.org", now);

        let (token, public) = word.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        let text = |part| String::from_utf8(BASE64.decode(part).unwrap()).unwrap();
        assert_eq!(text(header), r#"{"typ":"JWT","alg":"ES256"}"#);
        assert_eq!(
            text(claims),
            r#"{"aud":"https://push.example.net:8443","exp":1790043200,"sub":"mailto:it@example.org"}"#
        );
        assert_eq!(public, key().public_key());
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, BASE64.decode(public).unwrap())
            .verify(signed.as_bytes(), &BASE64.decode(signature).unwrap())
            .unwrap();
    }

    /// The sender's keys of RFC 8291, appendix A.
    #[test]
    fn the_public_key_follows_from_the_private_one() {
        let key = ServerKey::parse("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw\n").unwrap();
        let public = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
        assert_eq!(key.public_key(), public);
        assert_eq!(format!("{key:?}"), format!("ServerKey({public:?})"));
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        for none in ["", "short", &BASE64.encode([0; 32]), &BASE64.encode([0xff; 32])] {
            assert_eq!(ServerKey::parse(none).err(), Some(Error::BadServerKey), "{none}");
        }
    }
}
