//! Passwords that are known to attackers.

use std::io;

/// A list of passwords that were found in breaches.
pub trait BreachedPasswords: Send + Sync {
    /// Whether the password with this SHA-1 is on the list. SHA-1 only because such lists are exchanged by it: no password
    /// is kept so.
    ///
    /// # Errors
    /// When the list cannot be read.
    fn holds(&self, sha1: &[u8; 20]) -> io::Result<bool>;
}
