//! Text messages and calls by Twilio's REST API: the [`SmsProvider`] port, with the webhooks by which Twilio tells of replies and of
//! delivery.
//!
//! Twilio signs each webhook with the account's token; nothing that is not signed is believed.

mod refusal;
mod signature;

use std::time::Duration;

use madrone_http::{Answer, Client, Unanswered};
use madrone_ports::{Call, NotTheirs, Sms, SmsError, SmsId, SmsNews, SmsProvider, SmsRefusal, SmsRequest};
use serde_json::Value;
use url::Url;

/// What an account at Twilio needs.
#[derive(Clone)]
pub struct Settings {
    /// Where the API is, `https://api.twilio.com`.
    pub api: String,
    /// The account's name, `AC…`.
    pub account: String,
    /// The account's token: its password, and the key of the webhooks' signatures.
    pub token: String,
    /// Whom messages come from: a number as E.164 has it, or a messaging service, `MG…`.
    pub from: String,
    /// Whom calls come from: a number. Empty where that is `from`, or where there are to be none.
    pub call_from: String,
    /// Where Twilio tells what became of a message.
    pub news: String,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// Why Twilio cannot be used as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SetupError {
    /// Messages and the token would be readable on the way.
    #[error("the API's address must be https://")]
    Api,
    /// No account of Twilio's is written so.
    #[error("the account must be written as AC and 32 letters and digits")]
    Account,
    /// Neither a number nor a messaging service.
    #[error("the sender must be a number such as +15415550100, or a messaging service, MG and 32 letters and digits")]
    From,
    /// Calls come from numbers only.
    #[error("calls must come from a number such as +15415550100")]
    CallFrom,
}

/// Sends by one account.
pub struct TwilioSms {
    client: Client,
    messages: String,
    calls: String,
    settings: Settings,
}

impl TwilioSms {
    /// A sender. Nothing is connected yet.
    ///
    /// # Errors
    /// [`SetupError`], for what is written wrongly or unsafely.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let api = settings.api.trim_end_matches('/');
        if !Url::parse(api).is_ok_and(|url| madrone_http::is_safe(&url)) {
            return Err(SetupError::Api);
        }
        if !is_sid("AC", &settings.account) {
            return Err(SetupError::Account);
        }
        if !is_number(&settings.from) && !is_sid("MG", &settings.from) {
            return Err(SetupError::From);
        }
        if !settings.call_from.is_empty() && !is_number(&settings.call_from) {
            return Err(SetupError::CallFrom);
        }
        let account = format!("{api}/2010-04-01/Accounts/{}", settings.account);
        Ok(Self {
            client: Client::new(settings.timeout),
            messages: format!("{account}/Messages.json"),
            calls: format!("{account}/Calls.json"),
            settings,
        })
    }
}

impl TwilioSms {
    /// Whom calls come from.
    fn caller(&self) -> Option<&str> {
        let named = [&self.settings.call_from, &self.settings.from];
        named.into_iter().map(String::as_str).find(|from| is_number(from))
    }

    fn ask(&self, address: &str, form: &[(&str, &str)]) -> Result<SmsId, SmsError> {
        let login = madrone_http::basic(&self.settings.account, &self.settings.token);
        let headers = [("authorization", login.as_str()), ("accept", "application/json")];
        taken(self.client.post_form(address, &headers, form))
    }
}

