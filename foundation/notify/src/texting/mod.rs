//! Text messages: sent where their owner has not stopped them, and what became of each. And calls that read codes out.

mod store;

use std::sync::Arc;

use madrone_accounts::phone::{self, Source, Word};
use madrone_db::{Access, Db, Result, Tx};
use madrone_i18n::Words;
use madrone_jobs::Failed;
use madrone_kernel::Instant;
use madrone_phone::Number;
use madrone_ports::{Call, Sms, SmsError, SmsId, SmsProvider, SmsRefusal};
use madrone_web::App;

use crate::later;

/// Who sends the site's text messages; the house is given it when it is put together. `None` where nobody does.
#[derive(Clone, Default)]
pub struct Texting(pub Option<Arc<dyn SmsProvider>>);

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The provider took it and has said no more.
    OnItsWay,
    /// It is on the phone.
    Delivered,
    /// It did not arrive.
    Failed(SmsRefusal),
}

impl Outcome {
    const ALL: [Self; 7] = [
        Self::OnItsWay,
        Self::Delivered,
        Self::Failed(SmsRefusal::NoSuchNumber),
        Self::Failed(SmsRefusal::NotMobile),
        Self::Failed(SmsRefusal::Stopped),
        Self::Failed(SmsRefusal::NotAllowed),
        Self::Failed(SmsRefusal::Other),
    ];

    /// Its name in the table and in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnItsWay => "on-its-way",
            Self::Delivered => "delivered",
            Self::Failed(SmsRefusal::NoSuchNumber) => "no-such-number",
            Self::Failed(SmsRefusal::NotMobile) => "not-mobile",
            Self::Failed(SmsRefusal::Stopped) => "stopped",
            Self::Failed(SmsRefusal::NotAllowed) => "not-allowed",
            Self::Failed(SmsRefusal::Other) => "other",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// Sends `text` to `number`, unless its owner has stopped messages: then nothing is sent, and that is no failure.
///
/// # Errors
/// For now, when another try may do; for good, when the number does not take messages.
pub fn send_text(app: &App, db: &Db, number: &Number, text: String) -> std::result::Result<(), Failed> {
    let Some(provider) = app.setting::<Texting>().0 else {
        return Err(Failed::ForGood("the site sends no text messages".into()));
    };
    let asked = number.clone();
    let stopped = db.wait(Access::Read, move |tx| Ok(phone::consent(tx, &asked)?.stopped));
    if stopped.map_err(later)? {
        return Ok(());
    }
    let to = number.e164();
    record(app, db, number, provider.send(&Sms { to, text }))
}

/// Has `number` called and what is `said` read out with `code`, each digit by itself.
///
/// # Errors
/// For now, when another try may do; for good, when the number cannot be called.
pub fn call_with_code(
    app: &App,
    db: &Db,
    number: &Number,
    words: &Words,
    code: &str,
) -> std::result::Result<(), Failed> {
    let Some(provider) = app.setting::<Texting>().0 else {
        return Err(Failed::ForGood("the site makes no calls".into()));
    };
    let digits: Vec<String> = code.chars().map(String::from).collect();
    let clinic = ("clinic", app.site.clinic.as_str());
    let call = Call {
        to: number.e164(),
        language: words.locale().tag().to_owned(),
        text: words.t2("notify-call-code", clinic, ("code", digits.join(", ").as_str())),
    };
    record(app, db, number, provider.call(&call))
}

/// Keeps whether the provider took a message or a call to `number`, and says what the job is to do.
fn record(
    app: &App,
    db: &Db,
    number: &Number,
    sent: std::result::Result<SmsId, SmsError>,
) -> std::result::Result<(), Failed> {
    let (now, number) = (app.clock.now(), number.clone());
    match sent {
        Ok(id) => db
            .wait(Access::Write, move |tx| store::sent(tx, &id, &number.e164(), now))
            // It is sent: another try would send it again, so the record of it is all that is lost.
            .or_else(|error| {
                tracing::warn!(%error, "a text message or a call was sent and not recorded");
                Ok(())
            }),
        Err(SmsError::Retry { why, after }) => Err(Failed::for_now(why, after)),
        Err(SmsError::Permanent(refusal)) => {
            let noted = db.wait(Access::Write, move |tx| refused(tx, &number, refusal, now));
            noted.map_err(later)?;
            Err(Failed::ForGood(refusal.to_string()))
        }
    }
}

/// The text message with a code: what is `said`, and a last line that lets browsers fill the code in, on this site and no
/// other (the origin-bound one-time codes of the Web Incubator Community Group).
pub fn bound_code(app: &App, said: &str, code: &str) -> String {
    let host = app.site.public_url.split("://").last().unwrap_or_default();
    let host = host.split([':', '/']).next().unwrap_or_default();
    format!("{said}\n\n@{host} #{code}")
}

fn refused(tx: &Tx, number: &Number, refusal: SmsRefusal, now: Instant) -> Result<()> {
    store::refused(tx, &number.e164(), refusal, now)?;
    if refusal == SmsRefusal::Stopped {
        phone::say(tx, number, Word::Stop, Source::Provider, now)?;
    }
    Ok(())
}

/// Keeps what the provider tells of a message that it took.
///
/// # Errors
/// When the database fails.
pub fn told(tx: &Tx, id: &SmsId, outcome: std::result::Result<(), SmsRefusal>, now: Instant) -> Result<()> {
    let outcome = outcome.map_or_else(Outcome::Failed, |()| Outcome::Delivered);
    let number = store::told(tx, id, outcome, now)?;
    match number.as_deref().and_then(Number::parse) {
        Some(number) if outcome == Outcome::Failed(SmsRefusal::Stopped) => {
            phone::say(tx, &number, Word::Stop, Source::Provider, now).map(drop)
        }
        _ => Ok(()),
    }
}

/// What became of the last message or call to `number` within the last month; `None` where there was none.
///
/// # Errors
/// When the database fails.
pub fn last_outcome(tx: &Tx, number: &Number) -> Result<Option<Outcome>> {
    store::last(tx, &number.e164())
}

#[cfg(test)]
mod tests {
    use madrone_harness::both_engines;

