//! One piece of news.

use madrone_accounts::account;
use madrone_accounts::phone::{self, Consent, Source, Word};
use madrone_i18n::{Locale, Words};
use madrone_notify::{Texting, told};
use madrone_phone::{Number, Reply, read};
use madrone_ports::{SmsId, SmsNews, SmsRequest};
use madrone_web::{Cx, Failure, Page, PageResult, SignedForm};

use crate::NEWS;

/// `POST /hooks/text-messages`: believed when the provider has signed it.
pub(crate) fn take(cx: &mut Cx, form: SignedForm) -> PageResult {
    let provider = cx.app().setting::<Texting>().0.ok_or(Failure::NotFound)?;
    let mut address = format!("{}{NEWS}", cx.site().public_url);
    if !cx.request().query.is_empty() {
        address = format!("{address}?{}", cx.request().query);
    }
    let request = SmsRequest {
        address: &address,
        headers: &form.headers,
        form: &form.fields,
    };
    let news = provider.hear(request).map_err(|why| {
        tracing::warn!(%why, "news of text messages was not taken");
        // As for whoever has no business here.
        Failure::NotFound
    })?;
    let answer = match news {
        SmsNews::Delivery { outcome: None, .. } => None,
        SmsNews::Delivery {
            id,
            outcome: Some(outcome),
        } => {
            told(cx.tx(), &id, outcome, cx.now())?;
            None
        }
        SmsNews::Reply {
            id,
            from,
            text,
            answered,
        } => match Number::parse(&from) {
            Some(number) => reply(cx, &number, (&id, &text))?.filter(|_| !answered),
            None => None,
        },
    };
    let (content_type, body) = provider.answer(answer.as_deref());
    Ok(Page::Bytes {
        content_type,
        filename: None,
        bytes: body.into_bytes(),
    })
}

/// Does what an answer asks for; what is written back.
fn reply(cx: &Cx, number: &Number, (id, text): (&SmsId, &str)) -> Result<Option<String>, Failure> {
    let before = phone::consent(cx.tx(), number)?;
    let reply = read(text);
    let word = match reply {
        Reply::Stop => Some(Word::Stop),
        Reply::Start => Some(Word::Start),
        Reply::Help | Reply::Other => None,
    };
    if let Some(word) = word {
        phone::say(cx.tx(), number, word, Source::Message(&id.0), cx.now())?;
    }
    let words = words(cx, number, text)?;
    let clinic = cx.site().clinic.as_str();
    let call = match cx.site().phone.as_str() {
        "" => words.t("texting-call").into_owned(),
        phone => words.t1("texting-call-at", "phone", phone),
    };
    let said = |key: &str| Some(format!("{} {call}", words.t1(key, "clinic", clinic)));
    Ok(match reply {
        // STOP is confirmed once (47 CFR 64.1200(a)(12)), and whoever has stopped us hears no more.
        Reply::Stop | Reply::Other if before.stopped => None,
        Reply::Stop => Some(words.t1("texting-stopped", "clinic", clinic)),
        Reply::Start => Some(words.t1(started(before), "clinic", clinic)),
        Reply::Help => said("texting-help"),
        Reply::Other => said("texting-unread"),
    })
}

/// What START began.
fn started(before: Consent) -> &'static str {
    if before.asked || before.notices {
        "texting-started-notices"
    } else {
        "texting-started"
    }
}

/// In the language of the account that has the number; else in that of the word that was used.
fn words(cx: &Cx, number: &Number, text: &str) -> Result<Words, Failure> {
    for id in phone::by_number(cx.tx(), number)? {
        if let Some(locale) = account::by_id(cx.tx(), &id)?.and_then(|account| account.locale) {
            return Ok(cx.words().in_locale(locale));
        }
    }
    let spanish = madrone_phone::is_spanish(text);
    let locale = if spanish { Locale::Es } else { cx.site().locale };
    Ok(cx.words().in_locale(locale))
}
