//! The provider's keys, and reading what is signed with one of them. Keys change: a token that names one which is not known
//! has the set fetched again, at most now and then, so that nobody makes us ask the provider all the time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use madrone_kernel::Instant;
use madrone_ports::ProviderError;
use serde_json::Value;

use crate::http::Http;
use crate::untrusted;

/// How long a set of keys is used without a look at whether it has changed: a key that was taken back is out after that.
const FRESH: Duration = Duration::from_hours(1);

/// The least time between two fetches because of a key that is not known.
const APART: Duration = Duration::from_secs(10);

/// Signatures that only the provider can make. Never `none`, and never HMAC, whose key both sides know.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// The longest token that is looked at.
const LONGEST: usize = 64 * 1024;

/// The keys of a provider.
#[derive(Default)]
pub(crate) struct Keys {
    known: Mutex<Option<(Arc<Vec<Jwk>>, Instant)>>,
}

impl Keys {
    /// The claims of `token`, if one of the keys at `address` has signed it.
    pub(crate) fn read(&self, http: &Http, address: &str, token: &str, now: Instant) -> Result<Value, ProviderError> {
        if token.len() > LONGEST {
            return Err(untrusted("a token is too long"));
        }
        let header = decode_header(token).map_err(|_| untrusted("a token cannot be read"))?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(untrusted(format!("a token is signed by {:?}", header.alg)));
        }
        if !matches!(
            header.typ.as_deref().map(str::to_ascii_lowercase).as_deref(),
            None | Some("jwt" | "logout+jwt")
        ) {
            return Err(untrusted("a token is of another type"));
        }
        let key = self.find(http, address, &header, now)?;
        let key = DecodingKey::from_jwk(&key).map_err(|_| untrusted("a key cannot be read"))?;
        // Times and names are judged by `claims`, by our own clock.
        let mut validation = Validation::new(header.alg);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let read = decode::<Value>(token, &key, &validation);
        read.map(|data| data.claims)
            .map_err(|_| untrusted("a token's signature is wrong"))
    }

    fn find(&self, http: &Http, address: &str, header: &Header, now: Instant) -> Result<Jwk, ProviderError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((keys, at)) = &known
            && now.since(*at) < FRESH
        {
            match fitting(keys, header) {
                Some(key) => return Ok(key),
                None if now.since(*at) < APART => return Err(untrusted("a token names a key that is not known")),
                None => {}
            }
        }
        let keys = Arc::new(fetch(http, address)?);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&keys), now));
        fitting(&keys, header).ok_or_else(|| untrusted("a token names a key that is not known"))
    }
}

/// The signing keys of the set. One that we cannot read is none of our tokens' keys.
fn fetch(http: &Http, address: &str) -> Result<Vec<Jwk>, ProviderError> {
    let said = http.get(address, None)?;
    let all = said["keys"]
        .as_array()
        .ok_or_else(|| untrusted("its keys are no set"))?;
    let read = all
        .iter()
        .filter_map(|key| serde_json::from_value::<Jwk>(key.clone()).ok());
    Ok(read
        .filter(|key| key.common.public_key_use != Some(PublicKeyUse::Encryption))
        .collect())
}

/// The key that the header names; where it names none, the only one that there is.
fn fitting(keys: &[Jwk], header: &Header) -> Option<Jwk> {
    match &header.kid {
        Some(id) => keys.iter().find(|key| key.common.key_id.as_ref() == Some(id)).cloned(),
        None => match keys {
            [only] => Some(only.clone()),
            _ => None,
        },
    }
}
