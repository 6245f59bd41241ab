//! Notices to browsers by Web Push: the [`Pusher`] port. The push service of each browser's maker carries the message
//! (RFC 8030), cannot read it (RFC 8291) and knows the portal by its key (RFC 8292).

mod encrypt;
mod key;

use std::time::Duration;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::error::Unspecified;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_http::{Answer, Client, Unanswered};
use madrone_kernel::{Clock, Random};
use madrone_ports::{PushError, Pusher, Subscription};
use url::Url;

use encrypt::{Reader, encrypted};
use key::Key;
pub use key::new_key;

/// How long a push service keeps a message for a browser that is not running: over a weekend.
const KEPT: &str = "259200";

/// The longest address of a subscription that is taken.
const LONGEST: usize = 2000;

/// What sending needs.
#[derive(Clone)]
pub struct Settings {
    /// The portal's key, as [`new_key`] made it.
    pub key: Vec<u8>,
    /// Whom push services ask when something is wrong: `mailto:` or `https://`.
    pub contact: String,
    /// Whether push services may be on this machine or in its own network.
    pub inside: bool,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// Why nothing can be sent as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SetupError {
    /// RFC 8292, section 2.1.
    #[error("the contact must be written as mailto:somebody@example.com or https://example.com/page")]
    Contact,
    /// It was not made by [`new_key`].
    #[error("the key cannot be read")]
    Key,
}

/// Sends by one key.
pub struct WebPush {
    client: Client,
    key: Key,
    contact: String,
    clock: Clock,
    random: Random,
}

impl WebPush {
    /// A sender. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SetupError`], for what is written wrongly.
    pub fn new(settings: Settings, clock: Clock, random: Random) -> Result<Self, SetupError> {
        let contact = Url::parse(&settings.contact).map_err(|_| SetupError::Contact)?;
        let is_right = match contact.scheme() {
            "mailto" => contact.path().contains('@'),
            scheme => scheme == "https",
        };
        if !is_right {
            return Err(SetupError::Contact);
        }
        Ok(Self {
            client: if settings.inside {
                Client::new(settings.timeout)
            } else {
                Client::outside(settings.timeout)
            },
            key: Key::read(&settings.key).map_err(|_| SetupError::Key)?,
            contact: settings.contact,
            clock,
            random,
        })
    }

    fn encrypted(&self, message: &[u8], reader: &Reader) -> Result<Vec<u8>, Unspecified> {
        let ours = PrivateKey::generate(&ECDH_P256)?;
        encrypted(message, reader, &ours, self.random.bytes())
    }
}

impl Pusher for WebPush {
    fn public_key(&self) -> &str {
        &self.key.public
    }

    fn reaches(&self, to: &Subscription) -> bool {
        origin(&to.endpoint).is_some() && reader(to).is_some()
    }

    fn send(&self, to: &Subscription, message: &[u8]) -> Result<(), PushError> {
        let refused = |why: &str| PushError::Permanent(why.to_owned());
        let reader = reader(to).ok_or_else(|| refused("the browser's key cannot be read"))?;
        let origin = origin(&to.endpoint).ok_or_else(|| refused("the address of the push service is none"))?;
        let body = self.encrypted(message, &reader);
        let body = body.map_err(|_| refused("the message could not be encrypted"))?;
        let authorization = self.key.authorization(&origin, &self.contact, self.clock.now());
        let authorization = authorization.map_err(|_| refused("the portal's key does not sign"))?;
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-encoding", "aes128gcm"),
            ("content-type", "application/octet-stream"),
            ("ttl", KEPT),
        ];
        taken(self.client.post(&to.endpoint, &headers, &body))
    }
}

/// Who carries messages to `endpoint`, as a statement names it; `None` where nothing would be sent there.
fn origin(endpoint: &str) -> Option<String> {
    let url = Url::parse(endpoint).ok().filter(madrone_http::is_safe)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_plain && endpoint.len() <= LONGEST).then(|| url.origin().ascii_serialization())
}

