//! The message that only one browser can read (RFC 8291): one record in the `aes128gcm` coding (RFC 8188).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use madrone_kernel::Random;

use crate::{Error, POINT_LEN, SCALAR_LEN, decode, draw_scalar, key_of};

/// Bytes of the salt (RFC 8188, section 2.1).
const SALT_LEN: usize = 16;

/// Bytes of what the browser shares with the sender only (RFC 8291, section 3.2).
const SECRET_LEN: usize = 16;

/// The size of a record that the header names. The one record must be shorter (RFC 8291, section 4).
const RECORD_SIZE: u32 = 4096;

/// Ends the text of the last record (RFC 8188, section 2).
const LAST_RECORD: u8 = 2;

/// The longest notice: with header, delimiter and tag it is 4,096 bytes, which every push service takes (RFC 8291, section 4).
pub const MAX_PAYLOAD: usize = 3993;

/// Who can read a message: a browser's keys for one subscription.
pub struct Subscriber {
    public: [u8; POINT_LEN],
    secret: [u8; SECRET_LEN],
}

impl Subscriber {
    /// Reads `p256dh` and `auth` as a browser's `PushSubscription` gives them. Whether the key is a point on the curve shows
    /// when something is encrypted for it.
    ///
    /// # Errors
    /// [`Error::BadPublicKey`] or [`Error::BadSecret`] when one is not as many bytes in base64url as it must be.
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, Error> {
        Ok(Self {
            public: decode(p256dh).ok_or(Error::BadPublicKey)?,
            secret: decode(auth).ok_or(Error::BadSecret)?,
        })
    }
}

/// The body of the request to the push service, for `Content-Encoding: aes128gcm`. No two are alike.
///
/// # Errors
/// [`Error::TooLong`] above [`MAX_PAYLOAD`], [`Error::BadPublicKey`] when the browser's key is no point on P-256.
pub fn encrypt(to: &Subscriber, payload: &[u8], random: &Random) -> Result<Vec<u8>, Error> {
    encrypt_with(to, payload, &draw_scalar(random), &random.bytes())
}

