//! The course of one measure over time, drawn twice: narrow for a phone, wide for a desktop. The style sheet shows one.

mod axis;

use jiff::civil::Date;
use madrone_kernel::Instant;

pub use axis::TickUnit;

use super::{Badge, Cell, Flag, Table};

/// One measured value.
#[derive(Clone, PartialEq, Debug)]
pub struct TrendPoint {
    /// When it was measured.
    pub at: Instant,
    /// The number that is drawn.
    pub value: f64,
    /// The number as its laboratory wrote it, in the person's language.
    pub shown: String,
    /// The date in words, for the table.
    pub date: String,
    /// How it lies against the range that applied to it.
    pub flag: Flag,
    /// The flag in words, for the table.
    pub flag_words: String,
}

/// The words around the drawing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TrendTexts {
    /// The whole in one sentence, for those who do not see it.
    pub spoken: String,
    /// What the shaded band is: "Usual range: under 130".
    pub range: String,
    /// "Show as a table".
    pub show_table: String,
    /// The table's caption: "LDL cholesterol, mg/dL".
    pub caption: String,
    /// The table's columns: date, value, how it lies.
    pub head: [String; 3],
    /// What the marks mean; only those that occur are shown.
    pub legend: Vec<(Flag, String)>,
}

/// How numbers and dates are written on the axes.
#[derive(Clone, Copy)]
pub struct AxisWords<'a> {
    /// A number of the scale, in the person's language.
    pub number: &'a dyn Fn(f64) -> String,
    /// A day, month or year of the scale, as short as it can be.
    pub date: &'a dyn Fn(TickUnit, Date) -> String,
}

/// The ends of the usual range that are known.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct UsualRange {
    /// Its lower end.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
}

/// A trend, ready to be drawn by the macro `trend`.
#[derive(Clone, PartialEq, Debug)]
pub struct TrendChart {
    /// For narrow screens.
    pub phone: Drawing,
    /// For wide ones.
    pub wide: Drawing,
    /// The same as a table, newest first.
    pub table: Table,
    /// The words around it.
    pub texts: TrendTexts,
}

/// One drawing, in units of about a CSS pixel.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Drawing {
    /// Its whole width.
    pub width: f64,
    /// Its whole height.
    pub height: f64,
    /// The left edge of the plot; the numbers of the scale stand before it.
    pub left: f64,
    /// The right edge of the plot.
    pub right: f64,
    /// The lower edge of the plot; the dates stand below it.
    pub bottom: f64,
    /// The usual range: upper edge and height.
    pub band: Option<(f64, f64)>,
    /// Lines across, with their numbers.
    pub lines: Vec<GridLine>,
    /// Dates on the lower edge.
    pub ticks: Vec<Tick>,
    /// The line through the values, as an SVG path.
    pub path: String,
    /// The values.
    pub marks: Vec<Mark>,
    /// Whether there are so many that the marks must be small.
    pub crowded: bool,
}

/// A line across the plot.
#[derive(Clone, PartialEq, Debug)]
pub struct GridLine {
    /// Its height.
    pub y: f64,
    /// Its number.
    pub label: String,
    /// Whether it is an end of the usual range, drawn dashed.
    pub limit: bool,
}

/// A date on the lower edge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tick {
    /// Its place, in whole units.
    pub x: i32,
    /// Its words.
    pub label: String,
}

/// A value in the plot.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// Its place.
    pub x: f64,
    /// Its height.
    pub y: f64,
    /// How it lies: circle, diamond or square.
    pub flag: Flag,
    /// Its number and the height of the number's base line, where there is room for it.
    pub label: Option<(String, f64)>,
    /// Whether it is the newest: its number stands to the right, larger.
    pub last: bool,
}

/// The measures of a drawing.
struct Size {
    width: f64,
    height: f64,
    /// As many years find room below it.
    dates: usize,
}

