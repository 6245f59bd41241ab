//! Holding an item back from families: by a clinician, or because the patient, a minor, consented to the care alone. Either is
//! a Consent that names the item (<http://hl7.org/fhir/R4/consent.html>); it and whatever would tell of it get their label
//! from that.

use madrone_authz::tier::{Tier, age};
use madrone_authz::{Action, Actor, Area, ChartAccess, Role};
use madrone_chart::{Stored, content_id};
use madrone_fhir::ResourceType;
use madrone_fhir::search::{Handling, Query as Search};
use madrone_web::components::{Choice, EmptyState, ErrorSummary, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Failure, Form, FromRequest, Incoming, PageResult, Path};
use serde_json::{Value, json};

use super::chart::decide;
use crate::grant::writer;
use crate::invitation::ask::{Page, with_errors};
use crate::keep::{about, date_of, may_be_kept, title};
use crate::minor::{Care, MinorConsent};
use crate::overview::Sharing;
use crate::scope::Fields;

/// Who says what families do not see: those who treat, and those who answer for the record.
const ROLES: &[Role] = &[Role::Clinician, Role::Records];

/// The items to choose from: each type with the search parameter of its date.
const CHOSEN_FROM: [(ResourceType, &str); 8] = [
    (ResourceType::Appointment, "date"),
    (ResourceType::Condition, "recorded-date"),
    (ResourceType::DiagnosticReport, "date"),
    (ResourceType::DocumentReference, "date"),
    (ResourceType::Encounter, "date"),
    (ResourceType::Immunization, "date"),
    (ResourceType::MedicationRequest, "authoredon"),
    (ResourceType::Procedure, "date"),
];

/// So many of each type, the latest first.
const MOST: u32 = 10;

/// `{id}/held/{kind}/{item}`: an item of the chart `id`.
#[derive(Clone, Debug)]
pub(crate) struct HeldPath {
    chart: String,
    kind: ResourceType,
    item: String,
}

impl FromRequest for HeldPath {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        let part = |name: &str| from.path.get(name).cloned().unwrap_or_default();
        let kind = ResourceType::parse(&part("kind")).filter(|kind| may_be_kept(*kind));
        Ok(Self {
            chart: part("id"),
            kind: kind.ok_or(Failure::NotFound)?,
            item: part("item"),
        })
    }
}

/// What is said of an item: the values of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Choose {
    /// What the site's rules for families say.
    Shown,
    /// Held back by a clinician.
    Held,
    /// The minor consented alone, to care of this kind.
    Alone(Care),
}

impl Choose {
    fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Held => "held",
            Self::Alone(care) => care.name(),
        }
    }
}

/// The link beside a chart, for those who may hold items back.
pub(super) fn way(cx: &Cx, chart: &str) -> Option<Link> {
    let is_theirs = matches!(cx.actor(), Actor::Staff { role, .. } if ROLES.contains(&role));
    is_theirs.then(|| Link::new(format!("/clinic/patients/{chart}/held"), cx.t("proxies-held")))
}

/// `GET /clinic/patients/{id}/held`
pub(crate) fn index(cx: &mut Cx, Path(id): Path) -> PageResult {
    cx.only(ROLES)?;
    let access = cx.open_chart_of(&id, Action::view(Area::Sharing))?;
    let mut items = Vec::new();
    for (kind, date) in CHOSEN_FROM {
        let asked = [
            ("_sort".into(), format!("-{date}")),
            ("_count".into(), MOST.to_string()),
        ];
        let query = Search::parse(kind, &asked, Handling::Strict).map_err(|_| Failure::NotFound)?;
        items.extend(madrone_chart::search(cx.tx(), &access, &query)?.matches);
    }
    let consents: Vec<String> = items
        .iter()
        .map(|item| format!("Consent/{}", consent_id(&item.reference())))
        .collect();
    let consents = madrone_chart::read_references(cx.tx(), &access, consents.iter().map(String::as_str))?;
    let rows: Vec<Row> = items
        .iter()
        .map(|item| {
            let consent = consents.get(&format!("Consent/{}", consent_id(&item.reference())));
            row(cx, &id, item, said_by(consent))
        })
        .collect();
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let heading = cx.words().t1("proxies-held-of", "name", facts.name.as_str());
    cx.render(&Sharing {
        shell: cx.shell(heading.clone()),
        back: Some(Link::new(format!("/clinic/patients/{id}/family"), cx.t("proxies-card"))),
        heading,
        lede: cx.t("proxies-held-lede"),
        none: rows.is_empty().then(|| EmptyState {
            icon: "lock",
            title: cx.t("proxies-held-empty"),
            why: cx.t("proxies-held-empty-why"),
            actions: Vec::new(),
        }),
        rows,
    })
}

