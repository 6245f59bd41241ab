//! Where requests come in: reading them, putting them on a database thread, and sending the answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, get, on};
use axum::{RequestExt, Router};
use http_body_util::{BodyExt, Limited};
use madrone_db::Access;

use crate::acting::{self, Through};
use crate::cookie::Cookie;
use crate::cx::{Cx, Left, Request, Work};
use crate::handler::{Incoming, Prepared, Ready, ReadyWork};
use crate::page::{Failure, Page};
use crate::places::Places;
use crate::routes::{Gate, Method, Route};
use crate::session::Draft;
use crate::{App, csrf, failure, files, headers};

/// The largest form that is taken.
const LARGEST_FORM: usize = 1 << 20;

/// The longest that a client may take to send a form.
const SLOWEST_FORM: Duration = Duration::from_secs(30);

/// An answer before it is sent.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) framed: bool,
}

impl Reply {
    pub(crate) fn html(status: StatusCode, body: String) -> Self {
        let headers = vec![(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned())];
        Self {
            status,
            headers,
            body: body.into_bytes(),
            framed: false,
        }
    }

    pub(crate) fn json(status: StatusCode, body: &str) -> Self {
        Self {
            status,
            headers: vec![(header::CONTENT_TYPE, "application/json".to_owned())],
            body: body.as_bytes().to_vec(),
            framed: false,
        }
    }

    pub(crate) fn see_other(to: String) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            headers: vec![(header::LOCATION, to)],
            body: Vec::new(),
            framed: false,
        }
    }

    fn of(page: Page) -> Self {
        match page {
            Page::Html(html) => Self::html(StatusCode::OK, html),
            Page::SeeOther(to) => Self::see_other(to),
            Page::Bytes {
                content_type,
                filename,
                bytes,
            } => {
                let mut headers = vec![(header::CONTENT_TYPE, content_type.to_owned())];
                let framed = filename.is_none();
                if let Some(name) = filename {
                    headers.push((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
                }
                Self {
                    status: StatusCode::OK,
                    headers,
                    body: bytes,
                    framed,
                }
            }
        }
    }
}

/// The answer with its links led into the chart that `request` is about, where that is not one's own.
pub(crate) fn kept(app: &App, request: &Request, mut reply: Reply) -> Reply {
    let Some(through) = &request.through else { return reply };
    let (base, mut html) = (through.base(), false);
    for (name, value) in &mut reply.headers {
        html |= *name == header::CONTENT_TYPE && value.starts_with("text/html");
        if *name == header::LOCATION {
            *value = acting::keep(std::mem::take(value), &base, &app.routes);
        }
    }
    if let (true, Ok(page)) = (html, std::str::from_utf8(&reply.body)) {
        reply.body = acting::keep_links(page, &base, &app.routes).into_bytes();
    }
    reply
}

/// All addresses of the house.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for (number, route) in app.routes.iter().enumerate() {
        let filter = match route.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let answer = move |State(app): State<Arc<App>>, request: axum::extract::Request| async move {
            answer(app, Some(number), request).await
        };
        if route.chart {
            for place in Through::patterns() {
                router = router.route(&format!("{place}{}", route.path), on(filter, answer));
            }
        }
        router = router.route(route.path, on(filter, answer));
    }
    let nothing =
        |State(app): State<Arc<App>>, request: axum::extract::Request| async move { answer(app, None, request).await };
    let theme: MethodRouter<Arc<App>> = get(files::theme);
    router
        .route("/assets/{*file}", get(files::asset))
        .route("/theme.css", theme)
        .route("/service-worker.js", get(files::service_worker))
        .route("/healthz", get(files::alive))
        .route("/readyz", get(files::ready))
        .route("/metrics", get(files::metrics))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .with_state(app)
}

/// Serves until `stop` resolves, then lets what has begun finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

