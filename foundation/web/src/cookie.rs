//! Cookies: the session's, the visitor's, the language's.

use std::fmt::Write as _;
use std::time::Duration;

/// A cookie to set.
#[derive(Clone, Debug)]
pub struct Cookie {
    name: &'static str,
    value: String,
    lives: Option<Duration>,
}

pub(crate) const SESSION: &str = "madrone";
pub(crate) const VISITOR: &str = "madrone-visitor";
pub(crate) const LANGUAGE: &str = "madrone-language";

impl Cookie {
    /// A cookie of a room's own; without `lives` it ends with the browser.
    pub fn new(name: &'static str, value: String, lives: Option<Duration>) -> Self {
        Self { name, value, lives }
    }

    /// Takes the cookie `name` away.
    pub fn none(name: &'static str) -> Self {
        Self::new(name, String::new(), Some(Duration::ZERO))
    }

    /// The session's token; ends with the browser, and on the server earlier.
    pub fn session(token: String) -> Self {
        Self::new(SESSION, token, None)
    }

    /// Takes the session's token away.
    pub fn no_session() -> Self {
        Self::none(SESSION)
    }

    pub(crate) fn visitor(value: String) -> Self {
        Self::new(VISITOR, value, None)
    }

    pub(crate) fn language(tag: &str) -> Self {
        Self::new(LANGUAGE, tag.to_owned(), Some(Duration::from_hours(8760)))
    }

    /// The header's value. With `secure` the name begins with `__Host-`, which browsers accept only over TLS, for the
    /// whole host and no domain (RFC 6265bis section 4.1.3.2).
    pub(crate) fn header(&self, secure: bool) -> String {
        let mut out = format!(
            "{}={}; Path=/; SameSite=Lax; HttpOnly",
            full_name(self.name, secure),
            self.value
        );
        if secure {
            out.push_str("; Secure");
        }
        if let Some(lives) = self.lives {
            let _ = write!(out, "; Max-Age={}", lives.as_secs());
        }
        out
    }
}

fn full_name(name: &str, secure: bool) -> String {
    if secure {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The value of the cookie `name` in a `Cookie` header.
pub(crate) fn find<'h>(header: &'h str, name: &str, secure: bool) -> Option<&'h str> {
    let name = full_name(name, secure);
    header.split(';').find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name && !value.is_empty()).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_the_session_is_bound_to_the_host_and_out_of_reach_of_scripts() {
        let header = Cookie::session("abc".into()).header(true);
        assert_eq!(header, "__Host-madrone=abc; Path=/; SameSite=Lax; HttpOnly; Secure");
    }

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        assert_eq!(find("xmadrone=1; madrone=2", SESSION, false), Some("2"));
        assert_eq!(find("madrone=2", SESSION, true), None);
        assert_eq!(find("madrone=", SESSION, false), None);
    }
}
