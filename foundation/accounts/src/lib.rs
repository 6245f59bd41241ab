//! Accounts: who somebody is to the portal, and what every room that deals with accounts shares: passwords, tokens and
//! codes, numbers for text messages, counting of attempts, what the chart says of its own person, and whether somebody is that person.
//!
//! What never enters: how somebody signs in, and what they may see.

pub mod account;
pub mod browser;
pub mod code;
pub mod limit;
mod limits;
pub mod matching;
mod member;
pub mod on_file;
pub mod password;
pub mod phone;

pub use account::{Account, Entry};
pub use limits::Limits;
pub use member::{Forbidden, Member};
