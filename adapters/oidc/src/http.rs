//! Asking the provider: JSON over HTTPS.

use std::time::Duration;

use madrone_http::{Answer, Client, Unanswered};
use madrone_ports::ProviderError;
use serde_json::Value;

use crate::untrusted;

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
    client: Client,
}

impl Http {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            client: Client::new(timeout),
        }
    }

    /// What is at `address`; `token` says on whose behalf.
    pub(crate) fn get(&self, address: &str, token: Option<&str>) -> Result<Value, ProviderError> {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers = headers(bearer.as_deref());
        answer(address, self.client.get(address, &headers))
    }

    /// What `address` answers to a form.
    pub(crate) fn post(&self, address: &str, form: &[(&str, &str)], login: Login<'_>) -> Result<Value, ProviderError> {
        let mut form = form.to_vec();
        let mut in_header = None;
        match login.secret {
            Some(secret) if !login.in_form => in_header = Some(basic(login.id, secret)),
            Some(secret) => form.extend([("client_id", login.id), ("client_secret", secret)]),
            None => form.push(("client_id", login.id)),
        }
        let headers = headers(in_header.as_deref());
        answer(address, self.client.post_form(address, &headers, &form))
    }
}

fn headers(authorization: Option<&str>) -> Vec<(&'static str, &str)> {
    let authorization = authorization.map(|value| ("authorization", value));
    [("accept", "application/json")]
        .into_iter()
        .chain(authorization)
        .collect()
}

/// HTTP Basic; both parts are form-encoded first (RFC 6749 section 2.3.1).
fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    madrone_http::basic(&encoded(id), &encoded(secret))
}

fn answer(address: &str, answered: Result<Answer, Unanswered>) -> Result<Value, ProviderError> {
    let Answer { status, body, .. } = answered.map_err(|error| match error {
        Unanswered::Unsafe => untrusted("it names an address that is not encrypted"),
        Unanswered::Failed(why) => ProviderError::Unreachable(format!("{address}: {why}")),
    })?;
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
        assert_eq!(basic("a b", "c:d%"), madrone_http::basic("a+b", "c%3Ad%25"));
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
