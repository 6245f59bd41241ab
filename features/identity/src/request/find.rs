//! Looking for charts, through the door: by the indexes of the search, never through all patients.

use std::time::Duration;

use madrone_authz::ChartAccess;
use madrone_chart::{heads, history, search_text};
use madrone_db::{Result, Tx};
use madrone_fhir::{ResourceType, fold_contact};
use madrone_kernel::Instant;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::on_file::{self, OnFile, failed};
use madrone_accounts::matching::Claim;

/// Contacts that came into a chart within this time prove nothing yet.
const SETTLES: Duration = Duration::from_hours(30 * 24);

/// So many versions of a chart are looked through for when a contact came in.
const VERSIONS: u32 = 50;

/// The patients who were born on the day that is claimed: one look into the index of birth dates.
pub(super) fn born_then(tx: &Tx, access: &ChartAccess, claim: &Claim) -> Result<Vec<OnFile>> {
    patients(tx, access, &format!("birthdate={}&_count=500", claim.birth_date))
}

/// The patients that a search finds.
pub(super) fn patients(tx: &Tx, access: &ChartAccess, query: &str) -> Result<Vec<OnFile>> {
    let found = search_text(tx, access, ResourceType::Patient, query).map_err(failed)?;
    Ok(found.matches.iter().map(on_file::read).collect())
}

/// The searches that find charts which are much like a claim, though born on another day: by its contact, and by the first
/// part of its names.
pub(super) fn queries(claim: &Claim) -> Vec<String> {
    let part = |name: &str, letters: usize| -> String {
        let word = name
            .split(|letter: char| !letter.is_alphanumeric())
            .find(|word| !word.is_empty());
        word.unwrap_or_default().chars().take(letters).collect()
    };
    let (family, given) = (part(&claim.family, 20), part(&claim.given, 3));
    let by_contact = format!("telecom={}&_count=20", value(&claim.contact));
    let by_name = format!("family={}&given={}&_count=20", value(&family), value(&given));
    if family.is_empty() || given.is_empty() {
        vec![by_contact]
    } else {
        vec![by_contact, by_name]
    }
}

/// Whether a chart other than `chart` has one of `contacts`, old ones too.
pub(super) fn is_shared(tx: &Tx, access: &ChartAccess, chart: &str, contacts: &[&str]) -> Result<bool> {
    let values: Vec<String> = contacts.iter().map(|contact| value(contact)).collect();
    let query = format!("telecom={}&_count=2", values.join(","));
    let (found, _) = heads(tx, access, ResourceType::Patient, &query).map_err(failed)?;
    Ok(found.iter().any(|head| head.id != chart))
}

/// Whether one of `contacts` was not in the chart that `access` opens thirty days ago, or, for a younger chart, when it was
/// made.
pub(super) fn is_fresh(tx: &Tx, access: &ChartAccess, contacts: &[&str], now: Instant) -> Result<bool> {
    let settled = now.minus(SETTLES);
    let found = history(tx, access, ResourceType::Patient, access.patient_id(), None, VERSIONS).map_err(failed)?;
    let then = found.versions.iter().find(|version| version.updated <= settled);
    // A chart that is written so often that its versions do not reach back so far is for people to look at.
    let Some(then) = then.or(found.versions.last().filter(|_| found.next.is_none())) else {
        return Ok(true);
    };
    if then.deleted {
        return Ok(true);
    }
    let then = on_file::read(then);
    let known: Vec<String> = then
        .phones
        .iter()
        .chain(&then.emails)
        .map(|known| fold_contact(known))
        .collect();
    Ok(contacts.iter().any(|contact| !known.contains(&fold_contact(contact))))
}

/// A value of a search, with nothing in it that means something to a search.
pub(super) fn value(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | ',' | '|' | '$') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    utf8_percent_encode(&escaped, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn what_means_something_to_a_search_is_only_text() {
        assert_eq!(value("a,b|c&d"), "a%5C%2Cb%5C%7Cc%26d");
    }
}
