//! Secrets that must be read again, such as that of an authenticator app, sealed for the database.
//!
//! A sealed text is `v1.KEY.BYTES`: which key sealed it, then nonce, cipher text and tag of AES-256-GCM. What it belongs
//! to is part of what the tag covers, so that a text moved to another row does not open.
//!
//! What never enters: what needs only to be recognised (passwords, tokens, codes); that is hashed.

mod ring;

use std::fmt::{self, Write as _};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_kernel::Random;

pub use ring::{KeyRing, Unusable};

const VERSION: &str = "v1";

/// Bytes of a key.
const KEY_LEN: usize = 32;

/// Why keys cannot be used or a text cannot be opened. Repeats neither.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// There is no key at all.
    #[error("there is no key to seal with")]
    NoKey,
    /// A key is not `NAME:KEY` with 32 bytes in base64url, or two have one name.
    #[error("a key must be NAME:KEY, each name once and of letters, digits and hyphens, the key 32 bytes in base64url")]
    BadKey,
    /// The text was sealed under a key that is not here.
    #[error("it was sealed under a key that is not configured")]
    UnknownKey,
    /// The text was changed, belongs to something else, or is no sealed text.
    #[error("the sealed text is damaged or belongs to something else")]
    Damaged,
}

/// The keys, the newest first: that one seals, all of them open.
pub struct Keys {
    keys: Vec<(String, RandomizedNonceKey)>,
}

/// The names only.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

impl Keys {
    /// Reads `NAME:KEY` parted by commas, spaces or lines, the newest first.
    ///
    /// # Errors
    /// [`Error::NoKey`] when there is none, [`Error::BadKey`] when one cannot be read or a name comes twice.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut keys: Vec<(String, RandomizedNonceKey)> = Vec::new();
        let parts = text.split(|c: char| c == ',' || c.is_whitespace());
        for part in parts.filter(|part| !part.is_empty()) {
            let (name, key) = part.split_once(':').ok_or(Error::BadKey)?;
            if !is_name(name) || keys.iter().any(|(known, _)| known == name) {
                return Err(Error::BadKey);
            }
            keys.push((name.to_owned(), read_key(key)?));
        }
        if keys.is_empty() {
            return Err(Error::NoKey);
        }
        Ok(Self { keys })
    }

    /// Seals `plain` under the newest key. Only the same `belongs_to` opens it: table, row and column, say.
    pub fn seal(&self, belongs_to: &str, plain: &[u8]) -> String {
        let (name, key) = self
            .keys
            .first()
            .expect("there are keys, or they would not have parsed");
        let mut sealed = plain.to_vec();
        let nonce = key
            .seal_in_place_append_tag(associated(name, belongs_to), &mut sealed)
            .expect("AES-GCM seals anything below 64 GB");
        let bytes = [nonce.as_ref(), sealed.as_slice()].concat();
        format!("{VERSION}.{name}.{}", BASE64.encode(bytes))
    }

    /// Opens what [`Keys::seal`] gave for the same `belongs_to`.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] when its key is not here, [`Error::Damaged`] when it does not open.
    pub fn open(&self, belongs_to: &str, sealed: &str) -> Result<Vec<u8>, Error> {
        let (name, bytes) = parts(sealed).ok_or(Error::Damaged)?;
        let (_, key) = self
            .keys
            .iter()
            .find(|(known, _)| known == name)
            .ok_or(Error::UnknownKey)?;
        let mut bytes = BASE64.decode(bytes).map_err(|_| Error::Damaged)?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN).ok_or(Error::Damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::Damaged)?;
        let plain = key
            .open_in_place(nonce, associated(name, belongs_to), sealed)
            .map_err(|_| Error::Damaged)?;
        Ok(plain.to_vec())
    }

    /// The names, the newest first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(name, _)| name.as_str())
    }

    /// The same secret sealed under the newest key; `None` when it is already.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn sealed_anew(&self, belongs_to: &str, sealed: &str) -> Result<Option<String>, Error> {
        let plain = self.open(belongs_to, sealed)?;
        let newest = self.keys.first().map(|(name, _)| name.as_str());
        let is_newest = parts(sealed).map(|(name, _)| name) == newest;
        Ok((!is_newest).then(|| self.seal(belongs_to, &plain)))
    }
}

