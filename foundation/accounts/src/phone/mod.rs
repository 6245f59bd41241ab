//! The number of an account that codes go to, as text messages or read out by a call, and what the owner of a number has
//! said to getting text messages.
//!
//! A number is an account's once a code has shown that whoever uses the account reads what is sent there. What its owner
//! says counts for the number, whoever's account it is: after STOP nothing goes there until they say START (47 CFR
//! 64.1200(a)(10)). Every word of theirs is kept with where and when it was said, and in answer to which wording.

mod store;

use madrone_db::{Result, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;
use madrone_phone::Number;

pub use store::{by_number, of_account, remove, set};

/// The number of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// The number.
    pub number: Number,
    /// Whether a call reads codes out there: it takes no text messages.
    pub calls: bool,
    /// Since when it is known that the account's owner gets what is sent there.
    pub verified: Instant,
}

/// What somebody says to getting text messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// They asked on a page for codes to go to the number, as text messages or by calls: the wording says which.
    Codes,
    /// They want notices too: ticked on a page, and to be confirmed by [`Word::Start`] from the number itself.
    Notices,
    /// START, YES and the like, from the number itself.
    Start,
    /// STOP and the like, from the number itself, or the carrier says that they did.
    Stop,
}

impl Word {
    const ALL: [Self; 4] = [Self::Codes, Self::Notices, Self::Start, Self::Stop];

    /// Its name in the table.
    fn name(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Notices => "notices",
            Self::Start => "start",
            Self::Stop => "stop",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

/// Where a word was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source<'s> {
    /// On a page, under this wording (the key of the message and its version), read in this language.
    Page {
        /// The key and version.
        wording: &'s str,
        /// The language.
        locale: Locale,
    },
    /// In a text message of this name at the provider.
    Message(&'s str),
    /// The provider said so when it refused to send.
    Provider,
}

/// Whether text messages may go to a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Consent {
    /// STOP was the last word.
    pub stopped: bool,
    /// Notices were asked for, and confirmed from the number itself.
    pub notices: bool,
    /// Notices were asked for, and the number has not answered yet.
    pub asked: bool,
}

impl Consent {
    /// What follows from all that was said, the oldest first.
    fn of(words: impl IntoIterator<Item = Word>) -> Self {
        words.into_iter().fold(Self::default(), |before, word| match word {
            Word::Codes => before,
            Word::Notices => Self {
                asked: !before.notices,
                ..before
            },
            // It starts what was stopped, and confirms what was asked for.
            Word::Start => Self {
                stopped: false,
                notices: before.notices || before.asked,
                asked: false,
            },
            Word::Stop => Self {
                stopped: true,
                notices: false,
                // START brings back what STOP took away.
                asked: before.notices || before.asked,
            },
        })
    }
}

/// Whether text messages may go to `number`.
///
/// # Errors
/// When the database fails.
pub fn consent(tx: &Tx, number: &Number) -> Result<Consent> {
    Ok(Consent::of(store::words(tx, &number.e164())?))
}

/// Keeps what was said of `number`; false when this very message was kept before.
///
/// # Errors
/// When the database fails.
pub fn say(tx: &Tx, number: &Number, word: Word, source: Source<'_>, now: Instant) -> Result<bool> {
    store::keep(tx, &number.e164(), word, source, now)
}

/// The number at which a call may read codes of the account out.
///
/// # Errors
/// When the database fails.
pub fn for_calls(tx: &Tx, account: &str) -> Result<Option<Number>> {
    let phone = of_account(tx, account)?.filter(|phone| phone.calls);
    Ok(phone.map(|phone| phone.number))
}

/// The number that text messages for the account may go to now.
///
/// # Errors
/// When the database fails.
pub fn for_texts(tx: &Tx, account: &str) -> Result<Option<Number>> {
    let Some(phone) = of_account(tx, account)?.filter(|phone| !phone.calls) else {
        return Ok(None);
    };
    Ok((!consent(tx, &phone.number)?.stopped).then_some(phone.number))
}

/// The number that notices for the account may go to now.
///
/// # Errors
/// When the database fails.
pub fn for_notices(tx: &Tx, account: &str) -> Result<Option<Number>> {
    let Some(phone) = of_account(tx, account)?.filter(|phone| !phone.calls) else {
        return Ok(None);
    };
    let consent = consent(tx, &phone.number)?;
    Ok((consent.notices && !consent.stopped).then_some(phone.number))
}

#[cfg(test)]
mod tests {
    use madrone_db::{Access, Db};
    use madrone_harness::both_engines;

    use super::*;

    fn after(words: &[Word]) -> (bool, bool, bool) {
        let consent = Consent::of(words.iter().copied());
        (consent.stopped, consent.notices, consent.asked)
    }

    #[test]
    fn notices_need_a_yes_from_the_number_itself() {
        assert_eq!(after(&[]), (false, false, false));
        assert_eq!(after(&[Word::Codes]), (false, false, false));
        assert_eq!(after(&[Word::Codes, Word::Notices]), (false, false, true));
        assert_eq!(after(&[Word::Codes, Word::Notices, Word::Start]), (false, true, false));
        assert_eq!(after(&[Word::Start]), (false, false, false), "nothing was asked for");
    }

    #[test]
    fn stop_ends_everything_until_start() {
        let stopped = [Word::Notices, Word::Start, Word::Stop];
        assert_eq!(after(&stopped), (true, false, true));
        assert_eq!(
            after(&[&stopped[..], &[Word::Codes]].concat()),
            (true, false, true),
            "only the number itself can"
        );
        assert_eq!(after(&[&stopped[..], &[Word::Start]].concat()), (false, true, false));
        assert_eq!(after(&[Word::Codes, Word::Stop, Word::Start]), (false, false, false));
    }

    both_engines! {
        fn a_word_is_kept_once_however_often_the_provider_tells_it(db: Db) {
            let (number, now) = (Number::parse("541-555-0142").unwrap(), Instant::from_micros(1));
            let kept = db.wait(Access::Write, move |tx| {
                let said = |word, id| say(tx, &number, word, Source::Message(id), now);
                Ok::<_, madrone_db::Error>((said(Word::Stop, "SM1")?, said(Word::Start, "SM2")?, said(Word::Stop, "SM1")?, consent(tx, &number)?))
            });
            assert_eq!(kept, Ok((true, true, false, Consent::default())));
        }
    }
}
