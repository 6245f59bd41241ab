//! Keeping an item to oneself: a Consent by which the patient denies it to everybody else
//! (<http://hl7.org/fhir/R4/consent.html>), from which the item and whatever would tell of it get their label.

use madrone_authz::{Action, Area, ChartAccess};
use madrone_chart::{Stored, content_id};
use madrone_fhir::ResourceType;
use madrone_fhir::search::{Handling, Query as Search};
use madrone_fhir::view::CodeableConcept;
use madrone_web::components::{Choice, EmptyState, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Failure, Form, FromRequest, Incoming, PageResult};
use serde_json::{Value, json};

use crate::grant::writer;
use crate::invitation::ask::Page;
use crate::overview::Sharing;
use crate::scope::Fields;

/// `{kind}/{id}`: an item that may be kept from others.
#[derive(Clone, Debug)]
pub(crate) struct ItemPath {
    kind: ResourceType,
    id: String,
}

impl FromRequest for ItemPath {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        let kind = from.path.get("kind").and_then(|name| ResourceType::parse(name));
        Ok(Self {
            kind: kind.filter(|kind| may_be_kept(*kind)).ok_or(Failure::NotFound)?,
            id: from.path.get("id").cloned().unwrap_or_default(),
        })
    }
}

/// So many items are listed.
const MOST: u32 = 200;

/// `GET /sharing/items`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::write(Area::Sharing))?;
    let query = Search::parse(
        ResourceType::Consent,
        &[("status".into(), "active".into()), ("_count".into(), MOST.to_string())],
        Handling::Strict,
    );
    let query = query.map_err(|_| Failure::NotFound)?;
    let page = madrone_chart::search(cx.tx(), &access, &query)?;
    let kept: Vec<String> = page
        .matches
        .iter()
        .filter_map(|stored| kept_by(&stored.json()))
        .collect();
    let items = madrone_chart::read_references(cx.tx(), &access, kept.iter().map(String::as_str))?;
    let rows: Vec<Row> = kept
        .iter()
        .filter_map(|reference| items.get(reference))
        .map(|item| {
            Row::new(format!("/sharing/items/{}", item.reference()), "lock", title(cx, item)).line(about(cx, item))
        })
        .collect();
    let heading = cx.t("family-kept");
    cx.render(&Sharing {
        shell: cx.shell(heading.clone()),
        back: Some(Link::new("/sharing", cx.t("family-sharing-heading"))),
        heading,
        lede: cx.t("family-kept-lede"),
        none: rows.is_empty().then(|| EmptyState {
            icon: "lock",
            title: cx.t("family-kept-none"),
            why: cx.t("family-kept-none-why"),
            actions: vec![Link::new("/health", cx.t("family-kept-choose"))],
        }),
        rows,
    })
}

/// `GET /sharing/items/{kind}/{id}`
pub(crate) fn show(cx: &mut Cx, at: ItemPath) -> PageResult {
    let (access, item) = find(cx, &at)?;
    let kept = consent_of(cx, &access, &item)?;
    let heading = title(cx, &item);
    let choices = ["shown", "kept"].map(|value| Choice {
        chosen: (value == "kept") == kept,
        hint: cx.t(&format!("family-keep-{value}-hint")),
        ..Choice::new(value, cx.t(&format!("family-keep-{value}")))
    });
    cx.render(&Page {
        shell: cx.shell(heading.clone()),
        back: Link::new("/sharing/items", cx.t("family-kept")),
        heading,
        lede: about(cx, &item),
        lines: vec![cx.t("family-keep-why")],
        summary: None,
        action: format!("/sharing/items/{}", item.reference()),
        hidden: None,
        fields: vec![Field::new(FieldKind::Radio, "who", cx.t("family-keep-who")).choices(choices.into())],
        button: cx.t("family-keep-button"),
        other: None,
        ways: Vec::new(),
    })
}

/// `POST /sharing/items/{kind}/{id}`
pub(crate) fn take(cx: &mut Cx, at: ItemPath, form: Form<Fields>) -> PageResult {
    let (access, item) = find(cx, &at)?;
    let keeps = form.0.text("who") == "kept";
    if keeps != consent_of(cx, &access, &item)? {
        let patient = access.patient_id().ok_or(Failure::NotFound)?;
        madrone_chart::update(
            cx.tx(),
            &access,
            consent(patient, &item, keeps, &cx.now().to_string()),
            None,
            &writer(cx),
        )?;
    }
    cx.redirect("/sharing/items")
}