/// A key with a name of its own, as [`Keys::parse`] reads it.
pub fn new_key(random: &Random) -> String {
    let name: String = random.bytes::<4>().iter().fold("k".to_owned(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    });
    format!("{name}:{}", BASE64.encode(random.bytes::<KEY_LEN>()))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn read_key(text: &str) -> Result<RandomizedNonceKey, Error> {
    let bytes = BASE64.decode(text.trim_end_matches('=')).map_err(|_| Error::BadKey)?;
    if bytes.len() != KEY_LEN {
        return Err(Error::BadKey);
    }
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(|_| Error::BadKey)
}

fn parts(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix(VERSION)?.strip_prefix('.')?.split_once('.')
}

/// No name holds a dot, so that no two pairs give the same bytes.
fn associated(name: &str, belongs_to: &str) -> Aad<Vec<u8>> {
    Aad::from(format!("{VERSION}.{name}.{belongs_to}").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, byte: u8) -> String {
        format!("{name}:{}", BASE64.encode([byte; KEY_LEN]))
    }

    fn keys(texts: &[String]) -> Keys {
        Keys::parse(&texts.join(",")).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_and_is_not_in_the_text() {
        let keys = keys(&[key("a", 1)]);
        let sealed = keys.seal("factor 1", b"secret");
        assert_eq!(keys.open("factor 1", &sealed).unwrap(), b"secret");
        let bytes = BASE64.decode(parts(&sealed).unwrap().1).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"secret"));
        assert_ne!(sealed, keys.seal("factor 1", b"secret"), "a nonce came twice");
    }

    #[test]
    fn a_text_moved_to_another_row_or_changed_anywhere_does_not_open() {
        let keys = keys(&[key("a", 1)]);
        let sealed = keys.seal("factor 1", b"secret");
        assert_eq!(keys.open("factor 2", &sealed), Err(Error::Damaged));
        let bytes = BASE64.decode(parts(&sealed).unwrap().1).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let changed = format!("v1.a.{}", BASE64.encode(changed));
            assert_eq!(keys.open("factor 1", &changed), Err(Error::Damaged), "byte {at}");
        }
        for text in ["", "v1.a.", "v1.a.AAAA", "v2.a.AAAA", "v1.a"] {
            assert_eq!(keys.open("factor 1", text), Err(Error::Damaged), "{text}");
        }
    }

    #[test]
    fn after_a_rotation_the_old_key_is_no_longer_needed() {
        let (old, new) = (key("2025", 1), key("2026", 2));
        let sealed = keys(std::slice::from_ref(&old)).seal("factor 1", b"secret");
        let both = keys(&[new.clone(), old]);
        let anew = both.sealed_anew("factor 1", &sealed).unwrap().unwrap();
        assert_eq!(both.sealed_anew("factor 1", &anew), Ok(None));
        let alone = keys(&[new]);
        assert_eq!(alone.open("factor 1", &sealed), Err(Error::UnknownKey));
        assert_eq!(alone.open("factor 1", &anew).unwrap(), b"secret");
    }

    #[test]
    fn keys_are_refused_when_short_double_or_without_a_name_and_never_shown() {
        assert_eq!(Keys::parse(" \n").unwrap_err(), Error::NoKey);
        let double = format!("{} {}", key("a", 1), key("a", 2));
        for text in ["a", "a:AAAA", &key("", 1), &key("a.b", 1), &double] {
            assert_eq!(Keys::parse(text).unwrap_err(), Error::BadKey, "{text}");
        }
        assert_eq!(format!("{:?}", keys(&[key("a", 1)])), r#"["a"]"#);
    }
}
