//! The parts of a chart that are opened or closed as one.

use madrone_fhir::ResourceType;

/// A part of a chart, as people who share it understand it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Area {
    /// Who the patient is: name, contacts, related persons.
    Demographics,
    /// Appointments and the schedule around them.
    Appointments,
    /// Test results and vital signs.
    Results,
    /// Medicines.
    Medications,
    /// Allergies.
    Allergies,
    /// Health issues.
    Conditions,
    /// Immunizations.
    Immunizations,
    /// Visits, procedures, plans of care: what was and will be done.
    Visits,
    /// Documents and notes.
    Documents,
    /// Messages.
    Messages,
    /// Coverage, bills and payments.
    Billing,
    /// Everything else that is about a patient.
    Other,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 12] = [
        Self::Demographics,
        Self::Appointments,
        Self::Results,
        Self::Medications,
        Self::Allergies,
        Self::Conditions,
        Self::Immunizations,
        Self::Visits,
        Self::Documents,
        Self::Messages,
        Self::Billing,
        Self::Other,
    ];

    /// As the audit and the sharing of areas spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Demographics => "demographics",
            Self::Appointments => "appointments",
            Self::Results => "results",
            Self::Medications => "medications",
            Self::Allergies => "allergies",
            Self::Conditions => "conditions",
            Self::Immunizations => "immunizations",
            Self::Visits => "visits",
            Self::Documents => "documents",
            Self::Messages => "messages",
            Self::Billing => "billing",
            Self::Other => "other",
        }
    }

    /// The area that resources of a type belong to.
    pub fn of(kind: ResourceType) -> Self {
        use ResourceType as T;
        match kind {
            T::Patient | T::RelatedPerson | T::Person => Self::Demographics,
            T::Appointment | T::AppointmentResponse | T::Schedule | T::Slot => Self::Appointments,
            T::Observation | T::DiagnosticReport | T::Specimen | T::ImagingStudy | T::Media => Self::Results,
            T::Medication
            | T::MedicationRequest
            | T::MedicationStatement
            | T::MedicationDispense
            | T::MedicationAdministration => Self::Medications,
            T::AllergyIntolerance => Self::Allergies,
            T::Condition => Self::Conditions,
            T::Immunization | T::ImmunizationEvaluation | T::ImmunizationRecommendation => Self::Immunizations,
            T::Encounter
            | T::EpisodeOfCare
            | T::Procedure
            | T::CarePlan
            | T::CareTeam
            | T::Goal
            | T::ServiceRequest => Self::Visits,
            T::DocumentReference | T::DocumentManifest | T::Composition | T::Binary | T::Consent => Self::Documents,
            T::Communication | T::CommunicationRequest => Self::Messages,
            T::Account
            | T::ChargeItem
            | T::Claim
            | T::ClaimResponse
            | T::Coverage
            | T::CoverageEligibilityRequest
            | T::CoverageEligibilityResponse
            | T::ExplanationOfBenefit
            | T::Invoice
            | T::PaymentNotice
            | T::PaymentReconciliation => Self::Billing,
            _ => Self::Other,
        }
    }
}

/// A set of areas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Areas(u16);

impl Areas {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether `area` is one of them.
    pub fn holds(self, area: Area) -> bool {
        self.0 & (1 << area as u8) != 0
    }
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |set, area| set | 1 << area as u8))
    }
}
