//! The page of a sign-in by the provider that led nowhere.

use madrone_web::Cx;
use madrone_web::components::Link;

use super::StaffSignIn;
use crate::message::Message;

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

/// Why nobody came in by the provider, and what to do next.
pub(super) fn refused(cx: &Cx, why: Why) -> Message {
    let words = cx.words();
    let organisation = cx.app().setting::<StaffSignIn>().organisation;
    let said = |name: &str| words.t1(name, "organisation", organisation.as_str());
    let name = why.name();
    let heading = cx.t(&format!("provider-{name}-heading"));
    let lede = said(&format!("provider-{name}"));
    let next = vec![said(&format!("provider-{name}-next"))];
    let sign_in = Link::new("/clinic/sign-in", cx.t("recovery-back"));
    let again = Link::new("/clinic/sign-in/provider", cx.t("provider-again"));
    let message = if why.may_pass() {
        Message::new(cx, heading, lede, next, again).or(sign_in)
    } else {
        Message::new(cx, heading, lede, next, sign_in).in_outline()
    };
    message.ending(words.t1("web-reference", "id", cx.request().id.as_str()))
}
