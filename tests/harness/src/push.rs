//! A push service on the wire (RFC 8030): it takes messages for browsers that anybody makes up, and refuses what a test
//! tells it to. It cannot read them, as no push service can.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::wire::{self, Request};

/// The keys of a browser that nobody has: the receiver of RFC 8291, appendix A.
pub const KEY: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

/// Its secret.
pub const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// For which browser.
    pub browser: String,
    /// The headers, names in small letters.
    pub headers: HashMap<String, String>,
    /// The message, which only the browser can read.
    pub body: Vec<u8>,
}

/// A running push service. It stops with the process.
pub struct PushService {
    address: SocketAddr,
    taken: Mutex<Receiver<Pushed>>,
    refused: Arc<Mutex<HashMap<String, u16>>>,
}

impl PushService {
    /// A push service on a free port of the loopback address.
    pub fn start() -> Self {
        let (sender, taken) = channel();
        let refused: Arc<Mutex<HashMap<String, u16>>> = Arc::default();
        let rules = Arc::clone(&refused);
        let address = wire::serve(move |request| (answer(request, &rules, &sender), String::new()));
        Self {
            address,
            taken: Mutex::new(taken),
            refused,
        }
    }

    /// The address at which `browser` is written to.
    pub fn endpoint(&self, browser: &str) -> String {
        format!("http://{}/send/{browser}", self.address)
    }

    /// Answers messages to `browser` with this status from now on.
    pub fn refuse(&self, browser: &str, status: u16) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.insert(browser.to_owned(), status);
    }

    /// The next message.
    ///
    /// # Panics
    /// When none comes.
    pub fn next(&self) -> Pushed {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.recv_timeout(Duration::from_secs(20)).expect("a message comes")
    }

    /// For which browsers there are messages that nobody has asked for, in the order of the alphabet.
    pub fn waiting(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting: Vec<String> = taken.try_iter().map(|pushed| pushed.browser).collect();
        waiting.sort();
        waiting
    }
}

fn answer(request: Request, rules: &Mutex<HashMap<String, u16>>, taken: &Sender<Pushed>) -> u16 {
    let path = request.line.strip_prefix("POST /send/");
    let Some(browser) = path.and_then(|rest| rest.strip_suffix(" HTTP/1.1")) else {
        return 404;
    };
    let rule = rules
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(browser)
        .copied();
    if let Some(status) = rule {
        return status;
    }
    let pushed = Pushed {
        browser: browser.to_owned(),
        headers: request.headers,
        body: request.body,
    };
    // Nobody may be listening any more.
    drop(taken.send(pushed));
    201
}
