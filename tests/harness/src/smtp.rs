//! A mail server on the wire, small and willing: it speaks SMTP (RFC 5321) on a port of its own and hands over what it
//! is sent.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mail_parser::{Message, MessageParser};

/// How a server answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Takes every mail.
    Willing,
    /// Knows none of the recipients: 550.
    UnknownRecipient,
    /// Has no time now: 451.
    Busy,
    /// Asks for a password and takes none: 535.
    WrongPassword,
    /// Takes the connection and says nothing.
    Silent,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug)]
pub struct Received {
    /// The address given to `MAIL FROM`.
    pub from: String,
    /// The addresses given to `RCPT TO`.
    pub to: Vec<String>,
    /// Headers and body, lines ended by CR LF.
    pub raw: String,
}

impl Received {
    /// The subject, decoded.
    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    /// The text part, decoded.
    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// The first header of that name, as it stands there.
    pub fn header(&self, name: &str) -> Option<String> {
        self.parsed().header_raw(name).map(|value| value.trim().to_owned())
    }

    fn parsed(&self) -> Message<'_> {
        MessageParser::default()
            .parse(self.raw.as_bytes())
            .expect("what came is a mail")
    }
}

/// A running server. It stops with the process.
pub struct SmtpServer {
    address: SocketAddr,
    received: Mutex<Receiver<Received>>,
}

impl SmtpServer {
    /// A server on a free port of the loopback address.
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (sender, received) = channel();
        std::thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if manner == Manner::Silent {
                    silent.push(stream);
                    continue;
                }
                let sender = sender.clone();
                // A client that hangs up in the middle of a sentence is its own affair.
                std::thread::spawn(move || drop(converse(stream, manner, &sender)));
            }
        });
        Self {
            address,
            received: Mutex::new(received),
        }
    }

    /// `smtp://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next mail, in the order in which they came.
    ///
    /// # Panics
    /// When none comes within twenty seconds.
    pub fn next(&self) -> Received {
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.recv_timeout(Duration::from_secs(20)).expect("a mail comes")
    }

    /// Every mail as it comes, for as long as anybody asks.
    pub fn mails(self) -> impl Iterator<Item = Received> {
        self.received
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .into_iter()
    }

    /// A mail that has come already, if one has.
    pub fn poll(&self) -> Option<Received> {
        self.received
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .try_recv()
            .ok()
    }
}

/// One client's conversation, to its end.
fn converse(mut stream: TcpStream, manner: Manner, received: &Sender<Received>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut say = |words: &str| stream.write_all(format!("{words}\r\n").as_bytes());
    let (mut from, mut to) = (String::new(), Vec::new());
    say("220 mail.test ESMTP")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" if manner == Manner::WrongPassword => say("250-mail.test\r\n250 AUTH PLAIN")?,
            "EHLO" => say("250-mail.test\r\n250 8BITMIME")?,
            "AUTH" => say("535 5.7.8 authentication failed")?,
            "MAIL" => {
                from = between_brackets(line);
                to.clear();
                say("250 2.1.0 sender ok")?;
            }
            "RCPT" if manner == Manner::UnknownRecipient => say("550 5.1.1 no such mailbox")?,
            "RCPT" if manner == Manner::Busy => say("451 4.3.2 try again later")?,
            "RCPT" => {
                to.push(between_brackets(line));
                say("250 2.1.5 recipient ok")?;
            }
            "DATA" => {
                say("354 go ahead")?;
                let raw = read_data(&mut lines)?;
                // Handed over before it is acknowledged, so that who has seen the acknowledgement finds it.
                let _ = received.send(Received {
                    from: from.clone(),
                    to: to.clone(),
                    raw,
                });
                say("250 2.0.0 taken")?;
            }
            "QUIT" => return say("221 2.0.0 goodbye"),
            "RSET" | "NOOP" => say("250 2.0.0 ok")?,
            _ => say("502 5.5.1 not here")?,
        }
    }
}

/// The lines up to the lone dot, with doubled dots at the beginning of a line undone (section 4.5.2).
fn read_data(lines: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut raw = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line == ".\r\n" {
            return Ok(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn between_brackets(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