/// Answers one request: the handler `number`, or "not found" where no address fits.
async fn answer(app: Arc<App>, number: Option<usize>, mut http: axum::extract::Request) -> Response {
    let started = Moment::now();
    let params = http.extract_parts::<RawPathParams>().await.ok();
    let peer = http
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(SocketAddr::from(([127, 0, 0, 1], 0)), |at| at.0);
    let (mut parts, body) = http.into_parts();
    let request = Arc::new(read_request(&app, &parts, peer));
    let headers = Arc::new(std::mem::take(&mut parts.headers));
    let route = number.map(|number| &app.routes[number]);
    let pattern = route.map_or("(none)", |route| route.path);

    let (reply, left) = if let Some(to) = chosen_language(&request) {
        let (locale, url) = to;
        let left = Left {
            cookies: vec![Cookie::language(locale)],
            receipt: None,
        };
        (Reply::see_other(url), left)
    } else {
        let path = params
            .iter()
            .flat_map(RawPathParams::iter)
            .filter(|(name, _)| *name != acting::PLACE)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let incoming = Incoming {
            path,
            query: request.query.clone(),
            body: Vec::new(),
            headers: Arc::clone(&headers),
        };
        match read_body(&request, &headers, body).await {
            Ok(body) => run(&app, &request, route, Incoming { body, ..incoming }).await,
            Err(failure) => (failure::plain(&app, &request, &failure), Left::default()),
        }
    };
    // The page of somebody else's chart leaves only when its entry is on disk.
    let unwritten = match left.receipt {
        Some(receipt) => receipt.await.is_err(),
        None => false,
    };
    let reply = if unwritten {
        failure::plain(
            &app,
            &request,
            &Failure::Internal("the audit could not be written".into()),
        )
    } else {
        reply
    };
    let took = started.elapsed();
    app.metrics.answered(reply.status.as_u16(), took);
    tracing::info!(
        request = request.id,
        method = ?request.method,
        route = pattern,
        status = reply.status.as_u16(),
        micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "answered"
    );
    send(&app, &request, reply, left.cookies, &headers)
}

fn read_request(app: &App, parts: &Parts, peer: SocketAddr) -> Request {
    let now = app.clock.now();
    let agent = headers::text(&parts.headers, &header::USER_AGENT).unwrap_or_default();
    let (through, path) = match Through::of(parts.uri.path()) {
        Some((through, path)) => (Some(through), path),
        None => (None, parts.uri.path()),
    };
    Request {
        id: madrone_kernel::new_id(now, &app.random),
        method: if parts.method == axum::http::Method::POST {
            Method::Post
        } else {
            Method::Get
        },
        path: path.to_owned(),
        through,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        address: headers::address(app, &parts.headers, peer),
        agent: agent.chars().take(200).collect(),
        now,
        client: headers::client(app, &parts.headers, &app.random),
    }
}

/// `?lang=es` on any page: remember it, and show the same page without it.
fn chosen_language(request: &Request) -> Option<(&'static str, String)> {
    if request.method != Method::Get {
        return None;
    }
    let tag = request.query.split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    let locale = madrone_i18n::Locale::parse(tag)?;
    let rest: Vec<&str> = request
        .query
        .split('&')
        .filter(|pair| !pair.starts_with("lang="))
        .collect();
    let mark = if rest.is_empty() { "" } else { "?" };
    // A path that begins with two slashes would be another host.
    let path = format!("/{}", request.whole_path().trim_start_matches(['/', '\\']));
    Some((locale.tag(), format!("{path}{mark}{}", rest.join("&"))))
}

