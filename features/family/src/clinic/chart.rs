//! Who may open a patient's chart, as the clinic sees and changes it.

use askama::Template;
use madrone_accounts::account;
use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::tier::Tier;
use madrone_authz::{Action, Area, ChartAccess, PatientFacts};
use madrone_kernel::new_id;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind, Row};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Query, Shell};
use serde::Deserialize;

use super::held;
use super::store::{self, Decision};
use crate::invitation::ask::with_errors;
use crate::invitation::{Invitation, State, mail, store as invitations};
use crate::scope::{CHOICES, Fields};
use crate::{CHANGED, grant, words};

/// The kinds that papers prove.
pub(super) const KINDS: [Kind; 4] = [Kind::Parent, Kind::Guardian, Kind::Proxy, Kind::Representative];

/// What was just done.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    said: String,
}

#[derive(Template)]
#[template(path = "clinic.html")]
struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    people: Vec<Person>,
    none: String,
    action: String,
    reason: String,
    excluded_heading: String,
    excluded: Vec<Person>,
    may_write: bool,
    invite_heading: String,
    summary: Option<ErrorSummary>,
    invite: Vec<Field>,
    invite_button: String,
    more_heading: String,
    exclude: Vec<Field>,
    exclude_button: String,
    emancipate: (&'static str, String),
    decisions_heading: String,
    decisions: Vec<Row>,
}

/// Somebody of the list, and what can be done: the values of `do`, with their words.
struct Person {
    row: Row,
    id: String,
    deeds: Vec<(&'static str, String)>,
}

/// The card beside a chart, for those who may change who else opens it.
pub(crate) fn card(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let Some(chart) = access.patient_id().filter(|_| access.shares(true)) else {
        return Ok(None);
    };
    let (facts, relations) = (facts(cx, access)?, relation::of_chart(cx.tx(), access)?);
    let rules = &cx.app().rules;
    let count = relations
        .iter()
        .filter(|one| rules.standing(one, &facts, cx.now()).is_some());
    let card = Card {
        heading: cx.t("proxies-card"),
        line: cx.words().t1("proxies-card-count", "count", count.count()),
        ways: [Link::new(
            format!("/clinic/patients/{chart}/family"),
            cx.t("proxies-card-open"),
        )]
        .into_iter()
        .chain(held::way(cx, chart))
        .collect(),
    };
    Ok(Some(card.render()?))
}

#[derive(Template)]
#[template(path = "card.html")]
struct Card {
    heading: String,
    line: String,
    ways: Vec<Link>,
}

fn facts(cx: &Cx, access: &ChartAccess) -> Result<PatientFacts, Failure> {
    madrone_authz::patient(cx.tx(), access)?.ok_or(Failure::NotFound)
}

/// `GET /clinic/patients/{id}/family`
pub(crate) fn show(cx: &mut Cx, Path(id): Path, Query(asked): Query<Said>) -> PageResult {
    let access = cx.open_chart_of(&id, Action::view(Area::Sharing))?;
    let mut page = page(cx, &access, &Fields::default(), &[])?;
    if ["invited", "changed"].contains(&asked.said.as_str()) {
        let said = cx.t(&format!("proxies-said-{}", asked.said));
        page.shell.notice = Some(Notice::new(NoticeKind::Done, said));
    }
    cx.render(&page)
}

/// Why somebody cannot be let in as `kind`.
pub(super) fn unfit(cx: &Cx, facts: &PatientFacts, kind: Kind) -> Option<&'static str> {
    let rules = &cx.app().rules;
    match kind {
        Kind::Representative if !facts.deceased => Some("proxies-wrong-alive"),
        kind if kind != Kind::Representative && facts.deceased => Some("proxies-wrong-dead"),
        Kind::Parent if rules.tier(facts, rules.today(cx.now())) == Tier::Adult => Some("proxies-wrong-adult"),
        _ => None,
    }
}

