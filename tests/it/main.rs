//! The house, tested through its door: real databases, real mail on the wire, no network and no browser.

mod access_log;
mod browser;
mod calls;
mod desk;
mod drafts;
mod expectations;
mod factors;
mod front;
mod identity;
mod notices;
mod passcode;
mod passkeys;
mod portal;
mod profile;
mod provider;
mod push;
mod record;
mod recovery;
mod routes;
mod session;
mod sign_up;
mod sign_up_queue;
mod sign_up_request;
mod staff;
mod texting;
mod words;
