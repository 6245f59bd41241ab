//! The front door: routes, handlers, the request's context, the shell around pages, forms and their safety.
//!
//! A room brings a [`Room`]: its routes, its places in the navigation, its cards for the home page, its words. A handler
//! is a plain function `fn(&mut Cx, …) -> PageResult` that runs inside one transaction on a database thread; one that
//! computes (passwords, PDF) takes a [`Work`] and opens short transactions itself. Async ends here.
//!
//! What never enters: a room's name, and SQL but for this crate's one table.

mod acting;
mod app;
mod ask_code;
pub mod components;
mod cookie;
mod csrf;
mod cx;
mod failure;
mod files;
mod frame;
mod front;
mod handler;
mod headers;
mod metrics;
mod notices;
mod page;
mod places;
mod room;
mod routes;
mod secret;
mod session;
mod shell;
mod store;
mod worklist;

pub use acting::{Through, Whose};
pub use app::{App, AssetFile, Parts, Site, catalog};
pub use ask_code::{AskCode, SentCode};
pub use axum::http::Extensions as Settings;
pub use cookie::Cookie;
pub use cx::{Cx, Request, Work};
pub use frame::CHART_BADGE_MOST;
pub use front::{router, serve};
pub use handler::{Form, FromRequest, Handler, Incoming, Path, Query, Ready, ReadyWork, SignedForm, WorkHandler};
pub use notices::{Channel, Event, Topic};
pub use page::{Failure, Page, PageResult};
pub use room::{Audience, Card, CardPlace, NavBadge, NavEntry, Room};
pub use routes::{Gate, Method, Route, Routes};
pub use session::{Draft, SessionEnd, Sessions, SignedIn, lasting};
pub use shell::{
    ActingFor, AssetUrls, Count, ErrorPage, LanguageSwitch, NavItem, PageKind, Person, Scheme, SessionLimit, Shell,
    ShellWords, initials,
};
pub use worklist::{List, Sought, Worklist};
