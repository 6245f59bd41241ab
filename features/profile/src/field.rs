//! What a patient is asked: every question of the room's forms, and where it is asked.

/// One question. Its name is what its answer is posted under.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    /// The given names that she goes by.
    Preferred,
    Pronouns,
    /// Gender identity.
    Gender,
    /// The language that she prefers to speak.
    Language,
    Interpreter,
    /// What helps her to understand and to be understood; any number of answers.
    Needs,
    /// Race; any number of answers.
    Race,
    Ethnicity,
    Street,
    Unit,
    City,
    State,
    Postal,
    Country,
    TemporaryStreet,
    TemporaryUnit,
    TemporaryCity,
    TemporaryState,
    TemporaryPostal,
    TemporaryCountry,
    /// The first day at the temporary address.
    TemporaryFrom,
    /// The last.
    TemporaryUntil,
}

impl Field {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::TemporaryUntil as usize + 1;

    /// Its name in forms and words. Both addresses are asked for in the same words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Pronouns => "pronouns",
            Self::Gender => "gender",
            Self::Language => "language",
            Self::Interpreter => "interpreter",
            Self::Needs => "needs",
            Self::Race => "race",
            Self::Ethnicity => "ethnicity",
            Self::Street | Self::TemporaryStreet => "street",
            Self::Unit | Self::TemporaryUnit => "unit",
            Self::City | Self::TemporaryCity => "city",
            Self::State | Self::TemporaryState => "state",
            Self::Postal | Self::TemporaryPostal => "postal",
            Self::Country | Self::TemporaryCountry => "country",
            Self::TemporaryFrom => "from",
            Self::TemporaryUntil => "until",
        }
    }

    /// Whether any number of answers can be given.
    pub(crate) fn takes_several(self) -> bool {
        matches!(self, Self::Needs | Self::Race)
    }
}

/// The questions of one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    /// How to call her and speak with her.
    About,
    /// The home address.
    Home,
    /// Where she is for some time.
    Temporary,
    /// Race and ethnicity.
    Background,
}

impl Section {
    /// All of them, in the order in which they are shown.
    pub(crate) const ALL: [Self; 4] = [Self::About, Self::Home, Self::Temporary, Self::Background];

    /// Its name in addresses and words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Home => "address",
            Self::Temporary => "temporary-address",
            Self::Background => "background",
        }
    }

    /// The section of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }

    /// Where it is changed.
    pub(crate) fn path(self) -> String {
        format!("/settings/profile/{}", self.name())
    }

    /// Its questions.
    pub(crate) fn fields(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::About => &[
                F::Preferred,
                F::Pronouns,
                F::Gender,
                F::Language,
                F::Interpreter,
                F::Needs,
            ],
            Self::Home => &[F::Street, F::Unit, F::City, F::State, F::Postal, F::Country],
            Self::Temporary => &[
                F::TemporaryStreet,
                F::TemporaryUnit,
                F::TemporaryCity,
                F::TemporaryState,
                F::TemporaryPostal,
                F::TemporaryCountry,
                F::TemporaryFrom,
                F::TemporaryUntil,
            ],
            Self::Background => &[F::Race, F::Ethnicity],
        }
    }
}
