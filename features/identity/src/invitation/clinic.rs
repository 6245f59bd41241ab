//! The clinic's page of a patient's way into the portal: making an activation code.

use madrone_authz::{Action, Area};
use madrone_kernel::Instant;
use madrone_web::{Cx, Failure, Form, PageResult, Path};
use serde::Deserialize;

use super::view::{self, Portal};
use super::{At, LIVES, NotInvited, TRIES, store};
use crate::account;
use crate::on_file::{self, OnFile};

/// The form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    how: String,
}

/// How a patient stands to the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    HasAccount,
    /// A code was made then, and waits; to be handed over or by mail.
    Invited {
        at: Instant,
        by_hand: bool,
    },
    NotInvited,
}

/// `GET /clinic/patients/{id}/portal`
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let on_file = open(cx, &id)?;
    let standing = standing(cx, &id)?;
    cx.render(&Portal::new(cx, &on_file, standing))
}

/// `POST /clinic/patients/{id}/portal`: the code that is handed over is in the answer and nowhere else.
pub(crate) fn make(cx: &mut Cx, Path(id): Path, form: Form<Typed>) -> PageResult {
    let on_file = open(cx, &id)?;
    let made = invite(cx, &on_file, form.0.how == "mail");
    match made {
        Ok(Made::Code(code)) => slip(cx, &on_file, &code),
        Ok(Made::MailedTo(email)) => {
            let standing = standing(cx, &id)?;
            cx.render(&Portal::new(cx, &on_file, standing).mailed(cx, &email))
        }
        Err(NotInvited::Database(error)) => Err(error.into()),
        // The page says why, in the place of the button.
        Err(_) => {
            let standing = standing(cx, &id)?;
            cx.invalid(&Portal::new(cx, &on_file, standing))
        }
    }
}

/// The page with the code on it, which is nowhere else.
pub(crate) fn slip(cx: &Cx, on_file: &OnFile, code: &str) -> PageResult {
    cx.render(&view::slip(cx, on_file, code))
}

/// What an invitation became.
pub(crate) enum Made {
    Code(String),
    MailedTo(String),
}

/// Invites by mail or from hand to hand.
pub(crate) fn invite(cx: &Cx, on_file: &OnFile, by_mail: bool) -> Result<Made, NotInvited> {
    let at = at(cx);
    if by_mail {
        super::by_mail(cx.tx(), on_file, &at).map(Made::MailedTo)
    } else {
        super::by_hand(cx.tx(), on_file, &at).map(Made::Code)
    }
}

fn at<'t>(cx: &Cx<'t>) -> At<'t> {
    At {
        now: cx.now(),
        zone: cx.site().zone.clone(),
        random: cx.random(),
    }
}

/// Who may change a chart's contacts may let its patient in.
pub(crate) fn open(cx: &mut Cx, id: &str) -> Result<OnFile, Failure> {
    let access = cx.open_chart_of(id, Action::write(Area::Demographics))?;
    on_file::load(cx.tx(), &access)?.ok_or(Failure::NotFound)
}

pub(super) fn standing(cx: &Cx, chart: &str) -> Result<Standing, Failure> {
    if account::by_chart(cx.tx(), chart)?.is_some() {
        return Ok(Standing::HasAccount);
    }
    let invited = store::of_chart(cx.tx(), chart, cx.now().minus(LIVES), TRIES)?;
    Ok(match invited {
        Some((at, by_hand)) => Standing::Invited { at, by_hand },
        None => Standing::NotInvited,
    })
}
