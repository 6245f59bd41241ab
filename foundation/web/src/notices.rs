//! What people are told of: the topics of which they choose how, and the events of each.

/// A way to tell somebody.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Channel {
    /// E-mail.
    Email,
    /// A text message, where the number's owner has said yes to notices.
    Sms,
    /// A notice that a browser shows, where its person has turned that on.
    Push,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Push];

    /// Its name in tables, forms and words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Push => "push",
        }
    }

    /// The channel of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// What people are told of and choose how: one row of their settings. Its words are `NAME-topic` and `NAME-topic-hint`.
#[derive(PartialEq, Eq, Debug)]
pub struct Topic {
    /// Its name, which begins with the room's.
    pub name: &'static str,
    /// Its place in the settings; smaller stands higher.
    pub order: u16,
    /// The ways that are on where nobody has chosen. The only ones of a topic that is locked.
    pub on: &'static [Channel],
    /// Whether it can be switched off: what keeps an account safe cannot.
    pub locked: bool,
}

/// Something that happens to people's affairs. Its words are `NAME-subject`, `NAME-text` and `NAME-short`; they are given
/// `clinic` and nothing else, since what leaves the house is read on lock screens.
#[derive(PartialEq, Eq, Debug)]
pub struct Event {
    /// Its name, which begins with the room's.
    pub name: &'static str,
    /// Where it stands in the settings.
    pub topic: &'static Topic,
    /// Whether it goes out at once: no quiet hours hold its mail back, and no digest gathers it.
    pub urgent: bool,
}
