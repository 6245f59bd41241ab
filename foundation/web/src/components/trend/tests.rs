use jiff::civil::date;
use jiff::tz::TimeZone;

use super::{AxisWords, TrendChart, TrendPoint, TrendTexts, UsualRange, trend_chart};
use crate::components::Flag;

fn point(year: i16, month: i8, value: f64, high: f64) -> TrendPoint {
    let at = date(year, month, 1)
        .to_zoned(TimeZone::UTC)
        .expect("a day of UTC")
        .timestamp()
        .into();
    let flag = Flag::of(value, None, Some(high));
    TrendPoint {
        at,
        value,
        shown: value.to_string(),
        date: format!("{year}-{month}"),
        flag,
        flag_words: String::new(),
    }
}

fn chart(points: &[TrendPoint], range: UsualRange) -> Option<TrendChart> {
    let words = AxisWords {
        number: &|number| number.to_string(),
        date: &|_, date| date.year().to_string(),
    };
    let legend = vec![
        (Flag::InRange, "In range".into()),
        (Flag::Above, "Above".into()),
        (Flag::Below, "Below".into()),
    ];
    trend_chart(
        points,
        range,
        words,
        TrendTexts {
            legend,
            ..TrendTexts::default()
        },
    )
}

fn cholesterol() -> TrendChart {
    let values = [
        (2023, 4, 168.0),
        (2023, 11, 159.0),
        (2025, 1, 133.0),
        (2025, 7, 126.0),
        (2026, 11, 142.0),
    ];
    let mut points: Vec<_> = values
        .map(|(year, month, value)| point(year, month, value, 130.0))
        .into();
    points.reverse();
    chart(
        &points,
        UsualRange {
            low: None,
            high: Some(130.0),
        },
    )
    .expect("five points")
}

#[test]
fn values_stand_in_the_order_of_time_and_higher_ones_stand_higher() {
    let drawing = cholesterol().wide;
    assert!(drawing.marks.windows(2).all(|pair| pair[0].x < pair[1].x));
    assert!(drawing.marks[0].y < drawing.marks[1].y);
    assert!(drawing.marks[4].last && !drawing.marks[3].last);
}

#[test]
fn everything_drawn_lies_within_the_drawing() {
    let chart = cholesterol();
    for drawing in [&chart.phone, &chart.wide] {
        assert!(
            drawing
                .marks
                .iter()
                .all(|mark| mark.x > drawing.left && mark.x < drawing.right)
        );
        assert!(drawing.marks.iter().all(|mark| mark.y > 0.0 && mark.y < drawing.bottom));
        assert!(drawing.ticks.iter().all(|tick| f64::from(tick.x) > drawing.left));
    }
}

#[test]
fn the_band_below_an_upper_end_reaches_the_floor_of_the_plot() {
    let drawing = cholesterol().phone;
    let (y, height) = drawing.band.expect("an upper end is known");
    assert!((y + height - drawing.bottom).abs() < 0.2);
    assert!(
        drawing
            .lines
            .iter()
            .any(|line| line.limit && line.label == "130" && (line.y - y).abs() < 0.01)
    );
}

#[test]
fn a_low_point_has_its_number_below_it() {
    let drawing = cholesterol().wide;
    let low = &drawing.marks[3];
    let (_, y) = low.label.as_ref().expect("there is room");
    assert!(*y > low.y);
}

#[test]
fn the_table_has_every_value_newest_first_and_the_legend_only_what_occurs() {
    let chart = cholesterol();
    let dates: Vec<_> = chart.table.rows.iter().map(|row| row[0].text.as_str()).collect();
    assert_eq!(dates, ["2026-11", "2025-7", "2025-1", "2023-11", "2023-4"]);
    let legend: Vec<_> = chart.texts.legend.iter().map(|(flag, _)| *flag).collect();
    assert_eq!(legend, [Flag::InRange, Flag::Above]);
}

#[test]
fn of_many_values_only_the_lowest_the_highest_and_the_newest_have_their_numbers() {
    let value = |n: i16| 100.0 + f64::from(n * 37 % 41);
    let month = |n: i16| i8::try_from(n % 12 + 1).expect("a month");
    let points: Vec<_> = (0..120)
        .map(|n| point(2010 + n / 12, month(n), value(n), 130.0))
        .collect();
    let drawing = chart(&points, UsualRange::default()).expect("many points").phone;
    assert_eq!(drawing.marks.len(), 120);
    let numbers: Vec<_> = drawing
        .marks
        .iter()
        .filter_map(|mark| mark.label.as_ref())
        .map(|(text, _)| text)
        .collect();
    assert_eq!(numbers, ["100", "140", &value(119).to_string()]);
    assert!(drawing.crowded);
    assert_eq!(drawing.band, None);
}

#[test]
fn one_value_is_no_trend_and_equal_values_are() {
    let same = [point(2025, 1, 5.0, 9.0), point(2025, 2, 5.0, 9.0)];
    assert_eq!(chart(&same[..1], UsualRange::default()), None);
    let drawing = chart(&same, UsualRange::default()).expect("two points").wide;
    assert!(
        drawing
            .marks
            .iter()
            .all(|mark| mark.y.is_finite() && mark.x.is_finite())
    );
}