    use super::*;

    fn at(micros: i64) -> Instant {
        Instant::from_micros(micros)
    }

    both_engines! {
        fn what_became_of_a_message_is_kept_whichever_is_told_first(db: Db) {
            let number = Number::parse("541-555-0142").unwrap();
            let outcomes = db.wait(Access::Write, move |tx| {
                let (one, two) = (SmsId("SM1".into()), SmsId("SM2".into()));
                let mut seen = vec![last_outcome(tx, &number)?];
                store::sent(tx, &one, &number.e164(), at(1))?;
                seen.push(last_outcome(tx, &number)?);
                told(tx, &one, Ok(()), at(2))?;
                seen.push(last_outcome(tx, &number)?);
                told(tx, &two, Err(SmsRefusal::NotMobile), at(3))?;
                store::sent(tx, &two, &number.e164(), at(3))?;
                seen.push(last_outcome(tx, &number)?);
                Ok::<_, madrone_db::Error>(seen)
            });
            let failed = Outcome::Failed(SmsRefusal::NotMobile);
            assert_eq!(outcomes, Ok(vec![None, Some(Outcome::OnItsWay), Some(Outcome::Delivered), Some(failed)]));
        }

        fn a_block_that_the_carrier_tells_of_counts_as_stop(db: Db) {
            let number = Number::parse("541-555-0142").unwrap();
            let consent = db.wait(Access::Write, move |tx| {
                let id = SmsId("SM1".into());
                store::sent(tx, &id, &number.e164(), at(1))?;
                told(tx, &id, Err(SmsRefusal::Stopped), at(2))?;
                phone::consent(tx, &number)
            });
            assert_eq!(consent.map(|consent| consent.stopped), Ok(true));
        }
    }
}
