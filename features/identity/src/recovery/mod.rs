//! Getting back in: a link for those who lost their password, and the username for those who lost that; by mail, or as a
//! text message to the number that the account's codes go to.
//!
//! What a stranger sees never depends on whether there is such an account, and takes the same way through the database.
//! A stranger who asks and asks locks nobody out: asking neither ends the links that were sent nor stops a new one for
//! longer than the last one is good for. The second step of signing in stands after a recovery as before it.

pub(crate) mod ask;
pub(crate) mod in_person;
pub(crate) mod mail;
pub(crate) mod new_password;
mod store;
mod view;

use std::time::Duration;

use madrone_db::Result;
use madrone_kernel::new_id;
use madrone_phone::Number;
use madrone_web::Cx;

use crate::account;
use crate::factor::Way;
use crate::sign_in::Door;

/// How long a link holds, from when it was sent.
const LIVES: Duration = Duration::from_mins(30);

/// The least time between two mails to one account. Far less than [`LIVES`], so that whoever asks in between has a link
/// that is good for a while yet in their mailbox.
const APART: Duration = Duration::from_mins(5);

/// How long a request is kept: longer than mail servers are usually away.
const KEPT: Duration = Duration::from_hours(24);

/// Requests from one address within an hour. Many patients may sit behind one.
const PER_ADDRESS: i64 = 60;

/// What somebody has lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lost {
    /// The password; the username is known.
    Password,
    /// The username; the e-mail address is known.
    Username,
}

impl Lost {
    /// Its name in the table and in addresses.
    fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Username => "username",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Password, Self::Username]
            .into_iter()
            .find(|lost| lost.name() == name)
    }

    /// Where it is asked for.
    fn path(self) -> &'static str {
        match self {
            Self::Password => "/recover/password",
            Self::Username => "/recover/username",
        }
    }

    /// Whether `typed` could be what is asked for: any username; something like an address, or a number where the site
    /// `texts`.
    fn is_answered_by(self, typed: &str, texts: bool) -> bool {
        match self {
            Self::Password => !typed.is_empty(),
            Self::Username => account::is_email(typed) || texts && Number::parse(typed).is_some(),
        }
    }
}

/// Sends the account a link to choose a new password, because somebody at the clinic said so. Links that it was sent before
/// no longer fit.
pub(crate) fn send_link(cx: &Cx, account: &str) -> Result<()> {
    store::end_all(cx.tx(), account, cx.now())?;
    let id = new_id(cx.now(), cx.random());
    let request = (id.as_str(), Lost::Password);
    store::insert(cx.tx(), request, Some(account), cx.now().minus(KEPT), cx.now())?;
    mail::ask_for(cx, &id, Way::Email)
}

/// Ends the links that the account was sent.
pub(crate) fn end_links(cx: &Cx, account: &str) -> Result<()> {
    store::end_all(cx.tx(), account, cx.now())
}

/// The door that an address or a form of these pages names, to lead back to: the patients' unless it says otherwise.
pub(crate) fn door(named: &str) -> Door {
    if named == DOOR_OF_THE_CLINIC {
        Door::Clinic
    } else {
        Door::Patient
    }
}

const DOOR_OF_THE_CLINIC: &str = "clinic";

/// What names `door` in an address or a form.
pub(crate) fn name_of(door: Door) -> &'static str {
    match door {
        Door::Patient => "",
        Door::Clinic => DOOR_OF_THE_CLINIC,
    }
}

/// The address of a page of recovery for somebody who came from `door`.
pub(crate) fn from_door(path: &str, door: Door) -> String {
    match door {
        Door::Patient => path.to_owned(),
        Door::Clinic => format!("{path}?door={DOOR_OF_THE_CLINIC}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_may_be_anything_and_an_address_must_look_like_one() {
        let username = |typed, texts| Lost::Username.is_answered_by(typed, texts);
        assert!(username("maria@example.com", false) && !username("maria", true));
        assert!(username("541-555-0142", true) && !username("541-555-0142", false));
        assert!(Lost::Password.is_answered_by("maria", false) && !Lost::Password.is_answered_by("", false));
    }

    #[test]
    fn the_way_back_leads_to_the_door_one_came_from() {
        for door_of in [Door::Patient, Door::Clinic] {
            assert_eq!(door(name_of(door_of)), door_of);
        }
        assert_eq!(door("https://evil.example"), Door::Patient);
        assert_eq!(from_door("/recover", Door::Clinic), "/recover?door=clinic");
    }

    #[test]
    fn whoever_asks_too_soon_for_another_mail_has_a_link_that_holds() {
        assert!(APART * 3 <= LIVES);
    }
}