async fn read_body(request: &Request, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Failure> {
    if request.method == Method::Get {
        return Ok(Vec::new());
    }
    if csrf::from_elsewhere(headers) {
        return Err(Failure::Forged);
    }
    let whole = tokio::time::timeout(SLOWEST_FORM, Limited::new(body, LARGEST_FORM).collect()).await;
    match whole {
        Ok(Ok(whole)) => Ok(whole.to_bytes().to_vec()),
        _ => Err(Failure::Forged),
    }
}

async fn run(app: &Arc<App>, request: &Arc<Request>, route: Option<&Route>, from: Incoming) -> (Reply, Left) {
    let gate = route.map_or(OPEN, |route| (route.gate, route.confirmed));
    let token = form_token(&from.body);
    let draft = draft(request, &from.body);
    let prepared = match route {
        Some(route) => (route.prepare)(&from),
        None => Err(Failure::NotFound),
    };
    match prepared {
        Ok(Prepared::Work(work)) => run_work((app, request), &app.workers, gate, token, work).await,
        Ok(Prepared::Calling(work)) => run_work((app, request), &app.callers, gate, token, work).await,
        Ok(Prepared::InTransaction(handler)) => run_in_transaction(app, request, gate, (token, draft), handler).await,
        // Said inside a unit of work too, so that whoever has signed in sees it in their own frame.
        Err(why) => {
            let refuse: Ready = Box::new(move |_| Err(why.clone()));
            let app_request = (app, request);
            run_unit(app_request, Access::Read, gate, Sent::default(), refuse).await
        }
    }
}

async fn run_in_transaction(
    app: &Arc<App>,
    request: &Arc<Request>,
    gate: Bar,
    (token, draft): Sent,
    handler: Ready,
) -> (Reply, Left) {
    match request.method {
        Method::Get => run_unit((app, request), Access::Read, gate, Sent::default(), handler).await,
        Method::Post => {
            let sent = (Some(token.unwrap_or_default()), draft);
            run_unit((app, request), Access::Write, gate, sent, handler).await
        }
    }
}

/// The token of a form, where there is a form to check, and what is kept of it if it cannot be taken now.
type Sent = (Option<String>, Option<Draft>);

/// Runs a handler as one unit of work, and draws its failure inside the same unit.
async fn run_unit(
    (app, request): (&Arc<App>, &Arc<Request>),
    access: Access,
    gate: Bar,
    (token, draft): Sent,
    mut handler: Ready,
) -> (Reply, Left) {
    let (house, asked) = (Arc::clone(app), Arc::clone(request));
    let outcome = app.db.run(access, move |tx| {
        let mut cx = Cx::enter(tx, access, &house, &asked)?;
        let outcome = admit(&mut cx, gate, token.as_deref()).and_then(|()| handler(&mut cx));
        if let Some(draft) = &draft {
            keep_or_end(&cx, draft, token.as_deref(), &outcome)?;
        }
        match outcome {
            Ok(page) => Ok((cx.kept(Reply::of(page)), cx.leave())),
            Err(failure @ Failure::Db(_)) => Err(Box::new(Unsaid {
                reply: None,
                failure,
                left: cx.leave(),
            })),
            Err(failure) => {
                let reply = failure::page(&mut cx, &failure);
                let reply = cx.kept(reply);
                Err(Box::new(Unsaid {
                    reply: Some(reply),
                    failure,
                    left: cx.leave(),
                }))
            }
        }
    });
    match outcome.await {
        Ok(said) => said,
        Err(unsaid) => {
            let Unsaid { reply, failure, left } = *unsaid;
            (reply.unwrap_or_else(|| failure::plain(app, request, &failure)), left)
        }
    }
}

/// Keeps what was typed where somebody has to sign in or to confirm first, and forgets it when it was taken.
fn keep_or_end(
    cx: &Cx<'_>,
    draft: &Draft,
    token: Option<&str>,
    outcome: &Result<Page, Failure>,
) -> Result<(), madrone_db::Error> {
    let sessions = Arc::clone(&cx.app().sessions);
    match (outcome, cx.session(), cx.session_token()) {
        (Ok(_), Some(session), _) => sessions.end_draft(cx.tx(), session.actor.id(), &draft.path),
        (Err(Failure::SignInFirst | Failure::ConfirmFirst), _, Some(session))
            if token.is_some_and(|token| cx.form_is_ours(token)) =>
        {
            let (session, draft, now) = (session.to_owned(), draft.clone(), cx.now());
            cx.tx().keep(move |tx| sessions.keep_draft(tx, &session, &draft, now));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A unit of work that was rolled back, with its page if that could still be drawn.
struct Unsaid {
    reply: Option<Reply>,
    failure: Failure,
    left: Left,
}

impl From<Failure> for Box<Unsaid> {
    fn from(failure: Failure) -> Self {
        Self::new(Unsaid {
            reply: None,
            failure,
            left: Left::default(),
        })
    }
}

impl From<madrone_db::Error> for Box<Unsaid> {
    fn from(error: madrone_db::Error) -> Self {
        Failure::from(error).into()
    }
}

async fn run_work(
    (app, request): (&Arc<App>, &Arc<Request>),
    places: &Places,
    gate: Bar,
    token: Option<String>,
    handler: ReadyWork,
) -> (Reply, Left) {
    let token = (request.method == Method::Post).then(|| token.unwrap_or_default());
    let place = match places.enter().await {
        Ok(place) => place,
        Err(full) => return (failure::plain(app, request, &full), Left::default()),
    };
    let mut work = Work {
        app: Arc::clone(app),
        request: Arc::clone(request),
        cookies: Vec::new(),
    };
    let outcome = tokio::task::spawn_blocking(move || {
        step_back();
        let page = work
            .read(move |cx| admit(cx, gate, token.as_deref()))
            .and_then(|()| handler(&mut work));
        drop(place);
        (page, work.cookies)
    });
    match outcome.await {
        Ok((Ok(page), cookies)) => (kept(app, request, Reply::of(page)), Left { cookies, receipt: None }),
        Ok((Err(failure), cookies)) => {
            let refuse: Ready = Box::new(move |_| Err(failure.clone()));
            let (reply, mut left) = run_unit((app, request), Access::Read, OPEN, Sent::default(), refuse).await;
            left.cookies.extend(cookies);
            (reply, left)
        }
        Err(_) => {
            let failure = Failure::Db(madrone_db::Error::Panicked);
            (failure::plain(app, request, &failure), Left::default())
        }
    }
}

/// Lets this thread compute with what time the pages leave: somebody who reads should not notice that others sign in.
/// Only a thread that does such work and nothing else may be told so, since it cannot be taken back.
#[cfg(target_os = "linux")]
fn step_back() {
    thread_local! {
        // On Linux a priority is a thread's own (sched(7)).
        // The least of them and not SCHED_IDLE, by which nobody comes in while anything else keeps the machine busy.
        static BEHIND: bool = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 19)
            .inspect_err(|error| tracing::debug!(%error, "a thread that computes keeps its priority"))
            .is_ok();
    }
    BEHIND.with(|_| ());
}

/// Elsewhere a priority is the whole process's.
#[cfg(not(target_os = "linux"))]
fn step_back() {}

/// Who comes through, and whether the second step must be fresh.
type Bar = (Gate, bool);

const OPEN: Bar = (Gate::Public, false);

/// Whether the request comes as far as the handler.
fn admit(cx: &mut Cx<'_>, (gate, confirmed): Bar, token: Option<&str>) -> Result<(), Failure> {
    match (gate, cx.session()) {
        (Gate::Program, _) => return Ok(()),
        (Gate::Public, _) | (Gate::SignedIn, Some(_)) => {}
        (_, None) => return Err(Failure::SignInFirst),
        (Gate::Person, Some(session)) if !session.is_staff() => {}
        (Gate::Staff, Some(session)) if session.is_staff() => {}
        (_, Some(_)) => return Err(Failure::NotFound),
    }
    // A page that only says what went wrong is for everybody, and about no chart.
    if gate == Gate::Person {
        cx.enter_chart_of_another()?;
    }
    match cx.session() {
        Some(session) if session.must_enrol && gate == Gate::Staff => return Err(Failure::EnrolFirst),
        Some(session) if confirmed && !session.is_confirmed(cx.now()) => return Err(Failure::ConfirmFirst),
        _ => {}
    }
    match token {
        Some(token) if !cx.form_is_ours(token) => Err(Failure::Forged),
        _ => Ok(()),
    }
}

/// What every form of ours holds.
#[derive(serde::Deserialize)]
struct Hidden {
    csrf: String,
}

/// What is kept of a form, if it is one of those that are kept.
fn draft(request: &Request, body: &[u8]) -> Option<Draft> {
    let form = std::str::from_utf8(body)
        .ok()
        .filter(|form| form.contains("draft=yes"))?;
    Draft::of(&request.whole_path(), form)
}

/// The hidden field `csrf` of a form.
fn form_token(body: &[u8]) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    serde_urlencoded::from_bytes::<Hidden>(body)
        .ok()
        .map(|hidden| hidden.csrf)
}

fn send(app: &App, request: &Request, mut reply: Reply, mut cookies: Vec<Cookie>, asked: &HeaderMap) -> Response {
    let html = reply
        .headers
        .iter()
        .any(|(name, value)| *name == header::CONTENT_TYPE && value.starts_with("text/html"));
    if html && request.client.visitor_is_new {
        cookies.push(Cookie::visitor(request.client.visitor.clone()));
    }
    if html && reply.body.len() > 1024 && files::accepts(asked, "gzip") {
        reply.body = files::gzip(&reply.body);
        reply.headers.push((header::CONTENT_ENCODING, "gzip".to_owned()));
        reply.headers.push((header::VARY, "accept-encoding".to_owned()));
    }
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = reply.status;
    let out = response.headers_mut();
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            out.insert(name, value);
        }
    }
    let secure = app.site.is_secure();
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie.header(secure)) {
            out.append(header::SET_COOKIE, value);
        }
    }
    if let Ok(id) = HeaderValue::from_str(&request.id) {
        out.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers::secure(out, secure, reply.framed);
    response
}
