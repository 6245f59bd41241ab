//! What a record tells that its patient may not want families to read: labels, and the rules by which codes get them.

mod label;
mod rules;

pub use label::{Label, Labels};
pub use rules::{Rules, Wrong, rules, use_rules};
