//! A person at a browser, as far as HTTP shows one: follows the forms of the pages, keeps cookies, sees the words.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::portal::{PASSWORD, Portal};

const FORM: &str = "application/x-www-form-urlencoded";

/// A form's fields as they are sent.
fn body_of(fields: &[(&str, &str)]) -> Body {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    Body::from(pairs.collect::<Vec<_>>().join("&"))
}

/// Somebody's browser. A clone is another window of it.
#[derive(Clone)]
pub(crate) struct Browser<'p> {
    portal: &'p Portal,
    cookies: BTreeMap<String, String>,
    /// What it sends with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
    csrf: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The page, with spaces that hold dates together as plain ones.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).replace('\u{a0}', " ")
    }

    pub(crate) fn shows(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }
}

impl<'p> Browser<'p> {
    pub(crate) fn new(portal: &'p Portal) -> Self {
        Self {
            portal,
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            csrf: String::new(),
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path);
        self.send(request, Body::empty())
    }

    /// Posts a form with the token of the last page.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_without_token(path, &all)
    }

    /// Posts just these fields.
    pub(crate) fn post_without_token(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, FORM);
        self.send(request, body_of(fields))
    }

    /// The request that [`Browser::post`] would send.
    pub(crate) fn request(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let request = Request::post(path).header(header::CONTENT_TYPE, FORM);
        self.addressed(request).body(body_of(&all)).expect("a request")
    }

    /// Gets a page and goes where it leads, until it stays.
    pub(crate) fn follow(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path);
        for _ in 0..5 {
            if answer.status != StatusCode::SEE_OTHER {
                return answer;
            }
            let to = answer.location().to_owned();
            answer = self.get(&to);
        }
        panic!("{path} leads round in circles")
    }

    /// With everything that this browser sends along.
    fn addressed(&self, mut request: axum::http::request::Builder) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request
    }

    fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = self.addressed(request).body(body).expect("a request");
        let answer = self.portal.answer_all(vec![request]).pop().expect("one answer");
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (pair, rest) = cookie.to_str().expect("ASCII").split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("a name and a value");
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(token) = answer
            .text()
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
        {
            token.clone_into(&mut self.csrf);
        }
        answer
    }

    /// The cookie of that name.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie by hand.
    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Signs in with both steps; the page that this leads to.
    pub(crate) fn sign_in(&mut self, door: &str, username: &str) -> Answer {
        self.get(door);
        let answer = self.post(door, &[("username", username), ("password", PASSWORD)]);
        assert_eq!(answer.location(), "/sign-in/verify", "{}", answer.text());
        self.get("/sign-in/verify");
        let answer = self.post("/sign-in/verify", &[("code", &self.portal.next_code())]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let to = answer.location().to_owned();
        self.follow(&to)
    }
}

/// What a page says, without what differs from page to page by chance or by what was typed.
pub(crate) fn said(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or_default();
    main.split('>')
        .filter(|part| !part.contains("csrf") && !part.contains("value="))
        .collect::<Vec<_>>()
        .join(">")
}
