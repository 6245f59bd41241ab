//! Mail over SMTP: the [`Mailer`] port filled with lettre.
//!
//! The address of the server says how the way there is guarded:
//!
//! - `smtps://USER:PASSWORD@HOST` is encrypted from the first byte (port 465),
//! - `smtp://USER:PASSWORD@HOST?tls=required` by STARTTLS, or not at all (port 587),
//! - `smtp://HOST?tls=opportunistic` by STARTTLS where the server has it,
//! - `smtp://HOST` never, and so only for a server on this machine.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport as _};
use madrone_kernel::{Clock, Random, new_id};
use madrone_ports::{Mail, Mailer, SendError};
use url::{Host, Url};

/// Why a mail server cannot be used as it is written. Repeats nothing of its address, which may hold a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SetupError {
    /// Not one of the forms above.
    #[error("the mail server must be written as smtps://HOST or smtp://HOST?tls=required")]
    Url,
    /// Mail, and perhaps a password, would be readable on the way.
    #[error("plain smtp:// is for a server on this machine only: write smtps://, or add ?tls=required")]
    InTheClear,
    /// Not an address to send from.
    #[error("the sender must be written as NAME <ADDRESS>")]
    From,
}

/// Sends mail through one server. Every mail has a connection of its own.
pub struct SmtpMailer {
    transport: SmtpTransport,
    from: Mailbox,
    clock: Clock,
    random: Random,
}

impl SmtpMailer {
    /// A mailer for the server at `url`, sending as `from` (`Riverbend Clinic <no-reply@example.org>`), which waits at
    /// most `timeout` for each answer. `clock` and `random` give mails their date and their id. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SetupError`], for what is written wrongly or unsafely.
    pub fn new(url: &str, from: &str, timeout: Duration, clock: Clock, random: Random) -> Result<Self, SetupError> {
        let from: Mailbox = from.parse().map_err(|_| SetupError::From)?;
        let parsed = Url::parse(url).map_err(|_| SetupError::Url)?;
        let unguarded = parsed.scheme() == "smtp" && !parsed.query_pairs().any(|(key, _)| key == "tls");
        if unguarded && !is_this_machine(&parsed) {
            return Err(SetupError::InTheClear);
        }
        let transport = SmtpTransport::from_url(url)
            .map_err(|_| SetupError::Url)?
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(timeout))
            .build();
        Ok(Self {
            transport,
            from,
            clock,
            random,
        })
    }

    fn compose(&self, mail: &Mail) -> Result<Message, SendError> {
        let unfit = |_| SendError::Permanent("it is not one that can be written as a mail".to_owned());
        let to = mail
            .to
            .parse()
            .map_err(|_| SendError::Permanent("its address is not one".to_owned()))?;
        let now = self.clock.now();
        let since_epoch = Duration::from_micros(u64::try_from(now.micros()).unwrap_or(0));
        let id = new_id(now, &self.random);
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(SystemTime::UNIX_EPOCH + since_epoch)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(made_by_machine());
        match &mail.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(mail.text.clone(), html.clone())),
            None => message.singlepart(SinglePart::plain(mail.text.clone())),
        }
        .map_err(unfit)
    }
}

impl Mailer for SmtpMailer {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let message = self.compose(mail)?;
        self.transport
            .send(&message)
            .map(|_| ())
            .map_err(|why| outcome_of(&why, &mail.to))
    }
}

/// RFC 3834: keeps absence notices from answering.
fn made_by_machine() -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    )
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // Of a scheme that it does not know, the library leaves even IP addresses as names.
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}

/// Whether trying again can help. A server that does not take *us* (a wrong password, no encryption) is set right by the
/// clinic, so the mail waits for that; one that does not take *this mail* has spoken for good.
fn outcome_of(why: &SmtpError, to: &str) -> SendError {
    if let Some(code) = why.status() {
        let code = u16::from(code);
        let said = format!("the mail server answered {code}");
        // RFC 4954 section 6, and 454 and 530 of RFC 3207: all about signing in.
        return if why.is_permanent() && !matches!(code, 530 | 534 | 535 | 538) {
            SendError::Permanent(said)
        } else {
            SendError::Retry(said)
        };
    }
    if why.is_client() && !to.is_ascii() {
        return SendError::Permanent("the mail server takes no addresses with such letters".to_owned());
    }
    SendError::Retry(
        match () {
            () if timed_out(why) => "the mail server did not answer in time",
            () if why.is_tls() => "no encrypted connection to the mail server came about",
            () if why.is_client() => "the mail server lacks what we need of it",
            () => "the mail server could not be reached",
        }
        .to_owned(),
    )
}

/// A socket's time limit shows as `WouldBlock` on Unix, which lettre does not take for a timeout.
fn timed_out(why: &SmtpError) -> bool {
    let causes = std::iter::successors(why.source(), |&cause| cause.source());
    causes
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| {
            matches!(
                cause.kind(),
                std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock
            )
        })
}