/// As E.164 has it.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Twilio's names: two letters for the kind, then 32 hexadecimal digits.
fn is_sid(kind: &str, text: &str) -> bool {
    text.strip_prefix(kind)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl SmsProvider for TwilioSms {
    fn send(&self, sms: &Sms) -> Result<SmsId, SmsError> {
        let settings = &self.settings;
        let by = if settings.from.starts_with('+') {
            "From"
        } else {
            "MessagingServiceSid"
        };
        let form = [
            ("To", sms.to.as_str()),
            (by, settings.from.as_str()),
            ("Body", sms.text.as_str()),
            ("StatusCallback", settings.news.as_str()),
        ];
        self.ask(&self.messages, &form)
    }

    fn calls(&self) -> bool {
        self.caller().is_some()
    }

    fn call(&self, call: &Call) -> Result<SmsId, SmsError> {
        let from = self.caller().ok_or(SmsError::Permanent(SmsRefusal::NotAllowed))?;
        let form = [("To", call.to.as_str()), ("From", from), ("Twiml", &read_out(call))];
        self.ask(&self.calls, &form)
    }

    fn hear(&self, request: SmsRequest<'_>) -> Result<SmsNews, NotTheirs> {
        let header = request.headers.iter().find(|(name, _)| name == "x-twilio-signature");
        let (_, given) = header.ok_or(NotTheirs)?;
        if !signature::is_right(&self.settings.token, request.address, request.form, given) {
            return Err(NotTheirs);
        }
        let field = |name: &str| {
            let found = request.form.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.as_str())
        };
        let id = field("MessageSid").map(|sid| SmsId(sid.to_owned())).ok_or(NotTheirs)?;
        match (field("MessageStatus"), field("From"), field("Body")) {
            (Some(status), ..) => Ok(SmsNews::Delivery {
                id,
                outcome: match status {
                    "delivered" | "read" => Some(Ok(())),
                    "undelivered" | "failed" | "canceled" => Some(Err(refusal::of(field("ErrorCode")))),
                    _ => None,
                },
            }),
            (None, Some(from), Some(text)) => Ok(SmsNews::Reply {
                id,
                from: from.to_owned(),
                text: text.to_owned(),
                answered: field("OptOutType").is_some_and(|kind| !kind.is_empty()),
            }),
            _ => Err(NotTheirs),
        }
    }

    fn answer(&self, text: Option<&str>) -> (&'static str, String) {
        let message = text.map(|text| format!("<Message>{}</Message>", escaped(text)));
        let body = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><Response>{}</Response>"#,
            message.unwrap_or_default()
        );
        ("text/xml", body)
    }
}

/// Reads what Twilio says to a message.
fn taken(answered: Result<Answer, Unanswered>) -> Result<SmsId, SmsError> {
    let later = |why: String, after| Err(SmsError::Retry { why, after });
    let Answer {
        status,
        retry_after,
        body,
    } = match answered {
        Ok(answer) => answer,
        Err(why) => return later(why.to_string(), None),
    };
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    match status {
        200..=299 => match said["sid"].as_str() {
            Some(sid) => Ok(SmsId(sid.to_owned())),
            // Taken all the same: another try would send it twice.
            None => Ok(SmsId(String::new())),
        },
        400 | 403 | 404 => Err(SmsError::Permanent(refusal::of(
            said["code"].as_i64().map(|code| code.to_string()).as_deref(),
        ))),
        // A wrong token, too: whoever runs the portal will mend it.
        _ => later(format!("Twilio answered {status}"), retry_after),
    }
}

/// What is read out, twice, with a pause first: whoever lifts the receiver says hello.
fn read_out(call: &Call) -> String {
    // The voices of the languages that have more than one are those of the United States.
    let language = match call.language.as_str() {
        "en" => "en-US",
        "es" => "es-US",
        other => other,
    };
    let text = escaped(&call.text);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/><Say language="{language}" loop="2">{text}</Say></Response>"#
    )
}

