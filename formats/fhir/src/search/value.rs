//! The values of a request as what the index keeps.

use super::number::{date, number, quantity};
use super::request::invalid;
use super::{Match, System, Test, TextMode, UriMode};
use crate::extract::of_type;
use crate::param::{Definition, Kind, Values};
use crate::references::{is_id, local};
use crate::table::TABLE;
use crate::text::{fold, fold_contact};
use crate::{Fault, Param, ResourceType};

/// A modifier that the parameter knows.
pub(super) enum Modifier {
    None,
    Missing,
    Not,
    Text,
    OfType,
    Identifier,
    Exact,
    Contains,
    Below,
    Above,
    Type(ResourceType),
}

impl Modifier {
    /// Reads what stands after the colon.
    pub(super) fn read(param: &Param, modifier: Option<&str>) -> Result<Self, Fault> {
        let Some(modifier) = modifier else {
            return Ok(Self::None);
        };
        let refused = |what: &str| {
            Err(invalid(
                param.name,
                format!("{}:{modifier} is not done: {what}", param.name),
            ))
        };
        match (param.kind, modifier) {
            (_, "missing") => Ok(Self::Missing),
            (Kind::Token, "not") => Ok(Self::Not),
            (Kind::Token, "text") if param.has_text => Ok(Self::Text),
            (Kind::Token, "text") => refused("the words of this parameter are not indexed. Search by its codes."),
            (Kind::Token, "of-type") if holds_identifiers(param) => Ok(Self::OfType),
            (Kind::Token, "of-type") => refused("this parameter holds no identifiers."),
            (Kind::Token, "in" | "not-in" | "above" | "below") => {
                refused("this server has no terminology. Name the codes, separated by commas.")
            }
            (Kind::String, "exact") => Ok(Self::Exact),
            (Kind::String, "contains") => Ok(Self::Contains),
            (Kind::Uri, "below") => Ok(Self::Below),
            (Kind::Uri, "above") => Ok(Self::Above),
            (Kind::Reference, "identifier") => Ok(Self::Identifier),
            (Kind::Reference, name) => match ResourceType::parse(name) {
                Some(resource) if super::request::may_lead_to(param, resource) => Ok(Self::Type(resource)),
                Some(_) => refused("this parameter never leads to that type."),
                None => refused("a reference takes :missing, :identifier or a resource type."),
            },
            (kind, _) => refused(match kind {
                Kind::Token => "a token takes :missing, :not, :text or :of-type.",
                Kind::String => "a string takes :missing, :exact or :contains.",
                Kind::Uri => "a URI takes :missing, :below or :above.",
                _ => "this parameter takes :missing only.",
            }),
        }
    }
}

fn holds_identifiers(param: &Param) -> bool {
    let Definition::Own(expression) = &param.definition else {
        return false;
    };
    expression
        .kinds()
        .iter()
        .any(|kind| TABLE.type_name(*kind) == "Identifier")
}

/// The test of all values of one parameter.
pub(super) fn tests(param: &Param, modifier: Modifier, value: &str) -> Result<Test, Fault> {
    if matches!(modifier, Modifier::Missing) {
        return match value {
            "true" => Ok(Test::Missing(true)),
            "false" => Ok(Test::Missing(false)),
            _ => Err(invalid(param.name, "Write true or false after :missing.")),
        };
    }
    let values = split(value, ',');
    let matches = values
        .into_iter()
        .map(|value| one(param, &modifier, value))
        .collect::<Result<_, _>>()?;
    Ok(if matches!(modifier, Modifier::Not) {
        Test::None(matches)
    } else {
        Test::Any(matches)
    })
}

fn one(param: &Param, modifier: &Modifier, value: &str) -> Result<Match, Fault> {
    if value.is_empty() {
        return Err(invalid(param.name, "A value is empty: remove the extra comma."));
    }
    let text = |mode| string(param.name, mode, value);
    match (modifier, param.kind) {
        (Modifier::Text | Modifier::Contains, _) => text(TextMode::Contains),
        (Modifier::Exact, _) => text(TextMode::Exact),
        (Modifier::OfType, _) => typed_identifier(param.name, value),
        (Modifier::Identifier, _) => token(param.name, value, Values::Coded),
        (Modifier::Below, _) => Ok(Match::Uri {
            mode: UriMode::Below,
            value: unescape(value),
        }),
        (Modifier::Above, _) => Ok(Match::Uri {
            mode: UriMode::Above,
            value: unescape(value),
        }),
        (Modifier::Type(resource), _) => reference(param, Some(*resource), value),
        (_, Kind::Reference) => reference(param, None, value),
        (_, Kind::String) => text(TextMode::Starts),
        (_, Kind::Token) => token(param.name, value, param.values),
        (_, Kind::Date) => date(param.name, &unescape(value)).map(Match::Date),
        (_, Kind::Number) => number(param.name, &unescape(value)).map(Match::Number),
        (_, Kind::Quantity) => quantity(param.name, value),
        (_, Kind::Uri) => Ok(Match::Uri {
            mode: UriMode::Is,
            value: unescape(value),
        }),
        (_, Kind::Composite) => Err(invalid(param.name, "A pair of values takes no modifier: leave it out.")),
    }
}

