//! Any resource as a row.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::components::Row;
use serde_json::Value;

use super::elements;
use crate::chart::{self, Item, Related};
use crate::documents;
use crate::medications;
use crate::page::plain_badge;
use crate::results;
use crate::say::{self, Say};
use crate::visits;

/// Where resources keep the date that people know them by, the best first.
pub(crate) const DATES: &[&str] = &[
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "effectiveDateTime",
    "effectivePeriod",
    "period",
    "start",
    "started",
    "startDate",
    "servicedDate",
    "servicedPeriod",
    "billablePeriod",
    "authoredOn",
    "whenHandedOver",
    "sent",
    "date",
    "dateTime",
    "created",
    "recordedDate",
    "recorded",
    "issued",
    "onsetDateTime",
    "authored",
    "receivedTime",
    "collection.collectedDateTime",
    "birthDate",
];

/// What a resource is called: the name that its own page gives it, else what it says of itself.
pub(crate) fn title(item: &Item, related: &Related, say: Say<'_>) -> String {
    use ResourceType as T;
    let json = &item.json;
    let own = match item.kind {
        T::Encounter => return visits::view::title(json, say),
        T::Appointment => return visits::view::appointment_title(json, related, say),
        T::MedicationRequest | T::MedicationStatement | T::MedicationAdministration | T::MedicationDispense => {
            return medications::view::name(json, related, say);
        }
        T::DocumentReference | T::Composition => return documents::view::title(json, say),
        T::Observation | T::DiagnosticReport | T::ServiceRequest => {
            view::get(json, "code").and_then(|code| say.named(code))
        }
        T::Goal => view::get(json, "description").and_then(say::name),
        T::Immunization => view::get(json, "vaccineCode").and_then(say::name),
        T::FamilyMemberHistory => family(json, say),
        T::Coverage => view::text(json, "class.name")
            .map(str::to_owned)
            .or_else(|| related.name_at(json, &["payor"])),
        T::CarePlan => view::text(json, "title").map(str::to_owned).or_else(|| care_plan(json)),
        T::ImagingStudy => view::text(json, "description").map(str::to_owned),
        T::Provenance => view::get(json, "activity").and_then(say::name),
        T::Device => view::text(json, "deviceName.name").map(str::to_owned),
        _ => view::text(json, "title").map(str::to_owned),
    };
    let common = || {
        ["code", "serviceCategory", "type", "vaccineCode", "category", "kind"]
            .into_iter()
            .find_map(|path| {
                view::get(json, path)
                    .filter(|value| value.is_object())
                    .and_then(say::name)
            })
    };
    own.or_else(|| chart::name_of(json))
        .or_else(common)
        .unwrap_or_else(|| elements::kind_name(item.kind, say))
}

/// "Mother: diabetes, stroke"
fn family(json: &Value, say: Say<'_>) -> Option<String> {
    let who = view::text(json, "name")
        .map(str::to_owned)
        .or_else(|| view::get(json, "relationship").and_then(|who| say.named(who)))?;
    let issues: Vec<String> = view::all(json, "condition.code")
        .into_iter()
        .filter_map(say::name)
        .collect();
    Some(if issues.is_empty() {
        who
    } else {
        format!("{who}: {}", issues.join(", "))
    })
}

/// The category that says the most: the last, as the first is often the profile's own.
fn care_plan(json: &Value) -> Option<String> {
    view::all(json, "category").into_iter().rev().find_map(say::name)
}

/// The address of the page about a resource. Everything in a chart has one.
pub fn page_of(kind: ResourceType, id: &str) -> String {
    use ResourceType as T;
    match kind {
        T::Observation | T::DiagnosticReport => results::page_of(kind, id),
        T::Encounter => format!("/visits/{id}"),
        T::DocumentReference | T::Composition => format!("/documents/{id}"),
        kind => format!("/health/{kind}/{id}"),
    }
}

/// A resource as a row: name, date, status.
pub(crate) fn row(item: &Item, related: &Related, say: Say<'_>) -> Row {
    let mut row = Row::new(page_of(item.kind, &item.id), icon(item.kind), title(item, related, say))
        .line(say.day_at(&item.json, DATES).unwrap_or_default());
    let void = matches!(
        item.status(),
        "entered-in-error" | "cancelled" | "not-done" | "stopped" | "on-hold" | "planned" | "draft" | "proposed"
    );
    row.badges
        .extend(crate::visits::view::status(&item.json, "active", say).filter(|_| void));
    let verified = view::text(&item.json, "verificationStatus.coding.code");
    let doubted = verified.filter(|code| matches!(*code, "entered-in-error" | "refuted"));
    row.badges
        .extend(doubted.map(|code| plain_badge(say.code("verification", code))));
    row
}

/// The sign of a type.
pub(crate) fn icon(kind: ResourceType) -> &'static str {
    use ResourceType as T;
    match kind {
        T::Observation | T::DiagnosticReport | T::Specimen => "flask-conical",
        T::Encounter | T::Procedure | T::Condition | T::ServiceRequest | T::EpisodeOfCare => "stethoscope",
        T::MedicationRequest | T::MedicationStatement | T::MedicationDispense | T::MedicationAdministration => "pill",
        T::Immunization | T::ImmunizationRecommendation | T::ImmunizationEvaluation => "syringe",
        T::AllergyIntolerance => "wheat-off",
        T::Appointment => "calendar-days",
        T::CarePlan | T::Goal | T::Questionnaire | T::QuestionnaireResponse => "clipboard-list",
        T::CareTeam | T::FamilyMemberHistory | T::RelatedPerson => "users",
        T::Patient | T::Person => "user",
        T::Claim | T::ClaimResponse | T::ExplanationOfBenefit | T::Coverage | T::Account | T::Invoice => "credit-card",
        T::ImagingStudy | T::Media => "activity",
        T::Communication | T::CommunicationRequest => "message-circle",
        T::Consent => "shield-check",
        T::Device | T::DeviceRequest | T::DeviceUseStatement => "smartphone",
        _ => "file-text",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn item(kind: ResourceType, json: Value) -> Item {
        Item {
            kind,
            id: "x".into(),
            version: 1,
            updated: madrone_kernel::Instant::from_micros(0),
            json: json.into(),
        }
    }

    #[test]
    fn everything_has_a_name() {
        let words = words();
        let name = |kind, json| title(&item(kind, json), &Related::default(), Say::new(&words));
        assert_eq!(
            name(ResourceType::Procedure, json!({"code": {"text": "knee repair"}})),
            "Knee repair"
        );
        assert_eq!(
            name(ResourceType::Goal, json!({"description": {"text": "walk more"}})),
            "Walk more"
        );
        let mother = json!({"relationship": {"text": "mother"}, "condition": [{"code": {"text": "stroke"}}]});
        assert_eq!(name(ResourceType::FamilyMemberHistory, mother), "Mother: Stroke");
        assert_eq!(name(ResourceType::Provenance, json!({})), "Where records come from");
        assert_eq!(name(ResourceType::DetectedIssue, json!({})), "Detected issue");
    }

    #[test]
    fn everything_has_an_address() {
        assert_eq!(page_of(ResourceType::DiagnosticReport, "x"), "/results/x");
        assert_eq!(page_of(ResourceType::Observation, "x"), "/results/Observation/x");
        assert_eq!(page_of(ResourceType::Goal, "x"), "/health/Goal/x");
    }
}
