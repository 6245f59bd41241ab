//! The page where an invitation is taken.

use askama::Template;
use madrone_web::components::{ErrorSummary, Field, FieldKind};
use madrone_web::{Cx, Shell};

/// Birth date, username, password.
#[derive(Template)]
#[template(path = "sign_up.html")]
pub(super) struct SignUp {
    pub(super) shell: Shell,
    pub(super) heading: String,
    pub(super) lede: String,
    pub(super) summary: Option<ErrorSummary>,
    pub(super) code: Field,
    pub(super) ask_code: bool,
    pub(super) birth_date: Field,
    pub(super) username: Field,
    pub(super) password: Field,
    pub(super) button: String,
    pub(super) have_account: String,
    pub(super) sign_in: String,
}

/// What was typed.
#[derive(Clone, Default, serde::Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) birth_date: String,
    #[serde(default)]
    pub(super) username: String,
    #[serde(default)]
    pub(super) password: String,
}

/// The keys of what is wrong with each field.
#[derive(Clone, Copy, Default)]
pub(super) struct Wrong {
    pub(super) invitation: Option<&'static str>,
    pub(super) username: Option<&'static str>,
    pub(super) password: Option<&'static str>,
}

impl SignUp {
    pub(super) fn new(cx: &Cx, typed: &Typed, wrong: Wrong) -> Self {
        let words = cx.words();
        let key = |name: &str| words.t(name).into_owned();
        let heading = key("identity-sign-up-heading");
        let field = |kind, name: &str, autocomplete, error: Option<&str>| {
            let mut field = Field::new(kind, name.replace('-', "_"), key(&format!("identity-{name}")));
            field.hint = key(&format!("identity-{name}-hint"));
            field.autocomplete = autocomplete;
            field.error = error.map(key);
            field
        };
        let mut code = field(FieldKind::Text, "invitation-code", "off", None);
        "code".clone_into(&mut code.name);
        code.value.clone_from(&typed.code);
        code.max_length = 80;
        let mut birth_date = field(FieldKind::Date, "birth-date", "bday", None);
        birth_date.value.clone_from(&typed.birth_date);
        let mut username = field(FieldKind::Text, "new-username", "username", wrong.username);
        "username".clone_into(&mut username.name);
        username.value.clone_from(&typed.username);
        username.max_length = 40;
        let mut password = field(FieldKind::Password, "new-password", "new-password", wrong.password);
        "password".clone_into(&mut password.name);
        password.max_length = 256;
        password.reveal = Some((key("identity-show"), key("identity-hide")));
        let problem = key("identity-problem");
        let summary = match wrong.invitation {
            Some(why) => Some(ErrorSummary::general(&problem, key(why))),
            None => ErrorSummary::of(&problem, [&username, &password]),
        };
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: words.t1("identity-sign-up-lede", "clinic", cx.site().clinic.as_str()),
            summary,
            ask_code: typed.code.is_empty() || wrong.invitation.is_some(),
            code,
            birth_date,
            username,
            password,
            button: key("identity-make-account"),
            have_account: key("identity-have-account"),
            sign_in: key("identity-sign-in"),
        }
    }
}
