//! Where a page starts: the keys of the last match of the page before, and in which order they were.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use madrone_db::Value;
use madrone_fhir::IssueCode;
use serde_json::Value as Json;

use crate::Refused;

/// The orders that a page can be in. The letter stands in the cursor, so that the next page goes on in the same order
/// even when there are more or fewer matches by then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// By number: the order in which resources first came.
    Number,
    /// By when they were last written.
    Updated,
    /// By the values of one parameter, as the index has them.
    Indexed,
    /// By any keys, sorted for this search.
    Keys,
}

impl Way {
    const ALL: [(Self, &str); 4] = [
        (Self::Number, "n"),
        (Self::Updated, "u"),
        (Self::Indexed, "i"),
        (Self::Keys, "k"),
    ];
}

/// The keys of the last match; its number is the last of them.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Cursor {
    pub(crate) way: Way,
    pub(crate) keys: Vec<Value>,
}

impl Cursor {
    pub(crate) fn write(&self) -> String {
        let letter = Way::ALL
            .iter()
            .find(|(way, _)| *way == self.way)
            .map_or("", |(_, letter)| letter);
        let keys = self.keys.iter().map(|key| match key {
            Value::Int(key) => Json::from(*key),
            Value::Real(key) => Json::from(*key),
            Value::Text(key) => Json::from(key.as_str()),
            Value::Bool(_) | Value::Null => Json::Null,
        });
        let all: Vec<Json> = std::iter::once(Json::from(letter)).chain(keys).collect();
        URL_SAFE_NO_PAD.encode(Json::from(all).to_string())
    }

    /// Reads what [`Cursor::write`] wrote.
    pub(crate) fn read(text: &str) -> Result<Self, Refused> {
        Self::parse(text).ok_or_else(Self::refused)
    }

    /// The refusal of a cursor that is not one, or of another search.
    pub(crate) fn refused() -> Refused {
        let what = "This _cursor is none that a page of this search gave. Start at the first page.";
        Refused::fault(IssueCode::Invalid, "_cursor", what)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let all: Vec<Json> = serde_json::from_slice(&bytes).ok()?;
        let (letter, keys) = all.split_first()?;
        let way = Way::ALL.iter().find(|(_, known)| letter == known)?.0;
        let key = |key: &Json| {
            Some(match key {
                Json::Null => Value::Null,
                Json::String(text) => Value::Text(text.clone()),
                Json::Number(number) => match number.as_i64() {
                    Some(int) => Value::Int(int),
                    None => Value::Real(number.as_f64()?),
                },
                _ => return None,
            })
        };
        Some(Self {
            way,
            keys: keys.iter().map(key).collect::<Option<_>>()?,
        })
    }

    /// Whether the keys are of these types, the last one an integer. A whole real number reads as an integer.
    pub(crate) fn fits(mut self, types: &[KeyType]) -> Result<Self, Refused> {
        let Some((Value::Int(_), keys)) = self.keys.split_last() else {
            return Err(Self::refused());
        };
        if keys.len() != types.len() {
            return Err(Self::refused());
        }
        for (key, wanted) in self.keys.iter_mut().zip(types) {
            match (&*key, wanted) {
                (Value::Null, _)
                | (Value::Int(_), KeyType::Int)
                | (Value::Real(_), KeyType::Real)
                | (Value::Text(_), KeyType::Text) => {}
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "it was written from a real number without a fraction"
                )]
                (Value::Int(whole), KeyType::Real) => *key = Value::Real(*whole as f64),
                _ => return Err(Self::refused()),
            }
        }
        Ok(self)
    }
}

/// The type of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyType {
    Int,
    Real,
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let keys = vec![
            Value::Real(1.5),
            Value::Null,
            Value::Text("é".into()),
            Value::Int(i64::MIN),
        ];
        let cursor = Cursor { way: Way::Keys, keys };
        assert_eq!(Cursor::read(&cursor.write()), Ok(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_a_fault() {
        for text in ["", "x", "W10", "WyJ4IiwxXQ", "WyJuIixbXV0"] {
            assert_eq!(
                Cursor::read(text).map_err(|refused| refused.status()),
                Err(400),
                "{text}"
            );
        }
    }
}
