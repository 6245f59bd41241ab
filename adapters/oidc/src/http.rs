//! Asking the provider: JSON over HTTPS, with limits on time and size, and following nobody elsewhere.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use madrone_ports::ProviderError;
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;
use ureq::tls::TlsConfig;
use url::{Host, Url};

use crate::untrusted;

/// The longest answer that is read. Keys and claims are a few thousand bytes.
const LONGEST: u64 = 512 * 1024;

/// Whether what goes to `address` stays secret on the way: HTTPS, or this machine.
pub(crate) fn is_safe(address: &Url) -> bool {
    let is_here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    address.scheme() == "https" && address.host().is_some() || address.scheme() == "http" && is_here
}

/// How the portal shows the provider who asks.
#[derive(Clone, Copy)]
pub(crate) struct Login<'s> {
    pub(crate) id: &'s str,
    pub(crate) secret: Option<&'s str>,
    /// Whether the secret goes into the form and not into a header.
    pub(crate) in_form: bool,
}

/// A client.
pub(crate) struct Http {
    agent: Agent,
}

impl Http {
    pub(crate) fn new(timeout: Duration) -> Self {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .build();
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            // A token endpoint that sends us on would send the secret on too.
            .max_redirects(0)
            .http_status_as_error(false)
            .tls_config(tls)
            .user_agent("Madrone")
            .build();
        Self { agent: config.into() }
    }

    /// What is at `address`; `token` says on whose behalf.
    pub(crate) fn get(&self, address: &str, token: Option<&str>) -> Result<Value, ProviderError> {
        let mut request = self.agent.get(checked(address)?).header("accept", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        answer(address, request.call())
    }

    /// What `address` answers to a form.
    pub(crate) fn post(&self, address: &str, form: &[(&str, &str)], login: Login<'_>) -> Result<Value, ProviderError> {
        let mut form = form.to_vec();
        let mut request = self.agent.post(checked(address)?).header("accept", "application/json");
        match login.secret {
            Some(secret) if !login.in_form => {
                request = request.header("authorization", basic(login.id, secret));
            }
            Some(secret) => form.extend([("client_id", login.id), ("client_secret", secret)]),
            None => form.push(("client_id", login.id)),
        }
        answer(address, request.send_form(form))
    }
}

/// HTTP Basic; both parts are form-encoded first (RFC 6749 section 2.3.1).
fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    format!("Basic {}", STANDARD.encode(pair))
}

fn checked(address: &str) -> Result<&str, ProviderError> {
    match Url::parse(address) {
        Ok(url) if is_safe(&url) => Ok(address),
        _ => Err(untrusted("it names an address that is not encrypted")),
    }
}

fn answer(address: &str, sent: Result<Response<ureq::Body>, ureq::Error>) -> Result<Value, ProviderError> {
    let mut response = sent.map_err(|error| ProviderError::Unreachable(format!("{address}: {error}")))?;
    let status = response.status().as_u16();
    let body = response
        .body_mut()
        .with_config()
        .limit(LONGEST)
        .read_to_vec()
        .map_err(|error| ProviderError::Unreachable(format!("{address}: {error}")))?;
    match status {
        200 => serde_json::from_slice(&body).map_err(|_| untrusted(format!("{address} did not answer in JSON"))),
        500.. | 429 => Err(ProviderError::Unreachable(format!("{address} answered {status}"))),
        _ => Err(untrusted(format!("{address} answered {status}{}", reason(&body)))),
    }
}

/// The error's code of an OAuth answer, such as `invalid_client`; its description may name somebody.
fn reason(body: &[u8]) -> String {
    let said: Option<Value> = serde_json::from_slice(body).ok();
    let code = said.as_ref().and_then(|said| said["error"].as_str());
    let plain = code.filter(|code| code.len() < 40 && code.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'));
    plain.map(|code| format!(" ({code})")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_secrets_are_encoded_before_they_are_joined() {
        // "a b" and "c:d%": a space becomes +, a colon and a percent sign are escaped.
        assert_eq!(
            basic("a b", "c:d%"),
            format!("Basic {}", STANDARD.encode("a+b:c%3Ad%25"))
        );
    }

    #[test]
    fn only_a_plain_code_is_taken_from_an_error() {
        assert_eq!(
            reason(br#"{"error":"invalid_grant","error_description":"of maria"}"#),
            " (invalid_grant)"
        );
        assert_eq!(reason(br#"{"error":"Maria A."}"#), "");
        assert_eq!(reason(b"<html>"), "");
    }
}
