//! The number that an account's codes go to, by text message or read out by a call, and what its owner agrees to.
//!
//! For patients only: a number can be taken over by whoever talks its carrier into it (NIST SP 800-63B, section 3.1.3.3), so
//! that staff, who see more charts than their own, have something stronger. A number counts once a code sent there was
//! typed here. Whoever stops messages keeps the codes by mail, and so is never locked out.

mod enrol;
pub(crate) mod mail;
pub(crate) mod store;
mod view;

use madrone_accounts::phone;
use madrone_web::{Cx, Failure, Routes};

use crate::Limits;
use crate::account::Account;
use crate::factor::Way;
use crate::security::signed_in;

/// The page of the number, and those that set it up; behind a fresh second step.
pub(crate) fn routes() -> Routes {
    Routes::person()
        .confirmed()
        .get("/account/security/phone", enrol::show)
        .post("/account/security/phone", enrol::take)
        .get("/account/security/phone/code", enrol::show_code)
        .post("/account/security/phone/code", enrol::take_code)
        .post("/account/security/phone/code/again", enrol::send_again)
        .post("/account/security/phone/notices", enrol::ask_notices)
        .post("/account/security/phone/remove", enrol::remove)
}

/// The number that codes of `account` go to, masked; empty where neither text messages nor calls are a way of its.
pub(crate) fn masked(cx: &Cx, account: &Account, ways: &[Way]) -> Result<String, Failure> {
    if !ways.iter().any(|way| matches!(way, Way::Sms | Way::Call)) {
        return Ok(String::new());
    }
    let phone = phone::of_account(cx.tx(), &account.id)?;
    Ok(phone.map(|phone| phone.number.masked()).unwrap_or_default())
}

/// The account that has signed in; there is no such page where the site sends no text messages.
fn account(cx: &Cx) -> Result<String, Failure> {
    if !cx.app().setting::<Limits>().texts {
        return Err(Failure::NotFound);
    }
    Ok(signed_in(cx)?.actor.id().to_owned())
}
