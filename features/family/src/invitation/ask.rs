//! Inviting somebody, and taking an invitation back.

use askama::Template;
use madrone_accounts::account;
use madrone_authz::tier::Tier;
use madrone_authz::{Action, Area, ChartAccess};
use madrone_kernel::new_id;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Shell};

use super::{Invitation, State, mail, store};
use crate::grant::RELATIONSHIPS;
use crate::scope::{CHOICES, Fields, Scope};
use crate::words;

/// So many people at most have, or are asked to have, access to one chart.
const MOST: usize = 30;

/// A form in one column.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct Page {
    pub(crate) shell: Shell,
    pub(crate) back: Link,
    pub(crate) heading: String,
    pub(crate) lede: String,
    pub(crate) lines: Vec<String>,
    pub(crate) summary: Option<ErrorSummary>,
    pub(crate) action: String,
    pub(crate) hidden: Option<(&'static str, String)>,
    pub(crate) fields: Vec<Field>,
    pub(crate) button: String,
    pub(crate) other: Option<(&'static str, &'static str, String)>,
    pub(crate) ways: Vec<Link>,
}

/// Opens the person's own chart to share it. Teenagers say what their parents see, and invite nobody else.
pub(crate) fn open(cx: &mut Cx) -> Result<(ChartAccess, Tier), Failure> {
    let access = cx.open_chart(Action::write(Area::Sharing))?;
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let rules = &cx.app().rules;
    let tier = rules.tier(&facts, rules.today(cx.now()));
    Ok((access, tier))
}

fn open_as_adult(cx: &mut Cx) -> Result<ChartAccess, Failure> {
    match open(cx)? {
        (access, Tier::Adult) => Ok(access),
        _ => Err(Failure::NotFound),
    }
}

/// `GET /family/invite`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    open_as_adult(cx)?;
    show_kept(cx, page)
}

