//! The page of a sign-in by the provider that led nowhere.

use askama::Template;
use madrone_web::components::Link;
use madrone_web::{Cx, Shell};

use super::StaffSignIn;

/// Why nobody came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Why {
    /// The person, or the provider, broke it off.
    Declined,
    /// The provider could not be asked.
    Unreachable,
    /// The answer was not one to our question.
    Unclear,
    /// Nothing that the provider says gives a role here.
    NoRole,
    /// The provider knows no address of the person.
    NoEmail,
    /// An administrator has switched the account off.
    Disabled,
}

impl Why {
    /// Its name in the words.
    fn name(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Unreachable => "unreachable",
            Self::Unclear => "unclear",
            Self::NoRole => "no-role",
            Self::NoEmail => "no-email",
            Self::Disabled => "disabled",
        }
    }

    /// Whether trying again may help.
    fn may_pass(self) -> bool {
        matches!(self, Self::Declined | Self::Unreachable | Self::Unclear)
    }
}

/// What happened, and what to do next.
#[derive(Template)]
#[template(path = "provider/refused.html")]
pub(super) struct Refused {
    shell: Shell,
    heading: String,
    lede: String,
    lines: Vec<String>,
    again: Option<Link>,
    sign_in: Link,
    reference: String,
}

impl Refused {
    pub(super) fn new(cx: &Cx, why: Why) -> Self {
        let words = cx.words();
        let organisation = cx.app().setting::<StaffSignIn>().organisation;
        let said = |name: &str| words.t1(name, "organisation", organisation.as_str());
        let name = why.name();
        let heading = cx.t(&format!("provider-{name}-heading"));
        let again = Link::new("/clinic/sign-in/provider", cx.t("provider-again"));
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: said(&format!("provider-{name}")),
            lines: vec![said(&format!("provider-{name}-next"))],
            again: why.may_pass().then_some(again),
            sign_in: Link::new("/clinic/sign-in", cx.t("recovery-back")),
            reference: words.t1("web-reference", "id", cx.request().id.as_str()),
        }
    }
}
