//! One person with access: what they see, changing and ending it; and leaving a record oneself.

use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::tier::Tier;
use madrone_authz::{Actor, ChartAccess};
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link};
use madrone_web::{Cx, Failure, Form, PageResult, Path};

use crate::invitation::ask::{self, Page, scope_fields, with_errors};
use crate::scope::{CHOICES, Fields, Scope};
use crate::{ANSWERED, CHANGED, grant, words};

/// Finds a relationship that is not over, to the person's own chart.
fn find(cx: &mut Cx, id: &str) -> Result<(ChartAccess, Relation, Tier), Failure> {
    let (access, tier) = ask::open(cx)?;
    let all = relation::of_chart(cx.tx(), &access)?;
    let found = all.into_iter().find(|one| one.id == id && one.ended.is_none());
    Ok((access, found.ok_or(Failure::NotFound)?, tier))
}

/// Whether the patient may say what the holder sees. Of parents a teenager may let them see more; what a court decided, or
/// the law for the parents of children, is no patient's to change.
fn may_change(relation: &Relation, tier: Tier) -> bool {
    match relation.kind {
        Kind::Proxy | Kind::Delegate => true,
        Kind::Parent => tier == Tier::Teen,
        Kind::Guardian | Kind::Representative => false,
    }
}

/// Whether the patient may end it.
fn may_end(relation: &Relation, tier: Tier) -> bool {
    matches!(relation.kind, Kind::Proxy | Kind::Delegate) || (relation.kind == Kind::Parent && tier == Tier::Adult)
}

/// `GET /family/people/{id}`
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let (_, relation, tier) = find(cx, &id)?;
    let fields = cx.draft::<Fields>()?.unwrap_or_else(|| said(cx, &relation));
    cx.render(&page(cx, &relation, tier, &fields, &[]))
}

/// `POST /family/people/{id}`
pub(crate) fn take(cx: &mut Cx, Path(id): Path, form: Form<Fields>) -> PageResult {
    let (access, relation, tier) = find(cx, &id)?;
    if !may_change(&relation, tier) {
        return Err(Failure::NotFound);
    }
    let fields = form.0;
    let (scope, wrong) = Scope::read(&fields, cx.app().rules.today(cx.now()));
    if !wrong.is_empty() {
        return cx.invalid(&page(cx, &relation, tier, &fields, &wrong));
    }
    let changed = if relation.kind == Kind::Parent {
        let more = fields.text("more") == "more";
        Relation {
            more,
            areas: if more {
                scope.opened()
            } else {
                madrone_authz::Areas::NONE
            },
            sensitive: more && scope.sensitive,
            ..relation
        }
    } else {
        Relation {
            kind: scope.kind(),
            areas: scope.opened(),
            sensitive: scope.sensitive,
            until: scope.end(&cx.site().zone),
            ..relation
        }
    };
    grant::save(cx.tx(), &access, &grant::writer(cx), &changed)?;
    let occasion = format!("{}-{}", changed.id, cx.now().micros());
    grant::tell_account(cx.app(), cx.tx(), (&changed.account, &CHANGED), &occasion, cx.now())?;
    cx.redirect("/family?said=changed")
}

/// `GET /family/people/{id}/remove`
pub(crate) fn ask_remove(cx: &mut Cx, Path(id): Path) -> PageResult {
    let (_, relation, tier) = find(cx, &id)?;
    if !may_end(&relation, tier) {
        return Err(Failure::NotFound);
    }
    let tell = Choice {
        chosen: true,
        ..Choice::new(
            "yes",
            cx.words().t1("family-remove-tell", "name", relation.holder.as_str()),
        )
    };
    let fields = vec![
        Field::new(FieldKind::Checkbox, "tell", cx.t("family-remove-tell-legend"))
            .optional()
            .choices(vec![tell]),
    ];
    let heading = cx.words().t1("family-remove-heading", "name", relation.holder.as_str());
    cx.render(&Page {
        shell: cx.shell(heading.clone()),
        back: Link::new(format!("/family/people/{id}"), relation.holder.clone()),
        heading,
        lede: cx.t("family-remove-lede"),
        lines: vec![cx.t("family-remove-past")],
        summary: None,
        action: format!("/family/people/{id}/remove"),
        hidden: Some(("sure", "yes".to_owned())),
        fields,
        button: cx.t("family-remove-button"),
        other: None,
        ways: vec![Link::new("/family", cx.t("family-keep"))],
    })
}

