//! An authenticator of our own, held to every rule by breaking it once.

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::*;

const CHALLENGE: &str = "a-challenge-of-the-tests";
const HANDLE: &str = "bWFyaWE";
const ID: &[u8] = b"a credential";

fn party() -> RelyingParty {
    RelyingParty::of("https://portal.example.org").unwrap()
}

fn pair() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()
}

/// What one ceremony says; each test changes one thing.
struct Said {
    client: Value,
    party: &'static str,
    flags: u8,
    counter: u32,
}

impl Said {
    fn new(kind: &str) -> Self {
        Self {
            client: json!({ "type": kind, "challenge": CHALLENGE, "origin": "https://portal.example.org", "crossOrigin": false }),
            party: "portal.example.org",
            flags: PRESENT | VERIFIED,
            counter: 5,
        }
    }

    fn authenticator_data(&self) -> Vec<u8> {
        let mut data = sha256(self.party.as_bytes()).as_ref().to_vec();
        data.push(self.flags);
        data.extend(self.counter.to_be_bytes());
        if self.flags & NEW_CREDENTIAL != 0 {
            data.extend([0; MAKE]);
            data.extend(u16::try_from(ID.len()).unwrap().to_be_bytes());
            data.extend(ID);
        }
        data
    }

    fn made(&self, key: &[u8], algorithm: i64) -> Result<Key, Refused> {
        let json = json!({
            "id": BASE64.encode(ID),
            "clientData": BASE64.encode(self.client.to_string()),
            "authenticatorData": BASE64.encode(self.authenticator_data()),
            "publicKey": BASE64.encode(key),
            "algorithm": algorithm,
        });
        Made::parse(&json.to_string())?.verified(expected(&party()))
    }

    fn used(&self, key: &Key, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Result<i64, Refused> {
        let client = self.client.to_string();
        let data = self.authenticator_data();
        let signature = sign(&[data.as_slice(), sha256(client.as_bytes()).as_ref()].concat());
        let json = json!({
            "id": key.id,
            "clientData": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature),
            "userHandle": HANDLE,
        });
        Used::parse(&json.to_string())?.verified(key, HANDLE, expected(&party()))
    }
}

fn expected(party: &RelyingParty) -> Expected<'_> {
    Expected {
        party,
        challenge: CHALLENGE,
    }
}

fn key_of(pair: &EcdsaKeyPair, counter: i64) -> Key {
    let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    Key {
        id: BASE64.encode(ID),
        algorithm: Algorithm::Es256,
        public: BASE64.encode(spki.as_ref()),
        counter,
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "the library draws an ECDSA nonce from nothing else"
)]
fn sign(pair: &EcdsaKeyPair) -> impl FnOnce(&[u8]) -> Vec<u8> + '_ {
    |message| {
        pair.sign(&aws_lc_rs::rand::SystemRandom::new(), message)
            .unwrap()
            .as_ref()
            .to_vec()
    }
}

/// A change to what is said, and why it is then refused.
type Broken = (fn(&mut Said), Refused);

const BROKEN: [Broken; 8] = [
    (|said| said.client["type"] = json!("payment.get"), Refused::Kind),
    (|said| said.client["challenge"] = json!("another"), Refused::Challenge),
    (
        |said| said.client["origin"] = json!("https://evil.example"),
        Refused::Origin,
    ),
    (|said| said.client["crossOrigin"] = json!(true), Refused::Origin),
    (|said| said.client = json!("nonsense"), Refused::Shape),
    (|said| said.party = "evil.example", Refused::Party),
    (|said| said.flags &= !PRESENT, Refused::NotPresent),
    (|said| said.flags &= !VERIFIED, Refused::NotVerified),
];

#[test]
fn a_new_passkey_is_taken_when_all_holds_and_never_otherwise() {
    let pair = pair();
    let spki = BASE64.decode(key_of(&pair, 5).public).unwrap();
    let new = || {
        let mut said = Said::new("webauthn.create");
        said.flags |= NEW_CREDENTIAL;
        said
    };
    assert_eq!(new().made(&spki, -7), Ok(key_of(&pair, 5)));
    for (break_it, why) in BROKEN {
        let mut said = new();
        break_it(&mut said);
        assert_eq!(said.made(&spki, -7), Err(why));
    }
    assert_eq!(new().made(&spki, -47), Err(Refused::Algorithm));
    assert_eq!(new().made(&spki, -257), Err(Refused::Key), "a key of another kind");
    assert_eq!(new().made(b"nonsense", -7), Err(Refused::Key));
    assert_eq!(
        Said::new("webauthn.create").made(&spki, -7),
        Err(Refused::Shape),
        "no credential"
    );
    assert_eq!(
        Said::new("webauthn.get").made(&spki, -7),
        Err(Refused::Kind),
        "a use is no making"
    );
}

#[test]
fn a_passkey_is_used_when_all_holds_and_never_otherwise() {
    let (pair, other) = (pair(), pair());
    let said = || Said::new("webauthn.get");
    assert_eq!(said().used(&key_of(&pair, 4), sign(&pair)), Ok(5));
    for (break_it, why) in BROKEN {
        let mut said = said();
        break_it(&mut said);
        assert_eq!(said.used(&key_of(&pair, 4), sign(&pair)), Err(why));
    }
    assert_eq!(said().used(&key_of(&pair, 4), sign(&other)), Err(Refused::Signature));
    assert_eq!(
        said().used(&key_of(&pair, 4), |_| b"nonsense".to_vec()),
        Err(Refused::Signature)
    );
    let mut making = Said::new("webauthn.create");
    making.flags |= NEW_CREDENTIAL;
    assert_eq!(making.used(&key_of(&pair, 4), sign(&pair)), Err(Refused::Kind));
}

#[test]
fn a_counter_that_does_not_go_on_shows_a_copy_unless_it_never_counts() {
    let pair = pair();
    let at = |counter| Said {
        counter,
        ..Said::new("webauthn.get")
    };
    for (kept, counter, outcome) in [
        (4, 5, Ok(5)),
        (5, 5, Err(Refused::Cloned)),
        (6, 5, Err(Refused::Cloned)),
        (6, 0, Err(Refused::Cloned)),
        (0, 0, Ok(0)),
        (0, 1, Ok(1)),
    ] {
        assert_eq!(
            at(counter).used(&key_of(&pair, kept), sign(&pair)),
            outcome,
            "{kept} {counter}"
        );
    }
}

#[test]
fn ed25519_is_taken_too() {
    let pair = Ed25519KeyPair::generate().unwrap();
    let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let mut said = Said::new("webauthn.create");
    said.flags |= NEW_CREDENTIAL;
    let key = said.made(spki.as_ref(), -8).unwrap();
    let used = Said {
        counter: 6,
        ..Said::new("webauthn.get")
    };
    assert_eq!(used.used(&key, |message| pair.sign(message).as_ref().to_vec()), Ok(6));
}

#[test]
fn cut_data_is_no_data() {
    let mut said = Said::new("webauthn.create");
    said.flags |= NEW_CREDENTIAL;
    let whole = said.authenticator_data();
    assert!((0..whole.len()).all(|end| AuthenticatorData::read(&whole[..end]).is_err()));
    assert!(AuthenticatorData::read(&whole).is_ok());
}
