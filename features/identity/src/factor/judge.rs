//! Whether what was typed is an account's second step. A code that fits is used up.

use madrone_web::{Cx, Failure};

use super::{Enrolled, Way, app, codes, store};
use crate::account::Account;
use crate::security::mail::{self, Change};
use crate::sign_in::store::{self as challenges, Challenge};
use crate::{Limits, code, limit};

/// What was typed, ready to be judged in one transaction.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    way: Way,
    code: Option<String>,
}

impl Answer {
    /// Reads what was typed. `kept` is one of the account's recovery codes: hashing takes a while, so it is done here,
    /// where no transaction waits for it.
    pub(crate) fn read(way: Way, typed: &str, kept: Option<&str>) -> Self {
        let code = match way {
            Way::App | Way::Sms | Way::Call | Way::Email => code::digits(typed),
            // No code at all: a browser answers for it.
            Way::Passkey => None,
            Way::Recovery => kept.and_then(|kept| codes::hashed_like(typed, kept)),
        };
        Self { way, code }
    }

    pub(crate) fn way(&self) -> Way {
        self.way
    }
}

/// Judges an answer, and counts it against what an account may try within an hour. `challenge` is what a code was sent
/// for.
///
/// # Errors
/// [`Failure::TooMany`] when too many were tried.
pub(crate) fn fits(
    cx: &mut Cx,
    account: &Account,
    answer: &Answer,
    challenge: Option<(&str, &Challenge)>,
) -> Result<bool, Failure> {
    let limits = cx.app().setting::<Limits>();
    let most = limits.sign_ins_per_account;
    limit::count(cx.tx(), "second-step", &account.id, most, cx.now())?;
    let ways = Enrolled::of(cx.tx(), &account.id)?.ways(account.role, &limits);
    let Some(code) = answer.code.as_deref().filter(|_| ways.contains(&answer.way)) else {
        return Ok(false);
    };
    match answer.way {
        Way::Passkey => Ok(false),
        Way::App => app::fits(cx, account, code),
        Way::Sms | Way::Call | Way::Email => {
            let Some((token, challenge)) = challenge.filter(|(_, challenge)| challenge.way == answer.way) else {
                return Ok(false);
            };
            let right = challenge.code.as_ref() == Some(&code::kept(cx.app(), token, code));
            // Whoever ends it first has used the code.
            Ok(right && challenges::end(cx.tx(), token)?)
        }
        Way::Recovery => {
            let right = store::spend_code(cx.tx(), &account.id, code, cx.now())?;
            if right {
                mail::tell(cx, &account.id, Change::CodeUsed)?;
            }
            Ok(right)
        }
    }
}
