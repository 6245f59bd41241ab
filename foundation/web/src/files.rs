//! Answers that need no transaction: built files, the theme, and what monitors ask.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use madrone_db::Access;

use crate::{App, headers, store};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(crate) async fn asset(State(app): State<Arc<App>>, uri: Uri, asked: HeaderMap) -> Response {
    let Some(file) = app.assets.get(uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let brotli = file.brotli.filter(|_| accepts(&asked, "br"));
    let mut response = Response::new(Body::from(brotli.unwrap_or(file.bytes)));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if brotli.is_some() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    headers::secure(out, app.site.is_secure(), false);
    response
}

/// The script that shows notices while no page is open. Its address never changes, and browsers ask for it anew: only from
/// here may it stand for the whole portal (Service Workers, section 3.4.4).
pub(crate) async fn service_worker(State(app): State<Arc<App>>) -> Response {
    let Some(file) = app.assets.values().find(|file| file.name == "service-worker.js") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = file.bytes.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers::secure(out, app.site.is_secure(), false);
    response
}

pub(crate) async fn theme(State(app): State<Arc<App>>) -> Response {
    let mut response = app.site.theme_css.clone().into_response();
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    headers::secure(out, app.site.is_secure(), false);
    response
}

/// The process lives.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.db.run(Access::Read, store::answers).await {
        Ok(()) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

/// Numbers, for monitors on this machine only.
pub(crate) async fn metrics(State(app): State<Arc<App>>, ConnectInfo(peer): ConnectInfo<SocketAddr>) -> Response {
    if !peer.ip().is_loopback() {
        return StatusCode::NOT_FOUND.into_response();
    }
    app.metrics.text().into_response()
}

/// Whether the client takes this encoding (RFC 9110 section 12.5.3; a weight of 0 means no).
pub(crate) fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    headers::text(asked, &header::ACCEPT_ENCODING).is_some_and(|list| {
        list.split(',').any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            name.trim() == encoding && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
    })
}

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::fast());
    encoder
        .write_all(body)
        .and_then(|()| encoder.finish())
        .expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_that_is_refused_by_weight_is_not_sent() {
        let asked = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            headers
        };
        assert!(accepts(&asked("gzip, br;q=0.5"), "br"));
        assert!(!accepts(&asked("gzip, br;q=0"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
