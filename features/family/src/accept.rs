//! Answering an invitation: from the link of the mail to signing in or making an account, and to the patient's birth date.

use jiff::civil::Date;
use madrone_accounts::account::{self, Account};
use madrone_accounts::password::{self, Weak};
use madrone_accounts::{Limits, code, limit};
use madrone_authz::Entry;
use madrone_authz::relation::Relation;
use madrone_db::{Constraint, Error};
use madrone_kernel::new_id;
use madrone_web::components::{ErrorSummary, Field, FieldKind, Link};
use madrone_web::{Cx, Failure, Form, PageResult, Query, Work};
use serde::Deserialize;

use crate::clinic::store::is_excluded;
use crate::invitation::ask::{Page, with_errors};
use crate::invitation::{Invitation, State, TRIES, store};
use crate::overview::message;
use crate::{ANSWERED, grant};

/// What the link says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Linked {
    code: String,
}

/// An answer.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    code: String,
    birth_date: String,
    decline: String,
}

/// A new account's form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Join {
    code: String,
    name: String,
    username: String,
    password: String,
}

fn open(cx: &Cx, typed: &str) -> Result<Option<Invitation>, Failure> {
    let found = store::by_token(cx.tx(), &code::hashed(typed.trim()))?;
    Ok(found.filter(|invitation| invitation.is_open(cx.now())))
}

/// `GET /family/invited`: looking uses nothing up, since programs that check mails for harm look too.
pub(crate) fn landing(cx: &mut Cx, Query(linked): Query<Linked>) -> PageResult {
    let accept = format!("/family/accept?code={}", linked.code);
    match (
        open(cx, &linked.code)?,
        cx.session().map(madrone_web::SignedIn::is_staff),
    ) {
        (None, _) => gone(cx),
        (Some(_), Some(false)) => cx.redirect(accept),
        (Some(_), _) => {
            let next = percent_encoding::utf8_percent_encode(&accept, percent_encoding::NON_ALPHANUMERIC);
            let ways = vec![
                Link::new(format!("/sign-in?next={next}"), cx.t("family-landing-sign-in")),
                Link::new(
                    format!("/family/join?code={}", linked.code),
                    cx.t("family-landing-join"),
                ),
            ];
            let lines = vec![cx.t("family-landing-text"), cx.t("family-landing-ask")];
            message(cx, "family-landing-heading", lines, ways)
        }
    }
}

fn gone(cx: &Cx) -> PageResult {
    let ways = vec![Link::new("/", cx.t("family-gone-way"))];
    message(cx, "family-gone-heading", vec![cx.t("family-gone-text")], ways)
}

/// `GET /family/accept`
pub(crate) fn show(cx: &mut Cx, Query(linked): Query<Linked>) -> PageResult {
    match open(cx, &linked.code)? {
        Some(_) => cx.render(&page(cx, &linked.code, "", None)),
        None => gone(cx),
    }
}

/// `POST /family/accept`
pub(crate) fn take(cx: &mut Cx, Form(answer): Form<Answer>) -> PageResult {
    let Some(invitation) = open(cx, &answer.code)? else {
        return gone(cx);
    };
    let actor = cx.actor();
    if actor.is_self(&invitation.patient) {
        return cx.invalid(&page(
            cx,
            &answer.code,
            &answer.birth_date,
            Some("family-wrong-self".into()),
        ));
    }
    if !answer.decline.is_empty() {
        store::answer(cx.tx(), &invitation.id, State::Declined, cx.now())?;
        grant::tell_patient(cx, &invitation.patient, &ANSWERED, &invitation.id)?;
        let ways = vec![Link::new("/family", cx.t("family-heading"))];
        return message(cx, "family-declined-heading", vec![cx.t("family-declined-text")], ways);
    }
    let access = grant::key(cx, &invitation.patient)?;
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let born = answer
        .birth_date
        .trim()
        .parse::<Date>()
        .ok()
        .map(|date| date.to_string());
    if born.is_none() {
        return cx.invalid(&page(
            cx,
            &answer.code,
            &answer.birth_date,
            Some("family-wrong-date".into()),
        ));
    }
    if born != facts.birth_date {
        let (id, now) = (invitation.id.clone(), cx.now());
        // A wrong one counts whatever becomes of this request.
        cx.tx().keep(move |tx| store::count_try(tx, &id, TRIES, now));
        let left = TRIES - invitation.tries - 1;
        if left == 0 {
            return cx.invalid(&spent(cx));
        }
        return cx.invalid(&page(cx, &answer.code, "", Some(format!("{left}"))));
    }
    if !store::answer(cx.tx(), &invitation.id, State::Accepted, cx.now())? {
        return gone(cx);
    }
    let email = account::by_id(cx.tx(), actor.id())?.map(|account| account.email);
    if is_excluded(cx.tx(), &invitation.patient, &email.unwrap_or_default())?
        || is_excluded(cx.tx(), &invitation.patient, &invitation.email)?
    {
        return Err(Failure::NotFound);
    }
    let relation = Relation {
        areas: invitation.areas,
        sensitive: invitation.sensitive,
        until: invitation.until,
        ..Relation::new(
            new_id(cx.now(), cx.random()),
            &invitation.patient,
            (actor.id(), actor.name()),
            invitation.kind,
            cx.now(),
        )
    };
    let relation = grant::give(
        cx.tx(),
        &access,
        &grant::writer(cx),
        (relation, &invitation.relationship),
    )?;
    let consent = format!("Consent/{}", relation.id);
    cx.audit(Entry {
        actor,
        ..access.entry("accept", None, consent, cx.now())
    });
    grant::tell_patient(cx, &invitation.patient, &ANSWERED, &invitation.id)?;
    let ways = vec![
        Link::new(
            format!("/as/{}/home", invitation.patient),
            cx.words().t1("web-record-of", "name", facts.called.as_str()),
        ),
        Link::new("/family", cx.t("family-heading")),
    ];
    let said = cx.words().t1("family-accepted-text", "name", facts.called.as_str());
    message(cx, "family-accepted-heading", vec![said], ways)
}

