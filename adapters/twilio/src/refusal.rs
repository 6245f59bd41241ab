//! Twilio's error codes, as far as somebody can act on them.

use madrone_ports::SmsRefusal;

/// Why a message or a call was refused or did not arrive, by the code that Twilio gives (its "Error and Warning Dictionary").
pub(crate) fn of(code: Option<&str>) -> SmsRefusal {
    match code {
        // Not a number; unknown destination.
        Some("21211" | "21217" | "30005") => SmsRefusal::NoSuchNumber,
        // Not a mobile number; landline or unreachable carrier.
        Some("21614" | "30006") => SmsRefusal::NotMobile,
        // The number has replied STOP; a block at the carrier.
        Some("21610" | "30004") => SmsRefusal::Stopped,
        // No permission for the region or the number; no sender for it; a number that the account has not verified.
        Some("21215" | "21216" | "21219" | "21408" | "21606" | "21608" | "21612") => SmsRefusal::NotAllowed,
        _ => SmsRefusal::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_the_account_may_not_make_are_told_from_wrong_numbers() {
        for blocked in ["21215", "21216", "21219"] {
            assert_eq!(of(Some(blocked)), SmsRefusal::NotAllowed, "{blocked}");
        }
        assert_eq!(of(Some("21217")), SmsRefusal::NoSuchNumber);
    }
}