/// The item that an address means, in the person's own chart: what may be read there and is the patient's.
fn find(cx: &mut Cx, at: &ItemPath) -> Result<(ChartAccess, Stored), Failure> {
    let access = cx.open_chart(Action::write(Area::Sharing))?;
    let item = madrone_chart::read(cx.tx(), &access, at.kind, &at.id)?;
    let item = item.filter(|item| !item.deleted).ok_or(Failure::NotFound)?;
    Ok((access, item))
}

/// Whether items of this type may be kept from others: not who the patient is, nor what says who shares what.
pub(crate) fn may_be_kept(kind: ResourceType) -> bool {
    !matches!(Area::of(kind), Area::Demographics | Area::Sharing)
        && !matches!(
            kind,
            ResourceType::Coverage | ResourceType::Schedule | ResourceType::Slot | ResourceType::Medication
        )
}

/// One Consent an item.
fn consent_id(reference: &str) -> String {
    content_id(&json!({ "kept": reference }))
}

/// Whether the patient keeps the item now.
fn consent_of(cx: &Cx, access: &ChartAccess, item: &Stored) -> Result<bool, Failure> {
    let found = madrone_chart::read(cx.tx(), access, ResourceType::Consent, &consent_id(&item.reference()))?;
    let kept = found
        .filter(|stored| !stored.deleted)
        .and_then(|stored| kept_by(&stored.json()));
    Ok(kept.is_some())
}

/// The item that a Consent keeps to the patient; `None` for one that does not.
fn kept_by(consent: &Value) -> Option<String> {
    let data = consent["provision"]["data"].as_array()?;
    let [item] = &data[..] else { return None };
    let reference = item["reference"]["reference"].as_str()?;
    let is_kept = consent["status"] == "active" && consent["id"] == consent_id(reference).as_str();
    is_kept.then(|| reference.to_owned())
}

fn consent(patient: &str, item: &Stored, keeps: bool, now: &str) -> Value {
    let patient = json!({ "reference": format!("Patient/{patient}") });
    let coded = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    json!({
        "resourceType": "Consent",
        "id": consent_id(&item.reference()),
        "status": if keeps { "active" } else { "inactive" },
        "scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFAO")],
        "patient": patient,
        "dateTime": now,
        "performer": [patient],
        "policyRule": coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTOUT"),
        "provision": {
            "type": "deny",
            "data": [{ "meaning": "instance", "reference": { "reference": item.reference() } }]
        }
    })
}

/// What the item is called, by whatever it is about.
pub(crate) fn title(cx: &Cx, item: &Stored) -> String {
    const NAMED: [&str; 8] = [
        "code",
        "medicationCodeableConcept",
        "vaccineCode",
        "type",
        "serviceType",
        "reasonCode",
        "relationship",
        "category",
    ];
    let json = item.json();
    let named = NAMED.iter().find_map(|member| {
        let said = &json[*member];
        let first = if said.is_array() { &said[0] } else { said };
        CodeableConcept::of(first).display().map(str::to_owned)
    });
    named
        .or_else(|| json["description"].as_str().map(str::to_owned))
        .unwrap_or_else(|| area(cx, item.kind))
}

fn area(cx: &Cx, kind: ResourceType) -> String {
    cx.t(&format!("family-area-{}", Area::of(kind).name()))
}

/// The day the item is of.
pub(crate) fn date_of(item: &Value) -> Option<jiff::civil::Date> {
    const DATES: [&str; 8] = [
        "effectiveDateTime",
        "occurrenceDateTime",
        "performedDateTime",
        "authoredOn",
        "recordedDate",
        "start",
        "date",
        "issued",
    ];
    let dated = DATES.iter().find_map(|name| item[*name].as_str());
    let dated = dated.or_else(|| item["period"]["start"].as_str());
    dated.and_then(|text| text.get(..10)).and_then(|day| day.parse().ok())
}

/// Which part of the record the item is in, and its day.
pub(crate) fn about(cx: &Cx, item: &Stored) -> String {
    let area = area(cx, item.kind);
    match date_of(&item.json()) {
        Some(day) => format!("{area} · {}", cx.words().date_long(day)),
        None => area,
    }
}
