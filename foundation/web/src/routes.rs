//! The table of addresses: what the server answers, and what the route walk reads.

use crate::handler::{Handler, Prepare, WorkHandler, prepare, prepare_calling, prepare_work};

/// The methods that pages use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// Reads; in a snapshot.
    Get,
    /// Writes; in a transaction.
    Post,
}

/// Who comes as far as a handler. What they may see there, the door to the chart decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Gate {
    /// Anybody.
    Public,
    /// People who have signed in.
    Person,
    /// Staff who have signed in.
    Staff,
    /// Anybody who has signed in.
    SignedIn,
    /// Other programs. What they send proves itself: no form of ours, and no session, is asked for.
    Program,
}

/// One address.
#[derive(Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for what varies.
    pub path: &'static str,
    /// Who comes through.
    pub gate: Gate,
    /// Whether they must have shown their second step within the last minutes.
    pub confirmed: bool,
    /// Whether it is about a chart: it is there for the charts of others too (`/as/{patient}/…`).
    pub chart: bool,
    pub(crate) prepare: Prepare,
}

/// Addresses behind one gate.
pub struct Routes {
    gate: Gate,
    confirmed: bool,
    chart: bool,
    all: Vec<Route>,
}

impl Routes {
    /// No addresses yet, for anybody.
    pub fn public() -> Self {
        Self::behind(Gate::Public)
    }

    /// No addresses yet, for people who have signed in.
    pub fn person() -> Self {
        Self::behind(Gate::Person)
    }

    /// No addresses yet, for people who have signed in, about a chart: their own, or that of somebody whose chart they may
    /// open.
    pub fn chart() -> Self {
        Self {
            chart: true,
            ..Self::behind(Gate::Person)
        }
    }

    /// No addresses yet, for staff.
    pub fn staff() -> Self {
        Self::behind(Gate::Staff)
    }

    /// No addresses yet, for anybody who has signed in.
    pub fn signed_in() -> Self {
        Self::behind(Gate::SignedIn)
    }

    /// No addresses yet, for other programs.
    pub fn program() -> Self {
        Self::behind(Gate::Program)
    }

    fn behind(gate: Gate) -> Self {
        Self {
            gate,
            confirmed: false,
            chart: false,
            all: Vec::new(),
        }
    }

    /// Lets through only who has shown their second step within the last minutes; others are asked for it first, and led
    /// back. For what changes credentials, contact data or who sees what.
    #[must_use]
    pub fn confirmed(mut self) -> Self {
        self.confirmed = true;
        self
    }

    /// A page: the handler reads one snapshot.
    #[must_use]
    pub fn get<A>(self, path: &'static str, handler: impl Handler<A>) -> Self {
        self.add(Method::Get, path, prepare(handler))
    }

    /// A form: the handler runs in one transaction that commits on `Ok` and rolls back on `Err`.
    #[must_use]
    pub fn post<A>(self, path: &'static str, handler: impl Handler<A>) -> Self {
        self.add(Method::Post, path, prepare(handler))
    }

    /// A page that takes computing, outside any transaction.
    #[must_use]
    pub fn work_get<A>(self, path: &'static str, handler: impl WorkHandler<A>) -> Self {
        self.add(Method::Get, path, prepare_work(handler))
    }

    /// A form that takes computing, outside any transaction.
    #[must_use]
    pub fn work_post<A>(self, path: &'static str, handler: impl WorkHandler<A>) -> Self {
        self.add(Method::Post, path, prepare_work(handler))
    }

    /// A page that asks somebody else over the network, outside any transaction.
    #[must_use]
    pub fn calling_get<A>(self, path: &'static str, handler: impl WorkHandler<A>) -> Self {
        self.add(Method::Get, path, prepare_calling(handler))
    }

    /// A form that asks somebody else over the network, outside any transaction.
    #[must_use]
    pub fn calling_post<A>(self, path: &'static str, handler: impl WorkHandler<A>) -> Self {
        self.add(Method::Post, path, prepare_calling(handler))
    }

    fn add(mut self, method: Method, path: &'static str, prepare: Prepare) -> Self {
        self.all.push(Route {
            method,
            path,
            gate: self.gate,
            confirmed: self.confirmed,
            chart: self.chart,
            prepare,
        });
        self
    }

    /// The addresses, in the order they were added.
    pub fn into_routes(self) -> Vec<Route> {
        self.all
    }
}
