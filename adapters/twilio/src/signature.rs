//! Who has sent a webhook (Twilio, "Webhooks security: validating requests").

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Whether `given` is the signature of a form that was sent to `address`.
pub(crate) fn is_right(token: &str, address: &str, form: &[(String, String)], given: &str) -> bool {
    let Ok(given) = STANDARD.decode(given) else {
        return false;
    };
    hmac::verify(&key(token), &signed(address, form), &given).is_ok()
}

/// The signature of a form that is sent to `address`.
#[cfg(test)]
pub(crate) fn of(token: &str, address: &str, form: &[(String, String)]) -> String {
    STANDARD.encode(hmac::sign(&key(token), &signed(address, form)))
}

/// Twilio chose SHA-1; as a keyed hash it is not known to be broken.
fn key(token: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes())
}

/// The address, then the names of the fields and their values, by name; a value that is sent twice counts once.
fn signed(address: &str, form: &[(String, String)]) -> Vec<u8> {
    let mut fields: Vec<_> = form.iter().collect();
    fields.sort();
    fields.dedup();
    let mut signed = address.as_bytes().to_vec();
    for (name, value) in fields {
        signed.extend_from_slice(name.as_bytes());
        signed.extend_from_slice(value.as_bytes());
    }
    signed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Twilio's own documentation and client libraries.
    const ADDRESS: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    fn form() -> Vec<(String, String)> {
        [
            ("To", "+18005551212"),
            ("From", "+14158675309"),
            ("Digits", "1234"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    #[test]
    fn the_example_of_the_documentation_is_right() {
        assert!(is_right("12345", ADDRESS, &form(), SIGNATURE));
        assert_eq!(of("12345", ADDRESS, &form()), SIGNATURE);
    }

    #[test]
    fn another_token_address_or_field_is_not() {
        assert!(!is_right("12346", ADDRESS, &form(), SIGNATURE));
        assert!(!is_right(
            "12345",
            "https://mycompany.com/myapp.php",
            &form(),
            SIGNATURE
        ));
        let mut more = form();
        more.push(("Body".into(), "STOP".into()));
        assert!(!is_right("12345", ADDRESS, &more, SIGNATURE));
        assert!(!is_right("12345", ADDRESS, &form(), "not base64"));
    }
}
