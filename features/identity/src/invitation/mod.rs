//! Invitations: the clinic asks a patient to make an account for her own chart, by an activation code. It goes out by mail,
//! as a link to the address on file, or is handed over: shown on the screen, printed, read out.
//!
//! A chart has one at a time; a new one takes the place of the one before. Those of 12 to 17 years get theirs only from
//! hand to hand, since the contacts on file are their parents'; younger children have no account.

mod at_clinic;
pub(crate) mod clinic;
pub(crate) mod store;
mod view;

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use madrone_authn::spoken;
use madrone_db::Tx;
use madrone_i18n::Words;
use madrone_kernel::{Instant, Random, new_id};

use crate::on_file::{self, GROWN_UP, OnFile};
use crate::{account, code, mail};

pub(crate) use at_clinic::card;

/// How long an activation code holds.
pub(crate) const LIVES: Duration = Duration::from_hours(28 * 24);

/// How many wrong birth dates end it.
pub(crate) const TRIES: i64 = 5;

/// From this age on one has an account of one's own.
const OLD_ENOUGH: i16 = 12;

/// Why nobody can be invited.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotInvited {
    /// There is no such chart.
    #[error("there is no patient with the id {0}")]
    NoPatient(String),
    /// The chart has an account.
    #[error("the patient {0} has an account already")]
    HasAccount(String),
    /// Nowhere to send it.
    #[error(
        "the chart of the patient {0} holds no e-mail address: add one to Patient.telecom first, or hand the code over"
    )]
    NoEmail(String),
    /// The code is proved by the birth date.
    #[error("the chart of the patient {0} holds no whole birth date: add it to Patient.birthDate first")]
    NoBirthDate(String),
    /// The contacts on file are the parents'.
    #[error("the patient {0} is under 18: hand the code over in person, since the contacts on file are the parents'")]
    Teen(String),
    /// Parents act for them.
    #[error("the patient {0} is under 12 and has no account of their own: parents see the chart by family access")]
    Child(String),
    /// The patient died, or the chart was merged into another.
    #[error("the chart of the patient {0} is closed")]
    Over(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

/// When, and by whose calendar.
#[derive(Clone, Debug)]
pub struct At<'r> {
    /// The time.
    pub now: Instant,
    /// Where the clinic is.
    pub zone: TimeZone,
    /// Where codes and ids come from.
    pub random: &'r Random,
}

impl At<'_> {
    fn today(&self) -> Date {
        self.now.timestamp().to_zoned(self.zone.clone()).date()
    }
}

/// Invites the Patient `chart` by the e-mail address on file; the address as a stranger may see it.
///
/// # Errors
/// When there is no such chart, it has an account, or holds no address, and for those under 18.
pub fn invite(tx: &Tx, chart: &str, at: &At<'_>) -> Result<String, NotInvited> {
    let on_file = of_chart(tx, chart, at.now)?;
    by_mail(tx, &on_file, at)
}

/// Makes an activation code for the Patient `chart`, to be handed over.
///
/// # Errors
/// When there is no such chart or it has an account, and for children under 12.
pub fn hand_over(tx: &Tx, chart: &str, at: &At<'_>) -> Result<String, NotInvited> {
    let on_file = of_chart(tx, chart, at.now)?;
    by_hand(tx, &on_file, at)
}

fn of_chart(tx: &Tx, chart: &str, now: Instant) -> Result<OnFile, NotInvited> {
    on_file::load_as(tx, "invitation", chart, now)?.ok_or_else(|| NotInvited::NoPatient(chart.to_owned()))
}

/// Asks for a link to be mailed to the first address on file; the address as a stranger may see it.
pub(crate) fn by_mail(tx: &Tx, on_file: &OnFile, at: &At<'_>) -> Result<String, NotInvited> {
    may_have_account(tx, on_file, at.today())?;
    let email = address(on_file, at.today())?;
    let id = insert(tx, on_file, (Some(email), None), at)?;
    mail::ask_for_invitation(tx, &id, at.now)?;
    Ok(account::masked(email))
}

