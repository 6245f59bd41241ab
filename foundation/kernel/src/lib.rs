//! What every crate may rely on: instants and the clock, randomness and identifiers.
//!
//! Nothing here does I/O beyond reading the system's clock and its random source, and nothing knows of patients.

mod clock;
mod id;
mod random;

pub use clock::{Clock, Instant};
pub use id::new_id;
pub use random::Random;
