//! What somebody has typed and could not send, because the session was over or the second step had to be shown again: kept
//! for the account until its page is opened again, for as long as a session may last.

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_web::{Cx, Draft, Form, Page, PageResult};
use serde::Deserialize;

use super::{lives, store};
use crate::{Limits, code};

/// Of one account as many are kept.
const MOST: i64 = 5;

/// What the script of a page sends before it signs out.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    path: String,
    form: String,
}

/// Keeps what is typed on a page whose session is over by now.
pub(crate) fn take(cx: &mut Cx, typed: Form<Typed>) -> PageResult {
    let limits = cx.app().setting::<Limits>();
    if let (Some(token), Some(draft)) = (cx.session_token(), Draft::of(&typed.0.path, &typed.0.form)) {
        keep(cx.tx(), &limits, token, &draft, cx.now())?;
    }
    Ok(Page::Bytes {
        content_type: "text/plain",
        filename: None,
        bytes: Vec::new(),
    })
}

/// Keeps a draft for the owner of `token`'s session, which may be over by time: one that was signed out is not there.
pub(super) fn keep(tx: &Tx, limits: &Limits, token: &str, draft: &Draft, now: Instant) -> Result<()> {
    let Some((session, account)) = store::by_token(tx, &code::hashed(token))? else {
        return Ok(());
    };
    store::end_drafts(tx, now.minus(limits.absolute))?;
    // A session that was over long ago was not left in the middle of a sentence.
    let in_time = lives(limits, session.created, session.seen, now.minus(limits.absolute));
    if in_time && store::other_drafts(tx, &account.id, &draft.path)? < MOST {
        store::keep_draft(tx, &account.id, draft, now)?;
    }
    Ok(())
}
