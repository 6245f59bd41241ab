//! The one place where a failure becomes a page. Every page says what to do next, and none says more than the reader may
//! know.

use std::sync::Arc;

use askama::Template;
use axum::http::{StatusCode, header};
use madrone_i18n::Words;

use crate::components::Link;
use crate::cx::{Cx, Request};
use crate::front::Reply;
use crate::page::Failure;
use crate::routes::Method;
use crate::shell::{ErrorPage, Shell};
use crate::{App, frame};

/// The page for `failure`, in the frame of whoever asked.
pub(crate) fn page(cx: &mut Cx<'_>, failure: &Failure) -> Reply {
    match failure {
        Failure::SignInFirst => return sign_in_first(cx.request()),
        Failure::ConfirmFirst => return confirm_first(cx.request()),
        Failure::EnrolFirst => return Reply::see_other("/account/security?first=1".to_owned()),
        _ => {}
    }
    cx.close_chart();
    let words = cx.words().clone();
    draw(cx.shell(""), &words, cx.request(), failure, &cx.site().phone)
}

/// The page for `failure` when no unit of work can be had: nobody's frame, but the reader's language.
pub(crate) fn plain(app: &Arc<App>, request: &Request, failure: &Failure) -> Reply {
    let words = app.words(frame::locale(app, request, None));
    draw(
        frame::build(app, request, None, &words),
        &words,
        request,
        failure,
        &app.site.phone,
    )
}

/// Where to sign in, and where to go on afterwards. Whoever brings the token of a session had one: it is over.
fn sign_in_first(request: &Request) -> Reply {
    let door = if request.path.starts_with("/clinic") {
        "/clinic/sign-in"
    } else {
        "/sign-in"
    };
    let mut said = Vec::new();
    if request.client.token.is_some() {
        said.push("ended=1".to_owned());
    }
    said.extend(way_back(request));
    let mark = if said.is_empty() { "" } else { "?" };
    Reply::see_other(format!("{door}{mark}{}", said.join("&")))
}

/// Where the second step is shown again.
fn confirm_first(request: &Request) -> Reply {
    let said = way_back(request).map_or_else(String::new, |back| format!("?{back}"));
    Reply::see_other(format!("/account/confirm{said}"))
}

/// `next=` and the page to come back to afterwards.
fn way_back(request: &Request) -> Option<String> {
    let back = match request.method {
        Method::Get if request.query.is_empty() => request.whole_path(),
        Method::Get => format!("{}?{}", request.whole_path(), request.query),
        // A form cannot be sent again from an address; the page that it stood on can be opened again.
        Method::Post => request.client.came_from.clone()?,
    };
    let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
    Some(format!("next={back}"))
}

/// What a failure is called in the words, with its status and icon.
fn kind(failure: &Failure) -> (StatusCode, &'static str, &'static str) {
    use madrone_db::Error as Db;
    match failure {
        Failure::NotFound | Failure::SignInFirst | Failure::ConfirmFirst | Failure::EnrolFirst => {
            (StatusCode::NOT_FOUND, "not-found", "compass")
        }
        Failure::NoChart => (StatusCode::NOT_FOUND, "no-chart", "file-text"),
        Failure::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "circle-alert"),
        Failure::BadRequest => (StatusCode::BAD_REQUEST, "invalid", "circle-alert"),
        Failure::Forged => (StatusCode::FORBIDDEN, "forged", "circle-alert"),
        Failure::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many", "clock"),
        Failure::Db(Db::Busy | Db::Conflict | Db::Timeout) => (StatusCode::SERVICE_UNAVAILABLE, "busy", "clock"),
        Failure::Db(Db::Stopped | Db::Start(_) | Db::Full) => (StatusCode::SERVICE_UNAVAILABLE, "maintenance", "clock"),
        Failure::Db(_) | Failure::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken", "circle-alert"),
    }
}

fn draw(shell: Shell, words: &Words, request: &Request, failure: &Failure, phone: &str) -> Reply {
    if let Failure::Invalid(html) = failure {
        return Reply::html(StatusCode::UNPROCESSABLE_ENTITY, html.clone());
    }
    if let Failure::BadRequest = failure {
        return Reply::json(StatusCode::BAD_REQUEST, r#"{"error":"invalid_request"}"#);
    }
    let (status, name, icon) = kind(failure);
    if status.is_server_error() {
        tracing::error!(request = request.id, error = %failure, "a request failed");
    }
    let key = |part: &str| words.t(&format!("web-{name}-{part}")).into_owned();
    let mut text = vec![key("text")];
    if !phone.is_empty() {
        text.push(words.t1("web-call-us", "phone", phone));
    }
    let mut ways = vec![Link::new(
        shell.start.clone(),
        words.t(if shell.person.is_some() {
            "web-to-home"
        } else {
            "web-to-start"
        }),
    )];
    if shell.person.is_none() {
        ways.push(Link::new("/sign-in", words.t("web-to-sign-in")));
    }
    let page = ErrorPage {
        shell,
        icon,
        heading: key("heading"),
        text,
        ways,
        reference: words.t1("web-reference", "id", request.id.as_str()),
    };
    let html = page
        .render()
        .unwrap_or_else(|_| format!("<!doctype html><title>{name}</title><h1>{name}</h1>"));
    let mut reply = Reply::html(status, html);
    let wait = match failure {
        Failure::TooMany(seconds) => Some(*seconds),
        _ if status == StatusCode::SERVICE_UNAVAILABLE => Some(5),
        _ => None,
    };
    reply
        .headers
        .extend(wait.map(|seconds| (header::RETRY_AFTER, seconds.to_string())));
    reply
}
