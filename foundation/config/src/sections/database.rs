//! Where everything is kept.

use std::num::NonZeroU16;

use crate::section::section;
use crate::{Seconds, Secret};

section! {
    /// Where everything is kept.
    Database = "database" {
        /// `sqlite:FILE` (made if it is not there), or `postgres://USER:PASSWORD@HOST/DATABASE`.
        url: Secret = "sqlite:madrone.db",
        /// How many threads read. SQLite has one thread more, which writes; on PostgreSQL each has a connection that
        /// reads and writes.
        threads: NonZeroU16 = "4",
        /// How many requests may wait for a thread. When more come, they are told at once to try again later.
        queue: NonZeroU16 = "1024",
        /// How long one read may take before it is stopped.
        read_limit_seconds: Seconds = "10",
        /// How long one write may take before it is undone.
        write_limit_seconds: Seconds = "60",
    }
}
