//! Where a provider's endpoints are, as it says itself (OpenID Connect Discovery 1.0).

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use madrone_kernel::Instant;
use madrone_ports::ProviderError;
use serde::Deserialize;

use crate::http::Http;
use crate::untrusted;

/// How long what a provider says of itself is believed.
const FRESH: Duration = Duration::from_hours(1);

/// What a provider says of itself, as far as it is needed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Metadata {
    /// Whether the provider takes the client's secret in the form only. Without a word, it is a header (section 3).
    pub(crate) fn wants_secret_in_form(&self) -> bool {
        let takes = |method: &str| {
            let methods = self.token_endpoint_auth_methods_supported.as_ref();
            methods.map(|all| all.iter().any(|one| one == method))
        };
        takes("client_secret_post") == Some(true) && takes("client_secret_basic") == Some(false)
    }
}

/// Remembers it for a while.
#[derive(Default)]
pub(crate) struct Discovery {
    known: Mutex<Option<(Metadata, Instant)>>,
}

impl Discovery {
    pub(crate) fn get(&self, http: &Http, issuer: &str, now: Instant) -> Result<Metadata, ProviderError> {
        // Not held while the provider is asked: whoever comes meanwhile asks too, which is better than waiting.
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((metadata, at)) = known
            && now.since(at) < FRESH
        {
            return Ok(metadata);
        }
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let said = http.get(&address, None)?;
        let metadata: Metadata =
            serde_json::from_value(said).map_err(|error| untrusted(format!("{address} is incomplete: {error}")))?;
        // Section 4.3: exactly the same, or one provider could speak for another.
        if metadata.issuer != issuer {
            return Err(untrusted(format!("{address} names another issuer")));
        }
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((metadata.clone(), now));
        Ok(metadata)
    }
}
