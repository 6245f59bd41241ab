//! What a signed token says, and whether it says it to us, now, and in answer to what we asked.

use std::time::Duration;

use madrone_kernel::Instant;
use madrone_ports::{Identity, SignedOut};
use serde_json::Value;

/// How far two clocks may be apart.
const LEEWAY: Duration = Duration::from_mins(1);

/// How old the word that somebody signed out may be where it does not say how long it holds.
const LOGOUT_HOLDS: Duration = Duration::from_mins(2);

/// The event of a word that somebody signed out (Back-Channel Logout 1.0 section 2.4).
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What every token of the provider for us must say.
pub(crate) struct Expected<'s> {
    pub(crate) issuer: &'s str,
    pub(crate) client: &'s str,
    pub(crate) now: Instant,
}

type Checked<T> = Result<T, &'static str>;

/// Whether `claims` are an ID token in answer to `nonce` (OpenID Connect Core section 3.1.3.7).
pub(crate) fn check_identity(claims: &Value, expected: &Expected<'_>, nonce: &str) -> Checked<()> {
    check_addressed(claims, expected)?;
    let ends = instant(claims, "exp").ok_or("the token does not say when it ends")?;
    if ends.plus(LEEWAY) <= expected.now {
        return Err("the token is too old");
    }
    if claims["nonce"].as_str() != Some(nonce) {
        return Err("the token answers another request");
    }
    match claims["sub"].as_str() {
        Some(subject) if (1..=255).contains(&subject.len()) => Ok(()),
        _ => Err("the token does not say about whom it is"),
    }
}

/// Whether somebody has shown who they are since then (`auth_time`, which `max_age` asks for: Core section 3.1.2.1).
pub(crate) fn check_anew(claims: &Value, since: Instant) -> Checked<()> {
    let shown = instant(claims, "auth_time").ok_or("the token does not say when somebody showed who they are")?;
    if shown.plus(LEEWAY) < since {
        return Err("nobody showed anew who they are");
    }
    Ok(())
}

/// What the word says, if it is that somebody signed out (Back-Channel Logout 1.0 section 2.6).
pub(crate) fn check_logout(claims: &Value, expected: &Expected<'_>) -> Checked<SignedOut> {
    let begun = check_addressed(claims, expected)?;
    let ends = instant(claims, "exp")
        .unwrap_or_else(|| begun.plus(LOGOUT_HOLDS))
        .plus(LEEWAY);
    if ends <= expected.now {
        return Err("the token is too old");
    }
    if !claims["events"][LOGOUT].is_object() {
        return Err("the token is not about signing out");
    }
    if claims.get("nonce").is_some() {
        return Err("the token answers a request, as none about signing out does");
    }
    let text = |name: &str| claims[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let signed_out = SignedOut {
        issuer: expected.issuer.to_owned(),
        id: text("jti").ok_or("the token has no number")?,
        expires: ends,
        subject: text("sub"),
        session: text("sid"),
    };
    if signed_out.subject.is_none() && signed_out.session.is_none() {
        return Err("the token names neither a person nor a session");
    }
    Ok(signed_out)
}

/// From the provider, for us, not from tomorrow; when it was made.
fn check_addressed(claims: &Value, expected: &Expected<'_>) -> Checked<Instant> {
    if claims["iss"].as_str() != Some(expected.issuer) {
        return Err("the token is of another issuer");
    }
    let audience: Vec<&str> = match &claims["aud"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !audience.contains(&expected.client) {
        return Err("the token is for somebody else");
    }
    let party = claims["azp"].as_str();
    if audience.len() > 1 && party.is_none() || party.is_some_and(|party| party != expected.client) {
        return Err("the token was asked for by somebody else");
    }
    let begun = instant(claims, "iat").ok_or("the token does not say when it was made")?;
    if begun > expected.now.plus(LEEWAY) {
        return Err("the token is of a time to come");
    }
    Ok(begun)
}

/// The instant of a claim in seconds since 1970.
fn instant(claims: &Value, name: &str) -> Option<Instant> {
    let value = &claims[name];
    // Some providers write fractions.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole seconds are enough, and what is too large is capped"
    )]
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds as i64))?;
    Some(Instant::from_micros(seconds.checked_mul(1_000_000)?))
}

/// `claims` with what `more` says besides. The token's own word stands.
pub(crate) fn joined(mut claims: Value, more: Value) -> Result<Value, &'static str> {
    // Core section 5.3.2: an answer about somebody else must not be used.
    if more["sub"] != claims["sub"] {
        return Err("the userinfo is about somebody else");
    }
    if let (Some(known), Value::Object(more)) = (claims.as_object_mut(), more) {
        for (name, value) in more {
            known.entry(name).or_insert(value);
        }
    }
    Ok(claims)
}

/// The claim at `path`: its name, or names with dots between where it lies deeper.
pub(crate) fn at<'c>(claims: &'c Value, path: &str) -> Option<&'c Value> {
    claims
        .get(path)
        .or_else(|| path.split('.').try_fold(claims, |value, name| value.get(name)))
}

