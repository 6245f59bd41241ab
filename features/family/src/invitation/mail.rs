//! The mail with the link, which is made at the moment it is sent.

use std::sync::Arc;

use madrone_accounts::code;
use madrone_db::{Access, Db, Result, Tx};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_kernel::Instant;
use madrone_notify::{deliver, later, text, words};
use madrone_ports::{Mail, Mailer};
use madrone_web::App;
use serde_json::{Value, json};

use super::store;

const SEND: &str = "family-send-invitation";

/// Asks for the mail.
pub(crate) fn ask_for(tx: &Tx, id: &str, called: &str, now: Instant) -> Result<()> {
    enqueue(tx, SEND, &json!({ "invitation": id, "called": called }), now)
}

pub(crate) fn job(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> std::result::Result<(), Failed> {
        let (id, called) = (text(payload, "invitation")?.to_owned(), text(payload, "called")?);
        let token = code::new_token(&app.random);
        let kept = code::hashed(&token);
        let invitation = db.wait(Access::Write, move |tx| {
            if !store::set_token(tx, &id, &kept)? {
                return Ok(None);
            }
            store::by_id(tx, &id)
        });
        // It may have been taken back in the meantime.
        let Some(invitation) = invitation.map_err(later)? else {
            return Ok(());
        };
        let words = words(&app, Some(&invitation.locale), None);
        let (clinic, link) = (
            app.site.clinic.as_str(),
            format!("{}/family/invited?code={token}", app.site.public_url),
        );
        deliver(
            mailer.as_ref(),
            Mail {
                to: invitation.email,
                subject: words.t1("family-mail-subject", "clinic", clinic),
                text: words.with(
                    "family-mail-text",
                    &[
                        ("clinic", clinic.into()),
                        ("name", invitation.name.as_str().into()),
                        ("called", called.into()),
                        ("link", link.as_str().into()),
                    ],
                ),
                html: None,
            },
        )
    };
    (SEND, Arc::new(handler))
}
