//! Four digits instead of username and password, on one device that its owner has signed in with before.
//!
//! The device's key is what somebody has, the digits are what they know: together they are both steps. Four digits are soon
//! guessed, so the server counts: after five wrong tries the passcode is gone, and its owner is told. A wrong signature
//! counts as much. For patients only, and not enough to change how the account signs in: that asks for the usual second
//! step. What the keys sign is in [`madrone_authn::passcode`].

mod enrol;
pub(crate) mod prove;
pub(crate) mod store;
pub(crate) mod view;

use madrone_authn::passcode::Digits;
use madrone_i18n::Words;
use madrone_web::{App, Routes};

/// Wrong tries after which a passcode is gone.
const TRIES: i64 = 5;

/// The pages that set passcodes up and take them away; behind a fresh second step.
pub(crate) fn routes() -> Routes {
    Routes::person()
        .confirmed()
        .get("/account/security/passcode", enrol::show)
        .work_post("/account/security/passcode", enrol::take)
        .post("/account/security/passcode/{id}/remove", enrol::remove)
}

/// Digits as they are hashed: under the portal's key and bound to their device.
fn bound(app: &App, device: &str, digits: &Digits) -> String {
    app.keyed_hash("passcode", &format!("{device}:{}", digits.as_str()))
}

/// Why a passcode did not sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wrong {
    /// Not right; so many tries are left.
    Left(i64),
    /// There is none on this device any more.
    Gone,
    /// Too late, or not from here: it was not judged.
    Unjudged,
}

impl Wrong {
    /// Its name in addresses.
    fn name(self) -> String {
        match self {
            Self::Left(left) => left.to_string(),
            Self::Gone => "gone".into(),
            Self::Unjudged => "again".into(),
        }
    }

    /// Reads a name; any that is none asks to try again.
    pub(crate) fn parse(name: &str) -> Self {
        match name.parse() {
            Ok(left) if (1..TRIES).contains(&left) => Self::Left(left),
            _ if name == "gone" => Self::Gone,
            _ => Self::Unjudged,
        }
    }

    /// What the person is told.
    pub(crate) fn said(self, words: &Words) -> String {
        match self {
            Self::Left(left) => words.t1("passcode-wrong", "left", left),
            Self::Gone => words.t("passcode-gone").into_owned(),
            Self::Unjudged => words.t("passcode-again").into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wrong;

    #[test]
    fn an_address_says_only_what_we_say() {
        for wrong in [Wrong::Left(1), Wrong::Left(4), Wrong::Gone, Wrong::Unjudged] {
            assert_eq!(Wrong::parse(&wrong.name()), wrong);
        }
        for name in ["0", "5", "-1", "99999999999999999999", "no"] {
            assert_eq!(Wrong::parse(name), Wrong::Unjudged, "{name}");
        }
    }
}
