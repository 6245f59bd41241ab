//! The parts that pages are made of: what `components.html` draws, as plain data.
//!
//! Each struct here has a macro of the same name there. Text is finished when it arrives; nothing in this module chooses
//! words. What needs arithmetic (a range bar, a trend chart) is computed here and only drawn there.

#[cfg(test)]
mod drawn;
mod form;
mod range_bar;
mod square;
mod trend;

pub use form::{Choice, ErrorSummary, Field, FieldKind};
pub use range_bar::{RangeBar, RangeLabels, Segment, range_bar};
pub use square::Square;
pub use trend::{
    AxisWords, Drawing, GridLine, Mark, Tick, TickUnit, TrendChart, TrendPoint, TrendTexts, UsualRange, trend_chart,
};

/// Words that lead somewhere.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// The words.
    pub label: String,
}

impl Link {
    /// `label`, leading to `href`.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// How a value lies against its reference range.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Flag {
    /// No range is known, or the result is not a number.
    #[default]
    Unknown,
    /// Within the range.
    InRange,
    /// Above it.
    Above,
    /// Below it.
    Below,
    /// So far out that the laboratory calls at once. The only one drawn in red.
    Critical,
}

impl Flag {
    /// Where `value` lies against the ends that are known. Both ends belong to the range.
    pub fn of(value: f64, low: Option<f64>, high: Option<f64>) -> Self {
        match (low, high) {
            (None, None) => Self::Unknown,
            (Some(low), _) if value < low => Self::Below,
            (_, Some(high)) if value > high => Self::Above,
            _ => Self::InRange,
        }
    }

    /// The badge that says it, with the words given.
    pub fn badge(self, text: impl Into<String>) -> Badge {
        Badge {
            kind: self.into(),
            text: text.into(),
        }
    }

    /// The class that the style sheet knows it by.
    pub fn class(self) -> &'static str {
        BadgeKind::from(self).class()
    }

    /// The shape of its mark on a chart; see [`BadgeKind::shape`].
    pub fn shape(self) -> &'static str {
        BadgeKind::from(self).shape()
    }
}

/// What a badge is about: it decides colour and shape, never alone without words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum BadgeKind {
    /// A neutral fact.
    #[default]
    Plain,
    /// Unread.
    New,
    /// Needs doing; amber, without the shape of a result.
    Due,
    /// Within the range.
    InRange,
    /// Above the range.
    Above,
    /// Below the range.
    Below,
    /// Critical.
    Critical,
    /// Changed after it was first released.
    Corrected,
}

impl BadgeKind {
    /// The class that the style sheet knows it by.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "is-plain-fact",
            Self::New => "is-new",
            Self::Due => "is-due",
            Self::InRange => "is-in-range",
            Self::Above => "is-above",
            Self::Below => "is-below",
            Self::Critical => "is-critical",
            Self::Corrected => "is-corrected",
        }
    }

    /// The shape that stands before the words or on a chart: `diamond`, `octagon`, or `circle`, which badges leave out.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Above | Self::Below => "diamond",
            Self::Critical => "octagon",
            _ => "circle",
        }
    }
}

impl From<Flag> for BadgeKind {
    fn from(flag: Flag) -> Self {
        match flag {
            Flag::Unknown => Self::Plain,
            Flag::InRange => Self::InRange,
            Flag::Above => Self::Above,
            Flag::Below => Self::Below,
            Flag::Critical => Self::Critical,
        }
    }
}

/// A few words in a pill.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Badge {
    /// What it is about.
    pub kind: BadgeKind,
    /// The words.
    pub text: String,
}

impl Badge {
    /// A badge of this kind with these words.
    pub fn new(kind: BadgeKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

/// A row of a list that leads to one thing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// Where it leads; empty for a row that leads nowhere.
    pub href: String,
    /// The sprite's name of its icon; empty for none.
    pub icon: &'static str,
    /// What it is.
    pub title: String,
    /// The lines below, each of its own weight in meaning; empty ones are left out.
    pub lines: Vec<String>,
    /// Value or state.
    pub badges: Vec<Badge>,
}

impl Row {
    /// A row that leads to `href`.
    pub fn new(href: impl Into<String>, icon: &'static str, title: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            icon,
            title: title.into(),
            ..Self::default()
        }
    }

    /// One more line below the title; an empty one is left out.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        let line = line.into();
        if !line.is_empty() {
            self.lines.push(line);
        }
        self
    }

    /// One more badge.
    #[must_use]
    pub fn badge(mut self, badge: Badge) -> Self {
        self.badges.push(badge);
        self
    }
}

