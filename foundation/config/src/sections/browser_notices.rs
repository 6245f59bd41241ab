//! Notices that browsers show.

use crate::Seconds;
use crate::section::section;

section! {
    /// Notices that people's browsers and phones show, where they ask for them, also while no page of the portal is open. The
    /// push service of each browser's maker carries them and cannot read them. Needs an address beginning with `https://`.
    BrowserNotices = "browser_notices" {
        /// Whom push services ask when something is wrong, as they require: `mailto:it@example.com`, or a page,
        /// `https://…`. Without one, no such notices are sent or offered.
        contact: Option<String> = "",
        /// Send also to push services on this machine or in its own network. Browsers name the address of their push
        /// service, so leave this off unless the organisation runs one of its own.
        inside: bool = "false",
        /// How long to wait for an answer before the notice is put back for a later try.
        timeout_seconds: Seconds = "20",
    }
}
