//! How text messages leave.

use crate::section::section;
use crate::{BaseUrl, Seconds, Secret};

section! {
    /// How text messages leave: sign-in codes and notices to patients who ask for them, by an account at Twilio. Tell Twilio
    /// to send incoming messages to `PUBLIC_URL/hooks/text-messages`, and let either its Advanced Opt-Out answer STOP, START
    /// and HELP or leave the answers to the portal. Messages are in the language of the reader and name the clinic.
    TextMessages = "text_messages" {
        /// The account, `AC…`. Without one, no text messages are sent or offered.
        account: Option<String> = "",
        /// The account's token: its password, and the key by which Twilio signs what it tells the portal.
        token: Option<Secret> = "none",
        /// Whom messages come from: a number such as `+15415550100`, or a messaging service, `MG…`.
        from: String = "",
        /// Whom calls come from that read codes out at telephones which take no text messages: a number. Where there is none,
        /// they come from `from` if that is a number; else no calls are made or offered.
        call_from: String = "",
        /// Where Twilio's API is.
        api: BaseUrl = "https://api.twilio.com",
        /// How long to wait for an answer before the message is put back for a later try.
        timeout_seconds: Seconds = "20",
    }
}
