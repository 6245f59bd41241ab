//! The one source of randomness: the operating system's through aws-lc, or a seeded stream for tests and demo data.

use std::sync::{Arc, Mutex};

use aws_lc_rs::digest;

/// Gives random bytes. Clones of a seeded source share one stream.
#[derive(Clone, Debug, Default)]
pub struct Random {
    seeded: Option<Arc<Mutex<Stream>>>,
}

#[derive(Debug)]
struct Stream {
    seed: u64,
    block: u64,
}

impl Random {
    /// The operating system's cryptographic source. The only one fit for secrets.
    pub fn system() -> Self {
        Self::default()
    }

    /// The same bytes in the same order for the same `seed`. Never for secrets that guard real data.
    pub fn seeded(seed: u64) -> Self {
        Self {
            seeded: Some(Arc::new(Mutex::new(Stream { seed, block: 0 }))),
        }
    }

    /// Fills `out` with random bytes.
    ///
    /// # Panics
    /// When the operating system gives no randomness: nothing safe can be done without it.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the randomness that all others are told to use"
    )]
    pub fn fill(&self, out: &mut [u8]) {
        match &self.seeded {
            None => aws_lc_rs::rand::fill(out).expect("the operating system gives randomness"),
            Some(stream) => {
                let mut stream = stream.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                for chunk in out.chunks_mut(32) {
                    let mut input = [0; 16];
                    input[..8].copy_from_slice(&stream.seed.to_le_bytes());
                    input[8..].copy_from_slice(&stream.block.to_le_bytes());
                    stream.block += 1;
                    chunk.copy_from_slice(&digest::digest(&digest::SHA256, &input).as_ref()[..chunk.len()]);
                }
            }
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }

    /// A number from 0 to `bound` - 1, each as likely as the others.
    ///
    /// # Panics
    /// When `bound` is 0: there is no such number.
    pub fn below(&self, bound: u64) -> u64 {
        assert!(bound > 0, "a range must hold at least one number");
        // Draws from the incomplete last stretch of the 64-bit range would favour small numbers; draw again.
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = u64::from_le_bytes(self.bytes());
            if drawn < fair {
                return drawn % bound;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
        let draw = |seed| Random::seeded(seed).bytes::<40>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn bounded_numbers_reach_every_value_and_never_the_bound() {
        let random = Random::seeded(1);
        let drawn: std::collections::BTreeSet<u64> = (0..200).map(|_| random.below(6)).collect();
        assert_eq!(drawn, (0..6).collect());
    }
}
