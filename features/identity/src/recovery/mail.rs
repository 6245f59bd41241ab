//! What is sent: the link, the usernames, and the word that a password was changed. It goes to the address that the account
//! holds, or to its number, in its own language, and its links lead where the site's settings say, whatever host a request
//! named.

use std::sync::Arc;

use madrone_accounts::phone;
use madrone_db::{Access, Db, Result};
use madrone_i18n::Words;
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{call, deliver, later, send_text, text, words_of};
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::{LIVES, Lost, from_door, name_of, store};
use crate::account::{self, Account};
use crate::code;
use crate::factor::Way;
use crate::sign_in::Door;
use crate::texts::{self, Said};

const SEND: &str = "identity-send-recovery";
const TELL: &str = "identity-tell-recovery";

/// Asks for what a request needs to be sent by mail or as a text message. `locale` is for those who never chose a language.
pub(super) fn ask_for(cx: &Cx, recovery: &str, way: Way) -> Result<()> {
    let payload = json!({ "recovery": recovery, "way": way.name(), "locale": cx.locale().tag() });
    enqueue(cx.tx(), SEND, &payload, cx.now())
}

/// Asks for the person to be told, by mail and as a text message, that this request has set a new password.
pub(super) fn tell(cx: &Cx, recovery: &str, account: &Account) -> Result<()> {
    if let Some(number) = phone::for_texts(cx.tx(), &account.id)? {
        texts::tell(cx, &number, Said::NewPassword, account.locale)?;
    }
    let payload = json!({ "recovery": recovery, "locale": cx.locale().tag() });
    enqueue(cx.tx(), TELL, &payload, cx.now())
}

pub(crate) fn send(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "recovery")?.to_owned();
        let token = code::new_token(&app.random);
        let (hashed, now) = (code::hashed(&token), app.clock.now());
        let by_text = payload["way"] == Way::Sms.name();
        let found = db.wait(Access::Write, move |tx| {
            let Some((lost, account)) = store::find(tx, &id)? else {
                return Ok(None);
            };
            if lost == Lost::Password {
                store::set_token(tx, &id, &hashed, now)?;
            }
            let Some(account) = account::by_id(tx, &account)? else {
                return Ok(None);
            };
            // Whoever has no number, or has stopped messages, gets a mail.
            let number = phone::for_texts(tx, &account.id)?.filter(|_| by_text);
            let namesakes = match &number {
                Some(number) => account::by_phone(tx, number)?,
                None => account::by_email(tx, &account.email)?,
            };
            Ok(Some((lost, account, (namesakes, number))))
        });
        // A request that leads nowhere, or that is over by now.
        let Some((lost, account, (namesakes, number))) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, account.locale, payload);
        if let Some(number) = number {
            let text = match lost {
                Lost::Password => link_text(&app, &words, &account, &token),
                Lost::Username => usernames_text(&app, &words, &namesakes),
            };
            return send_text(&app, db, &number, text);
        }
        deliver(
            mailer.as_ref(),
            match lost {
                Lost::Password => link(&app, &words, &account, &token),
                Lost::Username => usernames(&app, &words, &account, &namesakes),
            },
        )
    };
    (SEND, Arc::new(handler))
}

pub(crate) fn told(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "recovery")?.to_owned();
        let found = db.wait(Access::Read, move |tx| {
            let Some((account, at)) = store::used(tx, &id)? else {
                return Ok(None);
            };
            Ok(account::by_id(tx, &account)?.map(|account| (account, at)))
        });
        let Some((account, at)) = found.map_err(later)? else {
            return Ok(());
        };
        let words = words_of(&app, account.locale, payload);
        let clinic = app.site.clinic.as_str();
        let text = [
            words.t2(
                "recovery-mail-told-text",
                ("clinic", clinic),
                ("at", words.date_time(at).as_str()),
            ),
            words.t1(
                "recovery-mail-told-not-you",
                "link",
                page(&app, "/recover", &account).as_str(),
            ),
            call(&app, &words),
        ];
        let mail = Mail {
            to: account.email,
            subject: words.t1("recovery-mail-told-subject", "clinic", clinic),
            text: text.join("\n\n"),
            html: None,
        };
        deliver(mailer.as_ref(), mail)
    };
    (TELL, Arc::new(handler))
}

/// Where a new password is chosen.
fn address(app: &App, account: &Account, token: &str) -> String {
    let door = name_of(Door::of(account.role));
    let link = format!("{}/recover/new-password?code={token}&door={door}", app.site.public_url);
    link.trim_end_matches("&door=").to_owned()
}

fn minutes() -> i64 {
    i64::try_from(LIVES.as_secs() / 60).unwrap_or(0)
}

fn link_text(app: &App, words: &Words, account: &Account, token: &str) -> String {
    let (clinic, link) = (app.site.clinic.as_str(), address(app, account, token));
    let args = [
        ("clinic", clinic.into()),
        ("link", link.as_str().into()),
        ("minutes", minutes().into()),
    ];
    words.with("recovery-text-link", &args)
}

fn usernames_text(app: &App, words: &Words, namesakes: &[Account]) -> String {
    let names: Vec<&str> = namesakes.iter().map(|one| one.username.as_str()).collect();
    let (clinic, names) = (app.site.clinic.as_str(), names.join(", "));
    words.t2(
        "recovery-text-username",
        ("clinic", clinic),
        ("usernames", names.as_str()),
    )
}

fn link(app: &App, words: &Words, account: &Account, token: &str) -> Mail {
    let clinic = app.site.clinic.as_str();
    let link = address(app, account, token);
    let text = [
        words.with(
            "recovery-mail-link-text",
            &[
                ("clinic", clinic.into()),
                ("username", account.username.as_str().into()),
                ("link", link.as_str().into()),
                ("minutes", minutes().into()),
            ],
        ),
        call(app, words),
    ];
    Mail {
        to: account.email.clone(),
        subject: words.t1("recovery-mail-link-subject", "clinic", clinic),
        text: text.join("\n\n"),
        html: None,
    }
}

/// One mail with every username of the address, each with the door where it signs in.
fn usernames(app: &App, words: &Words, account: &Account, namesakes: &[Account]) -> Mail {
    let clinic = app.site.clinic.as_str();
    let line = |one: &Account| format!("{}\n{}{}", one.username, app.site.public_url, Door::of(one.role).path());
    let lines: Vec<String> = namesakes.iter().map(line).collect();
    let count = i64::try_from(namesakes.len()).unwrap_or(i64::MAX);
    let text = [
        words.with(
            "recovery-mail-username-text",
            &[("clinic", clinic.into()), ("count", count.into())],
        ),
        lines.join("\n\n"),
        words.t1(
            "recovery-mail-username-next",
            "link",
            page(app, Lost::Password.path(), account).as_str(),
        ),
    ];
    Mail {
        to: account.email.clone(),
        subject: words.t1("recovery-mail-username-subject", "clinic", clinic),
        text: text.join("\n\n"),
        html: None,
    }
}

fn page(app: &App, path: &str, account: &Account) -> String {
    format!("{}{}", app.site.public_url, from_door(path, Door::of(account.role)))
}
