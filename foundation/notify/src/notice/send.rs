//! The jobs of notices: one mail, one text message, one notice in one browser, the mail of the day.

use std::sync::Arc;

use madrone_accounts::account::{self, Account};
use madrone_accounts::phone;
use madrone_db::{Access, Db, Result, Tx};
use madrone_i18n::Words;
use madrone_jobs::{Failed, Handlers, Prepare, Step};
use madrone_kernel::Instant;
use madrone_ports::{Mail, Mailer, PushError};
use madrone_web::{App, Channel, Event};
use serde_json::{Value, json};

use super::{held, preferences, store};
use crate::push::{self, Pushing, Unsealed};
use crate::{deliver, later, send_text, text, words};

const MAIL: &str = "notify-mail";
const TEXT: &str = "notify-text";
const PUSH: &str = "notify-push";
pub(super) const DIGEST: &str = "notify-digest";

/// The page on which people choose.
const SETTINGS: &str = "/settings/notifications";

/// The kind of job that tells somebody by `channel`.
pub(super) fn kind(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => MAIL,
        Channel::Sms => TEXT,
        Channel::Push => PUSH,
    }
}

/// The jobs of notices.
pub fn jobs(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> Handlers {
    Handlers::default()
        .once(mail_job(app, mailer))
        .once(text_job(app))
        .once(push_job(app))
        .once(digest_job(app, mailer))
}

/// The mail that tells of an event. `link` is where to read on.
pub fn mail(app: &App, words: &Words, event: &Event, link: &str, to: String) -> Mail {
    let text = said(app, words, event, "text");
    Mail {
        to,
        subject: said(app, words, event, "subject"),
        text: format!("{text}\n\n{link}\n\n{}", foot(app, words)),
        html: None,
    }
}

/// The text message that tells of an event.
pub fn short(app: &App, words: &Words, event: &Event, link: &str) -> String {
    format!("{} {link}", said(app, words, event, "short"))
}

/// What a browser shows of an event; its service worker (`foundation/assets/scripts/service-worker.js`) reads it.
fn shown(app: &App, words: &Words, event: &Event, path: &str) -> Vec<u8> {
    let shown = json!({
        "title": app.site.clinic,
        "body": said(app, words, event, "subject"),
        "lang": words.locale().tag(),
        "tag": event.name,
        "path": path,
    });
    shown.to_string().into_bytes()
}

/// A message of an event. It is given the clinic's name and nothing else, so that nothing of a chart can stand in it.
fn said(app: &App, words: &Words, event: &Event, part: &str) -> String {
    words.t1(&format!("{}-{part}", event.name), "clinic", app.site.clinic.as_str())
}

/// Says where to choose what one is told of.
fn foot(app: &App, words: &Words) -> String {
    words.t1("notify-choose", "link", address(app, SETTINGS).as_str())
}

fn address(app: &App, path: &str) -> String {
    format!("{}{path}", app.site.public_url)
}

/// A notice that is due, as its job finds it.
struct Due {
    account: Account,
    event: &'static Event,
    /// When it may go out.
    at: Instant,
    link: String,
}

/// Finds whom a job is for and of what it tells; `None` where they do not want it any more, or cannot be told.
fn due(app: &Arc<App>, db: &Db, payload: &Value, channel: Channel) -> std::result::Result<Option<Due>, Failed> {
    let event = event(app, text(payload, "event")?)?;
    let link = address(app, text(payload, "path")?);
    let (id, house, now) = (text(payload, "account")?.to_owned(), Arc::clone(app), app.clock.now());
    let found = db.wait(Access::Read, move |tx| {
        let (account, wishes) = (account::by_id(tx, &id)?, preferences(tx, &id)?);
        let account = account.filter(|_| wishes.wants(event.topic, channel));
        Ok(account.map(|account| (account, held(&house, &wishes, (channel, event), now))))
    });
    let found = found.map_err(later)?;
    Ok(found.map(|(account, at)| Due {
        account,
        event,
        at,
        link,
    }))
}

fn event(app: &App, name: &str) -> std::result::Result<&'static Event, Failed> {
    let known = app.events().iter().find(|event| event.name == name);
    known
        .copied()
        .ok_or_else(|| Failed::ForGood(format!("no room here tells of {name}")))
}

fn mail_job(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Prepare) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let prepare = move |db: &Db, payload: &Value| {
        let Some(due) = due(&app, db, payload, Channel::Email)? else {
            return Ok(Step::Nothing);
        };
        if due.at > app.clock.now() {
            return Ok(Step::NotBefore(due.at));
        }
        let words = words(&app, None, due.account.locale);
        let mail = mail(&app, &words, due.event, &due.link, due.account.email);
        let mailer = Arc::clone(&mailer);
        Ok(Step::HandOver(Box::new(move || deliver(mailer.as_ref(), mail))))
    };
    (MAIL, Arc::new(prepare))
}

