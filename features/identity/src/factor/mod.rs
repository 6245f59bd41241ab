//! What shows at the second step that it is you: a passkey, an authenticator app, a code by text message, by a
//! call or by mail, a recovery code.
//!
//! An app's secret is sealed, because it must be read again; recovery codes are hashed like passwords. Every code is good
//! once, however many ask at the same moment.

pub(crate) mod app;
pub(crate) mod codes;
pub(crate) mod judge;
pub(crate) mod step;
pub(crate) mod store;

use madrone_accounts::phone as phones;
use madrone_authz::Role;
use madrone_db::{Result, Tx};
use madrone_seal::KeyRing;
use madrone_web::{Cx, Failure, SignedIn};

use crate::{Limits, passcode, passkey, trust};

/// A way of showing the second step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// A passkey, which is both steps at once.
    Passkey,
    /// A code that an authenticator app makes.
    App,
    /// A code that was sent as a text message.
    Sms,
    /// A code that a call read out.
    Call,
    /// A code that was mailed.
    Email,
    /// One of ten codes on paper.
    Recovery,
}

impl Way {
    const ALL: [Self; 6] = [
        Self::Passkey,
        Self::App,
        Self::Sms,
        Self::Call,
        Self::Email,
        Self::Recovery,
    ];

    /// Its name in tables, addresses and forms.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::App => "app",
            Self::Sms => "sms",
            Self::Call => "call",
            Self::Email => "email",
            Self::Recovery => "recovery",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether its code is sent when it is asked for.
    pub(crate) fn is_sent(self) -> bool {
        matches!(self, Self::Sms | Self::Call | Self::Email)
    }

    /// Whether a session that began so lets its account do nothing but set up a stronger second step: staff, after a
    /// code that proves no more than a mailbox.
    pub(crate) fn only_lets_enrol(self, role: Option<Role>, limits: &Limits) -> bool {
        role.is_some() && self == Self::Email && !limits.staff_mailed_codes
    }
}

/// What an account has set up beside its e-mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Enrolled {
    pub(crate) passkeys: i64,
    pub(crate) app: bool,
    /// A number that codes may go to as text messages.
    pub(crate) texts: bool,
    /// A number at which a call may read them out.
    pub(crate) calls: bool,
    /// Recovery codes that are not used yet.
    pub(crate) codes: i64,
}

impl Enrolled {
    pub(crate) fn of(tx: &Tx, account: &str) -> Result<Self> {
        Ok(Self {
            passkeys: passkey::store::count(tx, account)?,
            app: store::app(tx, account)?.is_some(),
            texts: phones::for_texts(tx, account)?.is_some(),
            calls: phones::for_calls(tx, account)?.is_some(),
            codes: store::codes_left(tx, account)?,
        })
    }

    /// Whether there is more than a mailbox.
    pub(crate) fn is_strong(self) -> bool {
        self.app || self.passkeys > 0
    }

    /// Whether the account that has signed in could not work any more if this were all it had.
    pub(crate) fn leaves_nothing(self, cx: &Cx) -> bool {
        let is_staff = cx.session().is_some_and(SignedIn::is_staff);
        is_staff && !self.is_strong() && !cx.app().setting::<Limits>().staff_mailed_codes
    }

    /// The ways that are open to an account with this role, the one to begin with first. Never none: a mailed code is
    /// all that an account has at first.
    pub(crate) fn ways(self, role: Option<Role>, limits: &Limits) -> Vec<Way> {
        let mailed = role.is_none() || limits.staff_mailed_codes || !self.is_strong();
        let open = |way| match way {
            Way::Passkey => self.passkeys > 0,
            Way::App => self.app,
            Way::Sms => self.texts && limits.texts && role.is_none(),
            Way::Call => self.calls && limits.calls && role.is_none(),
            Way::Email => mailed,
            Way::Recovery => self.codes > 0,
        };
        Way::ALL.into_iter().filter(|way| open(*way)).collect()
    }
}

/// The way of the name, where its code is sent and it is open; by mail where none is named.
///
/// # Errors
/// [`Failure::NotFound`] when it is not open.
pub(crate) fn sent_way(name: &str, ways: &[Way]) -> std::result::Result<Way, Failure> {
    let way = Way::parse(name).unwrap_or(Way::Email);
    let is_open = way.is_sent() && ways.contains(&way);
    is_open.then_some(way).ok_or(Failure::NotFound)
}

