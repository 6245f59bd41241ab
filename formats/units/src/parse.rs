//! Reading UCUM codes: the grammar of section 2.2 (§4–§16).

use crate::Unit;
use crate::atoms::{ATOMS, Atom, PREFIXES};

/// Why a text is no UCUM code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// No unit has this symbol.
    #[error("\"{0}\" is no UCUM unit")]
    Unknown(String),
    /// Parentheses, braces, operators or exponents do not fit together.
    #[error("the unit is not well formed at character {0}")]
    Malformed(usize),
    /// A temperature scale or a logarithm stands in a product or power, where it has no meaning (section 3.3, §22).
    #[error("\"{0}\" is a scale of its own and cannot be multiplied or divided")]
    Scale(String),
}

/// Deeper nesting than any unit has.
const DEEPEST: usize = 16;

/// Reads a case-sensitive UCUM code.
///
/// # Errors
/// When it is none; empty is none.
pub fn parse(code: &str) -> Result<Unit, Fault> {
    let mut reader = Reader {
        code,
        place: 0,
        depth: 0,
        parts: 0,
        scale: None,
    };
    let unit = reader.main_term()?;
    if reader.place < code.len() {
        return Err(reader.malformed());
    }
    match reader.scale {
        Some(scale) if reader.parts > 1 => Err(Fault::Scale(scale)),
        _ => Ok(unit),
    }
}

struct Reader<'a> {
    code: &'a str,
    place: usize,
    depth: usize,
    /// How many units and factors were read.
    parts: usize,
    /// A scale of its own among them.
    scale: Option<String>,
}

impl<'a> Reader<'a> {
    fn malformed(&self) -> Fault {
        Fault::Malformed(self.place + 1)
    }

    fn peek(&self) -> Option<u8> {
        self.code.as_bytes().get(self.place).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.peek() == Some(byte);
        self.place += usize::from(taken);
        taken
    }

    /// §7: a term may begin with a slash.
    fn main_term(&mut self) -> Result<Unit, Fault> {
        if self.take(b'/') {
            self.parts += 1;
            let unit = self.component()?;
            return self.rest_of_term(Unit::one().times(&unit, -1));
        }
        let unit = self.component()?;
        self.rest_of_term(unit)
    }

    /// §7, §8: products and quotients go from left to right.
    fn rest_of_term(&mut self, mut unit: Unit) -> Result<Unit, Fault> {
        loop {
            let sign = match self.peek() {
                Some(b'.') => 1,
                Some(b'/') => -1,
                _ => return Ok(unit),
            };
            self.place += 1;
            unit = unit.times(&self.component()?, sign);
        }
    }

    fn component(&mut self) -> Result<Unit, Fault> {
        let unit = if self.take(b'(') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(self.malformed());
            }
            let unit = self.main_term()?;
            if !self.take(b')') {
                return Err(self.malformed());
            }
            self.depth -= 1;
            unit
        } else {
            let symbol = self.symbol();
            if symbol.is_empty() && self.peek() != Some(b'{') {
                return Err(self.malformed());
            }
            self.parts += usize::from(!symbol.is_empty());
            self.unit(symbol)?
        };
        self.annotation()?;
        Ok(unit)
    }

    /// §12: text in braces says something to people and nothing to us.
    fn annotation(&mut self) -> Result<(), Fault> {
        if self.take(b'{') {
            let length = self.code[self.place..]
                .find(['}', '{'])
                .ok_or_else(|| self.malformed())?;
            self.place += length;
            if !self.take(b'}') {
                return Err(self.malformed());
            }
        }
        Ok(())
    }

    /// Everything up to the next operator outside square brackets.
    fn symbol(&mut self) -> &'a str {
        let start = self.place;
        let mut bracket = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' => bracket = true,
                b']' => bracket = false,
                b'.' | b'/' | b'(' | b')' | b'{' | b'}' if !bracket => break,
                _ => {}
            }
            self.place += 1;
        }
        &self.code[start..self.place]
    }

    /// A number, or a unit with prefix and exponent.
    fn unit(&mut self, symbol: &str) -> Result<Unit, Fault> {
        let unknown = || Fault::Unknown(symbol.chars().take(40).collect());
        if symbol.is_empty() {
            return Ok(Unit::one());
        }
        if symbol.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Unit {
                mantissa: symbol.parse().map_err(|_| unknown())?,
                ..Unit::one()
            });
        }
        let (name, power) = split_power(symbol).ok_or_else(unknown)?;
        let (prefix, atom) = find(name).ok_or_else(unknown)?;
        if atom.scale {
            self.scale = Some(name.to_owned());
            if power != 1 {
                return Err(Fault::Scale(name.to_owned()));
            }
        }
        let mut unit = atom.unit.clone();
        unit.exponent += prefix;
        Ok(unit.power(power))
    }
}

/// §9, §10: an exponent stands at the end, with or without sign. `10*` and `10^` are symbols that end in no digit.
fn split_power(symbol: &str) -> Option<(&str, i32)> {
    let digits = symbol.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (mut name, power) = symbol.split_at(symbol.len() - digits);
    if power.is_empty() {
        return Some((name, 1));
    }
    let mut power: i32 = power.parse().ok().filter(|power| *power < 100)?;
    if let Some(rest) = name.strip_suffix('-') {
        (name, power) = (rest, -power);
    } else if let Some(rest) = name.strip_suffix('+') {
        name = rest;
    }
    Some((name, power))
}

/// §11: a unit, or a metric unit after a prefix; what is a unit by itself has no prefix. The prefix as a power of ten.
fn find(name: &str) -> Option<(i32, &'static Atom)> {
    if let Some(atom) = ATOMS.get(name) {
        return Some((0, atom));
    }
    PREFIXES.iter().find_map(|(prefix, exponent)| {
        let atom = ATOMS.get(name.strip_prefix(prefix)?)?;
        atom.metric.then_some((*exponent, atom))
    })
}
