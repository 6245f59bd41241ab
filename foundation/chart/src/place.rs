//! In whose chart a resource is, and which of them a key opens.

use madrone_authz::ChartAccess;
use madrone_fhir::{ResourceType, compartments, view};
use serde_json::Value;

/// `patient` of the rows of the directory: what is in nobody's chart and open to everybody.
pub(crate) const DIRECTORY: i64 = 0;

/// `patient` of the rows under which every resource stands once.
pub(crate) const EVERYBODY: i64 = -1;

/// `patient` of the rows of what should be in a chart and names no patient.
pub(crate) const UNFILED: i64 = -2;

/// Whether resources of this type that name no patient are in the directory: those that describe the clinic, its people
/// and its words, and never a patient. Everything else stays shut until it names its patient.
pub(crate) fn is_directory(kind: ResourceType) -> bool {
    use ResourceType as T;
    matches!(
        kind,
        T::ActivityDefinition
            | T::CapabilityStatement
            | T::ChargeItemDefinition
            | T::CodeSystem
            | T::CompartmentDefinition
            | T::ConceptMap
            | T::DeviceDefinition
            | T::Endpoint
            | T::EventDefinition
            | T::HealthcareService
            | T::ImplementationGuide
            | T::InsurancePlan
            | T::Library
            | T::Location
            | T::Measure
            | T::Medication
            | T::MedicationKnowledge
            | T::NamingSystem
            | T::ObservationDefinition
            | T::OperationDefinition
            | T::Organization
            | T::OrganizationAffiliation
            | T::PlanDefinition
            | T::Practitioner
            | T::PractitionerRole
            | T::Questionnaire
            | T::ResearchStudy
            | T::Schedule
            | T::SearchParameter
            | T::Slot
            | T::SpecimenDefinition
            | T::StructureDefinition
            | T::StructureMap
            | T::Substance
            | T::ValueSet
    )
}

/// The ids of the patients in whose charts `resource` is: R4's patient compartment, except that
/// - a Patient is in its own chart only: a link to another record of hers does not open that record;
/// - a Device is in the chart of its `patient` and a Binary in that of its `securityContext`, which the compartment
///   leaves out, and which would otherwise be open to everybody.
pub(crate) fn charts(kind: ResourceType, resource: &Value) -> Vec<&str> {
    let one = |path| {
        let reference = view::Reference::of(view::get(resource, path)?);
        reference
            .local()
            .filter(|(kind, _)| *kind == ResourceType::Patient)
            .map(|(_, id)| id)
    };
    match kind {
        ResourceType::Patient => resource.get("id").and_then(Value::as_str).into_iter().collect(),
        ResourceType::Device => one("patient").into_iter().collect(),
        ResourceType::Binary => one("securityContext").into_iter().collect(),
        _ => compartments(resource),
    }
}

/// Which charts a look at resources of one type goes into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// All there are.
    All,
    /// These, one or two; none when the type is shut.
    Charts(Vec<i64>),
}

impl Scope {
    /// What `access` opens of the resources of one type: its chart, and the directory, which is open to everybody.
    pub(crate) fn of(access: &ChartAccess, kind: ResourceType) -> Self {
        let mut charts = Vec::new();
        if access.sees(kind) {
            match access.patient_rid() {
                None => return Self::All,
                Some(patient) => charts.push(patient),
            }
        }
        if is_directory(kind) && !charts.contains(&DIRECTORY) {
            charts.push(DIRECTORY);
        }
        Self::Charts(charts)
    }

    pub(crate) fn is_shut(&self) -> bool {
        matches!(self, Self::Charts(charts) if charts.is_empty())
    }
}
