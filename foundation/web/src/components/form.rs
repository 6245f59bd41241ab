//! Fields of forms, and the summary of what is wrong with them.

/// One question of a form: label above, hint, the error beside the field.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Field {
    /// What is asked for.
    pub kind: FieldKind,
    /// The name it is posted under.
    pub name: String,
    /// Its element's id: the name, unless two forms of a page share one.
    pub id: String,
    /// The question. "(optional)" belongs to it.
    pub label: String,
    /// What helps to answer; may be empty.
    pub hint: String,
    /// What is wrong with the answer, and how to put it right.
    pub error: Option<String>,
    /// The answer so far. Never drawn for passwords.
    pub value: String,
    /// The HTML autofill token, such as `username` or `one-time-code`; empty for none.
    pub autocomplete: &'static str,
    /// Whether it must be answered; screen readers say so.
    pub required: bool,
    /// The most characters that are taken; 0 for no limit.
    pub max_length: u32,
    /// What can be chosen, for the kinds that offer a choice.
    pub choices: Vec<Choice>,
    /// "Show" and "Hide", for a password; the button appears only when the script runs.
    pub reveal: Option<(String, String)>,
}

/// What a [`Field`] asks for; decides the control and a phone's keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FieldKind {
    /// A line of text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A password.
    Password,
    /// A code of digits, sent or printed.
    Code,
    /// A secret of digits.
    Pin,
    /// A day.
    Date,
    /// A number, written as the person's language writes it.
    Number,
    /// Several lines of text.
    Long,
    /// One of many, in a list that opens.
    Select,
    /// One of a few, all visible.
    Radio,
    /// Any of a few, all visible.
    Checkbox,
}

impl FieldKind {
    /// The `type` of an `input`.
    pub fn input_type(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Password | Self::Pin => "password",
            Self::Date => "date",
            Self::Radio => "radio",
            Self::Checkbox => "checkbox",
            Self::Text | Self::Code | Self::Number | Self::Long | Self::Select => "text",
        }
    }

    /// The `inputmode`, where the type does not already say it.
    pub fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Code | Self::Pin => Some("numeric"),
            Self::Number => Some("decimal"),
            _ => None,
        }
    }

    /// Which element the template draws.
    pub fn control(self) -> &'static str {
        match self {
            Self::Long => "textarea",
            Self::Select => "select",
            Self::Password => "password",
            _ => "input",
        }
    }

    /// Whether a short code is asked for, set in wide figures.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Pin)
    }

    /// Whether the question is a group of controls with a legend.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Radio | Self::Checkbox)
    }
}

/// One answer that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What it means; may be empty.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// An answer, not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }
}

impl Field {
    /// A required question of this kind.
    pub fn new(kind: FieldKind, name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            kind,
            id: name.clone(),
            name,
            label: label.into(),
            required: true,
            ..Self::default()
        }
    }

    /// May be left empty; the label should say so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// What helps to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What is wrong with the answer, if something is.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The answer so far; also chooses among the choices given before it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        for choice in &mut self.choices {
            choice.chosen = choice.value == self.value;
        }
        self
    }

    /// The HTML autofill token.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// The most characters that are taken.
    #[must_use]
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = characters;
        self
    }

    /// What can be chosen.
    #[must_use]
    pub fn choices(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// "Show" and "Hide": the words of the button that reveals a password.
    #[must_use]
    pub fn reveal(mut self, show: impl Into<String>, hide: impl Into<String>) -> Self {
        self.reveal = Some((show.into(), hide.into()));
        self
    }

    /// The ids of what describes the control, for `aria-describedby`; empty when nothing does.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// The id that a link in the summary jumps to: the control, or the first of a group.
    pub fn target(&self) -> String {
        if self.kind.is_group() {
            format!("{}-1", self.id)
        } else {
            self.id.clone()
        }
    }
}

/// Everything that is wrong with a form, above it; takes the focus when the page opens.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ErrorSummary {
    /// "Check what you entered".
    pub title: String,
    /// What concerns the form as a whole.
    pub general: Vec<String>,
    /// The id of a field and what is wrong with it.
    pub fields: Vec<(String, String)>,
}

impl ErrorSummary {
    /// The errors of these fields; `None` when there are none.
    pub fn of<'a>(title: &str, fields: impl IntoIterator<Item = &'a Field>) -> Option<Self> {
        let wrong = |field: &Field| field.error.clone().map(|error| (field.target(), error));
        let fields: Vec<_> = fields.into_iter().filter_map(wrong).collect();
        (!fields.is_empty()).then(|| Self {
            title: title.to_owned(),
            general: Vec::new(),
            fields,
        })
    }

    /// One error that concerns the form as a whole.
    pub fn general(title: &str, error: impl Into<String>) -> Self {
        Self {
            title: title.to_owned(),
            general: vec![error.into()],
            fields: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, ErrorSummary, Field, FieldKind};

    #[test]
    fn a_summary_points_at_each_wrong_field_and_is_absent_when_none_is() {
        let name = Field::new(FieldKind::Text, "username", "Username");
        let sex = Field::new(FieldKind::Radio, "sex", "Sex").error(Some("Choose one".into()));
        assert_eq!(ErrorSummary::of("Check", [&name]), None);
        let summary = ErrorSummary::of("Check", [&name, &sex]).expect("one field is wrong");
        assert_eq!(summary.fields, [("sex-1".to_owned(), "Choose one".to_owned())]);
    }

    #[test]
    fn a_control_is_described_by_its_hint_and_its_error() {
        let field = Field::new(FieldKind::Code, "code", "Security code").hint("Six digits");
        assert_eq!(field.described_by(), "code-hint");
        assert_eq!(
            field.error(Some("Too short".into())).described_by(),
            "code-hint code-error"
        );
    }

    #[test]
    fn the_answer_so_far_is_the_choice_shown() {
        let choices = vec![Choice::new("a", "A"), Choice::new("b", "B")];
        let field = Field::new(FieldKind::Select, "kind", "Kind")
            .choices(choices)
            .value("b");
        assert_eq!(
            field.choices.iter().map(|choice| choice.chosen).collect::<Vec<_>>(),
            [false, true]
        );
    }
}