/// Takes every second step from an account but its e-mail address: for someone who has lost them all, after the clinic
/// has seen in person who it is.
///
/// # Errors
/// When the database fails.
pub fn forget_all(tx: &Tx, account: &str) -> Result<()> {
    trust::store::end_all(tx, account)?;
    passkey::store::remove_all(tx, account)?;
    passcode::store::end_all(tx, account)?;
    store::remove_app(tx, account)?;
    phones::remove(tx, account)?;
    store::remove_codes(tx, account)
}

/// Why secrets could not be sealed anew.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotResealed {
    /// One of them does not open.
    #[error("the authenticator app of account {0}: {1}. Nothing was changed.")]
    Sealed(String, madrone_seal::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

/// Seals every secret anew that is not under the newest key; how many there were of all.
///
/// # Errors
/// When one does not open. Then none is changed.
pub fn reseal(tx: &Tx, ring: &KeyRing) -> std::result::Result<(usize, usize), NotResealed> {
    let (all, mut changed) = (store::secrets(tx)?, 0);
    for (account, old) in &all {
        let anew = ring.sealed_anew(&app::belongs_to(account), old);
        if let Some(new) = anew.map_err(|why| NotResealed::Sealed(account.clone(), why))? {
            store::reseal(tx, account, (old, &new))?;
            changed += 1;
        }
    }
    Ok((changed, all.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAFF: Option<Role> = Some(Role::Nurse);

    fn ways(role: Option<Role>, app: bool, codes: i64) -> Vec<Way> {
        let enrolled = Enrolled {
            app,
            codes,
            ..Enrolled::default()
        };
        enrolled.ways(role, &Limits::default())
    }

    #[test]
    fn patients_keep_their_mailed_codes_beside_whatever_they_set_up() {
        assert_eq!(ways(None, false, 0), [Way::Email]);
        assert_eq!(ways(None, true, 10), [Way::App, Way::Email, Way::Recovery]);
    }

    #[test]
    fn staff_have_mailed_codes_only_until_they_have_something_stronger() {
        assert_eq!(ways(STAFF, false, 0), [Way::Email]);
        assert_eq!(ways(STAFF, true, 1), [Way::App, Way::Recovery]);
        let limits = Limits {
            staff_mailed_codes: true,
            ..Limits::default()
        };
        let enrolled = Enrolled {
            app: true,
            ..Enrolled::default()
        };
        assert_eq!(enrolled.ways(STAFF, &limits), [Way::App, Way::Email]);
    }

    #[test]
    fn a_passkey_is_strong_and_comes_first() {
        let enrolled = Enrolled {
            passkeys: 2,
            app: true,
            ..Enrolled::default()
        };
        assert_eq!(enrolled.ways(STAFF, &Limits::default()), [Way::Passkey, Way::App]);
    }

    #[test]
    fn codes_by_text_message_are_for_patients_of_a_site_that_sends_them() {
        let enrolled = Enrolled {
            texts: true,
            ..Enrolled::default()
        };
        let texts = Limits {
            texts: true,
            ..Limits::default()
        };
        assert_eq!(enrolled.ways(None, &texts), [Way::Sms, Way::Email]);
        assert_eq!(enrolled.ways(None, &Limits::default()), [Way::Email]);
        let willing = Limits {
            staff_mailed_codes: true,
            ..texts
        };
        assert_eq!(enrolled.ways(STAFF, &willing), [Way::Email]);
    }

    #[test]
    fn a_mailed_code_lets_staff_do_nothing_but_enrol_unless_the_site_says_otherwise() {
        let limits = Limits::default();
        assert!(Way::Email.only_lets_enrol(STAFF, &limits) && !Way::App.only_lets_enrol(STAFF, &limits));
        assert!(!Way::Email.only_lets_enrol(None, &limits));
        let willing = Limits {
            staff_mailed_codes: true,
            ..limits
        };
        assert!(!Way::Email.only_lets_enrol(STAFF, &willing));
    }

    #[test]
    fn a_way_is_known_by_its_name() {
        for way in Way::ALL {
            assert_eq!(Way::parse(way.name()), Some(way));
        }
        assert_eq!(Way::parse(""), None);
    }
}
