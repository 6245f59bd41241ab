//! What is wrong with the settings.

/// Something wrong, and where. Never repeats a value: it may be a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// `madrone.toml, line 3`, or the name of a variable or a setting.
    pub place: String,
    /// What is wrong and what would be right.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}
