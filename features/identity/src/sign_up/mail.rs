//! What signing up sends: the code for an address that was typed, and the word that there is an account now, which goes to
//! every address on file.

use std::collections::BTreeSet;
use std::sync::Arc;

use madrone_db::{Access, Db, Result};
use madrone_jobs::{Failed, Handler, enqueue};
use madrone_notify::{call, deliver, later, text, words};
use madrone_phone::Number;
use madrone_ports::{Mail, Mailer};
use madrone_web::{App, Cx};
use serde_json::{Value, json};

use super::{CODE_LIVES, store};
use crate::account::{self, Account};
use crate::on_file::{self, OnFile};
use crate::texts::{self, Said};
use crate::{Limits, code, mail};

const SEND_CODE: &str = "identity-send-sign-up-code";
const TELL: &str = "identity-tell-sign-up";

/// Asks for a code to the address of a sign-up.
pub(super) fn ask_for_code(cx: &Cx, sign_up: &str) -> Result<()> {
    let payload = json!({ "sign-up": sign_up, "locale": cx.locale().tag() });
    enqueue(cx.tx(), SEND_CODE, &payload, cx.now())
}

pub(crate) fn send_code(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let token = text(payload, "sign-up")?.to_owned();
        let fresh = code::new_code(&app.random);
        let kept = code::kept(&app, &token, &fresh);
        let found = db.wait(Access::Write, move |tx| {
            let found = store::find(tx, &token)?.filter(|sign_up| sign_up.chosen.is_some());
            if found.is_some() {
                store::set_code(tx, &token, &kept)?;
            }
            Ok(found.and_then(|sign_up| sign_up.contact))
        });
        // The sign-up may be over by now; then nobody waits for a code.
        match found.map_err(later)? {
            Some(email) => deliver(mailer.as_ref(), code_mail(&app, payload, email, &fresh)),
            None => Ok(()),
        }
    };
    (SEND_CODE, Arc::new(handler))
}

/// The mail with the code of a sign-up.
pub(crate) fn code_mail(app: &App, payload: &Value, to: String, code: &str) -> Mail {
    let words = words(app, text(payload, "locale").ok(), None);
    let clinic = app.site.clinic.as_str();
    let minutes = i64::try_from(CODE_LIVES.as_secs() / 60).unwrap_or(0);
    let lines = [
        words.with(
            "signup-mail-code-text",
            &[
                ("clinic", clinic.into()),
                ("code", code.into()),
                ("minutes", minutes.into()),
            ],
        ),
        call(app, &words),
    ];
    Mail {
        to,
        subject: words.t1("signup-mail-code-subject", "clinic", clinic),
        text: lines.join("\n\n"),
        html: None,
    }
}

/// The text message with the code of a sign-up.
pub(crate) fn code_text(app: &App, payload: &Value, code: &str) -> String {
    let words = words(app, text(payload, "locale").ok(), None);
    mail::code_text(app, &words, code)
}

/// Has every address and number on file told that there is an account now, and the account's own address.
pub(super) fn tell(cx: &Cx, account: &Account, on_file: &OnFile) -> Result<()> {
    if cx.app().setting::<Limits>().texts {
        let numbers: BTreeSet<Number> = on_file
            .phones
            .iter()
            .filter_map(|written| Number::parse(written))
            .collect();
        for number in numbers {
            texts::tell(cx, &number, Said::NewAccount, on_file.locale)?;
        }
    }
    for place in 0..addresses(account, on_file).len() {
        let payload = json!({ "account": account.id, "place": place, "locale": cx.locale().tag() });
        enqueue(cx.tx(), TELL, &payload, cx.now())?;
    }
    Ok(())
}

/// Each address once, whatever its case; one mail each, so that one which cannot be sent holds up no other.
fn addresses(account: &Account, on_file: &OnFile) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for email in on_file.emails.iter().chain([&account.email]) {
        if !all.iter().any(|known| known.to_lowercase() == email.to_lowercase()) {
            all.push(email.clone());
        }
    }
    all
}

pub(crate) fn told(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> (&'static str, Handler) {
    let (app, mailer) = (Arc::clone(app), Arc::clone(mailer));
    let handler = move |db: &Db, payload: &Value| -> Result<(), Failed> {
        let id = text(payload, "account")?.to_owned();
        let now = app.clock.now();
        let found = db.wait(Access::Write, move |tx| {
            let Some(account) = account::by_id(tx, &id)? else {
                return Ok(None);
            };
            let Some(chart) = &account.chart else { return Ok(None) };
            let on_file = on_file::load_as(tx, "sign-up", chart, now)?;
            Ok(on_file.map(|on_file| (account, on_file)))
        });
        let Some((account, on_file)) = found.map_err(later)? else {
            return Ok(());
        };
        let place = payload["place"].as_u64().and_then(|place| usize::try_from(place).ok());
        let to = place.and_then(|place| addresses(&account, &on_file).into_iter().nth(place));
        // An address that has left the chart since is nobody's to tell.
        let Some(to) = to else { return Ok(()) };
        let words = words(&app, text(payload, "locale").ok(), on_file.locale);
        let clinic = app.site.clinic.as_str();
        let lines = [words.t1("signup-mail-told-text", "clinic", clinic), call(&app, &words)];
        let told = Mail {
            to,
            subject: words.t1("signup-mail-told-subject", "clinic", clinic),
            text: lines.join("\n\n"),
            html: None,
        };
        deliver(mailer.as_ref(), told)
    };
    (TELL, Arc::new(handler))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_address_is_told_once() {
        let on_file = OnFile::of(
            "m",
            &json!({ "telecom": [
                { "system": "email", "value": "Maria@example.com" }, { "system": "email", "value": "home@example.com" },
                { "system": "email", "value": "HOME@example.com" }, { "system": "phone", "value": "541-555-0142" }
            ] }),
        );
        let account = Account {
            id: "a".into(),
            username: "maria".into(),
            role: None,
            name: "Maria".into(),
            email: "maria@example.com".into(),
            locale: None,
            chart: Some("m".into()),
            password: String::new(),
        };
        assert_eq!(addresses(&account, &on_file), ["Maria@example.com", "home@example.com"]);
    }
}