/// `POST /clinic/patients/{id}/family`: by the papers that were shown, somebody is invited; they sign in themselves.
pub(crate) fn invite(cx: &mut Cx, Path(id): Path, form: Form<Fields>) -> PageResult {
    let access = cx.open_chart_of(&id, Action::write(Area::Sharing))?;
    let (facts, fields, mut wrong) = (facts(cx, &access)?, form.0, Vec::new());
    let (name, email) = (fields.text("name"), fields.text("email").to_lowercase());
    let kind = KINDS.into_iter().find(|kind| kind.name() == fields.text("kind"));
    if name.is_empty() || name.chars().count() > 100 {
        wrong.push(("name", "family-wrong-name"));
    }
    if !account::is_email(&email) {
        wrong.push(("email", "family-wrong-email"));
    } else if store::is_excluded(cx.tx(), &id, &email)? {
        wrong.push(("email", "proxies-wrong-excluded"));
    }
    match kind.map(|kind| unfit(cx, &facts, kind)) {
        None => wrong.push(("kind", "family-wrong-relationship")),
        Some(Some(why)) => wrong.push(("kind", why)),
        Some(None) => {}
    }
    if fields.text("evidence").is_empty() {
        wrong.push(("evidence", "proxies-wrong-evidence"));
    }
    if facts.birth_date.as_deref().is_none_or(|date| date.len() != 10) {
        wrong.push(("kind", "proxies-wrong-birth-date"));
    }
    let Some(kind) = kind.filter(|_| wrong.is_empty()) else {
        let page = page(cx, &access, &fields, &wrong)?;
        return cx.invalid(&page);
    };
    let invitation = Invitation {
        id: new_id(cx.now(), cx.random()),
        patient: id.clone(),
        name: name.to_owned(),
        email,
        locale: cx.locale().tag().to_owned(),
        relationship: relationship_of(kind).to_owned(),
        kind,
        areas: CHOICES.into_iter().collect(),
        sensitive: false,
        until: None,
        made: cx.now(),
        made_by: cx.actor().id().to_owned(),
        tries: 0,
        state: State::Pending,
    };
    invitations::insert(cx.tx(), &invitation)?;
    mail::ask_for(cx.tx(), &invitation.id, &facts.called, cx.now())?;
    decide(cx, &id, "invited", (name, fields.text("evidence")))?;
    cx.redirect(format!("/clinic/patients/{id}/family?said=invited"))
}

/// What the Consent says of a kind that papers prove.
pub(super) fn relationship_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Parent => "parent",
        Kind::Guardian => "guardian",
        Kind::Proxy | Kind::Delegate | Kind::Representative => "other",
    }
}

pub(super) fn decide(cx: &Cx, patient: &str, what: &str, (name, reason): (&str, &str)) -> Result<(), Failure> {
    let made = Decision {
        id: new_id(cx.now(), cx.random()),
        patient: patient.to_owned(),
        what: what.to_owned(),
        name: name.to_owned(),
        reason: reason.chars().take(1000).collect(),
        at: cx.now(),
        by: cx.actor().name().to_owned(),
    };
    Ok(store::decide(cx.tx(), &made)?)
}

