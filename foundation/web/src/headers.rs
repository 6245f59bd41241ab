//! What is read from a request's headers, and what every answer carries.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use madrone_i18n::Locale;
use madrone_kernel::Random;

use crate::{App, cookie};

/// What a client carries with it.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    /// Its cookies as they came.
    pub(crate) cookies: String,
    /// The session's token.
    pub(crate) token: Option<String>,
    /// What ties the forms of those who have not signed in to their browser.
    pub(crate) visitor: String,
    /// Made for this request, so it must be set.
    pub(crate) visitor_is_new: bool,
    /// The page of ours that led here: its path and query.
    pub(crate) came_from: Option<String>,
    /// The language that was chosen here.
    pub(crate) chosen: Option<Locale>,
    /// The language that the browser asks for.
    pub(crate) asked: Option<Locale>,
}

pub(crate) fn client(app: &App, headers: &HeaderMap, random: &Random) -> Client {
    let secure = app.site.is_secure();
    let cookies = text(headers, &header::COOKIE).unwrap_or_default();
    let cookie = |name: &str| cookie::find(cookies, name, secure);
    let visitor = cookie(cookie::VISITOR);
    Client {
        cookies: cookies.to_owned(),
        token: cookie(cookie::SESSION).map(str::to_owned),
        visitor: visitor.map_or_else(|| new_token(random), str::to_owned),
        visitor_is_new: visitor.is_none(),
        came_from: page_of_ours(headers).map(str::to_owned),
        chosen: cookie(cookie::LANGUAGE).and_then(Locale::parse),
        asked: text(headers, &header::ACCEPT_LANGUAGE).and_then(Locale::negotiate),
    }
}

/// The path and query of the page that the browser says it was on, if that is on the host it asks.
fn page_of_ours(headers: &HeaderMap) -> Option<&str> {
    let (_, from) = text(headers, &header::REFERER)?.split_once("://")?;
    let page = from.strip_prefix(text(headers, &header::HOST)?)?;
    page.starts_with('/').then_some(page)
}

/// 128 random bits, as text for a cookie.
fn new_token(random: &Random) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random.bytes::<16>())
}

pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Where the client is: the peer, or what a proxy that we trust says of it. Only the last address counts, because a
/// client can write the others itself.
pub(crate) fn address(app: &App, headers: &HeaderMap, peer: SocketAddr) -> IpAddr {
    if !app.trusted_proxies.contains(&peer.ip()) {
        return peer.ip();
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse().ok())
        .rfind(|address| !app.trusted_proxies.contains(address))
        .unwrap_or(peer.ip())
}

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is shown inside a frame of ours: reports as files.
const FRAMED_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), \
     midi=(), payment=(), usb=(), browsing-topics=()";

/// Adds the headers that keep a page safe.
pub(crate) fn secure(headers: &mut HeaderMap, over_tls: bool, framed: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(
        header::CONTENT_SECURITY_POLICY,
        if framed { FRAMED_POLICY } else { CONTENT_SECURITY_POLICY },
    );
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, if framed { "SAMEORIGIN" } else { "DENY" });
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    // Pages about people stay in no cache.
    set(header::CACHE_CONTROL, "no-store");
    if over_tls {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_led_here_counts_if_it_is_on_this_host() {
        let page = |from: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("clinic.example"));
            headers.insert(header::REFERER, HeaderValue::from_static(from));
            page_of_ours(&headers).map(str::to_owned)
        };
        assert_eq!(
            page("https://clinic.example/results?q=a"),
            Some("/results?q=a".to_owned())
        );
        for elsewhere in [
            "https://evil.example/results",
            "https://clinic.example.evil/x",
            "https://clinic.example",
            "nonsense",
        ] {
            assert_eq!(page(elsewhere), None, "{elsewhere}");
        }
    }
}