fn text_job(app: &Arc<App>) -> (&'static str, Prepare) {
    let app = Arc::clone(app);
    let prepare = move |db: &Db, payload: &Value| {
        let Some(due) = due(&app, db, payload, Channel::Sms)? else {
            return Ok(Step::Nothing);
        };
        let id = due.account.id;
        let number = db
            .wait(Access::Read, move |tx| phone::for_notices(tx, &id))
            .map_err(later)?;
        let Some(number) = number else {
            return Ok(Step::Nothing);
        };
        if due.at > app.clock.now() {
            return Ok(Step::NotBefore(due.at));
        }
        let text = short(&app, &words(&app, None, due.account.locale), due.event, &due.link);
        let (app, db) = (Arc::clone(&app), db.clone());
        Ok(Step::HandOver(Box::new(move || send_text(&app, &db, &number, text))))
    };
    (TEXT, Arc::new(prepare))
}

fn push_job(app: &Arc<App>) -> (&'static str, Prepare) {
    let app = Arc::clone(app);
    let prepare = move |db: &Db, payload: &Value| {
        let (Some(due), Some(sender)) = (due(&app, db, payload, Channel::Push)?, app.setting::<Pushing>().0) else {
            return Ok(Step::Nothing);
        };
        let (id, browser) = (due.account.id, text(payload, "browser")?.to_owned());
        let (whose, which, keys) = (id.clone(), browser.clone(), Arc::clone(&sender.ring));
        let found = db.wait(Access::Read, move |tx| push::subscription(tx, &keys, &whose, &which));
        let Some(to) = found.map_err(unsealed)? else {
            return Ok(Step::Nothing);
        };
        if due.at > app.clock.now() {
            return Ok(Step::NotBefore(due.at));
        }
        let words = words(&app, None, due.account.locale);
        let message = shown(&app, &words, due.event, text(payload, "path")?);
        let db = db.clone();
        let hand_over = move || match sender.pusher.send(&to, &message) {
            Ok(()) => Ok(()),
            Err(PushError::Retry { why, after }) => Err(Failed::for_now(why, after)),
            Err(PushError::Permanent(why)) => Err(Failed::ForGood(why)),
            Err(PushError::Gone) => db
                .wait(Access::Write, move |tx| push::remove(tx, &id, &browser).map(drop))
                .map_err(later),
        };
        Ok(Step::HandOver(Box::new(hand_over)))
    };
    (PUSH, Arc::new(prepare))
}

/// What becomes of a job that finds no way to write to a browser.
fn unsealed(why: Unsealed) -> Failed {
    match why {
        Unsealed::Database(error) => later(error),
        why => Failed::ForGood(why.to_string()),
    }
}

fn digest_job(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Prepare) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let prepare = move |db: &Db, payload: &Value| {
        let id = text(payload, "account")?.to_owned();
        let due = payload["due"].as_i64().map(Instant::from_micros);
        let due = due.ok_or_else(|| Failed::ForGood("the payload has no due".into()))?;
        let house = Arc::clone(&app);
        let found = db.wait(Access::Read, move |tx| wanted(&house, tx, &id, due));
        let Some((account, news)) = found.map_err(later)? else {
            return Ok(Step::Nothing);
        };
        let mail = digest(&app, &words(&app, None, account.locale), &news, account.email);
        let mailer = Arc::clone(&mailer);
        Ok(Step::HandOver(Box::new(move || deliver(mailer.as_ref(), mail))))
    };
    (DIGEST, Arc::new(prepare))
}

/// An event and the path to read on at.
type News = (&'static Event, String);

/// What is in a digest that its reader still wants; `None` where there is nothing.
fn wanted(app: &App, tx: &Tx, id: &str, due: Instant) -> Result<Option<(Account, Vec<News>)>> {
    let (Some(account), wishes) = (account::by_id(tx, id)?, preferences(tx, id)?) else {
        return Ok(None);
    };
    let gathered = store::gathered(tx, id, due)?.into_iter();
    let news = gathered.filter_map(|(name, path)| Some((event(app, &name).ok()?, path)));
    let news: Vec<News> = news
        .filter(|(event, _)| wishes.wants(event.topic, Channel::Email))
        .collect();
    Ok((!news.is_empty()).then_some((account, news)))
}

fn digest(app: &App, words: &Words, news: &[News], to: String) -> Mail {
    let clinic = app.site.clinic.as_str();
    let line = |(event, path): &News| {
        let subject = said(app, words, event, "subject");
        format!("{subject}\n{}", address(app, path))
    };
    let lines: Vec<String> = news.iter().map(line).collect();
    let intro = words.t1("notify-digest-text", "clinic", clinic);
    Mail {
        to,
        subject: words.t1("notify-digest-subject", "clinic", clinic),
        text: format!("{intro}\n\n{}\n\n{}", lines.join("\n\n"), foot(app, words)),
        html: None,
    }
}
