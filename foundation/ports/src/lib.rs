//! The ports: what Madrone needs from the world outside, as traits that adapters fill.
//!
//! Rooms know these traits only; the binary decides which adapter stands behind each. They are synchronous: they are
//! called from jobs and worker threads, never with a transaction open. A port appears here with its first real use.

mod breached;
mod identity;
mod mail;
mod pdf;
mod push;
mod sms;

pub use breached::BreachedPasswords;
pub use identity::{Attempt, Identity, IdentityProvider, ProviderError, SignedOut};
pub use mail::{Mail, Mailer, SendError};
pub use pdf::{Block, Document, PdfError, PdfRenderer, Section, Table};
pub use push::{PushError, Pusher, Subscription};
pub use sms::{Call, NotTheirs, Sms, SmsError, SmsId, SmsNews, SmsProvider, SmsRefusal, SmsRequest};
