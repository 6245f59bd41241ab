//! Notices: an event becomes a mail, a text message or a notice in a browser by the person's preferences.
//!
//! Rooms call [`tell`] in the transaction in which something happens. Each way that the person wants becomes a job of its
//! own, asked for once for each occasion and handed over at most once. A notice says that there is something to read, and
//! where; it never says what.

mod preferences;
mod send;
mod store;
mod when;

use madrone_db::{Result, Tx};
use madrone_jobs::enqueue_once;
use madrone_kernel::Instant;
use madrone_web::{App, Channel, Event};
use serde_json::json;

use crate::push::{self, Pushing};

pub use preferences::{Preferences, preferences, save};
pub use send::{jobs, mail, short};
pub use when::Quiet;

/// Something to tell somebody.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'n> {
    /// Whom: the id of an account.
    pub account: &'n str,
    /// What has happened.
    pub event: &'static Event,
    /// Which time it is that it happened. Whoever was told of it once is not told of the same again.
    pub occasion: &'n str,
    /// Where to read on: a path of the portal without anything personal in it.
    pub path: &'n str,
}

/// Tells somebody, if this transaction commits: by each way that they want for the event, when they want it.
///
/// # Errors
/// When the database fails.
pub fn tell(app: &App, tx: &Tx, notice: Notice<'_>, now: Instant) -> Result<()> {
    let wishes = preferences(tx, notice.account)?;
    let wanted = Channel::ALL
        .into_iter()
        .filter(|channel| wishes.wants(notice.event.topic, *channel));
    for channel in wanted {
        match channel {
            Channel::Email if !notice.event.urgent && wishes.digest.is_some() => {
                let due = wishes.next_digest(now, &app.site.zone);
                gather(tx, notice, due)?;
            }
            Channel::Push => {
                let at = held(app, &wishes, (channel, notice.event), now);
                ask_browsers(app, tx, notice, at)?;
            }
            channel => {
                let at = held(app, &wishes, (channel, notice.event), now);
                ask(tx, notice, channel, at)?;
            }
        }
    }
    Ok(())
}

/// When a notice may go out: at once, or when the quiet hours are over.
fn held(app: &App, wishes: &Preferences, (channel, event): (Channel, &Event), now: Instant) -> Instant {
    if channel == Channel::Email && event.urgent {
        return now;
    }
    wishes.awake_at(now, &app.site.zone)
}

fn ask(tx: &Tx, notice: Notice<'_>, channel: Channel, at: Instant) -> Result<()> {
    let (account, event) = (notice.account, notice.event.name);
    let key = format!("{} {account} {event} {}", channel.name(), notice.occasion);
    let payload = json!({ "account": account, "event": event, "path": notice.path });
    enqueue_once(tx, send::kind(channel), &key, &payload, at).map(drop)
}

/// Asks each browser of theirs by itself: one that cannot be reached keeps no other waiting.
fn ask_browsers(app: &App, tx: &Tx, notice: Notice<'_>, at: Instant) -> Result<()> {
    if app.setting::<Pushing>().0.is_none() {
        return Ok(());
    }
    let (account, event) = (notice.account, notice.event.name);
    for browser in push::browsers(tx, account)? {
        let key = format!(
            "{} {account} {event} {} {}",
            Channel::Push.name(),
            notice.occasion,
            browser.id
        );
        let payload = json!({ "account": account, "event": event, "path": notice.path, "browser": browser.id });
        enqueue_once(tx, send::kind(Channel::Push), &key, &payload, at)?;
    }
    Ok(())
}

/// Puts a notice with the others of the day.
fn gather(tx: &Tx, notice: Notice<'_>, due: Instant) -> Result<()> {
    store::gather(tx, notice, due)?;
    let key = format!("digest {} {}", notice.account, due.micros());
    let payload = json!({ "account": notice.account, "due": due.micros() });
    enqueue_once(tx, send::DIGEST, &key, &payload, due).map(drop)
}
