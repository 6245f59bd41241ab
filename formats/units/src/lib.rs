//! Units of measure by UCUM, the Unified Code for Units of Measure (version 2.1, <https://ucum.org/ucum>): reading the
//! case-sensitive codes that FHIR quantities carry, and converting between those that measure the same.
//!
//! What never happens here:
//! - **Mass is not converted into amount of substance.** `mg/dL` and `mmol/L` differ by the molar mass of the substance,
//!   which a unit does not know; they are not comparable.
//! - Amount of substance (`mol`), equivalents (`eq`) and osmoles (`osm`) are not mixed with each other or with plain
//!   counts. UCUM (sections 4.2 and 4.5) makes all of them numbers, by which 2 mEq/L of calcium would be 2 mmol/L
//!   instead of 1.
//! - Arbitrary units (`[IU]`, `[arb'U]` …; section 3.2, §24) are comparable only with themselves.
//! - Words that are not UCUM (`mmHg`, `lbs`, `bpm`) are not guessed.
//!
//! Annotations in braces mean nothing (section 2.1, §12): `{beats}/min` is `/min`. Logarithmic units (`B`, `[pH]`;
//! section 4.5) are comparable only with themselves and take no part in products.

mod atoms;
mod parse;

use std::fmt::Write as _;

pub use parse::{Fault, parse};

/// A unit of measure.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// How many canonical units it is, without the power of ten.
    mantissa: f64,
    /// The power of ten, apart, so that 5 mg is exactly 0.005 g.
    exponent: i32,
    /// What 0 of it is in canonical units: not 0 for `Cel` and `[degF]`.
    offset: f64,
    /// Canonical units and their exponents, in order of name, none with exponent 0.
    dimension: Vec<(&'static str, i32)>,
}

/// A unit in canonical units: `value · factor + offset` of them is `value` of the unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Canonical {
    /// How many canonical units it is.
    pub factor: f64,
    /// What 0 of it is in canonical units.
    pub offset: f64,
    /// Canonical units with exponents (`g.m-3`); `1` for plain numbers. Equal for units that are comparable.
    pub dimension: String,
}

impl Unit {
    /// The plain number one.
    fn one() -> Self {
        Self {
            mantissa: 1.0,
            exponent: 0,
            offset: 0.0,
            dimension: Vec::new(),
        }
    }

    /// The unit in canonical units: metre, second, gram, radian, kelvin, coulomb, candela (UCUM section 4.1) and, apart
    /// from UCUM, mole, equivalent, osmole and each arbitrary unit.
    pub fn canonical(&self) -> Canonical {
        let mut dimension = String::new();
        for (name, exponent) in &self.dimension {
            if !dimension.is_empty() {
                dimension.push('.');
            }
            dimension.push_str(name);
            if *exponent != 1 {
                let _ = write!(dimension, "{exponent}");
            }
        }
        if dimension.is_empty() {
            dimension.push('1');
        }
        Canonical {
            factor: scale(self.mantissa, self.exponent),
            offset: self.offset,
            dimension,
        }
    }

    /// `value` of this unit in canonical units.
    pub fn to_canonical(&self, value: f64) -> f64 {
        scale(value * self.mantissa, self.exponent) + self.offset
    }

    /// Whether both measure the same, so that one can be converted into the other.
    pub fn comparable(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// `value` of this unit in `other` units; `None` if they do not measure the same.
    pub fn convert(&self, value: f64, other: &Self) -> Option<f64> {
        if !self.comparable(other) {
            return None;
        }
        if self.offset == 0.0 && other.offset == 0.0 {
            return Some(scale(
                value * (self.mantissa / other.mantissa),
                self.exponent - other.exponent,
            ));
        }
        Some(scale(
            (self.to_canonical(value) - other.offset) / other.mantissa,
            -other.exponent,
        ))
    }

    /// This unit times `other` to the power of `sign` (1 or -1).
    fn times(mut self, other: &Self, sign: i32) -> Self {
        self.mantissa *= other.mantissa.powi(sign);
        self.exponent += other.exponent * sign;
        for (name, exponent) in &other.dimension {
            match self.dimension.binary_search_by(|(known, _)| known.cmp(name)) {
                Ok(place) => self.dimension[place].1 += exponent * sign,
                Err(place) => self.dimension.insert(place, (name, exponent * sign)),
            }
        }
        self.dimension.retain(|(_, exponent)| *exponent != 0);
        self
    }

    fn power(mut self, power: i32) -> Self {
        self.mantissa = self.mantissa.powi(power);
        self.exponent *= power;
        for (_, exponent) in &mut self.dimension {
            *exponent *= power;
        }
        self.dimension.retain(|(_, exponent)| *exponent != 0);
        self
    }
}

/// `value · 10^exponent`. Divides for negative exponents: 5/1000 is the nearest number to 0.005, 5 · 0.001 need not be.
fn scale(value: f64, exponent: i32) -> f64 {
    if exponent < 0 {
        value / 10_f64.powi(-exponent)
    } else {
        value * 10_f64.powi(exponent)
    }
}

/// `value` in the unit `from`, in the unit `to`; `None` if either is no UCUM unit or they do not measure the same.
pub fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    parse(from).ok()?.convert(value, &parse(to).ok()?)
}

/// Whether both are UCUM units that measure the same.
pub fn comparable(a: &str, b: &str) -> bool {
    matches!((parse(a), parse(b)), (Ok(a), Ok(b)) if a.comparable(&b))
}

#[cfg(test)]
mod tests;
