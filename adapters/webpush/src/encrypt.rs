//! Messages that only the browser can read: Web Push's encryption (RFC 8291) in the content coding `aes128gcm` (RFC 8188).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};

/// A point of P-256 as X9.62 writes it: 4, then both coordinates.
pub(crate) const POINT: usize = 65;

/// How long the secret of a browser is.
pub(crate) const SECRET: usize = 16;

/// How long a salt is.
pub(crate) const SALT: usize = 16;

/// The size of a record. There is one, of all that a push service must take (RFC 8030, section 7.2).
const RECORD: u32 = 4096;

/// The length of every message with its padding: whoever carries it does not learn from its length what it says.
const PADDED: usize = 1024;

/// Says that a record is the last, and that padding follows (RFC 8188, section 2).
const LAST: u8 = 2;

/// What a browser gave to be written to.
pub(crate) struct Reader {
    key: [u8; POINT],
    secret: [u8; SECRET],
}

impl Reader {
    /// `None` where the key is no point of the curve, or a length is wrong.
    pub(crate) fn new(key: &[u8], secret: &[u8]) -> Option<Self> {
        let reader = Self {
            key: key.try_into().ok()?,
            secret: secret.try_into().ok()?,
        };
        reader.agreed(&PrivateKey::generate(&ECDH_P256).ok()?).ok()?;
        Some(reader)
    }

    fn agreed(&self, ours: &PrivateKey) -> Result<Vec<u8>, Unspecified> {
        let theirs = UnparsedPublicKey::new(&ECDH_P256, self.key);
        agree(ours, theirs, Unspecified, |secret| Ok(secret.to_vec()))
    }
}

/// `plain` for `reader`, padded to [`PADDED`] where it is shorter. `ours` and `salt` are for this message alone.
pub(crate) fn encrypted(
    plain: &[u8],
    reader: &Reader,
    ours: &PrivateKey,
    salt: [u8; SALT],
) -> Result<Vec<u8>, Unspecified> {
    sealed(plain, PADDED.saturating_sub(plain.len()), reader, (ours, salt))
}

fn sealed(
    plain: &[u8],
    padding: usize,
    reader: &Reader,
    (ours, salt): (&PrivateKey, [u8; SALT]),
) -> Result<Vec<u8>, Unspecified> {
    let public = ours.compute_public_key()?;
    let public = public.as_ref();
    let info = [b"WebPush: info\0", reader.key.as_slice(), public].concat();
    let keying: [u8; 32] = derived(&reader.secret, &reader.agreed(ours)?, &info)?;
    let key: [u8; 16] = derived(&salt, &keying, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; NONCE_LEN] = derived(&salt, &keying, b"Content-Encoding: nonce\0")?;

    let mut record = [plain, &[LAST], &vec![0; padding]].concat();
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)?;
    let length = u8::try_from(public.len()).map_err(|_| Unspecified)?;
    Ok([&salt, RECORD.to_be_bytes().as_slice(), &[length], public, &record].concat())
}

/// So many bytes by HKDF with SHA-256 (RFC 5869).
fn derived<const N: usize>(salt: &[u8], keying: &[u8], info: &[u8]) -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    let prk = Salt::new(HKDF_SHA256, salt).extract(keying);
    prk.expand(&[info], Length(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

    use super::*;

    const KEY: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    fn bytes(text: &str) -> Vec<u8> {
        BASE64.decode(text).unwrap()
    }

    /// RFC 8291, appendix A.
    #[test]
    fn the_example_of_rfc_8291_comes_out() {
        let reader = Reader::new(&bytes(KEY), &bytes("BTBZMqHH6r4Tts7J_aSIgg")).unwrap();
        let ours =
            PrivateKey::from_private_key(&ECDH_P256, &bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let message = sealed(b"When I grow up, I want to be a watermelon", 0, &reader, (&ours, salt)).unwrap();
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
                        AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(BASE64.encode(message), expected);
    }

    #[test]
    fn short_and_long_messages_are_as_long_on_the_way() {
        let reader = Reader::new(&bytes(KEY), &[7; SECRET]).unwrap();
        let length = |plain: &[u8]| {
            let ours = PrivateKey::generate(&ECDH_P256).unwrap();
            encrypted(plain, &reader, &ours, [1; SALT]).unwrap().len()
        };
        assert_eq!(length(b"a"), length(&[b'a'; 900]));
        assert!(length(&[b'a'; 900]) <= 4096);
    }

    #[test]
    fn what_is_no_key_of_a_browser_is_not_taken() {
        let (key, secret) = (bytes(KEY), [7; SECRET]);
        assert!(Reader::new(&key, &secret).is_some());
        let mut off_the_curve = key.clone();
        off_the_curve[40] ^= 1;
        assert!(Reader::new(&off_the_curve, &secret).is_none());
        assert!(Reader::new(&key[1..], &secret).is_none());
        assert!(Reader::new(&key, &secret[1..]).is_none());
    }
}
