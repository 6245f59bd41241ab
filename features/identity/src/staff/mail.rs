//! The mails: the invitation, and the word to each person of what was done to their account. They go to the address that
//! the account holds, in its own language.

use std::sync::Arc;

use madrone_authz::Role;
use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{deliver, later, text, words};
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::store;
use crate::{account, code};

const SEND_INVITATION: &str = "identity-send-staff-invitation";
const TELL: &str = "identity-tell-staff";

/// What was done to somebody's account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// It has another role now.
    Role(Role),
    /// It was switched off.
    Disabled,
    /// It was switched on again.
    Enabled,
    /// It was signed out everywhere, and a link is on its way.
    Reset,
}

impl Told {
    /// Its name in the payload and in the words.
    fn name(self) -> &'static str {
        match self {
            Self::Role(_) => "role",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Reset => "reset",
        }
    }

    fn role(self) -> Option<&'static str> {
        match self {
            Self::Role(role) => Some(role.name()),
            _ => None,
        }
    }

    fn read(payload: &Value) -> Option<Self> {
        let role = || payload["role"].as_str().and_then(Role::parse);
        match payload["told"].as_str()? {
            "role" => Some(Self::Role(role()?)),
            "disabled" => Some(Self::Disabled),
            "enabled" => Some(Self::Enabled),
            "reset" => Some(Self::Reset),
            _ => None,
        }
    }
}

/// Asks for somebody to be told what was done to their account.
pub(super) fn tell(cx: &Cx, account: &str, told: Told) -> Result<()> {
    let payload = json!({ "account": account, "told": told.name(), "role": told.role() });
    enqueue(cx.tx(), TELL, &payload, cx.now())
}

/// Asks for an invitation to be mailed.
pub(super) fn ask_for_invitation(cx: &Cx, invitation: &str) -> Result<()> {
    enqueue(cx.tx(), SEND_INVITATION, &json!({ "invitation": invitation }), cx.now())
}

pub(crate) fn send_invitation(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "invitation")?.to_owned();
        let token = code::new_token(&app.random);
        let hashed = code::hashed(&token);
        let found = db.wait(Access::Write, move |tx| {
            store::set_token(tx, &id, &hashed)?;
            store::invitation(tx, &id)
        });
        // Withdrawn in the meantime.
        let Some(invitation) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words(&app, None, invitation.locale);
        let clinic = app.site.clinic.as_str();
        let link = format!("{}/join?code={token}", app.site.public_url);
        let role = words.t(&format!("web-role-{}", invitation.role)).into_owned();
        deliver(
            mailer.as_ref(),
            Mail {
                subject: words.t1("admin-mail-invitation-subject", "clinic", clinic),
                text: words.with(
                    "admin-mail-invitation-text",
                    &[
                        ("clinic", clinic.into()),
                        ("name", invitation.name.as_str().into()),
                        ("inviter", invitation.inviter.as_str().into()),
                        ("role", role.as_str().into()),
                        ("link", link.as_str().into()),
                    ],
                ),
                to: invitation.email,
                html: None,
            },
        )
    };
    (SEND_INVITATION, Arc::new(handler))
}

pub(crate) fn told(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let told =
            Told::read(payload).ok_or_else(|| Failed::ForGood("the payload does not say what to tell".into()))?;
        let member = db.wait(Access::Read, move |tx| account::entry(tx, &id));
        let Some(member) = member.map_err(later)?.map(|entry| entry.account) else {
            return Ok(());
        };
        let words = words(&app, None, member.locale);
        let clinic = app.site.clinic.as_str();
        let role = told
            .role()
            .map(|role| words.t(&format!("web-role-{role}")).into_owned());
        let happened = words.with(
            &format!("admin-mail-{}", told.name()),
            &[
                ("clinic", clinic.into()),
                ("username", member.username.as_str().into()),
                ("role", role.as_deref().unwrap_or_default().into()),
            ],
        );
        deliver(
            mailer.as_ref(),
            Mail {
                to: member.email,
                subject: words.t1("admin-mail-subject", "clinic", clinic),
                text: format!("{happened}\n\n{}", words.t("admin-mail-questions")),
                html: None,
            },
        )
    };
    (TELL, Arc::new(handler))
}
