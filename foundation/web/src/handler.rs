//! How a plain function becomes a handler: its arguments are read from the request before it runs, off the database
//! thread, so that what cannot be read never takes a transaction.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;

use crate::cx::{Cx, Work};
use crate::page::{Failure, PageResult};

/// A request as the arguments of a handler are read from it.
pub struct Incoming {
    /// The parts of the path that vary, by name.
    pub path: HashMap<String, String>,
    /// The query string, without the question mark.
    pub query: String,
    /// The form, as it was sent.
    pub body: Vec<u8>,
    /// The headers.
    pub(crate) headers: Arc<HeaderMap>,
}

/// A handler's argument.
pub trait FromRequest: Clone + Send + 'static {
    /// Reads it.
    ///
    /// # Errors
    /// What the client is told instead.
    fn from_request(from: &Incoming) -> Result<Self, Failure>;
}

/// The one part of the path that varies, such as an id.
#[derive(Clone, Debug)]
pub struct Path(pub String);

impl FromRequest for Path {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        from.path.values().next().cloned().map(Self).ok_or(Failure::NotFound)
    }
}

/// The query string as a type; what cannot be read counts as not given.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default + Clone + Send + 'static> FromRequest for Query<T> {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        Ok(Self(serde_urlencoded::from_str(&from.query).unwrap_or_default()))
    }
}

/// A form as a type. Fields that may be missing are `#[serde(default)]`; a form without the others is not one of ours.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + Clone + Send + 'static> FromRequest for Form<T> {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        serde_urlencoded::from_bytes(&from.body)
            .map(Self)
            .map_err(|_| Failure::Forged)
    }
}

/// A form as a program sent it, with the headers: for whoever checks its signature.
#[derive(Clone, Debug)]
pub struct SignedForm {
    /// The headers that are text, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The fields, in their order.
    pub fields: Vec<(String, String)>,
}

impl FromRequest for SignedForm {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        };
        Ok(Self {
            headers: from.headers.iter().filter_map(text).collect(),
            fields: serde_urlencoded::from_bytes(&from.body).map_err(|_| Failure::BadRequest)?,
        })
    }
}

/// A handler with its arguments, ready to run; perhaps more than once.
pub type Ready = Box<dyn FnMut(&mut Cx<'_>) -> PageResult + Send>;

/// A computing handler with its arguments, ready to run.
pub type ReadyWork = Box<dyn FnOnce(&mut Work) -> PageResult + Send>;

pub(crate) enum Prepared {
    InTransaction(Ready),
    Work(ReadyWork),
    /// The same, waiting for somebody else more than computing.
    Calling(ReadyWork),
}

pub(crate) type Prepare = Arc<dyn Fn(&Incoming) -> Result<Prepared, Failure> + Send + Sync>;

/// A function that answers inside a transaction: `fn(&mut Cx)` with up to three arguments that are read from the request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    note = "a handler is `fn(&mut Cx, …) -> PageResult` with at most three arguments that implement `FromRequest`"
)]
pub trait Handler<Args>: Copy + Send + Sync + 'static {
    /// Reads the arguments.
    ///
    /// # Errors
    /// What the client is told when one cannot be read.
    fn ready(self, from: &Incoming) -> Result<Ready, Failure>;
}

impl<F> Handler<()> for F
where
    F: Fn(&mut Cx<'_>) -> PageResult + Copy + Send + Sync + 'static,
{
    fn ready(self, _: &Incoming) -> Result<Ready, Failure> {
        Ok(Box::new(self))
    }
}

impl<F, A> Handler<(A,)> for F
where
    F: Fn(&mut Cx<'_>, A) -> PageResult + Copy + Send + Sync + 'static,
    A: FromRequest,
{
    fn ready(self, from: &Incoming) -> Result<Ready, Failure> {
        let a = A::from_request(from)?;
        Ok(Box::new(move |cx| self(cx, a.clone())))
    }
}

impl<F, A, B> Handler<(A, B)> for F
where
    F: Fn(&mut Cx<'_>, A, B) -> PageResult + Copy + Send + Sync + 'static,
    A: FromRequest,
    B: FromRequest,
{
    fn ready(self, from: &Incoming) -> Result<Ready, Failure> {
        let (a, b) = (A::from_request(from)?, B::from_request(from)?);
        Ok(Box::new(move |cx| self(cx, a.clone(), b.clone())))
    }
}

impl<F, A, B, C> Handler<(A, B, C)> for F
where
    F: Fn(&mut Cx<'_>, A, B, C) -> PageResult + Copy + Send + Sync + 'static,
    A: FromRequest,
    B: FromRequest,
    C: FromRequest,
{
    fn ready(self, from: &Incoming) -> Result<Ready, Failure> {
        let (a, b, c) = (A::from_request(from)?, B::from_request(from)?, C::from_request(from)?);
        Ok(Box::new(move |cx| self(cx, a.clone(), b.clone(), c.clone())))
    }
}

/// A function that computes between short transactions of its own: `fn(&mut Work)` with up to two arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a work handler",
    note = "a work handler is `fn(&mut Work, …) -> PageResult` with at most two arguments that implement `FromRequest`"
)]
pub trait WorkHandler<Args>: Copy + Send + Sync + 'static {
    /// Reads the arguments.
    ///
    /// # Errors
    /// What the client is told when one cannot be read.
    fn ready(self, from: &Incoming) -> Result<ReadyWork, Failure>;
}

impl<F> WorkHandler<()> for F
where
    F: Fn(&mut Work) -> PageResult + Copy + Send + Sync + 'static,
{
    fn ready(self, _: &Incoming) -> Result<ReadyWork, Failure> {
        Ok(Box::new(self))
    }
}

impl<F, A> WorkHandler<(A,)> for F
where
    F: Fn(&mut Work, A) -> PageResult + Copy + Send + Sync + 'static,
    A: FromRequest,
{
    fn ready(self, from: &Incoming) -> Result<ReadyWork, Failure> {
        let a = A::from_request(from)?;
        Ok(Box::new(move |work| self(work, a)))
    }
}

impl<F, A, B> WorkHandler<(A, B)> for F
where
    F: Fn(&mut Work, A, B) -> PageResult + Copy + Send + Sync + 'static,
    A: FromRequest,
    B: FromRequest,
{
    fn ready(self, from: &Incoming) -> Result<ReadyWork, Failure> {
        let (a, b) = (A::from_request(from)?, B::from_request(from)?);
        Ok(Box::new(move |work| self(work, a, b)))
    }
}

pub(crate) fn prepare<A>(handler: impl Handler<A>) -> Prepare {
    Arc::new(move |from| handler.ready(from).map(Prepared::InTransaction))
}

pub(crate) fn prepare_work<A>(handler: impl WorkHandler<A>) -> Prepare {
    Arc::new(move |from| handler.ready(from).map(Prepared::Work))
}

pub(crate) fn prepare_calling<A>(handler: impl WorkHandler<A>) -> Prepare {
    Arc::new(move |from| handler.ready(from).map(Prepared::Calling))
}