/// `POST /clinic/patients/{id}/family/change`: one thing, with its reason.
pub(crate) fn change(cx: &mut Cx, Path(id): Path, form: Form<Fields>) -> PageResult {
    let access = cx.open_chart_of(&id, Action::write(Area::Sharing))?;
    let fields = form.0;
    let (deed, reason) = (fields.text("do"), fields.text("reason"));
    if reason.is_empty() {
        let page = page(cx, &access, &fields, &[("reason", "proxies-wrong-reason")])?;
        return cx.invalid(&page);
    }
    let found = relation::of_chart(cx.tx(), &access)?;
    let found = found
        .into_iter()
        .find(|one| one.id == fields.text("who") && one.ended.is_none());
    match (deed, found) {
        ("end", Some(one)) => {
            grant::end(cx, &access, &one)?;
            grant::tell_account(cx.app(), cx.tx(), (&one.account, &CHANGED), &one.id, cx.now())?;
            decide(cx, &id, "ended", (&one.holder, reason))?;
        }
        ("hold" | "release", Some(one)) => {
            let held = deed == "hold";
            let changed = Relation {
                frozen: held.then(|| cx.now()),
                ..one
            };
            grant::save(cx.tx(), &access, &grant::writer(cx), &changed)?;
            decide(
                cx,
                &id,
                if held { "held" } else { "released" },
                (&changed.holder, reason),
            )?;
        }
        ("exclude", _) => exclude(cx, &access, (&id, reason), &fields)?,
        ("lift", _) if store::lift(cx.tx(), fields.text("who"), &id, cx.now())? => {
            decide(cx, &id, "lifted", ("", reason))?;
        }
        ("emancipate" | "minor", _) => {
            relation::emancipate(cx.tx(), &access, deed == "emancipate")?;
            decide(
                cx,
                &id,
                if deed == "minor" { "minor" } else { "emancipated" },
                ("", reason),
            )?;
        }
        _ => return Err(Failure::NotFound),
    }
    cx.redirect(format!("/clinic/patients/{id}/family?said=changed"))
}

/// Keeps somebody out: what they hold ends, and nothing new begins until it is lifted.
fn exclude(cx: &Cx, access: &ChartAccess, (id, reason): (&str, &str), fields: &Fields) -> Result<(), Failure> {
    let (name, email) = (fields.text("name"), fields.text("email").to_lowercase());
    if name.is_empty() || !account::is_email(&email) {
        let page = page(cx, access, fields, &[("excluded-email", "family-wrong-email")])?;
        return cx.invalid(&page).map(drop);
    }
    store::exclude(cx.tx(), &new_id(cx.now(), cx.random()), id, (name, &email), cx.now())?;
    for one in relation::of_chart(cx.tx(), access)? {
        let holder = account::by_id(cx.tx(), &one.account)?;
        if one.ended.is_none() && holder.is_some_and(|holder| holder.email.to_lowercase() == email) {
            grant::end(cx, access, &one)?;
        }
    }
    for open in invitations::of_patient(cx.tx(), id, cx.now().minus(crate::invitation::LIVES))? {
        if open.email == email {
            invitations::answer(cx.tx(), &open.id, State::Cancelled, cx.now())?;
        }
    }
    decide(cx, id, "excluded", (name, reason))
}

