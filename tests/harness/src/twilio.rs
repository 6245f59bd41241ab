//! A sender of text messages on the wire, shaped as Twilio's REST API is: it takes messages of the right account, refuses
//! what a test tells it to, and signs what it tells of its own accord.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::wire::{self, Request};

/// The account's name.
pub const ACCOUNT: &str = "AC00000000000000000000000000000001";

/// Its token.
pub const TOKEN: &str = "quiet-river-lantern";

/// The number that messages come from.
pub const FROM: &str = "+15415550100";

/// A message or a call that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Its name.
    pub id: String,
    /// The number, as E.164 has it.
    pub to: String,
    /// What it says; of a call, the document that says what is read out.
    pub body: String,
    /// Where to tell what becomes of it.
    pub callback: String,
}

/// A running sender. It stops with the process.
pub struct TwilioServer {
    address: SocketAddr,
    taken: Mutex<Receiver<Text>>,
    refused: Arc<Mutex<HashMap<String, (u16, i64)>>>,
}

impl TwilioServer {
    /// A sender on a free port of the loopback address.
    pub fn start() -> Self {
        let (sender, taken) = channel();
        let refused = Arc::default();
        let rules = Arc::clone(&refused);
        let mut count = 0;
        let address = wire::serve(move |request| {
            let (status, said) = answer(&request, &rules, &mut count, &sender);
            (status, said.to_string())
        });
        Self {
            address,
            taken: Mutex::new(taken),
            refused,
        }
    }

    /// Where its API is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers messages to `number` with this status and Twilio's error code from now on.
    pub fn refuse(&self, number: &str, status: u16, code: i64) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.insert(number.to_owned(), (status, code));
    }

    /// The next message.
    ///
    /// # Panics
    /// When none comes.
    pub fn next(&self) -> Text {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken
            .recv_timeout(Duration::from_secs(20))
            .expect("a text message comes")
    }

    /// Every message as it comes, for as long as anybody asks.
    pub fn texts(self) -> impl Iterator<Item = Text> {
        let taken = self.taken.into_inner().unwrap_or_else(PoisonError::into_inner);
        taken.into_iter()
    }

    /// Whether no message is there that nobody has asked for.
    pub fn is_empty(&self) -> bool {
        self.taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .try_recv()
            .is_err()
    }
}

/// The signature of a form that the sender tells at `address`.
pub fn signature(address: &str, form: &[(&str, &str)]) -> String {
    let mut fields = form.to_vec();
    fields.sort_unstable();
    let joined: String = fields.iter().flat_map(|(name, value)| [*name, *value]).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{address}{joined}").as_bytes()))
}

type Rules = Mutex<HashMap<String, (u16, i64)>>;

fn answer(request: &Request, rules: &Rules, count: &mut u32, taken: &Sender<Text>) -> (u16, Value) {
    let login = format!("Basic {}", STANDARD.encode(format!("{ACCOUNT}:{TOKEN}")));
    if request.headers.get("authorization") != Some(&login) {
        return (401, json!({ "code": 20003 }));
    }
    let account = format!("POST /2010-04-01/Accounts/{ACCOUNT}");
    let said = match request.line.strip_prefix(&account) {
        Some("/Messages.json HTTP/1.1") => "Body",
        Some("/Calls.json HTTP/1.1") => "Twiml",
        _ => return (404, json!({ "code": 20404 })),
    };
    let form: HashMap<String, String> = serde_urlencoded::from_bytes(&request.body).unwrap_or_default();
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    if field("From") != FROM || !field("To").starts_with('+') || field(said).is_empty() {
        return (400, json!({ "code": 21602 }));
    }
    let rule = rules
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&field("To"))
        .copied();
    if let Some((status, code)) = rule {
        return (status, json!({ "code": code, "message": "refused" }));
    }
    *count += 1;
    let text = Text {
        id: format!("SM{count:032}"),
        to: field("To"),
        body: field(said),
        callback: field("StatusCallback"),
    };
    let id = text.id.clone();
    // Nobody may be listening any more.
    drop(taken.send(text));
    (201, json!({ "sid": id, "status": "queued" }))
}
