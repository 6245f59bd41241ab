//! Identifiers for what Madrone makes itself.

use std::fmt::Write as _;

use crate::{Instant, Random};

/// A new UUID version 7 (RFC 9562 section 5.7): its first 48 bits are the time in milliseconds, so that rows made
/// together stand together in an index. Lower case with hyphens, which is also a legal FHIR id.
pub fn new_id(now: Instant, random: &Random) -> String {
    let mut bytes: [u8; 16] = random.bytes();
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_time_version_and_variant() {
        let id = new_id(Instant::from_micros(1_645_557_742_000_000), &Random::seeded(3));
        assert!(id.starts_with("017f22e2-79b0-7"), "{id}");
        assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{id}");
        assert_eq!(id.len(), 36);
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let random = Random::seeded(3);
        let id = |millis: i64| new_id(Instant::from_micros(millis * 1000), &random);
        assert!(id(1_000) < id(2_000));
    }
}
