//! Where the demo's mail lands instead of leaving: a page, and the same as JSON.

use std::sync::{Arc, Mutex};

use askama::Template;
use madrone_i18n::Locale;
use madrone_kernel::{Clock, Instant};
use madrone_ports::{Call, Mail, Mailer, NotTheirs, SendError, Sms, SmsError, SmsId, SmsNews, SmsProvider, SmsRequest};
use madrone_web::{Cx, Page, PageResult, Room, Routes, Shell};
use serde_json::json;

/// The mail of the demo, the newest last.
#[derive(Clone, Default)]
pub(crate) struct Mailbox {
    sent: Arc<Mutex<Vec<Sent>>>,
    clock: Clock,
}

#[derive(Clone)]
struct Sent {
    channel: &'static str,
    to: String,
    /// Empty for text messages and calls.
    subject: String,
    text: String,
    at: Instant,
}

impl Mailbox {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            sent: Arc::default(),
            clock,
        }
    }

    /// Keeps one; its place.
    fn keep(&self, channel: &'static str, to: &str, subject: &str, text: &str) -> usize {
        let mut sent = self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        sent.push(Sent {
            channel,
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            at: self.clock.now(),
        });
        sent.len()
    }

    fn newest_first(&self) -> Vec<Sent> {
        let sent = self.sent.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        sent.iter().rev().cloned().collect()
    }
}

impl Mailer for Mailbox {
    fn send(&self, mail: &Mail) -> Result<(), SendError> {
        self.keep("email", &mail.to, &mail.subject, &mail.text);
        Ok(())
    }
}

/// Text messages land here too, and what calls read out. Nobody tells the demo of replies.
impl SmsProvider for Mailbox {
    fn send(&self, sms: &Sms) -> Result<SmsId, SmsError> {
        let place = self.keep("sms", &sms.to, "", &sms.text);
        Ok(SmsId(format!("demo-{place}")))
    }

    fn calls(&self) -> bool {
        true
    }

    fn call(&self, call: &Call) -> Result<SmsId, SmsError> {
        let place = self.keep("call", &call.to, "", &call.text);
        Ok(SmsId(format!("demo-{place}")))
    }

    fn hear(&self, _: SmsRequest<'_>) -> Result<SmsNews, NotTheirs> {
        Err(NotTheirs)
    }

    fn answer(&self, _: Option<&str>) -> (&'static str, String) {
        ("text/plain", String::new())
    }
}

/// The mailbox's addresses; in the demo only.
pub(crate) fn room() -> Room {
    Room {
        routes: vec![
            Routes::public()
                .get("/demo/mailbox", show)
                .get("/demo/mailbox.json", show_json),
        ],
        words: vec![
            (Locale::En, "demo", include_str!("../locales/en.ftl")),
            (Locale::Es, "demo", include_str!("../locales/es.ftl")),
        ],
        ..Room::default()
    }
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct Show {
    shell: Shell,
    heading: String,
    lede: String,
    empty: String,
    mails: Vec<Shown>,
}

struct Shown {
    subject: String,
    about: String,
    text: String,
}

fn show(cx: &mut Cx) -> PageResult {
    let words = cx.words();
    let mails = cx.app().setting::<Mailbox>().newest_first();
    let mails = mails.into_iter().map(|mail| Shown {
        about: words.t2("demo-mail-about", ("to", mail.to), ("at", words.date_time(mail.at))),
        subject: match mail.channel {
            "sms" => cx.t("demo-sms"),
            "call" => cx.t("demo-call"),
            _ => mail.subject,
        },
        text: mail.text,
    });
    let heading = cx.t("demo-mailbox-heading");
    cx.render(&Show {
        shell: cx.shell(heading.clone()),
        heading,
        lede: cx.t("demo-mailbox-lede"),
        empty: cx.t("demo-mailbox-empty"),
        mails: mails.collect(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "every handler gives a `PageResult`")]
fn show_json(cx: &mut Cx) -> PageResult {
    let mails = cx.app().setting::<Mailbox>().newest_first();
    let list: Vec<_> = mails
        .iter()
        .map(|mail| {
            json!({ "to": mail.to, "channel": mail.channel, "subject": mail.subject, "text": mail.text, "at": mail.at.to_string() })
        })
        .collect();
    let bytes = serde_json::Value::Array(list).to_string().into_bytes();
    Ok(Page::Bytes {
        content_type: "application/json",
        filename: None,
        bytes,
    })
}