const PHONE: Size = Size {
    width: 320.0,
    height: 230.0,
    dates: 3,
};
const WIDE: Size = Size {
    width: 560.0,
    height: 290.0,
    dates: 6,
};
/// Above the plot, for the number of the highest value.
const TOP: f64 = 26.0;
/// Below the plot, for the dates.
const FOOT: f64 = 28.0;
/// One character of a scale or of the newest number, at their sizes.
const CHARACTER: (f64, f64) = (8.0, 9.5);
/// With more values than this the marks are small, and only the lowest, the highest and the newest have their numbers.
const CROWD: usize = 14;

/// The drawings of `points` in any order; `None` when fewer than two can be drawn.
pub fn trend_chart(
    points: &[TrendPoint],
    range: UsualRange,
    words: AxisWords<'_>,
    texts: TrendTexts,
) -> Option<TrendChart> {
    let mut points: Vec<&TrendPoint> = points.iter().filter(|point| point.value.is_finite()).collect();
    points.sort_by_key(|point| point.at);
    if points.len() < 2 {
        return None;
    }
    let table = table(&points, &texts);
    let occurs = |flag: Flag| points.iter().any(|point| point.flag == flag);
    let legend = texts.legend.iter().filter(|(flag, _)| occurs(*flag)).cloned().collect();
    Some(TrendChart {
        phone: draw(&points, range, words, &PHONE),
        wide: draw(&points, range, words, &WIDE),
        table,
        texts: TrendTexts { legend, ..texts },
    })
}

fn table(points: &[&TrendPoint], texts: &TrendTexts) -> Table {
    let row = |point: &&TrendPoint| {
        let badge = (!point.flag_words.is_empty()).then(|| Badge::new(point.flag.into(), point.flag_words.as_str()));
        let state = Cell {
            badge,
            ..Cell::default()
        };
        vec![
            Cell::text(point.date.as_str()),
            Cell::number(point.shown.as_str()),
            state,
        ]
    };
    Table {
        caption: texts.caption.clone(),
        head: texts.head.to_vec(),
        rows: points.iter().rev().map(row).collect(),
    }
}

fn draw(points: &[&TrendPoint], range: UsualRange, words: AxisWords<'_>, size: &Size) -> Drawing {
    let (low, high) = scale(points, range);
    let bottom = size.height - FOOT;
    let y = |value: f64| tenths(bottom - (value - low) / (high - low) * (bottom - TOP));
    let lines = lines(low, high, range, words, &y);
    let left = 10.0 + CHARACTER.0 * widest(lines.iter().map(|line| line.label.as_str()));
    let newest = points.last().map_or("", |point| point.shown.as_str());
    let right = size.width - 16.0 - CHARACTER.1 * widest([newest]);

    let (first_at, last_at) = (points[0].at, points[points.len() - 1].at);
    let x = |at: Instant| {
        let share = axis::share(first_at, last_at, at);
        tenths(left + 18.0 + share * (right - left - 28.0))
    };
    let marks = marks(points, &x, &y);
    let dates = axis::dates(first_at, last_at, size.dates);
    Drawing {
        width: size.width,
        height: size.height,
        left,
        right,
        bottom,
        band: band(range, (TOP - 8.0, bottom), &y),
        lines,
        ticks: dates
            .map(|(unit, date, at)| Tick {
                x: whole(x(at)),
                label: (words.date)(unit, date),
            })
            .collect(),
        path: path(&marks),
        marks,
        crowded: points.len() > CROWD,
    }
}

/// The lowest and highest number of the plot: all values and both ends of the range, with a little room around.
fn scale(points: &[&TrendPoint], range: UsualRange) -> (f64, f64) {
    let all = points
        .iter()
        .map(|point| point.value)
        .chain(range.low)
        .chain(range.high);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = if high > low {
        (high - low) * 0.15
    } else {
        (high.abs() * 0.1).max(1.0)
    };
    // Where only the upper end is known the band below it should be seen, and the other way round.
    let below = if range.low.is_none() && range.high.is_some() {
        room * 2.5
    } else {
        room
    };
    let above = if range.high.is_none() && range.low.is_some() {
        room * 2.5
    } else {
        room
    };
    let floor = if low >= 0.0 { 0.0 } else { f64::MIN };
    ((low - below).max(floor), high + above)
}