fn page(cx: &Cx, access: &ChartAccess, typed: &Fields, wrong: &[(&str, &'static str)]) -> Result<Page, Failure> {
    let id = access.patient_id().ok_or(Failure::NotFound)?;
    let facts = facts(cx, access)?;
    let rules = &cx.app().rules;
    let may_write = access.shares(true);
    let mut people = Vec::new();
    for one in relation::of_chart(cx.tx(), access)? {
        if one.ended.is_none() {
            people.push(person(cx, &facts, &one, may_write));
        }
    }
    let excluded = store::exclusions(cx.tx(), id)?
        .into_iter()
        .map(|(id, name, email)| Person {
            row: Row::new("", "lock", name).line(email),
            id,
            deeds: vec![("lift", cx.t("proxies-lift"))],
        })
        .collect();
    let tier = match rules.tier(&facts, rules.today(cx.now())) {
        _ if facts.deceased => "dead",
        _ if facts.emancipated => "emancipated",
        Tier::Child => "child",
        Tier::Teen => "teen",
        Tier::Adult => "adult",
    };
    let none = Fields::default();
    // Two forms have fields of the same names: what was typed belongs to one of them.
    let (invited, kept_out) = if typed.text("do") == "exclude" {
        (&none, typed)
    } else {
        (typed, &none)
    };
    let field = |typed: &Fields, kind, name: &str| {
        Field::new(kind, name, cx.t(&format!("proxies-{name}"))).value(typed.text(name))
    };
    let mut kinds = vec![Choice::new("", cx.t("family-choose"))];
    kinds.extend(KINDS.map(|kind| Choice::new(kind.name(), cx.t(&format!("proxies-kind-{}", kind.name())))));
    let kind = Field::new(FieldKind::Select, "kind", cx.t("proxies-kind"));
    let invite = vec![
        field(invited, FieldKind::Text, "name").max_length(100),
        field(invited, FieldKind::Email, "email").max_length(200),
        kind.choices(kinds).value(invited.text("kind")),
        field(invited, FieldKind::Text, "evidence")
            .hint(cx.t("proxies-evidence-hint"))
            .max_length(1000),
    ];
    let mut exclude = vec![
        field(kept_out, FieldKind::Text, "name").max_length(100),
        field(kept_out, FieldKind::Email, "email").max_length(200),
        field(kept_out, FieldKind::Text, "reason").max_length(1000),
    ];
    for (field, id) in exclude
        .iter_mut()
        .zip(["excluded-name", "excluded-email", "excluded-reason"])
    {
        id.clone_into(&mut field.id);
    }
    let invite = with_errors(cx, invite, wrong);
    let mut summary = ErrorSummary::of(&cx.t("family-check"), &invite);
    if let (None, Some((_, why))) = (&summary, wrong.first()) {
        summary = Some(ErrorSummary {
            title: cx.t("family-check"),
            general: vec![cx.t(why)],
            ..ErrorSummary::default()
        });
    }
    let decisions = store::decisions(cx.tx(), id)?.into_iter().map(|made| {
        Row::new("", "clipboard-list", cx.t(&format!("proxies-did-{}", made.what)))
            .line(made.name)
            .line(made.reason)
            .line(format!("{}, {}", made.by, cx.words().date_time(made.at)))
    });
    let heading = cx.words().t1("proxies-of", "name", facts.name.as_str());
    Ok(Page {
        shell: cx.shell(heading.clone()),
        back: Link::new(format!("/clinic/patients/{id}"), facts.name.clone()),
        heading,
        lede: cx.t(&format!("proxies-tier-{tier}")),
        none: if people.is_empty() {
            cx.t("proxies-none")
        } else {
            String::new()
        },
        people,
        action: format!("/clinic/patients/{id}/family"),
        reason: cx.t("proxies-reason"),
        excluded_heading: cx.t("proxies-excluded"),
        excluded,
        may_write,
        invite_heading: cx.t("proxies-invite"),
        summary,
        invite,
        invite_button: cx.t("family-invite-button"),
        more_heading: cx.t("proxies-more"),
        exclude,
        exclude_button: cx.t("proxies-exclude"),
        emancipate: if facts.emancipated {
            ("minor", cx.t("proxies-minor"))
        } else {
            ("emancipate", cx.t("proxies-emancipate"))
        },
        decisions_heading: cx.t("proxies-decisions"),
        decisions: decisions.collect(),
    })
}

fn person(cx: &Cx, facts: &PatientFacts, one: &Relation, may_write: bool) -> Person {
    let in_force = cx.app().rules.standing(one, facts, cx.now()).is_some();
    let mut row = Row::new("", "user", one.holder.clone())
        .line(cx.t(&format!("proxies-kind-{}", one.kind.name())))
        .line(words::what(cx, one))
        .line(words::until(cx, one.until));
    if one.frozen.is_some() {
        row = row.line(cx.t("proxies-is-held"));
    } else if !in_force {
        row = row.line(cx.t("proxies-is-not-in-force"));
    }
    let hold = if one.frozen.is_some() {
        ("release", cx.t("proxies-release"))
    } else {
        ("hold", cx.t("proxies-hold"))
    };
    Person {
        row,
        id: one.id.clone(),
        deeds: if may_write {
            vec![("end", cx.t("proxies-end")), hold]
        } else {
            Vec::new()
        },
    }
}
