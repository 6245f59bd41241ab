//! Invitations: the clinic asks a patient, by mail, to make an account for her own chart.

pub(crate) mod handlers;
mod patient;
pub(crate) mod store;
mod view;

use std::time::Duration;

use madrone_db::Tx;
use madrone_kernel::{Instant, Random, new_id};

use crate::{account, mail};

/// How long an invitation holds.
pub(crate) const LIVES: Duration = Duration::from_hours(672);

/// How many wrong birth dates end it.
pub(crate) const TRIES: i64 = 5;

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
    #[error("the chart of the patient {0} holds no e-mail address: add one to Patient.telecom first")]
    NoEmail(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

/// Invites the Patient `chart` by the e-mail address on file; the address as a stranger may see it.
///
/// # Errors
/// When there is no such chart, it has an account, or holds no address.
pub fn invite(tx: &Tx, chart: &str, now: Instant, random: &Random) -> Result<String, NotInvited> {
    let patient = patient::load(tx, chart, now)?.ok_or_else(|| NotInvited::NoPatient(chart.to_owned()))?;
    if account::store::by_chart(tx, chart)?.is_some() {
        return Err(NotInvited::HasAccount(chart.to_owned()));
    }
    let email = patient.email.ok_or_else(|| NotInvited::NoEmail(chart.to_owned()))?;
    let id = new_id(now, random);
    store::insert(
        tx,
        &store::Invitation {
            id: id.clone(),
            chart: chart.to_owned(),
            email: email.clone(),
            locale: patient.locale,
        },
        now,
    )?;
    mail::ask_for_invitation(tx, &id, now)?;
    Ok(account::masked(&email))
}
