//! What is written about the running.

use crate::section::section;
use crate::{Level, LogFormat};

section! {
    /// What is written to standard error about the running. Never a name, an address or anything clinical.
    Log = "log" {
        /// `text` for people, `json` for machines.
        format: LogFormat = "text",
        /// The least weighty kind of line that is written.
        level: Level = "info",
    }
}