/// A form, with what was typed and could not be sent.
pub(crate) fn show_kept(cx: &Cx, page: fn(&Cx, &Fields, &[(&str, &'static str)]) -> Page) -> PageResult {
    let kept = cx.draft::<Fields>()?;
    let mut page = page(cx, kept.as_ref().unwrap_or(&Fields::default()), &[]);
    if kept.is_some() {
        page.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
    }
    cx.render(&page)
}

/// `POST /family/invite`
pub(crate) fn take(cx: &mut Cx, form: Form<Fields>) -> PageResult {
    let access = open_as_adult(cx)?;
    let patient = access.patient_id().ok_or(Failure::NotFound)?.to_owned();
    let fields = form.0;
    let (scope, mut wrong) = Scope::read(&fields, cx.app().rules.today(cx.now()));
    let (name, email) = (fields.text("name").to_owned(), fields.text("email").to_lowercase());
    if name.is_empty() || name.chars().count() > 100 {
        wrong.push(("name", "family-wrong-name"));
    }
    if !account::is_email(&email) {
        wrong.push(("email", "family-wrong-email"));
    }
    let relationship = RELATIONSHIPS
        .iter()
        .find(|(known, _)| *known == fields.text("relationship"));
    let Some((relationship, _)) = relationship.filter(|_| wrong.is_empty()) else {
        if relationship.is_none() {
            wrong.push(("relationship", "family-wrong-relationship"));
        }
        return cx.invalid(&page(cx, &fields, &wrong));
    };
    let since = cx.now().minus(super::LIVES);
    let waiting = store::of_patient(cx.tx(), &patient, since)?;
    if waiting.iter().filter(|one| one.is_open(cx.now())).count() >= MOST {
        return cx.invalid(&page(cx, &fields, &[("email", "family-wrong-many")]));
    }
    let id = new_id(cx.now(), cx.random());
    let invitation = Invitation {
        id: id.clone(),
        patient: patient.clone(),
        name,
        email,
        locale: cx.locale().tag().to_owned(),
        relationship: (*relationship).to_owned(),
        kind: scope.kind(),
        areas: scope.opened(),
        sensitive: scope.sensitive,
        until: scope.end(&cx.site().zone),
        made: cx.now(),
        made_by: cx.actor().id().to_owned(),
        tries: 0,
        state: State::Pending,
    };
    // One invitation at a time waits for one address.
    for old in waiting.iter().filter(|old| old.email == invitation.email) {
        store::answer(cx.tx(), &old.id, State::Cancelled, cx.now())?;
    }
    store::insert(cx.tx(), &invitation)?;
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    mail::ask_for(cx.tx(), &id, &facts.called, cx.now())?;
    cx.record(cx.actor(), "invite", format!("invitation {id}"));
    cx.redirect("/family?said=invited")
}

/// `POST /family/invitations/{id}/cancel`
pub(crate) fn cancel(cx: &mut Cx, Path(id): Path) -> PageResult {
    let (access, _) = open(cx)?;
    let found = store::by_id(cx.tx(), &id)?;
    if found.is_none_or(|found| Some(found.patient.as_str()) != access.patient_id()) {
        return Err(Failure::NotFound);
    }
    store::answer(cx.tx(), &id, State::Cancelled, cx.now())?;
    cx.redirect("/family?said=cancelled")
}

/// The fields that say what somebody is let see.
pub(crate) fn scope_fields(cx: &Cx, fields: &Fields) -> Vec<Field> {
    let some = fields.text("what") == "some";
    let what = [("all", !some), ("some", some)].map(|(value, chosen)| Choice {
        chosen,
        hint: cx.t(&format!("family-what-{value}-hint")),
        ..Choice::new(value, cx.t(&format!("family-what-{value}")))
    });
    let areas = CHOICES.map(|area| Choice {
        chosen: fields.all("area").any(|name| name == area.name()),
        ..Choice::new(area.name(), cx.t(&format!("family-area-{}", area.name())))
    });
    let sensitive = Choice {
        chosen: fields.has("sensitive"),
        hint: cx.t("family-sensitive-hint"),
        ..Choice::new("yes", cx.t("family-sensitive"))
    };
    vec![
        Field::new(FieldKind::Radio, "what", cx.t("family-what")).choices(what.into()),
        Field::new(FieldKind::Checkbox, "area", cx.t("family-area"))
            .optional()
            .hint(cx.t("family-area-hint"))
            .choices(areas.into()),
        Field::new(FieldKind::Checkbox, "sensitive", cx.t("family-sensitive-legend"))
            .optional()
            .choices(vec![sensitive]),
        Field::new(FieldKind::Date, "until", cx.t("family-until-field"))
            .optional()
            .hint(cx.t("family-until-hint"))
            .value(fields.text("until")),
    ]
}

/// Puts what is wrong beside the fields it is about.
pub(crate) fn with_errors(cx: &Cx, fields: Vec<Field>, wrong: &[(&str, &'static str)]) -> Vec<Field> {
    fields
        .into_iter()
        .map(|field| {
            let found = wrong.iter().find(|(name, _)| *name == field.name);
            field.error(found.map(|(_, key)| cx.t(key)))
        })
        .collect()
}

fn page(cx: &Cx, typed: &Fields, wrong: &[(&str, &'static str)]) -> Page {
    let mut relationships = vec![Choice::new("", cx.t("family-choose"))];
    relationships.extend(
        RELATIONSHIPS
            .iter()
            .filter(|(name, _)| *name != "guardian")
            .map(|(name, _)| Choice::new(*name, words::relationship(cx, name))),
    );
    let mut fields = vec![
        Field::new(FieldKind::Text, "name", cx.t("family-name"))
            .value(typed.text("name"))
            .max_length(100),
        Field::new(FieldKind::Email, "email", cx.t("family-email"))
            .hint(cx.t("family-email-hint"))
            .value(typed.text("email"))
            .max_length(200),
        Field::new(FieldKind::Select, "relationship", cx.t("family-relationship"))
            .choices(relationships)
            .value(typed.text("relationship")),
    ];
    fields.extend(scope_fields(cx, typed));
    let fields = with_errors(cx, fields, wrong);
    let heading = cx.t("family-invite");
    Page {
        shell: cx.shell(heading.clone()),
        back: Link::new("/family", cx.t("family-heading")),
        heading,
        lede: cx.t("family-invite-lede"),
        lines: Vec::new(),
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: "/family/invite".to_owned(),
        hidden: None,
        fields,
        button: cx.t("family-invite-button"),
        other: None,
        ways: Vec::new(),
    }
}