fn reader(of: &Subscription) -> Option<Reader> {
    let bytes = |text: &str| BASE64.decode(text.trim_end_matches('=')).ok();
    Reader::new(&bytes(&of.key)?, &bytes(&of.secret)?)
}

/// What a push service's answer means (RFC 8030, sections 5 and 7.3).
fn taken(answered: Result<Answer, Unanswered>) -> Result<(), PushError> {
    match answered {
        Ok(answer) => match answer.status {
            200..=299 => Ok(()),
            404 | 410 => Err(PushError::Gone),
            408 | 429 | 500..=599 => Err(PushError::Retry {
                why: format!("the push service answered {}", answer.status),
                after: answer.retry_after,
            }),
            status => Err(PushError::Permanent(format!("the push service answered {status}"))),
        },
        Err(Unanswered::Unsafe) => Err(PushError::Permanent(Unanswered::Unsafe.to_string())),
        Err(why @ Unanswered::Failed(_)) => Err(PushError::Retry {
            why: why.to_string(),
            after: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            key: new_key().unwrap(),
            contact: "mailto:it@clinic.example".into(),
            inside: false,
            timeout: Duration::from_secs(5),
        }
    }

    fn made(settings: Settings) -> Result<WebPush, SetupError> {
        WebPush::new(settings, Clock::system(), Random::seeded(1))
    }

    fn subscription(endpoint: &str) -> Subscription {
        Subscription {
            endpoint: endpoint.into(),
            key: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".into(),
            secret: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        }
    }

    #[test]
    fn what_is_written_wrongly_is_said_before_anything_is_sent() {
        let with = |contact: &str| {
            let contact = contact.to_owned();
            made(Settings { contact, ..settings() }).err()
        };
        assert_eq!(with("mailto:it@clinic.example"), None);
        assert_eq!(with("https://clinic.example/contact"), None);
        for wrong in ["it@clinic.example", "mailto:it", "http://clinic.example", ""] {
            assert_eq!(with(wrong), Some(SetupError::Contact), "{wrong}");
        }
        let broken = Settings {
            key: vec![1],
            ..settings()
        };
        assert_eq!(made(broken).err(), Some(SetupError::Key));
    }

    #[test]
    fn only_a_browser_that_can_be_written_to_is_taken() {
        let sender = made(settings()).unwrap();
        assert!(sender.reaches(&subscription("https://push.example.net/send/abc")));
        for endpoint in [
            "http://push.example.net/",
            "https://me:secret@push.example.net/",
            "nonsense",
            "data:,x",
        ] {
            assert!(!sender.reaches(&subscription(endpoint)), "{endpoint}");
        }
        let long = format!("https://push.example.net/{}", "a".repeat(LONGEST));
        assert!(!sender.reaches(&subscription(&long)));
        let mut other = subscription("https://push.example.net/");
        other.secret = "BTBZ".into();
        assert!(!sender.reaches(&other));
    }

    #[test]
    fn nothing_is_sent_into_our_own_network() {
        let sender = made(settings()).unwrap();
        let sent = sender.send(&subscription("https://127.0.0.1:9/send/abc"), b"hello");
        assert!(matches!(sent, Err(PushError::Retry { .. })), "{sent:?}");
    }

    #[test]
    fn an_answer_says_whether_the_browser_is_gone_or_another_try_may_do() {
        let answer = |status| {
            taken(Ok(Answer {
                status,
                retry_after: Some(Duration::from_secs(3)),
                body: Vec::new(),
            }))
        };
        assert_eq!(answer(201), Ok(()));
        assert_eq!(answer(404), Err(PushError::Gone));
        assert_eq!(answer(410), Err(PushError::Gone));
        for status in [408, 429, 503] {
            let after = Some(Duration::from_secs(3));
            let why = format!("the push service answered {status}");
            assert_eq!(answer(status), Err(PushError::Retry { why, after }));
        }
        for status in [307, 400, 401, 403, 413] {
            assert!(matches!(answer(status), Err(PushError::Permanent(_))), "{status}");
        }
    }
}
