//! Expressions.
#[derive(Debug)]
pub(crate) struct Definition;