/// Who `claims` are about.
pub(crate) fn identity(claims: &Value, role_claim: &str) -> Identity {
    let text = |name: &str| {
        let text = claims[name].as_str().map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let full = || match (text("given_name"), text("family_name")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (one, other) => one.or(other),
    };
    let roles = match at(claims, role_claim) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Identity {
        issuer: text("iss").unwrap_or_default(),
        subject: text("sub").unwrap_or_default(),
        session: text("sid"),
        name: text("name").or_else(full),
        username: text("preferred_username"),
        email: text("email").filter(|_| claims["email_verified"] != false),
        roles,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "https://login.example.org",
            client: "portal",
            now: Instant::from_micros(NOW * 1_000_000),
        }
    }

    fn token() -> Value {
        json!({ "iss": "https://login.example.org", "sub": "u1", "aud": "portal", "iat": NOW, "exp": NOW + 300, "nonce": "n" })
    }

    fn logout() -> Value {
        json!({ "iss": "https://login.example.org", "sub": "u1", "aud": ["portal"], "iat": NOW, "exp": NOW + 120,
                "jti": "j1", "sid": "s1", "events": { LOGOUT: {} } })
    }

    fn with(mut claims: Value, name: &str, value: Value) -> Value {
        claims[name] = value;
        claims
    }

    #[test]
    fn a_token_for_us_in_answer_to_our_request_is_taken() {
        assert_eq!(check_identity(&token(), &expected(), "n"), Ok(()));
        let shared = with(with(token(), "aud", json!(["other", "portal"])), "azp", json!("portal"));
        assert_eq!(check_identity(&shared, &expected(), "n"), Ok(()));
    }

    #[test]
    fn every_other_token_is_refused() {
        let wrong = [
            ("iss", json!("https://login.example.org/")),
            ("iss", json!(null)),
            ("aud", json!("another")),
            ("aud", json!([])),
            ("aud", json!(["portal", "another"])),
            ("azp", json!("another")),
            ("exp", json!(NOW - 60)),
            ("exp", json!(null)),
            ("exp", json!(i64::MAX)),
            ("iat", json!(NOW + 61)),
            ("iat", json!(null)),
            ("nonce", json!("m")),
            ("nonce", json!(null)),
            ("sub", json!("")),
            ("sub", json!(7)),
        ];
        for (name, value) in wrong {
            let claims = with(token(), name, value);
            assert!(check_identity(&claims, &expected(), "n").is_err(), "{claims}");
        }
    }

    #[test]
    fn a_word_of_signing_out_names_whom_or_which_session() {
        let said = check_logout(&logout(), &expected()).expect("it is one");
        assert_eq!(
            (said.subject.as_deref(), said.session.as_deref()),
            (Some("u1"), Some("s1"))
        );
        assert_eq!(said.id, "j1");
        let without_end = with(logout(), "exp", json!(null));
        assert!(
            check_logout(&without_end, &expected()).is_ok(),
            "older providers do not say when it ends"
        );
        assert!(check_logout(&with(without_end, "iat", json!(NOW - 181)), &expected()).is_err());
    }

    #[test]
    fn neither_kind_of_token_is_taken_for_the_other() {
        assert!(check_logout(&token(), &expected()).is_err());
        assert!(check_identity(&logout(), &expected(), "n").is_err());
        for (name, value) in [
            ("nonce", json!("n")),
            ("events", json!({ LOGOUT: true })),
            ("events", json!({})),
            ("jti", json!("")),
            ("aud", json!("another")),
        ] {
            let claims = with(logout(), name, value);
            assert!(check_logout(&claims, &expected()).is_err(), "{claims}");
        }
        let nobody = with(with(logout(), "sub", json!(null)), "sid", json!(null));
        assert!(check_logout(&nobody, &expected()).is_err());
    }

    #[test]
    fn who_somebody_is_and_what_they_do_is_read_from_wherever_it_stands() {
        let claims = json!({ "iss": "i", "sub": "u1", "given_name": "Kim", "family_name": "Vega", "email": " k@example.org ",
                             "realm_access": { "roles": ["nurses", 7] } });
        let kim = identity(&claims, "realm_access.roles");
        assert_eq!(kim.name.as_deref(), Some("Kim Vega"));
        assert_eq!(kim.email.as_deref(), Some("k@example.org"));
        assert_eq!(kim.roles, ["nurses"]);
        let other =
            json!({ "sub": "u1", "email": "k@example.org", "email_verified": false, "https://a.b/role": "nurse" });
        let other = identity(&other, "https://a.b/role");
        assert_eq!(other.email, None, "an address that is not proved is none");
        assert_eq!(other.roles, ["nurse"]);
    }

    #[test]
    fn userinfo_adds_and_never_replaces() {
        let more = json!({ "sub": "u1", "email": "k@example.org", "aud": "another" });
        let all = joined(token(), more).expect("it is about the same person");
        assert_eq!(
            (&all["email"], &all["aud"]),
            (&json!("k@example.org"), &json!("portal"))
        );
        assert!(joined(token(), json!({ "sub": "u2" })).is_err());
        assert!(joined(token(), json!({})).is_err());
    }
}
