//! A sign-in provider on the wire, as small as can be: it speaks the parts of OpenID Connect that the portal's server asks
//! for, and signs what a test tells it to. The browser's part, its sign-in page, is played by [`OidcServer::grant`].

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};

/// The portal's name at the provider.
pub const CLIENT: &str = "portal";

/// The portal's password there; it has what must be escaped.
pub const SECRET: &str = "quiet:river lantern%";

/// A running provider. It stops with the process.
pub struct OidcServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    key: EcdsaKeyPair,
    generation: u32,
    granted: HashMap<String, Granted>,
    userinfo: Value,
    fetched_keys: u32,
}

/// What a code is good for.
struct Granted {
    challenge: String,
    return_to: String,
    token: String,
}

/// What the browser is sent back with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentBack {
    /// The code.
    pub code: String,
    /// The state, as it came.
    pub state: String,
}

impl OidcServer {
    /// A provider on a free port of the loopback address.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let state = Arc::new(Mutex::new(State {
            key: new_key(),
            generation: 1,
            granted: HashMap::new(),
            userinfo: Value::Null,
            fetched_keys: 0,
        }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // A client that hangs up in the middle of a sentence is its own affair.
                drop(converse(stream, address, &shared));
            }
        });
        Self { address, state }
    }

    /// What the provider calls itself.
    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody, of whom `claims` are true, signs in on the page at `address`, where the portal sent the browser.
    pub fn grant(&self, address: &str, claims: &Value) -> SentBack {
        let asked = query(address);
        let mut all = json!({ "iss": self.issuer(), "aud": CLIENT, "nonce": asked["nonce"] });
        merge(&mut all, claims);
        let token = self.sign(&all);
        self.grant_token(address, token)
    }

    /// The same, with this for the signed token.
    pub fn grant_token(&self, address: &str, token: String) -> SentBack {
        let asked = query(address);
        let text = |name: &str| asked[name].clone();
        assert_eq!(text("client_id"), CLIENT);
        assert_eq!(text("response_type"), "code");
        assert_eq!(text("code_challenge_method"), "S256");
        assert!(text("scope").split(' ').any(|word| word == "openid"));
        let mut state = self.state();
        let code = format!("code-{}", state.granted.len() + 1);
        let granted = Granted {
            challenge: text("code_challenge"),
            return_to: text("redirect_uri"),
            token,
        };
        state.granted.insert(code.clone(), granted);
        SentBack {
            code,
            state: text("state"),
        }
    }

    /// What the provider says of whoever holds a code's access token, besides what is in the signed token.
    pub fn say_of_everybody(&self, claims: Value) {
        self.state().userinfo = claims;
    }

    /// A token with these claims, signed by the provider's present key.
    #[expect(
        clippy::disallowed_types,
        reason = "the signature's own randomness, which no test looks at"
    )]
    pub fn sign(&self, claims: &Value) -> String {
        let state = self.state();
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": format!("key-{}", state.generation) });
        let signed = signed_part(&header, claims);
        let signature = state
            .key
            .sign(&aws_lc_rs::rand::SystemRandom::new(), signed.as_bytes())
            .expect("a key can sign");
        format!("{signed}.{}", BASE64.encode(signature))
    }

    /// Takes a new key; the old one is gone.
    pub fn change_key(&self) {
        let mut state = self.state();
        state.key = new_key();
        state.generation += 1;
    }

    /// How often the keys were asked for.
    pub fn fetched_keys(&self) -> u32 {
        self.state().fetched_keys
    }
}

/// A token that nobody signed.
pub fn unsigned(claims: &Value) -> String {
    format!("{}.", signed_part(&json!({ "alg": "none" }), claims))
}

fn signed_part(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn new_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key can be made")
}

fn merge(all: &mut Value, more: &Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
}

/// The parts of an address's query, or of a form.
fn query(address: &str) -> HashMap<String, String> {
    let query = address.split_once('?').map_or(address, |(_, query)| query);
    serde_urlencoded::from_str(query).expect("a query that can be read")
}

/// Answers one request; each has a connection of its own.
fn converse(stream: TcpStream, address: SocketAddr, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let path = first.split(' ').nth(1).unwrap_or_default();
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let (status, answer) = match path {
        "/.well-known/openid-configuration" => (200, metadata(address)),
        "/keys" => {
            state.fetched_keys += 1;
            (200, keys(&state))
        }
        "/token" => redeem(&mut state, &headers, &String::from_utf8_lossy(&body)),
        "/userinfo" if headers.get("authorization").is_some_and(|by| by == "Bearer access") => {
            (200, state.userinfo.clone())
        }
        _ => (404, json!({ "error": "not_found" })),
    };
    let answer = answer.to_string();
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
        answer.len()
    )
}

fn metadata(address: SocketAddr) -> Value {
    let at = |path: &str| format!("http://{address}{path}");
    json!({
        "issuer": at(""),
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "userinfo_endpoint": at("/userinfo")
    })
}

fn keys(state: &State) -> Value {
    // 0x04, then x and y of 32 bytes each (SEC 1 section 2.3.3).
    let point = state.key.public_key().as_ref();
    json!({ "keys": [
        { "kty": "RSA", "use": "enc", "kid": "for-secrets", "n": "AQAB", "e": "AQAB" },
        { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{}", state.generation),
          "x": BASE64.encode(&point[1..33]), "y": BASE64.encode(&point[33..65]) }
    ] })
}

fn redeem(state: &mut State, headers: &HashMap<String, String>, form: &str) -> (u16, Value) {
    let login = format!("Basic {}", STANDARD.encode("portal:quiet%3Ariver+lantern%25"));
    if headers.get("authorization") != Some(&login) {
        return (401, json!({ "error": "invalid_client" }));
    }
    let form = query(form);
    let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
    let challenge = BASE64.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
    let granted = form.get("code").and_then(|code| state.granted.get_mut(code));
    match granted {
        Some(granted)
            if granted.challenge == challenge
                && form.get("redirect_uri") == Some(&granted.return_to)
                && !granted.token.is_empty() =>
        {
            let token = std::mem::take(&mut granted.token);
            (
                200,
                json!({ "id_token": token, "access_token": "access", "token_type": "Bearer" }),
            )
        }
        _ => (400, json!({ "error": "invalid_grant" })),
    }
}
