//! How mail leaves.

use crate::section::section;
use crate::{Seconds, Secret};

section! {
    /// How mail leaves: sign-in codes, invitations, notices. Without it, people cannot sign in by e-mailed code.
    Mail = "mail" {
        /// The mail server. `smtps://USER:PASSWORD@HOST` is encrypted from the start (port 465),
        /// `smtp://USER:PASSWORD@HOST?tls=required` by STARTTLS (port 587), `smtp://HOST?tls=opportunistic` by STARTTLS
        /// where the server has it, and plain `smtp://HOST` is taken for a server on this machine only. `none` for no
        /// mail.
        url: Option<Secret> = "none",
        /// Whom mail comes from: `Riverbend Clinic <no-reply@example.org>`. Needed when there is a mail server.
        from: String = "",
        /// How long to wait for the mail server before the mail is put back for a later try.
        timeout_seconds: Seconds = "20",
    }
}