/// One part of a composite: a token or a quantity.
pub(super) fn part_match(name: &str, kind: Kind, value: &str) -> Result<Match, Fault> {
    if kind == Kind::Quantity {
        quantity(name, value)
    } else {
        token(name, value, Values::Coded)
    }
}

fn string(name: &str, mode: TextMode, value: &str) -> Result<Match, Fault> {
    let exact = unescape(value);
    let value = if mode == TextMode::Exact { exact } else { fold(&exact) };
    if value.is_empty() {
        return Err(invalid(name, "Write at least one letter to search for."));
    }
    Ok(Match::Text { mode, value })
}

/// Reads `code`, `system|code`, `|code`, `system|`.
fn token(name: &str, value: &str, values: Values) -> Result<Match, Fault> {
    let pieces: Vec<String> = split(value, '|').into_iter().map(unescape).collect();
    let (system, code) = match <[String; 2]>::try_from(pieces) {
        Ok([system, code]) if system.is_empty() => (System::Without, code),
        Ok([system, code]) => (System::Is(system), code),
        Err(mut pieces) if pieces.len() == 1 => (System::Any, pieces.remove(0)),
        Err(_) => return Err(invalid(name, "Write code, system|code, |code or system|.")),
    };
    let code = (!code.is_empty()).then_some(code);
    if code.is_none() && !matches!(system, System::Is(_)) {
        return Err(invalid(name, "Write a code after the bar, or a system before it."));
    }
    Ok(match values {
        Values::Coded => Match::Token { system, code },
        // The system of a primitive is implied by its element, whether the request names it or not.
        Values::Plain => Match::Token {
            system: System::Any,
            code,
        },
        Values::Contacts => Match::Token {
            system: System::Any,
            code: code.as_deref().map(fold_contact),
        },
    })
}

/// Reads `type-system|type-code|value`.
fn typed_identifier(name: &str, value: &str) -> Result<Match, Fault> {
    let pieces: Vec<String> = split(value, '|').into_iter().map(unescape).collect();
    match &pieces[..] {
        [system, code, value] if !code.is_empty() && !value.is_empty() => Ok(Match::Token {
            system: System::Is(of_type(system, code)),
            code: Some(value.clone()),
        }),
        _ => Err(invalid(name, "Write type-system|type-code|value after :of-type.")),
    }
}

fn reference(param: &Param, resource: Option<ResourceType>, value: &str) -> Result<Match, Fault> {
    let value = unescape(value);
    if let Some((target, id, _)) = local(&value) {
        return Ok(Match::Reference {
            resource: Some(target),
            id: id.to_owned(),
        });
    }
    if value.contains(':') {
        return Ok(Match::Url(value));
    }
    if !is_id(&value) {
        return Err(invalid(param.name, "Write an id, Type/id or an absolute URL."));
    }
    let only = match param.targets {
        [only] => Some(*only),
        _ => None,
    };
    Ok(Match::Reference {
        resource: resource.or(param.narrow).or(only),
        id: value,
    })
}

/// Splits at a separator that no backslash stands before. The pieces stay escaped.
pub(super) fn split(value: &str, separator: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (place, letter) in value.char_indices() {
        if letter == separator && !escaped {
            pieces.push(&value[start..place]);
            start = place + separator.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    pieces.push(&value[start..]);
    pieces
}

/// Takes the backslashes off `\,` `\|` `\$` and `\\`; others stay.
pub(super) fn unescape(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters
            .peek()
            .filter(|next| letter == '\\' && matches!(next, ',' | '|' | '$' | '\\'))
            .copied();
        if escaped.is_some() {
            letters.next();
        }
        plain.push(escaped.unwrap_or(letter));
    }
    plain
}