fn row(cx: &Cx, chart: &str, item: &Stored, now: Choose) -> Row {
    let icon = if now == Choose::Shown { "file-text" } else { "lock" };
    let to = format!("/clinic/patients/{chart}/held/{}", item.reference());
    let row = Row::new(to, icon, title(cx, item)).line(about(cx, item));
    match now {
        Choose::Shown => row,
        other => row.line(cx.t(&format!("proxies-hold-{}", other.name()))),
    }
}

/// `GET /clinic/patients/{id}/held/{kind}/{item}`
pub(crate) fn show(cx: &mut Cx, at: HeldPath) -> PageResult {
    let (access, item) = find(cx, &at)?;
    let page = page(cx, &access, &item, &Fields::default(), &[])?;
    cx.render(&page)
}

/// `POST /clinic/patients/{id}/held/{kind}/{item}`
pub(crate) fn take(cx: &mut Cx, at: HeldPath, form: Form<Fields>) -> PageResult {
    let (access, item) = find(cx, &at)?;
    let (who, reason) = (form.0.text("who"), form.0.text("reason"));
    let chosen = choices(cx, &access, &item)?
        .into_iter()
        .find(|choice| choice.name() == who);
    let mut wrong = Vec::new();
    if chosen.is_none() {
        wrong.push(("who", "proxies-held-wrong"));
    }
    if reason.is_empty() {
        wrong.push(("reason", "proxies-wrong-reason"));
    }
    let Some(chosen) = chosen.filter(|_| wrong.is_empty()) else {
        let page = page(cx, &access, &item, &form.0, &wrong)?;
        return cx.invalid(&page);
    };
    if chosen != said_of(cx, &access, &item)? {
        let said = consent(&at.chart, &item, chosen, &cx.now().to_string());
        madrone_chart::update(cx.tx(), &access, said, None, &writer(cx))?;
        let what = if chosen == Choose::Shown {
            "item-shown"
        } else {
            "item-held"
        };
        decide(cx, &at.chart, what, (&item.reference(), reason))?;
    }
    cx.redirect(format!("/clinic/patients/{}/held", at.chart))
}

fn find(cx: &mut Cx, at: &HeldPath) -> Result<(ChartAccess, Stored), Failure> {
    cx.only(ROLES)?;
    let access = cx.open_chart_of(&at.chart, Action::write(Area::Sharing))?;
    let item = madrone_chart::read(cx.tx(), &access, at.kind, &at.item)?;
    let item = item.filter(|item| !item.deleted).ok_or(Failure::NotFound)?;
    Ok((access, item))
}

/// What may be said of an item: of a minor's, also the kinds of care to which one of that age may have consented alone when
/// it was given; and what is said of it now.
fn choices(cx: &Cx, access: &ChartAccess, item: &Stored) -> Result<Vec<Choose>, Failure> {
    let facts = madrone_authz::patient(cx.tx(), access)?.ok_or(Failure::NotFound)?;
    let rules = &cx.app().rules;
    let today = rules.today(cx.now());
    let mut choices = vec![Choose::Shown, Choose::Held];
    if rules.tier(&facts, today) != Tier::Adult
        && let Some(born) = facts.birth_date.as_deref().and_then(|born| born.parse().ok())
    {
        let age = age(born, date_of(&item.json()).unwrap_or(today));
        let ages: MinorConsent = cx.app().setting();
        choices.extend(ages.at(age).map(Choose::Alone));
    }
    let now = said_of(cx, access, item)?;
    if !choices.contains(&now) {
        choices.push(now);
    }
    Ok(choices)
}