/// Text inside an XML element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use madrone_ports::SmsRefusal;

    use super::*;

    fn settings() -> Settings {
        Settings {
            api: "https://api.example.com".into(),
            account: format!("AC{}", "0".repeat(32)),
            token: "12345".into(),
            from: "+15415550100".into(),
            call_from: String::new(),
            news: "https://clinic.example/hooks/text-messages".into(),
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn what_is_written_wrongly_is_said_before_anything_is_sent() {
        let with = |change: fn(&mut Settings)| {
            let mut settings = settings();
            change(&mut settings);
            TwilioSms::new(settings).err()
        };
        assert_eq!(with(|_| ()), None);
        assert_eq!(with(|settings| settings.from = format!("MG{}", "a".repeat(32))), None);
        assert_eq!(
            with(|settings| settings.api = "http://api.example.com".into()),
            Some(SetupError::Api)
        );
        assert_eq!(
            with(|settings| settings.account = "maria".into()),
            Some(SetupError::Account)
        );
        assert_eq!(
            with(|settings| settings.from = "541-555-0100".into()),
            Some(SetupError::From)
        );
        assert_eq!(
            with(|settings| settings.call_from = format!("MG{}", "a".repeat(32))),
            Some(SetupError::CallFrom)
        );
    }

    #[test]
    fn calls_come_from_a_number() {
        let caller = |from: &str, call_from: &str| {
            let (from, call_from) = (from.to_owned(), call_from.to_owned());
            let sender = TwilioSms::new(Settings {
                from,
                call_from,
                ..settings()
            })
            .unwrap();
            sender.caller().map(str::to_owned)
        };
        let service = format!("MG{}", "a".repeat(32));
        assert_eq!(caller("+15415550100", "").as_deref(), Some("+15415550100"));
        assert_eq!(caller(&service, "+15415550101").as_deref(), Some("+15415550101"));
        assert_eq!(caller(&service, ""), None);
    }

    #[test]
    fn what_is_read_out_is_text_and_no_markup() {
        let call = Call {
            to: "+15415550142".into(),
            language: "es".into(),
            text: "Mora & Hill <clinic>. 1, 2".into(),
        };
        let read = read_out(&call);
        assert!(
            read.contains(r#"<Say language="es-US" loop="2">Mora &amp; Hill &lt;clinic&gt;. 1, 2</Say>"#),
            "{read}"
        );
        assert!(!format!("{call:?}").contains("1, 2"));
    }

    fn answer(status: u16, body: &str) -> Result<SmsId, SmsError> {
        taken(Ok(Answer {
            status,
            retry_after: Some(Duration::from_secs(3)),
            body: body.as_bytes().to_vec(),
        }))
    }

    #[test]
    fn a_message_is_taken_refused_or_tried_again() {
        assert_eq!(answer(201, r#"{"sid":"SM1"}"#), Ok(SmsId("SM1".into())));
        assert_eq!(
            answer(400, r#"{"code":21610,"message":"of +15415550142"}"#),
            Err(SmsError::Permanent(SmsRefusal::Stopped))
        );
        let busy = Err(SmsError::Retry {
            why: "Twilio answered 429".into(),
            after: Some(Duration::from_secs(3)),
        });
        assert_eq!(answer(429, "{}"), busy);
        assert!(matches!(answer(401, ""), Err(SmsError::Retry { .. })));
    }

    /// Signed as Twilio does, so that only what is read differs.
    fn hear(form: &[(&str, &str)]) -> Result<SmsNews, NotTheirs> {
        let settings = settings();
        let form: Vec<(String, String)> = form.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let signed = signature::of(&settings.token, &settings.news, &form);
        let headers = [("x-twilio-signature".to_owned(), signed)];
        TwilioSms::new(settings.clone()).unwrap().hear(SmsRequest {
            address: &settings.news,
            headers: &headers,
            form: &form,
        })
    }

    #[test]
    fn news_is_a_reply_or_a_delivery() {
        let reply = SmsNews::Reply {
            id: SmsId("SM1".into()),
            from: "+15415550142".into(),
            text: "Stop".into(),
            answered: false,
        };
        let said = [("MessageSid", "SM1"), ("From", "+15415550142"), ("Body", "Stop")];
        assert!(hear(&said) == Ok(reply));
        let answered = hear(&[&said[..], &[("OptOutType", "STOP")]].concat());
        assert!(matches!(answered, Ok(SmsNews::Reply { answered: true, .. })));
        let outcome =
            |status, code| match hear(&[("MessageSid", "SM1"), ("MessageStatus", status), ("ErrorCode", code)]) {
                Ok(SmsNews::Delivery { outcome, .. }) => outcome,
                _ => panic!("it is a delivery"),
            };
        assert_eq!(outcome("sent", ""), None);
        assert_eq!(outcome("delivered", ""), Some(Ok(())));
        assert_eq!(outcome("undelivered", "30006"), Some(Err(SmsRefusal::NotMobile)));
        assert_eq!(hear(&[("From", "+15415550142")]), Err(NotTheirs));
    }

    #[test]
    fn what_is_not_signed_is_not_believed() {
        let sender = TwilioSms::new(settings()).unwrap();
        let form = [("MessageSid".to_owned(), "SM1".to_owned())];
        for headers in [vec![], vec![("x-twilio-signature".to_owned(), "AAAA".to_owned())]] {
            let request = SmsRequest {
                address: "https://clinic.example/hooks/text-messages",
                headers: &headers,
                form: &form,
            };
            assert_eq!(sender.hear(request), Err(NotTheirs));
        }
    }

    #[test]
    fn an_answer_is_xml_whatever_the_clinic_is_called() {
        let sender = TwilioSms::new(settings()).unwrap();
        let (_, body) = sender.answer(Some("Smith & <Sons>"));
        assert!(body.ends_with("<Response><Message>Smith &amp; &lt;Sons&gt;</Message></Response>"));
        assert!(sender.answer(None).1.ends_with("<Response></Response>"));
    }
}
