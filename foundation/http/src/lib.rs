//! Asking others over HTTPS: with limits on time and size, and following nobody elsewhere.
//!
//! What never enters: whom to ask and what an answer means; adapters know that.

mod outside;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::http::Response;
use ureq::tls::TlsConfig;
use ureq::typestate::AgentScope;
use ureq::unversioned::transport::DefaultConnector;
use url::{Host, Url};

use outside::Outside;

/// The longest answer that is read. Keys, claims and receipts are a few thousand bytes.
const LONGEST: u64 = 512 * 1024;

/// Whether what goes to `address` stays secret on the way: HTTPS, or this machine.
pub fn is_safe(address: &Url) -> bool {
    let is_here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    address.scheme() == "https" && address.host().is_some() || address.scheme() == "http" && is_here
}

/// The header of HTTP Basic (RFC 7617).
pub fn basic(name: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")))
}

/// What was answered, whatever the status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// How long the other side wants to be left alone (RFC 9110, section 10.2.3), where it says so in seconds.
    pub retry_after: Option<Duration>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no answer. The words may be logged: they hold nothing of what was sent.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unanswered {
    /// The address would be readable on the way: nothing was sent.
    #[error("the address is not encrypted")]
    Unsafe,
    /// Nothing came back, or not in time, or too much.
    #[error("{0}")]
    Failed(String),
}

/// A client. It keeps connections open between questions.
pub struct Client {
    agent: Agent,
}

impl Client {
    /// A client that waits at most `timeout` for a whole answer.
    pub fn new(timeout: Duration) -> Self {
        Self {
            agent: config(timeout).build().into(),
        }
    }

    /// The same for addresses that strangers name: it connects to public addresses only, whatever a name stands for at the
    /// moment of asking, and past any proxy, which would look the name up again. So nobody reaches through it what only the
    /// portal's own network can reach.
    pub fn outside(timeout: Duration) -> Self {
        let config = config(timeout).proxy(None).build();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), Outside::default()),
        }
    }

    /// What `address` answers to `body`.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub fn post(&self, address: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, Unanswered> {
        let mut request = self.agent.post(checked(address)?);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send(body))
    }

    /// What is at `address`.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub fn get(&self, address: &str, headers: &[(&str, &str)]) -> Result<Answer, Unanswered> {
        let mut request = self.agent.get(checked(address)?);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.call())
    }

    /// What `address` answers to a form.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub fn post_form(
        &self,
        address: &str,
        headers: &[(&str, &str)],
        form: &[(&str, &str)],
    ) -> Result<Answer, Unanswered> {
        let mut request = self.agent.post(checked(address)?);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send_form(form.iter().copied()))
    }
}

fn config(timeout: Duration) -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .build();
    Agent::config_builder()
        .timeout_global(Some(timeout))
        // Who sends us on would have our secrets sent on too.
        .max_redirects(0)
        .http_status_as_error(false)
        .tls_config(tls)
        .user_agent("Madrone")
}

fn checked(address: &str) -> Result<&str, Unanswered> {
    match Url::parse(address) {
        Ok(url) if is_safe(&url) => Ok(address),
        _ => Err(Unanswered::Unsafe),
    }
}

fn answer(sent: Result<Response<ureq::Body>, ureq::Error>) -> Result<Answer, Unanswered> {
    let failed = |error: ureq::Error| Unanswered::Failed(error.to_string());
    let mut response = sent.map_err(failed)?;
    let seconds = response.headers().get("retry-after");
    let seconds = seconds
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    let body = response.body_mut().with_config().limit(LONGEST).read_to_vec();
    Ok(Answer {
        status: response.status().as_u16(),
        retry_after: seconds.map(Duration::from_secs),
        body: body.map_err(failed)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_where_others_could_read_it() {
        let is_safe = |address: &str| Url::parse(address).is_ok_and(|url| is_safe(&url));
        for address in [
            "https://api.example.com/x",
            "http://localhost:3000/",
            "http://127.0.0.1:9/",
            "http://[::1]/",
        ] {
            assert!(is_safe(address), "{address}");
        }
        for address in ["http://api.example.com/x", "ftp://localhost/", "data:,x", "nonsense"] {
            assert!(!is_safe(address), "{address}");
        }
        let client = Client::new(Duration::from_secs(1));
        assert_eq!(client.get("http://api.example.com/", &[]), Err(Unanswered::Unsafe));
    }

    #[test]
    fn a_name_and_a_secret_are_joined_as_rfc_7617_has_it() {
        assert_eq!(basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
}