fn page(
    cx: &Cx,
    access: &ChartAccess,
    item: &Stored,
    typed: &Fields,
    wrong: &[(&str, &'static str)],
) -> Result<Page, Failure> {
    let chart = access.patient_id().ok_or(Failure::NotFound)?;
    let now = said_of(cx, access, item)?.name();
    let chosen = if typed.has("who") { typed.text("who") } else { now };
    let choices = choices(cx, access, item)?.into_iter().map(|choice| Choice {
        chosen: choice.name() == chosen,
        hint: cx.t(&format!("proxies-hold-{}-hint", choice.name())),
        ..Choice::new(choice.name(), cx.t(&format!("proxies-hold-{}", choice.name())))
    });
    let fields = vec![
        Field::new(FieldKind::Radio, "who", cx.t("proxies-hold-who")).choices(choices.collect()),
        Field::new(FieldKind::Text, "reason", cx.t("proxies-reason"))
            .value(typed.text("reason"))
            .max_length(1000),
    ];
    let facts = madrone_authz::patient(cx.tx(), access)?.ok_or(Failure::NotFound)?;
    let heading = title(cx, item);
    let fields = with_errors(cx, fields, wrong);
    Ok(Page {
        shell: cx.shell(heading.clone()),
        back: Link::new(format!("/clinic/patients/{chart}/held"), cx.t("proxies-held")),
        heading,
        lede: format!("{} · {}", facts.name, about(cx, item)),
        lines: vec![cx.t("proxies-hold-about")],
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: format!("/clinic/patients/{chart}/held/{}", item.reference()),
        hidden: None,
        fields,
        button: cx.t("proxies-hold-button"),
        other: None,
        ways: Vec::new(),
    })
}

fn consent_id(reference: &str) -> String {
    content_id(&json!({ "held": reference }))
}

/// What the clinic says of the item now.
fn said_of(cx: &Cx, access: &ChartAccess, item: &Stored) -> Result<Choose, Failure> {
    let found = madrone_chart::read(cx.tx(), access, ResourceType::Consent, &consent_id(&item.reference()))?;
    Ok(said_by(found.as_ref()))
}

fn said_by(consent: Option<&Stored>) -> Choose {
    let consent = consent.filter(|stored| !stored.deleted).map(Stored::json);
    let Some(consent) = consent.filter(|consent| consent["status"] == "active") else {
        return Choose::Shown;
    };
    let care = consent["category"][0]["text"].as_str().and_then(Care::parse);
    care.map_or(Choose::Held, Choose::Alone)
}

fn consent(patient: &str, item: &Stored, chosen: Choose, now: &str) -> Value {
    let patient = json!({ "reference": format!("Patient/{patient}") });
    let coded = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    let reference = item.reference();
    let alone = matches!(chosen, Choose::Alone(_));
    let mut consent = json!({
        "resourceType": "Consent",
        "id": consent_id(&reference),
        "status": if chosen == Choose::Shown { "inactive" } else { "active" },
        "scope": coded(
            "http://terminology.hl7.org/CodeSystem/consentscope",
            if alone { "treatment" } else { "patient-privacy" },
        ),
        "category": [coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA")],
        "patient": patient,
        "dateTime": now,
        "policyRule": { "text": "45 CFR 164.502(g)" },
        "provision": {
            "type": if alone { "permit" } else { "deny" },
            "data": [{ "meaning": "instance", "reference": { "reference": reference } }]
        }
    });
    if let Choose::Alone(care) = chosen {
        consent["category"][0]["text"] = json!(care.name());
        consent["performer"] = json!([patient]);
    }
    consent
}
