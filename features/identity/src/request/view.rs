//! The page for those who have no code.

use askama::Template;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link};
use madrone_web::{Cx, Shell};

use super::ask::{SEXES, Typed};

/// Who one is.
#[derive(Template)]
#[template(path = "sign_up/request.html")]
pub(super) struct Ask {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    fields: [Field; 6],
    button: String,
}

/// Which answers cannot be ones.
#[expect(clippy::struct_excessive_bools, reason = "one for each field of the form")]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Wrong {
    pub(super) given: bool,
    pub(super) family: bool,
    pub(super) birth_date: bool,
    pub(super) sex: bool,
    pub(super) postal_code: bool,
    pub(super) contact: bool,
}

impl Ask {
    pub(super) fn new(cx: &Cx, typed: &Typed, wrong: Wrong) -> Self {
        let field = |kind, (name, key): (&str, &str), value: &str, is_wrong: bool| {
            Field::new(kind, name, cx.t(&format!("signup-ask-{key}")))
                .value(value)
                .max_length(100)
                .error(is_wrong.then(|| cx.t(&format!("signup-ask-{key}-wrong"))))
        };
        let sexes = SEXES.map(|sex| Choice::new(sex, cx.t(&format!("signup-sex-{sex}"))));
        let fields = [
            field(FieldKind::Text, ("given", "given"), &typed.given, wrong.given).autocomplete("given-name"),
            field(FieldKind::Text, ("family", "family"), &typed.family, wrong.family).autocomplete("family-name"),
            field(
                FieldKind::Date,
                ("birth_date", "birth-date"),
                &typed.birth_date,
                wrong.birth_date,
            )
            .max_length(0)
            .autocomplete("bday"),
            field(FieldKind::Radio, ("sex", "sex"), "", wrong.sex)
                .choices(sexes.into())
                .value(typed.sex.as_str()),
            field(
                FieldKind::Text,
                ("postal_code", "postal-code"),
                &typed.postal_code,
                wrong.postal_code,
            )
            .autocomplete("postal-code"),
            field(FieldKind::Text, ("contact", "contact"), &typed.contact, wrong.contact)
                .hint(cx.t("signup-ask-contact-hint")),
        ];
        let heading = cx.t("signup-ask-heading");
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/sign-up", cx.t("signup-ask-back")),
            heading,
            lede: cx.words().t1("signup-ask-lede", "clinic", cx.site().clinic.as_str()),
            summary: ErrorSummary::of(&cx.t("web-problem"), &fields),
            fields,
            button: cx.t("identity-continue"),
        }
    }
}
