//! The names of FHIR R4's resources and the numbers that databases keep for them.

use std::fmt;

/// Lists the resource types once, for the enum, the order and the names.
macro_rules! resource_types {
    ($($name:ident,)*) => {
        /// A resource type of FHIR R4 (4.0.1): every one that a resource can have, in HL7's alphabetical order.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are HL7's and stand in the specification")]
        pub enum ResourceType { $($name,)* }

        const ALL: &[ResourceType] = &[$(ResourceType::$name,)*];
        const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

// Databases keep the place in this list: it never changes.
resource_types! {
    Account, ActivityDefinition, AdverseEvent, AllergyIntolerance, Appointment, AppointmentResponse, AuditEvent,
    Basic, Binary, BiologicallyDerivedProduct, BodyStructure, Bundle, CapabilityStatement, CarePlan, CareTeam,
    CatalogEntry, ChargeItem, ChargeItemDefinition, Claim, ClaimResponse, ClinicalImpression, CodeSystem,
    Communication, CommunicationRequest, CompartmentDefinition, Composition, ConceptMap, Condition, Consent,
    Contract, Coverage, CoverageEligibilityRequest, CoverageEligibilityResponse, DetectedIssue, Device,
    DeviceDefinition, DeviceMetric, DeviceRequest, DeviceUseStatement, DiagnosticReport, DocumentManifest,
    DocumentReference, EffectEvidenceSynthesis, Encounter, Endpoint, EnrollmentRequest, EnrollmentResponse,
    EpisodeOfCare, EventDefinition, Evidence, EvidenceVariable, ExampleScenario, ExplanationOfBenefit,
    FamilyMemberHistory, Flag, Goal, GraphDefinition, Group, GuidanceResponse, HealthcareService, ImagingStudy,
    Immunization, ImmunizationEvaluation, ImmunizationRecommendation, ImplementationGuide, InsurancePlan,
    Invoice, Library, Linkage, List, Location, Measure, MeasureReport, Media, Medication,
    MedicationAdministration, MedicationDispense, MedicationKnowledge, MedicationRequest, MedicationStatement,
    MedicinalProduct, MedicinalProductAuthorization, MedicinalProductContraindication,
    MedicinalProductIndication, MedicinalProductIngredient, MedicinalProductInteraction,
    MedicinalProductManufactured, MedicinalProductPackaged, MedicinalProductPharmaceutical,
    MedicinalProductUndesirableEffect, MessageDefinition, MessageHeader, MolecularSequence, NamingSystem,
    NutritionOrder, Observation, ObservationDefinition, OperationDefinition, OperationOutcome, Organization,
    OrganizationAffiliation, Parameters, Patient, PaymentNotice, PaymentReconciliation, Person, PlanDefinition,
    Practitioner, PractitionerRole, Procedure, Provenance, Questionnaire, QuestionnaireResponse, RelatedPerson,
    RequestGroup, ResearchDefinition, ResearchElementDefinition, ResearchStudy, ResearchSubject, RiskAssessment,
    RiskEvidenceSynthesis, Schedule, SearchParameter, ServiceRequest, Slot, Specimen, SpecimenDefinition,
    StructureDefinition, StructureMap, Subscription, SubscriptionStatus, Substance, SubstanceNucleicAcid,
    SubstancePolymer, SubstanceProtein, SubstanceReferenceInformation, SubstanceSourceMaterial,
    SubstanceSpecification, SupplyDelivery, SupplyRequest, Task, TerminologyCapabilities, TestReport,
    TestScript, ValueSet, VerificationResult, VisionPrescription,
}

impl ResourceType {
    /// Every resource type, in order of name and of code.
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// The type called `name`, as `resourceType` spells it; `None` if R4 has no such resource.
    pub fn parse(name: &str) -> Option<Self> {
        NAMES.binary_search(&name).ok().map(|place| ALL[place])
    }

    /// The name as `resourceType` and URLs spell it.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The number that databases keep: 1 to 147, the same for ever.
    pub fn code(self) -> i64 {
        i64::from(self as u8) + 1
    }

    /// The type with this number; `None` if there is none.
    pub fn from_code(code: i64) -> Option<Self> {
        ALL.get(usize::try_from(code.checked_sub(1)?).ok()?).copied()
    }

    /// The type that `resource` says it is; `None` if it says none that R4 knows.
    pub fn of(resource: &serde_json::Value) -> Option<Self> {
        Self::parse(resource.get("resourceType")?.as_str()?)
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back_to_the_type() {
        for &resource in ResourceType::all() {
            assert_eq!(ResourceType::parse(resource.name()), Some(resource));
            assert_eq!(ResourceType::from_code(resource.code()), Some(resource));
        }
    }

    #[test]
    fn codes_that_databases_keep_do_not_move() {
        assert_eq!(ResourceType::all().len(), 147);
        assert_eq!(ResourceType::Account.code(), 1);
        assert_eq!(ResourceType::Observation.code(), 96);
        assert_eq!(ResourceType::Patient.code(), 103);
        assert_eq!(ResourceType::VisionPrescription.code(), 147);
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn what_is_no_resource_type_has_no_code() {
        assert_eq!(ResourceType::parse("patient"), None);
        assert_eq!(ResourceType::parse("DomainResource"), None);
        assert_eq!(ResourceType::from_code(0), None);
        assert_eq!(ResourceType::from_code(148), None);
        assert_eq!(ResourceType::from_code(i64::MIN), None);
    }
}