/// The ends of the range, and round numbers that do not come too near to them.
fn lines(low: f64, high: f64, range: UsualRange, words: AxisWords<'_>, y: &dyn Fn(f64) -> f64) -> Vec<GridLine> {
    let line = |value: f64, limit: bool| GridLine {
        y: y(value),
        label: (words.number)(value),
        limit,
    };
    let mut lines: Vec<GridLine> = [range.high, range.low]
        .into_iter()
        .flatten()
        .map(|value| line(value, true))
        .collect();
    let limits: Vec<f64> = lines.iter().map(|line| line.y).collect();
    let free = |at: f64| limits.iter().all(|limit| (limit - at).abs() > 18.0);
    lines.extend(
        axis::round_numbers(low, high)
            .map(|value| line(value, false))
            .filter(|line| free(line.y)),
    );
    lines
}

fn band(range: UsualRange, (top, bottom): (f64, f64), y: &dyn Fn(f64) -> f64) -> Option<(f64, f64)> {
    if range.low.is_none() && range.high.is_none() {
        return None;
    }
    let (upper, lower) = (range.high.map_or(top, y), range.low.map_or(bottom, y));
    Some((upper, tenths((lower - upper).max(0.0))))
}

fn marks(points: &[&TrendPoint], x: &dyn Fn(Instant) -> f64, y: &dyn Fn(f64) -> f64) -> Vec<Mark> {
    let newest = points.len() - 1;
    let (lowest, highest) = extremes(points);
    // Where the next number may begin: above the line, and below it.
    let mut free = [f64::MIN; 2];
    let mut marks = Vec::with_capacity(points.len());
    for (at, point) in points.iter().enumerate() {
        let (px, py, last) = (x(point.at), y(point.value), at == newest);
        let below = is_low_point(points, at);
        let told = points.len() <= CROWD || at == lowest || at == highest;
        let half = CHARACTER.0 * widest([point.shown.as_str()]) / 2.0;
        let label = if last {
            Some((point.shown.clone(), py + 5.5))
        } else if told && px - half >= free[usize::from(below)] && px + half < x(points[newest].at) {
            free[usize::from(below)] = px + half;
            Some((point.shown.clone(), tenths(py + if below { 19.0 } else { -10.0 })))
        } else {
            None
        };
        marks.push(Mark {
            x: px,
            y: py,
            flag: point.flag,
            label,
            last,
        });
    }
    marks
}

/// The first of the lowest and the first of the highest values.
fn extremes(points: &[&TrendPoint]) -> (usize, usize) {
    points
        .iter()
        .enumerate()
        .fold((0, 0), |(lowest, highest), (at, point)| {
            let lowest = if point.value < points[lowest].value { at } else { lowest };
            let highest = if point.value > points[highest].value {
                at
            } else {
                highest
            };
            (lowest, highest)
        })
}

/// Whether the line comes from above and goes up again, so that there is more room below.
fn is_low_point(points: &[&TrendPoint], at: usize) -> bool {
    let value = points[at].value;
    let next_is_higher = points.get(at + 1).is_some_and(|next| next.value > value);
    let previous_is_higher = at == 0 || points[at - 1].value >= value;
    next_is_higher && previous_is_higher
}

fn path(marks: &[Mark]) -> String {
    let corners: Vec<String> = marks.iter().map(|mark| format!("{} {}", mark.x, mark.y)).collect();
    format!("M{}", corners.join("L"))
}

fn widest<'a>(labels: impl IntoIterator<Item = &'a str>) -> f64 {
    let characters = labels.into_iter().map(|label| label.chars().count()).max().unwrap_or(0);
    f64::from(u32::try_from(characters).unwrap_or(u32::MAX))
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn whole(number: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a place within a drawing of a few hundred units"
    )]
    let whole = number.round() as i32;
    whole
}

#[cfg(test)]
mod tests;
