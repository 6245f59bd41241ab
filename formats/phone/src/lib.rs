//! Telephones: numbers as people write them, and what people answer to text messages.
//!
//! What never enters: whose number it is, and what becomes of an answer.

mod number;
mod reply;

pub use number::Number;
pub use reply::{Reply, is_spanish, read};