/// `POST /family/people/{id}/remove`
pub(crate) fn remove(cx: &mut Cx, Path(id): Path, form: Form<Fields>) -> PageResult {
    let (access, relation, tier) = find(cx, &id)?;
    if !may_end(&relation, tier) {
        return Err(Failure::NotFound);
    }
    grant::end(cx, &access, &relation)?;
    if form.0.has("tell") {
        grant::tell_account(cx.app(), cx.tx(), (&relation.account, &CHANGED), &relation.id, cx.now())?;
    }
    cx.redirect("/family?said=removed")
}

/// `POST /family/records/{id}/leave`: whoever was let in steps out.
pub(crate) fn leave(cx: &mut Cx, Path(id): Path) -> PageResult {
    let Actor::Person { account, .. } = cx.actor() else {
        return Err(Failure::NotFound);
    };
    let held = relation::held_by(cx.tx(), &account)?;
    let mut held = held.into_iter().filter(|held| held.relation.id == id);
    // Parents and guardians are what they are until the clinic says otherwise.
    let by_consent = |kind| matches!(kind, Kind::Proxy | Kind::Delegate);
    let held = held
        .find(|held| by_consent(held.relation.kind))
        .ok_or(Failure::NotFound)?;
    let access = grant::key(cx, &held.patient.id)?;
    grant::end(cx, &access, &held.relation)?;
    grant::tell_patient(cx, &held.patient.id, &ANSWERED, &format!("{id}-left"))?;
    cx.redirect("/family?said=left")
}

/// A relationship as the form shows it.
fn said(cx: &Cx, relation: &Relation) -> Fields {
    let mut fields = vec![
        (
            "what".to_owned(),
            if relation.kind == Kind::Delegate { "some" } else { "all" }.to_owned(),
        ),
        (
            "more".to_owned(),
            if relation.more { "more" } else { "standard" }.to_owned(),
        ),
    ];
    let open = CHOICES.into_iter().filter(|area| relation.areas.holds(*area));
    if relation.kind == Kind::Delegate || relation.more {
        fields.extend(open.map(|area| ("area".to_owned(), area.name().to_owned())));
    }
    if relation.more && relation.areas != CHOICES.into_iter().collect() {
        "some".clone_into(&mut fields[0].1);
    }
    if relation.sensitive {
        fields.push(("sensitive".to_owned(), "yes".to_owned()));
    }
    if let Some(until) = relation.until {
        let last = cx.words().day_of(until.minus(std::time::Duration::from_secs(1)));
        fields.push(("until".to_owned(), last.to_string()));
    }
    Fields(fields)
}

fn page(cx: &Cx, relation: &Relation, tier: Tier, typed: &Fields, wrong: &[(&str, &'static str)]) -> Page {
    let id = &relation.id;
    let fields = if !may_change(relation, tier) {
        Vec::new()
    } else if relation.kind == Kind::Parent {
        let more = ["standard", "more"].map(|value| Choice {
            chosen: typed.text("more") == value,
            hint: cx.t(&format!("family-more-{value}-hint")),
            ..Choice::new(value, cx.t(&format!("family-more-{value}")))
        });
        let mut fields = vec![Field::new(FieldKind::Radio, "more", cx.t("family-more")).choices(more.into())];
        fields.extend(
            scope_fields(cx, typed)
                .into_iter()
                .filter(|field| field.name != "until"),
        );
        fields
    } else {
        scope_fields(cx, typed)
    };
    let fields = with_errors(cx, fields, wrong);
    let mut ways = vec![Link::new(
        format!("/seen-by/{id}/home"),
        cx.words().t1("family-preview", "name", relation.holder.as_str()),
    )];
    if may_end(relation, tier) {
        ways.push(Link::new(
            format!("/family/people/{id}/remove"),
            cx.words().t1("family-remove-heading", "name", relation.holder.as_str()),
        ));
    }
    Page {
        shell: cx.shell(relation.holder.clone()),
        back: Link::new("/family", cx.t("family-heading")),
        heading: relation.holder.clone(),
        lede: words::what(cx, relation),
        lines: if fields.is_empty() {
            vec![cx.t(&format!("family-fixed-{}", relation.kind.name()))]
        } else {
            Vec::new()
        },
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: format!("/family/people/{id}"),
        hidden: None,
        fields,
        button: cx.t("family-save"),
        other: None,
        ways,
    }
}
