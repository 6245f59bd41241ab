//! Notices to browsers as the specifications have them: the message that only the browser can read (RFC 8291, in the
//! `aes128gcm` coding of RFC 8188), and the signed word who sends it (VAPID, RFC 8292).
//!
//! What never enters: who gets a notice, what it says, and how it is carried there.

mod message;
mod vapid;

pub use message::{MAX_PAYLOAD, Subscriber, encrypt};
pub use vapid::{LIFETIME, ServerKey};

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_kernel::Random;

/// Bytes of a point on P-256, uncompressed (RFC 8291, section 3.1).
const POINT_LEN: usize = 65;

/// Bytes of a private key on P-256.
const SCALAR_LEN: usize = 32;

/// Why there is no message or no key. Repeats neither.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// The browser's public key is no point on P-256 in base64url.
    #[error("the browser's public key must be 65 bytes in base64url that name a point on P-256")]
    BadPublicKey,
    /// What the browser shares is not 16 bytes in base64url.
    #[error("the browser's shared secret must be 16 bytes in base64url")]
    BadSecret,
    /// The notice is longer than push services must take.
    #[error("a notice holds at most {MAX_PAYLOAD} bytes")]
    TooLong,
    /// The server's key is not 32 bytes in base64url, or no private key on P-256.
    #[error("the key for notices must be 32 bytes in base64url that are a private key on P-256")]
    BadServerKey,
}

/// `N` bytes written in base64url, with or without padding: browsers leave it out, some libraries do not.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64.decode(text.trim_end_matches('=')).ok()?.try_into().ok()
}

/// A private key on P-256 as its bytes. Drawn again when the bytes are no key, which one draw in four billion is.
fn draw_scalar(random: &Random) -> [u8; SCALAR_LEN] {
    loop {
        let scalar = random.bytes();
        if PrivateKey::from_private_key(&ECDH_P256, &scalar).is_ok() {
            return scalar;
        }
    }
}

/// The key for these bytes and its public point.
fn key_of(scalar: &[u8; SCALAR_LEN]) -> Option<(PrivateKey, [u8; POINT_LEN])> {
    let key = PrivateKey::from_private_key(&ECDH_P256, scalar).ok()?;
    let public = key.compute_public_key().ok()?.as_ref().try_into().ok()?;
    Some((key, public))
}
