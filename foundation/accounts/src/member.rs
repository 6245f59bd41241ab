//! What an administrator may do to whom, and finding somebody in the list.

use madrone_authz::Role;
use madrone_fhir::fold;
use madrone_i18n::Locale;
use madrone_kernel::Instant;

use crate::Entry;

/// Somebody who works at the clinic, as administrators see their account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// The account's id.
    pub id: String,
    /// What they sign in with.
    pub username: String,
    /// The full name.
    pub name: String,
    /// Where codes and notices go.
    pub email: String,
    /// What they do.
    pub role: Role,
    /// The language they chose.
    pub locale: Option<Locale>,
    /// When the account was made.
    pub created: Instant,
    /// Since when it cannot be used.
    pub disabled: Option<Instant>,
    /// When somebody last came in by it.
    pub signed_in: Option<Instant>,
    /// Whether the organisation's own sign-in vouches for it: that says the role, and there is no password here.
    pub vouched: bool,
}

/// Why something is not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forbidden {
    /// It is one's own account: another administrator decides about that.
    Own,
    /// The organisation's own sign-in decides about it.
    Vouched,
    /// Nobody would be left to run the portal.
    LastAdministrator,
}

impl Forbidden {
    /// The key of the words that say so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Own => "admin-forbidden-own",
            Self::Vouched => "admin-forbidden-vouched",
            Self::LastAdministrator => "admin-forbidden-last",
        }
    }
}

impl Member {
    /// Reads an account; `None` where it is nobody's who works here.
    pub fn of(entry: Entry) -> Option<Self> {
        let vouched = !entry.account.signs_in_here();
        Some(Self {
            role: entry.account.role?,
            id: entry.account.id,
            username: entry.account.username,
            name: entry.account.name,
            email: entry.account.email,
            locale: entry.account.locale,
            created: entry.created,
            disabled: entry.disabled,
            signed_in: entry.signed_in,
            vouched,
        })
    }

    /// Whether the account can be used.
    pub fn is_enabled(&self) -> bool {
        self.disabled.is_none()
    }

    /// Whether the administrator with the account `by` may send this one a way to a new password.
    ///
    /// # Errors
    /// Why not.
    pub fn may_be_helped(&self, by: &str) -> Result<(), Forbidden> {
        self.may_be_decided_on(by)?;
        if self.vouched { Err(Forbidden::Vouched) } else { Ok(()) }
    }

    /// Whether `by` may give this account another role; `others` is how many other administrators can sign in.
    ///
    /// # Errors
    /// Why not.
    pub fn may_change_its_role(&self, by: &str, others: i64) -> Result<(), Forbidden> {
        self.may_be_helped(by)?;
        self.may_go(others)
    }

    /// Whether `by` may switch this account off.
    ///
    /// # Errors
    /// Why not.
    pub fn may_be_disabled(&self, by: &str, others: i64) -> Result<(), Forbidden> {
        self.may_be_decided_on(by)?;
        self.may_go(others)
    }

    fn may_be_decided_on(&self, by: &str) -> Result<(), Forbidden> {
        if self.id == by { Err(Forbidden::Own) } else { Ok(()) }
    }

    fn may_go(&self, others: i64) -> Result<(), Forbidden> {
        if self.role == Role::Administrator && self.is_enabled() && others == 0 {
            return Err(Forbidden::LastAdministrator);
        }
        Ok(())
    }

    /// Whether every word of `sought` is in the name, the username or the address. Case and accents do not count.
    pub fn matches(&self, sought: &str) -> bool {
        let known = fold(&format!("{} {} {}", self.name, self.username, self.email));
        fold(sought).split_whitespace().all(|word| known.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, role: Role) -> Member {
        Member {
            id: id.into(),
            username: format!("{id}.ruiz"),
            name: "José Ruiz".into(),
            email: format!("{id}@example.com"),
            role,
            locale: None,
            created: Instant::from_micros(0),
            disabled: None,
            signed_in: None,
            vouched: false,
        }
    }

    #[test]
    fn nobody_decides_about_their_own_account() {
        let own = member("ana", Role::Administrator);
        assert_eq!(own.may_be_helped("ana"), Err(Forbidden::Own));
        assert_eq!(own.may_be_disabled("ana", 3), Err(Forbidden::Own));
        assert_eq!(own.may_change_its_role("ana", 3), Err(Forbidden::Own));
        assert_eq!(own.may_be_helped("ben"), Ok(()));
    }

    #[test]
    fn the_last_administrator_stays_one() {
        let last = member("ana", Role::Administrator);
        assert_eq!(last.may_be_disabled("ben", 0), Err(Forbidden::LastAdministrator));
        assert_eq!(last.may_change_its_role("ben", 0), Err(Forbidden::LastAdministrator));
        assert_eq!(last.may_be_disabled("ben", 1), Ok(()));
        assert_eq!(member("kim", Role::Nurse).may_be_disabled("ben", 0), Ok(()));
        let off = Member {
            disabled: Some(Instant::from_micros(1)),
            ..last
        };
        assert_eq!(off.may_change_its_role("ben", 0), Ok(()), "it was none that counts");
    }

    #[test]
    fn what_the_organisation_says_is_not_said_again_here() {
        let kim = Member {
            vouched: true,
            ..member("kim", Role::Nurse)
        };
        assert_eq!(kim.may_change_its_role("ben", 1), Err(Forbidden::Vouched));
        assert_eq!(kim.may_be_helped("ben"), Err(Forbidden::Vouched));
        assert_eq!(
            kim.may_be_disabled("ben", 1),
            Ok(()),
            "but nobody comes in against the clinic's will"
        );
    }

    #[test]
    fn people_are_found_by_any_part_of_what_they_are_called() {
        let jose = member("jr", Role::Nurse);
        for sought in ["", "jose", "RUIZ jos", "jr.ruiz", "jr@example"] {
            assert!(jose.matches(sought), "{sought}");
        }
        assert!(!jose.matches("jose kim"));
    }
}
