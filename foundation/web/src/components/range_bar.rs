//! Where one value lies against its reference range, as a bar.

use super::Flag;

/// A bar of one to three stretches with a mark at the value. Positions are percentages of its width.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RangeBar {
    /// The stretches, from low to high.
    pub segments: Vec<Segment>,
    /// Where the value is, kept a little inside both ends.
    pub marker: f64,
    /// Where the value lies.
    pub flag: Flag,
    /// The whole in words, for those who do not see it: "142 mg/dL. Usual: under 130."
    pub spoken: String,
}

/// One stretch of a [`RangeBar`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Segment {
    /// Where it begins.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// What it means to lie in it: `InRange`, `Above` or `Below`.
    pub flag: Flag,
    /// Its words, set below it.
    pub label: String,
}

/// The words below the stretches and those spoken, such as "Usual: under 130".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RangeLabels {
    /// Below the usual range.
    pub below: String,
    /// The usual range.
    pub usual: String,
    /// Above the usual range.
    pub above: String,
    /// The value and its range in one sentence.
    pub spoken: String,
}

/// Between two stretches, in percent.
const GAP: f64 = 1.0;
/// How near the mark comes to an end of the bar, in percent.
const EDGE: f64 = 2.0;

/// The bar for `value` against a range with at least one end; `None` when neither end is known or they are not finite or
/// out of order. `flag` is what the laboratory said, which counts more than the arithmetic.
pub fn range_bar(value: f64, low: Option<f64>, high: Option<f64>, flag: Flag, labels: RangeLabels) -> Option<RangeBar> {
    let (from, to) = domain(value, low, high)?;
    let percent = |at: f64| (at - from) / (to - from) * 100.0;
    let usual_from = low.map_or(0.0, percent);
    let usual_to = high.map_or(100.0, percent);
    let mut segments = Vec::with_capacity(3);
    if low.is_some() {
        segments.push(segment(0.0, usual_from - GAP / 2.0, Flag::Below, labels.below));
    }
    let start = if low.is_some() { usual_from + GAP / 2.0 } else { 0.0 };
    let end = if high.is_some() { usual_to - GAP / 2.0 } else { 100.0 };
    segments.push(segment(start, end, Flag::InRange, labels.usual));
    if high.is_some() {
        segments.push(segment(usual_to + GAP / 2.0, 100.0, Flag::Above, labels.above));
    }
    let marker = tenths(percent(value).clamp(EDGE, 100.0 - EDGE));
    Some(RangeBar {
        segments,
        marker,
        flag,
        spoken: labels.spoken,
    })
}

fn segment(from: f64, to: f64, flag: Flag, label: String) -> Segment {
    Segment {
        x: tenths(from),
        width: tenths((to - from).max(0.0)),
        flag,
        label,
    }
}

/// What the bar spans: the range, and on each open side as much as the value needs but never so much that the range
/// itself becomes a sliver.
fn domain(value: f64, low: Option<f64>, high: Option<f64>) -> Option<(f64, f64)> {
    let finite = [Some(value), low, high].into_iter().flatten().all(f64::is_finite);
    match (low, high) {
        _ if !finite => None,
        (Some(low), Some(high)) if low < high => {
            let width = high - low;
            let beyond = (low - value).max(value - high).max(0.0);
            let margin = (beyond * 1.2).clamp(width * 0.5, width * 1.5);
            Some((low - margin, high + margin))
        }
        (Some(end), None) | (None, Some(end)) => {
            let away = (value - end).abs() * 1.2;
            let usual = (end.abs() * 0.45).max(f64::MIN_POSITIVE);
            let reach = away.clamp(usual, usual * 10.0);
            Some((end - reach, end + reach))
        }
        _ => None,
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::{Flag, RangeBar, RangeLabels, range_bar};

    fn bar(value: f64, low: Option<f64>, high: Option<f64>) -> Option<RangeBar> {
        range_bar(value, low, high, Flag::of(value, low, high), RangeLabels::default())
    }

    fn flags(bar: &RangeBar) -> Vec<Flag> {
        bar.segments.iter().map(|segment| segment.flag).collect()
    }

    #[test]
    fn a_range_with_one_end_has_two_stretches_that_meet_at_it() {
        let bar = bar(142.0, None, Some(130.0)).expect("one end is enough");
        assert_eq!(flags(&bar), [Flag::InRange, Flag::Above]);
        assert!((bar.segments[0].width - 49.5).abs() < 0.01, "{bar:?}");
        assert!(
            bar.marker > bar.segments[1].x,
            "the mark stands in the stretch above: {bar:?}"
        );
    }

    #[test]
    fn a_range_with_both_ends_has_three_stretches_and_the_mark_in_its_own() {
        let inside = bar(85.0, Some(70.0), Some(99.0)).expect("both ends");
        assert_eq!(flags(&inside), [Flag::Below, Flag::InRange, Flag::Above]);
        let usual = &inside.segments[1];
        assert!(inside.marker > usual.x && inside.marker < usual.x + usual.width);
        let low = bar(60.0, Some(70.0), Some(99.0)).expect("both ends");
        assert!(low.marker < low.segments[0].width);
    }

    #[test]
    fn a_value_far_out_stays_on_the_bar_and_leaves_the_range_visible() {
        let far = bar(9000.0, Some(70.0), Some(99.0)).expect("both ends");
        assert!((far.marker - 98.0).abs() < f64::EPSILON);
        assert!(far.segments[1].width > 20.0);
        let far = bar(-9000.0, Some(70.0), None).expect("one end");
        assert!((far.marker - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_stretches_fill_the_bar_and_do_not_overlap() {
        for value in [-5.0, 0.0, 3.5, 4.0, 5.1, 50.0] {
            let bar = bar(value, Some(3.5), Some(5.1)).expect("both ends");
            for pair in bar.segments.windows(2) {
                assert!(pair[0].x + pair[0].width < pair[1].x, "{bar:?}");
            }
            let last = bar.segments.last().expect("three");
            assert!((last.x + last.width - 100.0).abs() < 0.11, "{bar:?}");
        }
    }

    #[test]
    fn there_is_no_bar_without_a_range_that_makes_sense() {
        assert_eq!(bar(1.0, None, None), None);
        assert_eq!(bar(1.0, Some(5.0), Some(5.0)), None);
        assert_eq!(bar(f64::NAN, Some(1.0), Some(5.0)), None);
    }

    #[test]
    fn a_range_that_ends_at_zero_still_has_width() {
        let bar = bar(0.0, None, Some(0.0)).expect("one end");
        assert!((bar.marker - 50.0).abs() < f64::EPSILON);
    }
}
