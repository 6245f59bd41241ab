//! What has to hold when a passkey is made and when it is used: Web Authentication Level 3, sections 7.1 and 7.2.
//!
//! No attestation is asked for: which make of authenticator somebody has is nobody's business here. So there are no
//! certificates to read, and the browser hands the public key over as `SubjectPublicKeyInfo` (section 5.2.1.1), for which
//! no CBOR has to be read either.

mod party;

use aws_lc_rs::signature::{self, ParsedPublicKey, VerificationAlgorithm};
use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Deserialize;

pub use party::RelyingParty;

/// Why a passkey is not taken. For the audit and the log; whoever tried is told only that it did not work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// It has not the shape of one.
    #[error("it cannot be read")]
    Shape,
    /// It was made for something else.
    #[error("it was made for something else")]
    Kind,
    /// It answers another challenge.
    #[error("it answers another challenge")]
    Challenge,
    /// A page of another site asked for it.
    #[error("it comes from another site")]
    Origin,
    /// It belongs to another site.
    #[error("it belongs to another site")]
    Party,
    /// Nobody touched the authenticator.
    #[error("nobody was there")]
    NotPresent,
    /// The authenticator did not ask who it was.
    #[error("the authenticator did not see who it was")]
    NotVerified,
    /// It signs in a way that was not asked for.
    #[error("its algorithm is not one that was asked for")]
    Algorithm,
    /// Its key is none.
    #[error("its key cannot be used")]
    Key,
    /// Its signature is of another key, or of something else.
    #[error("its signature does not fit")]
    Signature,
    /// It has counted less than before.
    #[error("its counter went back: there may be a copy of it")]
    Cloned,
}

/// How passkeys sign, as COSE numbers it (RFC 9053, RFC 8812).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA, PKCS #1 v1.5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// Those that are asked for, the best liked first.
    pub const ALL: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Rs256];

    /// Its number in COSE.
    pub fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::EdDsa => -8,
            Self::Rs256 => -257,
        }
    }

    /// The algorithm with this number.
    pub fn parse(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.number() == number)
    }

    fn verification(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Es256 => &signature::ECDSA_P256_SHA256_ASN1,
            Self::EdDsa => &signature::ED25519,
            Self::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        }
    }
}

/// A new passkey, as the script on the page sends it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    id: String,
    client_data: String,
    authenticator_data: String,
    public_key: String,
    algorithm: i64,
}

/// A use of a passkey, as the script on the page sends it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Used {
    /// The credential's id, in base64url.
    pub id: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

/// What is kept of a passkey.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// The credential's id, in base64url.
    pub id: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// As `SubjectPublicKeyInfo`, in base64url.
    pub public: String,
    /// What the authenticator has counted to.
    pub counter: i64,
}

/// What it must be about.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// This site.
    pub party: &'a RelyingParty,
    /// What was sent to be signed.
    pub challenge: &'a str,
}

/// The most bytes of a credential's id (section 7.1, step 25).
const LONGEST_ID: usize = 1023;

impl Made {
    /// Reads what the script sent.
    ///
    /// # Errors
    /// [`Refused::Shape`].
    pub fn parse(json: &str) -> Result<Self, Refused> {
        serde_json::from_str(json).map_err(|_| Refused::Shape)
    }

    /// The key to keep, if all holds.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verified(&self, expected: Expected<'_>) -> Result<Key, Refused> {
        client_data(&self.client_data, "webauthn.create", expected)?;
        let data = AuthenticatorData::read(&bytes(&self.authenticator_data)?)?;
        data.check(expected.party)?;
        let id = bytes(&self.id)?;
        if id.len() > LONGEST_ID || data.credential.as_ref() != Some(&id) {
            return Err(Refused::Shape);
        }
        let algorithm = Algorithm::parse(self.algorithm).ok_or(Refused::Algorithm)?;
        let key = bytes(&self.public_key)?;
        ParsedPublicKey::new(algorithm.verification(), &key).map_err(|_| Refused::Key)?;
        Ok(Key {
            // As we write it, so that one credential has one name.
            id: BASE64.encode(id),
            algorithm,
            public: BASE64.encode(key),
            counter: data.counter.into(),
        })
    }
}