/// A large target with an icon: "Book a visit".
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tile {
    /// Where it leads.
    pub href: String,
    /// The sprite's name of its icon.
    pub icon: &'static str,
    /// Its words.
    pub label: String,
}

/// A day as a leaf of a calendar. Screen readers get the full date from the text beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DateTile {
    /// "Nov"; the style sheet makes capitals.
    pub month: String,
    /// "26".
    pub day: String,
    /// "Thu".
    pub weekday: String,
}

/// A choice between views of the same list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: String,
    /// How many it holds, if that is known.
    pub count: Option<String>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// The ways from one page of a list to its neighbours.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pager {
    /// Its name for screen readers: "Pages".
    pub label: String,
    /// "Newer".
    pub newer: Option<Link>,
    /// "Older".
    pub older: Option<Link>,
}

/// A list with nothing in it: why that is, and what can be done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EmptyState {
    /// The sprite's name of its icon.
    pub icon: &'static str,
    /// "No test results yet".
    pub title: String,
    /// Why, and what it does not mean.
    pub why: String,
    /// What to do, in order; the first is a button.
    pub actions: Vec<Link>,
}

/// What a notice says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NoticeKind {
    /// Something worth knowing.
    #[default]
    Info,
    /// It worked.
    Done,
    /// Needs care.
    Warning,
    /// It did not work, or: call at once.
    Critical,
}

impl NoticeKind {
    /// The class that the style sheet knows it by.
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "is-info",
            Self::Done => "is-done",
            Self::Warning => "is-warning",
            Self::Critical => "is-critical",
        }
    }

    /// The sprite's name of its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Done => "circle-check",
            Self::Warning => "triangle-alert",
            Self::Critical => "octagon-alert",
        }
    }

    /// The ARIA role: what went wrong interrupts, everything else waits.
    pub fn role(self) -> &'static str {
        match self {
            Self::Critical => "alert",
            _ => "status",
        }
    }
}

/// A sentence or two set apart from the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notice {
    /// What it says of itself.
    pub kind: NoticeKind,
    /// A few words before the text; may be empty.
    pub title: String,
    /// The text.
    pub text: String,
}

impl Notice {
    /// A notice without a title.
    pub fn new(kind: NoticeKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            title: String::new(),
            text: text.into(),
        }
    }
}

/// A term and what is known of it. A term without lines is not drawn: say "Not recorded" where that matters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fact {
    /// "Ordered by".
    pub term: String,
    /// One or more lines.
    pub lines: Vec<String>,
}

impl Fact {
    /// A fact of one line.
    pub fn new(term: impl Into<String>, line: impl Into<String>) -> Self {
        Self {
            term: term.into(),
            lines: vec![line.into()],
        }
    }
}

/// A table of data. On a phone each row becomes a block with the column's name before each value.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// What it shows, for everyone.
    pub caption: String,
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows; each has one cell for each column, and its first cell names the row.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a [`Table`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// A state shown after the text.
    pub badge: Option<Badge>,
    /// Whether it is a number, which stays in one line.
    pub number: bool,
    /// Whether it is somebody's name, which has room to stand in one line.
    pub name: bool,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A number with its unit.
    pub fn number(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: true,
            ..Self::default()
        }
    }

    /// Somebody's name.
    pub fn name(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            name: true,
            ..Self::default()
        }
    }

    /// Words that lead somewhere.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            ..Self::default()
        }
    }

    /// With a state after the text.
    #[must_use]
    pub fn badge(mut self, badge: Badge) -> Self {
        self.badge = Some(badge);
        self
    }
}

/// Reading a [`Table`] by columns, for the template.
impl Table {
    /// The rows, each cell with its column's name.
    pub fn labelled(&self) -> impl Iterator<Item = impl Iterator<Item = (&str, &Cell)>> {
        self.rows.iter().map(|row| {
            row.iter()
                .enumerate()
                .map(|(at, cell)| (self.head.get(at).map_or("", String::as_str), cell))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Flag;

    #[test]
    fn both_ends_belong_to_the_range() {
        assert_eq!(Flag::of(70.0, Some(70.0), Some(99.0)), Flag::InRange);
        assert_eq!(Flag::of(99.0, Some(70.0), Some(99.0)), Flag::InRange);
        assert_eq!(Flag::of(99.1, Some(70.0), Some(99.0)), Flag::Above);
        assert_eq!(Flag::of(69.9, Some(70.0), None), Flag::Below);
        assert_eq!(Flag::of(1.0, None, None), Flag::Unknown);
    }
}