fn page(cx: &Cx, token: &str, typed: &str, wrong: Option<String>) -> Page {
    let wrong = wrong.map(|wrong| match wrong.parse::<i64>() {
        Ok(left) => cx.words().t1("family-wrong-birth-date", "left", left),
        Err(_) => cx.t(&wrong),
    });
    let field = Field::new(FieldKind::Date, "birth_date", cx.t("family-birth-date"))
        .hint(cx.t("family-birth-date-hint"))
        .value(typed)
        .error(wrong);
    let fields = vec![field];
    let heading = cx.t("family-accept-heading");
    Page {
        shell: cx.shell(heading.clone()),
        back: Link::new("/family", cx.t("family-heading")),
        heading,
        lede: cx.t("family-accept-lede"),
        lines: Vec::new(),
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: "/family/accept".to_owned(),
        hidden: Some(("code", token.to_owned())),
        fields,
        button: cx.t("family-accept-button"),
        other: Some(("decline", "yes", cx.t("family-decline-button"))),
        ways: Vec::new(),
    }
}

fn spent(cx: &Cx) -> crate::overview::Message {
    let ways = vec![Link::new("/family", cx.t("family-heading"))];
    crate::overview::Message::new(cx, "family-spent-heading", vec![cx.t("family-spent-text")], ways)
}

/// `GET /family/join`
pub(crate) fn show_join(cx: &mut Cx, Query(linked): Query<Linked>) -> PageResult {
    match open(cx, &linked.code)? {
        Some(invitation) => {
            let typed = Join {
                code: linked.code,
                name: invitation.name.clone(),
                ..Join::default()
            };
            cx.render(&join(cx, &typed, &[]))
        }
        None => gone(cx),
    }
}

/// `POST /family/join`: an account without a chart of its own, for whoever holds the link that came by mail.
pub(crate) fn take_join(work: &mut Work, Form(typed): Form<Join>) -> PageResult {
    let asked = typed.code.clone();
    // Commits either way: a try that was not counted would be free.
    let found = work.write(move |cx| {
        let most = cx.app().setting::<Limits>().sign_ins_per_address;
        let address = cx.request().address.to_string();
        limit::count(cx.tx(), "address", &address, most, cx.now())?;
        open(cx, &asked)
    })?;
    let Some(invitation) = found else {
        return work.read(|cx| gone(cx));
    };
    let username = account::folded(&typed.username);
    let own = [username.as_str(), typed.name.as_str(), &invitation.email];
    let mut wrong = Vec::new();
    if typed.name.trim().is_empty() || typed.name.chars().count() > 100 {
        wrong.push(("name", "family-wrong-own-name"));
    }
    if !account::is_username(&username) {
        wrong.push(("username", "identity-username-wrong"));
    }
    if let Err(weak) = password::judge(work.app(), &typed.password, &own) {
        wrong.push(("password", Weak::key(weak)));
    }
    if !wrong.is_empty() {
        return work.read(move |cx| cx.invalid(&join(cx, &typed, &wrong)));
    }
    let hash = password::hash(&typed.password, &work.app().random);
    let made = typed.clone();
    let outcome = work.write(move |cx| {
        let account = Account {
            id: new_id(cx.now(), cx.random()),
            username: account::folded(&made.username),
            role: None,
            name: made.name.trim().to_owned(),
            email: invitation.email.clone(),
            locale: Some(cx.locale()),
            chart: None,
            password: hash.clone(),
        };
        account::create(cx.tx(), &account, cx.now())?;
        cx.record(account.actor(), "join", format!("invitation {}", invitation.id));
        let accept = format!("/family/accept?code={}", made.code);
        let next = percent_encoding::utf8_percent_encode(&accept, percent_encoding::NON_ALPHANUMERIC);
        cx.redirect(format!("/sign-in?welcome=1&next={next}"))
    });
    match outcome {
        Err(Failure::Db(Error::Constraint(Constraint::Unique))) => {
            let wrong = [("username", "identity-username-taken")];
            work.read(move |cx| cx.invalid(&join(cx, &typed, &wrong)))
        }
        other => other,
    }
}

fn join(cx: &Cx, typed: &Join, wrong: &[(&str, &'static str)]) -> Page {
    let fields = vec![
        Field::new(FieldKind::Text, "name", cx.t("family-join-name"))
            .autocomplete("name")
            .value(typed.name.as_str())
            .max_length(100),
        Field::new(FieldKind::Text, "username", cx.t("identity-username"))
            .autocomplete("username")
            .hint(cx.t("family-join-username-hint"))
            .value(typed.username.as_str())
            .max_length(40),
        Field::new(FieldKind::Password, "password", cx.t("identity-password"))
            .autocomplete("new-password")
            .hint(cx.t("family-join-password-hint"))
            .reveal(cx.t("identity-show"), cx.t("identity-hide")),
    ];
    let fields = with_errors(cx, fields, wrong);
    let heading = cx.t("family-join-heading");
    Page {
        shell: cx.shell(heading.clone()),
        back: Link::new(format!("/family/invited?code={}", typed.code), cx.t("family-join-back")),
        heading,
        lede: cx.t("family-join-lede"),
        lines: Vec::new(),
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: "/family/join".to_owned(),
        hidden: Some(("code", typed.code.clone())),
        fields,
        button: cx.t("family-join-button"),
        other: None,
        ways: Vec::new(),
    }
}
