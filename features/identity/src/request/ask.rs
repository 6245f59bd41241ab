//! The page for those who have no code. Whatever is typed, the answer is the same, takes the same way through the database
//! and leaves the same behind: nobody has looked yet.

use jiff::civil::Date;
use madrone_authz::Actor;
use madrone_kernel::new_id;
use madrone_web::{Cx, Form, PageResult};
use serde::Deserialize;

use super::view::{Ask, Wrong};
use super::{Request, search, store};
use crate::{Limits, account, limit, sign_up};
use madrone_accounts::matching::Claim;

/// The most characters of an answer.
const LONGEST: usize = 100;

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) given: String,
    pub(super) family: String,
    pub(super) birth_date: String,
    pub(super) sex: String,
    pub(super) postal_code: String,
    pub(super) contact: String,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    cx.render(&Ask::new(cx, &Typed::default(), Wrong::default()))
}

pub(crate) fn take(cx: &mut Cx, form: Form<Typed>) -> PageResult {
    let address = cx.request().address.to_string();
    let limits = cx.app().setting::<Limits>();
    limit::count(cx.tx(), "sign-up", &address, limits.requests_per_address, cx.now())?;
    let typed = form.0;
    let today = cx.words().day_of(cx.now());
    let claim = match claim(&typed, today) {
        Ok(claim) => claim,
        Err(wrong) => return cx.invalid(&Ask::new(cx, &typed, wrong)),
    };
    let request = Request {
        id: new_id(cx.now(), cx.random()),
        created: cx.now(),
        claim,
        locale: cx.locale(),
    };
    store::insert(cx.tx(), &request, cx.now().plus(sign_up::CODE_LIVES))?;
    let sign_up = sign_up::begin_asked(cx, &request.id)?;
    search::ask_for_look(cx, &request.id, &sign_up)?;
    cx.note(Actor::Anonymous, "sign-up-request", true);
    cx.redirect("/sign-up/verify")
}

/// The answers, if they can be ones.
fn claim(typed: &Typed, today: Date) -> Result<Claim, Wrong> {
    let birth_date = typed.birth_date.trim().parse::<Date>().ok();
    let birth_date = birth_date.filter(|born| born.year() >= 1900 && *born <= today);
    let wrong = Wrong {
        given: !is_said(&typed.given),
        family: !is_said(&typed.family),
        birth_date: birth_date.is_none(),
        sex: !SEXES.contains(&typed.sex.as_str()),
        postal_code: typed
            .postal_code
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .count()
            < 3
            || !is_said(&typed.postal_code),
        contact: !is_contact(&typed.contact),
    };
    let Some(birth_date) = birth_date.filter(|_| {
        wrong
            == Wrong {
                birth_date: false,
                ..Wrong::default()
            }
    }) else {
        return Err(wrong);
    };
    let said = |text: &str| text.trim().to_owned();
    Ok(Claim {
        given: said(&typed.given),
        family: said(&typed.family),
        birth_date,
        sex: if typed.sex == UNSAID {
            String::new()
        } else {
            typed.sex.clone()
        },
        postal_code: said(&typed.postal_code),
        contact: said(&typed.contact),
    })
}

/// What can be said of one's sex: FHIR's administrative genders, and nothing.
pub(super) const SEXES: [&str; 4] = ["female", "male", "other", UNSAID];
const UNSAID: &str = "unsaid";

fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric) && text.chars().count() <= LONGEST
}

/// An e-mail address, or a telephone number with its area code.
fn is_contact(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_phone = digits >= 10 && !text.contains(char::is_alphabetic);
    text.chars().count() <= LONGEST && (is_phone || account::is_email(text))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn typed() -> Typed {
        Typed {
            given: " Maria ".into(),
            family: "Alvarez".into(),
            birth_date: "1979-04-12".into(),
            sex: "unsaid".into(),
            postal_code: "97301".into(),
            contact: "(541) 555-0142".into(),
        }
    }

    #[test]
    fn answers_are_taken_without_the_space_around_them() {
        let claim = claim(&typed(), date(2026, 11, 26)).expect("answers");
        assert_eq!((claim.given.as_str(), claim.sex.as_str()), ("Maria", ""));
    }

    #[test]
    fn what_cannot_be_an_answer_is_said_of_each_field() {
        let wrong = |change: fn(&mut Typed)| {
            let mut typed = typed();
            change(&mut typed);
            claim(&typed, date(2026, 11, 26)).expect_err("no answer")
        };
        let right = Wrong::default();
        assert_eq!(
            wrong(|typed| typed.given = " - ".into()),
            Wrong { given: true, ..right }
        );
        assert_eq!(
            wrong(|typed| typed.family = "x".repeat(101)),
            Wrong { family: true, ..right }
        );
        assert_eq!(wrong(|typed| typed.sex = "yes".into()), Wrong { sex: true, ..right });
        assert_eq!(
            wrong(|typed| typed.postal_code = "1".into()),
            Wrong {
                postal_code: true,
                ..right
            }
        );
        for birth_date in ["", "1979", "1899-12-31", "2026-11-27", "1979-02-30"] {
            let mut typed = typed();
            typed.birth_date = birth_date.into();
            assert!(claim(&typed, date(2026, 11, 26)).is_err(), "{birth_date}");
        }
        for contact in ["", "555-0142", "maria@", "call me at 541-555-0142"] {
            assert!(!is_contact(contact), "{contact}");
        }
        assert!(is_contact("maria@example.com") && is_contact("+1 541 555 0142"));
    }
}
