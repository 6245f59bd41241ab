//! Notices that a browser shows, also while no page of the portal is open: which browsers, and how each is written to.
//!
//! A browser is known by the token in its cookie. It shows the notices of the account that asked for them last, until
//! somebody turns them off, signs out there on purpose, or everything by which the account is in ends.

mod store;

use std::sync::Arc;

use madrone_accounts::code;
use madrone_db::{Result, Tx};
use madrone_kernel::{Instant, Random};
use madrone_ports::{Pusher, Subscription};
use madrone_seal::{KeyRing, Unusable};
use serde_json::{Value, json};

/// How many browsers an account may have; who adds another loses the oldest.
const MOST: usize = 10;

/// Who sends notices to browsers, and the keys that seal what it needs.
pub struct PushSender {
    /// The adapter.
    pub pusher: Arc<dyn Pusher>,
    /// The keys.
    pub ring: Arc<KeyRing>,
}

/// Who sends the site's notices to browsers; the house is given it when it is put together. `None` where nobody does.
#[derive(Clone, Default)]
pub struct Pushing(pub Option<Arc<PushSender>>);

/// A browser that shows notices.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Browser {
    /// What the token in its cookie is kept as.
    pub id: String,
    /// What it calls itself.
    pub agent: String,
    /// Since when.
    pub created: Instant,
}

/// Why something sealed cannot be had.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unsealed {
    /// There is no key to seal with.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// It does not open.
    #[error("{0}: {1}")]
    Sealed(&'static str, madrone_seal::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

const KEY: &str = "the key of notices to browsers";
const BROWSER: &str = "a browser that shows notices";

/// The key by which push services know the portal: made by `new` the first time.
///
/// # Errors
/// When it cannot be sealed or opened, or the database fails.
pub fn key(tx: &Tx, ring: &KeyRing, random: &Random, new: &[u8]) -> std::result::Result<Vec<u8>, Unsealed> {
    if store::key(tx)?.is_none() {
        store::insert_key(tx, &ring.seal(KEY, new, random)?)?;
    }
    let sealed = store::key(tx)?.unwrap_or_default();
    ring.open(KEY, &sealed).map_err(|why| Unsealed::Sealed(KEY, why))
}

/// Shows the notices of `account` in `browser` from now on, and nobody else's.
///
/// # Errors
/// When nothing can be sealed, or the database fails.
pub fn add(
    tx: &Tx,
    (ring, random): (&KeyRing, &Random),
    (account, browser, agent): (&str, &str, &str),
    subscription: &Subscription,
    now: Instant,
) -> std::result::Result<(), Unsealed> {
    let written = json!([subscription.endpoint, subscription.key, subscription.secret]).to_string();
    let sealed = ring.seal(&belongs_to(account, browser), written.as_bytes(), random)?;
    let endpoint = code::hashed(&subscription.endpoint);
    store::put(tx, (account, browser), (&endpoint, &sealed), agent, now)?;
    for surplus in store::of_account(tx, account)?.iter().skip(MOST) {
        store::remove(tx, account, &surplus.id)?;
    }
    Ok(())
}

/// The browsers that show the notices of `account`, the newest first.
///
/// # Errors
/// When the database fails.
pub fn browsers(tx: &Tx, account: &str) -> Result<Vec<Browser>> {
    store::of_account(tx, account)
}

/// Shows no notices of `account` in `browser` any more; whether it did.
///
/// # Errors
/// When the database fails.
pub fn remove(tx: &Tx, account: &str, browser: &str) -> Result<bool> {
    store::remove(tx, account, browser)
}

/// Shows the notices of `account` nowhere any more, but in `kept`.
///
/// # Errors
/// When the database fails.
pub fn remove_others(tx: &Tx, account: &str, kept: Option<&str>) -> Result<()> {
    store::remove_others(tx, account, kept.unwrap_or_default())
}

/// How a browser is written to; `None` where it shows no notices of `account` any more.
pub(crate) fn subscription(
    tx: &Tx,
    ring: &KeyRing,
    account: &str,
    browser: &str,
) -> std::result::Result<Option<Subscription>, Unsealed> {
    let Some(sealed) = store::sealed(tx, account, browser)? else {
        return Ok(None);
    };
    let opened = ring.open(&belongs_to(account, browser), &sealed);
    let opened = opened.map_err(|why| Unsealed::Sealed(BROWSER, why))?;
    let written: Value = serde_json::from_slice(&opened).unwrap_or_default();
    let part = |at: usize| written[at].as_str().unwrap_or_default().to_owned();
    Ok(Some(Subscription {
        endpoint: part(0),
        key: part(1),
        secret: part(2),
    }))
}

/// Seals everything anew that is not under the newest key; how many changed, and how many there are.
///
/// # Errors
/// When one does not open. Then none is to be changed.
pub fn reseal(tx: &Tx, ring: &KeyRing) -> std::result::Result<(usize, usize), Unsealed> {
    let (mut changed, mut all) = (0, 0);
    if let Some(old) = store::key(tx)? {
        all += 1;
        let anew = ring.sealed_anew(KEY, &old);
        if let Some(new) = anew.map_err(|why| Unsealed::Sealed(KEY, why))? {
            store::reseal_key(tx, &new)?;
            changed += 1;
        }
    }
    for (account, browser, old) in store::all_sealed(tx)? {
        all += 1;
        let anew = ring.sealed_anew(&belongs_to(&account, &browser), &old);
        if let Some(new) = anew.map_err(|why| Unsealed::Sealed(BROWSER, why))? {
            store::reseal(tx, &account, &browser, &new)?;
            changed += 1;
        }
    }
    Ok((changed, all))
}

/// What only this row's seal fits.
fn belongs_to(account: &str, browser: &str) -> String {
    format!("notify_browser {account} {browser}")
}
