//! A browser reduced to what costs least: HTTP/1.1 over one connection that stays open.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant as Moment};

/// A request, as it goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request(Vec<u8>);

impl Request {
    /// A page for whoever has the session `token`, packed by one of `encodings`.
    pub(crate) fn get(path: &str, token: &str, encodings: &str) -> Self {
        Self(
            format!(
                "GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: en\r\naccept-encoding: {encodings}\r\n\
                 cookie: madrone={token}; madrone-visitor=bench\r\n\r\n"
            )
            .into_bytes(),
        )
    }
}

impl Request {
    /// A form of a visitor who has not signed in.
    pub(crate) fn post(path: &str, form: &str) -> Self {
        Self::post_from("127.0.0.1", path, form)
    }

    /// The same through a proxy, which says where the visitor is.
    pub(crate) fn post_from(visitor: &str, path: &str, form: &str) -> Self {
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: en\r\nx-forwarded-for: {visitor}\r\n\
                 cookie: madrone-visitor=bench\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                 content-length: {}\r\n\r\n{form}",
                form.len()
            )
            .into_bytes(),
        )
    }
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) packed: bool,
    pub(crate) body: Vec<u8>,
}

/// A connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a server that accepts");
        stream.set_nodelay(true).expect("a socket of this machine");
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
        }
    }

    /// Asks and reads the whole answer.
    pub(crate) fn send(&mut self, request: &Request) -> Answer {
        self.exchange(request).expect("a whole answer")
    }

    fn exchange(&mut self, request: &Request) -> std::io::Result<Answer> {
        self.stream.get_mut().write_all(&request.0)?;
        let mut answer = Answer::default();
        let mut length = 0;
        let mut line = String::with_capacity(256);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if answer.status == 0 {
                answer.status = line.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(1);
            } else if let Some((name, value)) = line.split_once(": ") {
                match name {
                    "content-length" => length = value.parse().unwrap_or(0),
                    "content-encoding" => answer.packed = true,
                    _ => {}
                }
            }
        }
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }
}

/// What many clients saw.
pub(crate) struct Seen {
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// Of each request, shortest first.
    pub(crate) latencies: Vec<Duration>,
}

impl Seen {
    /// The latency that this share of the requests stayed within, in milliseconds.
    pub(crate) fn within(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list of some thousands"
        )]
        let place = ((self.latencies.len() - 1) as f64 * share) as usize;
        self.latencies[place].as_secs_f64() * 1000.0
    }

    /// Requests a second.
    #[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
    pub(crate) fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }
}

/// `clients` at once, each sending `each` requests: the given ones in turn.
pub(crate) fn load(address: SocketAddr, clients: usize, each: usize, requests: &[Request]) -> Seen {
    let started = Moment::now();
    let mut latencies: Vec<Duration> = std::thread::scope(|scope| {
        let busy: Vec<_> = (0..clients)
            .map(|client| scope.spawn(move || one(address, client * 7, each, requests)))
            .collect();
        busy.into_iter()
            .flat_map(|client| client.join().expect("a client that ends"))
            .collect()
    });
    let took = started.elapsed();
    latencies.sort();
    Seen { took, latencies }
}

fn one(address: SocketAddr, first: usize, each: usize, requests: &[Request]) -> Vec<Duration> {
    let mut client = Client::new(address);
    let send = |place: usize| {
        let asked = Moment::now();
        let answer = client.send(&requests[(first + place) % requests.len()]);
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        asked.elapsed()
    };
    (0..each).map(send).collect()
}
