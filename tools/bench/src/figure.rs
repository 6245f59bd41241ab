//! A figure: what was measured, beside what it is measured by.

use std::fmt;

use serde_json::json;

/// What a figure should reach. Missing it is said and fails nothing: machines differ.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Target {
    /// The ratio is this or more.
    Ratio(f64),
    /// The ratio is this or less.
    RatioAtMost(f64),
    /// The value is below this.
    Below(f64),
    /// The value is above this.
    Above(f64),
}

/// One measurement.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Figure {
    /// The group, as it is asked for on the command line.
    pub(crate) bench: &'static str,
    /// Its name within the group; stays the same once chosen.
    pub(crate) name: &'static str,
    /// Ours.
    pub(crate) value: f64,
    /// Of the value and of the reference.
    pub(crate) unit: &'static str,
    /// What it is measured by, from the same run.
    pub(crate) reference: f64,
    /// What the reference is.
    pub(crate) beside: &'static str,
    /// What it should reach.
    pub(crate) targets: &'static [Target],
}

impl Figure {
    fn ratio(&self) -> f64 {
        self.value / self.reference
    }

    /// The line for machines.
    pub(crate) fn json(&self) -> String {
        json!({
            "bench": self.bench,
            "name": self.name,
            "engine": "sqlite",
            "value": rounded(self.value),
            "unit": self.unit,
            "reference": rounded(self.reference),
            "ratio": rounded(self.ratio()),
        })
        .to_string()
    }
}

/// The line for people.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            bench,
            name,
            value,
            unit,
            reference,
            beside,
            ..
        } = self;
        let ratio = self.ratio();
        write!(
            f,
            "{bench}/{name}: {value:.3} {unit}; {beside}: {reference:.3} {unit}; ratio {ratio:.2}"
        )?;
        for target in self.targets {
            let (wanted, met) = match target {
                Target::Ratio(least) => (format!("ratio at least {least}"), ratio >= *least),
                Target::RatioAtMost(most) => (format!("ratio at most {most}"), ratio <= *most),
                Target::Below(bound) => (format!("below {bound} {unit}"), value < bound),
                Target::Above(bound) => (format!("above {bound} {unit}"), value > bound),
            };
            write!(f, "; {wanted}: {}", if met { "met" } else { "MISSED" })?;
        }
        Ok(())
    }
}

/// To four digits that say something, at most.
fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powf(3.0 - number.abs().log10().floor());
    (number * scale).round() / scale
}

/// The middle one, or the upper of two.
///
/// # Panics
/// When there are none.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// `ours` and `theirs` by turns, so that what the machine does beside it weighs on both: the medians.
pub(crate) fn by_turns(rounds: usize, mut ours: impl FnMut() -> f64, mut theirs: impl FnMut() -> f64) -> (f64, f64) {
    let (a, b) = (0..rounds).map(|_| (ours(), theirs())).unzip();
    (median(a), median(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure() -> Figure {
        Figure {
            bench: "db",
            name: "commits",
            value: 1234.567,
            unit: "commits/s",
            reference: 2000.0,
            beside: "bare",
            targets: &[Target::Ratio(0.6)],
        }
    }

    #[test]
    fn a_line_for_machines_has_the_agreed_members() {
        assert_eq!(
            figure().json(),
            r#"{"bench":"db","name":"commits","engine":"sqlite","value":1235.0,"unit":"commits/s","reference":2000.0,"ratio":0.6173}"#
        );
    }

    #[test]
    fn a_line_for_people_says_whether_the_target_was_met() {
        assert!(figure().to_string().ends_with("; ratio at least 0.6: met"));
        let figure = Figure {
            targets: &[Target::Below(1000.0)],
            ..figure()
        };
        assert!(figure.to_string().ends_with("below 1000 commits/s: MISSED"));
    }

    #[test]
    fn the_median_is_untouched_by_one_bad_round() {
        assert!((median(vec![900.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
