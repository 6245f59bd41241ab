//! The organisation's sign-in by OpenID Connect: authorization code with PKCE, discovery, signed tokens, logout by the back
//! channel.
//!
//! Everything that the provider says is checked before it is believed: who signed it and with what (`keys.rs`), for whom,
//! when, and in answer to what (`claims.rs`). Tokens are read, used and forgotten: none is kept.
//!
//! What never enters: who may come in, and as what. That is for the room that asks.

mod claims;
mod discovery;
mod http;
mod keys;

use std::time::Duration;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_kernel::{Clock, Instant};
use madrone_ports::{Attempt, Identity, IdentityProvider, ProviderError, SignedOut};
use serde_json::Value;
use url::Url;

use claims::Expected;
use discovery::{Discovery, Metadata};
use http::{Http, Login};
use keys::Keys;

/// What has to be known of a provider.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its address, exactly as it names itself.
    pub issuer: String,
    /// The portal's name there.
    pub client_id: String,
    /// The portal's password there; none for a public client.
    pub client_secret: Option<String>,
    /// What is asked for, besides `openid`: words with spaces between.
    pub scopes: String,
    /// The claim that roles are read from: `groups`, or a path such as `realm_access.roles`.
    pub role_claim: String,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// A provider.
pub struct OidcProvider {
    settings: Settings,
    clock: Clock,
    http: Http,
    discovery: Discovery,
    keys: Keys,
}

/// Why there is no such provider: a sentence for the person who runs the portal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadSettings(String);

impl std::fmt::Display for BadSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl OidcProvider {
    /// The provider that `settings` name. Nothing is asked of it until somebody signs in.
    ///
    /// # Errors
    /// When its address is not an HTTPS one (plain HTTP is taken for this machine only).
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, BadSettings> {
        let issuer = Url::parse(&settings.issuer)
            .map_err(|error| BadSettings(format!("{} is not an address: {error}", settings.issuer)))?;
        if !madrone_http::is_safe(&issuer) || issuer.query().is_some() || issuer.fragment().is_some() {
            return Err(BadSettings(format!(
                "{} cannot be the address of a sign-in provider: it must begin with https:// and have neither ? nor #",
                settings.issuer
            )));
        }
        Ok(Self {
            http: Http::new(settings.timeout),
            settings,
            clock,
            discovery: Discovery::default(),
            keys: Keys::default(),
        })
    }

    fn metadata(&self) -> Result<Metadata, ProviderError> {
        self.discovery.get(&self.http, &self.settings.issuer, self.clock.now())
    }

    fn expected(&self, now: Instant) -> Expected<'_> {
        Expected {
            issuer: &self.settings.issuer,
            client: &self.settings.client_id,
            now,
        }
    }

    /// What a token says, if the provider signed it.
    fn read(&self, metadata: &Metadata, token: &str) -> Result<Value, ProviderError> {
        self.keys.read(&self.http, &metadata.jwks_uri, token, self.clock.now())
    }

    fn redeem(&self, metadata: &Metadata, attempt: &Attempt, code: &str) -> Result<Tokens, ProviderError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &attempt.return_to),
            ("code_verifier", &attempt.verifier),
        ];
        let login = Login {
            id: &self.settings.client_id,
            secret: self.settings.client_secret.as_deref(),
            in_form: metadata.wants_secret_in_form(),
        };
        let answer = self.http.post(&metadata.token_endpoint, &form, login)?;
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        Ok(Tokens {
            id: text("id_token").ok_or_else(|| untrusted("the answer holds no id_token"))?,
            access: text("access_token"),
        })
    }

    /// The claims of the token, and what the provider says of the person besides, where the token does not say all.
    fn with_userinfo(&self, metadata: &Metadata, claims: Value, access: Option<&str>) -> Result<Value, ProviderError> {
        let says_all = ["name", "email"].iter().all(|name| claims.get(name).is_some())
            && claims::at(&claims, &self.settings.role_claim).is_some();
        let (false, Some(endpoint), Some(access)) = (says_all, &metadata.userinfo_endpoint, access) else {
            return Ok(claims);
        };
        let more = self.http.get(endpoint, Some(access))?;
        claims::joined(claims, more).map_err(untrusted)
    }
}

/// What a code was redeemed for.
struct Tokens {
    id: String,
    access: Option<String>,
}

impl IdentityProvider for OidcProvider {
    fn begin(&self, attempt: &Attempt) -> Result<String, ProviderError> {
        let metadata = self.metadata()?;
        let mut address = Url::parse(&metadata.authorization_endpoint)
            .map_err(|_| untrusted("its authorization_endpoint is not an address"))?;
        let mut pairs = address.query_pairs_mut();
        pairs
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &attempt.return_to)
            .append_pair("scope", &format!("openid {}", self.settings.scopes))
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &challenge(&attempt.verifier))
            .append_pair("code_challenge_method", "S256");
        if attempt.anew_since.is_some() {
            pairs.append_pair("prompt", "login").append_pair("max_age", "0");
        }
        drop(pairs);
        Ok(address.into())
    }

    fn finish(&self, attempt: &Attempt, code: &str) -> Result<Identity, ProviderError> {
        let metadata = self.metadata()?;
        let tokens = self.redeem(&metadata, attempt, code)?;
        let claims = self.read(&metadata, &tokens.id)?;
        claims::check_identity(&claims, &self.expected(self.clock.now()), &attempt.nonce).map_err(untrusted)?;
        if let Some(since) = attempt.anew_since {
            claims::check_anew(&claims, since).map_err(untrusted)?;
        }
        let claims = self.with_userinfo(&metadata, claims, tokens.access.as_deref())?;
        Ok(claims::identity(&claims, &self.settings.role_claim))
    }

    fn signed_out(&self, token: &str) -> Result<SignedOut, ProviderError> {
        let claims = self.read(&self.metadata()?, token)?;
        claims::check_logout(&claims, &self.expected(self.clock.now())).map_err(untrusted)
    }
}

/// The hash of a verifier, as the provider is given it (RFC 7636 section 4.2, S256).
fn challenge(verifier: &str) -> String {
    BASE64.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

fn untrusted(why: impl Into<String>) -> ProviderError {
    ProviderError::Untrusted(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(issuer: &str) -> Settings {
        Settings {
            issuer: issuer.into(),
            client_id: "portal".into(),
            client_secret: None,
            scopes: "email".into(),
            role_claim: "groups".into(),
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn the_challenge_is_that_of_the_rfcs_own_example() {
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let clock = || Clock::frozen(Instant::from_micros(0));
        assert!(OidcProvider::new(settings("https://login.example.org/realms/clinic"), clock()).is_ok());
        assert!(OidcProvider::new(settings("http://127.0.0.1:4000"), clock()).is_ok());
        for issuer in [
            "http://login.example.org",
            "ftp://login.example.org",
            "login",
            "https://login.example.org/?a=b",
        ] {
            assert!(OidcProvider::new(settings(issuer), clock()).is_err(), "{issuer}");
        }
    }
}