impl Used {
    /// Reads what the script sent.
    ///
    /// # Errors
    /// [`Refused::Shape`].
    pub fn parse(json: &str) -> Result<Self, Refused> {
        serde_json::from_str(json).map_err(|_| Refused::Shape)
    }

    /// What the authenticator has counted to, if all holds. `handle` is what it must call the account by, if it calls it.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verified(&self, key: &Key, handle: &str, expected: Expected<'_>) -> Result<i64, Refused> {
        let client_data = client_data(&self.client_data, "webauthn.get", expected)?;
        if self
            .user_handle
            .as_deref()
            .is_some_and(|named| !named.is_empty() && named != handle)
        {
            return Err(Refused::Kind);
        }
        let signed = bytes(&self.authenticator_data)?;
        let data = AuthenticatorData::read(&signed)?;
        data.check(expected.party)?;
        let message = [signed.as_slice(), sha256(&client_data).as_ref()].concat();
        ParsedPublicKey::new(key.algorithm.verification(), bytes(&key.public)?)
            .map_err(|_| Refused::Key)?
            .verify_sig(&message, &bytes(&self.signature)?)
            .map_err(|_| Refused::Signature)?;
        let counter = i64::from(data.counter);
        if (counter != 0 || key.counter != 0) && counter <= key.counter {
            return Err(Refused::Cloned);
        }
        Ok(counter)
    }
}

/// What the browser signed beside the authenticator (section 5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The bytes of the client's data, if they are about this.
fn client_data(text: &str, kind: &str, expected: Expected<'_>) -> Result<Vec<u8>, Refused> {
    let bytes = bytes(text)?;
    let said: ClientData = serde_json::from_slice(&bytes).map_err(|_| Refused::Shape)?;
    if said.kind != kind {
        return Err(Refused::Kind);
    }
    constant_time::verify_slices_are_equal(said.challenge.as_bytes(), expected.challenge.as_bytes())
        .map_err(|_| Refused::Challenge)?;
    // Nor inside a frame of another site.
    if !expected.party.accepts(&said.origin) || said.cross_origin {
        return Err(Refused::Origin);
    }
    Ok(bytes)
}

/// What the authenticator says (section 6.1).
struct AuthenticatorData {
    party: [u8; 32],
    flags: u8,
    counter: u32,
    /// Of a new credential.
    credential: Option<Vec<u8>>,
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const NEW_CREDENTIAL: u8 = 1 << 6;

/// Bytes of the id of an authenticator's make, which stands before a new credential.
const MAKE: usize = 16;

impl AuthenticatorData {
    fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let (party, rest) = bytes.split_first_chunk().ok_or(Refused::Shape)?;
        let (&[flags], rest) = rest.split_first_chunk().ok_or(Refused::Shape)?;
        let (counter, rest) = rest.split_first_chunk().ok_or(Refused::Shape)?;
        let credential = if flags & NEW_CREDENTIAL == 0 {
            None
        } else {
            let rest = rest.get(MAKE..).ok_or(Refused::Shape)?;
            let (length, rest) = rest.split_first_chunk().ok_or(Refused::Shape)?;
            let length = usize::from(u16::from_be_bytes(*length));
            Some(rest.get(..length).ok_or(Refused::Shape)?.to_vec())
        };
        Ok(Self {
            party: *party,
            flags,
            counter: u32::from_be_bytes(*counter),
            credential,
        })
    }

    fn check(&self, party: &RelyingParty) -> Result<(), Refused> {
        if self.party != sha256(party.id().as_bytes()).as_ref() {
            return Err(Refused::Party);
        }
        if self.flags & PRESENT == 0 {
            return Err(Refused::NotPresent);
        }
        if self.flags & VERIFIED == 0 {
            return Err(Refused::NotVerified);
        }
        Ok(())
    }
}

fn sha256(bytes: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, bytes)
}

fn bytes(base64url: &str) -> Result<Vec<u8>, Refused> {
    BASE64.decode(base64url).map_err(|_| Refused::Shape)
}

#[cfg(test)]
mod tests;
