//! The code from the mail: it shows that somebody reads the mail that goes to a contact on file, or to the address that she
//! has typed after showing who she is.

use madrone_authz::Actor;
use madrone_db::{Constraint, Error};
use madrone_web::{Cx, Failure, Form, PageResult, Work};
use serde::Deserialize;

use super::store::{self, SignUp};
use super::view::Verify;
use super::{CODE_LIVES, LIVES, OVER, account, current, end};
use crate::{Limits, code, request};

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    match waiting(cx)? {
        Some(sign_up) => cx.render(&Verify::new(cx, &sign_up, None)),
        None => cx.redirect(OVER),
    }
}

/// The sign-up of this browser, if a code is waited for.
fn waiting(cx: &Cx) -> Result<Option<SignUp>, Failure> {
    let most = cx.app().setting::<Limits>().code_tries;
    Ok(current(cx)?.filter(|sign_up| {
        let waits = !sign_up.proven || sign_up.chosen.is_some();
        let lives = if sign_up.proven { LIVES } else { CODE_LIVES };
        waits && sign_up.tries < most && cx.now().since(sign_up.created) < lives
    }))
}

/// What became of a code. Decided in a transaction that commits either way: a try that was not counted would be free.
enum Outcome {
    Right(SignUp),
    Wrong(SignUp, i64),
    Over,
}

pub(crate) fn take(work: &mut Work, form: Form<Typed>) -> PageResult {
    let typed = form.0.code;
    let outcome = work.write(move |cx| tried(cx, &typed))?;
    let done = work.write(move |cx| match &outcome {
        Outcome::Right(sign_up) => on(cx, sign_up),
        Outcome::Over => cx.redirect(OVER),
        Outcome::Wrong(sign_up, left) => {
            let error = cx.words().t1("web-code-wrong", "left", *left);
            cx.invalid(&Verify::new(cx, sign_up, Some(error)))
        }
    });
    match done {
        // Somebody else chose that username while the mail was on its way.
        Err(Failure::Db(Error::Constraint(Constraint::Unique))) => {
            work.read(|cx| cx.redirect("/sign-up/account?taken=1"))
        }
        other => other,
    }
}

/// To the choice of a username, or, where that is made, to the account.
fn on(cx: &mut Cx, sign_up: &SignUp) -> PageResult {
    let Some((username, password)) = &sign_up.chosen else {
        return cx.redirect("/sign-up/account");
    };
    match (account::proven(cx)?, &sign_up.contact) {
        (Some((_, on_file)), Some(email)) => account::make(cx, (sign_up, &on_file), (email, username, password)),
        _ => cx.redirect(OVER),
    }
}

fn tried(cx: &mut Cx, typed: &str) -> Result<Outcome, Failure> {
    let Some(sign_up) = waiting(cx)? else {
        return Ok(Outcome::Over);
    };
    // Made whether a code was sent or not, so that both take as long.
    let typed = code::digits(typed).map(|digits| code::kept(cx.app(), &sign_up.token, &digits));
    let fits = typed.is_some() && typed == sign_up.code;
    if fits {
        store::prove(cx.tx(), &sign_up.token)?;
        return Ok(Outcome::Right(sign_up));
    }
    store::tried(cx.tx(), &sign_up.token)?;
    cx.note(Actor::Anonymous, "sign-up", false);
    let left = cx.app().setting::<Limits>().code_tries - sign_up.tries - 1;
    if left > 0 {
        return Ok(Outcome::Wrong(sign_up, left));
    }
    if let Some(asked) = &sign_up.request {
        request::store::queue(cx.tx(), asked, cx.now())?;
    }
    end(cx, &sign_up)?;
    Ok(Outcome::Over)
}