fn encrypt_with(
    to: &Subscriber,
    payload: &[u8],
    scalar: &[u8; SCALAR_LEN],
    salt: &[u8; SALT_LEN],
) -> Result<Vec<u8>, Error> {
    if payload.len() > MAX_PAYLOAD {
        return Err(Error::TooLong);
    }
    let (key, public) = key_of(scalar).expect("the bytes were drawn until they were a key");
    let peer = UnparsedPublicKey::new(&ECDH_P256, &to.public);
    let (content_key, nonce) = agree(&key, peer, Error::BadPublicKey, |shared| {
        Ok(content_keys(&input_key(shared, to, &public), salt))
    })?;

    let mut record = [payload, &[LAST_RECORD]].concat();
    let content_key = UnboundKey::new(&AES_128_GCM, &content_key).expect("the key is as long as AES-128 has it");
    LessSafeKey::new(content_key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .expect("AES-GCM seals anything below 64 GB");
    Ok([salt, &RECORD_SIZE.to_be_bytes()[..], &[65], &public, &record].concat())
}

/// Binds what both sides agreed on to what the browser shares and to both public keys (RFC 8291, section 3.4).
fn input_key(shared: &[u8], to: &Subscriber, sender: &[u8; POINT_LEN]) -> [u8; 32] {
    let prk = Salt::new(HKDF_SHA256, &to.secret).extract(shared);
    expand(&prk, &[b"WebPush: info\0", &to.public, sender])
}

/// The key and the nonce of the one record (RFC 8188, sections 2.2 and 2.3; the number of the first record is zero).
fn content_keys(input_key: &[u8], salt: &[u8; SALT_LEN]) -> ([u8; 16], [u8; NONCE_LEN]) {
    let prk = Salt::new(HKDF_SHA256, salt).extract(input_key);
    (
        expand(&prk, &[b"Content-Encoding: aes128gcm\0"]),
        expand(&prk, &[b"Content-Encoding: nonce\0"]),
    )
}

/// How many bytes are wanted.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    prk.expand(info, Length(N))
        .and_then(|okm| okm.fill(&mut out))
        .expect("HKDF gives up to 255 times the length of its hash");
    out
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::agreement::PrivateKey;
    use base64::Engine as _;

    use super::*;
    use crate::BASE64;

    // RFC 8291, appendix A.
    const PLAIN: &[u8] = b"When I grow up, I want to be a watermelon";
    const BROWSER_PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const BROWSER_PUBLIC: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const BROWSER_SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const SENDER_PRIVATE: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
    const MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS\
        6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn browser() -> Subscriber {
        Subscriber::parse(BROWSER_PUBLIC, BROWSER_SECRET).unwrap()
    }

    /// What the browser does with a message.
    fn open(message: &[u8]) -> Vec<u8> {
        let (salt, rest) = message.split_at(SALT_LEN);
        assert_eq!(
            rest[..5],
            [0, 0, 16, 0, 65],
            "a record size of 4096 and a key of 65 bytes"
        );
        let (sender, record) = rest[5..].split_at(POINT_LEN);
        let scalar: [u8; SCALAR_LEN] = decode(BROWSER_PRIVATE).unwrap();
        let key = PrivateKey::from_private_key(&ECDH_P256, &scalar).unwrap();
        let peer = UnparsedPublicKey::new(&ECDH_P256, sender);
        let (content_key, nonce) = agree(&key, peer, (), |shared| {
            let input_key = input_key(shared, &browser(), sender.try_into().unwrap());
            Ok(content_keys(&input_key, salt.try_into().unwrap()))
        })
        .unwrap();
        let mut record = record.to_vec();
        let plain = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content_key).unwrap())
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
            .unwrap();
        plain.strip_suffix(&[LAST_RECORD]).unwrap().to_vec()
    }

    #[test]
    fn the_example_of_the_specification_comes_out_byte_for_byte() {
        let message = encrypt_with(
            &browser(),
            PLAIN,
            &decode(SENDER_PRIVATE).unwrap(),
            &decode(SALT).unwrap(),
        );
        assert_eq!(BASE64.encode(message.unwrap()), MESSAGE);
    }

    #[test]
    fn the_browser_reads_what_was_sent_and_no_two_messages_are_alike() {
        let random = Random::seeded(1);
        let [one, other] = [(); 2].map(|()| encrypt(&browser(), PLAIN, &random).unwrap());
        assert_eq!(open(&one), PLAIN);
        assert_eq!(open(&other), PLAIN);
        assert_ne!(one[..SALT_LEN], other[..SALT_LEN]);
        assert_ne!(one[SALT_LEN + 5..][..POINT_LEN], other[SALT_LEN + 5..][..POINT_LEN]);
    }

    #[test]
    fn the_longest_notice_fills_what_push_services_must_take_and_one_byte_more_is_refused() {
        let random = Random::seeded(1);
        let longest = encrypt(&browser(), &[b'x'; MAX_PAYLOAD], &random).unwrap();
        assert_eq!(longest.len(), 4096);
        assert_eq!(
            encrypt(&browser(), &[b'x'; MAX_PAYLOAD + 1], &random),
            Err(Error::TooLong)
        );
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        let parse = |public, secret| Subscriber::parse(public, secret).err();
        assert_eq!(parse("BCVx", BROWSER_SECRET), Some(Error::BadPublicKey));
        assert_eq!(parse(BROWSER_PUBLIC, "BTBZ"), Some(Error::BadSecret));
        assert_eq!(parse(BROWSER_PUBLIC, "BTBZMqHH6r4Tts7J_aSIgg=="), None);

        let nowhere = Subscriber {
            public: [4; POINT_LEN],
            secret: [0; SECRET_LEN],
        };
        assert_eq!(encrypt(&nowhere, PLAIN, &Random::seeded(1)), Err(Error::BadPublicKey));
    }
}
