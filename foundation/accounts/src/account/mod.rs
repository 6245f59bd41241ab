//! An account: a person with a chart of their own or none, or someone who works for the clinic.

mod store;

use madrone_authz::{Actor, Role};
use madrone_db::{Result, Tx};
use madrone_i18n::Locale;
use madrone_kernel::Instant;
use madrone_phone::Number;

use crate::phone;

pub use store::{
    by_chart, by_email, by_id, entry, other_administrators, patient_of_chart, patients_named, set_disabled,
    set_password, set_role, signed_in, staff, update,
};

/// An account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Its own id.
    pub id: String,
    /// What the person signs in with, folded.
    pub username: String,
    /// What they do at the clinic; `None` for everybody else.
    pub role: Option<Role>,
    /// The full name.
    pub name: String,
    /// Where codes and notices go.
    pub email: String,
    /// The language they chose.
    pub locale: Option<Locale>,
    /// The id of the Patient that is this person.
    pub chart: Option<String>,
    /// The password's hash, as a PHC string.
    pub password: String,
}

/// An account as the clinic's pages show it, disabled or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The account itself.
    pub account: Account,
    /// When it was made.
    pub created: Instant,
    /// When somebody last came in by it.
    pub signed_in: Option<Instant>,
    /// Since when it cannot be used.
    pub disabled: Option<Instant>,
}

/// Stands in the place of a password where the organisation's own sign-in vouches for the account: no password has this
/// hash.
pub const NO_PASSWORD: &str = "none";

impl Account {
    /// Whether it has ways in of its own. Where the organisation vouches for it, what that takes back must not live on in a
    /// password or a passkey.
    pub fn signs_in_here(&self) -> bool {
        self.password != NO_PASSWORD
    }

    /// Who this is, for decisions and the audit.
    pub fn actor(&self) -> Actor {
        match self.role {
            Some(role) => Actor::Staff {
                account: self.id.clone(),
                name: self.name.clone(),
                role,
            },
            None => Actor::Person {
                account: self.id.clone(),
                name: self.name.clone(),
                own_chart: self.chart.clone(),
            },
        }
    }
}

/// A username as it is compared: without spaces around it, in lower case.
pub fn folded(username: &str) -> String {
    username.trim().to_lowercase()
}

/// What a username may be: 3 to 40 letters, digits, dots, hyphens and underlines.
pub fn is_username(folded: &str) -> bool {
    (3..=40).contains(&folded.chars().count())
        && folded
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

/// Whether `typed` could be an e-mail address: two sides, no spaces. Only a mail that arrives proves more.
pub fn is_email(typed: &str) -> bool {
    typed.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !typed.contains(char::is_whitespace)
    })
}

/// Makes an account.
///
/// # Errors
/// [`madrone_db::Error::Constraint`] when the username is taken or the chart has an account already.
pub fn create(tx: &Tx, account: &Account, now: Instant) -> Result<()> {
    store::insert(tx, account, now)
}

/// The accounts whose text messages go to `number`; none that is disabled.
///
/// # Errors
/// When the database fails.
pub fn by_phone(tx: &Tx, number: &Number) -> Result<Vec<Account>> {
    let ids = phone::by_number(tx, number)?;
    let accounts: Result<Vec<Option<Account>>> = ids.iter().map(|id| by_id(tx, id)).collect();
    Ok(accounts?.into_iter().flatten().collect())
}

/// Whether an account, disabled or not, has `username`.
///
/// # Errors
/// When the database fails.
pub fn is_taken(tx: &Tx, username: &str) -> Result<bool> {
    store::is_taken(tx, &folded(username))
}

/// The account that signs in as `username`; none where it is disabled.
///
/// # Errors
/// When the database fails.
pub fn by_username(tx: &Tx, username: &str) -> Result<Option<Account>> {
    store::by_username(tx, &folded(username))
}

/// An e-mail address as a stranger may see it: `m•••@example.com`.
pub fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((name, host)) => format!("{}•••@{host}", name.chars().next().unwrap_or('•')),
        None => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_compared_without_case_and_have_no_room_for_tricks() {
        assert_eq!(folded(" Maria.A "), "maria.a");
        assert!(is_username("maria.a") && is_username("josé"));
        assert!(!is_username("ma") && !is_username("maria a") && !is_username("maria<"));
    }

    #[test]
    fn an_e_mail_address_has_two_sides_and_no_spaces() {
        assert!(is_email("maria@example.com"));
        for typed in [
            "",
            "maria",
            "@example.com",
            "maria@",
            "maria @example.com",
            "maria@example@com",
        ] {
            assert!(!is_email(typed), "{typed}");
        }
    }

    #[test]
    fn whom_the_organisation_vouches_for_has_no_way_in_of_their_own() {
        let account = |password: &str| Account {
            id: "a".into(),
            username: "kim".into(),
            role: None,
            name: "Kim".into(),
            email: String::new(),
            locale: None,
            chart: None,
            password: password.into(),
        };
        assert!(!account(NO_PASSWORD).signs_in_here());
        assert!(account("$argon2id$v=19$").signs_in_here());
        assert!(
            !crate::password::verify(NO_PASSWORD, NO_PASSWORD),
            "nor is the word a password"
        );
    }

    #[test]
    fn an_address_shows_its_first_letter_only() {
        assert_eq!(masked("maria@example.com"), "m•••@example.com");
    }
}
