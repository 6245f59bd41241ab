//! Labels, and sets of them.

/// What a record tells, or who wishes it unread. The words of HL7's `InformationSensitivityPolicy`
/// (<http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy>) come down to these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Label {
    /// Whoever sent the record marked it, and staff who do not treat leave it unread. It stands beside one of the others.
    Restricted,
    /// Sexual and reproductive health.
    Sexual,
    /// Mental health.
    Mental,
    /// Use of substances.
    Substance,
    /// Violence at home and elsewhere.
    Violence,
    /// HIV.
    Hiv,
    /// What is inherited.
    Genetic,
    /// Marked as sensitive by a word that is none of these.
    Other,
    /// What a minor lawfully consented to alone.
    Adolescent,
    /// Held back from families by a clinician.
    Held,
    /// Held back by the patient.
    Private,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 11] = [
        Self::Restricted,
        Self::Sexual,
        Self::Mental,
        Self::Substance,
        Self::Violence,
        Self::Hiv,
        Self::Genetic,
        Self::Other,
        Self::Adolescent,
        Self::Held,
        Self::Private,
    ];

    /// As rules and settings spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Sexual => "sexual",
            Self::Mental => "mental",
            Self::Substance => "substance",
            Self::Violence => "violence",
            Self::Hiv => "hiv",
            Self::Genetic => "genetic",
            Self::Other => "sensitive",
            Self::Adolescent => "adolescent",
            Self::Held => "held",
            Self::Private => "private",
        }
    }

    /// The label called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }

    /// The number that a database keeps.
    pub const fn number(self) -> i64 {
        self as i64
    }
}

/// A set of labels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Labels(u16);

impl Labels {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Every one.
    pub const ALL: Self = Self((1 << Label::ALL.len()) - 1);

    /// One of them.
    pub const fn of(label: Label) -> Self {
        Self(1 << label as u8)
    }

    /// Adds one.
    pub fn add(&mut self, label: Label) {
        self.0 |= Self::of(label).0;
    }

    /// Those of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it has `label`.
    pub fn holds(self, label: Label) -> bool {
        self.0 & Self::of(label).0 != 0
    }

    /// Whether the two have one in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = Label> {
        Label::ALL.into_iter().filter(move |label| self.holds(*label))
    }
}

impl FromIterator<Label> for Labels {
    fn from_iter<I: IntoIterator<Item = Label>>(labels: I) -> Self {
        labels
            .into_iter()
            .fold(Self::NONE, |set, label| set.or(Self::of(label)))
    }
}
