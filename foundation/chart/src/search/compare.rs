//! The prefixes of dates, numbers and quantities in SQL: the table of [`madrone_fhir::search::Compare`].

use madrone_fhir::search::{Compare, DateTest, NumberTest, UnitTest};

use super::Search;
use crate::rows::{capped, hashed};

impl Search<'_> {
    /// How the span of a row compares with that of the request.
    pub(crate) fn spanning(&mut self, since: &str, until: &str, test: DateTest) -> String {
        match test.compare {
            Compare::Eq => format!(
                "{} <= {since} AND {until} <= {}",
                self.bind(test.from),
                self.bind(test.until)
            ),
            Compare::Ne => format!(
                "NOT ({} <= {since} AND {until} <= {})",
                self.bind(test.from),
                self.bind(test.until)
            ),
            Compare::Gt => format!("{until} > {}", self.bind(test.until)),
            // The last part follows from the first, and lets an index lead there; so below.
            Compare::Ge => {
                let (from, to) = (self.bind(test.from), self.bind(test.until));
                format!("({since} >= {from} OR {until} > {to}) AND {until} > {from}")
            }
            Compare::Lt => format!("{since} < {}", self.bind(test.from)),
            Compare::Le => {
                let (from, to) = (self.bind(test.from), self.bind(test.until));
                format!("({until} <= {to} OR {since} < {from}) AND {since} < {to}")
            }
            Compare::Sa => format!("{since} >= {}", self.bind(test.until)),
            Compare::Eb => format!("{until} <= {}", self.bind(test.from)),
            Compare::Ap => format!(
                "{since} < {} AND {until} > {}",
                self.bind(test.until),
                self.bind(test.from)
            ),
        }
    }

    /// How the numbers of a row compare with that of the request.
    pub(crate) fn number(&mut self, alias: &str, low: &str, high: &str, test: &NumberTest) -> String {
        let (low, high) = (format!("{alias}.{low}"), format!("{alias}.{high}"));
        match test.compare {
            Compare::Eq => format!("{} <= {low} AND {high} < {}", self.bind(test.low), self.bind(test.high)),
            Compare::Ne => format!(
                "NOT ({} <= {low} AND {high} < {})",
                self.bind(test.low),
                self.bind(test.high)
            ),
            Compare::Gt => format!("{high} > {}", self.bind(test.value)),
            Compare::Ge => format!("{high} >= {}", self.bind(test.value)),
            Compare::Lt => format!("{low} < {}", self.bind(test.value)),
            Compare::Le => format!("{low} <= {}", self.bind(test.value)),
            Compare::Sa => format!("{low} > {}", self.bind(test.value)),
            Compare::Eb => format!("{high} < {}", self.bind(test.value)),
            Compare::Ap => format!("{high} >= {} AND {low} < {}", self.bind(test.low), self.bind(test.high)),
        }
    }

    /// How the quantity of a row compares, in the numbers that the unit asks for.
    pub(crate) fn quantity(&mut self, alias: &str, value: &NumberTest, unit: &UnitTest) -> String {
        match unit {
            UnitTest::Any => self.number(alias, "low", "high", value),
            UnitTest::Word(word) => {
                let number = self.number(alias, "low", "high", value);
                let word = self.bind(capped(word));
                format!("({alias}.unit_code = {word} OR {alias}.unit_word = {word}) AND {number}")
            }
            UnitTest::Coded { system, code } => {
                let number = self.number(alias, "low", "high", value);
                let (system, code) = (self.bind(hashed(system)), self.bind(capped(code)));
                format!("{alias}.unit_system = {system} AND {alias}.unit_code = {code} AND {number}")
            }
            UnitTest::Canonical(dimension) => {
                let number = self.number(alias, "canonical_low", "canonical_high", value);
                format!("{alias}.dimension = {} AND {number}", self.bind(capped(dimension)))
            }
        }
    }
}