/// Makes a code to be handed over. It is nowhere but in the answer.
pub(crate) fn by_hand(tx: &Tx, on_file: &OnFile, at: &At<'_>) -> Result<String, NotInvited> {
    may_have_account(tx, on_file, at.today())?;
    let fresh = spoken::new(at.random);
    insert(tx, on_file, (None, Some(&kept(&fresh))), at)?;
    Ok(fresh)
}

fn insert(
    tx: &Tx,
    on_file: &OnFile,
    (email, token): (Option<&str>, Option<&str>),
    at: &At<'_>,
) -> Result<String, NotInvited> {
    let id = new_id(at.now, at.random);
    let invitation = store::Invitation {
        id: id.clone(),
        chart: on_file.chart.clone(),
        email: email.map(str::to_owned),
        locale: on_file.locale,
    };
    store::insert(tx, &invitation, token, at.now)?;
    Ok(id)
}

/// What is kept of a code that was made or typed.
pub(crate) fn kept(typed: &str) -> String {
    code::hashed(&spoken::read(typed).unwrap_or_default())
}

/// Whether an account can be made for this chart.
fn may_have_account(tx: &Tx, on_file: &OnFile, today: Date) -> Result<(), NotInvited> {
    if account::by_chart(tx, &on_file.chart)?.is_some() {
        return Err(NotInvited::HasAccount(on_file.chart.clone()));
    }
    of_age(on_file, today)
}

fn of_age(on_file: &OnFile, today: Date) -> Result<(), NotInvited> {
    match on_file.age(today) {
        _ if on_file.is_over => Err(NotInvited::Over(on_file.chart.clone())),
        None => Err(NotInvited::NoBirthDate(on_file.chart.clone())),
        Some(age) if age < OLD_ENOUGH => Err(NotInvited::Child(on_file.chart.clone())),
        Some(_) => Ok(()),
    }
}

/// Where a link for this chart may be mailed.
fn address(on_file: &OnFile, today: Date) -> Result<&str, NotInvited> {
    if on_file.age(today).is_none_or(|age| age < GROWN_UP) {
        return Err(NotInvited::Teen(on_file.chart.clone()));
    }
    let first = on_file.emails.first();
    first
        .map(String::as_str)
        .ok_or_else(|| NotInvited::NoEmail(on_file.chart.clone()))
}

/// Why no code can be made for a chart without an account, as staff read it.
pub(crate) fn why_not(words: &Words, on_file: &OnFile, today: Date) -> Option<String> {
    of_age(on_file, today).err().and_then(|why| said(words, &why))
}

/// Whether a link for this chart can be mailed.
pub(crate) fn can_mail(on_file: &OnFile, today: Date) -> bool {
    address(on_file, today).is_ok()
}

/// Why a chart cannot have a code, as staff read it; `None` for a failure that is not about the chart.
fn said(words: &Words, why: &NotInvited) -> Option<String> {
    let key = match why {
        NotInvited::HasAccount(_) => "has-account",
        NotInvited::NoEmail(_) => "no-email",
        NotInvited::NoBirthDate(_) => "no-birth-date",
        NotInvited::Teen(_) => "teen",
        NotInvited::Child(_) => "child",
        NotInvited::Over(_) => "over",
        NotInvited::NoPatient(_) | NotInvited::Database(_) => return None,
    };
    Some(words.t(&format!("signup-not-{key}")).into_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    fn born(birth_date: &str) -> OnFile {
        OnFile::of(
            "p",
            &json!({ "birthDate": birth_date, "telecom": [{ "system": "email", "value": "p@example.com" }] }),
        )
    }

    #[test]
    fn children_have_no_account_and_teens_no_mail() {
        let today = date(2026, 11, 26);
        for (birth_date, has_account, has_mail) in [
            ("2014-11-27", false, false),
            ("2014-11-26", true, false),
            ("2008-11-27", true, false),
            ("2008-11-26", true, true),
            ("2008", false, false),
        ] {
            let on_file = born(birth_date);
            assert_eq!(of_age(&on_file, today).is_ok(), has_account, "{birth_date}");
            assert_eq!(address(&on_file, today).is_ok(), has_mail, "{birth_date}");
        }
    }
}
