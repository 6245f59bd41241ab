//! Signing in by the organisation's own provider: the browser goes there and comes back with a code, the provider says who
//! it is and what they do, and the account here follows that.
//!
//! What binds an answer to the browser that asked is made of one random cookie and the house's key, so nothing is kept
//! here until somebody comes in. Whoever comes in this way has no password here, and cannot get one: what the organisation
//! takes back must not live on beside it.

pub(crate) mod handlers;
pub(crate) mod store;
mod view;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_authz::Role;
use madrone_kernel::Instant;
use madrone_ports::{Attempt, IdentityProvider};
use madrone_web::App;

/// How long somebody may take at the provider.
const LIVES: Duration = Duration::from_mins(15);

/// The organisation's sign-in, if there is one.
#[derive(Clone, Default)]
pub struct StaffSignIn {
    /// Who is asked.
    pub provider: Option<Arc<dyn IdentityProvider>>,
    /// What the button calls it.
    pub organisation: String,
    /// The values of the claim that give a role; the first that somebody has decides.
    pub roles: Vec<(String, Role)>,
}

impl StaffSignIn {
    /// What somebody with these values does here; `None` for whoever has no business here.
    fn role(&self, values: &[String]) -> Option<Role> {
        let given = self.roles.iter().find(|(value, _)| values.contains(value));
        given.map(|(_, role)| *role)
    }
}

/// What the browser keeps while it is at the provider: something random, when it went, whether to show anew who it is, and
/// where it wants to go.
struct Trip {
    token: String,
    began: Instant,
    anew: bool,
    next: String,
}

impl Trip {
    fn cookie(&self) -> String {
        let (began, anew) = (self.began.micros(), u8::from(self.anew));
        format!("{}.{began}.{anew}.{}", self.token, BASE64.encode(&self.next))
    }

    fn read(cookie: &str, now: Instant) -> Option<Self> {
        let mut parts = cookie.split('.');
        let trip = Self {
            token: parts.next().filter(|token| !token.is_empty())?.to_owned(),
            began: Instant::from_micros(parts.next()?.parse().ok()?),
            anew: parts.next()? == "1",
            next: String::from_utf8(BASE64.decode(parts.next()?).ok()?).ok()?,
        };
        (trip.began <= now && now.since(trip.began) < LIVES).then_some(trip)
    }

    /// What goes to the provider and must come back. Made of all of the cookie: another time or goal makes another state.
    fn attempt(&self, app: &App) -> Attempt {
        let cookie = self.cookie();
        let part = |name: &str| app.keyed_hash(name, &cookie);
        Attempt {
            return_to: format!("{}/clinic/sign-in/return", app.site.public_url),
            state: part("provider-state"),
            nonce: part("provider-nonce"),
            verifier: part("provider-verifier"),
            anew_since: self.anew.then_some(self.began),
        }
    }
}

/// A username made of what the provider calls somebody: their name there, or what their address begins with, with a number
/// where that is taken.
fn username(
    wanted: [Option<&str>; 2],
    is_taken: impl Fn(&str) -> Result<bool, madrone_db::Error>,
) -> Result<String, madrone_db::Error> {
    let usable = |text: &&str| {
        let name = text.split('@').next().unwrap_or_default();
        let letters = name
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        let name = crate::account::folded(&letters.take(32).collect::<String>());
        crate::account::is_username(&name).then_some(name)
    };
    let base = wanted
        .iter()
        .flatten()
        .find_map(usable)
        .unwrap_or_else(|| "staff".to_owned());
    let mut name = base.clone();
    let mut number = 1;
    while is_taken(&name)? {
        number += 1;
        name = format!("{base}.{number}");
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_role_that_somebody_has_decides_and_nobody_gets_one_by_chance() {
        let setting = StaffSignIn {
            roles: vec![("doctors".into(), Role::Clinician), ("it".into(), Role::Administrator)],
            ..StaffSignIn::default()
        };
        let role = |values: &[&str]| setting.role(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>());
        assert_eq!(role(&["it", "doctors"]), Some(Role::Clinician));
        assert_eq!(role(&["it"]), Some(Role::Administrator));
        assert_eq!(role(&["Doctors", "doctor", ""]), None);
        assert_eq!(role(&[]), None);
    }

    #[test]
    fn a_trip_ends_after_a_quarter_of_an_hour() {
        let began = Instant::from_micros(1_000_000);
        let trip = Trip {
            token: "t".into(),
            began,
            anew: false,
            next: "/clinic/patients?q=é".into(),
        };
        let back = |after| Trip::read(&trip.cookie(), began.plus(after)).map(|trip| trip.next);
        assert_eq!(back(Duration::from_mins(14)), Some("/clinic/patients?q=é".into()));
        assert_eq!(back(LIVES), None);
        assert!(Trip::read("t.99000000.0.", began).is_none(), "of a time to come");
        assert!(Trip::read("", began).is_none() && Trip::read("t.x.", began).is_none());
    }

    #[test]
    fn a_username_is_what_the_provider_calls_somebody_or_their_address_begins_with() {
        let free = |_: &str| Ok(false);
        assert_eq!(username([Some("Kim.Vega@clinic"), None], free).unwrap(), "kim.vega");
        assert_eq!(
            username([Some("CLINIC\\kv"), Some("k@example.org")], free).unwrap(),
            "clinickv"
        );
        assert_eq!(username([None, Some("kim@example.org")], free).unwrap(), "kim");
        assert_eq!(username([None, Some("k@example.org")], free).unwrap(), "staff");
        let taken = |name: &str| Ok(name == "kim" || name == "kim.2");
        assert_eq!(username([Some("kim"), None], taken).unwrap(), "kim.3");
    }
}
