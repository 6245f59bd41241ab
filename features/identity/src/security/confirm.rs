//! The second step once more, before something that matters.

use madrone_web::components::Link;
use madrone_web::{Cookie, Cx, Failure, Form, Page, PageResult, Query, SignedIn, Work};
use serde::Deserialize;

use super::signed_in;
use crate::account::{self, Account};
use crate::factor::judge::{self, Answer};
use crate::factor::step::{Place, SecondStep, State, url_part};
use crate::factor::{self, Enrolled, Way};
use crate::message::Message;
use crate::passkey::view::PasskeyForm;
use crate::sign_in::store::Challenge;
use crate::sign_in::{self, Door, safe_next};
use crate::{Limits, StaffSignIn, code, limit, mail, phone, session};

const HERE: &str = "/account/confirm";

/// The cookie that holds the token of what a code was sent for.
const COOKIE: &str = "madrone-confirm";

/// What the address or the form says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
    way: String,
    code: String,
    /// A passkey was not taken.
    passkey: String,
}

/// Who confirms.
struct Who {
    session: SignedIn,
    account: Account,
    ways: Vec<Way>,
    /// What a code was sent for, by the hash of its token.
    challenge: Option<(String, Challenge)>,
}

fn who(cx: &Cx) -> Result<Who, Failure> {
    let session = signed_in(cx)?;
    let account = account::by_id(cx.tx(), session.actor.id())?.ok_or(Failure::SignInFirst)?;
    let ways = Enrolled::of(cx.tx(), &account.id)?.ways(account.role, &cx.app().setting::<Limits>());
    Ok(Who {
        challenge: challenge(cx, session.session)?,
        session,
        account,
        ways,
    })
}

fn challenge(cx: &Cx, session: i64) -> Result<Option<(String, Challenge)>, Failure> {
    let Some(token) = cx.cookie(COOKIE).map(code::hashed) else {
        return Ok(None);
    };
    let found = sign_in::store::find(cx.tx(), &token)?;
    let limits = cx.app().setting::<Limits>();
    Ok(found
        .filter(|found| found.session == Some(session) && found.is_open(&limits, cx.now()))
        .map(|found| (token, found)))
}

impl Who {
    /// The way that was asked for if it is open, else the first.
    fn way(&self, asked: &str) -> Way {
        let asked = Way::parse(asked).filter(|way| self.ways.contains(way));
        asked.or_else(|| self.ways.first().copied()).unwrap_or(Way::Email)
    }

    fn door(&self) -> Door {
        Door::of(self.account.role)
    }

    fn page(&self, cx: &Cx, way: Way, (next, error): (&str, Option<String>)) -> Result<SecondStep, Failure> {
        let place = Place {
            heading: cx.t("security-confirm-heading"),
            why: cx.t("security-confirm-lede"),
            path: HERE,
            send: "/account/confirm/send",
            next: next.to_owned(),
            trust: None,
            passkey: PasskeyForm::to_confirm(cx, next),
            leave: Link::new(self.door().home(), cx.t("security-confirm-leave")),
        };
        let state = State {
            account: &self.account,
            number: phone::masked(cx, &self.account, &self.ways)?,
            ways: &self.ways,
            way,
            sent: !way.is_sent() || self.challenge.as_ref().is_some_and(|(_, sent)| sent.way == way),
            error,
        };
        Ok(SecondStep::new(cx, place, state))
    }
}

pub(crate) fn show(cx: &mut Cx, asked: Query<Asked>) -> PageResult {
    let who = who(cx)?;
    if !who.account.signs_in_here() {
        return cx.render(&by_the_provider(cx, &who, &asked.0.next));
    }
    let page = who.page(cx, who.way(&asked.0.way), (&asked.0.next, None))?;
    cx.render(&page.failed(cx, !asked.0.passkey.is_empty()))
}

/// Whom the organisation vouches for shows it there, as at the door.
fn by_the_provider(cx: &Cx, who: &Who, next: &str) -> Message {
    let organisation = cx.app().setting::<StaffSignIn>().organisation;
    let said = |name: &str| cx.words().t1(name, "organisation", organisation.as_str());
    let there = format!("/clinic/sign-in/provider?anew=true{}", url_part(next));
    let (heading, lede) = (cx.t("security-confirm-heading"), cx.t("security-confirm-lede"));
    Message::new(
        cx,
        heading,
        lede,
        vec![said("provider-anew")],
        Link::new(there, said("provider-sign-in")),
    )
    .or(Link::new(who.door().home(), cx.t("security-confirm-leave")))
}

/// Sends a code by the way that was asked for.
pub(crate) fn send(cx: &mut Cx, form: Form<Asked>) -> PageResult {
    let who = who(cx)?;
    let limits = cx.app().setting::<Limits>();
    let way = factor::sent_way(&form.0.way, &who.ways)?;
    limit::count(cx.tx(), "code", &who.account.id, limits.codes_per_account, cx.now())?;
    if let Some((token, _)) = &who.challenge {
        sign_in::store::end(cx.tx(), token)?;
    }
    let token = code::new_token(cx.random());
    let hash = code::hashed(&token);
    let challenge = Challenge::new(&who.account.id, String::new(), cx.now());
    let challenge = Challenge {
        session: Some(who.session.session),
        way,
        ..challenge
    };
    sign_in::store::insert(cx.tx(), &hash, &challenge)?;
    mail::ask_for_code(cx, &hash)?;
    cx.set_cookie(Cookie::new(COOKIE, token, Some(limits.code_lives)));
    cx.redirect(format!("{HERE}?way={}{}", way.name(), url_part(&form.0.next)))
}

pub(crate) fn take(work: &mut Work, form: Form<Asked>) -> PageResult {
    let Asked { next, way, code, .. } = form.0;
    let answer = work.read(move |cx| {
        let who = who(cx)?;
        let kept = factor::store::any_code(cx.tx(), &who.account.id)?;
        Ok((who.way(&way), kept))
    })?;
    let answer = Answer::read(answer.0, &code, answer.1.as_deref());
    let (judged, to) = (answer.clone(), next.clone());
    // Commits either way: a try that was not counted would be free.
    if let Some(page) = work.write(move |cx| judge(cx, &judged, &to))? {
        return Ok(page);
    }
    work.read(move |cx| {
        let who = who(cx)?;
        let error = Some(cx.t("security-confirm-wrong"));
        let page = who.page(cx, answer.way(), (&next, error))?;
        cx.invalid(&page)
    })
}

/// The way on, if the answer is right.
fn judge(cx: &mut Cx, answer: &Answer, next: &str) -> Result<Option<Page>, Failure> {
    let who = who(cx)?;
    let challenge = who
        .challenge
        .as_ref()
        .map(|(token, challenge)| (token.as_str(), challenge));
    let fits = judge::fits(cx, &who.account, answer, challenge)?;
    if fits {
        session::shown_again(cx, &who.session)?;
        cx.set_cookie(Cookie::none(COOKIE));
    } else if let Some((token, _)) = &who.challenge {
        sign_in::store::tried(cx.tx(), token)?;
    }
    let door = who.door();
    cx.note(who.session.actor, "confirm", fits);
    fits.then(|| cx.redirect(safe_next(next, door))).transpose()
}
